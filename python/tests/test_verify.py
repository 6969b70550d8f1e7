"""Reports of either are verified by the other, in the same words."""

from __future__ import annotations

import csv
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Program

import stance

TEST = ROOT / "training-data" / "export-controls.test.csv"


@pytest.fixture(scope="module")
def folder(program: Program, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A few labelled rows, also with predictions, and a model."""
    folder = tmp_path_factory.mktemp("reports")
    with open(TEST, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))[::7]
    with open(folder / "rows.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    program("classify", folder / "rows.csv", "-o", folder / "labelled.csv")
    stance.Classifier().save(folder / "own.safetensors")
    return folder


WAYS: dict[str, tuple[str, list[str]]] = {
    "summary": ("summarize", ["labelled.csv", "--by", "register", "--position", "support=2", "--position", "oppose=-0.5"]),
    "labels": ("summarize", ["rows.csv", "--label", "stance", "--min-cell", "3", "--over", "kind", "--keep-copies"]),
    "scores": ("evaluate", ["rows.csv", "--by", "register", "--by", "kind", "--min-confidence", "0.6"]),
    "own model": ("evaluate", ["rows.csv", "--model", "own.safetensors", "--label", "stance"]),
    "folds": ("evaluate", ["rows.csv", "--cross-validate", "2", "--no-search", "--label", "stance"]),
}


@pytest.mark.parametrize(("verb", "words"), WAYS.values(), ids=WAYS.keys())
def test_a_report_of_the_program_is_verified_in_its_words(
    verb: str, words: list[str], program: Program, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    for name in ("report.json", "report.html"):
        program(verb, *words, "-o", name, *([] if verb == "summarize" else ["--format", name[-4:].strip(".")]))
        found = stance.verify(name)
        assert found and found.verified and str(found) == program("verify", name)
        assert found["page"] == name.endswith("html") and found["numbers"] > 10


MADE: dict[str, Any] = {
    "summary": lambda: stance.summarize("labelled.csv", by="register", over="kind", compare=True, position={"support": 0.5}),
    "scores": lambda: stance.evaluate("rows.csv", by=["register"], label="stance", min_confidence=0.5),
    "own model": lambda: stance.evaluate("rows.csv", model="own.safetensors"),
    "folds": lambda: stance.evaluate("rows.csv", cross_validate=2, label="stance", options={"search": "off"}),
}


@pytest.mark.parametrize("make", MADE.values(), ids=MADE.keys())
def test_a_report_made_here_is_verified_by_both(
    make: Any, program: Program, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    for name in ("made.json", "made.html"):
        make().save(name)
        assert str(stance.verify(name)) == program("verify", name)


def test_what_was_changed_is_named_as_by_the_program(program: Program, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    stance.summarize("labelled.csv").save("changed.json")
    record = json.loads(Path("changed.json").read_text())
    record["total"]["statements"] += 1
    Path("changed.json").write_text(json.dumps(record))
    found = stance.verify("changed.json")
    assert not found and [difference["place"] for difference in found["differences"]] == ["/total/statements"]
    run = subprocess.run([program.path or "", "verify", "changed.json"], capture_output=True, text=True)
    assert (run.returncode, run.stdout) == (5, str(found))


def test_what_cannot_be_verified_is_said(folder: Path, program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    with pytest.raises(FileNotFoundError, match="nowhere.json"):
        stance.verify("nowhere.json")
    with pytest.raises(stance.DataError, match="rows.csv: has no record of how it was made"):
        stance.verify("rows.csv")
    stance.summarize({"text": ["one"], "stance": ["support"]}, label="stance").save("memory.json")
    with pytest.raises(stance.DataError, match="memory.json: has no record of how it was made"):
        stance.verify("memory.json")
    program("evaluate", "rows.csv", "--baseline", "own.safetensors", "--format", "json", "-o", "baseline.json")
    with pytest.raises(stance.DataError, match="only the program has.*--baseline.*stance verify baseline.json"):
        stance.verify("baseline.json")
    Path("small.csv").write_text("text,stance\none,support\n")
    stance.summarize("small.csv", label="stance").save("small.json")
    Path("small.csv").write_text("text,stance\none,oppose\n")
    with pytest.raises(stance.DataError, match="was made from other contents of `small.csv`"):
        stance.verify("small.json")

"""Summaries: the keys, rows and numbers of the program's."""

from __future__ import annotations

import csv
import datetime
import json
from pathlib import Path
from typing import Any

import pandas
import polars
import pyarrow
import pytest
from conftest import ROOT, Program

import stance

TEST = ROOT / "training-data" / "export-controls.test.csv"
# Keys that say how a summary came about.
ORIGIN = ("command", "inputs")


def read(path: Path) -> list[dict[str, str]]:
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def folder(program: Program, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Labelled statements of 150 days, and a coded sample of them."""
    folder = tmp_path_factory.mktemp("summaries")
    with open(folder / "rows.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["text", "outlet", "file", "speaker_name", "date", "truth"])
        for n, row in enumerate(read(TEST)):
            day = datetime.date(2026, 1, 1) + datetime.timedelta(n % 150)
            writer.writerow([row["text"], row["register"], row["group"], f"Ada {'NLK'[n % 3]}", day, row["stance"]])
    program("classify", folder / "rows.csv", "--probabilities", "-o", folder / "labelled.csv")
    program("sample", folder / "labelled.csv", "-n", "80", "-o", folder / "sheet.csv")
    sheet = read(folder / "sheet.csv")
    with open(folder / "coded.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(sheet[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(row | {"stance": row["truth"]} for row in sheet)
    program("evaluate", TEST, "--format", "json", "-o", folder / "errors.json")
    return folder


WAYS: dict[str, dict[str, Any]] = {
    "all": {},
    "groups": {"by": "outlet", "compare": True, "min_cell": 20},
    "periods": {"by": ["speaker_name"], "over": "month", "before_after": "2026-03-01"},
    "coded": {"over": "quarter", "coded": "coded.csv", "position": {"support": 2, "oppose": -0.5}},
    "errors": {"by": "speaker_name", "errors": "errors.json"},
    "labels": {"label": "truth", "keep_copies": True, "document_column": "outlet"},
    "tone": {"head": "sentiment", "keep_near_copies": True, "over": "outlet", "speaker_column": "outlet"},
}


def flags(way: dict[str, Any]) -> list[str]:
    """The same on the command line."""
    found = []
    for name, value in way.items():
        flag = f"--{name.replace('_', '-')}"
        if isinstance(value, dict):
            found += [f"{flag}={key}={number}" for key, number in value.items()]
        elif value is True:
            found.append(flag)
        else:
            found += [f"{flag}={item}" for item in (value if isinstance(value, list) else [value])]
    return found


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())
def test_files_give_the_record_rows_actors_and_page_of_the_program(
    way: dict[str, Any], program: Program, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    command = ["summarize", "labelled.csv", *flags(way)]
    ours = stance.summarize("labelled.csv", **way)
    assert ours == json.loads(program(*command, "--format", "json", "--actors-table", tmp_path / "actors.csv"))
    assert ours.page == program(*command, "--format", "html")
    rows = list(csv.DictReader(program(*command, "--format", "csv").splitlines()))
    assert [[as_written(value) for value in row.values()] for row in ours.rows] == [list(row.values()) for row in rows]
    assert list(ours.rows[0]) == list(rows[0])
    assert [{k: str(v) for k, v in row.items()} for row in ours.actors] == read(tmp_path / "actors.csv")


def as_written(value: Any) -> str:
    """A cell as the program writes it."""
    return "" if value is None else str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def test_every_kind_of_table_gives_the_numbers_of_a_file(folder: Path) -> None:
    labelled, coded = read(folder / "labelled.csv"), read(folder / "coded.csv")
    way = {"by": "outlet", "over": "month", "min_cell": 5}
    theirs = stance.summarize(folder / "labelled.csv", coded=folder / "coded.csv", **way)
    frame = pandas.read_csv(folder / "labelled.csv", parse_dates=["date"], keep_default_na=False)
    columns = {name: [row[name] for row in labelled] for name in labelled[0]}
    tables: list[Any] = [labelled, columns, frame, polars.DataFrame(columns), pyarrow.table(columns)]
    for table in tables:
        ours = stance.summarize(table, coded=pandas.DataFrame(coded), **way)
        assert {k: v for k, v in ours.items() if k not in ORIGIN} == {k: v for k, v in theirs.items() if k not in ORIGIN}
        assert (ours["command"], ours["inputs"], ours.rows, ours.actors) == (None, [], theirs.rows, theirs.actors)
    assert "<iframe" in (ours._repr_html_() or "")
    assert stance.summarize(labelled, page=False).page is None


def test_labels_and_errors_come_from_memory(program: Program, folder: Path) -> None:
    texts = [row["text"] for row in read(TEST)]
    labelled = stance.Classifier().classify(pandas.Series(texts), probabilities=True).assign(text=texts)
    ours = stance.summarize(labelled, errors=stance.evaluate(TEST))
    program("classify", TEST, "--probabilities", "-o", folder / "sure.csv")
    theirs = stance.summarize(folder / "sure.csv", errors=folder / "errors.json")
    for one, other in zip(ours["total"]["shares"], theirs["total"]["shares"]):
        assert one["guess"]["adjusted"] == other["guess"]["adjusted"] is not None
        assert abs(one["guess"]["expectation_maximization"] - other["guess"]["expectation_maximization"]) < 1e-5


ROWS = {"text": ["one", "two"], "stance": ["support", "oppose"]}
WRONG: dict[str, tuple[dict[str, Any], type[Exception], str]] = {
    "no labels": ({}, stance.DataError, "data: has no column `predicted_…`.* name a column with labels with `label`"),
    "label": ({"label": "side"}, stance.DataError, "data, column `side`: .*name it with `label`"),
    "by": ({"label": "stance", "by": "outlet"}, stance.DataError, "column `outlet`: .*name it with `by`"),
    "over": ({"label": "stance", "over": "moon"}, stance.DataError, "column `moon`: .*name it with `over`"),
    "both": ({"label": "stance", "head": "stance"}, ValueError, "label: cannot be given together with head"),
    "copies": ({"keep_copies": True, "keep_near_copies": True}, ValueError, "keep_near_copies: .* with keep_copies"),
    "alone": ({"compare": True}, ValueError, "compare: needs by"),
    "code": ({"code_column": "x"}, ValueError, "code_column: needs coded"),
    "least": ({"min_cell": -1}, ValueError, "min_cell: -1 is out of range"),
    "order": ({"date_order": "ymd"}, ValueError, "date_order: 'ymd' is not known; use 'dmy' or 'mdy'"),
    "day": ({"label": "stance", "before_after": "May"}, ValueError, 'before_after: "May" is not a day; .*YYYY-MM-DD'),
    "position": ({"label": "stance", "position": {"pro": 1}}, ValueError, "position: `pro` is not a class"),
    "chance": ({"label": "stance", "coded": ROWS}, stance.DataError, "coded, column `inclusion_probability`.*`equal_chance`"),
    "errors": ({"label": "stance", "errors": {"x": 1}}, stance.DataError, "errors: is not what .*evaluate"),
    "other": ({"label": "stance", "errors": 7}, TypeError, "errors: a int was given"),
}


@pytest.mark.parametrize(("given", "kind", "message"), WRONG.values(), ids=WRONG.keys())
def test_errors_name_the_argument(given: dict[str, Any], kind: type[Exception], message: str) -> None:
    with pytest.raises(kind, match=message):
        stance.summarize(ROWS, **given)

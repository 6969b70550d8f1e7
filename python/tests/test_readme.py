"""What a new user would try works, and the README shows what it prints. UPDATE_README=1 rewrites the outputs."""

from __future__ import annotations

import csv
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet
import pytest
from conftest import ARTICLES, ROOT

import stance

FOLDER = ROOT / "python"
README = FOLDER / "README.md"


def run(script: str, *arguments: str | Path, cwd: Path) -> str:
    environment = os.environ | {"MPLCONFIGDIR": str(cwd), "COLUMNS": "120"}
    command = [sys.executable, FOLDER / "examples" / script, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=cwd, env=environment)
    assert done.returncode == 0, done.stderr
    return done.stdout


def shown(name: str, output: str) -> None:
    """Asserts that the README's block after `<!-- NAME -->` is this output."""
    text = README.read_text(encoding="utf-8")
    block = re.compile(rf"(<!-- {name} -->\n```text\n)(.*?)(```)", re.DOTALL)
    found = block.search(text)
    assert found, f"the README has no block after <!-- {name} -->"
    if os.environ.get("UPDATE_README"):
        README.write_text(text[: found.start(2)] + output + text[found.end(2) :], encoding="utf-8")
    else:
        assert found[2] == output, "UPDATE_README=1 pytest tests/test_readme.py writes the README's outputs anew"


@pytest.fixture
def statements(tmp_path: Path) -> Path:
    with open(ROOT / "training-data" / "export-controls.test.csv", encoding="utf-8", newline="") as file:
        texts = [row["text"] for row in csv.DictReader(file)]
    pyarrow.parquet.write_table(pyarrow.table({"text": [*texts, None]}), tmp_path / "statements.parquet")
    return tmp_path / "statements.parquet"


def counts(path: Path) -> dict[str | None, int]:
    texts = pyarrow.parquet.read_table(path)["text"].to_pylist()
    labels = [row["predicted_stance"] for row in stance.Classifier().classify(texts)]
    return {label: labels.count(label) for label in set(labels)}


def test_articles_in_a_parquet_file_become_shares_and_a_picture(tmp_path: Path) -> None:
    texts = [path.read_bytes().decode() for path in ARTICLES]
    table = pyarrow.table({"file": [path.name for path in ARTICLES], "article": texts})
    pyarrow.parquet.write_table(table, tmp_path / "articles.parquet")
    output = run("shares.py", "articles.parquet", "shares.png", cwd=tmp_path)
    assert "Marla Quillfeather" in output
    picture = (tmp_path / "shares.png").read_bytes()
    assert picture.startswith(b"\x89PNG") and len(picture) > 10_000
    shown("shares", output)


@pytest.mark.parametrize("name", ["first", "evaluate", "summarize", "coding", "dictionary", "articles"])
def test_what_the_readme_lets_users_type_prints_what_it_shows(
    name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    exec(compile(example(name), "README.md", "exec"), {})
    shown(f"{name}-output", capsys.readouterr().out)


@pytest.mark.parametrize("name", ["arrow", "sklearn"])
def test_the_example_of_an_extra_runs(name: str) -> None:
    exec(compile(example(name), "README.md", "exec"), {})


def test_the_example_of_a_plot_draws(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MPLBACKEND", "agg")
    exec(compile(example("plot"), "README.md", "exec"), {})
    assert (tmp_path / "shares.png").read_bytes().startswith(b"\x89PNG")


def example(name: str) -> str:
    code = re.search(rf"<!-- {name} -->\n```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert code
    return code[1]


def test_the_recipe_for_polars_counts_every_label(statements: Path, tmp_path: Path) -> None:
    output = run("in_polars.py", statements, cwd=tmp_path)
    for label, count in counts(statements).items():
        assert re.search(rf"\b{label or 'null'} +┆ {count}\b", output), (label, count, output)


def test_the_recipe_for_duckdb_counts_every_label(statements: Path, tmp_path: Path) -> None:
    output = run("in_duckdb.py", statements, cwd=tmp_path)
    for label, count in counts(statements).items():
        assert re.search(rf"\b{label or 'NULL'} +│ +{count}\b", output), (label, count, output)


def test_every_public_name_is_documented() -> None:
    names: list[Any] = [getattr(stance, name) for name in stance.__all__ if not name.isupper() and name != "__version__"]
    assert all(thing.__doc__ for thing in names)

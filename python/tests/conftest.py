"""What the tests share: the command line to compare with, sample articles, random texts, a Spark session."""

from __future__ import annotations

import csv
import io
import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
# The hearing is a transcript and has no quotation marks.
ARTICLES = sorted(path for path in (ROOT / "examples").glob("*.txt") if path.stem != "hearing")


class Program:
    """The `stance` program: named by STANCE_PROGRAM, else the newest build in the repository."""

    def __init__(self) -> None:
        given = os.environ.get("STANCE_PROGRAM")
        built = [ROOT / "target" / profile / "stance" for profile in ("release", "debug")]
        there = sorted((p for p in built if p.exists()), key=lambda p: p.stat().st_mtime)
        self.path = Path(given) if given else there[-1] if there else None

    def __call__(self, *arguments: str | Path, stdin: str | None = None) -> str:
        if self.path is None:
            pytest.fail("no stance program: run `cargo build --release --locked` first, or set STANCE_PROGRAM")
        run = subprocess.run([self.path, *arguments], input=stdin, capture_output=True, text=True, encoding="utf-8")
        assert run.returncode == 0, run.stderr
        return run.stdout

    def jsonl(self, *arguments: str | Path, stdin: str | None = None) -> list[dict[str, Any]]:
        """The rows of an output."""
        return [json.loads(line) for line in self(*arguments, "--format", "jsonl", stdin=stdin).splitlines()]

    def label(self, texts: list[str]) -> list[dict[str, Any]]:
        """The predicted columns of texts given as rows of CSV, with all probabilities."""
        rows = io.StringIO()
        writer = csv.writer(rows, lineterminator="\n")
        writer.writerows([["text"], *([text] for text in texts)])
        found = self.jsonl("classify", "--as", "csv", "--probabilities", "-", stdin=rows.getvalue())
        return [{key: value for key, value in row.items() if key != "text"} for row in found]


@pytest.fixture(scope="session")
def program() -> Program:
    return Program()


@pytest.fixture(scope="session")
def random_texts() -> list[str]:
    """Texts of words of the training data, and of characters of every kind, the same on every run."""
    chance = random.Random(7)
    with open(ROOT / "training-data" / "export-controls.csv", encoding="utf-8", newline="") as file:
        words = sorted({word for row in csv.DictReader(file) for word in row["text"].split()})
    alphabet = "aeiou stn .,!?'“”’—é限制🙂\u0301\u00a0\t\"-#@&0123"
    texts = [" ".join(chance.choices(words, k=chance.randint(1, 40))) for _ in range(400)]
    texts += ["".join(chance.choices(alphabet, k=chance.randint(1, 80))) for _ in range(300)]
    return [*texts, "x", "   ", "\u00a0"]


def rounded(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Numbers as the program writes them: six decimals."""
    return [{k: round(v, 6) if isinstance(v, float) else v for k, v in row.items()} for row in rows]


def same(ours: list[dict[str, Any]], theirs: list[dict[str, Any]]) -> None:
    """Asserts that predicted rows are equal: labels exactly, numbers to the last decimal that the program writes."""
    assert len(ours) == len(theirs)
    for mine, other in zip(ours, theirs):
        assert mine.keys() == other.keys()
        for key, value in mine.items():
            if isinstance(value, float):
                assert abs(value - other[key]) <= 5.1e-7, (key, mine, other)
            else:
                assert (value or None) == (other[key] or None), (key, mine, other)


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    """A real local session on two cores."""
    sql = pytest.importorskip("pyspark.sql")
    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = sql.SparkSession.builder.master("local[2]").appName("stance")
    for key, value in {
        "spark.ui.enabled": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.shuffle.partitions": "2",
    }.items():
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    yield session
    session.stop()

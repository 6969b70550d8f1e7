"""Evaluation, audit, agreement, samples, dictionaries and articles: the program's keys, columns and numbers."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas
import polars
import pyarrow
import pytest
from conftest import ROOT, Program, rounded

import stance

EXAMPLES = ROOT / "examples"
TEST = ROOT / "training-data" / "export-controls.test.csv"


def read(path: Path) -> list[dict[str, str]]:
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


# Some of many groups, so that groups can be held out.
ROWS = read(TEST)[::7]


def kinds(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The same table in every kind."""
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    return {
        "rows": rows,
        "columns": columns,
        "pandas": pandas.DataFrame(columns, index=range(5, 5 + len(rows))),
        "polars": polars.DataFrame(columns),
        "arrow": pyarrow.table(columns),
    }


def test_scores_are_those_of_the_program_from_every_kind_of_table(program: Program, tmp_path: Path) -> None:
    path = write(tmp_path / "rows.csv", ROWS)
    theirs = json.loads(program("evaluate", path, "--by", "register", "--format", "json"))
    given: dict[str, Any] = kinds(ROWS) | {"file": path, "files": [path]}
    for name, data in given.items():
        ours = stance.evaluate(data, by="register")
        for key in ("version", "rows", "folds", "heads", "slices", "advice", "reliability"):
            assert ours[key] == theirs[key], (name, key)
        assert ours["model"]["sha256"] == theirs["model"]["sha256"]
    assert ours.page is not None and ours.page.startswith("<!doctype html>"[:9])
    assert "iframe" in (ours._repr_html_() or "")


def test_unsure_rows_count_as_missed_as_in_the_program(program: Program, tmp_path: Path) -> None:
    path = write(tmp_path / "rows.csv", ROWS)
    theirs = json.loads(program("evaluate", path, "--min-confidence", "0.8", "--format", "json"))
    assert stance.evaluate(ROWS, min_confidence=0.8)["heads"] == theirs["heads"]
    assert theirs["heads"]["stance"]["unsure"] > 0


def test_cross_validation_gives_the_scores_of_the_program(program: Program, tmp_path: Path) -> None:
    path = write(tmp_path / "rows.csv", ROWS)
    theirs = json.loads(program("evaluate", path, "--cross-validate", "3", "--no-search", "--label", "stance", "--format", "json"))
    frame = pandas.DataFrame(ROWS)
    ours = stance.evaluate(frame, cross_validate=3, label="stance", options={"search": "off"})
    for key in ("rows", "folds", "model", "heads", "advice"):
        assert ours[key] == theirs[key]


def test_an_audit_finds_what_the_program_finds(program: Program, tmp_path: Path) -> None:
    path, other = write(tmp_path / "data.csv", ROWS[:80]), write(tmp_path / "against.csv", ROWS[70:])
    theirs = json.loads(program("audit", path, "--against", other, "--format", "json"))
    assert theirs["overlaps"]["leaks"] and theirs["gates"] and theirs["models"]
    assert stance.audit(path, against=other) == theirs
    ours = stance.audit(pandas.DataFrame(ROWS[:80]), against=polars.DataFrame(ROWS[70:]))
    named = json.loads(json.dumps(theirs).replace(str(path), "data").replace(str(other), "against"))
    assert ours == named


def test_agreement_is_that_of_the_program(program: Program, tmp_path: Path) -> None:
    keep = ("id", "text", "stance", "group")
    ours = [{key: row[key] for key in keep} for row in ROWS[:60]]
    theirs = [row | {"stance": "neutral"} if n % 7 == 0 else row for n, row in enumerate(ours)]
    files = [write(tmp_path / "ada.csv", ours), write(tmp_path / "bo.csv", theirs)]
    order = "oppose,neutral,support"
    sheet = tmp_path / "sheet.jsonl"
    expected = json.loads(program("agree", *files, "--order", order, "--format", "json", "-o", sheet))
    found = stance.agree({"ada": pandas.DataFrame(ours), "bo": polars.DataFrame(theirs)}, order=order.split(","))
    assert found == expected
    assert stance.agree(*files, order=order.split(",")) == expected
    assert found.disputes == [json.loads(line) for line in sheet.read_text().splitlines()]
    both = [row | {"who": "ada"} for row in ours] + [row | {"who": "bo"} for row in theirs]
    assert stance.agree(both, coder_column="who", order=order.split(",")) == expected


def test_a_sample_has_the_rows_and_columns_of_the_program(program: Program, tmp_path: Path) -> None:
    pool = [{"text": row["text"], "outlet": row["register"]} for row in ROWS]
    pool[3]["text"] = " "
    path = write(tmp_path / "pool.csv", pool)
    for more in ([], ["--allocation", "equal"]):
        theirs = program.jsonl("sample", path, "-n", "20", "--strata", "outlet", "--seed", "4", *more)
        for name, data in kinds(pool).items():
            allocation = more[1] if more else "proportional"
            sheet = stance.sample(data, 20, strata="outlet", seed=4, allocation=allocation)
            assert type(sheet) is type(data)
            columns = stance._tables.columns_of(sheet)
            ours = [dict(zip(columns, row)) for row in zip(*columns.values())]
            assert [row | {"stance": None} for row in ours] == [row | {"stance": None} for row in theirs], name
            assert list(ours[0]) == list(theirs[0])
    assert list(stance.sample(pandas.DataFrame(pool, index=[f"r{n}" for n in range(len(pool))]), 2).index)[0].startswith("r")


def test_files_give_the_sheet_of_the_program_as_rows(program: Program, tmp_path: Path) -> None:
    pool = write(tmp_path / "pool.jsonl.csv", [{"text": row["text"], "n": n} for n, row in enumerate(ROWS)])
    theirs = [row | {"stance": None} for row in program.jsonl("sample", pool, "-n", "9")]
    assert stance.sample(pool, 9) == theirs
    lines = tmp_path / "pool.jsonl"
    lines.write_text("".join(json.dumps({"text": row["text"], "n": n}) + "\n" for n, row in enumerate(ROWS)))
    assert stance.sample(lines, 9) == program.jsonl("sample", lines, "-n", "9")


def test_the_rows_to_label_next_are_those_of_the_program(program: Program, tmp_path: Path) -> None:
    pool = [{"text": row["text"], "outlet": row["register"], "stance": "neutral" if n < 5 else ""} for n, row in enumerate(ROWS)]
    pool[7]["text"] = " "
    path, known = write(tmp_path / "pool.csv", pool), write(tmp_path / "known.csv", ROWS[20:30])
    for more, ways in (([], {}), (["--label", "sentiment"], {"label": "sentiment"})):
        label = more[-1] if more else "stance"
        theirs = program.jsonl("suggest", path, "-n", "15", "--labelled", known, "--no-forecast", *more)
        for name, data in (kinds(pool) | {"file": path}).items():
            sheet = stance.suggest(data, 15, labelled=known, **ways)
            columns = stance._tables.columns_of(sheet)
            ours = [dict(zip(columns, row)) for row in zip(*columns.values())]
            assert [row | {label: None} for row in ours] == [row | {label: None} for row in theirs], name
            assert list(ours[0]) == list(theirs[0])
    with pytest.warns(UserWarning, match="only 1 of .* rows was chosen: the others are near copies"):
        assert len(stance.suggest({"text": ["one two three", "One two three!"]}, 2)["text"]) == 1


def test_seeds_give_the_model_and_the_report_of_the_program(program: Program, tmp_path: Path) -> None:
    pool = write(tmp_path / "pool.csv", [{"words": row["text"]} for row in [*read(TEST), {"text": " "}]])
    (tmp_path / "seeds.yml").write_text("tight: [restrict*, limit*, safe]\nloose: [free, trade, market*, nothing*]\n")
    given = {"tight": ["restrict*", "limit*", "safe"], "loose": ["free", "trade", "market*", "nothing*"]}
    model = tmp_path / "model.safetensors"
    more = ["--label", "side", "--language", "english", "--dimensions", "20"]
    command = ["seed", "--seeds", tmp_path / "seeds.yml", "--text-column", "words", *more, "-o", model, "--format", "json"]
    theirs = json.loads(program(*command, "--pool", pool))
    texts = [row["text"] for row in read(TEST)]
    ways: dict[str, Any] = {"label": "side", "language": "english", "dimensions": 20}
    pools: list[Any] = [pool, [pool], texts, [*texts, None], pandas.Series(texts), pyarrow.table({"words": texts})]
    for data, seeds in zip(pools, [tmp_path / "seeds.yml", given, given, given, given, given]):
        with pytest.warns(UserWarning) as said:
            ours = stance.seed(data, seeds, text_column="words", **ways)
        assert ours == theirs and ours.model.to_bytes() == model.read_bytes()
    said_by_program = [str(warning.message) for warning in said]
    assert said_by_program[0] == "the pool has only 845 statements, of which vectors learn little; use 2000 or more"
    assert said_by_program[1].startswith("loose: seeds that fewer than two statements have: nothing*")


def test_keys_are_counted_as_by_the_program(program: Program, tmp_path: Path) -> None:
    (tmp_path / "policy.yml").write_text("limit:\n  - control*\n  - export rule\nloosen: [scrap*, lift]\n")
    texts = [row["text"] for row in ROWS] + ["Lift the export rule 🙂, scrap the controls."]
    path = write(tmp_path / "rows.csv", [{"text": text} for text in texts])
    theirs = [{k: v for k, v in row.items() if k != "text"} for row in program.jsonl("dictionary", tmp_path / "policy.yml", path)]
    assert stance.count_keys(texts, tmp_path / "policy.yml") == theirs
    given = {"limit": ["control*", "export rule"], "loosen": ["scrap*", "lift"]}
    assert stance.count_keys(texts[-1], given) == theirs[-1]
    frame = stance.count_keys(pandas.Series([*texts, None]), given)
    assert frame["key_limit"].tolist()[:-1] == [row["key_limit"] for row in theirs]
    assert frame["key_limit"].isna().tolist()[-1]
    assert json.loads(frame["dictionary_matches"].tolist()[-2]) == theirs[-1]["dictionary_matches"]


def test_article_files_give_the_rows_of_the_program(program: Program) -> None:
    files = sorted([*EXAMPLES.glob("*.txt"), *EXAMPLES.glob("*.md"), *EXAMPLES.glob("*.html")])
    files = [path for path in files if path.stem != "hearing"]
    assert {path.suffix for path in files} == {".txt", ".md", ".html"}
    assert rounded(stance.read_articles(files)) == program.jsonl("extract", *files)
    hearing = EXAMPLES / "hearing.txt"
    assert stance.read_articles(hearing, as_="transcript") == program.jsonl("extract", hearing, "--as", "transcript")
    for path in files:
        expected = program.jsonl("extract", path, "--as", "document", "--speaker", "Ada Nowak")
        assert rounded(stance.read_articles(path, as_="document", speaker="Ada Nowak")) == expected
        assert rounded(stance.read_articles(path, as_="article")) == program.jsonl("extract", path, "--as", "article")


@pytest.mark.parametrize(("name", "kind"), [("newsletter.md", "markdown"), ("portal.html", "html"), ("hearing.txt", "transcript")])
def test_texts_are_read_as_their_files(name: str, kind: str) -> None:
    path = EXAMPLES / name
    ours = stance.extract(path.read_bytes().decode(), as_=kind)
    assert ours and ours == [{k: v for k, v in row.items() if k != "file"} for row in stance.read_articles(path, as_=kind)]
    labelled = stance.Classifier().classify_article(path.read_bytes().decode(), as_=kind, terms=True)
    assert [row["text"] for row in labelled] == [row["text"] for row in ours]


def test_cells_are_read_as_the_program_reads_them_in_a_file() -> None:
    texts = [f"{word} number {n}" for n in range(12) for word in ("up", "down")]
    frame = pandas.DataFrame({"text": texts, "label": [1, 2] * 12, "fold": [1.0, 1.0, 2.0, 2.0] * 6, "group": [None, *range(23)]})
    found = stance.evaluate(frame, cross_validate=2, fold_column="fold", options={"search": "off"})
    assert found["folds"] == 2 and list(found["heads"]["label"]["per_class"]) == ["1", "2"]
    weights = np.array([1.0, 0.5] * 12)
    assert stance.evaluate({"text": texts, "label": ["a", "b"] * 12, "weight": weights}, cross_validate=2)["rows"] == 24


WRONG: dict[str, tuple[Any, type[Exception], str]] = {
    "no label": (lambda: stance.evaluate({"text": ["x"]}), stance.DataError, r"data, column `label`: is not there.*`label`"),
    "no text": (lambda: stance.evaluate({"stance": ["x"]}), stance.DataError, "name the column of the statements with `text_column`"),
    "weight": (
        lambda: stance.evaluate({"text": ["x", "y"], "stance": ["support", "oppose"], "weight": [1, "heavy"]}),
        stance.DataError,
        "data, record 2 .*column `weight`",
    ),
    "by": (lambda: stance.evaluate(ROWS, by="nothing"), stance.DataError, r"is not there to score by.*; correct `by`"),
    "length": (lambda: stance.evaluate({"text": ["x"], "stance": []}), stance.DataError, "different length"),
    "no table": (lambda: stance.evaluate(7), TypeError, "data: a int is not a table"),
    "both": (lambda: stance.evaluate(ROWS, model="m", cross_validate=2), ValueError, "model: .*cross_validate"),
    "options": (lambda: stance.evaluate(ROWS, options={}), ValueError, "options: .*cross_validate"),
    "no file": (lambda: stance.evaluate("nowhere.csv"), FileNotFoundError, "nowhere.csv"),
    "near": (lambda: stance.audit(ROWS, near=2), ValueError, "near: 2 is out of range"),
    "against": (lambda: stance.audit(ROWS, against=[3]), TypeError, "against: row 0 is a int"),
    "alone": (lambda: stance.agree(ROWS), stance.DataError, "`coder_column`"),
    "none": (lambda: stance.agree(), TypeError, "coders: none"),
    "too many": (lambda: stance.sample({"text": ["x"]}, 2), ValueError, "n: is 2, and the pool has 1 rows"),
    "strata": (lambda: stance.sample({"text": ["x"]}, 1, strata="o"), stance.DataError, "`o` is not there .*strata="),
    "blank": (lambda: stance.sample({"text": ["x"], "o": [""]}, 1, strata="o"), stance.DataError, "`o` is blank in 1 rows"),
    "allocation": (lambda: stance.sample({"text": ["x"]}, 1, allocation="all"), ValueError, "allocation: .*proportional"),
    "there": (lambda: stance.sample({"text": ["x"], "sampled": [1]}, 1), stance.DataError, "`sampled` is there already"),
    "chosen": (lambda: stance.suggest({"text": ["x"]}, 2), ValueError, "n: is 2, and the pool has 1 rows"),
    "labelled": (lambda: stance.suggest({"text": ["x"], "stance": ["a"]}, 1), stance.DataError, "data: all rows are labelled"),
    "head": (lambda: stance.suggest({"text": ["x"]}, 1, label="side"), ValueError, "label: `side` is not a head of the model"),
    "blank label": (lambda: stance.suggest({"text": ["x"]}, 1, label=" "), ValueError, "label: is blank"),
    "few": (lambda: stance.seed(["x"], {"a": ["b"], "c": ["d"]}), stance.DataError, "has 1 statement"),
    "pool": (lambda: stance.seed({"words": ["x"]}, {"a": ["b"]}), stance.DataError, "`text`: is not there .*text_column="),
    "language": (lambda: stance.seed(["x"], {"a": ["b"]}, language="xx"), ValueError, "language: `xx` is not known"),
    "seeds": (lambda: stance.seed(["x"], ["a"]), TypeError, "seeds: a list was given"),
    "key": (lambda: stance.count_keys("x", {"a b": ["x"]}), ValueError, "dictionary: `a b` cannot be the name of a key"),
    "scope": (lambda: stance.count_keys("x", {"a": ["x"]}, nested_scope="all"), ValueError, "nested_scope"),
    "as": (lambda: stance.extract("x", as_="pdf"), ValueError, "as_: 'pdf' is not known"),
    "speaker": (lambda: stance.extract("x", as_="document"), ValueError, "speaker: "),
    "transcript": (lambda: stance.extract("x", as_="transcript"), stance.DataError, '`as_="article"`'),
}


@pytest.mark.parametrize(("call", "kind", "message"), WRONG.values(), ids=WRONG.keys())
def test_errors_name_the_argument(call: Any, kind: type[Exception], message: str) -> None:
    with pytest.raises(kind, match=message):
        call()

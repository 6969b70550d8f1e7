"""Record batches: rows in, rows out; articles in, statements out."""

from __future__ import annotations

from typing import Any

import pyarrow
import pytest
from conftest import ARTICLES, Program, same

import stance

ROWS = pyarrow.table({"id": [1, 2, 3, 4], "text": ["We oppose it.", None, "", "The controls keep us safe."]})


def table(batches: Any) -> pyarrow.Table:
    return pyarrow.Table.from_batches(list(batches))


def test_every_row_and_column_is_kept_in_order() -> None:
    scored = table(stance.score_batches(ROWS.to_batches(max_chunksize=3), probabilities=True))
    assert scored.select(["id", "text"]).equals(ROWS)
    expected = stance.Classifier().classify(ROWS["text"].to_pylist(), probabilities=True)
    assert scored.drop_columns(["id", "text"]).to_pylist() == expected


def test_batches_may_come_as_a_table_a_reader_or_a_batch() -> None:
    expected = table(stance.score_batches(ROWS.to_batches()))
    for given in (ROWS, ROWS.to_reader(), ROWS.to_batches()[0]):
        assert table(stance.score_batches(given)).equals(expected)


def test_batches_are_taken_one_at_a_time() -> None:
    taken = []

    def source() -> Any:
        for k in range(3):
            taken.append(k)
            yield pyarrow.record_batch({"text": ["x"]})

    scored = stance.score_batches(source())
    next(scored)
    assert taken == [0]


def test_articles_give_the_statements_of_the_command_line(program: Program) -> None:
    names = [path.name for path in ARTICLES]
    texts = [path.read_bytes().decode() for path in ARTICLES]
    articles = pyarrow.table({"file": names, "article": texts})
    scored = table(stance.score_batches(stance.extract_batches(articles, terms=False), probabilities=True, min_confidence=0))
    theirs = []
    for path in ARTICLES:
        rows = program.jsonl("classify", path, "--probabilities", "--min-confidence", "0")
        theirs += [row | {"file": path.name} for row in rows]
    same(scored.to_pylist(), theirs)


def test_an_article_without_statements_keeps_a_row_and_a_null_one_too() -> None:
    articles = pyarrow.table({"text": ["a", "b"], "article": ["Nobody said a word.", None], "day": [1, 2]})
    found = table(stance.extract_batches(articles))
    assert found.column_names[:2] == ["article_text", "day"]
    assert found["article_text"].to_pylist() == ["a", "b"]
    assert found["text"].to_pylist() == ["", None]
    assert found["statement"].null_count == 2
    scored = table(stance.score_batches(found.to_batches()))
    assert scored["predicted_stance"].null_count == 2


def test_many_articles_are_taken_in_parts() -> None:
    text = ARTICLES[0].read_text(encoding="utf-8")
    articles = pyarrow.table({"n": list(range(2500)), "article": [text] * 2500})
    batches = list(stance.extract_batches(articles))
    assert len(batches) == 3
    each = len(stance.extract(text))
    assert table(batches)["n"].to_pylist() == [n for n in range(2500) for _ in range(each)]


def test_what_cannot_be_used_is_named() -> None:
    with pytest.raises(stance.DataError, match=r"column `words` is not there \(columns: id, text\); name it with column="):
        list(stance.score_batches(ROWS, column="words"))
    with pytest.raises(stance.DataError, match="column `id`: texts are of the Arrow type Int64"):
        list(stance.score_batches(ROWS, column="id"))
    with pytest.raises(stance.DataError, match="column `predicted_stance` is there already"):
        list(stance.score_batches(stance.score_batches(ROWS)))
    with pytest.raises(stance.DataError, match="column `article` is not there"):
        list(stance.extract_batches(ROWS))
    with pytest.raises(stance.DataError, match="column `id`: texts are of the Arrow type Int64"):
        list(stance.extract_batches(ROWS, column="id"))
    clash = pyarrow.table({"text": ["a"], "article_text": ["b"], "article": ["c"]})
    with pytest.raises(stance.DataError, match="would be carried as `article_text`, which is taken"):
        list(stance.extract_batches(clash))

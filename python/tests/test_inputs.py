"""Columns of every kind go in; nulls go through; results come back in the caller's kind."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas
import polars
import pyarrow
import pytest

import stance

TEXTS = ["We oppose the rule.", None, "The controls keep us safe — for now 🙂.", "", "We oppose the rule."]
CLASSIFIER = stance.Classifier()
EXPECTED = CLASSIFIER.classify(TEXTS, probabilities=True)


def test_nulls_and_blanks_give_nulls() -> None:
    assert [row["predicted_stance"] is None for row in EXPECTED] == [False, True, False, True, False]
    assert set(EXPECTED[1].values()) == {None}


ARROW = {
    "string": pyarrow.array(TEXTS, pyarrow.string()),
    "large_string": pyarrow.array(TEXTS, pyarrow.large_string()),
    "string_view": pyarrow.array(TEXTS, pyarrow.string_view()),
    "sliced": pyarrow.array(["before", *TEXTS, "after"]).slice(1, 5),
    "chunked": pyarrow.chunked_array([TEXTS[:2], [], TEXTS[2:]], pyarrow.string()),
    "dictionary": pyarrow.array(TEXTS).dictionary_encode(),
}


@pytest.mark.parametrize("column", ARROW.values(), ids=ARROW.keys())
def test_arrow_columns_give_arrow(column: Any) -> None:
    found = CLASSIFIER.classify(column, probabilities=True)
    assert isinstance(found, pyarrow.RecordBatch)
    assert found.to_pylist() == EXPECTED


PANDAS = {
    "default": pandas.Series(TEXTS, index=[5, 4, 3, 2, 1]),
    "object": pandas.Series(TEXTS, dtype=object, index=[5, 4, 3, 2, 1]),
    "string": pandas.Series(TEXTS, dtype="string", index=[5, 4, 3, 2, 1]),
    "arrow": pandas.Series(TEXTS, dtype=pandas.ArrowDtype(pyarrow.string()), index=[5, 4, 3, 2, 1]),
    "category": pandas.Series(TEXTS, dtype="category", index=[5, 4, 3, 2, 1]),
}


@pytest.mark.parametrize("column", PANDAS.values(), ids=PANDAS.keys())
def test_pandas_columns_give_pandas_frames_with_their_index(column: Any) -> None:
    found = CLASSIFIER.classify(column, probabilities=True)
    assert isinstance(found, pandas.DataFrame)
    assert list(found.index) == list(column.index)
    rows = found.astype(object).where(found.notna(), None).to_dict("records")
    assert rows == EXPECTED


@pytest.mark.parametrize("kind", [polars.String, polars.Categorical])
def test_polars_columns_give_polars_frames(kind: Any) -> None:
    found = CLASSIFIER.classify(polars.Series("text", TEXTS, dtype=kind), probabilities=True)
    assert isinstance(found, polars.DataFrame)
    assert found.to_dicts() == EXPECTED


def test_numpy_strings_and_tuples_give_rows() -> None:
    assert CLASSIFIER.classify(tuple(TEXTS), probabilities=True) == EXPECTED
    assert CLASSIFIER.classify(np.array(TEXTS, dtype=object), probabilities=True) == EXPECTED
    with_nan = np.array([np.nan if text is None else text for text in TEXTS], dtype=np.dtypes.StringDType(na_object=np.nan))
    assert CLASSIFIER.classify(with_nan, probabilities=True) == EXPECTED
    plain = np.array(["We oppose the rule.", ""])
    assert CLASSIFIER.classify(plain, probabilities=True) == [EXPECTED[0], EXPECTED[3]]


def test_an_empty_column_gives_no_rows() -> None:
    assert CLASSIFIER.classify([]) == []
    assert CLASSIFIER.classify(pyarrow.array([], pyarrow.string())).num_rows == 0
    assert CLASSIFIER.classify(pandas.Series([], dtype=object)).shape == (0, 6)


WRONG = {
    "number": ([1.5], "text 0 is of type float"),
    "late": (["fine", 3], "text 1 is of type int"),
    "bytes": ([b"x"], "text 0 is of type bytes"),
    "frame": (pandas.DataFrame({"text": ["x"]}), "several columns"),
    "table": (pyarrow.table({"text": ["x"]}), "several columns"),
    "polars": (polars.DataFrame({"text": ["x"]}), "several columns"),
    "integers": (pyarrow.array([1, 2]), "Arrow type Int64"),
    "scalar": (7, "is not a column"),
    "raw": (b"x", "one bytes was given"),
}


@pytest.mark.parametrize(("column", "message"), WRONG.values(), ids=WRONG.keys())
def test_what_is_no_column_of_text_is_refused_by_name(column: Any, message: str) -> None:
    with pytest.raises(TypeError, match=message):
        CLASSIFIER.classify(column)


def test_half_a_surrogate_pair_is_named() -> None:
    with pytest.raises(ValueError, match="text 1 holds half of a surrogate pair"):
        CLASSIFIER.classify(["x", "\ud83d"])

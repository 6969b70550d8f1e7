"""Models without labels, from seed words."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from typing import Any

from . import _stance
from ._classifier import Classifier
from ._columns import strings
from ._report import Seeded
from ._rows import rows_of_files, warn
from ._stance import DataError
from ._tables import cell, columns_of, paths_of


def seed(
    pool: Any,
    seeds: str | os.PathLike[str] | Mapping[str, str | Sequence[str]],
    *,
    label: str = "stance",
    language: str | None = None,
    dimensions: int | None = None,
    threads: int = 1,
    text_column: str = "text",
) -> Seeded:
    """Makes a model from seed words and unlabelled statements, without labels, as `stance seed` does.

    The keys and numbers are those of `stance seed --format json`: under `seeds` what each seed does; the attribute `model`
    has the classifier, whose file is the program's, byte for byte. Its probabilities are those of a score with an AUC of
    0.7, which nothing confirms; label some statements to measure it.

    pool: statements: a list or a series of strings, a table with a column of them, or a file of rows (a path; several as
        `pathlib.Path`, since strings in a list are statements).
    seeds: a dictionary file, or the seed words of each class: words and globs.
    label: the name of the label column that the model stands for.
    language: the stemming language, or `none`; by default that of training.
    dimensions: those of the word vectors, 1 to 1000; at most a tenth of the statements; by default 100.

    >>> import stance, warnings
    >>> pool = [f"{words} {n % 7}" for n in range(100) for words in ("ban the chips", "free the trade")]
    >>> with warnings.catch_warnings(action="ignore"):
    ...     made = stance.seed(pool, {"keep": ["ban"], "lift": ["free"]})
    >>> made.model.classify("It is about trade.")["predicted_stance"], made["seeds"]["keep"][0]["statements"]
    ('lift', 100)
    """
    if threads < 1:
        raise ValueError(f"threads: {threads} is out of range; use 1 or more")
    given: Any = os.fspath(seeds) if isinstance(seeds, (str, os.PathLike)) else _entries(seeds)
    arguments = {"label": label, "language": language, "dimensions": dimensions, "threads": threads}
    engine, report, remarks = _stance.seed(_texts(pool, text_column), given, arguments)
    warn(remarks)
    return Seeded(json.loads(report), Classifier._of(engine))


def _entries(seeds: Mapping[str, str | Sequence[str]]) -> list[tuple[str, list[str]]]:
    if not isinstance(seeds, Mapping):
        raise TypeError(f"seeds: a {type(seeds).__name__} was given; give a file, or the seed words of each class")
    return [(str(name), [words] if isinstance(words, str) else list(words)) for name, words in seeds.items()]


def _texts(pool: Any, text_column: str) -> Any:
    """The statements of a pool."""
    if isinstance(pool, (list, tuple)) and all(item is None or isinstance(item, str) for item in pool):
        return list(pool)
    paths = paths_of(pool)
    if paths is not None:
        pool = rows_of_files(paths)
    is_series = not isinstance(pool, (list, tuple, Mapping)) and len(getattr(pool, "shape", (0,))) == 1
    if is_series and not hasattr(pool, "column_names"):
        return strings(pool, "pool")
    columns = columns_of(pool, "pool")
    if text_column not in columns:
        there = ", ".join(columns)
        raise DataError(f"pool, column `{text_column}`: is not there (columns: {there}); name it with text_column=")
    return [cell(value) for value in columns[text_column]]

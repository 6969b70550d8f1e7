"""Scores and audits of labelled rows."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from typing import Any

from . import _stance
from ._classifier import Classifier
from ._command import words
from ._report import Report
from ._rows import Jobs, listed
from ._tables import paths_of


def evaluate(
    data: Any,
    *,
    model: Classifier | str | os.PathLike[str] | None = None,
    cross_validate: int | None = None,
    by: str | Sequence[str] = (),
    min_confidence: float | None = None,
    options: dict[str, Any] | None = None,
    threads: int = 1,
    text_column: str = "text",
    label: str | Sequence[str] = (),
    group_column: str | None = None,
    weight_column: str | None = None,
    target_column: str | None = None,
    fold_column: str | None = None,
    ignore_column: str | Sequence[str] = (),
) -> Report:
    """Scores a model, or training itself by cross-validation, on labelled rows.

    The keys and numbers are those of `stance evaluate --format json`: under `heads` for each label column `n`,
    `accuracy`, `macro_f1`, `f_avg`, `per_class`, `confusion`, `log_loss`, `brier`, `ece` and 95 % `intervals`; `slices`
    with `by`; `advice`. Notebooks show the page of `--format html`.

    data: a data frame, a dictionary of columns, a list of dictionaries, or one or more files.
    model: a classifier or a model file; nothing for the shipped model.
    cross_validate: the number of folds; whole groups are held out.
    by: columns for whose values the rows are scored too.
    min_confidence: less probable labels count as missed.
    options: training options by their names in the model's provenance, as `{"search": "off"}`; for cross-validation.
    text_column, label, …: which column has which job, as in the program. By default the labels are those of `stance`,
        `sentiment` and `label` that are there.

    >>> import stance
    >>> rows = {"text": ["We oppose the curbs.", "The curbs keep us safe."], "stance": ["oppose", "support"]}
    >>> stance.evaluate(rows)["heads"]["stance"]["accuracy"]
    1.0
    """
    if model is not None and cross_validate is not None:
        raise ValueError("model: a model is scored as it is, and cross_validate trains others; give one of the two")
    if options is not None and cross_validate is None:
        raise ValueError("options: are for training; give cross_validate too")
    _check_threads(threads)
    jobs = Jobs(text_column, label, group_column, weight_column, target_column, fold_column, ignore_column)
    engine = None
    if cross_validate is None:
        engine = (model if isinstance(model, Classifier) else Classifier(model))._engine
    rows = jobs.read(data, learn=engine is None)
    columns = {name: value for name, value in jobs.given.items() if value is not None}
    given = {"model": model, "cross_validate": cross_validate, "by": listed(by), "min_confidence": min_confidence}
    command = words("evaluate", evaluate, columns | given | {"options": options or None}, paths_of(data))
    # What the program's flag for this is called.
    off = options == {"search": "off"} and paths_of(data) is not None
    if off:
        command = words("evaluate", evaluate, columns | given, paths_of(data))
    scoring = {
        "cross_validate": cross_validate,
        "options": json.dumps(options or {}),
        "by": listed(by),
        "min_confidence": min_confidence,
        "threads": threads,
        "model": os.fspath(model) if isinstance(model, (str, os.PathLike)) else None,
        "given_folds": fold_column is not None,
        "command": command and [command[0], *(["--no-search"] if off else []), *command[1:]],
    }
    found, page = _stance.evaluate(rows, engine, scoring)
    return Report(json.loads(found), page, found)


def audit(
    data: Any,
    *,
    against: Any = None,
    quick: bool = False,
    near: float = 0.6,
    max_lean: float = 0.8,
    lean_rows: int = 20,
    confound: str | Sequence[str] = (),
    folds: int = 5,
    learn_rows: int = 10_000,
    threads: int = 1,
    text_column: str = "text",
    label: str | Sequence[str] = (),
    group_column: str | None = None,
    weight_column: str | None = None,
    target_column: str | None = None,
    fold_column: str | None = None,
    ignore_column: str | Sequence[str] = (),
) -> Report:
    """What labelled rows would teach wrongly: copies, leaks, contradictions, confounds, doubtful labels.

    The keys and numbers are those of `stance audit --format json`.

    data: a data frame, a dictionary of columns, a list of dictionaries, or one or more files.
    against: rows that must share nothing with them, such as the test split.
    quick: leaves out the checks that train models.
    near: Jaccard similarity of word pairs from which texts are near duplicates.
    max_lean: a name or value is a confound if a larger share of its rows have one label; `lean_rows`: with fewer rows it
        is not tested.
    confound: columns to test; by default all that have no other job.
    folds, learn_rows: folds of the checks that train models, and the most rows that each learns from.

    >>> import stance
    >>> rows = {"text": ["Lift the ban.", "Keep it.", "lift the ban"], "label": ["con", "pro", "pro"]}
    >>> found = stance.audit(rows, quick=True)
    >>> [(match["row"]["record"], match["of"]["record"]) for match in found["overlaps"]["duplicates"]]
    [(3, 1)]
    """
    _check_threads(threads)
    jobs = Jobs(text_column, label, group_column, weight_column, target_column, fold_column, ignore_column)
    rows = jobs.read(data)
    other = None if against is None else jobs.read(against, what="against")
    arguments = {
        "near": near,
        "max_lean": max_lean,
        "lean_rows": lean_rows,
        "confound": listed(confound) or None,
        "not_confounds": jobs.taken(),
        "quick": quick,
        "folds": folds,
        "learn_rows": learn_rows,
        "threads": threads,
    }
    return Report(json.loads(_stance.audit(rows, other, arguments)))


def _check_threads(threads: int) -> None:
    if threads < 1:
        raise ValueError(f"threads: {threads} is out of range; use 1 or more")

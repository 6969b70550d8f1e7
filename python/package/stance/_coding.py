"""Coding by hand: what to label, and the agreement of coders."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from typing import Any

from . import _stance
from ._classifier import Classifier
from ._report import Agreement
from ._rows import Jobs, file_of, listed, rows_of_files, warn
from ._stance import DataError
from ._tables import cell, columns_of, paths_of, taken

#: The columns of a sheet that say how a row was chosen.
ADDED = ("sampled", "inclusion_probability", "stratum")


def sample(
    data: Any,
    n: int,
    *,
    strata: str | None = None,
    allocation: str = "proportional",
    seed: int = 1,
    text_column: str = "text",
    label: str | Sequence[str] = "stance",
) -> Any:
    """A random sample of statements to label, with inclusion probabilities: the sheet of `stance sample`.

    Gives rows of `data`, in its own kind of table, with the columns `sampled`, `inclusion_probability`, with `strata`
    also `stratum`, and an empty column per label that is not there yet. Rows without a text are left out.

    data: a data frame, a dictionary of columns, a list of dictionaries, or files, which give a list of dictionaries.
    strata: a column whose values are the strata; each gives rows, by its size or, with `allocation="equal"`, alike.
    seed: equal seeds give equal samples.

    >>> import stance
    >>> pool = {"text": ["a b", "c d", "e f", "g h"], "outlet": ["Herald", "Herald", "Herald", "Wire"]}
    >>> stance.sample(pool, 2, strata="outlet", allocation="equal")["inclusion_probability"]
    [1.0, 0.3333333333333333]
    """
    data = _pool(data)
    columns = columns_of(data)
    names = listed(label)
    _check_names(names, ADDED if strata is not None else ADDED[:2], columns)
    texts = [cell(value) for value in _column(columns, text_column, "text_column")]
    values = None
    if strata is not None:
        values = [cell(value) for value in _column(columns, strata, "strata")]
        blank = [row for row, text in enumerate(texts) if text and text.strip() and not (values[row] or "").strip()]
        if blank:
            raise DataError(
                f"column `{strata}` is blank in {len(blank)} rows, the first is row {blank[0]}, which would belong to no "
                "stratum; fill it in, for example with `unknown`, or name another column with strata="
            )
    rows, probabilities, stratum = _stance.sample(texts, values, n, allocation, seed)
    added: dict[str, list[Any]] = {"sampled": ["random"] * len(rows), "inclusion_probability": probabilities}
    if stratum is not None:
        added["stratum"] = stratum
    added |= {name: [None] * len(rows) for name in names if name not in columns}
    return taken(data, rows, added)


def suggest(
    data: Any,
    n: int,
    *,
    model: Classifier | str | os.PathLike[str] | None = None,
    labelled: Any = None,
    threads: int = 1,
    text_column: str = "text",
    label: str | Sequence[str] = (),
) -> Any:
    """The statements to label next that teach a model most, the most valuable first: the sheet of `stance suggest`.

    Gives rows of `data`, in its own kind of table, with the columns `sampled` (`chosen`), `inclusion_probability` (empty),
    and an empty column per label that is not there yet. Rows without a text, and rows that have all labels, are left out.
    For models with targets `data` has a column `target`.

    data: a data frame, a dictionary of columns, a list of dictionaries, or files, which give a list of dictionaries.
    model: a classifier or a model file whose doubts are to be settled; nothing for the shipped model.
    labelled: rows that are labelled already, a table or files; near copies of them are not chosen.
    label: the label columns; by default `stance`, or all of the model's if it does not have it.

    >>> import stance
    >>> pool = {"text": ["We oppose the curbs.", "Officials met on Monday to discuss the curbs.", "The curbs keep us safe."]}
    >>> stance.suggest(pool, 1)["sampled"]
    ['chosen']
    """
    if threads < 1:
        raise ValueError(f"threads: {threads} is out of range; use 1 or more")
    data = _pool(data)
    columns = columns_of(data)
    classifier = model if isinstance(model, Classifier) else Classifier(model)
    names = _stance.label_columns(classifier._engine, listed(label))
    _check_names(names, ADDED[:2], columns)
    known = None if labelled is None else Jobs(text_column, names).read(labelled, what="labelled")

    def texts(name: str, parameter: str) -> list[str | None]:
        return [cell(value) for value in _column(columns, name, parameter)]

    pool = {
        "texts": texts(text_column, "text_column"),
        "labels": [texts(name, "label") for name in names] if all(name in columns for name in names) else None,
        "targets": texts("target", "target") if classifier.targets else None,
        "names": names,
    }
    rows, remark = _stance.suggest(classifier._engine, pool, known, n, threads)
    warn([remark] if remark else [])
    added: dict[str, list[Any]] = {"sampled": ["chosen"] * len(rows), "inclusion_probability": [None] * len(rows)}
    added |= {name: [None] * len(rows) for name in names if name not in columns}
    return taken(data, rows, added)


def agree(
    *coders: Any,
    coder_column: str | None = None,
    id_column: str | None = None,
    order: Sequence[str] = (),
    text_column: str = "text",
    label: str | Sequence[str] = (),
    group_column: str | None = None,
    ignore_column: str | Sequence[str] = (),
) -> Agreement:
    """How well coders agree, and the rows in dispute.

    The keys and numbers are those of `stance agree --format json`: for each label column Krippendorff's alpha, Fleiss'
    and Cohen's kappa and observed agreement with 95 % intervals, by class and by pair of coders. The attribute `disputes`
    has the rows in dispute.

    coders: a table or a file per coder, called `coder 1`, `coder 2`, … or by the file's name; one dictionary gives them
        names, `agree({"Ada": ours, "Bo": theirs})`; or one table with a column of coders.
    coder_column: the column with the coder; by default `coder`, if it is there.
    id_column: the column by which rows are matched; by default `id`, if it is there, else the statement.
    order: the classes from one end to the other, for ordinal agreement too.

    >>> import stance
    >>> texts = ["one two", "three four", "five six", "seven eight"]
    >>> ours = {"text": texts, "stance": ["support", "oppose", "support", "oppose"]}
    >>> theirs = {"text": texts, "stance": ["support", "oppose", "support", "support"]}
    >>> found = stance.agree({"Ada": ours, "Bo": theirs})
    >>> round(found["heads"]["stance"]["alpha"]["value"], 3), found.disputes[0]["text"]
    (0.533, 'seven eight')
    """
    named = _named(coders)
    jobs = Jobs(text_column, label, group_column, ignore_column=ignore_column)
    read = [(name, jobs.read(data, what=name)) for name, data in named]
    found, remarks, disputed = _stance.agree(read, coder_column, id_column, listed(order))
    warn(remarks)
    return Agreement(json.loads(found), [_dispute(*row) for row in json.loads(disputed)])


def _pool(data: Any) -> Any:
    """A table, read from the files if there are some."""
    paths = paths_of(data)
    return data if paths is None else rows_of_files(paths)


def _check_names(labels: Sequence[str], added: Sequence[str], columns: Mapping[str, Any]) -> None:
    for name in labels:
        if not name.strip():
            raise ValueError("label: is blank; name the column to fill in, for example stance")
        if name in ADDED:
            raise ValueError(f"label: `{name}` is a column of the sheet already; name the label column otherwise")
    for name in added:
        if name in columns:
            raise DataError(f"column `{name}` is there already and would be written again; rename or remove it")


def _named(coders: tuple[Any, ...]) -> list[tuple[str, Any]]:
    if not coders:
        raise TypeError("coders: none were given; give a table per coder")
    only = coders[0]
    if len(coders) == 1 and isinstance(only, Mapping) and only and all(_is_table(value) for value in only.values()):
        return [(str(name), data) for name, data in only.items()]
    names = [file_of(data) or f"coder {at}" for at, data in enumerate(coders, 1)]
    if len(set(names)) < len(names):
        names = [str(data) if file_of(data) else name for name, data in zip(names, coders)]
    return list(zip(names, coders))


def _is_table(value: Any) -> bool:
    return isinstance(value, (Mapping, str, os.PathLike)) or len(getattr(value, "shape", ())) == 2


def _dispute(identity: str | None, text: str, group: str | None, heads: dict[str, dict[str, str | None]]) -> dict[str, Any]:
    row: dict[str, Any] = {} if identity is None else {"id": identity}
    row["text"] = text
    if group is not None:
        row["group"] = group
    for head, codes in heads.items():
        row |= {head: None} | {f"{head}_{coder}": label for coder, label in codes.items()}
    return row


def _column(columns: dict[str, list[Any]], name: str, parameter: str) -> list[Any]:
    if name not in columns:
        there = ", ".join(columns)
        raise DataError(f"column `{name}` is not there (columns: {there}); name it with {parameter}=")
    return columns[name]

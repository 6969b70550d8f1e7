"""Shares by group and over time."""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Mapping, Sequence
from typing import Any

from . import _stance
from ._command import words
from ._report import Summary
from ._rows import listed, warn
from ._tables import paths_of, tables_of


def summarize(
    data: Any,
    *,
    by: str | Sequence[str] = (),
    over: str | None = None,
    head: str | None = None,
    label: str | None = None,
    coded: Any = None,
    code_column: str | None = None,
    equal_chance: bool = False,
    errors: Mapping[str, Any] | str | os.PathLike[str] | None = None,
    min_cell: int = 10,
    position: Mapping[str, float] | None = None,
    compare: bool = False,
    before_after: str | datetime.date | None = None,
    keep_copies: bool = False,
    keep_near_copies: bool = False,
    date_column: str | None = None,
    date_order: str | None = None,
    document_column: str | None = None,
    speaker_column: str = "speaker_name",
    text_column: str = "text",
    page: bool = True,
) -> Summary:
    """Adds labelled rows up: shares by speaker, outlet or month, corrected by a coded sample.

    The keys and numbers are those of `stance summarize --format json`; the attribute `rows` has the rows of `--format csv`
    (a list of dictionaries: one per cell and class), `actors` those of `--actors-table`. Notebooks show the page.

    data: labelled rows, as `classify` gives them: a data frame, a dictionary of columns, a list of dictionaries, or files.
    by: columns whose values form groups, such as `speaker_name` or `outlet`; several form combinations.
    over: periods: `day`, `week`, `month`, `quarter` or `year`, or a column.
    head, label: the head to summarise, by default the first that was predicted; or a column of labels, whoever gave them.
    coded: the sample that people coded, as :func:`stance.sample` drew it: corrects the shares and gives them intervals.
    code_column: its column of codes, by default that of the head's name.
    equal_chance: it is a random sample in which every statement had the same chance, and has no probabilities.
    errors: what :func:`stance.evaluate` gave for the model: without a coded sample its errors are used for a guess.
    min_cell: groups and periods with fewer statements are held back.
    position: the position of each class, as `{"support": 1, "oppose": -1}`; by default that of usual names.
    compare: compares each group with all other statements.
    before_after: compares the statements before this day with those from it on.
    keep_copies, keep_near_copies: count copies of a statement, or near copies, too.
    date_column, document_column, speaker_column, text_column: which column has which job; dates are by default those of
        `date`, of the document's name, or of the article itself.
    date_order: `dmy` or `mdy`: how dates such as 04/03/2026 are read; by default not at all.
    page: makes the page, for which the words of the statements are kept meanwhile.

    >>> import stance
    >>> rows = {"text": ["Lift it.", "Drop it now.", "Keep it."], "outlet": ["Herald", "Herald", "Wire"]}
    >>> rows["stance"] = ["oppose", "oppose", "support"]
    >>> found = stance.summarize(rows, label="stance", by="outlet", min_cell=1)
    >>> [(row["outlet"], row["naive"]) for row in found.rows if row["cell"] == "group" and row["class"] == "oppose"]
    [('Herald', 1.0), ('Wire', 0.0)]
    """
    _check(locals())
    given: dict[str, Any] = {
        "by": listed(by),
        "over": over,
        "head": head,
        "label": label,
        "coded": coded,
        "code_column": code_column,
        "equal_chance": equal_chance,
        "errors": errors,
        "min_cell": min_cell,
        "position": {str(name): float(value) for name, value in (position or {}).items()},
        "compare": compare,
        "before_after": None if before_after is None else str(before_after),
        "keep_copies": keep_copies,
        "keep_near_copies": keep_near_copies,
        "date_column": date_column,
        "date_order": date_order,
        "document_column": document_column,
        "speaker_column": speaker_column,
        "text_column": text_column,
    }
    command = words("summarize", summarize, given, paths_of(data))
    samples = [] if coded is None else tables_of(coded, "coded")
    if len(samples) > 1:
        raise TypeError("coded: several files were given; give one table")
    arguments = given | {"page": page, "command": command}
    sample = samples[0] if samples else None
    found, html, rows, actors, remarks = _stance.summarize(tables_of(data), sample, _evaluation(errors), arguments)
    warn(remarks)
    return Summary(found, html, rows, actors)


def _check(given: Mapping[str, Any]) -> None:
    """What the program's flags exclude."""
    named = {name for name, value in given.items() if value is not None and value is not False}
    named -= {"by"} if isinstance(given["by"], (list, tuple)) and not given["by"] else set()
    for one, other in (("label", "head"), ("errors", "coded"), ("keep_near_copies", "keep_copies")):
        if {one, other} <= named:
            raise ValueError(f"{one}: cannot be given together with {other}; leave one out")
    for one, other in (("code_column", "coded"), ("equal_chance", "coded"), ("compare", "by")):
        if one in named and other not in named:
            raise ValueError(f"{one}: needs {other}; give it too")
    if given["min_cell"] < 0:
        raise ValueError(f"min_cell: {given['min_cell']} is out of range; use 0 or more")
    if given["date_order"] not in (None, "dmy", "mdy"):
        raise ValueError(f"date_order: {given['date_order']!r} is not known; use 'dmy' or 'mdy'")


def _evaluation(errors: Any) -> tuple[str, bytes] | None:
    if errors is None:
        return None
    if isinstance(errors, Mapping):
        return "errors", json.dumps(errors).encode()
    paths = paths_of(errors)
    if paths is None or len(paths) > 1:
        raise TypeError(f"errors: a {type(errors).__name__} was given; give what evaluate gave, or its JSON file")
    with open(paths[0], "rb") as file:
        return paths[0], file.read()

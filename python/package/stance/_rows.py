"""Labelled rows: which column has which job."""

from __future__ import annotations

import os
import warnings
from collections.abc import Sequence
from typing import Any

from ._stance import Rows, read_rows
from ._tables import columns_of, paths_of, texts_of


class Jobs:
    """Which column has which job; checked by the library when rows are read."""

    def __init__(
        self,
        text_column: str = "text",
        label: str | Sequence[str] = (),
        group_column: str | None = None,
        weight_column: str | None = None,
        target_column: str | None = None,
        fold_column: str | None = None,
        ignore_column: str | Sequence[str] = (),
    ) -> None:
        self.given: dict[str, Any] = {
            "text_column": text_column,
            "label": listed(label),
            "group_column": group_column,
            "weight_column": weight_column,
            "target_column": target_column,
            "fold_column": fold_column,
            "ignore_column": listed(ignore_column),
        }

    def taken(self) -> list[str]:
        """The columns that have a job, or would have one, and those left out."""
        defaults = {f"{job}_column": job for job in ("group", "weight", "target", "fold")}
        named = [self.given[key] or default for key, default in defaults.items()]
        return [*named, "id", *self.given["ignore_column"]]

    def read(self, data: Any, *, learn: bool = False, what: str = "data") -> Rows:
        """The rows of a table or of files; `what` is what errors call a table."""
        paths = paths_of(data)
        if paths is not None:
            rows = Rows.of_files(paths, self.given, learn)
        else:
            rows = Rows.of_columns(texts_of(columns_of(data, what)), what, self.given, learn)
        warn(rows.remarks())
        return rows


def rows_of_files(paths: list[str]) -> list[dict[str, Any]]:
    """The rows of table files, one after another, a dictionary each."""
    rows: list[dict[str, Any]] = []
    for path in paths:
        found, notes = read_rows(path)
        warn(notes)
        rows += found
    return rows


def listed(names: str | Sequence[str]) -> list[str]:
    """One name, or several, as a list."""
    return [names] if isinstance(names, str) else [str(name) for name in names]


def warn(remarks: list[str]) -> None:
    """Warns of what the program would print to standard error."""
    for remark in remarks:
        warnings.warn(remark, UserWarning, stacklevel=4)


def file_of(data: Any) -> str | None:
    """The name without extension of a single file."""
    paths = paths_of(data)
    if paths is None or len(paths) != 1:
        return None
    return os.path.splitext(os.path.basename(paths[0]))[0]

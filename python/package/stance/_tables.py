"""Tables as callers have them: files, data frames, dictionaries of columns, lists of dictionaries."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ._columns import is_arrow, package
from ._stance import DataError


def is_path(value: Any) -> bool:
    """Whether a value names a file."""
    return isinstance(value, (str, os.PathLike))


def paths_of(data: Any) -> list[str] | None:
    """The files that `data` names, one or a list of them; None for tables."""
    if is_path(data):
        return [os.fspath(data)]
    if isinstance(data, (list, tuple)) and data and all(is_path(item) for item in data):
        return [os.fspath(item) for item in data]
    return None


def columns_of(data: Any, what: str = "data") -> dict[str, list[Any]]:
    """The columns of a table, each as a list with None for every kind of null."""
    home = package(data)
    if home == "pandas" and hasattr(data, "columns"):
        columns = {str(name): _of_pandas(data[name]) for name in data.columns}
    elif home == "polars" and hasattr(data, "get_columns"):
        columns = {column.name: column.to_list() for column in data.get_columns()}
    elif isinstance(data, Mapping):
        columns = {str(name): _listed(column) for name, column in data.items()}
    elif is_arrow(data):
        import pyarrow

        table = pyarrow.table(data)
        columns = {name: column.to_pylist() for name, column in zip(table.column_names, table.columns)}
    elif isinstance(data, Iterable) and not isinstance(data, (str, bytes)):
        columns = _of_rows(list(data), what)
    else:
        raise TypeError(
            f"{what}: a {type(data).__name__} is not a table; give a data frame, a dictionary of columns, a list of "
            "dictionaries, or a path"
        )
    lengths = {name: len(column) for name, column in columns.items()}
    if len(set(lengths.values())) > 1:
        raise DataError(f"{what}: the columns are of different length ({lengths})")
    return columns


def _of_rows(rows: list[Any], what: str) -> dict[str, list[Any]]:
    for at, row in enumerate(rows):
        if not isinstance(row, Mapping):
            found = type(row).__name__
            raise TypeError(f"{what}: row {at} is a {found}; give one dictionary per row, or a data frame")
    names = dict.fromkeys(str(name) for row in rows for name in row)
    return {name: [row.get(name) for row in rows] for name in names}


def _of_pandas(column: Any) -> list[Any]:
    found: list[Any] = column.astype(object).where(column.notna(), None).tolist()
    return found


def _listed(column: Any) -> list[Any]:
    if hasattr(column, "to_pylist"):
        found: list[Any] = column.to_pylist()
    elif package(column) == "pandas":
        found = _of_pandas(column)
    else:
        found = column.tolist() if hasattr(column, "tolist") else list(column)
    return found


def cell(value: Any) -> str | None:
    """A cell as text: as the program reads it in a table."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, float):
        return None if value != value else str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, (bool, list, dict)):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def texts_of(columns: Mapping[str, Sequence[Any]]) -> list[tuple[str, list[str | None]]]:
    """The columns with their cells as text."""
    return [(name, [cell(value) for value in column]) for name, column in columns.items()]


def tables_of(data: Any, what: str = "data") -> list[tuple[str, list[tuple[str, list[str | None]]] | None]]:
    """The tables of `data`: each file by its path, or one table in memory, called `what`, with its columns."""
    paths = paths_of(data)
    if paths is not None:
        return [(path, None) for path in paths]
    return [(what, texts_of(columns_of(data, what)))]


def taken(data: Any, rows: list[int], added: Mapping[str, Sequence[Any]]) -> Any:
    """Some rows of a table, in this order and in the caller's kind of table, with columns added. Files give a list of
    dictionaries."""
    home = package(data)
    if home == "pandas":
        return data.iloc[rows].assign(**{name: list(column) for name, column in added.items()})
    if home == "polars":
        import polars

        return data[rows].with_columns(*(polars.Series(name, list(column)) for name, column in added.items()))
    if not isinstance(data, Mapping) and is_arrow(data):
        import pyarrow

        table = pyarrow.table(data).take(rows)
        for name, column in added.items():
            table = table.append_column(name, pyarrow.array(column))
        return table
    columns = columns_of(data)
    chosen = {name: [column[row] for row in rows] for name, column in columns.items()}
    chosen |= {name: list(column) for name, column in added.items()}
    if isinstance(data, Mapping):
        return chosen
    return [dict(zip(chosen, row)) for row in zip(*chosen.values())]

"""Columns of text as callers have them, and results as they want them back."""

from __future__ import annotations

from typing import Any


def package(value: Any) -> str:
    """The package that a value's type comes from."""
    return type(value).__module__.partition(".")[0]


def is_arrow(value: Any) -> bool:
    """Whether a value gives itself out through the Arrow PyCapsule interface."""
    return hasattr(value, "__arrow_c_stream__") or hasattr(value, "__arrow_c_array__")


def strings(column: Any, what: str = "texts") -> Any:
    """A list, or an object of the Arrow PyCapsule interface, with one string or null a row."""
    if isinstance(column, (str, bytes)):
        raise TypeError(f"{what}: one {type(column).__name__} was given; give a list or a column")
    if isinstance(column, list):
        return column
    if len(getattr(column, "shape", (0,))) != 1 or hasattr(column, "column_names"):
        raise TypeError(f"{what}: a {type(column).__name__} has several columns; give one of them, as in frame['text']")
    home = package(column)
    if home == "pandas":
        return _of_pandas(column)
    if home == "polars" and str(column.dtype).startswith(("Categorical", "Enum")):
        import polars

        return column.cast(polars.String)
    if home == "numpy":
        return column.tolist()
    if is_arrow(column):
        return _decoded(column)
    if not hasattr(column, "__iter__"):
        raise TypeError(f"{what}: a {type(column).__name__} is not a column; give a list, an array or a series of strings")
    return list(column)


def _decoded(column: Any) -> Any:
    # Only pyarrow's dictionaries say so; those of others are refused by their Arrow type.
    kind = getattr(column, "type", None)
    return column.cast(kind.value_type) if kind is not None and hasattr(kind, "index_type") else column


def _of_pandas(column: Any) -> Any:
    # A column that pandas keeps in Arrow memory is lent as it is; the rest is a list with None for every kind of null.
    if is_arrow(column) and str(column.dtype) != "object" and hasattr(column.array, "__arrow_array__"):
        import pyarrow

        return _decoded(pyarrow.chunked_array(column))
    return column.astype(object).where(column.notna(), None).tolist()


def frame(batch: Any, like: Any) -> Any:
    """A record batch as the caller's kind of frame: pandas with the index of `like`, polars, else pyarrow."""
    home = package(like)
    if home == "polars":
        import polars

        return polars.DataFrame(batch)
    import pyarrow

    table = pyarrow.record_batch(batch)
    return table.to_pandas().set_index(like.index) if home == "pandas" else table

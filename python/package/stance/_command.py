"""Calls of functions as command lines of the program."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any

from ._tables import cell, paths_of


def words(verb: str, function: Callable[..., Any], given: Mapping[str, Any], files: list[str] | None) -> list[str] | None:
    """The command line that does what a call of `function` does, in the form that reports keep; keyword arguments are
    flags: `text_column` is `--text-column`. None if an argument is a table and no file."""
    if files is None:
        return None
    found = [verb]
    for name, parameter in inspect.signature(function).parameters.items():
        value = given.get(name, parameter.default)
        if parameter.kind is not parameter.KEYWORD_ONLY or value == parameter.default or value in ([], {}):
            continue
        flag = f"--{name.replace('_', '-')}"
        if value is True:
            found.append(flag)
            continue
        values = _values(value)
        if values is None:
            return None
        found += [f"{flag}={value}" for value in values]
    return [*found, "--", *files]


def _values(value: Any) -> list[str] | None:
    """The values of a flag; None for one that no command line can have."""
    if isinstance(value, (str, int, float)):
        return [str(cell(value))]
    if isinstance(value, Mapping):
        numbers = all(isinstance(number, (int, float)) for number in value.values())
        return [f"{key}={cell(number)}" for key, number in value.items()] if numbers else None
    return paths_of(value)

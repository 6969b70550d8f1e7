"""Calls of functions as command lines of the program, and back."""

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


def call(function: Callable[..., Any], command: list[str]) -> tuple[list[str], dict[str, Any]] | None:
    """The files and the keyword arguments of a command line in the form of :func:`words`; None if `function` lacks a flag."""
    parameters = inspect.signature(function).parameters
    flags, end, files = command[1:], "--", []
    if end in flags:
        files = flags[flags.index(end) + 1 :]
        flags = flags[: flags.index(end)]
    given: dict[str, Any] = {}
    for flag in flags:
        name, _, value = flag.removeprefix("--").partition("=")
        if flag == "--no-search" and "options" in parameters:
            given["options"] = {"search": "off"}
            continue
        parameter = parameters.get(name.replace("-", "_"))
        if parameter is None or parameter.kind is not parameter.KEYWORD_ONLY:
            return None
        kind = str(parameter.annotation)
        if kind == "bool":
            given[parameter.name] = True
        elif kind.startswith("Mapping[str, float]"):
            key, _, number = value.rpartition("=")
            given.setdefault(parameter.name, {})[key.strip()] = float(number)
        elif "Sequence[str]" in kind:
            given.setdefault(parameter.name, []).append(value)
        else:
            given[parameter.name] = int(value) if kind.startswith("int") else float(value) if kind.startswith("float") else value
    return files, given

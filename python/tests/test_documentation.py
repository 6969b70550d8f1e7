"""The examples of the docstrings run, every function has one, and users' scripts are typed as they are used."""

from __future__ import annotations

import doctest
import importlib
import inspect
import pkgutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import stance

MODULES = [name.name for name in pkgutil.iter_modules(stance.__path__, "stance.") if name.name not in ("stance._stance", "stance.spark")]


@pytest.mark.parametrize("module", ["stance", *MODULES])
def test_the_examples_of_docstrings_run(module: str) -> None:
    assert doctest.testmod(importlib.import_module(module)).failed == 0


def test_every_public_function_and_class_has_an_example() -> None:
    without = []
    for name in stance.__all__:
        thing: Any = getattr(stance, name)
        if inspect.isfunction(thing) or inspect.isclass(thing) and not issubclass(thing, (Exception, dict)):
            documentation = [thing.__doc__ or "", *(str(getattr(member, "__doc__", "")) for member in vars(thing).values())]
            without += [] if any(">>>" in text for text in documentation) else [name]
    assert without == []
    assert dir(stance) == sorted(stance.__all__)


SCRIPT = """
import pandas, polars, stance
classifier = stance.Classifier()
reveal_type(classifier.classify("x"))
reveal_type(classifier.classify(["x", None]))
reveal_type(classifier.classify(pandas.Series(["x"])))
reveal_type(classifier.classify(polars.Series(["x"])))
reveal_type(stance.evaluate({"text": ["x"]}))
reveal_type(stance.StanceClassifier)
stance.sample(["x"], "two")
"""


def test_a_users_script_is_typed_by_what_it_gives(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    command = [sys.executable, "-m", "mypy", "--ignore-missing-imports", "--cache-dir", str(tmp_path), str(script)]
    output = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path).stdout
    revealed = [line.partition('"')[2].rstrip('"') for line in output.splitlines() if "Revealed type" in line]
    assert revealed[:2] == ["dict[str, Any]", "list[dict[str, Any]]"], output
    assert revealed[3].endswith("polars.dataframe.frame.DataFrame") and "Report" in revealed[4], output
    assert '"sample" has incompatible type "str"; expected "int"' in output

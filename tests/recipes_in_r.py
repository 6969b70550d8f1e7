#!/usr/bin/env python3
"""Runs the recipes of docs/r.md and compares what they print with the page. Without R, or without the R package of a
recipe, it is left out with a message.

usage: python3 tests/recipes_in_r.py STANCE [PYTHON]      STANCE is the program; PYTHON has the Python package installed
UPDATE_README=1 writes the page's outputs anew. R packages are looked for where R_LIBS says, too.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "r.md"
RECIPE = re.compile(r"<!-- recipe: (\w+) -->\n```r\n(.*?)```\n\n```text\n(.*?)```", re.DOTALL)
# Recipes that call the Python package.
PYTHON = ("nanoparquet", "reticulate")


def run(code: str, program: Path, python: Path | None) -> subprocess.CompletedProcess[str]:
    """What a recipe prints, in a new folder with the samples."""
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home)
        (folder / "examples").symlink_to(ROOT / "examples")
        (folder / "bin").mkdir()
        (folder / "bin" / "stance").symlink_to(program)
        environment = os.environ | {"PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}", "LC_ALL": "C.UTF-8"}
        if python is not None:
            # Not a link: a virtual environment is known by the place of its interpreter. R's own search path of shared
            # libraries may lead to another Python's.
            (folder / "bin" / "python3").write_text(f'#!/bin/sh\nexec env -u LD_LIBRARY_PATH "{python}" "$@"\n')
            (folder / "bin" / "python3").chmod(0o755)
            environment["RETICULATE_PYTHON"] = str(python)
        (folder / "recipe.R").write_text("options(width = 110)\n" + code, encoding="utf-8")
        command = ["Rscript", "--vanilla", "recipe.R"]
        return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8")


def version(package: str) -> str:
    """The version of an R package, empty if it is not there."""
    code = f"cat(if (requireNamespace('{package}', quietly = TRUE)) as.character(packageVersion('{package}')))"
    return subprocess.run(["Rscript", "--vanilla", "-e", code], capture_output=True, text=True).stdout.strip()


def main() -> int:
    if len(sys.argv) not in (2, 3):
        print(__doc__, file=sys.stderr)
        return 2
    if shutil.which("Rscript") is None:
        print("recipes_in_r: R is not installed; all recipes are left out", file=sys.stderr)
        return 0
    program = Path(sys.argv[1]).resolve()
    python = Path(sys.argv[2]).absolute() if len(sys.argv) == 3 else None
    print(subprocess.run(["Rscript", "--version"], capture_output=True, text=True).stdout.strip())
    page = PAGE.read_text(encoding="utf-8")
    wrong = 0
    for name, code, shown in RECIPE.findall(page):
        found = version(name)
        if not found or (name in PYTHON and python is None):
            print(f"{name}: left out, {'no Python was named' if found else 'the R package is not installed'}")
            continue
        done = run(code, program, python)
        if done.returncode != 0:
            print(f"{name} {found}: ended with {done.returncode}\n{done.stderr}")
            wrong += 1
        elif os.environ.get("UPDATE_README"):
            page = page.replace(f"{code}```\n\n```text\n{shown}```", f"{code}```\n\n```text\n{done.stdout}```")
            print(f"{name} {found}: written")
        elif done.stdout != shown:
            print(f"{name} {found}: prints something else than docs/r.md\n{done.stdout}")
            wrong += 1
        else:
            print(f"{name} {found}: ran, and printed what docs/r.md shows")
    if os.environ.get("UPDATE_README"):
        PAGE.write_text(page, encoding="utf-8")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

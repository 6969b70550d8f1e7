"""The notebooks run, and print what they show. UPDATE_README=1 rewrites their outputs."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from conftest import ROOT, Program
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient

FOLDER = ROOT / "python" / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))


class Kernel(AsyncKernelManager):
    """A kernel of the interpreter that runs the tests, whatever kernels this machine has registered."""

    @property
    def kernel_spec(self) -> KernelSpec:
        command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=command, language="python")


def outputs(book: Any) -> list[list[str]]:
    """The text of each cell's outputs, and for pictures that there is one."""
    return [[text(output) for output in cell.outputs] for cell in book.cells if cell.cell_type == "code"]


def text(output: Any) -> str:
    if output.output_type == "stream":
        return f"{output.name}: {output.text}"
    kinds = sorted(output.data)
    return "; ".join(kinds) + "\n" + output.data.get("text/plain", "")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder outside the repository, from which notebooks find the samples where they look for them."""
    home = tmp_path / "python" / "notebooks"
    home.mkdir(parents=True)
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    return home


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_prints_what_it_shows(path: Path, home: Path, program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    assert program.path is not None, "no stance program: build it first, or set STANCE_PROGRAM"
    for name, value in {"MPLCONFIGDIR": str(home), "COLUMNS": "120", "JUPYTER_PLATFORM_DIRS": "1"}.items():
        monkeypatch.setenv(name, value)
    # Commands of a notebook run this program.
    monkeypatch.setenv("PATH", f"{program.path.resolve().parent}{os.pathsep}{os.environ['PATH']}")
    shown = nbformat.read(path, as_version=4)
    run = nbformat.from_dict(shown)
    metadata = {"metadata": {"path": str(home)}}
    options = {"timeout": 60, "kernel_manager_class": Kernel, "record_timing": False, "coalesce_streams": True}
    NotebookClient(run, resources=metadata, **options).execute()
    if os.environ.get("UPDATE_README"):
        run.metadata = shown.metadata | {"language_info": {"name": "python"}}
        nbformat.write(run, path)
    else:
        problem = f"UPDATE_README=1 pytest {Path(__file__).name} writes the notebooks' outputs anew"
        assert outputs(run) == outputs(nbformat.read(path, as_version=4)), problem


def test_the_links_of_notebooks_lead_to_files() -> None:
    for path in NOTEBOOKS:
        words = "\n".join(cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "markdown")
        links = re.findall(r"\]\(([^)#]+)", words)
        assert links and all((FOLDER / link).exists() for link in links), (path.name, links)


def test_notebooks_are_read_in_twenty_minutes() -> None:
    # 180 words a minute, code included.
    assert [path.stem for path in NOTEBOOKS] == ["journalist", "social-scientist"]
    for path in NOTEBOOKS:
        words = sum(len(cell.source.split()) for cell in nbformat.read(path, as_version=4).cells)
        assert words < 20 * 180, (path.name, words)

"""Reports computed again from the files that they name."""

from __future__ import annotations

import json
import os
import warnings
from collections.abc import Callable

from ._command import call
from ._evaluation import evaluate
from ._report import Report, Verification
from ._stance import DataError, SavedReport
from ._summary import summarize

#: The functions that write reports, by the program's verb.
_FUNCTIONS: dict[str, Callable[..., Report]] = {"evaluate": evaluate, "summarize": summarize}


def verify(report: str | os.PathLike[str], *, threads: int = 1) -> Verification:
    """Computes the numbers of a report again from the files that it names, as `stance verify` does.

    Gives what came of it: true if the report says what is computed now, with `numbers` and `inputs` (how many were compared,
    and files read), `page` (whether what the page shows was compared too) and `differences` (`place`, `then`, `now`); as a
    string it is what the program prints.

    report: what `summarize` or `evaluate` wrote as JSON or as a page: the program, or :meth:`Report.save` of a result from
        files. Relative names of files count from the current folder.

    >>> import pathlib, stance, tempfile
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> _ = (folder / "coded.csv").write_text("text,stance\\nKeep it.,support\\nLift it.,oppose\\n")
    >>> stance.summarize(folder / "coded.csv", label="stance", min_cell=1).save(folder / "report.html")
    >>> print(stance.verify(folder / "report.html"))
    verified: 22 numbers are the same, computed again from 1 file, and the page shows what they say
    <BLANKLINE>
    """
    saved = SavedReport.open(report)
    command = saved.command()
    function = _FUNCTIONS.get(command[0]) if command else None
    if function is None:
        raise saved.unknown_command()
    found = call(function, command)
    if found is None:
        known = f"{os.fspath(report)}: was made with options that only the program has"
        raise DataError(f"{known}: {' '.join(command)}; verify it with: stance verify {os.fspath(report)}")
    files, given = found
    more = {"threads": threads} if function is evaluate else {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        now = function(files, **given, **more)
    outcome, text = saved.compare(now._json or "", now.page)
    verification = Verification(json.loads(outcome), text)
    if verification["remark"]:
        warnings.warn(verification["remark"], UserWarning, stacklevel=2)
    return verification

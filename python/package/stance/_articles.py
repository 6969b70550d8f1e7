"""Articles → statements."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any

from . import _stance

#: How articles are written, by the value of `as_`.
KINDS = ("article", "markdown", "html", "transcript", "document")

_SYNTAX = {".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html", ".xhtml": "html"}


def extract(
    article: str,
    *,
    as_: str = "article",
    speaker: str | None = None,
    terms: bool = True,
    indirect: bool = False,
) -> list[dict[str, Any]]:
    """The quoted statements of an article with their speakers, one dictionary each.

    The keys are the columns of `stance extract`; places are code points, as Python counts them, so that
    `article[start:end]` for each of `spans` is what was quoted. For HTML they count in the extracted text, and `before`
    and `after` have the words around the statement.

    as_: `article` (plain text), `markdown`, `html`, `transcript` (turns that begin with `NAME:`), or `document`: every
        sentence is a statement of `speaker`.
    terms: whether quoted titles and so-called terms are given too.
    indirect: whether statements outside quotation marks (S said that …) are given too.

    >>> import stance
    >>> turn = stance.extract("CHAIR LARK: The committee will come to order.", as_="transcript")[0]
    >>> turn["speaker_name"], turn["text"]
    ('LARK', 'The committee will come to order.')
    """
    if not isinstance(article, str):
        raise TypeError(f"article: a {type(article).__name__} was given; give a str, or use extract_batches for columns")
    return _stance.extract(article, "article", _reading(as_, "", speaker, terms, indirect, as_ == "html"))


def article_text(article: str, as_: str) -> str:
    """The text of an article in which :func:`extract` finds its statements."""
    if as_ not in ("html", "markdown"):
        return article
    return _stance.article_text(article, "article", _reading(as_, "", None, True, False, False))


def read_articles(
    paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    *,
    as_: str | None = None,
    speaker: str | None = None,
    terms: bool = True,
    indirect: bool = False,
) -> list[dict[str, Any]]:
    """The statements of article files, one dictionary each: the rows of `stance extract FILE...`, `file` first.

    `pandas.DataFrame(stance.read_articles(…))` makes a frame of them. Files are UTF-8; `.gz` and `.zst` are unpacked.

    paths: a file or several; `.md`, `.html`, `.docx`, `.vtt` and `.srt` are known by their extension.
    as_: what all of them are, if the extensions do not say it (see :func:`extract`).

    >>> import pathlib, stance, tempfile
    >>> path = pathlib.Path(tempfile.mkdtemp(), "note.md")
    >>> _ = path.write_text('"We *oppose* it," said Ada Nowak, a lobbyist.')
    >>> [(row["speaker_name"], row["text"]) for row in stance.read_articles(path)]
    [('Ada Nowak', 'We oppose it,')]
    """
    files = [os.fspath(path) for path in ([paths] if isinstance(paths, (str, os.PathLike)) else paths)]
    around = any(as_ == "html" or _SYNTAX.get(_extension(file)) == "html" or _extension(file) == ".docx" for file in files)
    found = []
    for file in files:
        kind = as_ or ("transcript" if _extension(file) in (".vtt", ".srt") else "article")
        reading = _reading(kind, _extension(file), speaker, terms, indirect, around)
        found += [{"file": file} | row for row in _stance.read_article(file, reading)]
    return found


def _extension(file: str) -> str:
    name = file.lower().removesuffix(".gz").removesuffix(".zst")
    return os.path.splitext(name)[1]


def _reading(
    kind: str, extension: str, speaker: str | None, terms: bool, indirect: bool, around: bool
) -> dict[str, Any]:
    if kind not in KINDS:
        raise ValueError(f"as_: {kind!r} is not known; use one of {', '.join(KINDS)}")
    if kind == "document" and not (speaker and speaker.strip()):
        raise ValueError("speaker: as_='document' needs the speaker; name him, her or it")
    if kind != "document" and speaker is not None:
        raise ValueError("speaker: is for a whole document by one speaker; give as_='document' with it")
    syntax = kind if kind in ("markdown", "html") else _SYNTAX.get(extension, "plain")
    return {
        "kind": kind,
        "syntax": syntax,
        "speaker": speaker and speaker.strip(),
        "terms": terms,
        "indirect": indirect,
        "around": around,
    }

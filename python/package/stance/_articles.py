"""Articles → statements."""

from __future__ import annotations

from typing import Any

from . import _stance


def extract(article: str, *, terms: bool = True, indirect: bool = False) -> list[dict[str, Any]]:
    """The quoted statements of an article with their speakers, one dictionary each.

    The keys are the columns of `stance extract`; places are code points, as Python counts them, so that
    `article[start:end]` for each of `spans` is what was quoted.

    terms: whether quoted titles and so-called terms are given too.
    indirect: whether statements outside quotation marks (S said that …) are given too.
    """
    if not isinstance(article, str):
        raise TypeError(f"article: a {type(article).__name__} was given; give a str, or use extract_batches for columns")
    return _stance.extract(article, terms, indirect)

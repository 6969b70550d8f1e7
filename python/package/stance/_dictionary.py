"""Counts of a dictionary's keys in texts."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any

from ._columns import frame, is_arrow, package, strings
from ._rows import warn
from ._stance import Keys


def count_keys(
    texts: Any,
    dictionary: str | os.PathLike[str] | Mapping[str, Sequence[str]],
    *,
    nested_scope: str = "key",
) -> Any:
    """The keys of a dictionary in texts, and the words that matched.

    A string gives a dictionary with the columns of `stance dictionary`: `dictionary_words`, `key_KEY` for each key,
    `dictionary_matched` and `dictionary_matches` (JSON text in frames). Lists give a list of these; a pandas, polars or
    Arrow column gives a frame of its own kind. Nulls and blank texts give nulls.

    dictionary: a file (quanteda's YAML, LIWC, Lexicoder, Yoshikoder, CSV), or the entries of each key: words, globs
        (`scrap*`) and phrases.
    nested_scope: entries that hide shorter ones inside them: those of the same `key`, or of the whole `dictionary`.

    >>> import stance
    >>> found = stance.count_keys("They scrapped one rule and kept another.", {"loosen": ["scrap*"], "keep": ["kept"]})
    >>> found["key_loosen"], found["dictionary_matched"]
    (1, 'loosen: scrapped; keep: kept')
    """
    if nested_scope not in ("key", "dictionary"):
        raise ValueError(f"nested_scope: {nested_scope!r} is not known; use `key` or `dictionary`")
    whole = nested_scope == "dictionary"
    if isinstance(dictionary, Mapping):
        entries = [(str(key), [words] if isinstance(words, str) else list(words)) for key, words in dictionary.items()]
        keys = Keys.of(entries, whole)
    else:
        keys = Keys.open(dictionary, whole)
    warn(keys.remarks())
    if isinstance(texts, str):
        return keys.count([texts])[0]
    column = strings(texts)
    if package(texts) in ("pandas", "polars") or is_arrow(texts):
        return frame(keys.count_arrow(column), texts)
    return keys.count(column)

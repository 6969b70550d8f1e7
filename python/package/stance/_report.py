"""Results with a page that notebooks show."""

from __future__ import annotations

import html
import json
import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ._classifier import Classifier


class Report(dict[str, Any]):
    """A result: a dictionary with the keys of the program's JSON.

    Notebooks show its page, if there is one (`page`, a whole HTML document that loads nothing from the network).
    """

    page: str | None

    def __init__(self, found: dict[str, Any], page: str | None = None, text: str | None = None) -> None:
        super().__init__(found)
        self.page = page
        self._json = text

    def save(self, path: str | os.PathLike[str]) -> None:
        """Writes the page to a file, or, for a name that ends in `.json`, the program's JSON; `verify` reads both."""
        text = self._json if os.fspath(path).lower().endswith(".json") else self.page
        if text is None:
            raise ValueError(f"path: this result has no page for {os.fspath(path)!r}; write it with json.dump")
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(text)

    def _repr_html_(self) -> str | None:
        if self.page is None:
            return None
        inside = html.escape(self.page, quote=True)
        return f'<iframe srcdoc="{inside}" sandbox="allow-scripts" style="width:100%;height:640px;border:0"></iframe>'


class Agreement(Report):
    """How well coders agree; `disputes` has the rows in dispute, one dictionary each: `id` and `group` where rows have
    them, `text`, and for each label column an empty cell and what each coder gave."""

    disputes: list[dict[str, Any]]

    def __init__(self, found: dict[str, Any], disputes: list[dict[str, Any]]) -> None:
        super().__init__(found)
        self.disputes = disputes


class Summary(Report):
    """Shares by group and over time; `rows` has them as rows of a table, `actors` the speakers as a table of actors to be
    corrected, one dictionary each."""

    rows: list[dict[str, Any]]
    actors: list[dict[str, Any]]

    def __init__(
        self, found: str, page: str | None, rows: list[dict[str, Any]], actors: list[dict[str, Any]]
    ) -> None:
        super().__init__(json.loads(found), page, found)
        self.rows = rows
        self.actors = actors


class Seeded(Report):
    """What seed words did; `model` is the classifier made from them."""

    model: Classifier

    def __init__(self, found: dict[str, Any], model: Classifier) -> None:
        super().__init__(found)
        self.model = model


class Verification(Report):
    """What came of computing a report again: `numbers`, `inputs`, `page`, `differences`, `remark`. True if it says what is
    computed now; as a string it is what `stance verify` prints."""

    def __init__(self, found: dict[str, Any], text: str) -> None:
        super().__init__(found)
        self._text = text

    @property
    def verified(self) -> bool:
        """Whether the report says what is computed now."""
        return not self["differences"]

    def __bool__(self) -> bool:
        return self.verified

    def __str__(self) -> str:
        return self._text

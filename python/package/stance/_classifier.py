"""A model ready to classify."""

from __future__ import annotations

import json
import os
import tempfile
from typing import TYPE_CHECKING, Any, overload

from ._articles import article_text, extract
from ._columns import frame, is_arrow, package, strings
from ._stance import Engine

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Protocol

    import pandas
    import polars

    class PandasColumn(Protocol):
        """A pandas series, known by what other columns lack, since pandas may be untyped."""

        @property
        def iloc(self) -> Any: ...
        def combine_first(self, other: Any) -> Any: ...


class Classifier:
    """A model compiled for use: the shipped one, or a model file written by `stance train` or :meth:`save`.

    It can be shared between threads, pickled, and used on both sides of a fork.
    """

    __slots__ = ("_engine",)

    def __init__(self, model: str | os.PathLike[str] | None = None) -> None:
        self._engine = Engine.shipped() if model is None else Engine.open(model)

    @classmethod
    def from_bytes(cls, data: bytes, name: str = "model") -> Classifier:
        """The classifier of a model file's bytes; `name` is what errors call it."""
        return cls._of(Engine.from_bytes(data, name))

    @classmethod
    def _of(cls, engine: Engine) -> Classifier:
        made = object.__new__(cls)
        made._engine = engine
        return made

    def to_bytes(self) -> bytes:
        """The bytes of the model's file."""
        return self._engine.to_bytes()

    def save(self, path: str | os.PathLike[str]) -> None:
        """Writes the model's file, whole or not at all; every other way to `stance` reads it."""
        folder = os.path.dirname(os.path.abspath(path))
        handle, temporary = tempfile.mkstemp(dir=folder, prefix=".stance-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(self.to_bytes())
            os.chmod(temporary, 0o644)
            os.replace(temporary, path)
        except BaseException:
            os.unlink(temporary)
            raise

    @property
    def heads(self) -> dict[str, list[str]]:
        """The label columns of the model, each with its classes."""
        return self._engine.heads()

    @property
    def targets(self) -> list[str]:
        """The targets the model knows; empty for a model without targets."""
        return self._engine.targets_known()

    @property
    def digest(self) -> str:
        """SHA-256 of the model's file, in hexadecimal."""
        return self._engine.digest()

    @property
    def provenance(self) -> dict[str, Any]:
        """Program, data digests and options that made the model."""
        found: dict[str, Any] = json.loads(self._engine.provenance())
        return found

    @property
    def about(self) -> dict[str, Any]:
        """What the model is for, in the words of its authors: `question`, `language`, `licence`, `date`, and under `heads` the
        question and the `classes` of label columns. Empty if nothing was said."""
        found: dict[str, Any] = json.loads(self._engine.about())
        return found

    @overload
    def classify(
        self,
        texts: str,
        *,
        target: str | Iterable[str] | None = None,
        min_confidence: float | None = None,
        probabilities: bool = False,
        threads: int = 1,
    ) -> dict[str, Any]: ...

    @overload
    def classify(
        self,
        texts: list[str] | list[str | None] | tuple[str | None, ...],
        *,
        target: str | Iterable[str] | None = None,
        min_confidence: float | None = None,
        probabilities: bool = False,
        threads: int = 1,
    ) -> list[dict[str, Any]]: ...

    @overload
    def classify(
        self,
        texts: polars.Series,
        *,
        target: str | Iterable[str] | None = None,
        min_confidence: float | None = None,
        probabilities: bool = False,
        threads: int = 1,
    ) -> polars.DataFrame: ...

    @overload
    def classify(
        self,
        texts: PandasColumn,
        *,
        target: str | Iterable[str] | None = None,
        min_confidence: float | None = None,
        probabilities: bool = False,
        threads: int = 1,
    ) -> pandas.DataFrame: ...

    @overload
    def classify(
        self,
        texts: Any,
        *,
        target: str | Iterable[str] | None = None,
        min_confidence: float | None = None,
        probabilities: bool = False,
        threads: int = 1,
    ) -> Any: ...

    def classify(
        self,
        texts: Any,
        *,
        target: Any = None,
        min_confidence: float | None = None,
        probabilities: bool = False,
        threads: int = 1,
    ) -> Any:
        """Labels statements.

        A string gives a dictionary with the keys of the command line's columns: `predicted_H`,
        `predicted_H_probability` and, with `probabilities`, `predicted_H_p_CLASS` for each head H. Lists and NumPy
        arrays give a list of these; a pandas, polars or Arrow column gives a frame of its own kind. Nulls and blank
        texts give nulls.

        target: what the statements are about, one for all or one each, for models with targets.
        min_confidence: below this probability, or where something else speaks against it, the label is `unsure` and
            `predicted_H_unsure` says why; 0 for no unsure labels. Default: what the model carries.
        threads: how many to use in this call; results do not depend on it.

        >>> import stance
        >>> [row["predicted_stance"] for row in stance.Classifier().classify(["We oppose the curbs.", None])]
        ['oppose', None]
        """
        if threads < 1:
            raise ValueError(f"threads: {threads} is out of range; use 1 or more")
        targets = None if target is None else [target] if isinstance(target, str) else strings(target, "target")
        rest = (targets, min_confidence, probabilities, threads)
        if isinstance(texts, str):
            return self._engine.classify([texts], *rest)[0]
        column = strings(texts)
        if package(texts) in ("pandas", "polars") or is_arrow(texts):
            return frame(self._engine.classify_arrow(column, *rest), texts)
        return self._engine.classify(column, *rest)

    def explain(self, text: str, *, target: str | None = None) -> dict[str, dict[str, Any]]:
        """Why: for each head its label, probability, score, bias and reasons; bias and contributions sum to the score.

        A reason is a stretch of the text (`term`, `start`, `end` in code points) and its `contribution` in calibrated
        logits against the mean of the classes.

        >>> import stance
        >>> why = stance.Classifier().explain("We oppose the curbs.")["stance"]
        >>> why["label"], abs(why["bias"] + sum(r["contribution"] for r in why["reasons"]) - why["score"]) < 1e-9
        ('oppose', True)
        """
        return self._engine.explain(text, target)

    def classify_article(
        self,
        article: str,
        *,
        as_: str = "article",
        speaker: str | None = None,
        target: str | None = None,
        terms: bool = False,
        indirect: bool = False,
        min_confidence: float | None = None,
        probabilities: bool = False,
    ) -> list[dict[str, Any]]:
        """The statements of an article (see :func:`stance.extract`), each with its labels.

        A statement that does not name the subject of the model is about it if the beginning of the article names it.

        >>> import stance
        >>> article = '"These curbs will cost us the market," said Ada Nowak, a lobbyist.'
        >>> [(row["speaker_name"], row["predicted_stance"]) for row in stance.Classifier().classify_article(article)]
        [('Ada Nowak', 'oppose')]
        """
        found = extract(article, as_=as_, speaker=speaker, terms=terms, indirect=indirect)
        texts = [statement["text"] for statement in found]
        targets = None if target is None else [target]
        around = article_text(article, as_)
        labels = self._engine.classify(texts, targets, min_confidence, probabilities, 1, around)
        return [statement | label for statement, label in zip(found, labels)]

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self).from_bytes, (self.to_bytes(), "a pickled model")

    def __repr__(self) -> str:
        heads = "; ".join(f"{head}: {', '.join(classes)}" for head, classes in self.heads.items())
        return f"<stance.Classifier {heads}>"

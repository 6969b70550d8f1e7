"""A scikit-learn estimator that learns as `stance train` does."""

from __future__ import annotations

import json
import warnings
from typing import Any

try:
    import numpy as np
    from sklearn.base import BaseEstimator, ClassifierMixin
    from sklearn.utils.multiclass import check_classification_targets, unique_labels
    from sklearn.utils.validation import check_is_fitted, column_or_1d
except ImportError as error:
    raise ImportError("StanceClassifier needs scikit-learn: pip install 'stance-classifier[sklearn]'") from error

from . import _stance
from ._classifier import Classifier
from ._columns import strings

#: The values of parameters that are words.
_CHOICES = {"class_weight": ("none", "root", "balanced"), "search": ("cv", "off"), "calibration": ("cv", "none")}


class StanceClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Statements → labels, with calibrated probabilities.

    X is a column of texts: a list, a NumPy array of strings, a pandas or polars series, an Arrow array. A parameter that
    is None has the default of `stance train`.

    Parameters
    ----------
    language : Snowball stemmer of the words, as `english`, or `none`.
    word_ngrams : longest word n-gram, 1 to 3.
    char_ngrams : shortest and longest character n-gram, as `(2, 5)`; `(0, 0)` for none.
    min_texts : terms in fewer texts are left out.
    penalty : α in Σ loss + α/2 ‖w‖², scikit-learn's 1/C.
    class_weight : `none`, `root`, or `balanced` for classes that count alike.
    search : `cv` to choose by cross-validation what is not given, groups whole; `off` to take the defaults.
    calibration : `cv` for probabilities fitted on scores of rows left out, groups whole; `none` for the learner's own.
    threads : how many to use; results do not depend on it.
    options : any further training option by its name in the model's provenance, as `{"text": {"negation": "scope"}}`.

    Attributes
    ----------
    classes_ : the labels, sorted.
    classifier_ : the :class:`stance.Classifier` learnt, with `explain` and `save`; its one head is called `label`.
    coef_, intercept_ : the weights of the terms of :meth:`get_feature_names_out`, before calibration: one row for two
        classes (the second of `classes_` against the first), else one per class. For models without targets.

    Examples
    --------
    >>> from stance import StanceClassifier
    >>> texts = [f"{words} {n}" for n in range(10) for words in ("keep the limits", "lift the ban")]
    >>> StanceClassifier(search="off").fit(texts, ["support", "oppose"] * 10).predict(["keep them"]).tolist()
    ['support']
    """

    def __init__(
        self,
        *,
        language: str | None = None,
        word_ngrams: int | None = None,
        char_ngrams: tuple[int, int] | None = None,
        min_texts: int | None = None,
        penalty: float | None = None,
        class_weight: str | None = None,
        search: str | None = None,
        calibration: str | None = None,
        threads: int = 1,
        options: dict[str, Any] | None = None,
    ) -> None:
        self.language = language
        self.word_ngrams = word_ngrams
        self.char_ngrams = char_ngrams
        self.min_texts = min_texts
        self.penalty = penalty
        self.class_weight = class_weight
        self.search = search
        self.calibration = calibration
        self.threads = threads
        self.options = options

    def fit(self, X: Any, y: Any, sample_weight: Any = None, groups: Any = None, targets: Any = None) -> StanceClassifier:
        """Learns. `groups` are kept whole in search and calibration; each of `targets` gets weights of its own."""
        texts = strings(X, "X")
        y = column_or_1d(y, warn=True)
        check_classification_targets(y)
        self.classes_ = unique_labels(y)
        # The model sorts class names by bytes; numbers as labels may stand in another order there.
        names = [str(label) for label in self.classes_.tolist()]
        if len(set(names)) != len(names):
            raise ValueError(f"y: two labels are written alike ({', '.join(names)}); give them different names")
        name_of = dict(zip(self.classes_.tolist(), names))
        weights = None if sample_weight is None else np.asarray(sample_weight, dtype=np.float64).tolist()
        engine, notes = _stance.train(
            texts,
            "label",
            [name_of[label] for label in y.tolist()],
            json.dumps(self._options()),
            weights,
            None if groups is None else [str(group) for group in np.asarray(groups).tolist()],
            None if targets is None else [str(target) for target in np.asarray(targets).tolist()],
            self.threads,
        )
        for note in notes:
            warnings.warn(note, UserWarning, stacklevel=2)
        self.classifier_ = Classifier._of(engine)
        order = engine.heads()["label"]
        self._columns = np.array([order.index(name) for name in names])
        return self

    def predict_proba(self, X: Any, targets: Any = None) -> Any:
        """Probabilities, rows × `classes_`."""
        check_is_fitted(self)
        about = None if targets is None else [str(target) for target in np.asarray(targets).tolist()]
        texts = strings(X, "X")
        data = self.classifier_._engine.probabilities(texts, about, 0, self.threads)
        return np.frombuffer(data).reshape(-1, len(self.classes_))[:, self._columns]

    def predict(self, X: Any, targets: Any = None) -> Any:
        """The most probable label of each text."""
        best = self.predict_proba(X, targets).argmax(axis=1)
        return self.classes_[best]

    def score(self, X: Any, y: Any, sample_weight: Any = None, targets: Any = None) -> float:
        """The share of labels predicted rightly."""
        right = self.predict(X, targets) == column_or_1d(y)
        return float(np.average(right, weights=sample_weight))

    def decision_function(self, X: Any, targets: Any = None) -> Any:
        """Calibrated scores in logits: the second class's against the first for two, else rows × `classes_`, centred."""
        logits = np.log(np.maximum(self.predict_proba(X, targets), np.finfo(np.float64).tiny))
        if len(self.classes_) == 2:
            return logits[:, 1] - logits[:, 0]
        return logits - logits.mean(axis=1, keepdims=True)

    def get_feature_names_out(self, input_features: Any = None) -> Any:
        """The terms, as `stance inspect` shows them: the columns of `coef_`. `input_features` is not used."""
        check_is_fitted(self)
        return np.array(self.classifier_._engine.terms(), dtype=object)

    @property
    def coef_(self) -> Any:
        """Weights, rows × terms."""
        return self._weights()[0]

    @property
    def intercept_(self) -> Any:
        """One per row of `coef_`."""
        return self._weights()[1]

    def _weights(self) -> tuple[Any, Any]:
        # An AttributeError, so that `hasattr` says whether there are weights.
        if not hasattr(self, "classifier_"):
            raise AttributeError("coef_: the estimator is not fitted; call fit first")
        found = self.classifier_._engine.weights(0)
        if len(found) != 1:
            raise AttributeError("coef_: each target has weights of its own; explain() of classifier_ shows them")
        data, intercepts = found[0]
        coefficients = np.frombuffer(data, dtype=np.float32).astype(np.float64).reshape(len(intercepts), -1)
        if len(intercepts) > 1:
            return coefficients[self._columns], np.array(intercepts)[self._columns]
        # The model's classes are sorted by bytes, and `classes_` may have them the other way round.
        sign = 1.0 if self._columns[0] == 0 else -1.0
        return sign * coefficients, sign * np.array(intercepts)

    def _options(self) -> dict[str, Any]:
        self._check_parameters()
        given: dict[str, Any] = json.loads(json.dumps(self.options or {}))
        text = given.setdefault("text", {})
        for place, key, value in (
            (text, "language", self.language),
            (text, "word-ngrams", self.word_ngrams),
            (given, "min-texts", self.min_texts),
            (given, "penalty", self.penalty),
            (given, "class-weights", self.class_weight),
            (given, "search", self.search),
            (given, "calibration", self.calibration),
        ):
            if value is not None:
                place[key] = value
        if self.char_ngrams is not None:
            shortest, longest = (int(length) for length in self.char_ngrams)
            text["char-ngrams"] = {"min": shortest, "max": longest}
        return given

    def _check_parameters(self) -> None:
        """What the library would say of them by its own names is said by theirs."""
        for name, known in _CHOICES.items():
            value = getattr(self, name)
            if value is not None and value not in known:
                raise ValueError(f"{name}: {value!r} is not known; use one of {', '.join(known)}")
        lengths = self.char_ngrams
        is_pair = isinstance(lengths, (tuple, list)) and [isinstance(n, (int, np.integer)) for n in lengths] == [True] * 2
        if lengths is not None and not is_pair:
            raise ValueError(f"char_ngrams: {lengths!r} is not a pair of lengths; give for example (2, 5), or (0, 0)")

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.one_d_array = True
        tags.input_tags.two_d_array = False
        tags.input_tags.string = True
        return tags

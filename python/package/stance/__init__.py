"""Who said what in the news, on which side, how sure, and why.

>>> import stance
>>> stance.Classifier().classify("We oppose the export controls.")["predicted_stance"]
'oppose'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._articles import extract, read_articles
from ._classifier import Classifier
from ._coding import agree, sample, suggest
from ._dictionary import count_keys
from ._evaluation import audit, evaluate
from ._report import Agreement, Report, Seeded, Summary, Verification
from ._seed import seed
from ._stance import UNSURE, DataError, ModelError, __version__
from ._summary import summarize
from ._verify import verify
from .batches import extract_batches, extracted_schema, score_batches, scored_schema

if TYPE_CHECKING:
    from .sklearn import StanceClassifier as StanceClassifier

__all__ = [
    "UNSURE",
    "Agreement",
    "Classifier",
    "DataError",
    "ModelError",
    "Report",
    "Seeded",
    "StanceClassifier",
    "Summary",
    "Verification",
    "__version__",
    "agree",
    "audit",
    "count_keys",
    "evaluate",
    "extract",
    "extract_batches",
    "extracted_schema",
    "read_articles",
    "sample",
    "score_batches",
    "scored_schema",
    "seed",
    "suggest",
    "summarize",
    "verify",
]


def __getattr__(name: str) -> Any:
    # scikit-learn is optional, so it is imported by the first who asks for the estimator.
    if name == "StanceClassifier":
        from .sklearn import StanceClassifier

        return StanceClassifier
    raise AttributeError(f"module 'stance' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)

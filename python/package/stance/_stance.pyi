"""The compiled part. Its public face is the package around it."""

import os
from typing import Any, final

__all__ = [
    "DataError",
    "ModelError",
    "UNSURE",
    "__version__",
    "Engine",
    "extract",
    "extract_column",
    "train",
    "default_options",
]

__version__: str
UNSURE: str

class DataError(ValueError):
    """The contents of input data cannot be used."""

class ModelError(ValueError):
    """The contents of a model cannot be used."""

@final
class Engine:
    """A compiled model; immutable, shared freely between threads and kept over a fork."""

    @staticmethod
    def shipped() -> Engine: ...
    @staticmethod
    def open(path: str | os.PathLike[str]) -> Engine: ...
    @staticmethod
    def from_bytes(data: bytes, name: str) -> Engine: ...
    def to_bytes(self) -> bytes: ...
    def digest(self) -> str: ...
    def heads(self) -> dict[str, list[str]]: ...
    def targets_known(self) -> list[str]: ...
    def provenance(self) -> str: ...
    def about(self) -> str: ...
    def classify(
        self,
        texts: Any,
        targets: Any,
        min_confidence: float | None,
        probabilities: bool,
        threads: int,
    ) -> list[dict[str, Any]]: ...
    def classify_arrow(
        self,
        texts: Any,
        targets: Any,
        min_confidence: float | None,
        probabilities: bool,
        threads: int,
    ) -> Any: ...
    def schema(self, probabilities: bool) -> Any: ...
    def probabilities(self, texts: Any, targets: Any, head: int, threads: int) -> bytes: ...
    def explain(self, text: str, target: str | None) -> dict[str, dict[str, Any]]: ...

def extract(article: str, terms: bool, indirect: bool) -> list[dict[str, Any]]: ...
def extract_column(articles: Any, terms: bool, indirect: bool) -> Any: ...
def default_options() -> str: ...
def train(
    texts: Any,
    head: str,
    labels: list[str],
    options: str,
    weights: list[float] | None,
    groups: list[str] | None,
    targets: list[str] | None,
    threads: int,
) -> tuple[Engine, list[str]]: ...

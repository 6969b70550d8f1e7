"""The compiled part. Its public face is the package around it."""

import os
from typing import Any, final

__all__ = [
    "DataError",
    "ModelError",
    "UNSURE",
    "__version__",
    "Engine",
    "Keys",
    "Rows",
    "SavedReport",
    "agree",
    "audit",
    "evaluate",
    "article_text",
    "extract",
    "extract_column",
    "label_columns",
    "read_article",
    "read_rows",
    "sample",
    "seed",
    "suggest",
    "summarize",
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
    def terms(self) -> list[str]: ...
    def weights(self, head: int) -> list[tuple[bytes, list[float]]]: ...
    def about(self) -> str: ...
    def classify(
        self,
        texts: Any,
        targets: Any,
        min_confidence: float | None,
        probabilities: bool,
        threads: int,
        article: str | None = None,
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

@final
class Rows:
    """Labelled rows, checked as the program checks those of a file."""

    @staticmethod
    def of_columns(columns: list[tuple[str, Any]], name: str, jobs: dict[str, Any], learn: bool) -> Rows: ...
    @staticmethod
    def of_files(files: list[str], jobs: dict[str, Any], learn: bool) -> Rows: ...
    def remarks(self) -> list[str]: ...

@final
class Keys:
    """A dictionary compiled for counting."""

    @staticmethod
    def open(path: str | os.PathLike[str], whole: bool) -> Keys: ...
    @staticmethod
    def of(keys: list[tuple[str, list[str]]], whole: bool) -> Keys: ...
    def remarks(self) -> list[str]: ...
    def count(self, texts: Any) -> list[dict[str, Any]]: ...
    def count_arrow(self, texts: Any) -> Any: ...

@final
class SavedReport:
    """A report of which the files have not changed."""

    @staticmethod
    def open(path: str | os.PathLike[str]) -> SavedReport: ...
    def command(self) -> list[str]: ...
    def unknown_command(self) -> BaseException: ...
    def compare(self, now: str, page: str | None) -> tuple[str, str]: ...

def evaluate(rows: Rows, engine: Engine | None, scoring: dict[str, Any]) -> tuple[str, str]: ...
def audit(rows: Rows, against: Rows | None, arguments: dict[str, Any]) -> str: ...
def sample(
    texts: Any, strata: Any, n: int, allocation: str, seed: int
) -> tuple[list[int], list[float], list[str] | None]: ...
def label_columns(engine: Engine, named: list[str]) -> list[str]: ...
def suggest(
    engine: Engine, pool: dict[str, Any], known: Rows | None, n: int, threads: int
) -> tuple[list[int], str | None]: ...
def seed(texts: Any, seeds: Any, arguments: dict[str, Any]) -> tuple[Engine, str, list[str]]: ...
def read_rows(file: str) -> tuple[list[dict[str, Any]], list[str]]: ...
def agree(
    coders: list[tuple[str, Rows]], coder_column: str | None, id_column: str | None, order: list[str]
) -> tuple[str, list[str], str]: ...
def summarize(
    tables: list[tuple[str, Any]],
    coded: tuple[str, Any] | None,
    errors: tuple[str, bytes] | None,
    arguments: dict[str, Any],
) -> tuple[str, str | None, list[dict[str, Any]], list[dict[str, Any]], list[str]]: ...
def extract(article: str, name: str, reading: dict[str, Any]) -> list[dict[str, Any]]: ...
def article_text(article: str, name: str, reading: dict[str, Any]) -> str: ...
def read_article(path: str, reading: dict[str, Any]) -> list[dict[str, Any]]: ...
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

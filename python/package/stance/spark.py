"""The same answers over a Spark cluster's data frame, through PySpark's `mapInArrow`.

Workers need this package (and pyarrow) in the same version as the driver; a worker that has another one says so. The
model is sent to each worker once and compiled once in each of its processes; each task uses one thread.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pyarrow
from pyspark.sql import DataFrame
from pyspark.sql import types as spark_types

from ._classifier import Classifier
from ._stance import DataError, ModelError, __version__
from .batches import extract_batches, extracted_schema, score_batches, scored_schema

if TYPE_CHECKING:
    from collections.abc import Iterable

    Mapper = Callable[[Iterable[pyarrow.RecordBatch]], Iterator[pyarrow.RecordBatch]]

#: The last classifier of this process, by its model's digest: a worker's process runs many tasks.
_compiled: dict[str, Classifier] = {}


def label(
    df: DataFrame,
    column: str = "text",
    model: Classifier | str | None = None,
    *,
    target: str | None = None,
    target_column: str | None = None,
    min_confidence: float | None = None,
    probabilities: bool = False,
) -> DataFrame:
    """Labels the statements in a column; the columns are those of :func:`stance.score_batches`.

    `model` is a classifier, a model file that the driver can read, or nothing for the shipped model.
    """
    _check_text(df, column, "column")
    if target_column is not None:
        _check_text(df, target_column, "target_column")
    classifier = model if isinstance(model, Classifier) else Classifier(model)
    if target_column is None:
        # An unknown or missing target is found here and not by a worker.
        classifier.classify([], target=target)
    shipped = Classifier().digest == classifier.digest
    data = None if shipped else _broadcast(df, classifier.to_bytes())
    version, digest = __version__, classifier.digest
    options: dict[str, Any] = {
        "column": column,
        "target": target,
        "target_column": target_column,
        "min_confidence": min_confidence,
        "probabilities": probabilities,
    }

    def run(batches: Iterable[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        yield from score_batches(batches, worker_classifier(version, digest, data), **options)

    added = scored_schema(pyarrow.schema([]), classifier, probabilities=probabilities)
    _refuse_doubles(df, added.names)
    return df.mapInArrow(run, _with(df.schema.fields, added))


def extract(df: DataFrame, column: str = "article", *, terms: bool = True, indirect: bool = False) -> DataFrame:
    """The statements of the articles in a column, a row each; the columns are those of :func:`stance.extract_batches`."""
    _check_text(df, column, "column")
    carried = [field for field in df.schema.fields if field.name != column]
    names = extracted_schema(pyarrow.schema([(field.name, pyarrow.null()) for field in carried]), column).names
    own = extracted_schema(pyarrow.schema([]), column)
    fields = [
        spark_types.StructField(name, field.dataType, field.nullable) for field, name in zip(carried, names)
    ]
    version = __version__

    def run(batches: Iterable[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        check_version(version)
        yield from extract_batches(batches, column=column, terms=terms, indirect=indirect)

    return df.mapInArrow(run, _with(fields, own))


def check_version(driver: str) -> None:
    """Refuses to go on when the driver's package is of another version than this process's."""
    if driver != __version__:
        raise ModelError(
            f"this worker has stance {__version__} and the driver {driver}; install the same version on all machines"
        )


def worker_classifier(version: str, digest: str, data: Any) -> Classifier:
    """The classifier of a worker's process: the model sent, or the shipped one, checked against the driver's digest."""
    check_version(version)
    if digest not in _compiled:
        made = Classifier() if data is None else Classifier.from_bytes(_value(data), "the model sent by the driver")
        if made.digest != digest:
            raise ModelError(
                f"this worker's model has the digest {made.digest[:12]} and the driver's {digest[:12]}; install the "
                "same build of stance on all machines"
            )
        _compiled.clear()
        _compiled[digest] = made
    return _compiled[digest]


def _value(data: Any) -> bytes:
    value: bytes = data if isinstance(data, bytes) else data.value
    return value


def _broadcast(df: DataFrame, data: bytes) -> Any:
    # Spark Connect has no broadcast variables: there the bytes travel with the function.
    context = getattr(df.sparkSession, "_sc", None)
    return data if context is None else context.broadcast(data)


def _check_text(df: DataFrame, column: str, parameter: str) -> None:
    if column not in df.columns:
        raise DataError(f"column `{column}` is not there (columns: {', '.join(df.columns)}); name it with {parameter}=")
    kind = df.schema[column].dataType
    if not isinstance(kind, (spark_types.StringType, spark_types.VarcharType, spark_types.CharType)):
        raise DataError(f"column `{column}` is of type {kind.simpleString()}; texts are strings, so cast it or name another")


def _refuse_doubles(df: DataFrame, added: list[str]) -> None:
    for name in added:
        if name in df.columns:
            raise DataError(f"column `{name}` is there already and would be written again; rename or remove it")


def _with(fields: list[spark_types.StructField], added: pyarrow.Schema) -> spark_types.StructType:
    own = [spark_types.StructField(field.name, _type(field.type), True) for field in added]
    return spark_types.StructType([*fields, *own])


def _type(kind: Any) -> spark_types.DataType:
    if pyarrow.types.is_list(kind):
        return spark_types.ArrayType(_type(kind.value_type), True)
    if pyarrow.types.is_int64(kind):
        return spark_types.LongType()
    return spark_types.DoubleType() if pyarrow.types.is_float64(kind) else spark_types.StringType()

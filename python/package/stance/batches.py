"""Streams of Arrow record batches: the one way in for every engine (Spark, polars, DuckDB, files)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from . import _stance
from ._classifier import Classifier
from ._columns import strings
from ._stance import DataError

if TYPE_CHECKING:
    import pyarrow

#: Articles that are extracted from at once, so that memory stays flat.
ARTICLES_AT_ONCE = 1000


def score_batches(
    batches: Iterable[Any],
    model: Classifier | str | None = None,
    *,
    column: str = "text",
    target: str | None = None,
    target_column: str | None = None,
    min_confidence: float | None = None,
    probabilities: bool = False,
    threads: int = 1,
) -> Iterator[pyarrow.RecordBatch]:
    """Labels the statements in a column: every row and column is kept, in order, and the predicted columns are added.

    Takes record batches one at a time and gives one out for each, so memory stays flat. `batches` may also be a table
    or a record batch reader. `model` is a classifier, a model file, or nothing for the shipped model. Each statement is
    looked at alone: what its article is about does not count, as it does for `Classifier.classify_article`.

    >>> import pyarrow, stance
    >>> rows = pyarrow.table({"text": ["We oppose the curbs.", None]})
    >>> [batch["predicted_stance"].to_pylist() for batch in stance.score_batches(rows)]
    [['oppose', None]]
    """
    import pyarrow

    classifier = model if isinstance(model, Classifier) else Classifier(model)
    for batch in _batches(batches):
        if target_column is not None:
            targets: Any = strings(_column(batch, target_column, "target_column"))
        else:
            targets = None if target is None else [target]
        texts = strings(_column(batch, column, "column"))
        try:
            added = classifier._engine.classify_arrow(texts, targets, min_confidence, probabilities, threads)
        except TypeError as error:
            raise DataError(f"column `{column}`: {error}") from None
        added = pyarrow.record_batch(added)
        yield _beside(batch, added)


def scored_schema(schema: pyarrow.Schema, model: Classifier, *, probabilities: bool = False) -> pyarrow.Schema:
    """The schema of :func:`score_batches` for batches of `schema`.

    >>> import pyarrow, stance
    >>> stance.scored_schema(pyarrow.schema([("text", pyarrow.string())]), stance.Classifier()).names[:3]
    ['text', 'predicted_stance', 'predicted_stance_probability']
    """
    import pyarrow

    added = pyarrow.schema(model._engine.schema(probabilities))
    _refuse_doubles(schema.names, added.names)
    return pyarrow.schema([*schema, *added])


def extract_batches(
    batches: Iterable[Any],
    *,
    column: str = "article",
    terms: bool = True,
    indirect: bool = False,
) -> Iterator[pyarrow.RecordBatch]:
    """Extracts the statements of the articles in a column: a row a statement, the row's other columns carried.

    An article without statements keeps one row with an empty `text`, so that denominators survive; a null article one
    row of nulls. A carried column with the name of a statement's column is called `article_NAME`.

    >>> import pyarrow, stance
    >>> rows = pyarrow.table({"day": [1], "article": ['"We oppose it," said Ada Nowak, a lobbyist.']})
    >>> [batch.select(["day", "speaker_name"]).to_pylist() for batch in stance.extract_batches(rows)]
    [[{'day': 1, 'speaker_name': 'Ada Nowak'}]]
    """
    import pyarrow

    for batch in _batches(batches):
        for start in range(0, max(batch.num_rows, 1), ARTICLES_AT_ONCE):
            part = batch.slice(start, ARTICLES_AT_ONCE)
            articles = strings(_column(part, column, "column"))
            try:
                found = pyarrow.record_batch(_stance.extract_column(articles, terms, indirect))
            except TypeError as error:
                raise DataError(f"column `{column}`: {error}") from None
            carried = part.drop_columns([column]).take(found["row"])
            found = found.drop_columns(["row"])
            names = _carried_names(carried.schema.names, found.schema.names)
            yield pyarrow.RecordBatch.from_arrays([*carried.columns, *found.columns], names=[*names, *found.schema.names])


def extracted_schema(schema: pyarrow.Schema, column: str = "article") -> pyarrow.Schema:
    """The schema of :func:`extract_batches` for batches of `schema`.

    >>> import pyarrow, stance
    >>> stance.extracted_schema(pyarrow.schema([("day", pyarrow.int64()), ("article", pyarrow.string())])).names[:3]
    ['day', 'statement', 'kind']
    """
    import pyarrow

    found = pyarrow.record_batch(_stance.extract_column([], True, False)).schema
    found = found.remove(found.get_field_index("row"))
    carried = [field for field in schema if field.name != column]
    names = _carried_names([field.name for field in carried], found.names)
    return pyarrow.schema([*(field.with_name(name) for field, name in zip(carried, names)), *found])


def _batches(batches: Any) -> Iterator[pyarrow.RecordBatch]:
    import pyarrow

    if isinstance(batches, pyarrow.RecordBatch):
        batches = [batches]
    elif isinstance(batches, pyarrow.Table):
        batches = batches.to_batches()
    for batch in batches:
        yield batch if isinstance(batch, pyarrow.RecordBatch) else pyarrow.record_batch(batch)


def _column(batch: pyarrow.RecordBatch, name: str, parameter: str) -> Any:
    places = batch.schema.get_all_field_indices(name)
    if len(places) != 1:
        found = "is not there" if not places else f"is there {len(places)} times"
        columns = ", ".join(batch.schema.names)
        raise DataError(f"column `{name}` {found} (columns: {columns}); name it with {parameter}=")
    return batch.column(places[0])


def _beside(batch: pyarrow.RecordBatch, added: pyarrow.RecordBatch) -> pyarrow.RecordBatch:
    import pyarrow

    _refuse_doubles(batch.schema.names, added.schema.names)
    fields = [*batch.schema, *added.schema]
    return pyarrow.RecordBatch.from_arrays([*batch.columns, *added.columns], schema=pyarrow.schema(fields))


def _refuse_doubles(there: list[str], added: list[str]) -> None:
    for name in added:
        if name in there:
            raise DataError(f"column `{name}` is there already and would be written again; rename or remove it")


def _carried_names(carried: list[str], own: list[str]) -> list[str]:
    names = [f"article_{name}" if name in own else name for name in carried]
    for old, new in zip(carried, names):
        if names.count(new) > 1:
            raise DataError(f"column `{old}` would be carried as `{new}`, which is taken; rename it")
    return names

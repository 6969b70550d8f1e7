"""A real local Spark session gives the answers of the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow
import pytest
from conftest import ARTICLES, Program, same

import stance

pytestmark = pytest.mark.spark


def rows(frame: Any) -> list[dict[str, Any]]:
    return [row.asDict(recursive=True) for row in frame.collect()]


def test_statements_get_the_labels_of_the_command_line(spark: Any, program: Program, random_texts: list[str]) -> None:
    import stance.spark

    frame = spark.createDataFrame([(k, t) for k, t in enumerate(random_texts)], "id int, text string").repartition(4)
    labelled = rows(stance.spark.label(frame, probabilities=True))
    labelled.sort(key=lambda row: row["id"])
    assert [row.pop("text") for row in labelled] == random_texts
    assert [row.pop("id") for row in labelled] == list(range(len(random_texts)))
    same(labelled, program.label(random_texts))


def test_articles_give_the_statements_of_the_command_line(spark: Any, program: Program) -> None:
    import stance.spark

    articles = [(path.name, path.read_bytes().decode()) for path in ARTICLES]
    frame = spark.createDataFrame([*articles, ("none", None), ("mute", "Nobody spoke.")], "file string, article string")
    found = stance.spark.extract(frame, terms=False)
    labelled = rows(stance.spark.label(found, probabilities=True, min_confidence=0))
    statements = sorted((row for row in labelled if row["statement"]), key=lambda row: (row["file"], row["statement"]))
    theirs: list[dict[str, Any]] = []
    for path in ARTICLES:
        theirs += [row | {"file": path.name} for row in program.jsonl("classify", path, "--probabilities", "--min-confidence", "0")]
    same(statements, theirs)
    without = {row["file"]: row["text"] for row in labelled if not row["statement"]}
    assert without == {"none": None, "mute": ""}


def test_a_model_of_ones_own_is_sent_to_the_workers(spark: Any) -> None:
    import stance.spark

    learnt = stance.StanceClassifier(calibration="none").fit(["up", "down"] * 10, ["good", "bad"] * 10).classifier_
    frame = spark.createDataFrame([("up",), ("down",), (None,)], "text string")
    found = [row["predicted_label"] for row in rows(stance.spark.label(frame, model=learnt))]
    assert found == ["good", "bad", None]


def test_the_schema_is_declared_before_any_work(spark: Any) -> None:
    import stance.spark

    frame = spark.createDataFrame([("x", 1)], "text string, day int")
    assert stance.spark.label(frame).columns == [
        "text", "day", "predicted_stance", "predicted_stance_probability", "predicted_stance_unsure",
        "predicted_sentiment", "predicted_sentiment_probability", "predicted_sentiment_unsure",
    ]  # fmt: skip
    extracted = stance.spark.extract(frame, column="text")
    assert extracted.columns[:3] == ["day", "statement", "kind"]
    assert extracted.schema["spans"].dataType.simpleString() == "array<array<bigint>>"


def test_columns_that_cannot_be_used_are_refused_on_the_driver_before_any_work(spark: Any) -> None:
    import stance.spark

    frame = spark.createDataFrame([("x", 1, "y")], "text string, day int, predicted_stance string")
    with pytest.raises(stance.DataError, match=r"column `words` is not there \(columns: text, day"):
        stance.spark.label(frame, column="words")
    with pytest.raises(stance.DataError, match="column `day` is of type int"):
        stance.spark.label(frame, column="day")
    with pytest.raises(stance.DataError, match="`predicted_stance` is there already"):
        stance.spark.label(frame)
    with pytest.raises(stance.DataError, match="column `article` is not there"):
        stance.spark.extract(frame)


def test_a_worker_of_another_version_is_one_clear_error_on_the_driver(
    spark: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    import stance.spark

    frame = spark.createDataFrame([("x",)], "text string")
    monkeypatch.setattr(stance.spark, "__version__", "99.0.0")
    with pytest.raises(Exception, match=rf"this worker has stance {stance.__version__} and the driver 99\.0\.0; install"):
        stance.spark.label(frame).collect()


def test_a_worker_with_another_shipped_model_is_one_clear_error(spark: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    import stance.spark

    class Other(stance.Classifier):
        @property
        def digest(self) -> str:
            return "0" * 64

    monkeypatch.setattr(stance.spark, "Classifier", Other)
    with pytest.raises(Exception, match="this worker's model has the digest .* and the driver's 000000000000"):
        stance.spark.label(spark.createDataFrame([("x",)], "text string")).collect()


def test_a_model_file_that_cannot_be_used_is_refused_on_the_driver(spark: Any, tmp_path: Path) -> None:
    import stance.spark

    (tmp_path / "model.safetensors").write_bytes(b"nothing")
    frame = spark.createDataFrame([("x",)], "text string")
    with pytest.raises(stance.ModelError, match="model.safetensors"):
        stance.spark.label(frame, model=str(tmp_path / "model.safetensors"))


def test_a_table_from_arrow_goes_through_spark_unchanged(spark: Any) -> None:
    import stance.spark

    table = pyarrow.table({"text": ["We oppose it.", None], "spans": [[1, 2], []], "n": [1.5, None]})
    labelled = stance.spark.label(spark.createDataFrame(table)).toArrow()
    assert labelled.select(table.column_names).to_pylist() == table.to_pylist()

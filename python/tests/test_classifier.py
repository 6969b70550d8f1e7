"""Loading, saving, threads, processes, errors."""

from __future__ import annotations

import multiprocessing
import pickle
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import stance

TEXTS = ["We oppose the rule.", "The controls keep us safe.", None, "It is a notice."] * 500


def label_again(classifier: stance.Classifier) -> Any:
    return classifier.classify(TEXTS, threads=2)


def test_results_do_not_depend_on_threads() -> None:
    classifier = stance.Classifier()
    once = classifier.classify(TEXTS, probabilities=True)
    for threads in (2, 3, 8, 5000):
        assert classifier.classify(TEXTS, probabilities=True, threads=threads) == once


def test_a_fork_after_threads_have_run_classifies_alike() -> None:
    classifier = stance.Classifier()
    before = classifier.classify(TEXTS, threads=2)
    with multiprocessing.get_context("fork").Pool(1) as pool:
        assert pool.apply_async(label_again, (classifier,)).get(timeout=60) == before


def test_a_pickled_classifier_is_the_same() -> None:
    classifier = stance.Classifier()
    again = pickle.loads(pickle.dumps(classifier))
    assert again.digest == classifier.digest
    assert again.classify(TEXTS) == classifier.classify(TEXTS)


def test_other_threads_run_while_it_classifies() -> None:
    classifier = stance.Classifier()
    texts = ["The bureau will enforce the controls on chips without fear or favour."] * 60_000
    ticks, stop = [0], threading.Event()

    def tick() -> None:
        while not stop.is_set():
            ticks[0] += 1
            time.sleep(0.001)

    import pyarrow

    column = pyarrow.array(texts)
    clock = threading.Thread(target=tick)
    clock.start()
    before = ticks[0]
    started = time.monotonic()
    classifier.classify(column)
    took = time.monotonic() - started
    during = ticks[0] - before
    stop.set()
    clock.join()
    # With the interpreter held, the clock could not tick but at the ends.
    assert during > min(20, took * 100), (during, took)


def test_a_classifier_is_shared_between_threads() -> None:
    classifier = stance.Classifier()
    once = classifier.classify(TEXTS)
    with ThreadPoolExecutor(4) as pool:
        assert all(found == once for found in pool.map(lambda _: classifier.classify(TEXTS), range(8)))


def test_a_model_tells_its_heads_and_where_it_came_from() -> None:
    classifier = stance.Classifier()
    assert classifier.heads == {
        "stance": ["neutral", "oppose", "support"],
        "sentiment": ["negative", "neutral", "positive"],
    }
    assert classifier.provenance["program"].startswith("stance-classifier")
    assert isinstance(classifier.about, dict)
    assert classifier.targets == []
    assert "support" in repr(classifier)


def test_a_model_that_cannot_be_used_is_an_error_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="nowhere.safetensors"):
        stance.Classifier(tmp_path / "nowhere.safetensors")
    whole = stance.Classifier().to_bytes()
    damaged = tmp_path / "damaged.safetensors"
    for data in (b"", whole[: len(whole) // 2], whole[:-1] + bytes([whole[-1] ^ 1])):
        damaged.write_bytes(data)
        with pytest.raises(stance.ModelError, match="damaged.safetensors"):
            stance.Classifier(damaged)
    with pytest.raises(stance.ModelError, match="the download"):
        stance.Classifier.from_bytes(whole[:100], "the download")


def test_options_out_of_range_are_refused() -> None:
    classifier = stance.Classifier()
    with pytest.raises(ValueError, match="min_confidence: 1.5"):
        classifier.classify("x", min_confidence=1.5)
    with pytest.raises(ValueError, match="threads: 0"):
        classifier.classify("x", threads=0)
    with pytest.raises(TypeError, match="article: a list"):
        stance.extract(["x"])  # type: ignore[arg-type]


def test_a_model_with_targets_judges_each_text_for_its_own() -> None:
    texts = ["we want it", "we do not want it"] * 20
    targets = ["ban"] * 20 + ["permit"] * 20
    labels = ["for"] * 19 + ["against"] * 20 + ["for"]
    learnt = stance.StanceClassifier(calibration="none").fit(texts, labels, targets=targets)
    classifier = learnt.classifier_
    assert classifier.targets == ["ban", "permit"]
    by_row = classifier.classify(["we want it", "we want it"], target=["ban", "permit"])
    assert [row["predicted_label"] for row in by_row] == ["for", "against"]
    assert classifier.classify("we want it", target="permit")["predicted_label"] == "against"
    with pytest.raises(ValueError, match="this model knows ban, permit"):
        classifier.classify("x")
    with pytest.raises(ValueError, match="row 1: .*`tax` is not known"):
        classifier.classify(["x", "y"], target=["ban", "tax"])
    with pytest.raises(ValueError, match="3 targets for 2 texts"):
        classifier.classify(["x", "y"], target=["ban", "ban", "ban"])

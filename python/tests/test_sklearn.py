"""The estimator keeps scikit-learn's contract. Its own checks skip text estimators, so these are ours."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas
import polars
import pyarrow
import pytest
import sklearn
from conftest import Program
from sklearn.base import clone, is_classifier
from sklearn.calibration import CalibratedClassifierCV
from sklearn.exceptions import NotFittedError
from sklearn.model_selection import GridSearchCV, GroupKFold, cross_val_predict, cross_val_score
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import FunctionTransformer

from stance import StanceClassifier

GOOD = ["a fine day", "we gain from it", "a strong gain", "it is fine and strong"]
BAD = ["a poor day", "we lose by it", "a weak loss", "it is poor and weak"]
FLAT = ["a plain day", "we note it", "a mere notice", "it is plain and mere"]
TEXTS = [f"{text} {n}" for n in range(6) for text in GOOD + BAD + FLAT]
LABELS = (["good"] * 4 + ["bad"] * 4 + ["flat"] * 4) * 6
GROUPS = [n for n in range(6) for _ in range(12)]
TWO = [label == "good" for label in LABELS]


def test_it_learns_and_gives_probabilities_in_the_order_of_its_classes() -> None:
    learnt = StanceClassifier().fit(TEXTS, LABELS)
    assert learnt.classes_.tolist() == ["bad", "flat", "good"]
    spread = learnt.predict_proba(["a fine strong gain", "a poor weak loss", ""])
    assert spread.shape == (3, 3)
    assert np.allclose(spread.sum(axis=1), 1)
    assert learnt.predict(["a fine strong gain", "a poor weak loss"]).tolist() == ["good", "bad"]
    assert learnt.score(TEXTS, LABELS) == 1.0


def test_the_decision_function_agrees_with_the_probabilities() -> None:
    three = StanceClassifier().fit(TEXTS, LABELS)
    scores, spread = three.decision_function(TEXTS), three.predict_proba(TEXTS)
    assert scores.shape == spread.shape
    assert (scores.argmax(axis=1) == spread.argmax(axis=1)).all()
    assert np.allclose(np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True), spread)
    two = StanceClassifier().fit(TEXTS, TWO)
    scores = two.decision_function(TEXTS)
    assert scores.shape == (len(TEXTS),)
    assert np.allclose(1 / (1 + np.exp(-scores)), two.predict_proba(TEXTS)[:, 1])
    assert ((scores > 0) == two.predict(TEXTS)).all()


@pytest.mark.parametrize(
    "labels",
    [[10 if y else 9 for y in TWO], TWO, [{"good": 2, "bad": 10, "flat": -3}[y] for y in LABELS]],
    ids=["numbers whose names sort otherwise", "booleans", "three numbers"],
)
def test_labels_keep_their_type_and_order(labels: list[Any]) -> None:
    learnt = StanceClassifier().fit(TEXTS, labels)
    assert learnt.classes_.tolist() == sorted(set(labels))
    assert learnt.predict(TEXTS).tolist() == labels


@pytest.mark.parametrize(
    "column",
    [
        tuple(TEXTS),
        np.array(TEXTS),
        np.array(TEXTS, dtype=object),
        pandas.Series(TEXTS),
        polars.Series(TEXTS),
        pyarrow.array(TEXTS),
        pyarrow.chunked_array([TEXTS[:5], TEXTS[5:]]),
    ],
    ids=["tuple", "numpy", "objects", "pandas", "polars", "arrow", "chunks"],
)
def test_columns_of_every_kind_teach_the_same(column: Any) -> None:
    expected = StanceClassifier().fit(TEXTS, LABELS).predict_proba(TEXTS)
    learnt = StanceClassifier().fit(column, pandas.Series(LABELS))
    assert (learnt.predict_proba(column) == expected).all()


def test_parameters_are_kept_cloned_and_set() -> None:
    given: dict[str, Any] = {"penalty": 0.5, "char_ngrams": (2, 3), "options": {"text": {"negation": "scope"}}}
    made = StanceClassifier(**given)
    assert {k: v for k, v in made.get_params().items() if k in given} == given
    copy = clone(made.fit(TEXTS, LABELS))
    assert copy.get_params() == made.get_params()
    assert not hasattr(copy, "classes_")
    assert copy.set_params(penalty=2.0).penalty == 2.0
    assert given["options"] == {"text": {"negation": "scope"}}
    assert is_classifier(made)
    assert "penalty=0.5" in repr(made)


def test_parameters_reach_the_model() -> None:
    made = StanceClassifier(
        language="english",
        word_ngrams=1,
        char_ngrams=(0, 0),
        min_texts=2,
        penalty=0.5,
        class_weight="balanced",
        calibration="none",
        options={"text": {"negation": "scope"}},
    )
    options = made.fit(TEXTS, LABELS).classifier_.provenance["options"]
    assert options["text"]["language"] == "english"
    assert options["text"]["word-ngrams"] == 1
    assert options["text"]["negation"] == "scope"
    assert options["text"]["char-ngrams"] == {"min": 0, "max": 0}
    assert (options["min-texts"], options["penalty"]) == (2, 0.5)
    assert (options["class-weights"], options["calibration"]) == ("balanced", "none")


def test_what_is_given_is_not_searched_and_the_rest_is() -> None:
    given = StanceClassifier(penalty=0.7, options={"weighting": {"scale": "idf"}}).fit(TEXTS, LABELS)
    options = given.classifier_.provenance["options"]
    assert options["search"] == "cv"
    assert (options["penalty"], options["weighting"]["scale"]) == (0.7, "idf")
    assert options["free"] == {
        "char-ngrams": True, "min-texts": True, "scale": False, "penalty": False, "target-weights": True
    }  # fmt: skip
    off = StanceClassifier(search="off").fit(TEXTS, LABELS).classifier_.provenance["options"]
    assert off["penalty"] == 0.06


def test_a_second_fit_forgets_the_first() -> None:
    learnt = StanceClassifier().fit(TEXTS, TWO).fit(TEXTS, LABELS)
    assert (learnt.predict_proba(TEXTS) == StanceClassifier().fit(TEXTS, LABELS).predict_proba(TEXTS)).all()


def test_weights_count_like_rows() -> None:
    sure = {"calibration": "none", "search": "off", "min_texts": 1, "options": {"weighting": {"scale": "none"}}}
    some, labels = TEXTS[:24], LABELS[:24]
    doubled = StanceClassifier(**sure).fit(some + some[:5], labels + labels[:5])
    weighted = StanceClassifier(**sure).fit(some, labels, sample_weight=[2.0] * 5 + [1.0] * 19)
    assert np.allclose(doubled.predict_proba(some), weighted.predict_proba(some), atol=1e-5)
    plain = StanceClassifier(**sure).fit(some, labels)
    assert not np.allclose(plain.predict_proba(some), weighted.predict_proba(some), atol=1e-3)


def test_it_is_the_last_step_of_a_pipeline() -> None:
    lower = FunctionTransformer(lambda texts: [text.lower() for text in texts])
    chain = Pipeline([("lower", lower), ("stance", StanceClassifier())]).fit([t.upper() for t in TEXTS], LABELS)
    assert chain.predict(["A FINE STRONG GAIN"]).tolist() == ["good"]
    weighted = chain.fit(TEXTS, LABELS, stance__sample_weight=np.ones(len(TEXTS)))
    assert weighted.classes_.tolist() == ["bad", "flat", "good"]


@pytest.mark.parametrize("column", [TEXTS, np.array(TEXTS), pandas.Series(TEXTS)], ids=["list", "numpy", "pandas"])
def test_a_grid_is_searched_with_groups_kept_whole(column: Any) -> None:
    grid = GridSearchCV(StanceClassifier(search="off", calibration="none"), {"penalty": [0.1, 10.0]}, cv=GroupKFold(3), n_jobs=2)
    grid.fit(column, LABELS, groups=GROUPS)
    assert grid.best_score_ == 1.0
    assert grid.predict(["a fine strong gain"]).tolist() == ["good"]


def test_cross_validation_scores_and_predicts() -> None:
    scores = cross_val_score(StanceClassifier(), TEXTS, LABELS, groups=GROUPS, cv=GroupKFold(3), scoring="neg_log_loss")
    assert (scores > -0.7).all()
    held_out = cross_val_predict(StanceClassifier(), TEXTS, LABELS, cv=3, method="decision_function")
    assert held_out.shape == (len(TEXTS), 3)


def test_groups_are_kept_whole_in_the_calibration() -> None:
    # A word of its own gives each group away, and says nothing of a group that was not learnt from.
    groups = [number for number in range(30) for _ in range(6)]
    texts = [f"alpha{chr(97 + group % 26)}{chr(97 + group // 26)} text{chr(97 + row % 7)}" for row, group in enumerate(groups)]
    labels = ["yes" if group % 2 else "no" for group in groups]
    fixed = StanceClassifier(search="off", char_ngrams=(0, 0))
    alone = fixed.fit(texts, labels).predict_proba(texts).max(axis=1)
    grouped = fixed.fit(texts, labels, groups=groups).predict_proba(texts).max(axis=1)
    assert alone.min() > grouped.max() + 0.02
    # It is the calibration, and it alone, that saw them.
    raw = StanceClassifier(search="off", calibration="none", char_ngrams=(0, 0))
    ungrouped = raw.fit(texts, labels).predict_proba(texts)
    assert (raw.fit(texts, labels, groups=groups).predict_proba(texts) == ungrouped).all()


def test_what_could_not_be_done_as_asked_is_a_warning() -> None:
    with pytest.warns(UserWarning, match="options not chosen by cross-validation"):
        StanceClassifier(calibration="none").fit(["up", "down"] * 5, ["good", "bad"] * 5, groups=["one"] * 10)


@pytest.mark.parametrize("method", ["sigmoid", "isotonic"])
def test_it_is_calibrated_by_scikit_learn(method: str) -> None:
    base = StanceClassifier(search="off", calibration="none")
    weights = np.linspace(0.5, 1.5, len(TEXTS))
    calibrated = CalibratedClassifierCV(base, method=method, cv=3).fit(TEXTS, LABELS, sample_weight=weights)
    assert np.allclose(calibrated.predict_proba(TEXTS).sum(axis=1), 1)
    assert calibrated.score(TEXTS, LABELS) > 0.9


def test_a_pickled_estimator_predicts_the_same() -> None:
    learnt = StanceClassifier().fit(TEXTS, LABELS)
    again = pickle.loads(pickle.dumps(learnt))
    assert (again.predict_proba(TEXTS) == learnt.predict_proba(TEXTS)).all()


def test_the_same_rows_give_the_same_bytes_at_any_thread_count() -> None:
    once = StanceClassifier().fit(TEXTS, LABELS).classifier_.to_bytes()
    assert StanceClassifier(threads=2).fit(TEXTS, LABELS).classifier_.to_bytes() == once


def test_terms_and_weights_are_those_of_the_program(program: Program, tmp_path: Path) -> None:
    for labels in (LABELS, TWO):
        learnt = StanceClassifier(search="off").fit(TEXTS, labels)
        learnt.classifier_.save(tmp_path / "model")
        head = json.loads(program("inspect", tmp_path / "model", "--format", "json"))["heads"][0]
        terms = learnt.get_feature_names_out().tolist()
        assert learnt.coef_.shape == (len(learnt.intercept_), len(terms)) and len(set(terms)) == len(terms)
        assert len(learnt.intercept_) == (1 if labels is TWO else 3)
        for row, name in enumerate(learnt.classes_ if labels is LABELS else [True]):
            strongest = head["strongest"][str(name)]
            weights = [learnt.coef_[row][terms.index(term)] for term, _ in strongest]
            assert len(strongest) == 10 and np.allclose(weights, [weight for _, weight in strongest], atol=1e-6)


def test_weights_follow_the_order_of_the_classes() -> None:
    # As text, 10 comes before 9.
    learnt = StanceClassifier(search="off", char_ngrams=(0, 0)).fit(TEXTS, [10 if y else 9 for y in TWO])
    terms = learnt.get_feature_names_out().tolist()
    gain, poor = (learnt.coef_[0][terms.index(next(t for t in terms if t.startswith(word)))] for word in ("gain", "poor"))
    scores = learnt.decision_function(["gain", "poor"])
    assert gain > 0 > poor and scores[0] > 0 > scores[1]


def test_weights_are_there_after_fit_and_without_targets() -> None:
    assert not hasattr(StanceClassifier(), "coef_")
    with pytest.raises(NotFittedError):
        StanceClassifier().get_feature_names_out()
    about = StanceClassifier(search="off").fit(TEXTS, LABELS, targets=["a", "b"] * 36)
    assert not hasattr(about, "coef_") and len(about.get_feature_names_out())


def test_before_fit_it_refuses() -> None:
    with pytest.raises(NotFittedError):
        StanceClassifier().predict(TEXTS)


WRONG: dict[str, tuple[dict[str, Any], Any, Any, dict[str, Any], str]] = {
    "one class": ({}, TEXTS, ["x"] * len(TEXTS), {}, "class"),
    "lengths": ({}, TEXTS, LABELS[:-1], {}, "there are 71 for 72 texts"),
    "null text": ({}, [*TEXTS[:-1], None], LABELS, {}, "text 71 is null"),
    "regression": ({}, TEXTS, np.linspace(0, 1, len(TEXTS)), {}, "Unknown label type"),
    "unsure": ({}, TEXTS, [y.replace("flat", "unsure") for y in LABELS], {}, "`unsure` are reserved"),
    "weight": ({}, TEXTS, LABELS, {"sample_weight": [-1.0] * len(TEXTS)}, "the weight of row 0"),
    "weights": ({}, TEXTS, LABELS, {"sample_weight": [0.0] * len(TEXTS)}, "no weight above 0"),
    "groups": ({}, TEXTS, LABELS, {"groups": ["a"]}, "groups: there are 1 for 72 texts"),
    "penalty": ({"penalty": -1.0}, TEXTS, LABELS, {}, "penalty: -1.0 is out of range"),
    "option": ({"options": {"colour": 1}}, TEXTS, LABELS, {}, "unknown field `colour`"),
    "calibration": ({"calibration": "perhaps"}, TEXTS, LABELS, {}, "calibration: 'perhaps' is not known; use one of cv, none"),
    "class weight": ({"class_weight": {"a": 1}}, TEXTS, LABELS, {}, "class_weight: {'a': 1} is not known; use one of none, root"),
    "search": ({"search": "grid"}, TEXTS, LABELS, {}, "search: 'grid' is not known; use one of cv, off"),
    "lengths of n-grams": ({"char_ngrams": 3}, TEXTS, LABELS, {}, r"char_ngrams: 3 is not a pair of lengths; .*\(2, 5\)"),
}


@pytest.mark.parametrize(("params", "texts", "labels", "more", "message"), WRONG.values(), ids=WRONG.keys())
def test_what_cannot_be_learnt_from_is_named(params: Any, texts: Any, labels: Any, more: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        StanceClassifier(**params).fit(texts, labels, **more)


def test_a_null_among_the_texts_to_label_is_named() -> None:
    learnt = StanceClassifier(calibration="none").fit(TEXTS, LABELS)
    with pytest.raises(ValueError, match="text 1 is null"):
        learnt.predict(["x", None])


def test_without_scikit_learn_the_rest_works_and_the_estimator_says_what_it_needs(tmp_path: Path) -> None:
    script = """
import sys
for name in ("sklearn", "numpy", "pyarrow", "pandas", "polars"):
    sys.modules[name] = None
import stance
assert stance.Classifier().classify(["We oppose it.", None])[1]["predicted_stance"] is None
assert stance.extract('"We oppose it," said Ada Nowak.')[0]["speaker"] == "Ada Nowak"
try:
    stance.StanceClassifier
except ImportError as error:
    print(error)
"""
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    assert "pip install 'stance-classifier[sklearn]'" in run.stdout


def test_targets_are_routed_through_cross_validation() -> None:
    texts = ["we want it", "we do not want it"] * 24
    # More of one target than of the other, so that words lean to one side over all rows.
    targets = np.array((["ban"] * 4 + ["permit"] * 2) * 8)
    labels = (["for", "against"] * 2 + ["against", "for"]) * 8
    folds = np.arange(48) // 2
    plain = StanceClassifier(search="off", calibration="none")
    with sklearn.config_context(enable_metadata_routing=True):
        routed = plain.set_fit_request(targets=True, groups=True).set_score_request(targets=True)
        scores = cross_val_score(routed, texts, labels, cv=GroupKFold(4), params={"targets": targets, "groups": folds})
    assert (scores == 1).all()
    # Without targets, the same words have both labels.
    assert cross_val_score(plain, texts, labels, cv=GroupKFold(4), groups=folds).mean() < 0.8

"""The answers are those of the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ARTICLES, Program, rounded, same

import stance


def test_random_texts_get_the_labels_and_probabilities_of_the_command_line(
    program: Program, random_texts: list[str]
) -> None:
    same(stance.Classifier().classify(random_texts, probabilities=True), program.label(random_texts))


@pytest.mark.parametrize("article", ARTICLES, ids=lambda path: path.stem)
def test_an_article_gives_the_statements_of_the_command_line(program: Program, article: Path) -> None:
    text = article.read_bytes().decode()
    theirs = [{k: v for k, v in row.items() if k != "file"} for row in program.jsonl("extract", article)]
    ours = rounded(stance.extract(text))
    assert theirs
    assert ours == theirs
    for statement in ours:
        for start, end in statement["spans"]:
            assert text[start:end].strip() and text[start:end].split()[0] in statement["text"]


@pytest.mark.parametrize("article", ARTICLES, ids=lambda path: path.stem)
def test_an_article_gets_the_labels_of_the_command_line(program: Program, article: Path) -> None:
    theirs = [
        {k: v for k, v in row.items() if k != "file"} for row in program.jsonl("classify", article, "--probabilities")
    ]
    ours = stance.Classifier().classify_article(article.read_bytes().decode(), probabilities=True)
    assert [s["text"] for s in ours] == [s["text"] for s in theirs]
    same(ours, theirs)


def test_reasons_are_those_of_the_command_line(program: Program) -> None:
    text = "We can’t support these curbs: they’re a costly 🙂 overreach, and our rivals profit."
    (theirs,) = program.jsonl("classify", "--text", text, "--explain", "--min-confidence", "0")
    for head, why in stance.Classifier().explain(text).items():
        assert why["label"] == theirs[f"predicted_{head}"]
        assert rounded(why["reasons"]) == theirs[f"predicted_{head}_reasons"]
        assert sum(r["contribution"] for r in why["reasons"]) + why["bias"] == pytest.approx(why["score"], abs=1e-9)
        assert all(text[r["start"] : r["end"]] == r["term"] for r in why["reasons"])


def test_unsure_is_given_below_the_confidence_asked_for(program: Program) -> None:
    text = "The rule applies to shipments that leave a warehouse after the date."
    (theirs,) = program.jsonl("classify", "--text", text, "--min-confidence", "0.99")
    ours = stance.Classifier().classify(text, min_confidence=0.99)
    assert {k: v for k, v in ours.items() if not k.endswith("probability")}.items() <= theirs.items()
    assert stance.UNSURE in ours.values()


def test_a_model_saved_here_is_read_by_the_command_line(program: Program, tmp_path: Path) -> None:
    texts = ["up and away", "down and out", "up we go", "down it falls"] * 10
    learnt = stance.StanceClassifier().fit(texts, ["good", "bad"] * 20)
    learnt.classifier_.save(tmp_path / "model.safetensors")
    (theirs,) = program.jsonl("classify", "--text", "up up", "--model", tmp_path / "model.safetensors", "--probabilities")
    same(learnt.classifier_.classify(["up up"], probabilities=True), [{k: v for k, v in theirs.items() if k != "text"}])
    assert [p.name for p in tmp_path.iterdir()] == ["model.safetensors"]


def test_a_model_trained_on_the_command_line_predicts_as_the_estimator_does(program: Program, tmp_path: Path) -> None:
    rows = [(f"{word} number {n}", "good" if word in ("up", "high") else "bad") for n in range(20) for word in ("up", "low", "high", "down")]
    (tmp_path / "rows.csv").write_text("text,label\n" + "".join(f"{t},{c}\n" for t, c in rows))
    program("train", tmp_path / "rows.csv", "-o", tmp_path / "model.safetensors")
    texts, labels = zip(*rows)
    learnt = stance.StanceClassifier().fit(texts, labels)
    theirs = stance.Classifier(tmp_path / "model.safetensors").classify(list(texts), probabilities=True)
    assert learnt.classifier_.classify(list(texts), probabilities=True) == theirs

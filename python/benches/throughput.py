"""Statements per second on one Arrow column, beside scikit-learn: python benches/throughput.py labelled.csv [REPEATS]

Both learn from the file's columns `text` and `stance` (or `label`), with the same n-grams, and then label the same pyarrow
string column with probabilities, one thread, best of three. Texts are repeated REPEATS times with a number appended, so
that no row is a copy.
"""

import csv
import sys
import time

import machine
import pyarrow as pa
import sklearn
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion, make_pipeline

import stance

with open(sys.argv[1], encoding="utf-8", newline="") as file:
    rows = list(csv.DictReader(file))
head = next(name for name in ("stance", "sentiment", "label") if name in rows[0])
rows = [row for row in rows if row[head]]
texts, labels = [row["text"] for row in rows], [row[head] for row in rows]
repeats = int(sys.argv[2]) if len(sys.argv) > 2 else 1
column = pa.array([f"{text} {n}" for n in range(repeats) for text in texts])
given = column.to_pylist()
size = sum(len(text) for text in given) / 1e6


def best(call) -> float:  # type: ignore[no-untyped-def]
    taken = []
    for _ in range(3):
        before = time.process_time()
        call()
        taken.append(time.process_time() - before)
    return min(taken)


def words() -> TfidfVectorizer:
    return TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)


def characters() -> TfidfVectorizer:
    return TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)


print(machine.line() + f", scikit-learn {sklearn.__version__}")
print(f"{len(column):,} statements, {size:.1f} million characters, CPU seconds on one thread")
print(f"{'features':28} {'':14} {'statements/s':>14} {'MB/s':>8} {'times':>7}")
for name, chars, features in (
    ("words 1-2", (0, 0), words()),
    ("words 1-2, characters 2-5", (2, 5), FeatureUnion([("words", words()), ("characters", characters())])),
):
    ours = stance.StanceClassifier(search="off", char_ngrams=chars).fit(texts, labels).classifier_
    peer = make_pipeline(features, LogisticRegression(max_iter=1000)).fit(texts, labels)
    # The column as scikit-learn takes it; the conversion is not timed.
    theirs = best(lambda: peer.predict_proba(given))
    own = best(lambda: ours.classify(column, probabilities=True))
    for program, taken in (("stance", own), ("scikit-learn", theirs)):
        print(f"{name:28} {program:14} {len(column) / taken:14,.0f} {size / taken:8.1f} {theirs / taken:7.1f}")

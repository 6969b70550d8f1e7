"""Statements per second on one Arrow column, beside scikit-learn: python benches/throughput.py labelled.csv [REPEATS]

Both learn from the file's columns `text` and `stance` (or `label`) and then label the same pyarrow string column with
probabilities, one thread, best of three. Texts are repeated REPEATS times with a number appended, so that no row is a copy.
"""

import csv
import sys
import time

import pyarrow as pa
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
size = sum(len(text) for text in column.to_pylist()) / 1e6


def best(call) -> float:  # type: ignore[no-untyped-def]
    taken = []
    for _ in range(3):
        before = time.process_time()
        call()
        taken.append(time.process_time() - before)
    return min(taken)


words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
characters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
peers = {
    "scikit-learn, words 1-2": make_pipeline(words, LogisticRegression(max_iter=1000)),
    "scikit-learn, words 1-2 + characters 2-5": make_pipeline(
        FeatureUnion([("words", words), ("characters", characters)]), LogisticRegression(max_iter=1000)
    ),
}
ours = stance.StanceClassifier().fit(texts, labels)
calls = {"stance": lambda: ours.classifier_.classify(column, probabilities=True)}
for name, peer in peers.items():
    peer.fit(texts, labels)
    # The column as scikit-learn takes it; the conversion is not timed.
    calls[name] = lambda peer=peer, given=column.to_pylist(): peer.predict_proba(given)  # type: ignore[misc]
seconds = {name: best(call) for name, call in calls.items()}
print(f"{len(column):,} statements, {size:.1f} million characters, CPU seconds on one thread")
for name, taken in seconds.items():
    times = taken / seconds["stance"]
    print(f"{name:42} {len(column) / taken:>12,.0f} statements/s {size / taken:8.1f} MB/s {times:7.1f}× our time")

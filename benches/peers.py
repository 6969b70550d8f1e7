"""Peers that learn from the same rows: bag-of-words classifiers as people build them with scikit-learn."""

import warnings

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline, make_union

warnings.filterwarnings("ignore", category=ConvergenceWarning)


class RatioWeighted:
    """Logistic regression on words and pairs weighted by their log-count ratio (Wang & Manning 2012), one class against the
    rest."""

    def __init__(self, c=0.5):
        self.c = c

    def fit(self, texts, labels):
        self.vectorizer = CountVectorizer(ngram_range=(1, 2), binary=True, token_pattern=r"(?u)\b\w+\b|[!?]")
        counts = self.vectorizer.fit_transform(texts).tocsr()
        self.classes = np.unique(labels)
        # Of two classes one says it all.
        own = self.classes[1:] if len(self.classes) == 2 else self.classes
        self.models = [self.one(counts, labels == name) for name in own]
        return self

    def one(self, counts, own):
        shares = [np.asarray(counts[rows].sum(axis=0)).ravel() + 1.0 for rows in (own, ~own)]
        ratio = np.log(shares[0] / shares[0].sum()) - np.log(shares[1] / shares[1].sum())
        return ratio, LogisticRegression(C=self.c, max_iter=1000).fit(counts.multiply(ratio).tocsr(), own)

    def predict(self, texts):
        counts = self.vectorizer.transform(texts)
        scores = np.column_stack([m.decision_function(counts.multiply(r).tocsr()) for r, m in self.models])
        best = scores[:, 0] > 0 if scores.shape[1] == 1 else scores.argmax(axis=1)
        return self.classes[np.asarray(best, dtype=int)]


def tuned(features):
    """The penalty chosen by cross-validation on the training rows."""
    learner = make_pipeline(features, LogisticRegression(max_iter=1000))
    return GridSearchCV(learner, {"logisticregression__C": [1, 4, 16]}, cv=3)


def words(longest):
    return TfidfVectorizer(ngram_range=(1, longest), sublinear_tf=True)


def characters():
    return TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)


PEERS = {
    "counts": lambda: make_pipeline(CountVectorizer(), LogisticRegression(max_iter=1000)),
    "tf-idf 1-2": lambda: tuned(words(2)),
    "tf-idf 1-3, characters 2-5": lambda: tuned(make_union(words(3), characters())),
    "log-count ratio 1-2": RatioWeighted,
}

"""The rows that the shipped model learns from, put together from training-data/ and the real statements built from clones."""
import csv
import os

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
DATA = os.path.join(ROOT, "training-data")
COLUMNS = ["text", "stance", "sentiment", "group", "weight"]
# Weights, chosen by leaving sources of real statements out (models/cross.py). Real documents hardly ever take a side; neutral
# rows weigh less, so that about half of the weight is neutral, as among statements that articles quote on the matter.
COMPOSED, PLAIN, SENTIMENT, NEUTRAL = 0.15, 0.5, 0.5, 0.2
# Options of the shipped model, chosen in the same way.
OPTIONS = ["--char-ngrams", "2-5", "--penalty", "0.2", "--min-texts", "3", "--min-groups", "3", "--no-search"]
KEYS = ["--dictionary", os.path.join(DATA, "dictionary.yml"), "--key-window", "12"]


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def weighted(row, group, weight):
    return {**{c: row.get(c, "") for c in COLUMNS}, "group": group, "weight": weight}


def composed():
    return [weighted(r, r["group"], COMPOSED) for r in read(os.path.join(DATA, "export-controls.csv"))]


def plain():
    return [weighted(r, "plain-" + r["group"], PLAIN) for r in read(os.path.join(DATA, "plain.csv"))]


def sentiment():
    return [weighted(r, "sentiment-" + r["group"], SENTIMENT) for r in read(os.path.join(DATA, "sentiment.csv"))]


def of_real(row, source):
    """A real row or a rewrite of one; rows of one source are never split between folds."""
    return weighted(row, source, NEUTRAL if row["stance"] == "neutral" else 1)


def rewrites():
    sources = {r["id"]: r["source"] for r in read(os.path.join(DATA, "real", "learn.csv"))}
    return [of_real(r, sources[r["of"]]) for r in read(os.path.join(DATA, "rewrites.csv"))]


def real(built):
    return [of_real(r, r["source"]) for r in read(os.path.join(built, "learn.csv"))]


def real_sentiment(built, is_judge):
    """Real statements of other matters, labelled for sentiment alone, of sources that do not judge."""
    rows = read(os.path.join(built, "sentiment.csv"))
    return [weighted(r, r["source"], SENTIMENT) for r in rows if not is_judge(r["source"])]


def without_real():
    """{file name: rows} of what the repository holds."""
    return {"composed.csv": composed(), "rewrites.csv": rewrites(), "plain.csv": plain(), "sentiment.csv": sentiment()}


def with_real(built, is_judge):
    """The same and the real statements in the folder `built`."""
    return {**without_real(), "real.csv": real(built), "real-sentiment.csv": real_sentiment(built, is_judge)}


def write(files, folder):
    """Writes each file; returns their names, in order."""
    for name, rows in files.items():
        with open(os.path.join(folder, name), "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    return list(files)

"""The rows that the shipped model learns from, put together from training-data/ and the real statements built from clones."""
import csv
import os

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
DATA = os.path.join(ROOT, "training-data")
COLUMNS = ["text", "stance", "sentiment", "group", "weight"]
# Weights, chosen by leaving sources of real statements out (models/cross.py). Real documents hardly ever take a side; neutral
# rows weigh less, so that about half of the weight is neutral, as among statements that articles quote on the matter.
COMPOSED, PLAIN, SENTIMENT, NEUTRAL = 0.15, 0.5, 0.5, 0.2
# Statements of the same and of the other side that were composed after a real one: as heavy, they make the ranking worse.
SIDES = 0.2
# Options of the shipped model, chosen in the same way.
OPTIONS = ["--char-ngrams", "2-5", "--penalty", "0.2", "--min-texts", "3", "--min-groups", "3", "--no-search"]
KEYS = ["--dictionary", os.path.join(DATA, "dictionary.yml"), "--key-window", "12", "--key-negation", "negation,weaken", "--negation-scope", "3"]
# What the model says of itself, and when its labels are unsure. Below these probabilities too few labels were right on sources
# left out (models/cross.py); of 20 sided labels of texts without a key of the subject none was right.
ABOUT = [
    "--question", "Is the statement for or against the United States' limits on exporting AI chips and chip technology?",
    "--question", "sentiment=Is the tone of the statement positive or negative?",
    "--describe", "stance.support=for the limits: they work, are right, or must stay or be tightened",
    "--describe", "stance.oppose=against the limits: they harm, fail, are wrong, or must be eased or dropped",
    "--describe", "stance.neutral=takes no side on the limits, or speaks of something else",
    "--model-language", "English", "--licence", "MIT OR Apache-2.0", "--date", "2026-11-30",
]
SUBJECT = ["policy", "licence", "goods", "smuggling", "adversary", "own-industry", "rivals", "security-lead", "access", "sell"]
DOUBT = ["--unsure-below", "stance=0.45", "--unsure-below", "sentiment=0.45", "--subject", "stance=" + ",".join(SUBJECT)]


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
    rows = [(r, of_real(r, sources[r["of"]])) for r in read(os.path.join(DATA, "rewrites.csv"))]
    return [{**row, "weight": SIDES} if r["form"] in ("same", "flip") else row for r, row in rows]


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

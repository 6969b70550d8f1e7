"""Scores of a model on real statements: labelled CSVs (text, stance, sentiment) that stay outside the repository.

Used by models/card.py and training-data/rounds.py.
"""
import csv, math, random, subprocess

DRAWS, SEED = 1000, 0
SIDES = ("support", "oppose")


def classify(stance, model, path):
    """The rows of `path` with the model's labels and probabilities."""
    command = [stance, "classify", path, "--model", model, "--probabilities", "--format", "csv"]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}: {done.stderr}")
    return list(csv.DictReader(done.stdout.splitlines(keepends=True)))


def macro_f1(rows, head):
    pairs = [(r[head], r[f"predicted_{head}"]) for r in rows]
    classes = sorted({truth for truth, _ in pairs})
    total = 0.0
    for c in classes:
        both = sum(a == b == c for a, b in pairs)
        either = sum(a == c for a, _ in pairs) + sum(b == c for _, b in pairs)
        total += 2 * both / either if either else 0.0
    return total / len(classes) if classes else None


def two_way(rows):
    """Of the rows that take a side, the share whose side is the more probable of the two; of all of them, no row left out."""
    sided = [r for r in rows if r["stance"] in SIDES]
    p = {s: f"predicted_stance_p_{s}" for s in SIDES}
    right = sum((float(r[p["support"]]) > float(r[p["oppose"]])) == (r["stance"] == "support") for r in sided)
    return right / len(sided) if sided else None


def log_loss(rows):
    return -sum(math.log(max(1e-12, float(r[f"predicted_stance_p_{r['stance']}"]))) for r in rows) / len(rows)


def share_log_loss(rows):
    """Log-loss of always answering the label shares of these rows."""
    shares = [sum(r["stance"] == c for r in rows) / len(rows) for c in {r["stance"] for r in rows}]
    return -sum(s * math.log(s) for s in shares)


METRICS = {
    "two-way accuracy": two_way,
    "stance macro-F1": lambda rows: macro_f1(rows, "stance"),
    "stance log-loss": log_loss,
    "log-loss of the label shares": share_log_loss,
    "sentiment macro-F1": lambda rows: macro_f1(rows, "sentiment"),
}


def figures(rows):
    """{metric: [value, low, high]}, 95 % by bootstrap over statements."""
    rng = random.Random(SEED)
    draws = [[rows[rng.randrange(len(rows))] for _ in rows] for _ in range(DRAWS)]
    out = {}
    for name, metric in METRICS.items():
        seen = sorted(x for x in map(metric, draws) if x is not None)
        low, high = seen[int(0.025 * len(seen))], seen[int(0.975 * len(seen)) - 1]
        out[name] = [round(x, 4) for x in (metric(rows), low, high)]
    return out


def cells(rows):
    """{"stance, sentiment": [rows, right stances, right sentiments]}"""
    out = {}
    for r in rows:
        cell = out.setdefault(f"{r['stance']}, {r['sentiment']}", [0, 0, 0])
        cell[0] += 1
        cell[1] += r["stance"] == r["predicted_stance"]
        cell[2] += r["sentiment"] == r["predicted_sentiment"]
    return dict(sorted(out.items()))


def named_files(arguments):
    """NAME=FILE arguments as pairs."""
    pairs = [a.partition("=")[::2] for a in arguments]
    if not all(name and path for name, path in pairs):
        raise SystemExit("say NAME=FILE for each labelled CSV of real statements")
    return pairs

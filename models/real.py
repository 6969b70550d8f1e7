"""Scores of a model on real statements: labelled CSVs (text, stance, sentiment) that stay outside the repository.

Used by models/card.py and training-data/rounds.py.
"""
import csv, io, math, random, subprocess

DRAWS, SEED = 300, 0
SIDES = ("support", "oppose")


def classify(stance, model, path, unsure=False):
    """The rows of `path` with the most probable classes and probabilities; with `unsure` labels may be unsure by the model's rules."""
    command = [stance, "classify", path, "--model", model, "--probabilities", "--format", "csv", *([] if unsure else ["--min-confidence", "0"])]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}: {done.stderr}")
    return list(csv.DictReader(io.StringIO(done.stdout, newline="")))


def write(path, rows):
    """Writes rows with the same columns."""
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def macro_f1(rows, head, weight):
    pairs = [(r[head], r[f"predicted_{head}"], weight(r)) for r in rows if r[head] and r[f"predicted_{head}"]]
    classes = sorted({truth for truth, _, _ in pairs})
    total = 0.0
    for c in classes:
        both = sum(w for a, b, w in pairs if a == b == c)
        either = sum(w * ((a == c) + (b == c)) for a, b, w in pairs)
        total += 2 * both / either if either else 0.0
    return total / len(classes) if classes else None


def two_way(rows):
    """Of the rows that take a side, the share whose side is the more probable of the two; of all of them, no row left out."""
    sided = [r for r in rows if r["stance"] in SIDES]
    right = sum((r["predicted_stance_p_support"] > r["predicted_stance_p_oppose"]) == (r["stance"] == "support") for r in sided)
    return right / len(sided) if sided else None


def ranking(rows):
    """The chance that a supporting row has a larger share of support among the two sides than an opposing row (AUC)."""
    share = lambda r: r["predicted_stance_p_support"] / max(1e-12, sum(r[f"predicted_stance_p_{s}"] for s in SIDES))
    support, oppose = ([share(r) for r in rows if r["stance"] == s] for s in SIDES)
    wins = sum((a > b) + 0.5 * (a == b) for a in support for b in oppose)
    return wins / (len(support) * len(oppose)) if support and oppose else None


def log_loss(rows, weight):
    total = sum(weight(r) * math.log(max(1e-12, r[f"predicted_stance_p_{r['stance']}"])) for r in rows)
    return -total / sum(map(weight, rows))


def share_log_loss(rows, weight):
    """Log-loss of always answering the label shares of these rows."""
    all_rows = sum(map(weight, rows))
    shares = [sum(weight(r) for r in rows if r["stance"] == c) / all_rows for c in {r["stance"] for r in rows}]
    return -sum(s * math.log(s) for s in shares)


def weights(rows, even):
    """What a row weighs: 1; with `even` neutral rows weigh as much together as the others."""
    neutral = sum(r["stance"] == "neutral" for r in rows)
    of_neutral = min(1.0, (len(rows) - neutral) / neutral) if even and 0 < neutral < len(rows) else 1.0
    return lambda r: of_neutral if r["stance"] == "neutral" else 1.0


METRICS = {
    "two-way accuracy": lambda rows, _: two_way(rows),
    "AUC of the two sides": lambda rows, _: ranking(rows),
    "stance macro-F1": lambda rows, weight: macro_f1(rows, "stance", weight),
    "stance log-loss": log_loss,
    "log-loss of the label shares": share_log_loss,
    "sentiment macro-F1": lambda rows, _: macro_f1(rows, "sentiment", lambda _: 1.0),
}


def figures(rows, even=False):
    """{metric: [value, low, high]}, 95 % by bootstrap over documents (groups); metrics that are not defined are left out."""
    for r in rows:
        for s in ("neutral", *SIDES):
            r[f"predicted_stance_p_{s}"] = float(r[f"predicted_stance_p_{s}"] or 0)
    by_group = {}
    for r in rows:
        by_group.setdefault(r["group"], []).append(r)
    groups, rng = list(by_group.values()), random.Random(SEED)
    draws = [[r for g in rng.choices(groups, k=len(groups)) for r in g] for _ in range(DRAWS)]
    out = {}
    for name, metric in METRICS.items():
        of = lambda drawn: metric(drawn, weights(drawn, even))
        seen = sorted(x for x in map(of, draws) if x is not None)
        if not seen:
            continue
        low, high = seen[int(0.025 * len(seen))], seen[int(0.975 * len(seen)) - 1]
        out[name] = [round(x, 4) for x in (of(rows), low, high)]
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


def decided(rows, head="stance"):
    """Of rows whose labels may be unsure: the share that is labelled, the share of these that is right, and the share labelled of
    each true class."""
    labelled = [r for r in rows if r[f"predicted_{head}"] != "unsure"]
    share = lambda part, of: len(part) / len(of) if of else None
    of_class = lambda rows, c: [r for r in rows if r[head] == c]
    return {
        "coverage": share(labelled, rows),
        "right": share([r for r in labelled if r[head] == r[f"predicted_{head}"]], labelled),
        "classes": {c: share(of_class(labelled, c), of_class(rows, c)) for c in sorted({r[head] for r in rows})},
    }


def risk_coverage(rows, head="stance"):
    """(share of rows with the most probable labels, their least probability, share right), by tenths."""
    order = sorted(rows, key=lambda r: -float(r[f"predicted_{head}_probability"]))
    out = []
    for tenth in range(1, 11):
        part = order[: math.ceil(len(order) * tenth / 10)]
        right = sum(r[head] == r[f"predicted_{head}"] for r in part)
        out.append([len(part) / len(order), float(part[-1][f"predicted_{head}_probability"]), right / len(part)])
    return out

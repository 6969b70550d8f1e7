#!/usr/bin/env python3
"""Trains the shipped model and writes its card, models/README.md, with every number in it.

usage: models/card.py                       train models/export-controls.safetensors, write the card
       models/card.py --check               fail unless the model's bytes and the card's numbers are what training gives now
       models/card.py --real NAME=FILE...   score the model on labelled CSVs of real statements, which stay outside the
                                            repository; keeps the figures in models/real-statements.json for the card
Runs target/release/stance (built with `cargo build --release`). The program holds the shipped model, so build it again
after training.
"""
import csv, datetime, hashlib, json, os, subprocess, sys, tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import real

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
STANCE = os.environ.get("STANCE") or os.path.join(ROOT, "target", "release", "stance")
MODEL, CARD, REAL = "models/export-controls.safetensors", "models/README.md", "models/real-statements.json"
TRAIN, TEST = "training-data/export-controls.csv", "training-data/export-controls.test.csv"
# Options of the shipped model. By cross-validation on composed text, character n-grams and none, and neighbouring penalties, are as
# good as one another, so that a search is settled by noise; on statements by others (dev and field) characters pay: 0.90 of sides
# right instead of 0.85.
OPTIONS = ["--char-ngrams", "2-5", "--penalty", "0.06"]
# Of scoring the training part by cross-validation: a search inside each fold would take minutes and change little.
EVALUATE = ["--no-search"]
COMMAND = ["train", TRAIN, *OPTIONS, "-o"]
SLICES = ("cell", "speaker_group", "register", "kind", "length")
HEADINGS = {"cell": "stance, sentiment", "speaker_group": "speaker group", "length": "length in words"}


def run(*args):
    done = subprocess.run([STANCE, *args], cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"stance {' '.join(args)}: {done.stderr}")
    return done.stdout


def digest(path):
    with open(os.path.join(ROOT, path), "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def number(x):
    return "–" if x is None else f"{x:.3f}"


def metric(scores, name):
    interval = scores["intervals"].get(name)
    bounds = f" [{interval[0]:.3f}, {interval[1]:.3f}]" if interval and scores[name] is not None else ""
    return number(scores[name]) + bounds


def table(head, lines):
    rule = "|---" * len(head) + "|"
    return [f"| {' | '.join(head)} |", rule, *(f"| {' | '.join(str(c) for c in line)} |" for line in lines)]


def section(title, report):
    lines = [
        [head, s["n"], *(metric(s, m) for m in ("accuracy", "macro_f1", "f_avg", "log_loss", "ece"))]
        for head, s in report["heads"].items()
    ]
    out = [f"## {title}", "", *table(["head", "rows", "accuracy", "macro-F1", "F support/oppose", "log-loss", "ECE"], lines)]
    for head, s in report["heads"].items():
        names = list(s["per_class"])
        lines = [
            [c, *(s["confusion"][c].get(d, 0) for d in names), *(number(s["per_class"][c][m]) for m in ("precision", "recall", "f1"))]
            for c in names
        ]
        out += ["", f"{head}: rows are true, columns predicted", "", *table(["", *names, "precision", "recall", "F1"], lines)]
    return [*out, ""]


def with_slices(folder):
    """The training part with columns for the slices that it has not: the cell and the length."""
    with open(os.path.join(ROOT, TRAIN), encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for r in rows:
        words = len(r["text"].split())
        r["cell"] = f"{r['stance']}, {r['sentiment']}"
        r["length"] = next(name for most, name in ((9, "1–9"), (19, "10–19"), (29, "20–29"), (10**9, "30–")) if words <= most)
    path = os.path.join(folder, "sliced.csv")
    with open(path, "w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, rows[0], lineterminator="\n")
        out.writeheader()
        out.writerows(rows)
    return path


def slices(report):
    out = ["## Parts of the training part, by the same cross-validation", ""]
    for by in SLICES:
        stance, sentiment = (report["slices"][head][by] for head in ("stance", "sentiment"))
        lines = [[value, s["n"], number(s["accuracy"]), number(sentiment[value]["accuracy"])] for value, s in stance.items()]
        out += [*table([HEADINGS.get(by, by), "rows", "stance accuracy", "sentiment accuracy"], lines), ""]
    return out


def baselines():
    """What models see that are not shown the words, by `stance audit`."""
    audit = json.loads(run("audit", TRAIN, "--format", "json"))
    out = ["## Beside simpler judges", "", "A model of words alone and models that see one thing, by 5-fold cross-validation (`stance audit`).", ""]
    lines = [
        [head, view["view"], number(view["accuracy"]), number(view["macro_f1"])]
        for head, models in audit["models"]["heads"].items()
        for view in models["views"]
    ]
    return [*out, *table(["head", "what it sees", "accuracy", "macro-F1"], lines), ""]


def real_section():
    path = os.path.join(ROOT, REAL)
    if not os.path.exists(path):
        return []
    with open(path, encoding="utf-8") as file:
        record = json.load(file)
    out = ["## Real statements", ""]
    stale = "" if record["model_sha256"] == digest(MODEL) else " **by an earlier model**"
    out += [f"Scored {record['date']}{stale} with `models/card.py --real`; the words belong to their authors and stay outside the repository.", ""]
    names = list(record["sets"])
    metrics = list(record["sets"][names[0]]["figures"])
    show = lambda f: f"{f[0]:.3f} [{f[1]:.3f}, {f[2]:.3f}]"
    out += table(["", *(f"{n}, {record['sets'][n]['statements']} statements" for n in names)],
                 [[m, *(show(record["sets"][n]["figures"][m]) for n in names)] for m in metrics])
    for n in names:
        lines = [[cell, *counts] for cell, counts in record["sets"][n]["cells"].items()]
        out += ["", *table([f"{n}: stance, sentiment", "statements", "stances right", "sentiments right"], lines)]
    return [*out, ""]


def card(model):
    test = json.loads(run("evaluate", TEST, "--model", model, "--format", "json"))
    with tempfile.TemporaryDirectory() as folder:
        by = [x for s in SLICES for x in ("--by", s)]
        data = with_slices(folder)
        cross = json.loads(run("evaluate", data, "--cross-validate", "5", "--format", "json", *by, *EVALUATE))
    size = os.path.getsize(os.path.join(ROOT, model))
    return "\n".join([
        "# Model card: export-controls",
        "",
        "Written by `models/card.py`; do not edit by hand. The model is `stance " + " ".join(COMMAND + [MODEL]) + "`, "
        f"{size:,} bytes, the same bytes on every run (x86-64, locked dependencies).",
        "",
        "It labels a statement's **stance** on the United States' limits on exporting AI chips and technology (support, oppose,",
        "neutral) and its **sentiment** (positive, negative, neutral), from words and parts of words alone.",
        "",
        "The text it was trained on is synthetic (see `training-data/README.md`). The test part was written under other briefs but",
        "by the same hands: its score says that the model learnt what those writers mean, not how well it judges real speakers.",
        "It is a floor against regressions. The section on real statements says what to expect; look at the probabilities, and use",
        "`unsure`. Intervals: 95 %, bootstrap over briefs, 1,000 draws; for real statements over statements. F support/oppose is the",
        "mean F1 of the two sides; two-way accuracy asks, of the statements that take a side, whether theirs is the more probable.",
        "",
        *real_section(),
        *section("Test part (frozen before the training rows were written)", test),
        *section("Training part, 5-fold cross-validation with default options, no brief split", cross),
        *slices(cross),
        *baselines(),
        "Not for: other policies, deciding about a person, languages other than English, irony, statements that need their article.",
        "",
    ])


def score_real(files):
    sets = {}
    for name, path in files:
        rows = real.classify(STANCE, os.path.join(ROOT, MODEL), path)
        sets[name] = {"statements": len(rows), "figures": real.figures(rows), "cells": real.cells(rows)}
    record = {"date": datetime.date.today().isoformat(), "model_sha256": digest(MODEL), "sets": sets}
    with open(os.path.join(ROOT, REAL), "w", encoding="utf-8") as file:
        json.dump(record, file, indent=1, ensure_ascii=False)
        file.write("\n")


def write_card():
    text = card(MODEL)
    with open(os.path.join(ROOT, CARD), "w", encoding="utf-8") as file:
        file.write(text)


def check():
    with tempfile.TemporaryDirectory() as folder:
        again = os.path.join(folder, "again.safetensors")
        run(*COMMAND, again)
        with open(again, "rb") as one, open(os.path.join(ROOT, MODEL), "rb") as other:
            if one.read() != other.read():
                sys.exit(f"{MODEL} is not what training gives: run models/card.py and commit")
    with open(os.path.join(ROOT, CARD), encoding="utf-8") as file:
        if card(MODEL) != file.read():
            sys.exit(f"{CARD} is out of date: run models/card.py and commit")
    print("model and card reproduced")


def main():
    match sys.argv[1:]:
        case []:
            run(*COMMAND, MODEL)
            write_card()
        case ["--check"]:
            check()
        case ["--real", *files] if files:
            score_real(real.named_files(files))
            write_card()
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()

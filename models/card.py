#!/usr/bin/env python3
"""Trains the shipped model and writes its card, models/README.md, with every number in it; and its rows in the README.

usage: models/card.py BUILT         train models/export-controls.safetensors, score the judge's part, write the card. BUILT holds
                                    the real statements that training-data/real/build.py made from clones
       models/card.py --check       fail unless the digests of the data are those that the model was made from, the part without
                                    real rows trains to the same bytes, and the card is what the records give
       models/card.py --card        write the card from the records

Runs target/release/stance (built with `cargo build --release`; STANCE names another). The program holds the shipped model, so build
it again after training.
"""
import datetime
import hashlib
import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
sys.path[:0] = [HERE, os.path.join(ROOT, "training-data", "real")]
import real
import rows
import sources

STANCE = os.environ.get("STANCE") or os.path.join(ROOT, "target", "release", "stance")
MODEL = os.path.join(HERE, "export-controls.safetensors")
README = os.path.join(ROOT, "README.md")
CARD, RECORD, CROSS = (os.path.join(HERE, name) for name in ("README.md", "record.json", "real-cross.json"))
TEST, PLAIN_TEST = (os.path.join(rows.DATA, name) for name in ("export-controls.test.csv", "plain.test.csv"))
DATA = ["dictionary.yml", "export-controls.csv", "plain.csv", "rewrites.csv", "sentiment.csv", "real/learn.csv", "real/sentiment.csv"]


def run(*arguments, folder=ROOT):
    done = subprocess.run([STANCE, *arguments], cwd=folder, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"stance {' '.join(arguments)}: {done.stderr}")
    return done.stdout


def digest(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def train(files, model):
    """Trains on these files; returns the digest of the model."""
    with tempfile.TemporaryDirectory() as folder:
        run("train", *rows.write(files, folder), *rows.OPTIONS, *rows.KEYS, *rows.ABOUT, *rows.DOUBT, "-o", model, folder=folder)
    return digest(model)


def train_without_real():
    with tempfile.TemporaryDirectory() as folder:
        return train(rows.without_real(), os.path.join(folder, "model.safetensors"))


def scores(path, even=False):
    """Figures of the shipped model on labelled rows; rows without a group are groups of their own."""
    labelled = real.classify(STANCE, MODEL, path)
    for number, row in enumerate(labelled):
        row.setdefault("group", str(number))
    return {"statements": len(labelled), "figures": real.figures(labelled, even), "cells": real.cells(labelled)}


def by_kind(path):
    """Figures of the kinds of document with at least 30 statements."""
    labelled = rows.read(path)
    out = {}
    with tempfile.TemporaryDirectory() as folder:
        for kind in sorted({r["doc_type"] for r in labelled}):
            part = [r for r in labelled if r["doc_type"] == kind]
            if len(part) >= 30:
                file = os.path.join(folder, "part.csv")
                real.write(file, part)
                out[kind] = scores(file, even=True)
    return out


def make(built):
    with open(RECORD, encoding="utf-8") as file:
        scorings = json.load(file)["scorings"]
    full = train(rows.with_real(built, sources.is_judge), MODEL)
    today = datetime.date.today().isoformat()
    if len(scorings) >= 10:
        sys.exit("the judge's part has been scored ten times, which is all that was planned; get other statements to judge by")
    judge = os.path.join(built, "judge.csv")
    record = {
        "date": today,
        "model_sha256": full,
        "without_real_sha256": train_without_real(),
        "data_sha256": {name: digest(os.path.join(rows.DATA, name)) for name in DATA},
        "built_sha256": {name: digest(os.path.join(built, name)) for name in ("learn.csv", "sentiment.csv")},
        "scorings": [*scorings, {"date": today, "model_sha256": full}],
        "judge": scores(judge),
        "judge_even": scores(judge, even=True),
        "judge_decided": real.decided(real.classify(STANCE, MODEL, judge, unsure=True)),
        "judge_risk_coverage": real.risk_coverage(real.classify(STANCE, MODEL, judge)),
        "kinds": by_kind(judge),
        "undecided": undecided(os.path.join(built, "undecided.csv")),
    }
    with open(RECORD, "w", encoding="utf-8") as file:
        json.dump(record, file, indent=1, ensure_ascii=False)
        file.write("\n")


def undecided(path):
    """Of the statements on which the labellers differ, how often the model says what one of them said."""
    labelled = real.classify(STANCE, MODEL, path)
    sides = [r for r in labelled if {r["stance"], r["second_stance"]} - {"undecided"}]
    right = sum(r["predicted_stance"] in (r["stance"], r["second_stance"]) for r in sides)
    return {"statements": len(labelled), "with_a_label": len(sides), "as_one_of_them": right}


def plain():
    """Answers on the frozen test of short sentences: all, and by form. `unsure` is right where the test says so, else wrong."""
    labelled = real.classify(STANCE, MODEL, PLAIN_TEST, unsure=True)
    is_right = lambda r, head: r[head] == r[f"predicted_{head}"] or (r[f"predicted_{head}"] == "unsure" and r["unsure_ok"] == "yes")
    out = {"all": [0, 0, 0, 0]}
    for r in labelled:
        for name in ("all", r["form"]):
            counts = out.setdefault(name, [0, 0, 0, 0])
            counts[0] += 1
            counts[1] += is_right(r, "stance")
            counts[2] += bool(r["sentiment"])
            counts[3] += bool(r["sentiment"]) and is_right(r, "sentiment")
    return out


def table(head, lines):
    rule = "|---" * len(head) + "|"
    return [f"| {' | '.join(head)} |", rule, *(f"| {' | '.join(str(c) for c in line)} |" for line in lines), ""]


def show(figure):
    return f"{figure[0]:.3f} [{figure[1]:.3f}, {figure[2]:.3f}]"


def judge_section(record):
    out = [
        "## Real statements of sources that it never learnt from (the judge's part)",
        "",
        f"Scored {record['date']}, scoring {len(record['scorings'])} of at most ten. Which sources are in this part follows from a digest of",
        "their names, before anyone labels; two labellers read the words alone. Only samples of this part were seen, before labelling, to",
        "check how statements are cut; none of the model's errors on it was read. Statements are taken in their order in the documents, so",
        "nine in ten take no side. In the second column the neutral rows weigh as much as the two sides together, which is nearer to what",
        "is quoted on the matter. Two-way accuracy is of the statements that take a side: is the right side the more probable of the two?",
        "Intervals are of 95 %, by bootstrap over documents. Kinds of document with fewer than 30 statements have no row of their own.",
        "",
    ]
    as_is, even = record["judge"], record["judge_even"]
    names = list(as_is["figures"])
    lines = [[m, show(as_is["figures"][m]), show(even["figures"][m])] for m in names]
    out += table(["", f"{as_is['statements']} statements", "neutral as heavy as the sides"], lines)
    lines = [[kind, s["statements"], *(show(s["figures"][m]) for m in ("stance macro-F1", "stance log-loss", "sentiment macro-F1"))]
             for kind, s in record["kinds"].items()]
    out += table(["kind of document", "statements", "stance macro-F1", "stance log-loss", "sentiment macro-F1"], lines)
    out += table(["stance, sentiment", "statements", "stances right", "sentiments right"],
                 [[cell, *counts] for cell, counts in as_is["cells"].items()])
    out += decided_lines(record)
    u = record["undecided"]
    out += [f"There are {u['statements']} more statements on which the labellers differed or would not decide. For {u['with_a_label']} of them",
            f"at least one labeller named a class; for {u['as_one_of_them']} the model gives a class that a labeller named.", ""]
    return out


def decided_lines(record):
    """What the model labels by its own rules, and the risk–coverage curve."""
    d = record["judge_decided"]
    classes = ", ".join(f"{share:.2f} of the {c} ones" for c, share in d["classes"].items())
    text = (f"By the model's own rules for `unsure`, {d['coverage']:.2f} of the statements get a label\n"
            f"({classes}); {d['right']:.3f} of these labels are right.")
    curve = [[f"{a:.1f}", f"{b:.3f}", f"{c:.3f}"] for a, b, c in record["judge_risk_coverage"]]
    return [text, "", *table(["share of statements, most probable labels first", "least probability", "stances right"], curve)]


OUTSIDE = """## An outside measure of the model before this one (2026-11-30)

Labelled and kept back by others; the model was then trained on composed rows alone. This model has not been scored on them yet.

| kept-back set | two-way accuracy | stance macro-F1 | log-loss (label shares) | sentiment macro-F1 |
|---|---|---|---|---|
| world: 181 statements, 51 documents | 0.697 [0.58, 0.80] | 0.551 [0.46, 0.63] | 1.097 (1.034) | 0.588 |
| reports: 94 statements, 23 documents | 0.764 [0.64, 0.90] | 0.622 [0.46, 0.71] | 0.946 (1.083) | 0.662 |
| plain: 65 short sentences, 83 answers | 0.578 right | | | |

A sentence encoder (MiniLM-L6) with logistic regression on the same composed rows: world two-way 0.73 to 0.74, macro-F1 0.58 to 0.60,
log-loss 0.985 to 1.11. The sets called *dev* (40 statements) and *field* (257), on which earlier cards gave 0.89 and 0.90, are spent:
their errors were read between rounds of writing.
"""


def cross_section():
    with open(CROSS, encoding="utf-8") as file:
        cross = json.load(file)
    metrics = ["two-way accuracy", "AUC of the two sides", "stance macro-F1", "stance log-loss", "sentiment macro-F1"]
    out = [
        "## What each ingredient adds",
        "",
        f"`models/cross.py`, {cross['date']}: the {cross['statements']:,} real learning statements, judged by models that have not seen their",
        "source; the neutral ones weigh as much as the two sides together. A part of these statements was chosen because an earlier model",
        "thought that they take a side, and weights and options were chosen on this table: it leans to the hopeful side.",
        "",
    ]
    curves = [f"| {head} | " + " | ".join(f"{right:.2f}" for _, _, right in curve) + " |" for head, curve in cross["risk_coverage"].items()]
    head = ["share right of the most probable labels", *(f"{tenth} %" for tenth in range(10, 101, 10))]
    curves = ["| " + " | ".join(head) + " |", "|---" * len(head) + "|", *curves, ""]
    return out + curves + table(["learnt from", *metrics], [[t["trial"], *(show(t["figures"][m]) for m in metrics)] for t in cross["trials"]])


def plain_section():
    counts = plain()
    out = ["## Short sentences as a first user types them", "",
           "`training-data/plain.test.csv`, written and frozen by another hand before any training sentence of the kind.", ""]
    return out + table(["form", "sentences", "stances right", "with a sentiment", "sentiments right"],
                       [[name, *c] for name, c in sorted(counts.items(), key=lambda item: (item[0] != "all", item[0]))])


def test_section():
    report = json.loads(run("evaluate", TEST, "--model", MODEL, "--format", "json"))
    interval = lambda s, m: f"{s[m]:.3f} [{s['intervals'][m][0]:.3f}, {s['intervals'][m][1]:.3f}]"
    lines = [[head, s["n"], *(interval(s, m) for m in ("accuracy", "macro_f1", "log_loss", "ece"))] for head, s in report["heads"].items()]
    out = ["## Composed test part", "", "Written by the same hands as the composed rows: a floor against regressions, no more.", ""]
    return out + table(["head", "rows", "accuracy", "macro-F1", "log-loss", "ECE"], lines)


def card():
    with open(RECORD, encoding="utf-8") as file:
        record = json.load(file)
    if record["model_sha256"] != digest(MODEL):
        sys.exit("models/record.json is of another model: run models/card.py BUILT and commit")
    return "\n".join([
        "# Model card: export-controls",
        "",
        "Written by `models/card.py`; do not edit by hand. It labels a statement's **stance** on the United States' limits on exporting AI",
        "chips and technology (support, oppose, neutral) and its **sentiment** (positive, negative, neutral), from words, parts of words and",
        f"the keys of a dictionary. {os.path.getsize(MODEL):,} bytes, the same on every run (x86-64, locked dependencies).",
        "",
        "It learnt from real statements (by locator: their words are not in this repository), rewrites of them in our own words, composed",
        "statements, short plain sentences, and sentences of other matters for sentiment: see `training-data/README.md`.",
        "",
        *judge_section(record),
        OUTSIDE,
        *cross_section(),
        *plain_section(),
        *test_section(),
        "## How it is made again",
        "",
        "`training-data/real/build.py CLONES BUILT`, then `models/card.py BUILT`. SHA-256 of the model: "
        f"`{record['model_sha256']}`; of the one that is trained without real statements, which CI makes again: "
        f"`{record['without_real_sha256']}`.",
        "",
        "Not for: other policies, deciding about a person, languages other than English, irony, statements that need their article.",
        "",
    ])


def readme():
    """The README with the model's rows of its table of accuracy."""
    with open(RECORD, encoding="utf-8") as file:
        record = json.load(file)
    with open(README, encoding="utf-8") as file:
        lines = file.read().split("\n")
    plain_test, decided, even = plain()["all"], record["judge_decided"], record["judge_even"]["figures"]
    rows = {
        "the right side, where a side is taken": show(even["two-way accuracy"]),
        "stance, macro-F1 of three classes": show(even["stance macro-F1"]),
        "sentiment, macro-F1 of three classes": show(even["sentiment macro-F1"]),
        "stance of what is labelled, not `unsure`": f"{decided['right']:.3f} right of the {decided['coverage']:.0%}".replace("%", " %") + " that get a label",
        "stance of short sentences, accuracy": f"{plain_test[1] / plain_test[0]:.3f}",
    }
    found = set()
    for at, line in enumerate(lines):
        cells = line.split(" | ")
        what = cells[0].removeprefix("| ")
        if what in rows and len(cells) == 3:
            found.add(what)
            lines[at] = " | ".join([cells[0], rows[what], cells[2]])
    if found != set(rows):
        sys.exit(f"README.md has no row for {', '.join(set(rows) - found)}")
    return "\n".join(lines)


def write_card():
    for path, text in [(CARD, card()), (README, readme())]:
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)


def check():
    with open(RECORD, encoding="utf-8") as file:
        record = json.load(file)
    for name, expected in record["data_sha256"].items():
        if digest(os.path.join(rows.DATA, name)) != expected:
            sys.exit(f"training-data/{name} is not what the model was made from: run models/card.py BUILT and commit")
    if train_without_real() != record["without_real_sha256"]:
        sys.exit("the part without real statements does not train to the recorded bytes: run models/card.py BUILT and commit")
    for path, text in [(CARD, card()), (README, readme())]:
        with open(path, encoding="utf-8") as file:
            if text != file.read():
                sys.exit(f"{os.path.relpath(path, ROOT)} is out of date: run models/card.py --card and commit")
    print("data, partial model and card are as recorded")


def main():
    match sys.argv[1:]:
        case ["--check"]:
            check()
        case ["--card"]:
            write_card()
        case [built] if not built.startswith("-"):
            make(built)
            write_card()
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()

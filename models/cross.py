#!/usr/bin/env python3
"""What each ingredient of the shipped model adds, by leaving whole sources of real statements out of learning.

usage: models/cross.py BUILT        BUILT holds the statements that training-data/real/build.py made; prints the table, and keeps
                                    it in models/real-cross.json for the card

Every source is in one of four folds. A model learns from all other rows and judges the real statements of its fold; rewrites of
left-out sources are left out too. Neutral rows of real documents outnumber the others by eight to one, so in macro-F1 and log-loss
they weigh as much as the two sides together. Intervals: 95 %, bootstrap over documents.
"""
import datetime
import hashlib
import json
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import real
import rows

STANCE = os.environ.get("STANCE") or os.path.join(rows.ROOT, "target", "release", "stance")
RECORD = os.path.join(rows.ROOT, "models", "real-cross.json")
FOLDS = 4
ALL = ["composed.csv", "rewrites.csv", "plain.csv", "sentiment.csv", "real.csv"]
# Name, files that are learnt from, options, share of real sources that are learnt from, with their rewrites (default: 1).
TRIALS = [
    ("composed rows alone, no dictionary", ["composed.csv"], []),
    ("composed rows alone", ["composed.csv"], rows.KEYS),
    ("composed rows and rewrites", ["composed.csv", "rewrites.csv"], rows.KEYS),
    ("composed and real rows", ["composed.csv", "real.csv"], rows.KEYS),
    ("all, no dictionary", ALL, []),
    ("all, keys without pairs", ALL, [*rows.KEYS[:2], "--key-window", "0"]),
    ("all, no negation of keys", ALL, rows.KEYS[:4]),
    ("all but composed", [name for name in ALL if name != "composed.csv"], rows.KEYS),
    ("all but rewrites", [name for name in ALL if name != "rewrites.csv"], rows.KEYS),
    ("all but plain forms", [name for name in ALL if name != "plain.csv"], rows.KEYS),
    ("all, a quarter of the real sources", ALL, rows.KEYS, 0.25),
    ("all, half of the real sources", ALL, rows.KEYS, 0.5),
    ("all: the shipped model's rows", ALL, rows.KEYS),
]


def fold(source):
    return int(hashlib.sha256(source.encode()).hexdigest()[:8], 16) % FOLDS


def is_learnt(name, row, share=1.0):
    """Whether a row is learnt from if only this share of the real sources is."""
    of_source = int(hashlib.sha256(("learnt " + row["group"]).encode()).hexdigest()[:8], 16) / 16**8
    return name not in ("real.csv", "rewrites.csv") or of_source < share


def judged(files, built, options, folder):
    """The real learning rows with the labels of models that have not seen their source."""
    out = []
    statements = rows.read(os.path.join(built, "learn.csv"))
    for k in range(FOLDS):
        kept = {
            name: [r for r in of_file if name not in ("real.csv", "rewrites.csv") or fold(r["group"]) != k]
            for name, of_file in files.items()
        }
        names = rows.write(kept, folder)
        model = os.path.join(folder, "model.safetensors")
        command = [STANCE, "train", *names, *rows.OPTIONS, *options, "-o", model]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
        if done.returncode:
            sys.exit(done.stderr)
        part = os.path.join(folder, "part.csv")
        real.write(part, [r for r in statements if fold(r["source"]) == k])
        out += real.classify(STANCE, model, part)
    return out


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    built = sys.argv[1]
    everything = {**rows.without_real(), "real.csv": rows.real(built)}
    trials = []
    with tempfile.TemporaryDirectory() as folder:
        for name, files, options, *share in TRIALS:
            learnt = {f: [r for r in everything[f] if is_learnt(f, r, *share)] for f in files}
            labelled = judged(learnt, built, options, folder)
            figures = real.figures(labelled, even=True)
            trials.append({"trial": name, "figures": figures})
            print(name, {metric: values[0] for metric, values in figures.items()}, flush=True)
    # Of the last trial, the shipped model's rows.
    curves = {head: real.risk_coverage([r for r in labelled if r[head]], head) for head in ("stance", "sentiment")}
    record = {"risk_coverage": curves, "date": datetime.date.today().isoformat(), "statements": len(everything["real.csv"]), "trials": trials}
    with open(RECORD, "w", encoding="utf-8") as file:
        json.dump(record, file, indent=1, ensure_ascii=False)
        file.write("\n")


if __name__ == "__main__":
    main()

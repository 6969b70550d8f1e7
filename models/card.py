#!/usr/bin/env python3
"""Trains the shipped model and writes its card, models/README.md, with every number in it.

usage: models/card.py            train models/export-controls.safetensors, write the card
       models/card.py --check    fail unless the model's bytes and the card's numbers are what training gives now
Runs target/release/stance (built with `cargo build --release`). The program holds the shipped model, so build it again
after training.
"""
import json, os, subprocess, sys, tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
STANCE = os.path.join(ROOT, "target", "release", "stance")
MODEL, CARD = "models/export-controls.safetensors", "models/README.md"
TRAIN, TEST = "training-data/export-controls.csv", "training-data/export-controls.test.csv"
COMMAND = ["train", TRAIN, "-o"]


def run(*args):
    done = subprocess.run([STANCE, *args], cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"stance {' '.join(args)}: {done.stderr}")
    return done.stdout


def metric(scores, name):
    value, interval = scores[name], scores["intervals"].get(name)
    if value is None:
        return "–"
    return f"{value:.3f}" + (f" [{interval[0]:.3f}, {interval[1]:.3f}]" if interval else "")


def section(title, report):
    out = [f"## {title}", ""]
    out += ["| head | rows | accuracy | macro-F1 | F support/oppose | log-loss | ECE |", "|---|---|---|---|---|---|---|"]
    for head, s in report["heads"].items():
        row = [head, str(s["n"])] + [metric(s, m) for m in ("accuracy", "macro_f1", "f_avg", "log_loss", "ece")]
        out.append("| " + " | ".join(row) + " |")
    for head, s in report["heads"].items():
        names = list(s["per_class"])
        out += ["", f"{head}: rows are true, columns predicted", "", "| | " + " | ".join(names) + " | precision | recall | F1 |"]
        out.append("|---" * (len(names) + 4) + "|")
        for c in names:
            p = s["per_class"][c]
            cells = [str(s["confusion"][c].get(d, 0)) for d in names]
            cells += ["–" if p[m] is None else f"{p[m]:.3f}" for m in ("precision", "recall", "f1")]
            out.append(f"| {c} | " + " | ".join(cells) + " |")
    return "\n".join(out) + "\n"


def card(model):
    test = json.loads(run("evaluate", TEST, "--model", model, "--format", "json"))
    cross = json.loads(run("evaluate", TRAIN, "--cross-validate", "5", "--format", "json"))
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
        "It is a floor against regressions. On real statements expect less; look at the probabilities, and use `unsure`.",
        "Intervals: 95 %, bootstrap over briefs, 1,000 draws. F support/oppose is the mean F1 of the two sides.",
        "",
        section("Test part (frozen before the training rows were used)", test),
        section("Training part, 5-fold cross-validation, no brief split", cross),
        "Not for: other policies, deciding about a person, languages other than English, irony, statements that need their article.",
        "",
    ])


def main():
    if "--check" in sys.argv:
        with tempfile.TemporaryDirectory() as folder:
            again = os.path.join(folder, "again.safetensors")
            run(*COMMAND, again)
            if open(again, "rb").read() != open(os.path.join(ROOT, MODEL), "rb").read():
                sys.exit(f"{MODEL} is not what training gives: run models/card.py and commit")
        if card(MODEL) != open(os.path.join(ROOT, CARD), encoding="utf-8").read():
            sys.exit(f"{CARD} is out of date: run models/card.py and commit")
        print("model and card reproduced")
        return
    run(*COMMAND, MODEL)
    text = card(MODEL)
    with open(os.path.join(ROOT, CARD), "w", encoding="utf-8") as file:
        file.write(text)


main()

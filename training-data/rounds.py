#!/usr/bin/env python3
"""Measures what each round of writing added, and the learning curve; writes training-data/rounds.json.

usage: training-data/rounds.py NAME=FILE...     labelled CSVs of real statements (text, stance, sentiment)
Trains on the rounds so far, one after the other, with the shipped model's options, and scores each model on each file.
Runs target/release/stance (built with `cargo build --release`). Then run training-data/sheet.py.
"""
import csv, datetime, hashlib, json, os, platform, subprocess, sys, tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
sys.path.insert(0, os.path.join(ROOT, "models"))
import card, real, rows

TRAIN = os.path.join(HERE, "export-controls.csv")


def run(*args):
    done = subprocess.run([card.STANCE, *args], capture_output=True, text=True, cwd=ROOT)
    if done.returncode:
        sys.exit(f"stance {' '.join(args)}: {done.stderr}")
    return done.stdout


def main():
    files = real.named_files(sys.argv[1:])
    if not files:
        sys.exit(__doc__)
    with open(TRAIN, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with open(os.path.join(HERE, "briefs.csv"), encoding="utf-8", newline="") as file:
        round_of = {b["group"]: int(b["round"]) for b in csv.DictReader(file)}
    rounds = []
    with tempfile.TemporaryDirectory() as folder:
        for last in sorted({round_of[r["group"]] for r in rows}):
            part = [r for r in rows if round_of[r["group"]] <= last]
            data, model = os.path.join(folder, "rows.csv"), os.path.join(folder, "model.safetensors")
            with open(data, "w", encoding="utf-8", newline="") as file:
                out = csv.DictWriter(file, rows[0], lineterminator="\n")
                out.writeheader()
                out.writerows(part)
            run("train", data, *rows.OPTIONS, "-o", model)
            scores = {name: real.figures(real.classify(card.STANCE, model, path)) for name, path in files}
            rounds.append({"round": last, "statements": len(part), "briefs": len({r["group"] for r in part}), "scores": scores})
            print(f"rounds up to {last}: {len(part)} statements", file=sys.stderr)
    curve = json.loads(run("evaluate", TRAIN, "--cross-validate", "5", "--learning-curve", "--format", "json", "--no-search"))
    record = {
        "date": datetime.date.today().isoformat(),
        "machine": f"{os.cpu_count()} cores, {platform.machine()}",
        "training_sha256": hashlib.sha256(open(TRAIN, "rb").read()).hexdigest(),
        "sizes": {name: sum(1 for _ in csv.DictReader(open(path, encoding="utf-8"))) for name, path in files},
        "rounds": rounds,
        "curve": curve,
    }
    with open(os.path.join(HERE, "rounds.json"), "w", encoding="utf-8") as file:
        json.dump(record, file, indent=1)
        file.write("\n")


main()

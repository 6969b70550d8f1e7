"""What 100 labelled statements of a source that a model has never seen add to it (`stance train --start`).

For each source: a model is trained on all other sources; 20 times, 100 rows of the source are drawn and learnt on top of it,
and rows of the source that are never drawn are scored, with the model before and after, with a model of the 100 rows alone,
and, for the first two draws, with one of the 100 rows and all other sources together. A gain is beyond chance if the middle 95 % of the 20 draws are
above 0.

    python3 benches/start.py SETS FOLDER [--draws 20] [--rows 100] [--only NAME] [--penalty ALPHA] > record.txt

SETS is a folder with semeval.train.csv and semeval.test.csv (SemEval-2016 task 6 A: sources are its targets); the composed
statements of training-data/ are the second set (sources are groups of speakers). STANCE names the program.
"""
import argparse
import csv
import json
import os
import random
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
STANCE = os.environ.get("STANCE", "stance")
# Draws for which a model is trained on all rows, which is slow; its score hardly varies between draws.
TOGETHER_DRAWS = 2
SPEAKERS = ["chinese-government", "press", "allied-government", "chip-and-tool-maker", "ai-laboratory"]


def run(*words):
    done = subprocess.run([STANCE, *words], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{words}: {done.stderr}")
    return done.stdout


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, ["text", "stance", "group"], extrasaction="ignore", restval="")
        out.writeheader()
        out.writerows(rows)
    return path


def sources(folder):
    """(set, source, rows of others, rows to draw from, rows to score)"""
    train, test = read(os.path.join(folder, "semeval.train.csv")), read(os.path.join(folder, "semeval.test.csv"))
    for source in sorted({row["target"] for row in train}):
        others = [row for row in train if row["target"] != source]
        yield "semeval", source, others, [r for r in train if r["target"] == source], [r for r in test if r["target"] == source]
    rows = read(os.path.join(ROOT, "training-data", "export-controls.csv"))
    for source in SPEAKERS:
        own = [row for row in rows if row["speaker_group"] == source]
        groups = sorted({row["group"] for row in own})
        random.Random(source).shuffle(groups)
        held = set(groups[: len(groups) // 2])
        # Groups of the source are briefs: those that are scored are not learnt from either.
        others = [row for row in rows if row["speaker_group"] != source and row["group"] not in groups]
        yield ("export-controls", source, others, [r for r in own if r["group"] not in held],
               [r for r in own if r["group"] in held])


def scores(model, path):
    found = json.loads(run("evaluate", path, "--model", model, "--label", "stance", "--format", "json", "-q"))["heads"]["stance"]
    return {"macro-F1": found["macro_f1"], "accuracy": found["accuracy"], "log-loss": found["log_loss"]}


def mean(values):
    return sum(values) / len(values)


def middle(values):
    """The middle 95 %, by linear interpolation between the sorted values."""
    values = sorted(values)

    def at(share):
        place = share * (len(values) - 1)
        low = int(place)
        high = min(low + 1, len(values) - 1)
        return values[low] + (place - low) * (values[high] - values[low])
    return at(0.025), at(0.975)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("sets")
    parser.add_argument("folder")
    parser.add_argument("--draws", type=int, default=20)
    parser.add_argument("--rows", type=int, default=100)
    parser.add_argument("--only")
    parser.add_argument("--penalty")
    args = parser.parse_args()
    os.makedirs(args.folder, exist_ok=True)
    path = lambda name: os.path.join(args.folder, name)
    given = ["--penalty", args.penalty] if args.penalty else []
    gains = {}
    for name, source, others, pool, test in sources(args.sets):
        if args.only not in (None, name, source):
            continue
        train = lambda model, *words: run("train", *words, "-o", path(model), "--label", "stance", "-q", "--ignore-column",
                                          "target")
        write(path("others.csv"), others)
        write(path("test.csv"), test)
        train("start.safetensors", path("others.csv"), "--no-search")
        before = scores(path("start.safetensors"), path("test.csv"))
        found = {"start": [], "alone": [], "all": []}
        for draw in range(args.draws):
            drawn = random.Random(f"{source} {draw}").sample(pool, min(args.rows, len(pool)))
            write(path("drawn.csv"), drawn)
            write(path("all.csv"), others + drawn)
            train("after.safetensors", "--start", path("start.safetensors"), path("drawn.csv"), *given)
            found["start"].append(scores(path("after.safetensors"), path("test.csv")))
            train("alone.safetensors", path("drawn.csv"), "--no-search")
            found["alone"].append(scores(path("alone.safetensors"), path("test.csv")))
            if draw < TOGETHER_DRAWS:
                train("together.safetensors", path("all.csv"), "--no-search")
                found["all"].append(scores(path("together.safetensors"), path("test.csv")))
        print(f"{name}: {source} ({len(others)} rows of others, {min(args.rows, len(pool))} of {len(pool)} drawn, {len(test)} scored)")
        for score in before:
            gain = [own[score] - before[score] for own in found["start"]]
            low, high = middle(gain)
            gains.setdefault((name, score), []).append(gain)
            line = f"before {before[score]:.3f}, after {mean([own[score] for own in found['start']]):.3f}"
            line += f" (gain {mean(gain):+.3f}, of {len(gain)} draws {low:+.3f} to {high:+.3f})"
            for other in ("alone", "all"):
                line += f", {other} {mean([own[score] for own in found[other]]):.3f}"
            print(f"  {score:8} {line}", flush=True)
    for (name, score), all_gains in gains.items():
        by_draw = [mean(gains) for gains in zip(*all_gains)]
        low, high = middle(by_draw)
        print(f"{name}, mean of {len(all_gains)} sources: {score} gain {mean(by_draw):+.3f}, of the draws {low:+.3f} to {high:+.3f}")


if __name__ == "__main__":
    main()

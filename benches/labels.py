#!/usr/bin/env python3
"""What suggestions save, and whether forecasts hold: simulated labelling of sets whose labels are known.

    python3 benches/labels.py SET=FILE.csv[,LABEL] … [--stance target/release/stance] [--runs 20] [--record FILE.md]

Each run holds out a third of the rows anew, whole groups of them if there is a column `group`, and at most 1,000; the others, at
most 3,000, are the pool. No test set of a published split is read. Random labelling: a model of 300 random rows is scored. Suggestions: 40 random
rows, then `stance suggest` chooses 20 more at a time, until the score is reached by `train --pool` with the unlabelled rows of the
pool; the labels then used are counted, by linear interpolation between two rounds. Forecasts: at 100, 150, 200 and 250 random rows `stance sample --labelled` forecasts the next 50,
which are then added. All models are trained without a search and calibrated. Only Python's own modules are used.
"""

import argparse
import csv
import json
import random
import re
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
START, STEP, TARGET, MOST = 40, 20, 300, 400
FORECAST = re.compile(r"macro-F1 of (\S+) by ([+-][\d.]+) \(90 % interval ([+-][\d.]+) to ([+-][\d.]+)\)")


class Set:
    """A set with a pool of its own."""

    def __init__(self, spec, most):
        self.name, files = spec.split("=")
        file, *label = files.split(",")
        self.label = label[0] if label else "stance"
        with open(file, newline="", encoding="utf-8") as rows:
            self.rows = [row for row in csv.DictReader(rows) if row[self.label]]
        self.most = most

    def split(self, seed):
        """Rows of the pool, and rows that are held out."""
        chance, by_group = random.Random(seed), {}
        for n, row in enumerate(self.rows):
            by_group.setdefault(row.get("group") or n, []).append(row)
        groups = list(by_group.values())
        chance.shuffle(groups)
        held_out, least = [], min(1000, len(self.rows) // 3)
        while len(held_out) < least:
            held_out += groups.pop()
        pool = [row for group in groups for row in group]
        chance.shuffle(pool)
        return pool[: self.most], held_out


class Run:
    """One simulation in a folder of its own."""

    def __init__(self, stance, of, seed, folder):
        self.stance, self.of, self.folder = stance, of, folder
        pool, held_out = of.split(seed)
        self.rows = held_out
        self.write("test.csv", range(len(held_out)))
        self.rows = pool
        self.write("pool.csv", range(len(pool)), labelled=False)

    def path(self, name):
        return self.folder / name

    def write(self, name, numbers, labelled=True):
        with self.path(name).open("w", newline="", encoding="utf-8") as file:
            out = csv.writer(file)
            out.writerow(["row", "text", self.of.label] if labelled else ["row", "text"])
            for n in numbers:
                row = self.rows[n]
                out.writerow([n, row["text"], row[self.of.label]] if labelled else [n, row["text"]])

    def call(self, *args):
        done = subprocess.run([self.stance, *map(str, args)], capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(f"{args}: {done.stderr}")
        return done

    def score(self, numbers, *options):
        """Macro-F1, on the rows held out, of a model of these rows; 0 if they lack a class. `options` are those of training."""
        self.write("labelled.csv", numbers)
        if len({self.rows[n][self.of.label] for n in numbers}) < 2:
            return 0.0
        model = ["-q", "-o", self.path("model")]
        self.call("train", self.path("labelled.csv"), "--label", self.of.label, "--no-search", *options, *model)
        scores = self.call("evaluate", self.path("test.csv"), "--label", self.of.label, "--model", self.path("model"), "--format", "json", "-q")
        return json.loads(scores.stdout)["heads"][self.of.label]["macro_f1"]

    def needed(self, target):
        """Labels with suggestions for this score."""
        numbers, pool = list(range(START)), ["--pool", self.path("pool.csv")]
        score, before = self.score(numbers, *pool), None
        while score < target and len(numbers) < MOST:
            before = (len(numbers), score)
            chosen = self.call("suggest", self.path("pool.csv"), "--model", self.path("model"), "--label", self.of.label,
                               "--labelled", self.path("labelled.csv"), "--no-forecast", "-n", STEP, "--format", "csv", "-q")
            numbers += [int(row["row"]) for row in csv.DictReader(chosen.stdout.splitlines())]
            score = self.score(numbers, *pool)
        if score < target or before is None:
            return len(numbers)
        (labels, low), gain = before, score - before[1]
        return labels + (len(numbers) - labels) * ((target - low) / gain if gain > 0 else 1.0)

    def forecasts(self):
        """For each size what was forecast and what came: (size, gain, low, high, real)."""
        found = []
        scores = {}
        for size in (100, 150, 200, 250):
            for n in (size, size + 50):
                if n not in scores:
                    scores[n] = self.score(list(range(n)))
            self.write("labelled.csv", range(size))
            said = self.call("sample", self.path("pool.csv"), "-n", 1, "--label", self.of.label, "--labelled",
                             self.path("labelled.csv"), "--format", "csv").stderr
            match = FORECAST.search(said)
            if match:
                gain, low, high = map(float, match.groups()[1:])
                found.append((size, gain, low, high, scores[size + 50] - scores[size]))
        return found, scores[TARGET]


def interval(values, draws=2000):
    """The mean and its 95 % interval by bootstrap."""
    chance = random.Random(1)
    means = sorted(statistics.fmean(chance.choices(values, k=len(values))) for _ in range(draws))
    return statistics.fmean(values), means[int(0.025 * draws)], means[int(0.975 * draws)]


def row(name, runs, targets, needed, forecasts):
    """A row of the table; what was not simulated is a dash."""
    cells = [name, str(runs), f"{statistics.fmean(targets):.3f}"]
    if needed:
        mean, low, high = interval(needed)
        cells.append(f"{mean:.0f} [{low:.0f}, {high:.0f}]")
    if forecasts:
        inside = sum(low <= real <= high for _, _, low, high, real in forecasts)
        width = statistics.median(high - low for _, _, low, high, _ in forecasts)
        gains = statistics.fmean(f[1] for f in forecasts), statistics.fmean(f[4] for f in forecasts)
        cells += [*["–"] * (4 - len(cells)), f"{inside} of {len(forecasts)}", f"{width:.3f}", f"{gains[0]:+.3f}, {gains[1]:+.3f}"]
    cells += ["–"] * (7 - len(cells))
    return "| " + " | ".join(cells) + " |"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("sets", nargs="+")
    parser.add_argument("--stance", default=str(ROOT / "target/release/stance"))
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--most", type=int, default=3000, help="rows of a pool")
    parser.add_argument("--only", choices=["forecasts", "suggestions"])
    parser.add_argument("--record", type=Path)
    parser.add_argument("--raw", type=Path, help="forecasts and outcomes as JSON")
    args = parser.parse_args()
    lines = ["| set | runs | macro-F1 of 300 random rows | labels with suggestions for it (95 % interval) | forecasts inside | median width | mean gain, forecast and real |",
             "|---|---|---|---|---|---|---|"]
    raw = {}
    for of in [Set(spec, args.most) for spec in args.sets]:
        targets, needed, forecasts = [], [], []
        for seed in range(args.first, args.first + args.runs):
            with tempfile.TemporaryDirectory() as folder:
                run = Run(args.stance, of, seed, Path(folder))
                if args.only == "suggestions":
                    found, target = [], run.score(list(range(TARGET)))
                else:
                    found, target = run.forecasts()
                forecasts += found
                targets.append(target)
                if args.only != "forecasts":
                    needed.append(run.needed(target))
            print(f"{of.name} {seed}: {target:.3f}, {needed[-1:]} labels, {found}", file=sys.stderr, flush=True)
        raw[of.name] = forecasts
        lines.append(row(of.name, args.runs, targets, needed, forecasts))
    print("\n".join(lines))
    if args.record:
        args.record.write_text("\n".join(lines) + "\n")
    if args.raw:
        args.raw.write_text(json.dumps(raw))


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Accuracy on public data beside peers that learn from the same rows.

usage: benches/accuracy.py DATA [SET ...] [--other] [--peers] [--kept FOLDER] [--write] [--ablation]

DATA       folder with the files of SETS below; sets whose files are missing are named and left out
--other    the sets of OTHER instead, on which no default was chosen: NAME.train.csv and NAME.test.csv, columns text and label
--peers    trains the peers too (needs scikit-learn) and gives paired 95 % intervals of the differences
--kept     peers' labels are read from this folder if they are there, and kept there when they are learnt: they take hours
--write    puts the table into benches/README.md
--ablation scores by cross-validation of the training part instead, one ingredient changed at a time; no test part is read

Every scoring of a test part is appended to benches/record/accuracy.csv.

The program is target/release/stance, or what STANCE names.
"""

import argparse
import csv
import datetime
import io
import json
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROGRAM = os.environ.get("STANCE", str(ROOT / "target/release/stance"))
README, RECORD = ROOT / "benches/README.md", ROOT / "benches/record/accuracy.csv"
DRAWS = 1000
csv.field_size_limit(1 << 30)

# name: training file, test file (none: ten folds by the column `fold`), label, score, the best published linear result
SETS = {
    "semeval": ("semeval.train.csv", "semeval.test.csv", "stance", "f_avg", "68.98 (Mohammad et al. 2016)"),
    "semeval-sentiment": ("semeval.train.csv", "semeval.test.csv", "sentiment", "accuracy", ""),
    "sst2": ("sst2.train.csv", "sst2.test.csv", "label", "accuracy", "83.1, learnt from phrases too (Socher et al. 2013)"),
    "mr": ("mr.csv", None, "label", "accuracy", "79.4 (Wang & Manning 2012)"),
    "imdb": ("imdb.train.csv", "imdb.test.csv", "label", "accuracy", "91.87 (Wang & Manning 2012)"),
}
# Sets no default was chosen on, and the language that training is told. Those without a published split have every fifth row of a
# shuffled file (seed 0) in the test part.
OTHER = {
    "cr": "none",
    "mpqa": "none",
    "subj": "none",
    "trec": "none",
    "sst5": "none",
    "germeval-2": "german",
    "germeval-4": "german",
    "astd-3": "arabic",
    "astd-4": "arabic",
    "waimai": "none",
    "chnsenticorp": "none",
}
# One ingredient changed at a time, everything else as without a search.
ABLATION = {
    "defaults, no search": [],
    "rows by the number of words": ["--norm", "sqrt-words"],
    "without log-count ratio": ["--scale", "idf"],
    "without idf": ["--scale", "ratio"],
    "without character n-grams": ["--char-ngrams", "none"],
    "character n-grams 4-5": ["--char-ngrams", "4-5"],
    "single words": ["--word-ngrams", "1"],
    "up to three words": ["--word-ngrams", "3"],
    "without negation scope": ["--negation", "keep"],
    "capitals": ["--capitals", "mark"],
    "20,000 terms by χ²": ["--max-terms", "20000"],
    "stemmed": ["--language", "english"],
    "balanced classes": ["--class-weights", "balanced"],
}


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]))
        table.writeheader()
        table.writerows(rows)


def parts(data, train, test):
    """Pairs of training and test rows."""
    rows = read(data / train)
    if test:
        return [(rows, read(data / test))]
    folds = sorted({row["fold"] for row in rows})
    return [([r for r in rows if r["fold"] != f], [r for r in rows if r["fold"] == f]) for f in folds]


def ours(train, test, label, language):
    with tempfile.TemporaryDirectory() as folder:
        names = [os.path.join(folder, name) for name in ("train.csv", "test.csv", "model")]
        write(names[0], train)
        write(names[1], test)
        run = lambda *args: subprocess.run([PROGRAM, *args], check=True, capture_output=True, text=True).stdout
        run("train", names[0], "-o", names[2], "--label", label, "--language", language, "--threads", "2")
        out = run("classify", names[1], "--model", names[2], "--format", "csv")
        return [row[f"predicted_{label}"] for row in csv.DictReader(io.StringIO(out, newline=""))]


def peer(make, train, test, label):
    """Predictions of a peer, which learns each target by itself where there are targets."""
    import numpy as np

    found = [None] * len(test)
    for target in sorted({row.get("target", "") for row in train}):
        own = [row for row in train if row.get("target", "") == target]
        at = [k for k, row in enumerate(test) if row.get("target", "") == target]
        model = make().fit([row["text"] for row in own], np.array([row[label] for row in own]))
        for k, predicted in zip(at, model.predict([test[k]["text"] for k in at])):
            found[k] = str(predicted)
    return found


def score(counts, classes, how):
    """Of a table of counts, true class by predicted one: accuracy, or the mean F1 of the two sides."""
    if how == "accuracy":
        return 100 * sum(counts[k][k] for k in range(len(classes))) / sum(map(sum, counts))
    f1 = []
    for name in ("FAVOR", "AGAINST"):
        k = classes.index(name)
        both = sum(counts[k]) + sum(row[k] for row in counts)
        f1.append(2 * counts[k][k] / both if both else 0.0)
    return 50 * sum(f1)


def score_of(truth, predicted, how):
    classes = sorted({*truth, *predicted})
    counts = [[0] * len(classes) for _ in classes]
    for t, p in zip(truth, predicted):
        counts[classes.index(t)][classes.index(p)] += 1
    return score(counts, classes, how)


def paired(truth, first, second, how):
    """95 % interval of the first's score minus the second's, by the percentile bootstrap over rows (seed 1)."""
    import numpy as np

    classes = sorted({*truth, *first, *second})
    k, at = len(classes), {name: i for i, name in enumerate(classes)}
    cells = [np.array([at[t] * k + at[p] for t, p in zip(truth, other)]) for other in (first, second)]
    random, found = np.random.default_rng(1), []
    for _ in range(DRAWS):
        rows = random.integers(len(truth), size=len(truth))
        counts = [np.bincount(c[rows], minlength=k * k).reshape(k, k).tolist() for c in cells]
        found.append(score(counts[0], classes, how) - score(counts[1], classes, how))
    return np.quantile(found, [0.025, 0.975])


def labels_of_peer(make, split, label, kept):
    """Kept labels, or newly learnt ones, which are then kept; `make` is `None` where nothing is to be learnt."""
    if kept and kept.exists():
        return json.loads(kept.read_text(encoding="utf-8"))
    if make is None:
        return None
    found = [p for rows in split for p in peer(make, *rows, label)]
    if kept:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps(found), encoding="utf-8")
    return found


def table(data, sets, with_peers, kept):
    lines, record = ["| set | score | ours | peer | its score | ours − peer, 95 % | published linear |", "|---|---|---|---|---|---|---|"], []
    for name in sets:
        train, test, label, how, published = SETS.get(name, (f"{name}.train.csv", f"{name}.test.csv", "label", "accuracy", ""))
        if missing := [f for f in (train, test) if f and not (data / f).exists()]:
            print(f"{name}: left out, {', '.join(missing)} not in {data}", file=sys.stderr)
            continue
        split = parts(data, train, test)
        truth = [row[label] for _, rows in split for row in rows]
        predicted = [p for rows in split for p in ours(*rows, label, OTHER.get(name, "none"))]
        own = score_of(truth, predicted, how)
        record.append([name, "stance", how, f"{own:.2f}"])
        lines.append(f"| {name} | {how} | **{own:.2f}** | | | | {published} |")
        print(lines[-1], flush=True)
        for number, (peer_name, make) in enumerate(peers().items() if with_peers or kept else []):
            file = kept / f"{name}.{number}.json" if kept else None
            theirs = labels_of_peer(make if with_peers else None, split, label, file)
            if theirs is None:
                lines.append(f"| | | | {peer_name} | not measured | | |")
                continue
            value, (low, high) = score_of(truth, theirs, how), paired(truth, predicted, theirs, how)
            record.append([name, peer_name, how, f"{value:.2f}"])
            lines.append(f"| | | | {peer_name} | {value:.2f} | {own - value:+.2f} ({low:+.2f} to {high:+.2f}) | |")
            print(lines[-1], flush=True)
    return lines, record


def peers():
    from peers import PEERS

    return PEERS


def ablation(data, sets):
    lines = ["| ingredient | " + " | ".join(sets) + " |", "|---" * (len(sets) + 1) + "|"]
    for what, options in ABLATION.items():
        cells = []
        for name in sets:
            train, _, label, how, _ = SETS[name]
            if not (data / train).exists():
                cells.append("–")
                continue
            args = ["evaluate", str(data / train), "--label", label, "--cross-validate", "5", "--format", "json", "--no-search"]
            run = subprocess.run([PROGRAM, *args, "--calibration", "none", *options], check=True, capture_output=True, text=True)
            cells.append(f"{100 * json.loads(run.stdout)['heads'][label][how]:.2f}")
        lines.append(f"| {what} | " + " | ".join(cells) + " |")
        print(lines[-1], flush=True)
    return lines, []


def put(section, lines):
    """Replaces the table between a section's marks in the README."""
    begin, end = f"<!-- {section} begins -->", f"<!-- {section} ends -->"
    text = README.read_text(encoding="utf-8")
    head, rest = text.split(begin)
    README.write_text(head + begin + "\n" + "\n".join(lines) + "\n" + end + rest.split(end)[1], encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("sets", nargs="*")
    parser.add_argument("--kept", type=pathlib.Path)
    for flag in ("--other", "--peers", "--write", "--ablation"):
        parser.add_argument(flag, action="store_true")
    args = parser.parse_args()
    known = OTHER if args.other else SETS
    sets = args.sets or list(known)
    if unknown := [name for name in sets if name not in known]:
        parser.error(f"{', '.join(unknown)} unknown; the sets are {', '.join(known)}")
    lines, record = ablation(args.data, sets) if args.ablation else table(args.data, sets, args.peers, args.kept)
    if record:
        # Every scoring of a test part is on record, whether its table is kept or not.
        if not RECORD.exists():
            RECORD.parent.mkdir(exist_ok=True)
            RECORD.write_text("date,set,system,score,value\n", encoding="utf-8")
        with open(RECORD, "a", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([[datetime.date.today().isoformat(), *row] for row in record])
    if args.write:
        put("ablation" if args.ablation else "other" if args.other else "accuracy", lines)


if __name__ == "__main__":
    main()

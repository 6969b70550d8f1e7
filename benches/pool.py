#!/usr/bin/env python3
"""What seeds and unlabelled statements are worth.

usage: pool.py seeds|labels|whole|size SETS OUT.csv [STANCE]

SETS is a folder with the public sets as CSV files (text, label; see benches/README.md). Rows are appended to OUT.csv.

seeds   two-way AUC of `stance seed` from the lists in benches/seeds, with the set's own texts as pool, and of a dictionary of
        the same seeds (entries of one side minus those of the other)
labels  macro-F1 and AUC from 200, 400 and 1,600 labelled rows of our data, with and without pool and seeds
whole   the public training sets with and without their own texts as pool: the paired interval of the difference
size    time and memory for one million statements, made of shuffled words of the sets
"""
import csv, io, json, os, random, resource, subprocess, sys, tempfile, time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
OURS = os.path.join(ROOT, "training-data", "export-controls.csv")
SEMEVAL = ["atheism", "climate-change-is-a-real-concern", "feminist-movement", "hillary-clinton", "legalization-of-abortion"]


def rows(path):
    with open(path, newline="", encoding="utf-8") as f:
        return list(csv.DictReader(f))


def write(path, header, data):
    with open(path, "w", newline="", encoding="utf-8") as f:
        w = csv.writer(f, lineterminator="\n")
        w.writerow(header)
        w.writerows(data)
    return path


def auc(scored):
    """Share of pairs (positive, negative) ranked rightly, ties half. `scored` is a list of (score, is_positive)."""
    scored = sorted(scored)
    ranks, i = 0.0, 0
    n1 = sum(1 for _, p in scored if p)
    n0 = len(scored) - n1
    while i < len(scored):
        j = i
        while j < len(scored) and scored[j][0] == scored[i][0]:
            j += 1
        ranks += sum(1 for k in range(i, j) if scored[k][1]) * (i + j + 1) / 2
        i = j
    return (ranks - n1 * (n1 + 1) / 2) / (n1 * n0)


class Runner:
    def __init__(self, stance):
        self.stance = stance

    def run(self, *args):
        done = subprocess.run([self.stance, *args], capture_output=True, text=True)
        if done.returncode not in (0, 5):
            sys.exit(f"{' '.join(args)}\n{done.stderr}")
        return done.stdout

    def classify(self, model, data, head, side, extra=()):
        out = self.run("classify", data, "--model", model, "--probabilities", "--format", "csv", "--min-confidence", "0", *extra)
        return [float(r[f"predicted_{head}_p_{side}"]) for r in csv.DictReader(io.StringIO(out, newline=""))]


def seed_sets(sets):
    """Name, pool file, test file, label column, the two sides (first, second), lists of seeds."""
    yield "ours", OURS, os.path.join(ROOT, "training-data", "export-controls.test.csv"), "stance", ("oppose", "support"), ["export-controls.a", "export-controls.b"]
    yield "sst2", f"{sets}/sst2.train.csv", f"{sets}/sst2.test.csv", "label", ("0", "1"), ["sst2.a", "sst2.b"]
    yield "mr", f"{sets}/mr.csv", f"{sets}/mr.csv", "label", ("0", "1"), ["sst2.a", "sst2.b"]
    for t in SEMEVAL:
        yield f"semeval {t}", f"{sets}/semeval.train.csv", f"{sets}/semeval.{t}.test.csv", "stance", ("AGAINST", "FAVOR"), [f"semeval.{t}"]


def seeds(r, sets, out, tmp):
    for name, pool, test, column, sides, lists in seed_sets(sets):
        data = [(x["text"], x[column]) for x in rows(test) if x[column] in sides]
        file = write(f"{tmp}/test.csv", ["text"], [[t] for t, _ in data])
        for seeds in lists:
            yml = os.path.join(HERE, "seeds", seeds + ".yml")
            began = time.time()
            r.run("seed", "--pool", pool, "--seeds", yml, "-o", f"{tmp}/m.st", "--quiet")
            took = time.time() - began
            p = r.classify(f"{tmp}/m.st", file, "stance", sides[1])
            found = auc([(x, lab == sides[1]) for x, (_, lab) in zip(p, data)])
            counts = list(csv.DictReader(io.StringIO(r.run("dictionary", yml, file, "--format", "csv", "--quiet"), newline="")))
            plain = auc([(int(c[f"key_{sides[1]}"] or 0) - int(c[f"key_{sides[0]}"] or 0), lab == sides[1]) for c, (_, lab) in zip(counts, data)])
            out("seeds", name, seeds, len(data), f"auc={found:.3f} dictionary={plain:.3f} seconds={took:.1f}")


def labels(r, sets, out, tmp):
    train, test = rows(OURS), rows(os.path.join(ROOT, "training-data", "export-controls.test.csv"))
    file = write(f"{tmp}/test.csv", ["text", "stance"], [[x["text"], x["stance"]] for x in test])
    yml = os.path.join(HERE, "seeds", "export-controls.a.yml")
    ways = {"alone": [], "pool": ["--pool", OURS], "pool+seeds": ["--pool", OURS, "--seeds", yml]}
    for n in (200, 400, 1600):
        for draw in range(3):
            picked = random.Random(draw).sample(train, n)
            data = write(f"{tmp}/train.csv", ["text", "stance", "group"], [[x["text"], x["stance"], x["group"]] for x in picked])
            for way, flags in ways.items():
                r.run("train", data, "-o", f"{tmp}/m.st", "--label", "stance", "--quiet", *flags)
                report = json.loads(r.run("evaluate", file, "--model", f"{tmp}/m.st", "--label", "stance", "--format", "json", "--quiet"))
                two = [(x["text"], x["stance"]) for x in test if x["stance"] != "neutral"]
                both = write(f"{tmp}/two.csv", ["text"], [[t] for t, _ in two])
                s = r.classify(f"{tmp}/m.st", both, "stance", "support")
                o = r.classify(f"{tmp}/m.st", both, "stance", "oppose")
                found = auc([(a / (a + b + 1e-12), lab == "support") for a, b, (_, lab) in zip(s, o, two)])
                out("labels", "ours", f"{n} rows, draw {draw}, {way}", len(test), f"macro_f1={report['heads']['stance']['macro_f1']:.4f} auc={found:.4f}")


def whole(r, sets, out, tmp):
    semeval = [("semeval", f"{sets}/semeval.train.csv", f"{sets}/semeval.test.csv", "stance")]
    for name, train, test, column in [("sst2", f"{sets}/sst2.train.csv", f"{sets}/sst2.test.csv", "label"), *semeval]:
        r.run("train", train, "-o", f"{tmp}/plain.st", "--label", column, "--quiet")
        r.run("train", train, "-o", f"{tmp}/pool.st", "--label", column, "--pool", train, "--quiet")
        report = json.loads(r.run("evaluate", test, "--model", f"{tmp}/pool.st", "--baseline", f"{tmp}/plain.st", "--label", column, "--format", "json", "--quiet"))
        out("whole", name, "pool of its own texts", report["heads"][column]["n"], json.dumps(report["heads"][column].get("baseline", report.get("baseline")))[:400])


def size(r, sets, out, tmp):
    words = [x["text"].split() for x in rows(f"{sets}/sst2.train.csv")] + [x["text"].split() for x in rows(OURS)]
    pick = random.Random(0)
    with open(f"{tmp}/million.csv", "w", newline="", encoding="utf-8") as f:
        w = csv.writer(f, lineterminator="\n")
        w.writerow(["text"])
        for _ in range(1_000_000):
            a, b = pick.choice(words), pick.choice(words)
            w.writerow([" ".join(a[: len(a) // 2] + b[len(b) // 2:])])
    yml = os.path.join(HERE, "seeds", "sst2.a.yml")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    r.run("seed", "--pool", f"{tmp}/million.csv", "--seeds", yml, "-o", f"{tmp}/m.st", "--quiet")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    out("size", "million", "seed", 1_000_000, f"cpu_seconds={cpu:.1f} peak_mib={after.ru_maxrss / 1024:.0f}")


def main():
    if len(sys.argv) < 4 or sys.argv[1] not in ("seeds", "labels", "whole", "size"):
        sys.exit(__doc__)
    verb, sets, path = sys.argv[1:4]
    runner = Runner(sys.argv[4] if len(sys.argv) > 4 else os.path.join(ROOT, "target", "release", "stance"))
    new = not os.path.exists(path)
    with open(path, "a", newline="", encoding="utf-8") as f, tempfile.TemporaryDirectory() as tmp:
        w = csv.writer(f, lineterminator="\n")
        if new:
            w.writerow(["what", "set", "how", "rows", "result"])

        def out(*cells):
            print(*cells, flush=True)
            w.writerow(cells)
            f.flush()

        {"seeds": seeds, "labels": labels, "whole": whole, "size": size}[verb](runner, sets, out, tmp)


main()

#!/usr/bin/env python3
"""The learner alone beside LIBLINEAR and scikit-learn's solvers, at an equal gap to the lowest objective found.

usage: solver.py FILE.csv LABEL [--c C] [--out FILE.md]

Texts become tf-idf of words and pairs, by scikit-learn, once for all solvers. All minimise Σ loss + ‖w‖²/(2C) with an intercept
that is not penalised, in one thread. Each is run with one tolerance after another, from loose to tight; its time is that of the
loosest run whose objective is within the gap of the lowest that any solver reached (relative to that). CPU seconds of the fit
alone, the least of three unless one takes more than two; matrices are made before. With more than two classes LIBLINEAR is left out: it has no multinomial loss.

needs: the Rust toolchain; pip install scikit-learn liblinear-official. What is not there is named and left out.
"""
import argparse, csv, datetime, json, os, pathlib, platform, subprocess, sys, tempfile, time, warnings

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"
import numpy as np
from sklearn.datasets import dump_svmlight_file
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

HERE = pathlib.Path(__file__).resolve().parent
TOLERANCES = [3e-1, 1e-1, 3e-2, 1e-2, 3e-3, 1e-3, 3e-4, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9]
# No solver gets more than so many CPU seconds in all: what it has not reached by then is said.
BUDGET = 100
GAPS = [1e-2, 1e-4, 1e-6]
csv.field_size_limit(1 << 30)
warnings.filterwarnings("ignore")


def objective(x, y, c, coefficients, intercepts):
    """Σ loss + ‖w‖²/(2C); one row of coefficients for two classes."""
    scores = np.asarray(x @ coefficients.T) + intercepts
    if scores.shape[1] == 1:
        loss = np.logaddexp(0.0, np.where(y == 1, -scores[:, 0], scores[:, 0])).sum()
    else:
        loss = (np.logaddexp.reduce(scores, axis=1) - scores[np.arange(len(y)), y]).sum()
    return loss + (coefficients**2).sum() / (2 * c)


def timed(fit):
    """The least CPU seconds of three runs, or those of the first if it takes more than two."""
    best, found = float("inf"), None
    for _ in range(3):
        begin = time.process_time()
        found = fit()
        best = min(best, time.process_time() - begin)
        if best > 2:
            break
    return best, found


def tighter(one):
    """One run after another with ever smaller tolerance, for some CPU seconds."""
    runs, begin = [], time.process_time()
    for tolerance in TOLERANCES:
        if time.process_time() - begin < BUDGET:
            runs.append(one(tolerance))
    return runs


def ours(x, y, c):
    command = ["cargo", "bench", "--bench", "solver", "--no-run", "--locked", "--message-format=json"]
    lines = subprocess.run(command, cwd=HERE.parent, check=True, capture_output=True, text=True).stdout.splitlines()
    built = [json.loads(line) for line in lines if line.startswith("{")]
    program = [m["executable"] for m in built if m.get("executable") and m["target"]["name"] == "solver"][-1]
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "rows.svm")
        dump_svmlight_file(x, y, path, zero_based=False)
        out = subprocess.run([program, path, repr(1 / c), *map(repr, TOLERANCES)], check=True, capture_output=True, text=True).stdout
    return [(run["seconds"], run["objective"]) for run in map(json.loads, out.splitlines())]


def scikit_learn(x, y, c, solver):
    def one(tolerance):
        model = LogisticRegression(C=c, solver=solver, tol=tolerance, max_iter=10_000)
        seconds, _ = timed(lambda: model.fit(x, y))
        return seconds, objective(x, y, c, model.coef_, model.intercept_)

    return tighter(one)


def liblinear(x, y, c):
    from liblinear.liblinearutil import parameter, problem, train

    data = problem(y, x)

    def one(tolerance):
        options = parameter(f"-s 0 -c {c} -e {tolerance} -B 1 -R -q")
        seconds, model = timed(lambda: train(data, options))
        # Weights are those of the label that comes first in the data.
        sign = 1 if model.get_labels()[0] == 1 else -1
        w, b = model.get_decfun()
        return seconds, objective(x, y, c, sign * np.array([w]), np.array([sign * b]))

    return tighter(one)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file")
    parser.add_argument("label")
    parser.add_argument("--c", type=float, default=4.0)
    parser.add_argument("--out")
    args = parser.parse_args()
    with open(args.file, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    y = np.unique([row[args.label] for row in rows], return_inverse=True)[1]
    x = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, dtype=np.float32).fit_transform([row["text"] for row in rows])
    # Values as svmlight's file has them, so that all solvers see the same.
    x = x.astype(np.float64).tocsr()
    solvers = {"**stance**, trust-region Newton": lambda: ours(x, y, args.c)}
    for name in ("newton-cg", "lbfgs"):
        solvers[f"scikit-learn, {name}"] = lambda name=name: scikit_learn(x, y, args.c, name)
    if y.max() == 1:
        solvers["LIBLINEAR, trust-region Newton"] = lambda: liblinear(x, y, args.c)
    runs = {}
    for name, run in solvers.items():
        try:
            runs[name] = run()
        except ImportError as error:
            print(f"not run: {name}: {error}", file=sys.stderr)
    lowest = min(value for run in runs.values() for _, value in run)
    lines = [f"# The learner alone: {pathlib.Path(args.file).name}, `{args.label}`", ""]
    lines += [f"{datetime.date.today()}, {os.cpu_count()} cores, {platform.machine()}, load {os.getloadavg()[0]:.1f} at the end.  "]
    lines += [f"{x.shape[0]:,} rows, {x.shape[1]:,} columns, {x.nnz:,} entries, {y.max() + 1} classes, C = {args.c:g}; CPU seconds to come within a gap of the lowest objective, {lowest:.6g}.", ""]
    lines += ["| solver | " + " | ".join(f"gap {gap:g}" for gap in GAPS) + " |", "|---" + "|---:" * len(GAPS) + "|"]
    for name, run in runs.items():
        cells = []
        for gap in GAPS:
            near = [seconds for seconds, value in run if value <= lowest * (1 + gap)]
            cells.append(f"{near[0]:.3f}" if near else "not reached")
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    print("\n".join(lines))
    if args.out:
        pathlib.Path(args.out).write_text("\n".join(lines) + "\n", encoding="utf-8")


main()

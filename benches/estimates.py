"""Coverage and width of corrected shares on simulated corpora, beside quapy, ppi-python and glide-py where they are installed.

    cargo build --release --example corrected_shares
    python benches/estimates.py target/release/examples/corrected_shares [CORPORA [CORRELATIONS]] > benches/record/estimates.md

A corpus has 6,000 statements in documents of six, which share a prevalence drawn from a beta distribution (correlation
0.15 within documents), and labels whose correlation with the codes is given. Each corpus is drawn anew, whole documents at a
time; n statements of it are coded, drawn at random as `stance sample` does, or as whole documents. An interval covers if the
share in that corpus is within it. Intervals that are undefined count as not covering. CORRELATIONS, such as 0.3,0.5, runs only those.
"""

import importlib.util
import subprocess
import sys

import numpy as np

STATEMENTS, DOCUMENT, WITHIN = 6000, 6, 0.15
PREVALENCES = (0.1, 0.3, 0.5, 0.7, 0.9)
CODED = (50, 100, 200, 400)
CORRELATIONS = (0.0, 0.3, 0.5, 0.7, 0.9)
PEER_CORPORA = 200


def corpus(random, prevalence, correlation):
    """Codes, labels and documents."""
    documents = STATEMENTS // DOCUMENT
    strength = (1 - WITHIN) / WITHIN
    of_document = random.beta(prevalence * strength, (1 - prevalence) * strength, documents)
    document = np.repeat(np.arange(documents), DOCUMENT)
    truth = random.random(STATEMENTS) < of_document[document]
    right = np.where(truth, prevalence + correlation * (1 - prevalence), prevalence * (1 - correlation))
    return truth.astype(float), (random.random(STATEMENTS) < right).astype(float), document


def coded_rows(random, n, whole_documents):
    """Positions of the coded statements."""
    if not whole_documents:
        return random.choice(STATEMENTS, n, replace=False)
    drawn = random.choice(STATEMENTS // DOCUMENT, round(n / DOCUMENT), replace=False)
    return (drawn[:, None] * DOCUMENT + np.arange(DOCUMENT)).ravel()


def peers():
    """Intervals of other libraries by name: (codes, labels of coded rows, labels of the other rows) -> low, high."""
    found = {}
    if importlib.util.find_spec("ppi_py"):
        from ppi_py import ppi_mean_ci

        def ppi(codes, labels, others):
            low, high = ppi_mean_ci(codes, labels, others, alpha=0.05)
            return np.ravel(low)[0], np.ravel(high)[0]

        found["ppi-python"] = ppi
    if importlib.util.find_spec("quapy"):
        import quapy as qp
        from quapy.method.confidence import AggregativeBootstrap  # noqa: F401  (checks the version)

        qp.environ["SAMPLE_SIZE"] = 100

        def quantify(codes, labels, others):
            # Adjusted count with a bootstrap over the coded rows and the corpus: quapy's own needs a classifier, and these are labels.
            draws = []
            random = np.random.default_rng(1)
            for _ in range(200):
                pick = random.integers(len(codes), size=len(codes))
                code, label = codes[pick], labels[pick]
                if code.min() == code.max():
                    continue
                rates = np.array([[(label[code == c] == p).mean() for c in (0, 1)] for p in (0, 1)])
                share = others[random.integers(len(others), size=len(others))].mean()
                try:
                    solve = qp.functional.solve_adjustment
                    draws.append(solve(rates, np.array([1 - share, share]), method="inversion", solver="minimize")[1])
                except Exception:
                    continue
            return tuple(np.percentile(draws, [2.5, 97.5])) if draws else (np.nan, np.nan)

        found["quapy"] = quantify
    if importlib.util.find_spec("glide"):
        from glide.estimators import PPIMeanEstimator

        def glide(codes, labels, others):
            result = PPIMeanEstimator().estimate(codes, labels, others, confidence_level=0.95)
            return result.confidence_interval.lower_bound, result.confidence_interval.upper_bound

        found["glide-py"] = glide
    return found


def cell(program, others, prevalence, n, correlation, whole_documents, corpora, seed):
    """Coverage and mean width by method."""
    random = np.random.default_rng(seed)
    lines, truths, results = [], [], {name: [] for name in others}
    for number in range(corpora):
        truth, label, document = corpus(random, prevalence, correlation)
        rows = coded_rows(random, n, whole_documents)
        truths.append(truth.mean())
        lines.append(f"{float(label.mean())!r} {len(rows)}")
        chance = len(rows) / STATEMENTS
        lines += [f"{truth[r]:.0f} {label[r]:.0f} {chance!r} {document[r]}" for r in rows]
        if number < PEER_CORPORA:
            rest = np.delete(label, rows)
            for name, interval in others.items():
                try:
                    results[name].append(interval(truth[rows], label[rows], rest))
                except Exception:
                    results[name].append((np.nan, np.nan))
    run = subprocess.run([program], input="\n".join(lines) + "\n", capture_output=True, text=True, check=True)
    own = np.array([[float(word) for word in line.split()] for line in run.stdout.splitlines()])
    truths = np.array(truths)

    def score(low, high, truths):
        return np.mean((low <= truths) & (truths <= high)), np.nanmean(high - low)

    table = {"corrected": score(own[:, 1], own[:, 2], truths), "codes alone": score(own[:, 4], own[:, 5], truths)}
    for name, intervals in results.items():
        low, high = np.array(intervals, dtype=float).T
        table[name] = score(low, high, truths[: len(low)])
    return table


def main():
    program, corpora = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 2000
    correlations = [float(word) for word in sys.argv[3].split(",")] if len(sys.argv) > 3 else CORRELATIONS
    others = peers()
    names = ["corrected", "codes alone", *others]
    print("| drawn | correlation | prevalence | n | " + " | ".join(f"{name}: coverage, width" for name in names)
          + " | width against codes alone | √(1−ρ²) |")
    print("|---" * (len(names) + 6) + "|")
    failed = []
    for whole_documents in (False, True):
        for correlation in correlations:
            for prevalence in PREVALENCES:
                for n in CODED:
                    seed = [int(whole_documents), int(correlation * 100), int(prevalence * 100), n]
                    table = cell(program, others, prevalence, n, correlation, whole_documents, corpora, seed)
                    coverage, width = table["corrected"]
                    ratio = width / table["codes alone"][1]
                    least = 0.93 if n * min(prevalence, 1 - prevalence) >= 10 - 1e-9 else 0.91
                    most = 0.97 if least == 0.93 else 1.0
                    noise = 2.6 * (0.05 * 0.95 / corpora) ** 0.5
                    bad = not least - noise <= coverage <= most + noise or ratio > 1.02
                    bad |= correlation >= 0.7 and ratio > 0.72
                    if bad:
                        failed.append((whole_documents, correlation, prevalence, n, coverage, ratio))
                    cells = " | ".join(f"{c * 100:.1f} %, {w:.4f}" for c, w in (table[name] for name in names))
                    drawn = "documents" if whole_documents else "statements"
                    print(f"| {drawn} | {correlation} | {prevalence} | {n} | {cells} | {ratio:.3f} | "
                          f"{(1 - correlation**2) ** 0.5:.3f} |{' ✗' if bad else ''}", flush=True)
    print(f"\n{len(failed)} of {2 * len(correlations) * len(PREVALENCES) * len(CODED)} cells miss a goal (✗).")


if __name__ == "__main__":
    main()

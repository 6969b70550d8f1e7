#!/usr/bin/env python3
"""stance next to other text classifiers: the same files, one run, one thread, CPU seconds.

usage: speed.py TRAIN.csv TEST.csv LABEL [--out FILE.md]

A line each: seconds to train from the CSV; statements and megabytes of text labelled a second, the best of three; accuracy,
so that a fast wrong answer shows. CPU seconds of all threads of a process are counted, by the kernel.

Boundaries. stance, library: text in memory to label, start and loading not counted; training is the whole program, reading
the CSV and writing the model included. stance, program: CSV file in, CSV out, with start, loading the model, reading and
writing, a row of its own; files below 20 MB hold their rows several times over, as for the peers, but the start counts. scikit-learn: training includes reading the CSV; scoring has the text in memory. fastText and
Vowpal Wabbit, in their favour: the text is cleaned and written in their format beforehand, which is not counted, and their
start is taken off what scoring takes; files below 20 MB are labelled several times over by them, so that what is left is no noise.

What is biased: we know how to set our own program better than others'; the peers' settings are the usual ones for these
tasks (word pairs; ten epochs for fastText; one and five passes for Vowpal Wabbit).

needs: the Rust toolchain; pip install scikit-learn vowpalwabbit; fastText's program `fasttext`. What is not there is named
and left out.
"""
import csv, datetime, json, pathlib, platform, random, re, resource, shutil, subprocess, sys, tempfile, time, warnings

HERE = pathlib.Path(__file__).resolve().parent
NEEDED = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
csv.field_size_limit(1 << 30)
warnings.filterwarnings("ignore")


def read(path, label):
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [row["text"] for row in rows], [row[label] for row in rows]


def children():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def cpu(command, **more):
    """CPU seconds of a command and its threads, and what it printed."""
    before = children()
    done = subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True, **more)
    return children() - before, done.stdout


def executable(*what):
    """Builds something of ours as a release and returns its path."""
    command = ["cargo", *what, "--locked", "--message-format=json"]
    out = subprocess.run(command, cwd=HERE.parent, check=True, capture_output=True, text=True).stdout
    found = [json.loads(line) for line in out.splitlines() if line.startswith("{")]
    return [m["executable"] for m in found if m.get("executable") and m["target"]["name"] == what[-1 if what[-1] != "--no-run" else -2]][-1]


class Table:
    def __init__(self, texts, truth):
        self.texts, self.truth, self.lines = texts, truth, []
        self.megabytes = sum(len(text.encode()) for text in texts) / 1e6
        # Programs label short files so many times over, so that their start, which is taken off, is little beside it.
        self.times = max(1, round(20 / self.megabytes))
        self.add("", "train, s", "statements/s", "MB/s", "accuracy, %")
        self.add("---", "---:", "---:", "---:", "---:")

    def add(self, *cells):
        self.lines.append("| " + " | ".join(cells) + " |")
        print(self.lines[-1], flush=True)

    def row(self, name, train, score, accuracy):
        seconds = "–" if train is None else f"{train:.2f}"
        self.add(name, seconds, f"{len(self.texts) / score:,.0f}", f"{self.megabytes / score:.1f}", f"{100 * accuracy:.2f}")

    def missing(self, name, why):
        print(f"not run: {name}: {why}", flush=True)

    def accuracy(self, said):
        return sum(a == b for a, b in zip(said, self.truth)) / len(self.truth)


def ours(table, train, test, label, folder):
    program = executable("build", "--release", "--bin", "stance")
    texts = executable("bench", "--bench", "texts", "--no-run")
    model, out = folder / "model", folder / "out.csv"
    learn = [program, "train", train, "-o", model, "--label", label, "--no-search", "--calibration", "none", "--ignore-column", "target"]
    seconds = min(cpu(learn)[0] for _ in range(3))
    found = json.loads(cpu([texts, model, test, label])[1])
    table.row("**stance**, library", seconds, found["seconds"], found["accuracy"])
    header, rows = pathlib.Path(test).read_bytes().split(b"\n", 1)
    (folder / "all.csv").write_bytes(header + b"\n" + (rows if rows.endswith(b"\n") else rows + b"\n") * table.times)
    whole = []
    for _ in range(3):
        with open(out, "wb") as file:
            before = children()
            command = [program, "classify", folder / "all.csv", "--model", model, "--format", "csv", "--threads", "1"]
            subprocess.run([str(part) for part in command], check=True, stdout=file)
            whole.append(children() - before)
    said = read(out, f"predicted_{label}")[1][:len(table.truth)]
    table.row("**stance**, program, CSV to CSV", None, min(whole) / table.times, table.accuracy(said))


def scikit_learn(table, train, label):
    try:
        from sklearn.feature_extraction.text import CountVectorizer, HashingVectorizer, TfidfVectorizer
        from sklearn.linear_model import LogisticRegression
        from sklearn.pipeline import make_pipeline
    except ImportError as error:
        return table.missing("scikit-learn", error)
    for name, vectorizer in (
        ("counts of words", CountVectorizer()),
        ("tf-idf of words and pairs", TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)),
        ("hashed words and pairs", HashingVectorizer(ngram_range=(1, 2))),
    ):
        begin = time.process_time()
        model = make_pipeline(vectorizer, LogisticRegression(C=4, max_iter=1000)).fit(*read(train, label))
        seconds, best = time.process_time() - begin, float("inf")
        for _ in range(3):
            begin = time.process_time()
            said = model.predict(table.texts)
            best = min(best, time.process_time() - begin)
        table.row(f"scikit-learn, {name}", seconds, best, table.accuracy([str(s) for s in said]))


def clean(text):
    return " ".join(re.sub(r"([^\w\s])", r" \1 ", text.lower()).split()).replace(":", " ").replace("|", " ").strip() or "_"


def program(table, name, learn, score, answers):
    """A peer's program: `score` of what is called `one` is its start."""
    try:
        seconds = sum(cpu(command)[0] for command in learn)
        start = min(cpu(score("one"))[0] for _ in range(3))
        best, out = min((cpu(score("all")) for _ in range(3)), key=lambda pair: pair[0])
    except (OSError, subprocess.CalledProcessError) as error:
        return table.missing(name, error)
    table.row(name, seconds, max(best - start, 1e-6) / table.times, table.accuracy(answers(out)))


def fasttext(table, rows, folder):
    if not shutil.which("fasttext"):
        return table.missing("fastText", "no program `fasttext`")
    (folder / "ft.train").write_text("".join(f"__label__{label} {text}\n" for text, label in rows))
    (folder / "ft.all").write_text("".join(clean(text) + "\n" for text in table.texts) * table.times)
    (folder / "ft.one").write_text(clean(table.texts[0]) + "\n")
    settings = "-wordNgrams 2 -epoch 10 -lr 0.5 -dim 10 -thread 1 -verbose 0".split()
    program(table, "fastText, pairs", [["fasttext", "supervised", "-input", folder / "ft.train", "-output", folder / "ft", *settings]],
            lambda which: ["fasttext", "predict", folder / "ft.bin", folder / f"ft.{which}"],
            lambda out: [line.removeprefix("__label__") for line in out.splitlines()])


def vowpal_wabbit(table, rows, folder):
    if subprocess.run([sys.executable, "-m", "vowpalwabbit", "--version"], capture_output=True).returncode:
        return table.missing("Vowpal Wabbit", "no Python package `vowpalwabbit`")
    classes = sorted({label for _, label in rows})
    number = {label: k + 1 for k, label in enumerate(classes)}
    (folder / "vw.train").write_text("".join(f"{number[label]} |t {text}\n" for text, label in rows))
    (folder / "vw.all").write_text("".join(f"|t {clean(text)}\n" for text in table.texts) * table.times)
    (folder / "vw.one").write_text(f"|t {clean(table.texts[0])}\n")
    vw = [sys.executable, "-m", "vowpalwabbit", "--quiet"]
    learn = ["-d", folder / "vw.train", "--oaa", len(classes), "--ngram", "2", "-b", "22", "--loss_function", "logistic", "-f", folder / "vw.model"]
    for passes in (1, 5):
        more = [] if passes == 1 else ["-c", "-k", "--passes", passes, "--holdout_off"]
        program(table, f"Vowpal Wabbit, pairs, {passes} pass{'es' if passes > 1 else ''}", [vw + learn + more],
                lambda which: vw + ["-t", "-i", folder / "vw.model", "-d", folder / f"vw.{which}", "-p", folder / f"vw.{which}.said"],
                lambda _: [classes[int(float(line.split()[0])) - 1] for line in (folder / "vw.all.said").read_text().split("\n") if line.strip()])


def main():
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    train, test, label = sys.argv[1:4]
    import os
    os.environ.update(NEEDED)
    table = Table(*read(test, label))
    rows = [(clean(text), label) for text, label in zip(*read(train, label))]
    random.Random(0).shuffle(rows)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        ours(table, train, test, label, folder)
        scikit_learn(table, train, label)
        fasttext(table, rows, folder)
        vowpal_wabbit(table, rows, folder)
    if "--out" in sys.argv:
        commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=HERE.parent, capture_output=True, text=True).stdout.strip()
        load = os.getloadavg()[0]
        head = [f"# {pathlib.Path(train).name} → {pathlib.Path(test).name}, `{label}`", "",
                f"{datetime.date.today()}, {os.cpu_count()} cores, {platform.machine()}, commit {commit}, load {load:.1f} at the end.",
                f"Command: `benches/speed.py {pathlib.Path(train).name} {pathlib.Path(test).name} {label}`; "
                f"{len(table.texts)} statements, {table.megabytes:.1f} MB. Boundaries and bias: see the script's head.", ""]
        pathlib.Path(sys.argv[sys.argv.index("--out") + 1]).write_text("\n".join(head + table.lines) + "\n")


main()

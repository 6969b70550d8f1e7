#!/usr/bin/env python3
"""Quotations, their speakers and the names behind them: stance on annotated articles, and other extractors on the same.

usage: quotations.py [--polnear SPLIT] [--german CLONE] [--pages CLONE] [--peers CLONES] [--first N]
                     [--program PATH] [--write]

Sets: our own articles (tests/articles); with --polnear a split folder of networkdynamics/PolNeAR (text/, attributions/), of
which train and dev may be read; with --german a clone of uhh-lt/german-news-quotation-attribution-2024, even numbers only, twice:
its direct quotations alone, and with words in marks inside indirect ones.
With --pages a clone of scrapinghub/article-extraction-benchmark: what is found on pages beside what is found in their bodies.
With --peers a folder of clones (quotation_peers.py has their names): other extractors, run with this Python. A clone is a
work tree or a git directory. --write keeps the figures under benches/record/DATE/ and the tables in
benches/README.md.

Measure. Gold is a stretch of quoted words; a prediction matches the one it shares 80 % of their common extent with, each used
once; PREDICTED counts every piece of a statement that is not a term. In sets that annotate every attribution (PolNeAR, German)
gold is what stands between double marks inside one, and predictions outside double marks are left out.
  speaker       share of the matched whose mention overlaps an annotated one, has at most 12 words and at most 3 beyond it on
                either side; where nobody is named, no speaker is right
  both          F1 in which a match counts only with its speaker
  both, names   F1 in which a match counts only with the full name behind the mention: every word of it, titles aside, and at
                most 3 more; where the article gives no name, giving none is right
  full, fragment   precision among predictions of that kind / recall among gold of it (sets that do not label kinds: by form)
  pronouns      of stretches by he, she or they: precision of the names given / share given one, of those that have one
  ECE           of speaker_confidence for the speaker, over 15 bins of equal size; ≥ .7: share of the matched at or above it
Intervals: 95 %, bootstrap over articles. Speed: articles a CPU second by the kernel's count, start and reading included for
stance, loading the language model not counted for peers. Memory: peak resident set. Everything runs on one thread.

What is biased: our own articles are written for this project (by a hand that had not seen the rules), and our rules were
developed on PolNeAR's train part. In the peers' favour, their spans are cut to the stretches between marks that they cover.
"""
import argparse, datetime, json, os, pathlib, platform, random, re, subprocess, sys, tempfile, unicodedata

from quotation_sets import PRONOUNS, form, german, own, polnear, unpack

HERE = pathlib.Path(__file__).resolve().parent
README = HERE / "README.md"
OWN = {"french": "fr", "spanish": "es", "pronouns": "en"}
PEERS = ("textacy", "textacy, by paragraph", "Gender Gap Tracker", "Guardian and AFP patterns")
TITLES = set("mr mrs ms miss dr sir dame sen senator rep prof m mme mlle me sr sra srta don dona herr frau".split())
ENOUGH = 2e6  # bytes over which speed is measured; smaller sets are copied
COUNTS = ["gold", "predicted", "found", "speaker", "named", "asked", "answered", "answered of asked", "answered right"]
COUNTS += [f"{kind} {what}" for kind in ("full", "fragment") for what in ("gold", "predicted", "found", "right")]


def words(text):
    """Words without case, accents and marks."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.findall(r"\w+", plain.casefold())


PLAIN = {word for pronoun in PRONOUNS for word in words(pronoun)}


def same_name(said, name, mention):
    """Whether a predicted name is the annotated one; `mention` is what the article calls the speaker there."""
    said = [w for w in words(said or "") if w not in TITLES]
    if not name:
        return not said or " ".join(said) in PLAIN or said == words(mention or "")
    wanted = [w for w in words(name) if w not in TITLES]
    return all(w in said for w in wanted) and len(said) <= len(wanted) + 3


def right_speaker(text, prediction, stretch):
    start, end = prediction["mention"] or (None, None)
    if start is None or not stretch.speakers:
        return start is None and not stretch.speakers
    if len(text[start:end].split()) > 12:
        return False
    return any(a < end and start < b and len(text[start:a].split()) <= 3 and len(text[b:end].split()) <= 3 for a, b in stretch.speakers)


def overlap(a, b, c, d):
    return max(0, min(b, d) - max(a, c)) / (max(b, d) - min(a, c))


def judge(article, predictions):
    """Counts of an article by name, and pairs of confidence and whether the speaker was right."""
    if article.marks_only:
        predictions = [p for p in predictions if any(overlap(*p["span"], *mark) >= 0.5 for mark in article.marks)]
    counts, pairs, used = dict.fromkeys(COUNTS, 0), [], set()
    counts["predicted"], counts["gold"] = len(predictions), len(article.stretches)
    for prediction in predictions:
        counts[prediction["kind"] + " predicted"] += 1
    for stretch in article.stretches:
        free = [k for k in range(len(predictions)) if k not in used]
        best, chosen = max(((overlap(stretch.start, stretch.end, *predictions[k]["span"]), -k) for k in free), default=(0, 0))
        asked = stretch.pronoun and bool(stretch.name)
        counts["asked"] += asked
        counts[stretch.kind + " gold"] += 1
        if best < 0.8:
            continue
        used.add(-chosen)
        found = predictions[-chosen]
        speaker = right_speaker(article.text, found, stretch)
        mention = article.text[slice(*found["mention"])] if found["mention"] else None
        counts["found"] += 1
        counts[stretch.kind + " found"] += 1
        counts[found["kind"] + " right"] += 1
        counts["speaker"] += speaker
        if stretch.name is not None:
            named = same_name(found["name"], stretch.name, mention)
            counts["named"] += named
            if stretch.pronoun and not same_name(found["name"], "", ""):
                counts["answered"] += 1
                counts["answered of asked"] += asked
                counts["answered right"] += asked and named
        if found["confidence"] is not None:
            pairs.append((found["confidence"], speaker))
    return counts, pairs


def ece(pairs, bins=15):
    # Equal confidences stay in the order of the articles: ordered by the outcome, they would make bins unlike each other.
    pairs, size = sorted(pairs, key=lambda pair: pair[0]), len(pairs)
    parts = [pairs[k * size // bins:(k + 1) * size // bins] for k in range(bins)]
    return sum(abs(sum(p for p, _ in part) - sum(y for _, y in part)) for part in parts) / size


def scores(total, pairs):
    """Every figure from the sums of the counts; one that does not exist is left out."""
    f1 = lambda right: 2 * right / max(1, total["predicted"] + total["gold"])
    share = lambda part, whole: total[part] / total[whole] if total[whole] else None
    out = {"precision": share("found", "predicted"), "recall": share("found", "gold"), "f1": f1(total["found"]),
           "speaker": share("speaker", "found"), "both": f1(total["speaker"]), "both_names": f1(total["named"]) if total["named"] else None,
           "pronoun_precision": share("answered right", "answered"), "pronoun_answered": share("answered of asked", "asked")}
    for kind in ("full", "fragment"):
        out[f"{kind}_precision"] = share(f"{kind} right", f"{kind} predicted")
        out[f"{kind}_recall"] = share(f"{kind} found", f"{kind} gold")
    if pairs:
        out["ece"], out["confident"] = ece(pairs), sum(p >= 0.7 for p, _ in pairs) / total["found"]
    return {name: value for name, value in out.items() if value is not None}


def measured(judged, draws=1000, draws_of_ece=200):
    """Figures with the 95 % intervals of those that matter."""
    rows = [tuple(counts[name] for name in COUNTS) for counts, _ in judged]
    sums = lambda some: dict(zip(COUNTS, map(sum, zip(*some))))
    flat = lambda some: [pair for _, pairs in some for pair in pairs]
    out, chance = scores(sums(rows), flat(judged)), random.Random(17)
    samples = [scores(sums(chance.choices(rows, k=len(rows))), None) for _ in range(draws)]
    errors = [{"ece": ece(pairs)} for pairs in (flat(chance.choices(judged, k=len(judged))) for _ in range(draws_of_ece)) if pairs]
    for name in ("precision", "recall", "f1", "speaker", "both", "both_names", "pronoun_precision", "pronoun_answered", "ece"):
        values = sorted(sample[name] for sample in (errors if name == "ece" else samples) if name in sample)
        if name in out and values:
            out[name] = [out[name], values[len(values) * 25 // 1000], values[len(values) * 975 // 1000]]
    return {"articles": len(judged), "stretches": sum(counts["gold"] for counts, _ in judged), **out}


def child(command, **more):
    """CPU seconds and peak megabytes of a command."""
    process = subprocess.Popen([str(part) for part in command], **more)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def extract(program, folder, out, *options):
    """The statements of the articles in a folder, CPU seconds and megabytes of memory."""
    with open(out, "wb") as file:
        code, seconds, memory = child([program, "extract", folder, "--format", "jsonl", "--threads", "1", "--quiet", *options], stdout=file)
    if code:
        sys.exit(f"{program} extract {folder} ended with {code}")
    with open(out, encoding="utf-8") as file:
        return [json.loads(line) for line in file], seconds, memory


def write(folder, texts):
    folder.mkdir(parents=True)
    for number, text in enumerate(texts):
        (folder / f"{number:06}.txt").write_text(text, encoding="utf-8", newline="")


def ours(program, articles, folder):
    """Predictions for each article, and the resources used on the same articles, copied until there is enough to time."""
    write(folder / "once", [a.text for a in articles])
    predictions = [[] for _ in articles]
    for row in extract(program, folder / "once", folder / "out")[0]:
        if row["kind"] != "term":
            mention = None if row["speaker_start"] is None else (row["speaker_start"], row["speaker_end"])
            for span in row["spans"]:
                predictions[int(pathlib.Path(row["file"]).stem)].append(
                    {"span": tuple(span), "mention": mention, "name": row["speaker_name"], "kind": row["kind"],
                     "confidence": row["speaker_confidence"]})
    size = sum(len(a.text.encode()) for a in articles)
    times = max(1, round(ENOUGH / size))
    write(folder / "many", [a.text for a in articles] * times)
    seconds, memory = min(extract(program, folder / "many", folder / "out")[1:] for _ in range(3))
    rates = {"articles_per_cpu_s": len(articles) * times / seconds, "mb_per_cpu_s": size * times / 1e6 / seconds}
    return predictions, {**rates, "memory_mb": memory}


def peer(name, sets, clones, folder):
    """What another extractor answers on every set and its memory in MB, or None and why it could not be run."""
    (folder / "articles").write_text(json.dumps({which: [a.text for a in articles] for which, articles in sets.items()}), encoding="utf-8")
    with open(folder / "errors", "wb") as errors:
        command = [sys.executable, HERE / "quotation_peers.py", name, clones, folder / "articles", folder / "answers"]
        code, _, memory = child(command, stdout=errors, stderr=errors)
    if code:
        return None, ((folder / "errors").read_text(errors="replace").strip().splitlines() or ["no message"])[-1]
    return json.loads((folder / "answers").read_text(encoding="utf-8")), memory


def cut(article, rows):
    """A peer's spans as predictions: the stretches between marks that they cover by four fifths, or lie in by as much."""
    held = {}
    for start, end, first, last in rows:
        for mark in article.marks:
            shared = min(end, mark[1]) - max(start, mark[0])
            if shared > 0 and shared >= 0.8 * min(mark[1] - mark[0], end - start) and held.get(mark) is None:
                held[mark] = None if first is None else (first, last)
    return [{"span": mark, "mention": mention, "name": article.text[slice(*mention)] if mention else None,
             "kind": form(article.text[slice(*mark)]), "confidence": None} for mark, mention in held.items()]


def pages(program, clone, folder):
    """How many statements of the marked bodies are found on the pages, and how many more the pages give."""
    import gzip
    truth = json.loads((clone / "ground-truth.json").read_text(encoding="utf-8"))
    for part in ("bodies", "pages"):
        (folder / part).mkdir()
    for key, row in truth.items():
        (folder / "bodies" / f"{key}.txt").write_text(row["articleBody"], encoding="utf-8", newline="")
        (folder / "pages" / f"{key}.html").write_bytes(gzip.decompress((clone / "html" / f"{key}.html.gz").read_bytes()))
    found = {}
    for part in ("bodies", "pages"):
        for row in extract(program, folder / part, folder / "out", "--skip-bad-files")[0]:
            if row["kind"] != "term":
                found.setdefault((part, pathlib.Path(row["file"]).stem), []).append(" ".join(words(row["text"])))
    wanted = hits = given = extra = 0
    for key, row in truth.items():
        body, page = " ".join(words(row["articleBody"])), found.get(("pages", key), [])
        for statement in found.get(("bodies", key), []):
            wanted += 1
            hits += any(statement in other for other in page)
        given += len(page)
        extra += sum(" ".join(statement.split()[:8]) not in body for statement in page)
    return {"pages": len(truth), "statements_of_bodies": wanted, "found": hits / wanted, "extra": extra / given}


def cell(value, digits=3):
    if isinstance(value, list):
        return f"{value[0]:.{digits}f} [{value[1]:.{digits}f}, {value[2]:.{digits}f}]"
    return "–" if value is None else f"{value:.{digits}f}"


COLUMNS = ["set", "articles", "stretches", "precision", "recall", "F1", "speaker", "both, F1", "both, names", "full P / R",
           "fragment P / R", "pronouns P / answered", "ECE", "≥ .7", "articles a CPU second", "MB/s", "memory, MB"]


LINES = []  # what was printed, for the README


def show(line):
    line = line if isinstance(line, str) else "| " + " | ".join(line) + " |"
    LINES.append(line)
    print(line, flush=True)


def cells_of(title, row):
    get = lambda name, digits=3: cell(row.get(name), digits)
    both = lambda a, b: "–" if row.get(a) is None and row.get(b) is None else f"{get(a)} / {get(b)}"
    main = ("precision", "recall", "f1", "speaker", "both", "both_names")
    head = [title, str(row["articles"]), str(row["stretches"])] + [get(name) for name in main]
    kinds = [both(f"{kind}_precision", f"{kind}_recall") for kind in ("full", "fragment")]
    rest = [both("pronoun_precision", "pronoun_answered"), get("ece"), get("confident", 2)]
    return head + kinds + rest + [get("articles_per_cpu_s", 0), get("mb_per_cpu_s", 1), get("memory_mb", 0)]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for flag in ("--polnear", "--german", "--pages", "--peers"):
        parser.add_argument(flag, type=pathlib.Path)
    parser.add_argument("--program", type=pathlib.Path, default=HERE.parent / "target" / "release" / "stance")
    parser.add_argument("--first", type=int, metavar="N", help="peers run on the first N articles of each set only")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1", PYTHONHASHSEED="0")
    # The program may come from another folder than this script: the commit of its own is what was measured.
    built = ["git", "rev-parse", "--short", "HEAD"]
    commit = subprocess.run(built, cwd=args.program.resolve().parent, capture_output=True, text=True).stdout.strip()
    version = subprocess.run([args.program, "--version"], check=True, capture_output=True, text=True).stdout.strip()
    machine = f"{os.cpu_count()} cores, {platform.machine()}, load {os.getloadavg()[0]:.1f}"
    record = {"date": datetime.date.today().isoformat(), "machine": machine, "commit": commit,
              "program": version, "python": platform.python_version(), "sets": {}, "peers": {}}
    with tempfile.TemporaryDirectory() as name:
        temporary = pathlib.Path(name)
        sets = {}
        if args.polnear:
            sets["polnear " + args.polnear.name] = list(polnear(args.polnear))
        if args.german:
            clone = unpack(args.german, temporary, "data")
            sets |= {"german, even, direct": list(german(clone, True)), "german, even, all": list(german(clone, False))}
        sets |= {name: list(own(HERE.parent / "tests" / "articles" / f"{name}.jsonl", language)) for name, language in OWN.items()}
        show(COLUMNS)
        show("|---" * len(COLUMNS) + "|")
        for name, articles in sets.items():
            (temporary / name).mkdir()
            predictions, used = ours(args.program, articles, temporary / name)
            judged = [judge(*pair) for pair in zip(articles, predictions)]
            record["sets"][name] = {**measured(judged), **used}
            show(cells_of(name, record["sets"][name]))
            for half, rest in (("even", 0), ("odd", 1)) if articles[0].number else ():
                some = [j for a, j in zip(articles, judged) if a.number % 2 == rest]
                record["sets"][f"{name}, {half}"] = measured(some)
                show(cells_of(f"{name}, {half}", record["sets"][f"{name}, {half}"]))
        keep(args, record)
        if args.pages:
            (temporary / "html").mkdir()
            clone = unpack(args.pages, temporary, "ground-truth.json", "html")
            found = record["pages"] = pages(args.program, clone, temporary / "html")
            show("")
            show(f"{found['pages']} web pages: {100 * found['found']:.1f} % of the {found['statements_of_bodies']} statements of the "
                 f"marked bodies are found on the pages; {100 * found['extra']:.1f} % of those found on pages are not in the bodies.")
            keep(args, record)
        if args.peers:
            run_peers(args, sets, record, temporary)


def keep(args, record):
    """With --write: what is known so far, as a record and in the README, so that a peer that fails late loses nothing."""
    if not args.write:
        return
    path = HERE / "record" / record["date"] / "quotations.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    tidy = json.loads(json.dumps(record), parse_float=lambda s: round(float(s), 4))
    path.write_text(json.dumps(tidy, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    head, rest = README.read_text(encoding="utf-8").split("<!-- quotations begins -->\n")
    said = f"{record['date']}, {record['machine']}, commit {record['commit']}, {record['program']}."
    README.write_text(head + "\n".join(["<!-- quotations begins -->", said, "", *LINES, "<!-- quotations ends -->"])
                      + rest.split("<!-- quotations ends -->")[1], encoding="utf-8")


def run_peers(args, sets, record, temporary):
    """Other extractors on the first articles of the English sets, next to our own figures on the same ones."""
    sets = {name: articles[:args.first] for name, articles in sets.items() if name == "pronouns" or name.startswith("polnear")}
    columns = ["set", "extractor", "articles", "F1", "speaker", "both, F1", "articles a CPU second", "memory, MB"]
    show("")
    show(columns)
    show("|---" * len(columns) + "|")

    def add(name, which, predictions, used):
        row = {**measured([judge(*pair) for pair in zip(sets[name], predictions)]), **used}
        record["peers"].setdefault(name, {})[which] = row
        cells = [name, which, str(row["articles"])] + [cell(row.get(k)) for k in ("f1", "speaker", "both")]
        show(cells + [f"{row['articles_per_cpu_s']:,.1f}", f"{row['memory_mb']:.0f}"])

    for name, articles in sets.items():
        (temporary / f"{name}, first").mkdir()
        add(name, "stance", *ours(args.program, articles, temporary / f"{name}, first"))
    for which in PEERS:
        answers, memory = peer(which, sets, args.peers, temporary)
        if answers is None:
            show([f"{which}: not run", memory.replace("|", " ")] + ["–"] * 6)
            record["peers"][which] = {"not run": memory}
            keep(args, record)
            continue
        for name, articles in sets.items():
            found = answers["sets"][name]
            used = {"articles_per_cpu_s": len(articles) / found["seconds"], "memory_mb": memory, "versions": answers["versions"]}
            add(name, which, [cut(*pair) for pair in zip(articles, found["rows"])], used)
        keep(args, record)


if __name__ == "__main__":
    main()

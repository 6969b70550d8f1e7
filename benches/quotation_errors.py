#!/usr/bin/env python3
"""Which quotations found in PolNeAR's articles are not annotated, and how scores change when some are left out.

usage: quotation_errors.py SPLIT PROGRAM [--draw N] [--seed S]

SPLIT is a split folder of networkdynamics/PolNeAR: train to look at, dev to report. Printed are the scores of quotations.py; F1 if
statements below a confidence were left out; F1 if the least right groups of fragments were; and N false finds with the words
around them, to read. Nothing is written.
"""
import argparse, collections, pathlib, random, re, tempfile

from quotation_sets import polnear
from quotations import extract, overlap, right_speaker, write

CONFIDENCES = (0.3, 0.5, 0.6, 0.7, 0.8)
SMALLEST_GROUP = 4  # fragments


def found(program, articles):
    """The stretches of each article's statements, with whether they are annotated, and whether the speaker is right."""
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        write(folder / "articles", [article.text for article in articles])
        rows = extract(program, folder / "articles", folder / "out")[0]
    predictions = [[] for _ in articles]
    for row in rows:
        mention = None if row["speaker_start"] is None else (row["speaker_start"], row["speaker_end"])
        for span in row["spans"] if row["kind"] != "term" else []:
            predictions[int(pathlib.Path(row["file"]).stem)].append({**row, "span": tuple(span), "mention": mention})
    out = []
    for article, own in zip(articles, predictions):
        own = [p for p in own if any(overlap(*p["span"], *mark) >= 0.5 for mark in article.marks)]
        free = list(own)
        for stretch in article.stretches:
            best = max(free, key=lambda p: overlap(stretch.start, stretch.end, *p["span"]), default=None)
            if best and overlap(stretch.start, stretch.end, *best["span"]) >= 0.8:
                free.remove(best)
                best["annotated"], best["right"] = True, right_speaker(article.text, best, stretch)
        out += [(article, p) for p in own]
    return out


def f1(pairs, gold, what="annotated"):
    return 2 * sum(p.get(what, False) for _, p in pairs) / (len(pairs) + gold)


def groups(article, prediction):
    """The groups that a fragment is in, by the words around it."""
    start, end = prediction["span"]
    before = re.findall(r"[\w’']+", article.text[max(0, start - 60):start])
    words = article.text[start:end].split()
    cue = "with" if prediction["cue"] else "without"
    yield f"{cue} a cue, after `{before[-1].lower() if before else ''}`"
    yield f"{cue} a cue, of {min(len(words), 4)} words"
    if len(words) > 1 and all(word[0].isupper() for word in words if word[0].isalpha()):
        yield f"{cue} a cue, every word capitalised"


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("split", type=pathlib.Path)
    options.add_argument("program")
    options.add_argument("--draw", type=int, default=0)
    options.add_argument("--seed", type=int, default=1)
    options = options.parse_args()
    articles = list(polnear(options.split))
    gold = sum(len(article.stretches) for article in articles)
    pairs = found(options.program, articles)
    wrong = [(a, p) for a, p in pairs if not p.get("annotated")]
    print(f"{gold} annotated, {len(pairs)} found, {len(wrong)} of them not annotated; F1 {f1(pairs, gold):.4f}, both right {f1(pairs, gold, 'right'):.4f}")
    for least in CONFIDENCES:
        kept = [(a, p) for a, p in pairs if p["speaker_confidence"] is None or p["speaker_confidence"] >= least]
        print(f"without those below {least}: {len(kept)} found, F1 {f1(kept, gold):.4f}, both right {f1(kept, gold, 'right'):.4f}")
    of_group = collections.defaultdict(list)
    for number, (article, prediction) in enumerate(pairs):
        for group in groups(article, prediction) if prediction["kind"] == "fragment" else []:
            of_group[group].append(number)
    share_wrong = {g: sum(not pairs[n][1].get("annotated") for n in numbers) / len(numbers) for g, numbers in of_group.items() if len(numbers) >= SMALLEST_GROUP}
    left_out = set()
    for group in [g for g, share in share_wrong.items() if share > f1(pairs, gold) / 2]:
        left_out.update(of_group[group])
        print(f"fragments {group}: {len(of_group[group])}, not annotated {share_wrong[group]:.2f}")
    kept = [pair for number, pair in enumerate(pairs) if number not in left_out]
    print(f"without these fragments: {len(kept)} found, F1 {f1(kept, gold):.4f}, both right {f1(kept, gold, 'right'):.4f}")
    for article, prediction in random.Random(options.seed).sample(wrong, min(options.draw, len(wrong))):
        start, end = prediction["span"]
        around = (article.text[max(0, start - 140):start], article.text[start:end][:160], article.text[end:end + 100])
        print("\n{kind}, {speaker_confidence}, {speaker_name}: ".format(**prediction) + "{}[[{}]]{}".format(*around).replace("\n", "⏎"))


if __name__ == "__main__":
    main()

"""Labelled rows as `stance classify --probabilities` writes them, of invented speakers and words, for measuring `summarize`.

    python3 benches/labelled_rows.py 1000000 > labelled.csv
    python3 benches/labelled_rows.py 2000 --coded 200 coded.csv > labelled.csv

Articles have six statements. Speakers lean to one side, and lean further as the months pass; a label is right with the
probability that stands beside it. The same arguments give the same bytes.
"""

import argparse
import csv
import random
import sys

CLASSES = ["neutral", "oppose", "support"]
FIRST = "Ada Bo Cy Dee Eli Fay Gus Hal Ida Jo Kit Lou Mia Ned Ola Pia Quin Rae Sol Tea".split()
LAST = "Example Sample Instance Specimen Pattern Model Template Draft Sketch Outline Copy Figure Paragon Exemplar Design".split()
OUTLETS = ["Valve Weekly", "The Morning Draft", "Toll and Bridge", "Harbour Post"]
WORDS = ("we the rule limits chips export licence must should will cannot keep lift extend repeal workers plants allies buyers years "
         "market delay report fair costly needed harmful safe weak strong before after because although every small large new old").split()
HEADER = ["id", "file", "statement", "kind", "text", "speaker_name", "outlet", "date", "predicted_stance",
          "predicted_stance_probability", *[f"predicted_stance_p_{name}" for name in CLASSES], "predicted_stance_unsure"]


def rows(count, speakers):
    """The rows with their true classes."""
    draw = random.Random(19)
    names = [f"{FIRST[n % 20]} {LAST[n // 20 % 15]}{'' if n < 300 else f' {n // 300}'}" for n in range(speakers)]
    leanings = [draw.uniform(-0.8, 0.8) for _ in names]
    for number in range(count):
        article = number // 6
        if number % 6 == 0:
            month, day = article * 12 // -(-count // 6), 1 + article % 28
            date = f"2026-{1 + month:02}-{day:02}"
        # A few speakers have most statements.
        speaker = min(int(speakers * draw.random() ** 3), speakers - 1)
        leaning = leanings[speaker] * (0.5 + month / 11)
        neutral = draw.random() < 0.25
        truth = 0 if neutral else 1 + (draw.random() < (1 + leaning) / 2)
        p = draw.uniform(0.4, 0.99)
        label = truth if draw.random() < p else draw.randrange(3)
        rest = [(1 - p) / 2] * 3
        rest[label] = p
        text = " ".join(draw.choices(WORDS, k=draw.randint(6, 30))).capitalize() + "."
        unsure = "low-probability" if p < 0.45 else ""
        yield CLASSES[truth], [number + 1, f"articles/{date}-{article:06}.txt", 1 + number % 6, "full", text, names[speaker],
                               OUTLETS[article % 4], date, "unsure" if unsure else CLASSES[label], f"{p:.4f}",
                               *[f"{q:.4f}" for q in rest], unsure]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("rows", type=int)
    parser.add_argument("--speakers", type=int, help="number of speakers [default: 1 per 200 rows, at least 12]")
    parser.add_argument("--coded", nargs=2, metavar=("N", "FILE"), help="also writes a coded random sample of N rows")
    args = parser.parse_args()
    coded = set()
    if args.coded:
        coded = set(random.Random(20).sample(range(args.rows), int(args.coded[0])))
        sheet = open(args.coded[1], "w", encoding="utf-8", newline="")
        sheet_writer = csv.writer(sheet, lineterminator="\n")
        sheet_writer.writerow(["id", "text", "inclusion_probability", "sampled", "stance"])
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(HEADER)
    for at, (truth, row) in enumerate(rows(args.rows, args.speakers or max(12, args.rows // 200))):
        writer.writerow(row)
        if at in coded:
            sheet_writer.writerow([row[0], row[4], len(coded) / args.rows, "random", truth])
    if args.coded:
        sheet.close()


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""The rate of 500 mixed files, of which 20 are bad, next to one file with the same rows.

    python3 benches/files.py target/release/stance [FILES]

Writes files of rows (CSV, TSV, JSONL, packed CSV), one in twenty-five of them bad in one of five ways, and one CSV file
with the rows of the good ones. Labels both, three times each, and prints the CPU seconds and the wall time of the fastest run,
the peak memory, and the ratio of the rates. Ends with 1 if rows are lost, the ratio is below 0.8, or the memory is more than
16 MiB above that of one file.
"""

import csv
import gzip
import io
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

TEXTS = [
    "We oppose the limits on chips: they harm our firms and their workers.",
    "The controls keep us safe, and they must stay, \"whatever it costs\".",
    "The ministry published the rule; it takes effect in May.",
    "Lift the ban now, it has not worked.",
]
ROWS = 400


def rows(number):
    """The rows of a file."""
    return [{"id": f"{number}-{k}", "text": f"{TEXTS[(number + k) % 4]} That is case {number * ROWS + k}."} for k in range(ROWS)]


def table(chosen, delimiter):
    """Rows as CSV."""
    out = io.StringIO()
    writer = csv.DictWriter(out, ["id", "text"], delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    writer.writerows(chosen)
    return out.getvalue().encode()


def bad(number):
    """A file that cannot be used: its name and its bytes."""
    kinds = [
        (".csv", b"id,words\n1,there is no column of this name\n"),
        (".csv", b"id,text\n1,\"\xff\xfe is not UTF-8\"\n"),
        (".csv", b"id,text\n1,\"never closed\n"),
        (".jsonl", b"{\"id\": 1, \"text\": \n"),
        (".csv", b""),
    ]
    return kinds[number % len(kinds)]


def good(number):
    """A file that can be used: its name and its bytes."""
    chosen = rows(number)
    match number % 4:
        case 0:
            return ".csv", table(chosen, ",")
        case 1:
            return ".tsv", table([dict(row, text=row["text"].replace('"', "“")) for row in chosen], "\t")
        case 2:
            return ".jsonl", "".join(json.dumps(row) + "\n" for row in chosen).encode()
        case _:
            return ".csv.gz", gzip.compress(table(chosen, ","), mtime=0)


def run(program, arguments):
    """Runs a command three times: exit code, CPU seconds and wall time of the fastest, the most memory in MiB."""
    best = None
    for _ in range(3):
        begun = time.monotonic()
        child = subprocess.Popen([program, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(child.pid, 0)
        found = (used.ru_utime + used.ru_stime, time.monotonic() - begun, used.ru_maxrss / 1024)
        best = found if best is None else (min(best[0], found[0]), min(best[1], found[1]), max(best[2], found[2]))
    return os.waitstatus_to_exitcode(status), *best


def main():
    """Measures and prints."""
    program, files = os.path.abspath(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 500
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / "files").mkdir()
        everything, count = [], 0
        for number in range(files):
            is_bad = number % 25 == 24
            name, contents = bad(number // 25) if is_bad else good(number)
            (folder / "files" / f"{number:05}{name}").write_bytes(contents)
            if not is_bad:
                everything += rows(number)
                count += ROWS
        (folder / "one.csv").write_bytes(table(everything, ","))
        outputs = [str(folder / "many.out.csv"), str(folder / "one.out.csv")]
        many = run(program, ["classify", str(folder / "files"), "-o", outputs[0]])
        one = run(program, ["classify", str(folder / "one.csv"), "-o", outputs[1]])
        written = []
        for output in outputs:
            with open(output, newline="") as table_file:
                written.append(sum(1 for _ in csv.reader(table_file)) - 1)
        print(f"{files} files, {files // 25} of them bad: exit {many[0]}, {written[0]} of {count} rows, "
              f"CPU {many[1]:.2f} s, wall {many[2]:.2f} s, peak {many[3]:.0f} MiB")
        print(f"one file: exit {one[0]}, {written[1]} rows, CPU {one[1]:.2f} s, wall {one[2]:.2f} s, peak {one[3]:.0f} MiB")
        ratio = one[1] / many[1]
        print(f"rate of many files: {ratio:.2f} of that of one by CPU time, {one[2] / many[2]:.2f} by wall time")
        right = many[0] == 3 and one[0] == 0 and written == [count, count] and ratio >= 0.8 and many[3] < one[3] + 16
        sys.exit(0 if right else 1)


if __name__ == "__main__":
    main()

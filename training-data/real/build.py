#!/usr/bin/env python3
"""Makes the real statements from local clones of the repositories that hold them; their words are kept nowhere else.

usage: build.py CLONES OUT [--fetch-list]

CLONES holds a clone of each repository, bare or not, in a folder `owner+name`. For each list of locators beside this file (`learn.csv`,
`judge.csv`, `undecided.csv`, `sentiment.csv`) a CSV of the same name is written into the folder OUT: the column `text` and those of the
list without the places. A stretch is read from its blob, else from its commit and path, else looked for by its digest in the path's
newest version. What is missing or has changed is named on standard error, left out, and counted at the end (exit code 3).
--fetch-list prints the repositories that are needed, one a line, and stops.
"""
import csv
import os
import sys
import tempfile

import sources

LISTS = ["learn.csv", "judge.csv", "undecided.csv", "sentiment.csv"]
PLACES = {"commit", "blob", "path", "start", "length", "sha256"}
HERE = os.path.dirname(os.path.abspath(__file__))


def rows_of(name):
    path = os.path.join(HERE, name)
    if not os.path.exists(path):
        return []
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Clones:
    """Files of clones, each repository's folder looked for once and the file read last kept."""

    def __init__(self, folder):
        self.folder, self.directories, self.last = folder, {}, (None, None)

    def text(self, repository, name):
        if repository not in self.directories:
            self.directories[repository] = sources.git_directory(self.folder, repository)
        directory = self.directories[repository]
        if directory is None:
            return None
        if self.last[0] != (repository, name):
            self.last = ((repository, name), sources.read(directory, name))
        return self.last[1]

    def statement(self, row):
        """The raw stretch of a locator, or why there is none."""
        start, length = int(row["start"]), int(row["length"])
        found = False
        for name in (row["blob"], f"{row['commit']}:{row['path']}"):
            text = self.text(row["repo"], name)
            if text is not None:
                found = True
                stretch = text[start:start + length]
                if sources.digest(stretch) == row["sha256"]:
                    return stretch, None
        text = self.text(row["repo"], f"HEAD:{row['path']}")
        for at in range(len(text) - length + 1 if text else 0):
            stretch = text[at:at + length]
            if sources.digest(stretch) == row["sha256"]:
                return stretch, None
        if self.directories[row["repo"]] is None:
            return None, "no clone of the repository"
        return None, "the file has changed" if found or text else "the file is not in the clone"


def build(name, clones, out):
    """Writes one list's statements whole or not at all; gives how many were written and how many are missing."""
    rows = rows_of(name)
    if not rows:
        return 0, 0
    missing = 0
    order = sorted(range(len(rows)), key=lambda k: (rows[k]["repo"], rows[k]["blob"], int(rows[k]["start"])))
    texts = {}
    for k in order:
        row = rows[k]
        stretch, why = clones.statement(row)
        if stretch is None:
            missing += 1
            print(f"{name} {row['id']}: {row['repo']} {row['path']}: {why}", file=sys.stderr)
        else:
            texts[k] = sources.clean(stretch, sources.container(row["path"]))
    columns = ["id", "text"] + [c for c in rows[0] if c != "id" and c not in PLACES]
    with tempfile.NamedTemporaryFile("w", dir=out, delete=False, encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        for k, row in enumerate(rows):
            if k in texts:
                writer.writerow({**row, "text": texts[k]})
    os.replace(file.name, os.path.join(out, name))
    return len(texts), missing


def main():
    arguments = [a for a in sys.argv[1:] if a != "--fetch-list"]
    if "--fetch-list" in sys.argv:
        print("\n".join(sorted({row["repo"] for name in LISTS for row in rows_of(name)})))
        return 0
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    clones, out = arguments
    tree = os.path.dirname(os.path.dirname(HERE))
    if os.path.commonpath([os.path.abspath(out), tree]) == tree:
        print(f"{out} lies in this repository, where the words of others must not be; name another folder", file=sys.stderr)
        return 2
    os.makedirs(out, exist_ok=True)
    left_out = 0
    for name in LISTS:
        written, missing = build(name, Clones(clones), out)
        left_out += missing
        print(f"{name}: {written} statements, {missing} left out")
    return 3 if left_out else 0


if __name__ == "__main__":
    sys.exit(main())

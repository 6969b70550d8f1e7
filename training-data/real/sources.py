"""Reads statements out of documents of other people's repositories, by place: the words themselves are not kept here.

A locator names a repository, a blob and a stretch of characters of the decoded file. `clean` turns such a stretch into the words that a
reader sees: JSON and CSV escapes undone, tags, entities, link targets, emphasis and subtitle times left out, white space folded.
"""
import csv
import hashlib
import html
import json
import os
import re
import subprocess

csv.field_size_limit(10**9)

JSON_ESCAPE = re.compile(r'\\(?:u([0-9a-fA-F]{4})|(.))', re.S)
JSON_CHARS = {"n": "\n", "t": "\t", "r": "\r", "b": " ", "f": " "}
# What is left out of the words: what it is replaced by (a group of the match, or a character).
MARKUP = [
    (re.compile(r"^\d+\s*\n(?=\d\d:\d\d)", re.M), " "),
    (re.compile(r"^(?:\d\d:)?\d\d:\d\d[.,]\d{3} --> .*$", re.M), " "),
    (re.compile(r"\[\[?\d{1,2}:\d\d(?::\d\d)?\]?\([^()\s]{0,300}\)\]?"), " "),
    (re.compile(r"[\[(]\d{1,2}:\d\d(?::\d\d)?[\])]"), " "),
    (re.compile(r"^[ \t]*[*+-][ \t]+", re.M), " "),
    (re.compile(r"<(?:br|/?p|/?div|/?li)\b[^<>]{0,300}>", re.I), " "),
    (re.compile(r"</?[A-Za-z!][^<>]{0,600}>"), ""),
    (re.compile(r"!\[[^\]\n]{0,300}\]\([^()\s]{0,600}(?:\s\"[^\"\n]{0,200}\")?\)"), " "),
    (re.compile(r"\[([^\[\]\n]{1,300})\]\([^()\s]{0,600}(?:\s\"[^\"\n]{0,200}\")?\)"), 1),
    (re.compile(r"\[\^[^\]\n]{1,20}\]|\[\d{1,3}\]"), ""),
    (re.compile(r"(\*\*|__|\*)(?=\S)([^*_\n]{1,400}?)(?<=\S)\1"), 2),
    (re.compile(r"^[ \t]{0,3}(?:>[ \t]?)+", re.M), " "),
]
ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[A-Za-z]{2,8});")
SPACE = re.compile(r"\s+")


def container(path):
    """What kind of escapes a file's strings have: `json`, `csv` or none, by its extension."""
    extension = path.lower().rsplit(".", 1)[-1]
    return {"json": "json", "jsonl": "json", "ndjson": "json", "ipynb": "json", "csv": "csv"}.get(extension, "")


def replace(text, places, pattern, by):
    """`text` with every match replaced by one of its groups (an index), a text, or what a function makes of it, and the places of its characters."""
    out, where, last = [], [], 0
    for match in pattern.finditer(text):
        out.append(text[last:match.start()])
        where.extend(places[last:match.start()])
        if isinstance(by, int):
            out.append(match.group(by))
            where.extend(places[match.start(by):match.end(by)])
        else:
            new = by if isinstance(by, str) else by(match)
            out.append(new)
            where.extend([places[match.start()]] * len(new))
        last = match.end()
    out.append(text[last:])
    where.extend(places[last:])
    return "".join(out), where


def clean_with_places(raw, kind):
    """The words of a raw stretch, and for each of their characters its place in `raw`."""
    text, places = raw, list(range(len(raw)))
    if kind == "json":
        text, places = replace(text, places, JSON_ESCAPE, lambda m: chr(int(m.group(1), 16)) if m.group(1) else JSON_CHARS.get(m.group(2), m.group(2)))
    elif kind == "csv":
        text, places = replace(text, places, re.compile('""'), '"')
    for pattern, by in MARKUP:
        text, places = replace(text, places, pattern, by)
    text, places = replace(text, places, ENTITY, lambda m: html.unescape(m.group(0)))
    return replace(text, places, SPACE, " ")


def clean(raw, kind):
    """The words of a raw stretch, as a reader sees them."""
    return clean_with_places(raw, kind)[0].strip()


def digest(raw):
    """The first sixteen hexadecimal digits of the SHA-256 of a raw stretch."""
    return hashlib.sha256(raw.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def is_judge(source):
    """Whether the statements of a source judge the model and are never learnt from: decided by the name alone."""
    return hashlib.sha256(source.encode()).digest()[0] < 85


def git_directory(clones, repository):
    """The folder that holds the objects of a repository's clone below `clones`, or None."""
    for name in (repository.replace("/", "+"), repository):
        base = os.path.join(clones, name)
        for folder, _, files in os.walk(base):
            if "HEAD" in files and os.path.isdir(os.path.join(folder, "objects")):
                return folder
    return None


def read(directory, name):
    """The text of a blob or of `commit:path`, or None."""
    done = subprocess.run(["git", "--git-dir", directory, "cat-file", "blob", name], capture_output=True)
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None

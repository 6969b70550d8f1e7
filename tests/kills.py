#!/usr/bin/env python3
"""Ends every command that writes a file at random moments, and looks at what is left.

    python3 tests/kills.py target/release/stance [RUNS]

For each command, RUNS times (default 200) each of SIGKILL, SIGTERM, SIGINT and SIGHUP at a random moment of its usual
time, and once a full disk (as root, on a small tmpfs; else a limit of the file size). The output must be the old file or
the new one, whole; SIGTERM, SIGINT and SIGHUP must leave nothing else, SIGKILL at most one unfinished file, which the
next run with that output removes. Prints one line per command and signal; ends with 1 if anything else was found.
"""

import os
import pathlib
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time

SIGNALS = [signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP]


def rows(path):
    """A labelled file of 600 rows."""
    lines = ["text,stance,sentiment"]
    for k in range(600):
        words = ["keep the controls", "lift the ban", "read the rule"][k % 3]
        label = ["support", "oppose", "neutral"][k % 3]
        lines.append(f"{words} number {k} {'and so on ' * (k % 7)},{label},{['positive', 'negative', 'neutral'][k % 3]}")
    path.write_text("\n".join(lines) + "\n")


def articles(folder):
    """Forty articles."""
    folder.mkdir()
    for k in range(40):
        text = "“We oppose the rule,” Ada Nowak said. “It must go,” she added. Nothing else was said.\n\n" * 30
        (folder / f"{k}.txt").write_text(text)


def commands(folder):
    """Each command with the name of its output."""
    data, news, words = str(folder / "data.csv"), str(folder / "news"), str(folder / "words.yml")
    names = ("seeds.yml", "base.model", "pool.csv", "labelled.csv", "report.json")
    seeds, model, pool, labelled, report = (str(folder / name) for name in names)
    return {
        "train": (["train", data, "--no-search"], "out.model"),
        "classify": (["classify", data, "--explain"], "out.jsonl"),
        "classify html": (["classify", data], "out.html"),
        "extract": (["extract", news], "out.csv"),
        "evaluate": (["evaluate", data], "out.txt"),
        "dictionary": (["dictionary", words, data], "out.csv"),
        "sample": (["sample", data, "-n", "100", "--classes", "support,oppose,neutral"], "out.csv"),
        "suggest": (["suggest", pool, "--model", model, "-n", "50"], "out.csv"),
        "seed": (["seed", "--pool", data, "--seeds", seeds], "out.model"),
        "train pool": (["train", data, "--no-search", "--pool", data], "out.model"),
        "summarize": (["summarize", labelled, "--label", "stance", "--format", "json"], "out.json"),
        "summarize page": (["summarize", labelled, "--label", "stance"], "out.html"),
        "verify": (["verify", report], "out.txt"),
        "agree": (["agree", data, str(folder / "second coder.csv"), "--label", "stance"], "out.csv"),
        "audit": (["audit", data, "--quick", "--format", "json"], "out.json"),
        "inspect": (["inspect", "--format", "json"], "out.json"),
        "man": (["man"], "out.1"),
        "completions": (["completions", "bash"], "out.bash"),
    }


def prepare(program, folder):
    """Makes the model, the labelled rows and the report that some commands read."""
    def make(*arguments):
        assert subprocess.run([program, *map(str, arguments), "-q"]).returncode == 0, arguments
    make("train", folder / "data.csv", "--no-search", "-o", folder / "base.model")
    make("classify", folder / "data.csv", "--model", folder / "base.model", "-o", folder / "labelled.csv")
    make("summarize", folder / "labelled.csv", "--label", "stance", "--format", "json", "-o", folder / "report.json")


def parts(folder):
    """The unfinished files of a folder."""
    return [path for path in folder.iterdir() if path.name.endswith(".part")]


def run(program, arguments, output, limit=None):
    """Starts a command."""
    def limited():
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    return subprocess.Popen(
        [program, *arguments, "-q", "-o", str(output)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=limited,
    )


def end(program, arguments, name, old, new, usual, how, runs):
    """Ends a command `runs` times with a signal; counts what was left."""
    found = {"old": 0, "new": 0, "damaged": 0, "left": 0, "not removed": 0}
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as folder:
            output = pathlib.Path(folder) / name
            output.write_bytes(old)
            child = run(program, arguments, output)
            time.sleep(random.random() * usual * 1.1)
            child.send_signal(how)
            child.wait()
            contents = output.read_bytes() if output.exists() else b""
            found["old" if contents == old else "new" if contents == new else "damaged"] += 1
            left = parts(output.parent)
            if left:
                found["left"] += 1
                if how == signal.SIGKILL and len(left) == 1:
                    run(program, arguments, output).wait()
                    found["not removed"] += bool(parts(output.parent)) or output.read_bytes() != new
                else:
                    found["not removed"] += 1
    bad = found["damaged"] + found["not removed"] + (0 if how == signal.SIGKILL else found["left"])
    return found, bad


def full_disk(program, arguments, name, old):
    """Runs a command where its output does not fit; the old file must stay alone, and the exit code be 1."""
    with tempfile.TemporaryDirectory() as folder:
        mount = ["mount", "-t", "tmpfs", "-o", f"size={len(old) + 8192}", "tmpfs", folder]
        mounted = subprocess.run(mount, stderr=subprocess.DEVNULL).returncode == 0
        try:
            output = pathlib.Path(folder) / name
            output.write_bytes(old)
            if mounted:
                try:
                    with open(output.parent / "filler", "wb", buffering=0) as filler:
                        while True:
                            filler.write(b"x" * 4096)
                except OSError:
                    pass
            code = run(program, arguments, output, None if mounted else 512).wait()
            whole = output.read_bytes() == old and not parts(output.parent)
            how = "disk full" if mounted else "file limit"
            return f"{how}: exit {code}, {'old file whole' if whole else 'DAMAGED'}", int(code != 1 or not whole)
        finally:
            if mounted:
                subprocess.run(["umount", folder], check=False)


def main():
    """Runs everything."""
    program = os.path.abspath(sys.argv[1])
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    random.seed(1)
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        rows(folder / "data.csv")
        (folder / "second coder.csv").write_bytes((folder / "data.csv").read_bytes())
        articles(folder / "news")
        (folder / "words.yml").write_text("loosen: [lift*, the ban]\ntighten: [keep, controls]\n")
        (folder / "seeds.yml").write_text("support: [keep, controls]\noppose: [lift, ban]\n")
        sides = ["keep", "lift", "read"]
        pool = "\n".join(f"{sides[k % 3]} them {k} {'now ' * (k % 5)}" for k in range(300))
        (folder / "pool.csv").write_text(f"text\n{pool}\n")
        prepare(program, folder)
        for label, (arguments, name) in commands(folder).items():
            made = folder / f"made-{name}"
            begun = time.monotonic()
            assert run(program, arguments, made).wait() == 0, label
            usual = time.monotonic() - begun
            new = made.read_bytes()
            # A model is replaced by models only: the old one has other options.
            old = b"old\n"
            if name.endswith(".model"):
                other = folder / "other.model"
                assert run(program, ["train", str(folder / "data.csv"), "--no-search", "--penalty", "0.5"], other).wait() == 0
                old = other.read_bytes()
            made.unlink()
            for how in SIGNALS:
                found, bad = end(program, arguments, name, old, new, usual, how, runs)
                wrong += bad
                print(f"{label:14} {how.name:8} {runs} runs of {usual:.2f} s: {found}{' WRONG' if bad else ''}", flush=True)
            found, bad = full_disk(program, arguments, name, old)
            wrong += bad
            print(f"{label:14} {found}{' WRONG' if bad else ''}", flush=True)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()

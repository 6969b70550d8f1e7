#!/usr/bin/env python3
"""Feeds the program what is made to exhaust memory, and prints its exit code, time and peak memory.

    python3 tests/bombs.py target/release/stance [GIGABYTES]

Each must end with exit code 3 (0 for what is only large) and take less than the stated memory. GIGABYTES (default 10) is
the length of the stream of rows that is piped in. Ends with 1 if one does not.
"""

import gzip
import io
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import zipfile


def run(program, arguments, feed=None):
    """Runs a command, with `feed` written to its standard input: exit code, wall time, peak MiB, the message."""
    begun = time.monotonic()
    child = subprocess.Popen(
        [program, *arguments], stdin=subprocess.PIPE if feed else subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    if feed:
        try:
            feed(child.stdin)
            child.stdin.close()
        except BrokenPipeError:
            pass
    said = child.stderr.read().decode(errors="replace").strip().splitlines()
    _, status, used = os.wait4(child.pid, 0)
    return os.waitstatus_to_exitcode(status), time.monotonic() - begun, used.ru_maxrss / 1024, said[-1][:150] if said else ""


def stream(gigabytes):
    """Writes rows whose words are partly new."""
    def feed(pipe):
        pipe.write(b"id,text\n")
        left, number = gigabytes << 30, 0
        while left > 0:
            block = b"".join(
                b"%d,We oppose the limits on chips %x and the controls %x harm our firms; the ministry said so in May.\n"
                % (number + k, (number + k) * 2654435761 % 2**32, number + k) for k in range(10_000)
            )
            # The same block some times over, so that the program is waited for and not this script.
            for _ in range(20):
                pipe.write(block)
            left -= 20 * len(block)
            number += 10_000
    return feed


def archive(name, size, part):
    """A packed file with a large part."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        if name == "xlsx":
            packed.writestr("[Content_Types].xml", "<Types/>")
        with packed.open(part, "w", force_zip64=True) as entry:
            for _ in range(size >> 20):
                entry.write(b" " * (1 << 20))
    return out.getvalue()


def write_files(folder):
    """Writes the files that are fed to the program."""
    with gzip.open(folder / "zeros.txt.gz", "wb", compresslevel=1) as packed:
        for _ in range(1 << 10):
            packed.write(bytes(1 << 20))
    (folder / "bomb.xlsx").write_bytes(archive("xlsx", 1 << 30, "xl/sharedStrings.xml"))
    (folder / "bomb.docx").write_bytes(archive("docx", 1 << 30, "word/document.xml"))
    (folder / "deep.html").write_bytes(b"<div>" * 1_000_000)
    (folder / "wide.html").write_bytes(b"<p" + b" a=1" * 1_000_000 + b">x</p>")
    (folder / "distinct.csv").write_text("text\n" + "".join(f"w{k} x{k * 7919:x} y{k * 104729:x}\n" for k in range(1_000_000)))
    (folder / "words.csv").write_text("text\n" + "".join(f"{k}{'x' * 100_000}\n" for k in range(2_000)))


def main():
    """Runs everything."""
    program, gigabytes = os.path.abspath(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 10
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        out = ["-o", str(folder / "out.csv"), "--threads", "2"]
        # In a process of its own: the kernel counts the memory of this one into the peak of what it starts.
        subprocess.run([sys.executable, __file__, "--files", str(folder)], check=True)
        zeros = folder / "zeros.txt.gz"
        cases = [
            ("one short text", ["classify", "--text", "Lift the ban.", *out], 0, 64, None),
            ("a gigabyte of zeros, packed", ["classify", str(zeros), "--as", "lines", *out], 3, 128, None),
            ("endless zeros as lines", ["classify", "/dev/zero", "--as", "lines", *out], 3, 128, None),
            ("endless zeros as an article", ["extract", "/dev/zero", "--as", "article", *out], 3, 128, None),
            ("endless zeros as CSV", ["classify", "/dev/zero", "--as", "csv", *out], 3, 128, None),
            ("a spreadsheet that unpacks to a gigabyte", ["classify", str(folder / "bomb.xlsx"), *out], 3, 128, None),
            ("a Word file that unpacks to a gigabyte", ["extract", str(folder / "bomb.docx"), *out], 3, 128, None),
            ("a million elements in each other", ["extract", str(folder / "deep.html"), *out], 3, 512, None),
            ("a tag with a million attributes", ["extract", str(folder / "wide.html"), *out], 3, 512, None),
            ("three million different words", ["classify", str(folder / "distinct.csv"), *out], 0, 128, None),
            ("two thousand words of 100 kB", ["classify", str(folder / "words.csv"), *out], 0, 192, None),
            (f"{gigabytes} GB of rows through a pipe", ["classify", "-", "--as", "csv", "-o", "/dev/null", "--threads", "2"], 0, 128, stream(gigabytes)),
        ]
        for name, arguments, code, most, feed in cases:
            found, seconds, peak, said = run(program, arguments, feed)
            bad = found != code or peak > most
            wrong += bad
            print(f"{name}: exit {found}, {seconds:.1f} s, {peak:.0f} MiB{' WRONG' if bad else ''}  {said}", flush=True)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--files"]:
        write_files(pathlib.Path(sys.argv[2]))
    else:
        main()

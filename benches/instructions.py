#!/usr/bin/env python3
"""Instructions of each stage, counted by valgrind, against a baseline: times on shared machines are too noisy to gate on.

usage: instructions.py            prints the counts
       instructions.py --check    exit 1 if a stage needs more than MARGIN over the baseline, benches/instructions.json,
                                  or if there is no baseline
       instructions.py --write    writes the baseline
A count is the difference between one repetition and some more, so that start and preparation are not in it. Hash seeds differ
from run to run, which moves the preparation by some million instructions: short stages are repeated until that is little. The C
library picks its copies and comparisons by what the processor can, so that counts differ a little between machines. MARGIN is
above all that, so that a failure is a change of ours; a new compiler may
be one too, and is told. The crates for this (gungraun, iai-callgrind) need a runner installed beside them, which takes longer
to build than everything else that is checked; one subtraction needs none of it.
needs: valgrind; on Debian it is installed with apt-get if this runs as root
"""
import json, os, pathlib, re, shutil, subprocess, sys

MARGIN = 0.10
# Each with how often it is repeated.
STAGES = {"read": 100, "tokens": 150, "count": 2, "classify": 150, "explain": 2, "extract": 1500, "first": 1, "load": 1, "train": 1}
HERE = pathlib.Path(__file__).resolve().parent
BASELINE = HERE / "instructions.json"


def need_valgrind():
    """Installs valgrind if it is missing and can be; else says what to do and ends."""
    if shutil.which("valgrind"):
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("valgrind is not installed: apt-get installs it", flush=True)
        quiet = {"stdout": subprocess.DEVNULL, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
        if subprocess.run(["apt-get", "update", "-qq"], **quiet).returncode == 0:
            subprocess.run(["apt-get", "install", "-qq", "-y", "--no-install-recommends", "valgrind", "libc6-dbg"], **quiet)
    if not shutil.which("valgrind"):
        sys.exit("valgrind is not installed and could not be: instructions are not counted. "
                 "Install it (Debian: apt-get install valgrind libc6-dbg) and run this again")


def binary():
    """Builds the benchmark as `cargo bench` does and returns its path."""
    command = ["cargo", "bench", "--locked", "--bench", "instructions", "--no-run", "--message-format=json"]
    out = subprocess.run(command, cwd=HERE.parent, check=True, stdout=subprocess.PIPE, text=True).stdout
    found = [json.loads(line) for line in out.splitlines() if line.startswith("{")]
    return [m["executable"] for m in found if m.get("target", {}).get("name") == "instructions" and m.get("executable")][-1]


def instructions(program, stage, times):
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", program, stage, str(times)]
    done = subprocess.run(command, capture_output=True, text=True)
    count = re.search(r"Collected : (\d+)", done.stderr)
    if done.returncode or not count:
        sys.exit(f"{' '.join(map(str, command))} failed:\n{done.stderr}")
    return int(count.group(1))


def main():
    mode = (sys.argv[1:] or [""])[0]
    if mode not in ("", "--check", "--write") or len(sys.argv) > 2:
        sys.exit(__doc__)
    if mode == "--check" and not BASELINE.exists():
        sys.exit(f"there is no baseline to check against: run {sys.argv[0]} --write and commit {BASELINE.name}")
    need_valgrind()
    program = binary()
    def count(stage, times):
        return (instructions(program, stage, 1 + times) - instructions(program, stage, 1)) // times
    counts = {stage: count(stage, times) for stage, times in STAGES.items()}
    rustc = subprocess.run(["rustc", "--version"], check=True, capture_output=True, text=True).stdout.strip()
    if mode == "--write":
        BASELINE.write_text(json.dumps({"rustc": rustc, "instructions": counts}, indent=2) + "\n")
    baseline = json.loads(BASELINE.read_text()) if BASELINE.exists() else {"rustc": rustc, "instructions": {}}
    if baseline["rustc"] != rustc:
        print(f"the baseline was counted with {baseline['rustc']}, this is {rustc}")
    wrong = []
    for stage, count in counts.items():
        before = baseline["instructions"].get(stage)
        change = "" if not before else f"{100 * (count / before - 1):+8.2f} %"
        print(f"{stage:10} {count:15,} {change}")
        if before is None:
            wrong.append(f"{stage} is not in the baseline")
        elif count > before * (1 + MARGIN):
            wrong.append(f"{stage} needs more than {100 * MARGIN:.0f} % above it")
    if mode == "--check" and wrong:
        sys.exit(f"against the baseline: {'; '.join(wrong)}. Make it faster, or say why in the commit that runs instructions.py --write")


main()

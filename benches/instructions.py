#!/usr/bin/env python3
"""Instructions of each stage, counted by valgrind, against a baseline: times on shared machines are too noisy to gate on.

usage: instructions.py            prints the counts
       instructions.py --check    exit 1 if a stage needs more than MARGIN over the baseline, benches/instructions.json
       instructions.py --write    writes the baseline
A count is the difference between two and one repetitions, so that start and preparation are not in it. Hash seeds differ
from run to run: counts move by about one in a hundred. The crates for this (gungraun, iai-callgrind) need a runner installed
beside them, which takes longer to build than everything else that is checked; one subtraction needs none of it.
needs: valgrind
"""
import json, pathlib, re, shutil, subprocess, sys

MARGIN = 0.05
STAGES = ["read", "tokens", "count", "classify", "explain", "extract", "load", "train"]
HERE = pathlib.Path(__file__).resolve().parent
BASELINE = HERE / "instructions.json"


def binary():
    """Builds the benchmark as `cargo bench` does and returns its path."""
    command = ["cargo", "bench", "--locked", "--bench", "instructions", "--no-run", "--message-format=json"]
    out = subprocess.run(command, cwd=HERE.parent, check=True, capture_output=True, text=True).stdout
    found = [json.loads(line) for line in out.splitlines() if line.startswith("{")]
    return [m["executable"] for m in found if m.get("target", {}).get("name") == "instructions" and m.get("executable")][-1]


def instructions(program, stage, times):
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", program, stage, str(times)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stderr
    return int(re.search(r"Collected : (\d+)", told).group(1))


def main():
    mode = (sys.argv[1:] or [""])[0]
    if mode not in ("", "--check", "--write"):
        sys.exit(__doc__)
    if not shutil.which("valgrind"):
        print("valgrind is not installed: instructions are not counted")
        return
    program = binary()
    counts = {stage: instructions(program, stage, 2) - instructions(program, stage, 1) for stage in STAGES}
    rustc = subprocess.run(["rustc", "--version"], check=True, capture_output=True, text=True).stdout.strip()
    if mode == "--write":
        BASELINE.write_text(json.dumps({"rustc": rustc, "instructions": counts}, indent=2) + "\n")
    baseline = json.loads(BASELINE.read_text()) if BASELINE.exists() else {"rustc": rustc, "instructions": {}}
    if baseline["rustc"] != rustc:
        print(f"the baseline was counted with {baseline['rustc']}, this is {rustc}")
    worse = []
    for stage, count in counts.items():
        before = baseline["instructions"].get(stage)
        change = "" if not before else f"{100 * (count / before - 1):+8.2f} %"
        print(f"{stage:10} {count:15,} {change}")
        if before and count > before * (1 + MARGIN):
            worse.append(stage)
    if mode == "--check" and worse:
        sys.exit(f"more than {100 * MARGIN:.0f} % above the baseline: {', '.join(worse)}; "
                 "make it faster, or say why in the commit that runs instructions.py --write")


main()

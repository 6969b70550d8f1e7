#!/usr/bin/env python3
"""How time and memory grow with the data: 1, 10 and 100 times the same rows, trained on and labelled; and a long stream.

usage: scaling.py FOLDER           writes FOLDER/scaling.md and FOLDER/scaling.svg
       scaling.py --stream GB      labels so many gigabytes made on the fly, and prints time, rate and peak memory
Rows are those of training-data/, again and again with a running number in each, so that every copy has words of its own as
new text has. Seconds are CPU seconds of all threads, memory is the peak resident set, both by the kernel's count.
"""
import csv, datetime, io, json, os, pathlib, subprocess, sys, tempfile, time

HERE = pathlib.Path(__file__).resolve().parent
DATA = HERE.parent / "training-data" / "export-controls.test.csv"
TIMES = (1, 10, 100)


def program():
    command = ["cargo", "build", "--release", "--locked", "--bin", "stance", "--message-format=json"]
    out = subprocess.run(command, cwd=HERE.parent, check=True, capture_output=True, text=True).stdout
    found = [json.loads(line) for line in out.splitlines() if line.startswith("{")]
    return [m["executable"] for m in found if m.get("executable")][-1]


def rows():
    with open(DATA, encoding="utf-8", newline="") as file:
        return [(row["text"], row["stance"]) for row in csv.DictReader(file)]


def block(some, number):
    out = io.StringIO()
    csv.writer(out).writerows((f"{text} Note w{number}x{k}.", label) for k, (text, label) in enumerate(some))
    return out.getvalue().encode()


def measure(command, feed=None):
    """CPU seconds, peak megabytes and seconds on the clock of a command; `feed` yields its input."""
    begin = time.time()
    child = subprocess.Popen([str(c) for c in command], stdin=subprocess.PIPE if feed else None, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for part in feed or ():
        child.stdin.write(part)
    if feed:
        child.stdin.close()
    _, status, used = os.wait4(child.pid, 0)
    if status:
        sys.exit(f"{command} failed")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, time.time() - begin


def stream(gigabytes):
    some, size = rows(), 0

    def feed():
        nonlocal size
        # A hundred different blocks, each many rows, so that making the stream is not what is measured.
        blocks = [block(some, k) for k in range(100)]
        yield b"text,stance\n"
        k = 0
        while size < gigabytes * 1e9:
            yield blocks[k % 100]
            size += len(blocks[k % 100])
            k += 1

    seconds, memory, clock = measure([program(), "classify", "-", "--as", "csv", "--format", "csv", "--threads", "2"], feed())
    print(f"{size / 1e9:.2f} GB: {seconds:.1f} CPU seconds, {clock:.1f} s on the clock, {size / 1e6 / clock:.1f} MB/s, peak memory {memory:.1f} MB")


def picture(points):
    """Time and memory against size, both axes logarithmic, as SVG."""
    import math
    left, top, width, height = 60, 30, 240, 190
    low, high = min(p[0] for p in points), max(p[0] for p in points)
    out = ['<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 680 270" font-family="sans-serif" font-size="12">',
           '<rect width="680" height="270" fill="white"/>']
    for panel, (title, unit, columns) in enumerate((("CPU time", "s", (1, 3)), ("peak memory", "MB", (2, 4)))):
        x0 = left + panel * 330
        values = [p[c] for p in points for c in columns]
        bottom, ceiling = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
        x = lambda size: x0 + width * math.log(size / low) / math.log(high / low)
        y = lambda value: top + height * (1 - (math.log10(value) - bottom) / (ceiling - bottom))
        out.append(f'<text x="{x0}" y="{top - 12}" font-weight="bold">{title}, {unit}</text>')
        for power in range(bottom, ceiling + 1):
            at = y(10**power)
            out.append(f'<path d="M{x0} {at:.1f}h{width}" stroke="#ddd"/><text x="{x0 - 6}" y="{at + 4:.1f}" text-anchor="end">{10**power:g}</text>')
        for size, *_ in points:
            out.append(f'<text x="{x(size):.1f}" y="{top + height + 18}" text-anchor="middle">{size:.1f} MB</text>')
        for column, name, colour in ((columns[0], "label", "#1763a6"), (columns[1], "train", "#b3541e")):
            path = " ".join(f"{x(p[0]):.1f},{y(p[column]):.1f}" for p in points)
            out.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
            out.append(f'<text x="{x(high) - 4:.1f}" y="{y(points[-1][column]) - 7:.1f}" fill="{colour}" text-anchor="end">{name}</text>')
    return "\n".join(out + ["</svg>", ""])


def main():
    if len(sys.argv) == 3 and sys.argv[1] == "--stream":
        return stream(float(sys.argv[2]))
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    folder, run, some, points = pathlib.Path(sys.argv[1]), program(), rows(), []
    with tempfile.TemporaryDirectory() as name:
        file, model = pathlib.Path(name) / "rows.csv", pathlib.Path(name) / "model"
        for times in TIMES:
            with open(file, "wb") as out:
                out.write(b"text,stance\n")
                for k in range(times):
                    out.write(block(some, k))
            label = measure([run, "classify", file, "--format", "csv"])
            train = measure([run, "train", file, "-o", model, "--label", "stance", "--no-search", "--calibration", "none"])
            points.append((file.stat().st_size / 1e6, *label[:2], *train[:2]))
            print("{:8.2f} MB   label {:8.2f} s {:8.1f} MB   train {:8.2f} s {:8.1f} MB".format(*points[-1]), flush=True)
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=HERE.parent, capture_output=True, text=True).stdout.strip()
    lines = [f"# 1, 10 and 100 times {DATA.name}", "", f"{datetime.date.today()}, {os.cpu_count()} cores, one thread, commit {commit}. "
             "Command: `benches/scaling.py FOLDER`. Labelling with the shipped model, CSV to CSV; training `--no-search --calibration none`.", "",
             "| rows, MB | label, CPU s | peak MB | train, CPU s | peak MB |", "|---:|---:|---:|---:|---:|"]
    lines += ["| {:.2f} | {:.2f} | {:.1f} | {:.2f} | {:.1f} |".format(*p) for p in points]
    (folder / "scaling.md").write_text("\n".join(lines) + "\n")
    (folder / "scaling.svg").write_text(picture(points))


main()

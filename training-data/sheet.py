#!/usr/bin/env python3
"""Writes the parts of the data sheet, training-data/README.md, that hold numbers: everything below its line "## Counts", and
between <!-- NAME --> and <!-- /NAME --> the tables of rounds.json (see rounds.py).

usage: training-data/sheet.py            count and write
       training-data/sheet.py --check    fail unless the sheet holds what counting gives now
"""
import collections, csv, hashlib, json, os, re, sys

HERE = os.path.dirname(os.path.abspath(__file__))
PARTS = {"training": "export-controls.csv", "test": "export-controls.test.csv"}
STANCES, SENTIMENTS = ("support", "oppose", "neutral"), ("negative", "neutral", "positive")
# Families of phrasing that a shallow reader gets wrong: what the labelling guide calls hard kinds.
HARD = {
    "futility": "“it will not work”",
    "backfire": "it speeds up their own industry",
    "self-reliance-and-product-news": "self-reliance without blame",
    "ally-aligning": "an ally aligns",
    "sovereign-decision": "an ally decides for itself",
    "allies-grievance": "an ally feels wronged",
    "exemption-or-delay": "asks for an exemption or a delay",
    "against-loosening": "against a loosening",
    "against-paid-licences": "against licences for payment",
    "glad-of-repeal-or-approval": "glad of a repeal or an approval",
    "retaliation-threat": "threatens retaliation",
    "right-aim-wrong-tool": "right aim, wrong tool",
    "narrow-and-conditional": "narrow, but kept",
    "compliance": "“we will follow the law”",
    "scope-question": "asks what is covered",
    "resisting-enforcement-technology": "location checks called dangerous",
    "rebutting-backfire": "answers the backfire argument",
    "double-negation": "double negation",
    "irony": "irony",
    "negated-praise": "negated praise",
    "rhetorical-question": "rhetorical question",
}


def rows(name):
    with open(os.path.join(HERE, name), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def table(head, lines):
    out = ["| " + " | ".join(head) + " |", "|---" * len(head) + "|"]
    return "\n".join(out + ["| " + " | ".join(str(c) for c in line) + " |" for line in lines])


def share(part, whole):
    return f"{100 * part / whole:.1f} %" if whole else "–"


def kappa(pairs):
    """Cohen's kappa (1960) of two labellers."""
    n = len(pairs)
    same = sum(a == b for a, b in pairs) / n
    left, right = (collections.Counter(p[k] for p in pairs) for k in (0, 1))
    chance = sum(left[c] * right[c] for c in left) / n / n
    return (same - chance) / (1 - chance)


def by_column(column, parts):
    counts = {part: collections.Counter(r[column] for r in part_rows) for part, part_rows in parts.items()}
    stances = collections.defaultdict(collections.Counter)
    for part_rows in parts.values():
        for r in part_rows:
            stances[r[column]][r["stance"]] += 1
    names = sorted(stances, key=lambda v: (-sum(stances[v].values()), v))
    lines = [[v or "–"] + [counts[p][v] for p in parts] + [stances[v][s] for s in STANCES] for v in names]
    return f"**{column.replace('_', ' ')}**\n\n" + table([column, *parts, *STANCES], lines)


def cells(parts):
    out = []
    for part, part_rows in parts.items():
        seen = collections.Counter((r["stance"], r["sentiment"]) for r in part_rows)
        lines = [[s] + [f"{seen[s, t]} ({share(seen[s, t], len(part_rows))})" for t in SENTIMENTS] for s in STANCES]
        out.append(f"{part}, {len(part_rows):,} statements\n\n" + table(["", *SENTIMENTS], lines))
    return "\n\n".join(out)


def hard_kinds(parts):
    everything = [r for part_rows in parts.values() for r in part_rows]
    seen = collections.Counter(r["family"] for r in everything)
    lines = [[text, seen[name], share(seen[name], len(everything))] for name, text in HARD.items()]
    total = sum(seen[name] for name in HARD)
    return table(["hard kind", "statements", "share"], [*lines, ["all", total, share(total, len(everything))]])


def agreement():
    lines = []
    second = rows("second-labels.csv")
    for part in sorted({r["part"] for r in second}):
        own = [r for r in second if r["part"] == part]
        kept = sum(r["kept"] == "yes" for r in own)
        pairs = {h: [(r[h], r[f"second_{h}"]) for r in own] for h in ("stance", "sentiment")}
        lines.append([part, len(own), f"{kappa(pairs['stance']):.3f}", f"{kappa(pairs['sentiment']):.3f}", len(own) - kept])
    return table(["part", "statements", "kappa, stance", "kappa, sentiment", "dropped"], lines)


def briefs(parts):
    lines = []
    for brief in rows("briefs.csv"):
        own = [r for part_rows in parts.values() for r in part_rows if r["group"] == brief["group"]]
        if not own:
            sys.exit(f"briefs.csv: no statement has the group {brief['group']}")
        stances = collections.Counter(r["stance"] for r in own)
        lines.append([brief["group"], brief["brief"], len(own), *(stances[s] for s in STANCES)])
    return table(["brief", "speakers, outlet, years, matter", "statements", *STANCES], lines)


def counted():
    parts = {part: rows(name) for part, name in PARTS.items()}
    known = {b["group"] for b in rows("briefs.csv")}
    for part, part_rows in parts.items():
        missing = sorted({r["group"] for r in part_rows} - known)
        if missing:
            sys.exit(f"briefs.csv: no line for {', '.join(missing)} of {PARTS[part]}")
    sections = [
        ("Stance × sentiment", cells(parts)),
        ("Two labellers", agreement()),
        ("Hard kinds", hard_kinds(parts)),
        ("Families of phrasing", by_column("family", parts)),
        ("Who speaks, where, of what", "\n\n".join(by_column(c, parts) for c in ("speaker_group", "register", "matter", "kind"))),
        ("Kinds of neutral statements, grounds of the others", "\n\n".join(by_column(c, parts) for c in ("neutral_kind", "basis"))),
        ("Briefs", briefs(parts)),
    ]
    return "\n".join(f"### {title}\n\n{text}\n" for title, text in sections)


def measured():
    """{name: table} of what rounds.py recorded."""
    with open(os.path.join(HERE, "rounds.json"), encoding="utf-8") as file:
        record = json.load(file)
    with open(os.path.join(HERE, PARTS["training"]), "rb") as file:
        stale = hashlib.sha256(file.read()).hexdigest() != record["training_sha256"]
    when = f"{record['date']}, {record['machine']}" + (", before the last change of the training part" if stale else "")
    show = lambda f: f"{f[0]:.3f} [{f[1]:.3f}, {f[2]:.3f}]"
    metrics = ("two-way accuracy", "stance macro-F1", "sentiment macro-F1")
    head = ["rounds up to", "statements", "briefs", *(f"{name}: {m}" for name in record["sizes"] for m in metrics)]
    lines = [
        [r["round"], r["statements"], r["briefs"], *(show(r["scores"][name][m]) for name in record["sizes"] for m in metrics)]
        for r in record["rounds"]
    ]
    rounds = f"Measured {when}, by `training-data/rounds.py`; 95 % intervals by bootstrap over statements.\n\n" + table(head, lines)
    curve = [f"Cross-validated macro-F1, no brief split, of models that learn from growing parts (`stance evaluate --learning-curve`, {when})."]
    for size in ("statements", "groups"):
        points = {h: c[f"by_{size}"] for h, c in record["curve"]["heads"].items()}
        heads = sorted(points)
        lines = [
            [round(of_head[0][size]), *(f"{p['scores']['macro_f1']:.3f}" for p in of_head)] for of_head in zip(*(points[h] for h in heads))
        ]
        curve.append(table(["briefs" if size == "groups" else size, *heads], lines))
    return {"rounds": rounds, "curve": "\n\n".join(curve)}


def main():
    path = os.path.join(HERE, "README.md")
    with open(path, encoding="utf-8") as file:
        old = file.read()
    above, line, _ = old.partition("## Counts\n")
    if not line:
        sys.exit(f"{path}: no line \"## Counts\"")
    for name, text in measured().items():
        between = re.compile(f"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.S)
        if not between.search(above):
            sys.exit(f"{path}: no place for the table <!-- {name} -->")
        above = between.sub(lambda m: f"{m[1]}{text}\n{m[2]}", above)
    new = above + line + "\nWritten by `training-data/sheet.py`; do not edit below this line.\n\n" + counted()
    if "--check" in sys.argv:
        if new != old:
            sys.exit("training-data/README.md is out of date: run training-data/sheet.py and commit")
        print("data sheet reproduced")
        return
    with open(path, "w", encoding="utf-8") as file:
        file.write(new)


main()

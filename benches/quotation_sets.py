"""Articles whose quotations and speakers are annotated, read into one form. quotations.py says what is scored.

Offsets count Unicode code points of an article's text.
"""
import json, os, pathlib, re, subprocess, sys
from collections import namedtuple

# number: decides the half (even or odd), None if the set has no halves; marks: the stretches between double quotation marks;
# stretches: the annotated ones; marks_only: whether predictions outside double marks count neither way.
Article = namedtuple("Article", "name number text marks stretches marks_only")
# speakers: ranges of the mentions that are right, empty if nobody is named; name: the full name behind the mention, "" if the
# article has none, None if the set does not annotate names; kind: full or fragment; pronoun: whether the mention is one.
Stretch = namedtuple("Stretch", "start end speakers name kind pronoun")

MARKS = {
    "en": {"“": "”", '"': '"'},
    "de": {"„": "“”\"", "“": "”", '"': '"', "»": "«", "«": "»"},
    "fr": {"«": "»", "“": "”", '"': '"'},
    "es": {"«": "»", "“": "”", '"': '"'},
}
PRONOUNS = set("he she they him her them it who il elle ils elles lui eux él ella ellos ellas".split())
NEAR = 400  # characters on either side of a stretch in which its speaker is looked for


def marked(text, language):
    """Stretches between double marks, line by line; one whose closing mark is missing runs to the end of its line."""
    pairs, found, base = MARKS[language], [], 0
    for line in text.split("\n"):
        opened, closers = None, ""
        for place, character in enumerate(line):
            if opened is not None and character in closers:
                found.append((base + opened, base + place))
                opened = None
            elif opened is None and character in pairs:
                inside_word = place > 0 and line[place - 1].isalnum()
                if character != '"' or not inside_word:
                    opened, closers = place + 1, pairs[character]
        end = len(line.rstrip())
        if opened is not None and opened < end:
            found.append((base + opened, base + end))
        base += len(line) + 1
    return [(start, end) for start, end in found if start < end]


def form(words):
    """The kind of a stretch nobody labelled: a fragment begins with a small letter or has fewer than four words."""
    first = next((c for c in words if c.isalpha()), "")
    return "fragment" if first.islower() or len(words.split()) < 4 else "full"


def unpack(path, folder, *parts):
    """A folder with the files of a clone. A git directory without a work tree is unpacked into `folder`."""
    path = pathlib.Path(path)
    if not (path / "HEAD").exists():
        return path
    out = pathlib.Path(folder) / path.parent.name
    out.mkdir(exist_ok=True)
    # A checkout of the parts alone, with an index of its own: large files elsewhere in the clone may be absent.
    command = ["git", f"--git-dir={path}", f"--work-tree={out}", "checkout", "-q", "HEAD", "--", *(parts or ["."])]
    subprocess.run(command, check=True, env={**os.environ, "GIT_INDEX_FILE": str(out.resolve()) + ".index"})
    return out


def annotated(name, number, text, language, attributions):
    """An article whose gold is every stretch between double marks inside the content of an attribution.

    attributions: pairs of the ranges of the content and those of the source. The first that holds a stretch wins.
    """
    stretches, marks = [], marked(text, language)
    for start, end in marks:
        for content, source in attributions:
            if any(start >= a - 1 and end <= b + 1 for a, b in content):
                pronoun = any(text[a:b].strip().lower() in PRONOUNS for a, b in source)
                stretches.append(Stretch(start, end, source, None, form(text[start:end]), pronoun))
                break
    return Article(name, number, text, marks, stretches, True)


def polnear(split):
    """A split folder of PolNeAR: text/NAME.txt and attributions/NAME_ANNOTATOR.ann (brat). The first annotator counts."""
    done = set()
    for ann in sorted((split / "attributions").glob("*.ann")):
        name = re.sub(r"_[0-9a-f]{4}$", "", ann.stem)
        path = split / "text" / f"{name}.txt"
        if name in done or not path.exists():
            continue
        done.add(name)
        with open(path, encoding="utf-8", newline="") as file:
            text = file.read()
        ranges, attributions = {}, []
        for line in ann.read_text(encoding="utf-8").splitlines():
            fields = line.split("\t")
            if line.startswith("T") and len(fields) > 1:
                spans = fields[1].partition(" ")[2].split(";")
                ranges[fields[0]] = [tuple(map(int, span.split())) for span in spans]
            elif line.startswith("E") and len(fields) > 1:
                roles = [part.split(":") for part in fields[1].split()]
                attributions.append([[span for role, key in roles if role.startswith(wanted) for span in ranges.get(key, [])]
                                     for wanted in ("Content", "Source")])
        yield annotated(path.name, None, text, "en", attributions)


def german(clone, direct):
    """Articles with an even number of uhh-lt/german-news-quotation-attribution-2024. Those with an odd number are not opened.

    direct: only attributions that the corpus calls direct; else also words in marks inside its indirect and reported ones.
    """
    for path in sorted(pathlib.Path(clone).glob("data/*/*.json")):
        if int(path.name.split(" ")[0]) % 2:
            continue
        found = json.loads(path.read_text(encoding="utf-8"))
        spans = lambda part: [(s["charBegin"], s["charEnd"]) for s in (part or {}).get("spans", [])]
        attributions = [(spans(a["quote"]), spans(a["speaker"])) for a in found["annotations"] if a["type"] == "Direct" or not direct]
        yield annotated(path.name, None, found["originalText"], "de", attributions)


def near(text, words, start, end):
    """The places of a mention as whole words, in the neighbourhood of a stretch if there are any, else everywhere."""
    if not words:
        return []
    every = [m.span() for m in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text, re.IGNORECASE)]
    outside = [(a, b) for a, b in every if b <= start or a >= end]
    return [(a, b) for a, b in outside if b > start - NEAR and a < end + NEAR] or outside


def own(path, language):
    """Our own articles: JSON lines as tests/articles/README.md describes. A line that contradicts itself ends the program.

    Gold are the pieces of full and fragmentary statements, and what is marked inside an indirect one. The mention of the speaker
    and, as it is the same person, the full name both count as its place.
    """
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        row = json.loads(line)
        text, where = row["text"], f"{path}:{number}"
        marks, stretches, cursor = marked(text, language), [], 0
        for statement in row["statements"]:
            speaker, name = statement["speaker"], statement["name"]
            for what in (speaker, name):
                if what.lower() not in text.lower():
                    sys.exit(f"{where}: '{what}' is not in the article")
            for piece in statement.get("pieces") or [statement["text"]]:
                start = text.find(piece, cursor)
                start = text.find(piece) if start < 0 else start
                if start < 0 or not piece:
                    sys.exit(f"{where}: '{piece}' is not in the article")
                end = cursor = start + len(piece)
                kind = statement.get("kind") or form(piece)
                if kind == "term":
                    continue
                held = [(start, end)] if kind != "indirect" else [(a, b) for a, b in marks if start <= a and b <= end + 1]
                for a, b in held:
                    mentions = near(text, speaker, a, b) + near(text, name, a, b)
                    pronoun = speaker.lower() in PRONOUNS
                    stretches.append(Stretch(a, b, mentions, name, kind if kind != "indirect" else "fragment", pronoun))
        yield Article(row["id"], number, text, marks, stretches, False)

"""What two versions of the program make of the files that people have, as a table in Markdown (docs/files.md).

    python3 benches/habits.py OLD NEW > table.md

OLD and NEW are programs. Every command runs in a folder of its own with the same files.
"""
import io
import os
import subprocess
import sys
import tempfile
import zipfile

ROWS = [("keep the limits number %d" % k, "support") if k % 2 else ("lift the ban number %d" % k, "oppose") for k in range(12)]
ARTICLE = "“We oppose the ban,” said Ada Nowak.\n"


def table(separator, header="text,label"):
    return "\n".join([header.replace(",", separator)] + [separator.join(row) for row in ROWS]) + "\n"


def word():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>')
        names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
        body = f"<w:document {names}><w:body><w:p><w:r><w:t>{ARTICLE.strip()}</w:t></w:r></w:p></w:body></w:document>"
        file.writestr("word/document.xml", body)
    return out.getvalue()


def sheet():
    names = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    related = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    cell = lambda text: f'<c t="inlineStr"><is><t>{text}</t></is></c>'
    rows = "".join("<row>" + "".join(map(cell, row)) + "</row>" for row in [("text", "label"), *ROWS])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>')
        file.writestr("_rels/.rels", f'<Relationships xmlns="{package}"><Relationship Id="r" Type="{related}/officeDocument" '
                      'Target="xl/workbook.xml"/></Relationships>')
        file.writestr("xl/workbook.xml", f'<workbook {names} xmlns:r="{related}"><sheets><sheet name="A" sheetId="1" r:id="r"/>'
                      "</sheets></workbook>")
        file.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{package}"><Relationship Id="r" '
                      f'Type="{related}/worksheet" Target="worksheets/s.xml"/></Relationships>')
        file.writestr("xl/worksheets/s.xml", f"<worksheet {names}><sheetData>{rows}</sheetData></worksheet>")
    return out.getvalue()


def json_of(value):
    import json
    return json.dumps(value)


STUDIO = json_of([{"id": k, "data": {"text": text}, "annotations": [{"result": [
    {"from_name": "position", "to_name": "text", "type": "choices", "value": {"choices": [label]}}]}]}
    for k, (text, label) in enumerate(ROWS)])
DOCCANO = "".join(json_of({"id": k, "text": text, "label": [label]}) + "\n" for k, (text, label) in enumerate(ROWS))
PRODIGY = "".join(json_of({"text": text, "label": label, "answer": answer}) + "\n"
                  for text, label in ROWS for answer in ("accept", "ignore"))
NEXIS = """Rules divide the capital\nThe Example Daily\nMay 2, 2026 Saturday\n\nBody\n\n%s\nLoad-Date: May 3, 2026\n\n%s
Port reopens\nThe Other Paper\nMay 4, 2026 Monday\n\nBody\n\n“It is open,” Cy Berg said.\n\nLoad-Date: May 5, 2026\n\nEnd of Document\n"""
TRAIN = "train {} -o m.safetensors --no-search"
# What it is, the files, the command.
CASES = [
    ("a folder", {"news/a.txt": ARTICLE, "news/b.txt": ARTICLE, "news/c.png": "x"}, "extract news"),
    ("a pattern in quotes", {"news/a.txt": ARTICLE}, "extract news/*.txt"),
    ("a folder without articles", {"news/c.png": "x"}, "extract news"),
    ("one bad file of three", {"a.txt": ARTICLE, "b.txt": b"caf\xe9", "c.txt": ARTICLE}, "extract a.txt b.txt c.txt"),
    ("semicolons between fields", {"a.csv": table(";")}, TRAIN.format("a.csv") + " --delimiter auto"),
    ("the same, not asked for", {"a.csv": table(";")}, TRAIN.format("a.csv")),
    ("UTF-16 with a mark", {"a.csv": b"\xff\xfe" + table("\t").encode("utf-16le")}, TRAIN.format("a.csv")),
    ("windows-1252", {"a.csv": b"text\ncaf\xe9\n"}, "classify a.csv --encoding auto"),
    ("the same, not asked for", {"a.csv": b"text\ncaf\xe9\n"}, "classify a.csv"),
    ("a page that declares its encoding", {"a.html": "<meta charset=windows-1252><p>".encode() + ARTICLE.encode("cp1252")},
     "extract a.html"),
    ("a spreadsheet", {"a.xlsx": sheet()}, TRAIN.format("a.xlsx")),
    ("a Word file", {"a.docx": word()}, "extract a.docx"),
    ("a PDF file", {"a.pdf": "%PDF-1.4"}, "extract a.pdf"),
    ("a Parquet file", {"a.parquet": "PAR1"}, "classify a.parquet"),
    ("an address", {}, "classify https://example.org/a.html"),
    ("a JSON array", {"a.json": json_of([{"text": t, "label": l} for t, l in ROWS])}, TRAIN.format("a.json")),
    ("Label Studio", {"a.json": STUDIO}, TRAIN.format("a.json")),
    ("doccano", {"a.jsonl": DOCCANO}, TRAIN.format("a.jsonl")),
    ("Prodigy, with ignored answers", {"a.jsonl": PRODIGY}, TRAIN.format("a.jsonl")),
    ("ActiveTigger", {"a.csv": "text,labels,user,timestamp\n" + "".join(f"{t},{l},u,1\n" for t, l in ROWS)},
     TRAIN.format("a.csv")),
    ("for a labelling tool", {"a.csv": "text\nKeep it.\n"}, "classify a.csv --format label-studio"),
    ("an export of Nexis", {"a.txt": NEXIS % (ARTICLE, "End of Document\n")}, "extract a.txt"),
    ("the same without the end of an article", {"a.txt": NEXIS % (ARTICLE, "")}, "extract a.txt"),
    ("NaN, NA and None as labels", {"a.csv": table(",") + "x,NaN\ny,NaN\nz,NA\n"}, TRAIN.format("a.csv")),
    ("a repeated header", {"a.csv": table(",") + "text,label\n"}, TRAIN.format("a.csv")),
    ("a model that knows none of the labels", {"a.csv": "text,stance\nx,for\ny,contra\n"}, "evaluate a.csv"),
    ("corrected rows on top of a model", {"a.csv": "text,stance\n" + "keep it,support\nlift it,oppose\n" * 5},
     "train --start shipped a.csv -o m.safetensors"),
    ("files with different further columns", {"a.csv": table(","), "b.csv": "note,text,label\nx,keep it,support\n"},
     TRAIN.format("a.csv b.csv")),
    ("`help`", {}, "help classify"),
    ("`-o`", {"a.csv": "text\nKeep it.\n"}, "classify a.csv -o out.csv"),
    ("an output of an unknown format", {"a.csv": "text\nKeep it.\n"}, "classify a.csv -o out.xlsx"),
    ("`--format json`", {"a.csv": "text\nKeep it.\n"}, "classify a.csv --format json"),
    ("`inspect --format json`", {}, "inspect --format json"),
    ("a header alone", {"a.csv": "text\n"}, "classify a.csv"),
    ("CSV on standard input", {"stdin": table(",")}, "classify"),
    ("a transcript as an article", {"a.txt": "ADA NOWAK: We oppose it.\nBO LIND: We do not.\n"}, "extract a.txt"),
]


def files(folder, given):
    for name, contents in given.items():
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(contents if isinstance(contents, bytes) else contents.encode())


def ran(program, given, command):
    """The exit code, the rows written and the first line of messages."""
    with tempfile.TemporaryDirectory() as folder:
        files(folder, given)
        stdin = open(os.path.join(folder, "stdin"), "rb") if "stdin" in given else subprocess.DEVNULL
        done = subprocess.run([program, *command.split()], cwd=folder, stdin=stdin, capture_output=True, text=True)
        lines = done.stdout.splitlines()
        said = [line for line in done.stderr.splitlines() if line.strip()]
        first = " / ".join(said[:2])
        first = first if len(first) <= 260 else first[:260] + " …"
        found = [f"exit {done.returncode}"]
        if lines and done.returncode in (0, 3):
            found.append(f"{len(lines)} line{'s' if len(lines) > 1 else ''} of output")
        if os.path.exists(os.path.join(folder, "out.csv")):
            found.append("`out.csv` written")
        words = first.replace("`", "'").replace("|", "\\|")
        return ", ".join(found) + (f": `{words}`" if words else "")


def main():
    old, new = (os.path.abspath(program) for program in sys.argv[1:3])
    print("| what | command | before | now |\n|---|---|---|---|")
    for what, given, command in CASES:
        shown = f"`stance {command}`" if "stdin" not in given else f"`stance {command} < a.csv`"
        print(f"| {what} | {shown} | {ran(old, given, command)} | {ran(new, given, command)} |", flush=True)


if __name__ == "__main__":
    main()

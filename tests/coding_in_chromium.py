"""The page to label on, used as coders use it; `report_in_chromium.py` runs this."""

import csv
import json
import subprocess
import time

# Statements that would do something if they were read as anything but text.
STATEMENTS = [
    "We want the toll.",
    "</script><script>window.ran = true</script>",
    '<img src=x onerror="window.ran = true">, "quoted", and a comma',
    "Drop the toll.\nIt was never fair.",
    "It opens in May.",
]
CODEBOOK = """# How to label

- **support**: the speaker wants the toll
- **oppose**: the speaker does not

<script>window.ran = true</script> <img src=x onerror="window.ran = true"> [a link](javascript:window.ran=true)
"""


def command(stance, folder):
    """Writes a pool, and returns the command that makes the page."""
    pool, book = folder / "pool.csv", folder / "book.md"
    with pool.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "text", "context", "speaker_name"])
        rows.writerows([n, text, f"“{text}” she said.", "Ada Nowak"] for n, text in enumerate(STATEMENTS))
    book.write_text(CODEBOOK)
    return ["sample", pool, "-n", str(len(STATEMENTS)), "--label", "stance", "--label", "tone", "--classes", "support,oppose,neutral",
            "--classes", "tone=good,bad", "--describe", "support=wants the toll", "--codebook", book, "--format", "html"]


def use(browser, path, stance, folder, problems):
    """Labels by keys, takes back, reloads, changes the coder, saves, and compares the two coders."""

    def wrong(what, found, wanted):
        if found != wanted:
            problems.append(f"coding: {what}: {found!r} instead of {wanted!r}")

    def press(*keys):
        codes = {"ArrowLeft": 37, "ArrowRight": 39, "Delete": 46, "Enter": 13}
        for key in keys:
            browser.key(key, codes.get(key, ord(key[0].upper())))

    def begin(name):
        browser.run(f"document.getElementById('coder').focus(); document.getElementById('coder').value = {json.dumps(name)}")
        press("Enter")

    def state():
        return browser.run("document.getElementById('state').textContent")

    def number():
        return browser.run("document.getElementById('work').textContent")

    def chosen():
        return browser.run("[...document.querySelectorAll('[aria-pressed=true]')].map((b) => b.textContent.trim())")

    browser.send("Page.setDownloadBehavior", behavior="allow", downloadPath=str(folder))
    wrong("buttons before a name is given", browser.run("[...document.querySelectorAll('fieldset button')].every((b) => b.disabled)"), True)
    press("1")
    wrong("a key before a name is given", state(), "0 of 5 labelled.")
    begin("Ada")
    wrong("where the focus is", browser.run("document.activeElement.id"), "work")
    browser.run("document.getElementById('coder').focus()")
    press("1")
    wrong("a digit in the name", chosen(), [])
    browser.run("document.getElementById('work').focus()")
    press("1")
    wrong("after the first question", (number(), chosen()), ("Statement 1 of 5", ["1 support"]))
    press("2")
    wrong("after both questions", (number(), state()), ("Statement 2 of 5", "1 of 5 labelled."))
    press("3", "1", "u")
    wrong("after taking back", (number(), chosen()), ("Statement 2 of 5", ["3 neutral"]))
    press("u", "u")
    wrong("after taking back twice more", (number(), chosen(), state()), ("Statement 1 of 5", ["1 support"], "0 of 5 labelled."))
    press("1")
    for _ in range(4):
        press("1", "1")
    wrong("at the end", (number(), state()), ("Statement 5 of 5", "All 5 are labelled: save them."))
    press("ArrowLeft", "p", "Delete", "o")
    wrong("the open one", (number(), state()), ("Statement 3 of 5", "4 of 5 labelled."))
    browser.open(path)
    wrong("after reloading", (number(), state()), ("Statement 3 of 5", "4 of 5 labelled."))
    press("u")
    wrong("taken back after reloading", state(), "All 5 are labelled: save them.")
    press("s")
    begin("Bo Lind")
    wrong("another coder", (number(), state()), ("Statement 1 of 5", "0 of 5 labelled."))
    browser.run("document.querySelector('fieldset button[data-class=\"1\"]').click()")
    press("1", "1", "1", "s")
    begin("Ada")
    wrong("the first coder again", state(), "All 5 are labelled: save them.")
    wrong("text that was run", browser.run("window.ran === true || document.querySelector('main img, main script, aside a') !== null"), False)
    press(*["ArrowRight"] * len(STATEMENTS))
    shown = set()
    for _ in STATEMENTS:
        shown.add(browser.run("document.getElementById('text').textContent"))
        press("ArrowLeft")
    wrong("statements as shown", shown, set(STATEMENTS))
    wrong("the sentence around", "she said" in browser.run("document.getElementById('about').textContent"), True)

    saved = [folder / "coded-Ada.csv", folder / "coded-Bo-Lind.csv"]
    for _ in range(100):
        if all(file.exists() and file.stat().st_size for file in saved):
            break
        time.sleep(0.05)
    rows = [list(csv.DictReader(file.open(newline=""))) for file in saved]
    wrong("texts as saved", {row["text"] for row in rows[0]}, set(STATEMENTS))
    wrong("columns as saved", list(rows[0][0])[4:], ["sampled", "inclusion_probability", "stance", "tone", "coder"])
    wrong("coders as saved", {row["coder"] for row in rows[1]}, {"Bo Lind"})
    wrong("labels as saved", [row["stance"] for row in rows[1]], ["oppose", "support", "", "", ""])
    agree = subprocess.run([stance, "agree", *saved, "--format", "json"], capture_output=True, text=True, check=False)
    if agree.returncode:
        problems.append(f"coding: what was saved is not read back: {agree.stderr}")
    else:
        found = json.loads(agree.stdout)["heads"]["stance"]
        wrong("agreement", (found["shared"], found["observed"]["value"], found["coders"]), (2, 0.5, ["Ada", "Bo Lind"]))

"""The pages of `stance summarize` in a browser: marks lead to their statements, which are filtered and sorted, quickly.

Used by `report_in_chromium.py`.
"""

import csv
import json
import subprocess
import sys

# Milliseconds of the processor within which a page of 2,000 statements is loaded, and filtered or sorted.
LOAD, CHANGE = 4000, 3000


def commands(folder, root):
    """The command line of each page; writes the rows that they read."""
    labelled, coded = folder / "labelled.csv", folder / "sheet.csv"
    rows = subprocess.run([sys.executable, root / "benches/labelled_rows.py", "2000", "--coded", "800", coded],
                          capture_output=True, check=True).stdout
    labelled.write_bytes(rows)
    whole = ["summarize", labelled, "--coded", coded, "--by", "speaker_name", "--format", "html"]
    return {
        "summary": [*whole, "--over", "quarter", "--before-after", "2026-07-01"],
        "summary of lines": [*whole, "--compare"],
        "summary of shares": ["summarize", labelled, "--label", "outlet", "--by", "speaker_name", "--over", "month", "--format", "html"],
    }


def shown(browser):
    """The statements that are shown, in their order: data, words."""
    return browser.run("""[...document.querySelectorAll("[data-item]")].filter((e) => e.checkVisibility())
        .map((e) => [{...e.dataset}, e.querySelector(".quote").textContent])""")


def busy(browser):
    """Milliseconds for which the page has kept the processor busy."""
    return 1000 * next(m["value"] for m in browser.send("Performance.getMetrics")["metrics"] if m["name"] == "TaskDuration")


def choose(browser, key, value):
    """Sets a control as a person does, and returns the milliseconds of the processor until the page is laid out again."""
    before = busy(browser)
    browser.run(f"""(() => {{ const control = document.querySelector({json.dumps(key)});
        control.value = {json.dumps(value)}; control.dispatchEvent(new Event("input", {{bubbles: true}}));
        document.body.getBoundingClientRect(); }})()""")
    return busy(browser) - before


def use(browser, path, folder, problems):
    """Marks, controls and speed of the page of 2,000 statements."""
    with open(folder / "labelled.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    browser.send("Performance.enable", timeDomain="threadTicks")
    browser.open(path)
    times = {"load": busy(browser)}

    def expect(what, wanted, found):
        if wanted != found:
            problems.append(f"summary: {what}: {found} instead of {wanted}")

    expect("statements", 2000, len(shown(browser)))
    # A mark of the picture, then one of the table.
    words = browser.run("""(() => { const mark = document.querySelectorAll(".panels svg a")[1];
        mark.dispatchEvent(new MouseEvent("click", {bubbles: true})); return mark.getAttribute("aria-label"); })()""")
    name, rest = words.split(", ", 1)
    quarter = int(rest.split(":")[0].split("-Q")[1])
    wanted = [row["text"] for row in rows if row["speaker_name"] == name and (int(row["date"][5:7]) + 2) // 3 == quarter]
    expect(f"behind the mark {words!r}", wanted, [text for _, text in shown(browser)])
    expect("number in the mark", f"{len(wanted)} statements", words.rsplit(", ", 1)[1])
    browser.run("document.querySelector('tbody a[data-open]').click()")
    expect("behind the number of all", 2000, len(shown(browser)))
    times["label"] = choose(browser, "#by-label", "1")
    label = {0: "neutral", 1: "oppose", 2: "support"}[1]
    expect("with a label", sum(row["predicted_stance"] == label for row in rows), len(shown(browser)))
    times["probability"] = choose(browser, "#p-to", "0.6")
    expect("below a probability", sum(row["predicted_stance"] == label and float(row["predicted_stance_probability"]) <= 0.6 for row in rows),
           len(shown(browser)))
    choose(browser, "#day-from", "2026-03-01")
    expect("from a day", sum(row["predicted_stance"] == label and float(row["predicted_stance_probability"]) <= 0.6 and row["date"] >= "2026-03-01"
                             for row in rows), len(shown(browser)))
    choose(browser, "#has-words", "CHIPS export")
    expect("with words", sum(row["predicted_stance"] == label and float(row["predicted_stance_probability"]) <= 0.6 and row["date"] >= "2026-03-01"
                             and "chips export" in row["text"].lower() for row in rows), len(shown(browser)))
    browser.run("document.getElementById('reset').click()")
    expect("after the reset", [row["text"] for row in rows], [text for _, text in shown(browser)])
    times["sort"] = choose(browser, "#order", "p")
    p = [float(data["p"]) for data, _ in shown(browser)]
    expect("least sure first", (2000, sorted(p)), (len(p), p))
    times["back"] = choose(browser, "#order", "")
    expect("in the order of the files again", [row["text"] for row in rows], [text for _, text in shown(browser)])
    # The arrow keys go from mark to mark, and one mark of each picture is a stop of the tab key.
    browser.run("document.querySelector('.panels svg a').focus()")
    browser.key("ArrowRight", 39)
    moved = browser.run("""(() => { const marks = [...document.querySelector(".panels svg").querySelectorAll("a")];
        return [marks.indexOf(document.activeElement), marks.filter((a) => a.tabIndex === 0).length]; })()""")
    expect("the mark after an arrow key, and stops of the tab key", [1, 1], moved)
    print("milliseconds of the processor with 2,000 statements:", ", ".join(f"{what} {value:.0f}" for what, value in times.items()))
    if times["load"] > LOAD or max(value for what, value in times.items() if what != "load") > CHANGE:
        problems.append(f"summary: slow: {times}")


def sorted_rows(browser, problems):
    """On a page of several articles, statements that are sorted are in one table, and the button to save stays in view."""
    browser.send("Performance.enable", timeDomain="threadTicks")
    before = [text for _, text in shown(browser)]
    choose(browser, "#order", "p")
    found = browser.run("""[document.querySelectorAll("#sorted [data-item]").length, document.querySelectorAll("[data-section]:not([hidden])").length]""")
    if found != [len(before), 0]:
        problems.append(f"several: sorted statements and parts left: {found} of {len(before)}")
    p = [float(data["p"]) for data, _ in shown(browser)]
    if p != sorted(p) or len(p) < 30:
        problems.append("several: not sorted by probability")
    browser.run("document.getElementById('reset').click()")
    if before != [text for _, text in shown(browser)]:
        problems.append("several: the order of the articles does not come back")
    choose(browser, "#by-part", "0")
    if browser.run("document.querySelectorAll('[data-section]:not([hidden])').length") != 1:
        problems.append("several: one article chosen shows others too")
    browser.run("document.getElementById('reset').click(); scrollTo(0, document.body.scrollHeight)")
    top = browser.run("document.getElementById('save').getBoundingClientRect().top")
    if not 0 <= top < 900:
        problems.append(f"several: the button to save is at {top} after scrolling")
    browser.run("scrollTo(0, 0)")

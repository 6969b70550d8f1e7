#!/usr/bin/env python3
"""Opens the program's HTML pages in headless Chromium and checks what only a browser can tell.

    python3 tests/report_in_chromium.py [--stance target/release/stance] [--pictures FOLDER]

Checked on every page, light, dark and in print: no request leaves the page, no error in the console, every text has a contrast
of 4.5 to 1, nothing is wider than the window, everything that can be used is reached with the tab key and shows its focus, has a
name in the accessibility tree, and ids are unique. On the page of statements: choosing labels and saving gives a CSV that
`stance evaluate` reads back. On the page to label on: keys, taking back, reloading, several coders (`coding_in_chromium.py`).
On pages of summaries: marks lead to their statements, which are filtered and sorted within a time (`summary_in_chromium.py`). Only Python's own modules are used. Without Chromium the script says so and ends with 0.
"""

import argparse
import base64
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import coding_in_chromium
import summary_in_chromium

ROOT = Path(__file__).resolve().parent.parent
NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]


class Browser:
    """A headless Chromium, spoken to over a pipe in the DevTools protocol."""

    def __init__(self, program):
        self.profile = tempfile.mkdtemp(prefix="stance-chromium-")
        (there_read, here_write), (here_read, there_write) = os.pipe(), os.pipe()
        # The browser reads from descriptor 3 and writes to descriptor 4.
        reader, writer = os.dup2(there_read, 103), os.dup2(there_write, 104)
        command = [program, "--headless=new", "--remote-debugging-pipe", "--no-sandbox", "--disable-gpu", "--no-first-run",
                   "--disable-dev-shm-usage", "--disable-background-networking", f"--user-data-dir={self.profile}", "about:blank"]
        self.process = subprocess.Popen(
            ["bash", "-c", 'exec 3<&103 4>&104 103<&- 104>&-; exec "$@"', "bash", *command],
            pass_fds=[103, 104], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for end in [there_read, there_write, reader, writer]:
            os.close(end)
        self.reading, self.writing = os.fdopen(here_read, "rb"), os.fdopen(here_write, "wb")
        self.last, self.session, self.events = 0, None, []
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ["Page", "Runtime", "Network", "Log", "DOM", "Accessibility"]:
            self.send(f"{domain}.enable")

    def send(self, method, **parameters):
        self.last += 1
        message = {"id": self.last, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        self.writing.write(json.dumps(message).encode() + b"\0")
        self.writing.flush()
        while True:
            answer = self.receive()
            if answer.get("id") == self.last:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]
            self.events.append(answer)

    def receive(self):
        out = bytearray()
        while (byte := self.reading.read(1)) != b"\0":
            if not byte:
                raise RuntimeError("the browser went away")
            out += byte
        return json.loads(out)

    def run(self, script):
        result = self.send("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in result:
            raise RuntimeError(json.dumps(result["exceptionDetails"])[:500])
        return result["result"].get("value")

    def open(self, path):
        self.events.clear()
        self.send("Page.navigate", url=path.as_uri())
        while self.run("document.readyState") != "complete":
            time.sleep(0.05)

    def appearance(self, scheme, media=""):
        self.send("Emulation.setEmulatedMedia", media=media, features=[{"name": "prefers-color-scheme", "value": scheme}])

    def size(self, width, height):
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def picture(self, path, whole=False):
        # Longer pages cannot be drawn as one picture.
        whole = whole and self.run("document.documentElement.scrollHeight") < 16_000
        data = self.send("Page.captureScreenshot", format="png", captureBeyondViewport=whole)["data"]
        path.write_bytes(base64.b64decode(data))

    def key(self, name, code):
        for kind in ["keyDown", "keyUp"]:
            self.send("Input.dispatchKeyEvent", type=kind, key=name, code=name, windowsVirtualKeyCode=code)

    def close(self):
        try:
            self.session = None
            self.send("Browser.close")
        except (RuntimeError, BrokenPipeError):
            pass
        self.process.wait(timeout=20)
        shutil.rmtree(self.profile, ignore_errors=True)


# Texts whose colour stands out too little from what is behind it (WCAG 2.2, 1.4.3).
CONTRAST = r"""(() => {
  const channel = (v) => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; };
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const parse = (text) => { const n = text.match(/[\d.]+/g).map(Number); return n.length < 4 ? [...n, 1] : n; };
  const behind = (node) => {
    for (let e = node; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor); if (c[3] === 1) return c; }
    return [255, 255, 255, 1];
  };
  const bad = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, e = node.parentElement;
    if (!node.data.trim() || ["SCRIPT", "STYLE", "TITLE", "DESC", "NOSCRIPT"].includes(e.tagName.toUpperCase())) continue;
    const style = getComputedStyle(e);
    if (!e.getClientRects().length || style.visibility === "hidden" || e.closest(":disabled")) continue;
    const ink = parse(e.namespaceURI.endsWith("svg") ? style.fill : style.color);
    const [a, b] = [light(ink), light(behind(e))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) bad.push(`${ratio.toFixed(2)} ${e.tagName}.${e.className.baseVal ?? e.className}: ${node.data.trim().slice(0, 40)}`);
  }
  return [...new Set(bad)].slice(0, 10);
})()"""

IDS = """(() => {
  const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
  const twice = ids.filter((id, at) => ids.indexOf(id) !== at);
  const lost = [...document.querySelectorAll('a[href^="#"]')].map((a) => a.getAttribute("href").slice(1)).filter((id) => !document.getElementById(id));
  return [...twice.map((id) => `id ${id} twice`), ...lost.map((id) => `link to #${id} leads nowhere`)].slice(0, 10);
})()"""

# What makes the page wider than its window, with the text as it is and with the reader's own spacing (WCAG 2.2, 1.4.12): the second
# also stands for machines whose fonts are wider than this one's.
WIDE = r"""(() => {
  const bad = [];
  for (const spacing of ["", "* { letter-spacing: .12em !important; word-spacing: .16em !important; line-height: 1.5 !important; }"]) {
    const style = document.head.appendChild(document.createElement("style"));
    style.textContent = spacing;
    const whole = document.documentElement.scrollWidth;
    if (whole > innerWidth) {
      const widest = [...document.body.querySelectorAll("*")].filter((e) => e.getBoundingClientRect().right > innerWidth && !e.closest(".scroll")).pop();
      bad.push(`page is ${whole} wide in a window of ${innerWidth}${spacing && " with wide spacing"}: ${widest?.outerHTML.slice(0, 120)}`);
    }
    style.remove();
  }
  return bad;
})()"""


def looks(browser, name, problems, pictures):
    """Contrast and width: light, dark, narrow, and in print."""
    for scheme, media, width in [("light", "", 1280), ("dark", "", 1280), ("light", "", 360), ("light", "print", 800), ("dark", "print", 800)]:
        browser.size(width, 900)
        browser.appearance(scheme, media)
        label = f"{name} {scheme} {media or 'screen'} {width}"
        problems += [f"{label}: contrast {line}" for line in browser.run(CONTRAST)]
        if media != "print":
            problems += [f"{label}: {line}" for line in browser.run(WIDE)]
        if pictures:
            browser.picture(pictures / (label.replace(" ", "-") + ".png"), whole=media == "print")
    if pictures:
        browser.appearance("light")
        data = browser.send("Page.printToPDF", printBackground=False, paperWidth=8.27, paperHeight=11.69)["data"]
        (pictures / f"{name}.pdf").write_bytes(base64.b64decode(data))
    browser.size(1280, 900)
    browser.appearance("light")


def keyboard(browser, name, problems):
    """Everything that can be used is reached in order, and its focus shows."""
    wanted = browser.run("""[...document.querySelectorAll('a[href], button:not(:disabled), select, input, summary, [tabindex="0"]')]
        .filter((e) => e.tabIndex >= 0 && e.checkVisibility()).length""")
    browser.run("document.activeElement.blur(); scrollTo(0, 0)")
    reached, hidden = 0, []
    # A field of a day is several stops: month, day, year, calendar.
    stops = wanted + 5 + browser.run("4 * document.querySelectorAll('input[type=date]').length")
    for _ in range(stops):
        browser.key("Tab", 9)
        state = browser.run("""(() => { const e = document.activeElement; if (!e || e === document.body) return null;
            if (e.dataset.seen) return e.type === "date" ? [] : null;
            e.dataset.seen = 1; const s = getComputedStyle(e);
            return [e.tagName, s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2]; })()""")
        if state is None:
            break
        if not state:
            continue
        reached += 1
        if not state[1]:
            hidden.append(state[0])
    if reached < wanted:
        problems.append(f"{name}: {reached} of {wanted} places reached with the tab key")
    if hidden:
        problems.append(f"{name}: focus does not show on {sorted(set(hidden))}")


def names(browser, name, problems):
    """Roles and names as a screen reader gets them."""
    nodes = browser.send("Accessibility.getFullAXTree")["nodes"]
    roles = {}
    for node in nodes:
        if node.get("ignored"):
            continue
        role = node.get("role", {}).get("value", "")
        roles.setdefault(role, []).append(node.get("name", {}).get("value", ""))
    for role in ["link", "button", "combobox", "image", "table", "region", "article", "heading", "navigation"]:
        empty = sum(not text.strip() for text in roles.get(role, []))
        if empty:
            problems.append(f"{name}: {empty} of role {role} have no name")
    for role in ["main", "banner", "contentinfo"]:
        if len(roles.get(role, [])) != 1:
            problems.append(f"{name}: {len(roles.get(role, []))} landmarks {role}")
    levels = browser.run("[...document.querySelectorAll('h1,h2,h3')].map((h) => Number(h.tagName[1]))")
    if levels[:1] != [1] or any(b - a > 1 for a, b in zip(levels, levels[1:])):
        problems.append(f"{name}: headings jump: {levels}")


def quiet(browser, name, problems):
    """No request leaves the page, and nothing is reported in the console."""
    for event in browser.events:
        method, given = event.get("method"), event.get("params", {})
        if method == "Network.requestWillBeSent" and not given["request"]["url"].startswith(("file:", "blob:", "data:")):
            problems.append(f"{name}: asks for {given['request']['url']}")
        if method in ("Runtime.exceptionThrown", "Log.entryAdded"):
            problems.append(f"{name}: console: {json.dumps(given)[:300]}")


def card(browser, name, problems):
    """The card of a statement shows on focus and hover, and goes away with Escape."""
    shown = "getComputedStyle(document.querySelector('.ref .card')).display"
    browser.run("document.querySelector('.ref a').focus()")
    seen = [browser.run(shown)]
    browser.key("Escape", 27)
    seen.append(browser.run(shown))
    browser.run("document.activeElement.blur(); document.querySelector('mark').scrollIntoView({block: 'center'})")
    box = browser.run("(() => { const r = document.querySelector('mark .w, mark').getClientRects()[0]; return [r.x + 3, r.y + r.height / 2]; })()")
    browser.send("Input.dispatchMouseEvent", type="mouseMoved", x=box[0], y=box[1])
    seen.append(browser.run(shown))
    browser.send("Input.dispatchMouseEvent", type="mouseMoved", x=1, y=1)
    seen.append(browser.run(shown))
    if seen != ["block", "none", "block", "none"]:
        problems.append(f"{name}: card on focus, Escape, hover and away: {seen}")


def corrections(browser, stance, folder, problems):
    """Chosen labels, saved, are read back by `evaluate` with these labels."""
    browser.send("Page.setDownloadBehavior", behavior="allow", downloadPath=str(folder))
    state = "document.getElementById('state').textContent"
    if browser.run("document.getElementById('save').disabled") is not True:
        problems.append("saving is possible before anything is chosen")
    browser.run("""(() => { const s = document.querySelectorAll('tr[data-row] select');
        s[0].value = "oppose"; s[0].dispatchEvent(new Event("change", {bubbles: true})); })()""")
    if not browser.run(state).startswith("1 of "):
        problems.append(f"one choice is counted as: {browser.run(state)}")
    browser.run("document.getElementById('accept').click(); document.getElementById('save').click()")
    saved = folder / "corrected.csv"
    for _ in range(100):
        if saved.exists() and saved.stat().st_size:
            break
        time.sleep(0.05)
    scores = subprocess.run([stance, "evaluate", saved, "--format", "json"], capture_output=True, text=True, check=False)
    if scores.returncode:
        problems.append(f"the saved CSV is not read back: {scores.stderr}")
        return
    # A label that is unsure is not accepted and stays blank; two columns of choices take turns.
    chosen = browser.run("[...document.querySelectorAll('tr[data-row] select')].map(s => s.value !== '')")
    stances, sentiments = sum(chosen[0::2]), sum(chosen[1::2])
    heads = json.loads(scores.stdout)["heads"]
    found = [(heads[h]["n"], round(heads[h]["accuracy"] * heads[h]["n"])) for h in ("stance", "sentiment")]
    # Only the one choice that was made otherwise than the program's label counts as a mistake.
    if found != [(stances, stances - 1), (sentiments, sentiments)] or stances < 8:
        problems.append(f"read back: {found} of {stances} stances and {sentiments} sentiments")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--stance", default=str(ROOT / "target/release/stance"))
    parser.add_argument("--pictures", type=Path, help="folder for screenshots and PDFs, to be looked at")
    args = parser.parse_args()
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        print(f"skipped: none of {', '.join(NAMES)} is installed")
        return 0
    if args.pictures:
        args.pictures.mkdir(parents=True, exist_ok=True)
    examples = ROOT / "examples"
    pages = {
        "statements": ["classify", examples / "wire.txt", "--format", "html"],
        "several": ["classify", *sorted(examples.glob("*.txt")), examples / "newsletter.md", examples / "portal.html", "--format", "html",
                    "--min-confidence", "0.6"],
        "rows": ["classify", ROOT / "examples/gold.csv", "--format", "html"],
        "extracted": ["extract", examples / "portal.html", "--format", "html"],
        "scores": ["evaluate", ROOT / "training-data/export-controls.test.csv", "--format", "html"],
    }
    problems = []
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        pages["coding"] = coding_in_chromium.command(args.stance, folder)
        pages |= summary_in_chromium.commands(folder, ROOT)
        browser = Browser(program)
        try:
            for name, command in pages.items():
                page = subprocess.run([args.stance, *command], capture_output=True, check=True).stdout
                path = folder / f"{name}.html"
                path.write_bytes(page)
                browser.open(path)
                looks(browser, name, problems, args.pictures)
                problems += [f"{name}: {line}" for line in browser.run(IDS)]
                names(browser, name, problems)
                keyboard(browser, name, problems)
                if name == "statements":
                    card(browser, name, problems)
                    corrections(browser, args.stance, folder, problems)
                if name == "several":
                    summary_in_chromium.sorted_rows(browser, problems)
                if name == "summary":
                    summary_in_chromium.use(browser, path, folder, problems)
                if name == "coding":
                    coding_in_chromium.use(browser, path, args.stance, folder, problems)
                    # The looks of buttons that can be pressed.
                    looks(browser, "coding begun", problems, args.pictures)
                quiet(browser, name, problems)
        finally:
            browser.close()
    for problem in problems:
        print(problem)
    print(f"{len(pages)} pages, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())

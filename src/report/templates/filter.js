// Filters and sorts the statements of a page, and shows those behind a mark of a picture.
(() => {
  const bar = document.getElementById("filter");
  if (!bar) return;
  const items = [...document.querySelectorAll("[data-item]")].map((node) => ({
    node, home: node.parentNode, words: node.querySelector(".quote").textContent.toLowerCase(),
  }));
  if (!items.length) return;
  // Parts without a statement that fits are hidden; sorted statements of several parts are moved to one table.
  const parts = [...document.querySelectorAll("[data-section]")];
  const sorted = document.getElementById("sorted");
  const controls = [...bar.querySelectorAll("[data-key]")];
  const order = document.getElementById("order");
  const shown = document.getElementById("shown");
  let ordered = "";

  const value = (item, key) => (key === "words" ? item.words : item.node.dataset[key] ?? "");
  const compare = (key, a, b) => (key === "p" ? a - b : a < b ? -1 : Number(a > b));
  const tests = {
    least: (own, wanted, key) => own !== "" && compare(key, own, wanted) >= 0,
    most: (own, wanted, key) => own !== "" && compare(key, own, wanted) <= 0,
    has: (own, wanted) => own.includes(wanted.trim().toLowerCase()),
    same: (own, wanted) => own === wanted,
  };
  const filter = () => {
    const active = controls.filter((control) => control.value !== "").map((control) => {
      const { key, test } = control.dataset;
      return (item) => tests[test ?? "same"](value(item, key), control.value, key);
    });
    let count = 0;
    for (const item of items) {
      const fits = active.every((test) => test(item));
      count += fits;
      item.node.hidden = !fits;
    }
    for (const part of parts) {
      part.hidden = ordered !== "" || (active.length > 0 && !part.querySelector("[data-item]:not([hidden])"));
    }
    const all = `${items.length} statement${items.length === 1 ? "" : "s"}`;
    const are = count === 1 ? "is" : "are";
    shown.textContent = count < items.length ? `${count} of ${all} ${are} shown.` : count === 1 ? "The statement is shown." : `All ${all} are shown.`;
  };
  // The table for sorted statements, made like those of the parts when it is needed first.
  const table = () => {
    const like = items[0]?.home.closest("table");
    if (!sorted || !like) return null;
    const box = sorted.querySelector(".scroll");
    if (!box.firstChild) {
      const made = box.appendChild(document.createElement("table"));
      made.createCaption().textContent = sorted.querySelector("h2").textContent;
      made.append(like.tHead.cloneNode(true), document.createElement("tbody"));
    }
    return box.querySelector("tbody");
  };
  const sort = () => {
    ordered = order.value;
    const [, minus, key] = /^(-?)(.*)$/.exec(ordered);
    const sign = minus ? -1 : 1;
    const list = items.map((item) => [item, value(item, key)]);
    if (key !== "") list.sort(([, a], [, b]) => Number(a === "") - Number(b === "") || sign * compare(key, a, b));
    // Moved all at once: one by one takes much longer.
    const target = key === "" ? null : table();
    const moved = new Map();
    for (const [{ home, node }] of list) {
      const to = target ?? home;
      if (!moved.has(to)) moved.set(to, document.createDocumentFragment());
      moved.get(to).append(node);
    }
    for (const [to, nodes] of moved) to.append(nodes);
    if (sorted) sorted.hidden = key === "";
    filter();
  };
  const show = (wanted) => {
    for (const control of controls) control.value = wanted[control.dataset.key] ?? "";
    filter();
  };

  bar.addEventListener("input", (event) => (event.target === order ? sort() : filter()));
  document.getElementById("reset").addEventListener("click", () => { order.value = ""; show({}); sort(); });
  addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href^='#']");
    if (!link) return;
    if (link.hasAttribute("data-open")) return show(link.dataset);
    // What a link leads to is shown, whatever the filter says.
    const target = document.getElementById(link.getAttribute("href").slice(1));
    if (target?.closest("[hidden]")) { order.value = ""; show({}); sort(); }
  });
  // One mark of a picture is reached with the tab key, the others from there with the arrow keys.
  addEventListener("keydown", (event) => {
    const mark = event.target.closest?.("svg a");
    const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    if (!mark || !step) return;
    const marks = [...mark.closest("svg").querySelectorAll("a")];
    const next = marks[marks.indexOf(mark) + step];
    if (!next) return;
    event.preventDefault();
    mark.setAttribute("tabindex", "-1");
    next.setAttribute("tabindex", "0");
    next.focus();
  });
  bar.hidden = false;
  filter();
})();

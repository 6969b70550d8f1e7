"use strict";
(() => {
  const sheet = JSON.parse(document.getElementById("desk").dataset.sheet);
  const get = (id) => document.getElementById(id);
  const fieldsets = [...document.querySelectorAll("fieldset[data-head]")];
  const count = sheet.rows.length;
  let coder = "", labels = {}, at = 0, undone = [], kept = true, unsaved = false;

  const storage = {
    read(key) { try { return localStorage.getItem(key); } catch { return null; } },
    write(key, value) { try { localStorage.setItem(key, value); return true; } catch { return false; } },
  };
  const place = (name) => `stance-coding:${sheet.key}:${name}`;
  const keep = () => {
    kept = storage.write(place(`by:${coder}`), JSON.stringify({ labels, at, undone: undone.slice(-200) }));
    storage.write(place("last"), coder);
  };

  // A label that the sheet came with counts until the coder gives another one.
  const label = (row, head) => labels[row]?.[head] ?? sheet.rows[row][sheet.heads[head].column] ?? "";
  const done = (row) => sheet.heads.every((_, head) => label(row, head) !== "");
  const active = () => {
    const open = sheet.heads.findIndex((_, head) => label(at, head) === "");
    return open < 0 ? 0 : open;
  };

  const show = () => {
    const row = sheet.rows[at] ?? [];
    get("work").textContent = `Statement ${at + 1} of ${count}`;
    get("text").textContent = row[sheet.text] ?? "";
    get("about").replaceChildren(...sheet.shown.filter((column) => row[column]).map((column) => {
      const line = document.createElement("p");
      line.textContent = `${sheet.columns[column].replaceAll("_", " ")}: ${row[column]}`;
      return line;
    }));
    const finished = sheet.rows.filter((_, n) => done(n)).length;
    get("bar").max = count || 1;
    get("bar").value = finished;
    const lost = kept ? "" : " This browser keeps nothing: save before you close the page.";
    get("state").textContent = (finished === count ? `All ${count} are labelled: save them.` : `${finished} of ${count} labelled.`) + lost;
    fieldsets.forEach((fieldset, head) => {
      fieldset.classList.toggle("active", coder !== "" && head === active());
      for (const button of fieldset.querySelectorAll("button")) {
        button.disabled = coder === "";
        const chosen = button.dataset.class !== "none" && sheet.heads[head].classes[Number(button.dataset.class)] === label(at, head);
        if (button.dataset.class !== "none") button.setAttribute("aria-pressed", String(chosen));
      }
    });
    get("previous").disabled = coder === "" || at === 0;
    get("next").disabled = coder === "" || at + 1 >= count;
    get("open").disabled = coder === "" || finished === count;
    get("undo").disabled = undone.length === 0;
    get("save").disabled = coder === "";
  };
  const go = (row) => {
    at = Math.max(0, Math.min(count - 1, row));
    keep();
    show();
  };
  const nextOpen = () => {
    for (let step = 1; step <= count; step++) {
      if (!done((at + step) % count)) return go((at + step) % count);
    }
  };
  const set = (row, head, value) => {
    labels[row] = { ...labels[row], [head]: value };
    unsaved = true;
  };
  const choose = (head, value) => {
    if (coder === "" || value === undefined) return;
    undone.push([at, head, labels[at]?.[head] ?? null]);
    set(at, head, value);
    const ready = value !== "" && done(at) && at + 1 < count;
    go(ready ? at + 1 : at);
  };
  const undo = () => {
    const last = undone.pop();
    if (!last) return;
    const [row, head, before] = last;
    set(row, head, before);
    if (before === null) delete labels[row][head];
    go(row);
  };

  const field = (text) => (/[",\r\n]/.test(text) || text === "" || /^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const line = (fields) => fields.map(field).join(",") + "\n";
  const csv = () => {
    const own = sheet.columns.indexOf("coder");
    const lines = sheet.rows.map((cells, row) => {
      const fields = [...cells];
      sheet.heads.forEach((head, n) => { fields[head.column] = label(row, n); });
      if (own < 0) fields.push(coder); else fields[own] = coder;
      return line(fields);
    });
    return (sheet.bom ? "\ufeff" : "") + line(own < 0 ? [...sheet.columns, "coder"] : sheet.columns) + lines.join("");
  };
  const save = () => {
    if (coder === "") return;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([csv()], { type: "text/csv;charset=utf-8" }));
    link.download = `coded-${coder.replace(/[^\p{L}\p{N}_-]+/gu, "-")}.csv`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    unsaved = false;
    get("state").textContent = `Saved as ${link.download}.`;
  };

  const begin = () => {
    const name = get("coder").value.trim();
    if (name === "") { get("coder").focus(); return; }
    if (name === coder) return;
    coder = name;
    let found = null;
    try { found = JSON.parse(storage.read(place(`by:${name}`)) ?? "null"); } catch { found = null; }
    labels = found?.labels ?? {};
    at = Math.min(found?.at ?? 0, count - 1);
    undone = found?.undone ?? [];
    unsaved = Object.keys(labels).length > 0 && unsaved;
    get("who").textContent = `Labelling as ${name}.`;
    go(at);
    get("work").focus();
  };

  fieldsets.forEach((fieldset, head) => fieldset.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) choose(head, button.dataset.class === "none" ? "" : sheet.heads[head].classes[Number(button.dataset.class)]);
  }));
  const actions = { previous: () => go(at - 1), next: () => go(at + 1), open: nextOpen, undo, save };
  for (const [id, action] of Object.entries(actions)) get(id).addEventListener("click", action);
  get("begin").addEventListener("click", begin);
  get("coder").addEventListener("keydown", (event) => { if (event.key === "Enter") begin(); });
  const keys = {
    ArrowLeft: actions.previous, p: actions.previous, ArrowRight: actions.next, n: actions.next, o: nextOpen, u: undo, s: save,
    Delete: () => {
      const given = sheet.heads.findLastIndex((_, head) => label(at, head) !== "");
      if (given >= 0) choose(given, "");
    },
  };
  addEventListener("keydown", (event) => {
    if (coder === "" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.("input")) return;
    if (/^[0-9]$/.test(event.key)) {
      const head = active();
      choose(head, sheet.heads[head].classes[(Number(event.key) + 9) % 10]);
    } else if (Object.hasOwn(keys, event.key)) {
      keys[event.key]();
    } else {
      return;
    }
    event.preventDefault();
  });
  // Labels that the browser keeps are there after closing; only those it cannot keep are worth a warning.
  addEventListener("beforeunload", (event) => { if (unsaved && !kept) event.preventDefault(); });
  get("coder").value = storage.read(place("last")) ?? "";
  show();
  if (get("coder").value !== "") begin();
})();

"use strict";
(() => {
  const rows = [...document.querySelectorAll("tr[data-row]")];
  const selects = [...document.querySelectorAll("select[data-column]")];
  const save = document.getElementById("save");
  const accept = document.getElementById("accept");
  const state = document.getElementById("state");
  let unsaved = false;
  const counted = (n) => `${n} statement${n === 1 ? "" : "s"}`;

  const chosen = (row) => [...row.querySelectorAll("select[data-column]")];
  const labelled = () => rows.filter((row) => chosen(row).some((select) => select.value !== ""));
  const show = () => {
    const n = labelled().length;
    save.disabled = n === 0;
    state.textContent = n === 0 ? "No statement has a label chosen yet." : `${n} of ${counted(rows.length)} ${n === 1 ? "has" : "have"} a label chosen.`;
  };
  const field = (text) => (/[",\r\n]/.test(text) || text === "" || /^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const line = (fields) => fields.map(field).join(",") + "\n";
  const csv = () => {
    const table = document.getElementById("statements");
    const lines = labelled().map((row) => {
      const fields = JSON.parse(row.dataset.row);
      for (const select of chosen(row)) fields[Number(select.dataset.column)] = select.value;
      return line(fields);
    });
    return (table.dataset.bom === "yes" ? "\ufeff" : "") + line(JSON.parse(table.dataset.columns)) + lines.join("");
  };

  if (save) {
    for (const select of selects) {
      select.addEventListener("change", () => { unsaved = true; show(); });
    }
    accept.addEventListener("click", () => {
      for (const select of selects) {
        if (select.value === "" && select.dataset.predicted && !select.closest("[hidden]")) { select.value = select.dataset.predicted; unsaved = true; }
      }
      show();
    });
    save.addEventListener("click", () => {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([csv()], { type: "text/csv;charset=utf-8" }));
      link.download = "corrected.csv";
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
      unsaved = false;
      state.textContent = `Saved ${counted(labelled().length)} as corrected.csv.`;
    });
    addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
    show();
  }
  // A card can be sent away without moving the pointer or the focus, and comes back with the next one.
  addEventListener("keydown", (event) => { if (event.key === "Escape") document.body.classList.add("still"); });
  for (const kind of ["pointerover", "focusin"]) {
    addEventListener(kind, (event) => {
      if (event.target.closest?.("mark, .ref")) document.body.classList.remove("still");
    });
  }
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open], .files)")];
    for (const one of opened) one.open = true;
  });
  addEventListener("afterprint", () => { for (const one of opened) one.open = false; });
})();

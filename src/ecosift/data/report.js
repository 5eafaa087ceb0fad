"use strict";
// Sorts tables by their heads, and filters the errors. Without it the page is complete, only unsorted.
const shownAs = (row, column) => row.cells[column].textContent.trim();
const inOrder = (a, b) => {
  const x = parseFloat(a), y = parseFloat(b);
  return Number.isNaN(x) || Number.isNaN(y) ? a.localeCompare(b, "en") : x - y;
};
const sortBy = (table, column) => {
  const heads = [...table.tHead.rows[0].cells], head = heads[column];
  const sign = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
  const body = table.tBodies[0];
  const rows = [...body.rows].map((row) => [shownAs(row, column), row]);
  rows.sort((a, b) => sign * inOrder(a[0], b[0]));
  for (const each of heads) each.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", sign > 0 ? "ascending" : "descending");
  body.append(...rows.map((pair) => pair[1]));
};
for (const table of document.querySelectorAll("table.sortable")) {
  [...table.tHead.rows[0].cells].forEach((cell, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = cell.textContent;
    button.addEventListener("click", () => sortBy(table, column));
    cell.replaceChildren(button);
  });
}
const errors = document.getElementById("errors");
if (errors) {
  const extractor = document.getElementById("filter-extractor"), layer = document.getElementById("filter-layer");
  const text = document.getElementById("filter-text"), shown = document.getElementById("shown");
  const filter = () => {
    const wanted = text.value.toLowerCase();
    let count = 0;
    for (const row of errors.tBodies[0].rows) {
      const fits = (!extractor.value || shownAs(row, 0) === extractor.value) &&
        (!layer.value || shownAs(row, 1) === layer.value) && row.textContent.toLowerCase().includes(wanted);
      row.hidden = !fits;
      count += fits;
    }
    shown.textContent = count.toLocaleString("en") + " errors";
  };
  for (const each of [extractor, layer, text]) each.addEventListener("input", filter);
  extractor.form.addEventListener("submit", (event) => event.preventDefault());
}

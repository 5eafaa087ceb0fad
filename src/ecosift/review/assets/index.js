// The pages of a review, and how far each has been read in this browser.
const DATA = JSON.parse(document.getElementById("data").textContent);
const PREFIX = "ecosift-review:";
const $ = id => document.getElementById(id);
const COLUMNS = [
  ["Page", row => row.title, true],
  ["Judged", row => row.judged],
  ["Sentences", row => row.sentences],
  ...(DATA.blind ? [] : [
    ["Levels", row => DATA.levels.filter(level => row.levels[level]).map(level => `${level} ${row.levels[level]}`).join(", "), true],
    ["Figures", row => row.figures],
    ["In doubt", row => row.flagged],
  ]),
  ...(DATA.rows.some(row => row.differ !== undefined) ? [["Differ", row => row.differ ?? 0]] : []),
];
let sorted = [null, 1];

function judged(row) {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + row.key) || "{}").judged || 0;
  } catch {
    return 0;
  }
}

function cell(row, [, value, text], number) {
  const made = document.createElement("td");
  if (!text) made.className = "number";
  if (number) made.append(value(row));
  else {
    const link = document.createElement("a");
    link.href = row.file.split("/").map(encodeURIComponent).join("/");
    link.append(row.title);
    made.append(link);
    if (row.doc !== row.title) made.append(" ", Object.assign(document.createElement("span"), { className: "quiet", textContent: row.doc }));
  }
  return made;
}

function draw() {
  const find = $("find").value.toLowerCase(), show = $("show").value;
  for (const row of DATA.rows) row.judged = judged(row);
  const some = DATA.rows.filter(row => `${row.title} ${row.doc}`.toLowerCase().includes(find) && (!show || (show === "begun") === row.judged > 0));
  const [column, way] = sorted;
  if (column) some.sort((a, b) => way * (column[2] ? column[1](a).localeCompare(column[1](b)) : column[1](b) - column[1](a)));
  $("rows").replaceChildren(...some.map(row => {
    const line = document.createElement("tr");
    line.append(...COLUMNS.map((each, number) => cell(row, each, number)));
    return line;
  }));
  $("count").textContent = `${some.length} of ${DATA.rows.length} pages, ${DATA.rows.filter(row => row.judged).length} begun in this browser`;
}

const heads = document.createElement("tr");
for (const column of COLUMNS) {
  const head = document.createElement("th");
  head.scope = "col";
  const button = document.createElement("button");
  button.type = "button";
  button.append(column[0]);
  button.addEventListener("click", () => {
    sorted = [column, sorted[0] === column ? -sorted[1] : 1];
    for (const each of heads.children) each.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", (sorted[1] > 0) === Boolean(column[2]) ? "ascending" : "descending");
    draw();
  });
  head.append(button);
  heads.append(head);
}
$("heads").append(heads);
$("find").addEventListener("input", draw);
$("show").addEventListener("input", draw);
addEventListener("pageshow", draw);
draw();
document.body.dataset.ready = "1";

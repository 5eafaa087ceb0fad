// The page's text, a row a sentence. Scraped text becomes text nodes and nothing else.
const $ = id => document.getElementById(id);
const rows = [];
const groups = [];
const SIGNS = { barrier: "−", facilitator: "+", both: "±", none: "○" };
const CHUNK = 40;
const AT_ONCE = 400;
const SLICE = 12;
const unfilled = [];
const ABBREVIATIONS = abbreviated(LEVELS);

function el(tag, classes, ...inside) {
  const made = document.createElement(tag);
  if (classes) made.className = classes;
  made.append(...inside.filter(each => each !== null && each !== undefined && each !== false));
  return made;
}

function with_(made, attributes) {
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

// Each level by its first letters, as many as tell it from the others.
function abbreviated(names) {
  const size = name => [3, 4, 5, 6].find(n => names.every(other => other === name || other.slice(0, n) !== name.slice(0, n))) || name.length;
  return Object.fromEntries(names.map(name => [name, name.slice(0, size(name)).replace(/^./, c => c.toUpperCase())]));
}

const hue = level => "l" + (LEVELS.indexOf(level) % 9);
const inOrder = levels => Object.keys(levels).sort((a, b) => LEVELS.indexOf(a) - LEVELS.indexOf(b));

function tagMark(level, valence) {
  const told = `${level}: ${valence}`;
  return with_(el("abbr", `tag ${hue(level)}`, `${ABBREVIATIONS[level]} ${SIGNS[valence] || ""}`), { title: told });
}

// The text in pieces, so that figures are underlined and cues dotted; figures never overlap, cues may.
function pieces(unit, labels, focus) {
  const text = unit.given.t;
  const cues = focus ? (unit.given.l || []).flatMap(tag => tag[4] || []) : [];
  if (!labels.figures.length && !cues.length) return [text];
  const cuts = new Set([0, text.length]);
  for (const { start, end } of labels.figures) cuts.add(start).add(end);
  for (const [start, end] of cues) cuts.add(start).add(end);
  const places = [...cuts].sort((a, b) => a - b);
  const out = [];
  for (let at = 0; at + 1 < places.length; at += 1) {
    const [start, end] = [places[at], places[at + 1]];
    const number = labels.figures.findIndex(figure => figure.start <= start && end <= figure.end);
    const cue = cues.some(([from, to]) => from <= start && end <= to);
    const said = text.slice(start, end);
    const inner = cue ? el("mark", "cue", said) : said;
    if (number < 0) out.push(inner);
    else {
      const figure = labels.figures[number];
      const shown = el("u", `fig${focus && number === chosen.figure ? " here" : ""}${flagged(figure) ? " doubt" : ""}`, inner);
      shown.dataset.figure = number;
      out.push(shown);
    }
  }
  return out;
}

function flagged(figure) {
  return figure.said.some(([, verdict]) => verdict in DATA.verdicts);
}

function sideLine(unit, side) {
  const given = unit.given.o[side];
  const line = el("span", "side", el("b", "", DATA.sides[side]), " ");
  if (!given) return line.append("does not have it"), line;
  const labels = labelsOf(given);
  line.append(labels.heading ? "heading" : labels.content ? labels.role || "no role" : "boilerplate", " ");
  line.append(...inOrder(labels.levels).map(level => tagMark(level, labels.levels[level])));
  for (const figure of labels.figures) line.append(el("span", "said", `${figure.type}: ${unit.given.t.slice(figure.start, figure.end)}`));
  return line;
}

function fill(row, unit) {
  const labels = now(unit);
  const focus = chosen.unit === unit;
  const levels = labels.content && !labels.heading ? inOrder(labels.levels) : [];
  const kind = !labels.content ? "boilerplate" : labels.heading ? "heading" : labels.role || "—";
  row.className = ["s", labels.content ? "" : "out", labels.heading ? "head" : "", levels.length ? hue(levels[0]) : "", focus ? "on" : "", labels.judged ? "judged" : "", disputed(unit) ? (labels.judged ? "settled" : "disputed") : ""].filter(Boolean).join(" ");
  const body = el("span", "body");
  const [before, after] = unit.given.x || [];
  if (before) body.append(el("span", "around", before), " ");
  body.append(el("span", "text", ...pieces(unit, labels, focus)));
  if (after) body.append(" ", el("span", "around", after));
  const marks = el("span", "tags", ...levels.map(level => tagMark(level, labels.levels[level])));
  if (labels.judged) marks.append(with_(el("abbr", "done", "✓"), { title: "judged" }));
  const row_ = [el("span", "role", kind), el("span", "stripe", ...levels.map(level => el("i", hue(level)))), body, marks];
  if (disputed(unit)) body.append(el("span", "sides", sideLine(unit, 0), sideLine(unit, 1)));
  if (labels.content)
    for (const figure of labels.figures)
      for (const [check, verdict, message] of figure.said)
        if (verdict in DATA.verdicts) body.append(el("span", "remark", `⚠ ${DATA.verdicts[verdict]} (${check}): ${message || unit.given.t.slice(figure.start, figure.end)}`));
  if (labels.note) body.append(el("span", "remark own", `✎ ${labels.note}`));
  row.replaceChildren(...row_);
}

function rowOf(unit) {
  const row = el("li");
  row.tabIndex = -1;
  row.dataset.at = unit.at;
  rows[unit.at] = row;
  if (unit.at < AT_ONCE) fill(row, unit);
  else unfilled.push(unit);
  return row;
}

// The rows of a long page are filled in after it has opened, a slice at a time.
function fillMore(until = performance.now() + SLICE) {
  while (unfilled.length && performance.now() < until) redraw(unfilled.shift());
  if (unfilled.length) setTimeout(fillMore);
  else document.body.dataset.filled = "1";
}

// Furniture that stands together is folded together; the content between is cut in chunks that can be skipped
// by the browser while they are out of sight.
function drawPage(page, p, own) {
  const section = with_(el("section", "page"), { "aria-label": page.title || page.doc });
  if (DATA.pages.length > 1) section.append(pageHead(page));
  const foldable = unit => unit.given.c === 0 && !disputed(unit);
  for (let at = 0; at < own.length; ) {
    const folded = foldable(own[at]);
    let end = at + 1;
    while (end < own.length && foldable(own[end]) === folded && (folded || end - at < CHUNK)) end += 1;
    section.append((folded ? fold : chunk)(page, own.slice(at, end)));
    at = end;
  }
  return section;
}

function pageHead(page) {
  const head = el("h2", "", page.title || page.doc);
  const link = address(page.url);
  return el("div", "page-head", head, link);
}

// Only what a browser fetches; a page may call anything its address.
function address(url) {
  if (!/^https?:\/\//i.test(url || "")) return null;
  const link = with_(el("a", "address", url), { rel: "noopener noreferrer", target: "_blank" });
  link.href = url;
  return link;
}

function chunk(page, some) {
  const list = el("ol", "chunk");
  let block = null;
  for (const unit of some) {
    const row = rowOf(unit);
    if (unit.given.b !== block) row.classList.add("opens"), (row.dataset.opens = "1");
    const kind = page.blocks[unit.given.b]?.[0];
    if (kind === "list_item" || kind === "table_row" || kind === "quote") row.dataset.kind = kind;
    block = unit.given.b;
    list.append(row);
  }
  const letters = some.reduce((sum, unit) => sum + 40 + unit.given.t.length, 0);
  list.style.containIntrinsicSize = `auto 600px auto ${Math.round(letters * 0.36)}px`;
  groups.push({ element: list, units: some });
  return list;
}

function fold(page, some) {
  const reasons = new Set(some.map(unit => page.blocks[unit.given.b]?.[1]).filter(Boolean).map(reason => DATA.reasons[reason] || reason));
  const kinds = [...reasons];
  const told = kinds.slice(0, 4).join(", ") + (kinds.length > 4 ? " …" : "");
  const details = el("details", "furniture", el("summary", "", `${some.length} × boilerplate${told ? `: ${told}` : ""}`), el("ol", "", ...some.map(rowOf)));
  groups.push({ element: details, units: some, fold: true });
  return details;
}

function draw() {
  const pages = DATA.pages.map(() => []);
  for (const unit of units) pages[unit.p].push(unit);
  $("text").append(...DATA.pages.map((page, p) => drawPage(page, p, pages[p])));
}

function redraw(unit) {
  const row = rows[unit.at];
  const opens = row.dataset.opens;
  fill(row, unit);
  if (opens) row.classList.add("opens");
  if (chosen.unit === unit) row.setAttribute("aria-current", "true");
  else row.removeAttribute("aria-current");
}

// The reader's labels as gold JSONL: a page a line, offsets in code points.
const LAYERS = ["content", "roles", "levels", "valence", "statistics", "checks", "study"];
const points = text => {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
};

// Where a place in a unit's text stands in the page.
function inPage(unit, at) {
  const runs = unit.given.p;
  let run = runs[0];
  for (const each of runs) if (each[0] <= at) run = each;
  return run[1] + points(unit.given.t.slice(run[0], at));
}

function lastOf(text, end) {
  return end - (end > 1 && /[\udc00-\udfff]/.test(text[end - 1]) ? 2 : 1);
}

function span(unit, start, end) {
  if (!unit.given.p) return { start: null, end: null };
  return { start: inPage(unit, start), end: inPage(unit, lastOf(unit.given.t, end)) + 1 };
}

function goldFigure(unit, figure) {
  const told = { type: figure.type, text: unit.given.t.slice(figure.start, figure.end), ...span(unit, figure.start, figure.end), parts: figure.parts };
  return figure.checks ? { ...told, checks: figure.checks } : told;
}

function goldLabels(unit, labels) {
  const silent = !labels.content || labels.heading;
  const levels = silent ? [] : Object.keys(labels.levels).sort((a, b) => LEVELS.indexOf(a) - LEVELS.indexOf(b));
  return {
    content: labels.content,
    heading: labels.heading,
    role: silent ? null : labels.role,
    levels,
    valence: Object.fromEntries(levels.map(level => [level, labels.levels[level]])),
    stats: silent ? [] : labels.figures.map(figure => goldFigure(unit, figure)),
  };
}

function goldSentence(unit, section, weight) {
  const labels = now(unit);
  const row = { ...unit.given.e, text: unit.given.t, ...span(unit, 0, unit.given.t.length), section, ...goldLabels(unit, labels) };
  delete row.note;
  if (weight !== 1) row.weight = weight;
  if (labels.note) row.note = labels.note;
  if (disputed(unit)) {
    row.originals = Object.fromEntries(DATA.sides.map((name, side) => [name, unit.given.o[side] && goldLabels(unit, labelsOf(unit.given.o[side]))]));
    row.decided = labels.decided;
  }
  return row;
}

// A sample's sentence stands for its share of all that it was drawn from; those left out stand for none.
function weights(onlyJudged) {
  const done = DATA.strata.map(() => 0);
  for (const unit of units) if ((judged(unit) || !onlyJudged) && unit.given.w !== undefined) done[unit.given.w] += 1;
  return DATA.strata.map((stratum, at) => (done[at] ? stratum.size / done[at] : 0));
}

function goldPage(p, layers, onlyJudged, weigh) {
  const page = DATA.pages[p];
  const sentences = [];
  let section = null, missing = 0;
  for (const unit of units) {
    if (unit.p !== p) continue;
    const labels = now(unit);
    if (labels.content && labels.heading) section = unit.given.t;
    if (onlyJudged && !counted(unit)) missing += 1;
    else sentences.push(goldSentence(unit, unit.given.sec ?? section, unit.given.w === undefined ? unit.given.wt ?? 1 : weigh[unit.given.w]));
  }
  const row = { ...page.extra, doc: page.doc, sentences, study: page.study || null, headings: page.headings || [], neutral: page.neutral || [] };
  if (page.text !== undefined) row.text = page.text;
  row.labelled = LAYERS.filter(layer => layers.has(layer));
  const name = reader();
  if (name) row.annotator = name;
  if (!page.whole || missing) row.sampled = true;
  return sentences.length ? row : null;
}

// What both files say, nobody need judge.
function counted(unit) {
  return judged(unit) || (DATA.mode === "compare" && !disputed(unit));
}

function goldLines(layers, onlyJudged) {
  const weigh = weights(onlyJudged);
  const rows = DATA.pages.map((_, p) => goldPage(p, layers, onlyJudged, weigh)).filter(Boolean);
  // Some readers end a line at these.
  return rows.map(row => JSON.stringify(row).replace(/[\u2028\u2029\u0085]/g, c => "\\u" + c.charCodeAt(0).toString(16).padStart(4, "0")) + "\n").join("");
}

// Layers that a reader of this file labels unless she says otherwise.
function usualLayers() {
  const given = DATA.pages.map(page => page.labelled);
  if (!DATA.blind && given.every(Boolean)) return new Set(given.flat());
  const usual = new Set(["content", "roles", "levels", "valence", "statistics"]);
  const has = { checks: units.some(unit => unit.given.f?.some(figure => figure.g)), study: DATA.pages.some(page => page.study) };
  for (const layer of ["checks", "study"]) if (has[layer] && !DATA.blind) usual.add(layer);
  return usual;
}

function hand(lines) {
  const slug = text => text.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 40);
  const name = [DATA.pages.length === 1 ? slug(DATA.pages[0].doc.split("/").pop()) : "review", slug(reader()), "gold.jsonl"].filter(Boolean).join(".");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([lines], { type: "application/jsonl" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  return name;
}

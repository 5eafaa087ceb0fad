// What the file shows, what the reader has changed, and how that survives a reload.
const DATA = JSON.parse(document.getElementById("data").textContent);
const LEVELS = DATA.levels.map(level => level.name);
const PREFIX = "ecosift-review:";
const units = [];
const edits = DATA.pages.map(() => new Map());
const listeners = [];
const undone = [];
let storage = true;

DATA.pages.forEach((page, p) => page.units.forEach((given, i) => units.push({ given, p, i, at: units.length })));

// The labels of one side, in full.
function labelsOf(given) {
  return {
    content: given.c !== 0,
    heading: Boolean(given.h),
    role: given.r || null,
    levels: Object.fromEntries((given.l || []).map(([level, valence]) => [level, valence])),
    figures: (given.f || []).map(each => ({ type: each.y, start: each.s, end: each.e, parts: each.p || {}, checks: each.g, said: each.k || each.g?.map(g => [g.check, g.verdict, ""]) || [] })),
  };
}

function first(unit) {
  return { ...labelsOf(unit.given), note: unit.given.e?.note || "", judged: false, decided: null };
}

function now(unit) {
  return edits[unit.p].get(unit.i) || (unit.first ??= first(unit));
}

function changed(unit) {
  return edits[unit.p].has(unit.i);
}

function judged(unit) {
  return now(unit).judged;
}

// Where two files differ, somebody has to decide.
function disputed(unit) {
  return Boolean(unit.given.d?.length);
}

// Applies `change` to a copy of the unit's labels; a change is a judgement, unless it says otherwise.
// `decided` names the file whose labels are taken; where two differ and neither is, they are the reader's own.
function edit(unit, change, { judge = true, decided = "own" } = {}) {
  const copy = structuredClone(now(unit));
  change(copy);
  if (judge) Object.assign(copy, { judged: true, decided: disputed(unit) ? decided : null });
  undone.push([unit, edits[unit.p].get(unit.i)]);
  if (undone.length > 500) undone.shift();
  put(unit, copy);
}

function undo() {
  const last = undone.pop();
  if (last) put(...last);
  return last?.[0];
}

function put(unit, labels) {
  if (labels) edits[unit.p].set(unit.i, labels);
  else edits[unit.p].delete(unit.i);
  later(unit.p);
  listeners.forEach(listen => listen(unit));
}

const waiting = new Set();
let timer = 0;

function later(p) {
  waiting.add(p);
  clearTimeout(timer);
  timer = setTimeout(save, 150);
}

function save() {
  for (const p of waiting) {
    const key = PREFIX + DATA.pages[p].key;
    try {
      if (!edits[p].size) localStorage.removeItem(key);
      else localStorage.setItem(key, JSON.stringify({ judged: [...edits[p].values()].filter(each => each.judged).length, units: [...edits[p]] }));
      storage = true;
    } catch {
      storage = false;
    }
  }
  waiting.clear();
  document.getElementById("saved").textContent = storage ? "" : "This browser keeps nothing: download before you close the page.";
}

function restore() {
  DATA.pages.forEach((page, p) => {
    try {
      const kept = JSON.parse(localStorage.getItem(PREFIX + page.key) || "null");
      for (const [i, labels] of kept?.units || []) if (page.units[i]) edits[p].set(i, labels);
    } catch {
      storage = false;
    }
  });
}

function remember(name, value) {
  try {
    localStorage.setItem(PREFIX + name, value);
  } catch {
    storage = false;
  }
}

function recall(name) {
  try {
    return localStorage.getItem(PREFIX + name) || "";
  } catch {
    return "";
  }
}

addEventListener("pagehide", save);
document.addEventListener("visibilitychange", save);

// The keyboard: one table, which is also the help.
const KEYS = [
  ["Move", [
    ["j", "next sentence", () => step(1)],
    ["k", "sentence before", () => step(-1)],
    ["J", "next one to look at", () => seek(1)],
    ["K", "one to look at before", () => seek(-1)],
    ["g", "first sentence", () => choose(nextFrom(-1, 1))],
    ["G", "last sentence", () => choose(nextFrom(units.length, -1))],
    ["Enter", "right as it is; next", unit => confirmUnit(unit)],
  ]],
  ["Label", [
    ["1", "to 9: the level of this number, on or off", null],
    ["v", "valence of the level: barrier, facilitator, both, none", turnValence],
    ["V", "another level of the sentence, for v", nextLevel],
    ["r", "role; then its first letter", unit => ask(unit)],
    ["x", "content or boilerplate", unit => setContent(unit, !now(unit).content)],
    ["X", "the whole block content or boilerplate", unit => setBlock(unit, !now(unit).content)],
    ["h", "heading or not", toggleHeading],
  ]],
  ["Figures", [
    ["f", "next figure", unit => chooseFigure(unit, chosen.figure + 1)],
    ["F", "figure before", unit => chooseFigure(unit, chosen.figure - 1)],
    ["[", "its end a word back", unit => moveFigure(unit, "end", -1, "word")],
    ["]", "its end a word on", unit => moveFigure(unit, "end", 1, "word")],
    ["{", "its start a word back", unit => moveFigure(unit, "start", -1, "word")],
    ["}", "its start a word on", unit => moveFigure(unit, "start", 1, "word")],
    ["(", "its end a character back", unit => moveFigure(unit, "end", -1, "character")],
    [")", "its end a character on", unit => moveFigure(unit, "end", 1, "character")],
    ["<", "its start a character back", unit => moveFigure(unit, "start", -1, "character")],
    [">", "its start a character on", unit => moveFigure(unit, "start", 1, "character")],
    ["t", "next type", unit => turnType(unit, 1)],
    ["T", "type before", unit => turnType(unit, -1)],
    ["a", "add one: the words selected, else the next number", addFigure],
    ["d", "delete it", deleteFigure],
  ]],
  ["Settle", [
    [",", "take what the first file says", unit => take(unit, 0)],
    [".", "take what the second file says", unit => take(unit, 1)],
  ]],
  ["The rest", [
    ["n", "write a note; Esc leaves it", () => $("note").focus()],
    ["z", "undo", undoLast],
    ["b", "open or close all boilerplate", () => toggleFurniture()],
    ["/", "filters", () => $("show").focus()],
    ["s", "download gold", () => openSaving()],
    ["N", "next page", () => go("after")],
    ["P", "page before", () => go("before")],
    ["?", "these keys", () => $("help").showModal()],
  ]],
];
const ACTIONS = Object.fromEntries(KEYS.flatMap(([, keys]) => keys.map(([key, , act]) => [key, act])));
let pending = null;

function applies(group, key) {
  if (group === "Settle") return DATA.mode === "compare";
  return !["N", "P"].includes(key) || Boolean(DATA.way);
}

function drawKeys() {
  for (const [group, keys] of KEYS) {
    const rows_ = keys.filter(([key]) => applies(group, key)).map(([key, text]) => el("tr", "", el("td", "", el("kbd", "", key)), el("td", "", text)));
    if (rows_.length) $("keys").append(el("table", "", el("caption", "", group), el("tbody", "", ...rows_)));
  }
}

// The next sentence in sight: not filtered out, and not folded away.
function nextFrom(at, by) {
  for (let place = at + by; place >= 0 && place < units.length; place += by) {
    const folded = rows[place].closest("details");
    if (!rows[place].hidden && !(folded && !folded.open)) return units[place];
  }
  return null;
}

function step(by) {
  const next = nextFrom(chosen.unit ? chosen.unit.at : -1, by);
  if (next) choose(next);
  else say(by > 0 ? "the last sentence" : "the first sentence");
}

function asks(unit) {
  if (DATA.mode === "compare") return disputed(unit) && !judged(unit);
  if (DATA.blind || DATA.mode === "sample") return !judged(unit);
  return !judged(unit) && now(unit).content && (now(unit).figures.some(flagged) || lowest(unit) < 0.6);
}

function seek(by) {
  for (let next = nextFrom(chosen.unit.at, by); next; next = nextFrom(next.at, by)) if (asks(next)) return choose(next);
  return say("no more to look at");
}

function ask(unit) {
  pending = key => {
    const role = DATA.roles.find(each => each[0] === key.toLowerCase());
    if (role) setRole(unit, role);
    else say("no role begins so");
  };
  say(`role: ${DATA.roles.map(role => `${role[0]} ${role}`).join(" · ")}`);
}

function toggleFurniture() {
  const folds = groups.filter(group => group.fold);
  const open = !folds.some(({ element }) => element.open);
  for (const { element } of folds) element.open = open;
  say(open ? "boilerplate opened" : "boilerplate closed");
}

function go(way) {
  if (DATA.way?.[way]) location.href = DATA.way[way];
  else say("no page there");
}

function typing(target) {
  return Boolean(target.closest?.("input, textarea, select, dialog"));
}

// Keys of the browser's own. On many keyboards, brackets and the like are typed with Alt or AltGr.
function commands(event) {
  if (event.getModifierState("AltGraph")) return false;
  return event.ctrlKey || event.metaKey || (event.altKey && !/^[^\p{L}\p{N}\s]$/u.test(event.key));
}

function pressed(event) {
  if (event.key === "Escape" && typing(event.target) && !event.target.closest("dialog")) return choose(chosen.unit);
  if (commands(event) || typing(event.target) || event.key === "Shift") return undefined;
  if (pending) {
    const answer = pending;
    pending = null;
    event.preventDefault();
    return event.key === "Escape" ? say("") : answer(event.key);
  }
  // Enter and space belong to a button that has the focus.
  if (event.key === "Enter" && event.target.closest("button, a, summary")) return undefined;
  const arrows = event.target.closest("#text li") ? { ArrowDown: "j", ArrowUp: "k" } : {};
  const key = arrows[event.key] || event.key;
  if (/^[1-9]$/.test(key) && chosen.unit) return LEVELS[key - 1] ? toggleLevel(chosen.unit, LEVELS[key - 1]) : say("no level of this number");
  const act = ACTIONS[key];
  if (!act || !chosen.unit) return undefined;
  event.preventDefault();
  say("");
  return act(chosen.unit);
}

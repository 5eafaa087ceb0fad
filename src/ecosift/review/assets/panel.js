// The sentence chosen: why it was labelled so, and everything that can be changed.
const chosen = { unit: null, figure: 0, level: null };

function choose(unit, { focus = true } = {}) {
  if (!unit) return;
  const before = chosen.unit;
  chosen.unit = unit;
  if (before !== unit) {
    chosen.figure = 0;
    chosen.level = null;
    if (before) redraw(before), (rows[before.at].tabIndex = -1);
  }
  redraw(unit);
  const row = rows[unit.at];
  row.tabIndex = 0;
  const folded = row.closest("details");
  if (folded) folded.open = true;
  if (focus) {
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  }
  drawPanel();
}

// The level that v turns: the one named last, else the first.
function activeLevel(labels) {
  const levels = inOrder(labels.levels);
  return levels.includes(chosen.level) ? chosen.level : levels[0];
}

function activeFigure(labels) {
  chosen.figure = Math.max(0, Math.min(chosen.figure, labels.figures.length - 1));
  return labels.figures[chosen.figure];
}

function button(text, action, { pressed, key, classes = "", label, disabled } = {}) {
  const made = el("button", classes, text, key ? el("kbd", "", key) : null);
  made.type = "button";
  if (pressed !== undefined) made.setAttribute("aria-pressed", pressed);
  if (label) made.setAttribute("aria-label", label);
  if (key && !key.includes(" ")) made.setAttribute("aria-keyshortcuts", key);
  if (disabled) made.disabled = true;
  made.addEventListener("click", action);
  return made;
}

function drawPanel() {
  const unit = chosen.unit;
  const held = $("panel").contains(document.activeElement) && nameOf(document.activeElement);
  const labels = now(unit);
  const silent = !labels.content || labels.heading;
  const parts = [whereabouts(unit), kindPart(unit, labels)];
  if (disputed(unit)) parts.push(sidesPart(unit, labels));
  if (!silent) parts.push(rolePart(unit, labels), levelPart(unit, labels), figurePart(unit, labels));
  parts.push(notePart(unit, labels), donePart(unit, labels));
  $("panel").replaceChildren(...parts);
  // What had the focus is made anew, and goes on having it.
  if (held) [...$("panel").querySelectorAll("button, select, textarea")].find(each => nameOf(each) === held)?.focus();
}

function nameOf(control) {
  return control.getAttribute("aria-label") || control.firstChild?.textContent;
}

function part(title, ...inside) {
  return el("section", "part", el("h3", "", title), ...inside);
}

function whereabouts(unit) {
  const page = DATA.pages[unit.p];
  const [kind, reason] = page.blocks[unit.given.b] || ["sentence"];
  const said = [kind.replace("_", " "), reason && (DATA.reasons[reason] || reason)].filter(Boolean).join(" · ");
  return el("section", "part", el("h2", "", `Sentence ${unit.i + 1} of ${page.units.length}`), el("p", "quiet", said, unit.given.sec ? ` · under “${unit.given.sec}”` : ""));
}

function kindPart(unit, labels) {
  return el("div", "buttons",
    button("Content ", () => setContent(unit, true), { pressed: labels.content && !labels.heading, key: "x" }),
    button("Boilerplate ", () => setContent(unit, false), { pressed: !labels.content, key: "x" }),
    button("Heading ", () => toggleHeading(unit), { pressed: labels.heading, key: "h" }));
}

function rolePart(unit, labels) {
  const score = unit.given.rs;
  const why = score === undefined ? null : el("p", "why", `The classifier said ${unit.given.r} with `, el("b", "", score.toFixed(2)), ".");
  return part("Role", el("div", "buttons", ...DATA.roles.map(role => button(role, () => setRole(unit, role), { pressed: labels.role === role, key: `r ${role[0]}` }))), why);
}

function bar(score) {
  const made = with_(document.createElement("meter"), { min: 0, max: 1, value: score, "aria-label": "score" });
  return el("span", "score", made, " ", score.toFixed(2));
}

function levelPart(unit, labels) {
  const given = Object.fromEntries((unit.given.l || []).map(tag => [tag[0], tag]));
  const active = activeLevel(labels);
  const lines = LEVELS.map((level, number) => {
    const on = level in labels.levels;
    const head = el("div", "level-line",
      with_(button(`${ABBREVIATIONS[level]} · ${level} `, () => toggleLevel(unit, level), { pressed: on, key: number < 9 ? String(number + 1) : "", classes: `level ${hue(level)}` }), { title: DATA.levels[number].definition }),
      on && el("span", "set", ...DATA.valences.map(valence => button(`${SIGNS[valence]} ${valence}`, () => setValence(unit, level, valence), { pressed: labels.levels[level] === valence, classes: "small", label: `${level}: ${valence}` }))));
    const score = given[level]?.[2] ?? unit.given.ls?.[level];
    const why = score === undefined && !given[level] ? null : el("div", "why", score !== undefined && score !== null ? bar(score) : null, whyLevel(unit, given[level]));
    if (!on && why) head.append(why);
    return el("div", `level-row${active === level && on ? " active" : ""}`, head, on && why);
  });
  return part("Levels", ...lines);
}

function whyLevel(unit, tag) {
  if (!tag || !tag[3]) return null;
  const cues = (tag[4] || []).map(([start, end]) => `“${unit.given.t.slice(start, end)}”`);
  return ` by ${tag[3]}${cues.length ? `: ${cues.join(", ")}` : ""}`;
}

function figurePart(unit, labels) {
  const active = activeFigure(labels);
  const lines = labels.figures.map((figure, number) => figureLine(unit, figure, number, figure === active));
  return part("Figures", ...lines, button("Add one ", () => addFigure(unit), { key: "a" }));
}

function figureLine(unit, figure, number, active) {
  const said = unit.given.t.slice(figure.start, figure.end);
  const head = button(said, () => chooseFigure(unit, number), { pressed: active, classes: "figure", label: `Figure ${number + 1}: ${said}` });
  const line = el("div", `figure-row${active ? " active" : ""}`, head, el("span", "quiet", ` ${figure.type.replace("_", " ")}`));
  for (const [check, verdict, message] of figure.said) line.append(el("p", verdict in DATA.verdicts ? "why doubt" : "why", `${verdict in DATA.verdicts ? "⚠ " : ""}${check}: ${verdict.replace("_", " ")}${message ? ` – ${message}` : ""}`));
  if (active) line.append(figureTools(unit, figure, number));
  return line;
}

function figureTools(unit, figure, number) {
  const types = with_(el("select", "", ...DATA.types.map(type => with_(el("option", "", type.replace("_", " ")), { value: type }))), { "aria-label": "Type of the figure" });
  types.value = figure.type;
  types.addEventListener("change", () => setType(unit, number, types.value));
  const parts = with_(el("textarea", ""), { "aria-label": "Parts of the figure, one a line", rows: Math.max(2, Object.keys(figure.parts).length), spellcheck: "false" });
  parts.value = Object.entries(figure.parts).map(([key, value]) => `${key}: ${typeof value === "string" ? value : JSON.stringify(value)}`).join("\n");
  parts.addEventListener("change", () => setParts(unit, number, parts.value));
  const move = (text, edge, by, step, key, label) => button(text, () => moveFigure(unit, edge, by, step), { key, classes: "small", label });
  return el("div", "tools",
    el("div", "buttons", types, button("Delete ", () => deleteFigure(unit), { key: "d" })),
    el("div", "buttons", el("span", "quiet", "start"), move("◂ ", "start", -1, "word", "{", "Start a word earlier"), move("▸ ", "start", 1, "word", "}", "Start a word later"),
      el("span", "quiet", "end"), move("◂ ", "end", -1, "word", "[", "End a word earlier"), move("▸ ", "end", 1, "word", "]", "End a word later")),
    el("p", "quiet", "Parts, one a line: ", parts));
}

function notePart(unit, labels) {
  const field = with_(el("textarea", ""), { "aria-label": "Your note on this sentence", rows: 2 });
  field.id = "note";
  field.value = labels.note;
  field.addEventListener("change", () => {
    if (field.value.trim() !== now(unit).note) edit(unit, copy => (copy.note = field.value.trim()), { judge: false });
  });
  return part("Note ", field);
}

function sidesPart(unit, labels) {
  const side = at => el("div", "choice", sideLine(unit, at), button("Take it ", () => take(unit, at), { key: at ? "." : ",", pressed: labels.judged && labels.decided === DATA.sides[at], label: `Take what ${DATA.sides[at]} says` }));
  return part(`They differ in ${unit.given.d.join(", ")}`, el("div", "choices", side(0), side(1)));
}

function donePart(unit, labels) {
  return el("div", "buttons end", button(labels.judged ? "Judged; next " : "Right as it is; next ", () => confirmUnit(unit), { key: "Enter", classes: "main" }), button("Undo ", () => undoLast(), { key: "z", disabled: !undone.length }));
}

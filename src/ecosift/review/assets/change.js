// Everything a reader can do to a sentence.
// A figure may begin or end at a sign of its own, but at no comma or full stop.
const WORD = /[\p{L}\p{N}]+(?:[.,’'][\p{L}\p{N}]+)*|[^\s\p{L}\p{N}.,;:!?"'“”‘’]/gu;
const NUMBER = /[<>=≤≥±~≈−-]?\s?\p{N}+(?:[.,]\p{N}+)*(?:\s?%)?/gu;

function say(text) {
  $("said").textContent = text;
}

function setContent(unit, content) {
  edit(unit, labels => {
    labels.content = content;
    if (content && labels.heading) labels.heading = false;
  });
  say(content ? "content" : "boilerplate");
}

// The whole block goes where its chosen sentence goes.
function setBlock(unit, content) {
  for (const each of units) if (each.p === unit.p && each.given.b === unit.given.b) setContent(each, content);
}

function toggleHeading(unit) {
  edit(unit, labels => {
    labels.heading = !labels.heading;
    labels.content = true;
  });
  say(now(unit).heading ? "heading" : "no heading");
}

// A heading or furniture has no labels: it becomes content before it is given one.
function label(unit, change) {
  edit(unit, labels => {
    labels.content = true;
    labels.heading = false;
    change(labels);
  });
}

function setRole(unit, role) {
  label(unit, labels => (labels.role = role));
  say(role);
}

function toggleLevel(unit, level) {
  label(unit, labels => {
    if (level in labels.levels) delete labels.levels[level];
    else labels.levels[level] = givenValence(unit, level);
  });
  chosen.level = level;
  say(level in now(unit).levels ? `${level}: ${now(unit).levels[level]}` : `not ${level}`);
  drawPanel();
}

// What was said before is the likeliest; of a new level it is not known which way it goes.
function givenValence(unit, level) {
  return (unit.given.l || []).find(tag => tag[0] === level)?.[1] || "none";
}

function setValence(unit, level, valence) {
  chosen.level = level;
  label(unit, labels => (labels.levels[level] = valence));
  say(`${level}: ${valence}`);
}

function turnValence(unit) {
  const level = activeLevel(now(unit));
  if (!level) return say("give it a level first");
  const at = DATA.valences.indexOf(now(unit).levels[level]);
  setValence(unit, level, DATA.valences[(at + 1) % DATA.valences.length]);
}

function nextLevel(unit) {
  const levels = inOrder(now(unit).levels);
  if (!levels.length) return say("it has no level");
  chosen.level = levels[(levels.indexOf(activeLevel(now(unit))) + 1) % levels.length];
  say(`${chosen.level} is turned by v`);
  drawPanel();
}

function chooseFigure(unit, number) {
  const figures = now(unit).figures;
  if (!figures.length) return say("it has no figure; a adds one");
  chosen.figure = (number + figures.length) % figures.length;
  redraw(unit);
  drawPanel();
  const figure = figures[chosen.figure];
  say(`${figure.type.replace("_", " ")}: ${unit.given.t.slice(figure.start, figure.end)}`);
}

function changeFigure(unit, change) {
  const figure = activeFigure(now(unit));
  if (!figure) return say("it has no figure; a adds one");
  label(unit, labels => change(labels.figures[chosen.figure], labels));
  const after = now(unit).figures[chosen.figure];
  if (after) say(unit.given.t.slice(after.start, after.end));
}

// An edge goes to the next place where a word begins or ends, but never into another figure.
function moveFigure(unit, edge, by, step) {
  changeFigure(unit, (figure, labels) => {
    const others = labels.figures.filter(each => each !== figure);
    const low = Math.max(0, ...others.filter(each => each.end <= figure.start).map(each => each.end));
    const high = Math.min(unit.given.t.length, ...others.filter(each => each.start >= figure.end).map(each => each.start));
    const places = step === "word" ? wordEdges(unit.given.t, edge) : characterEdges(unit.given.t);
    const inside = places.filter(at => (edge === "start" ? at >= low && at < figure.end : at <= high && at > figure.start));
    const next = by > 0 ? inside.find(at => at > figure[edge]) : inside.findLast(at => at < figure[edge]);
    if (next !== undefined) figure[edge] = next;
  });
}

function wordEdges(text, edge) {
  return [...text.matchAll(WORD)].map(word => (edge === "start" ? word.index : word.index + word[0].length));
}

function characterEdges(text) {
  const places = [0];
  for (const character of text) places.push(places.at(-1) + character.length);
  return places;
}

function setType(unit, number, type) {
  chosen.figure = number;
  changeFigure(unit, figure => {
    if (figure.type === type) return;
    figure.type = type;
    // Other parts belong to the type that it was.
    figure.parts = Object.fromEntries(["value", "low", "high", "label", "group", "unit", "qualifier"].filter(key => key in figure.parts).map(key => [key, figure.parts[key]]));
  });
  say(type.replace("_", " "));
}

function turnType(unit, by) {
  const figure = activeFigure(now(unit));
  if (!figure) return say("it has no figure; a adds one");
  setType(unit, chosen.figure, DATA.types[(DATA.types.indexOf(figure.type) + by + DATA.types.length) % DATA.types.length]);
}

function setParts(unit, number, text) {
  chosen.figure = number;
  const parts = {};
  for (const line of text.split("\n")) {
    const [, key, value] = /^\s*([a-z_]+)\s*:\s*(.*?)\s*$/.exec(line) || [];
    if (key) parts[key] = partOf(value);
  }
  changeFigure(unit, figure => (figure.parts = parts));
}

function partOf(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

// What is selected in the sentence, else the first number that is in no figure.
function addFigure(unit) {
  const span = selectedIn(unit) || freeNumber(unit);
  if (!span) return say("no figure to add: select its words first");
  const { figures } = now(unit);
  if (figures.some(figure => span.start < figure.end && figure.start < span.end)) return say("a figure is there already");
  const said = unit.given.t.slice(span.start, span.end);
  label(unit, labels => {
    labels.figures.push({ type: guessed(said), ...span, parts: partsOf(said), said: [] });
    labels.figures.sort((a, b) => a.start - b.start);
    chosen.figure = labels.figures.findIndex(figure => figure.start === span.start);
  });
  drawPanel();
  redraw(unit);
  say(`added ${said}`);
}

// The likeliest type of some words; t turns it.
const LIKELY = [
  ["percentage", /%|per ?cent/i],
  ["p_value", /^p\b/i],
  ["median", /median|IQR/i],
  ["mean", /mean|average|\bSD\b|±/i],
  ["effect", /\b(?:OR|RR|HR|CI|ratio|SMD)\b/],
  ["count", /\p{N}\s*(?:of|\/|out of)\s*(?:the\s*)?\p{N}/iu],
  ["period", /\b(?:days?|weeks?|months?|years?|(?:19|20)\d\d)\b/i],
];

function guessed(said) {
  return LIKELY.find(([, sign]) => sign.test(said))?.[0] || "sample_size";
}

function partsOf(said) {
  const numbers = said.match(/\d+(?:\.\d+)?/g) || [];
  return numbers.length === 1 && !/\d,\d/.test(said) ? { value: Number(numbers[0]) } : {};
}

function selectedIn(unit) {
  const selection = getSelection();
  const text = rows[unit.at].querySelector(".text");
  if (selection.isCollapsed || !text.contains(selection.anchorNode) || !text.contains(selection.focusNode)) return null;
  const range = selection.getRangeAt(0).cloneRange();
  const size = range.toString().length;
  range.setEnd(range.startContainer, range.startOffset);
  range.setStart(text, 0);
  const start = range.toString().length;
  const said = unit.given.t.slice(start, start + size);
  const lead = said.length - said.trimStart().length;
  return said.trim() ? { start: start + lead, end: start + lead + said.trim().length } : null;
}

function freeNumber(unit) {
  for (const found of unit.given.t.matchAll(NUMBER)) {
    const start = found.index + found[0].length - found[0].trimStart().length;
    const end = found.index + found[0].length;
    if (!now(unit).figures.some(figure => start < figure.end && figure.start < end)) return { start, end };
  }
  return null;
}

function deleteFigure(unit) {
  const figure = activeFigure(now(unit));
  if (!figure) return say("it has no figure");
  const said = unit.given.t.slice(figure.start, figure.end);
  label(unit, labels => labels.figures.splice(chosen.figure, 1));
  drawPanel();
  say(`deleted ${said}`);
}

function take(unit, side) {
  if (!disputed(unit)) return say("nothing to settle here");
  const given = unit.given.o[side];
  const { note } = now(unit);
  edit(unit, labels => Object.assign(labels, given ? labelsOf(given) : { content: false, heading: false }, { note }), { decided: DATA.sides[side] });
  say(`as ${DATA.sides[side]} says`);
}

function confirmUnit(unit) {
  // What is shown of a difference is what the first file says.
  if (!judged(unit)) edit(unit, () => {}, { decided: DATA.sides[0] });
  step(1);
}

function undoLast() {
  const unit = undo();
  if (unit) choose(unit);
  say(unit ? "undone" : "nothing to undo");
}

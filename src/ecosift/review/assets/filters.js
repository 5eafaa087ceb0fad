// Which sentences are shown.
const SHOWN = {
  all: ["everything", () => true],
  open: ["not judged yet", unit => !judged(unit)],
  changed: ["judged or changed", changed],
  flagged: ["figures in doubt", unit => now(unit).figures.some(flagged)],
  differ: ["differences", disputed],
  undecided: ["differences to settle", unit => disputed(unit) && !judged(unit)],
  labelled: ["with a level or a figure", unit => Object.keys(now(unit).levels).length > 0 || now(unit).figures.length > 0],
  notes: ["with a note", unit => Boolean(now(unit).note)],
  furniture: ["boilerplate", unit => !now(unit).content],
};

function option(value, text) {
  return with_(el("option", "", text), { value });
}

function setUpFilters() {
  const compare = DATA.mode === "compare";
  const kinds = Object.entries(SHOWN).filter(([name]) => (compare || !["differ", "undecided"].includes(name)) && !(DATA.blind && name === "flagged"));
  $("show").append(...kinds.map(([name, [text]]) => option(name, text)));
  $("by-level").append(option("", "any"), ...LEVELS.map(level => option(level, level)), option("-", "none"));
  $("by-role").append(option("", "any"), ...DATA.roles.map(role => option(role, role)), option("-", "none"));
  $("low-label").hidden = !units.some(unit => unit.given.rs !== undefined || unit.given.l?.some(tag => tag[2] != null));
  for (const id of ["show", "by-level", "by-role", "low"]) $(id).addEventListener("input", filter);
  $("clear").addEventListener("click", clearFilters);
}

function clearFilters() {
  $("show").value = "all";
  for (const id of ["by-level", "by-role", "low"]) $(id).value = "";
  filter();
}

// The scores of what was said of a sentence; a low one is a doubt.
function lowest(unit) {
  const scores = [unit.given.rs, ...(unit.given.l || []).map(tag => tag[2])].filter(score => typeof score === "number");
  return scores.length ? Math.min(...scores) : 1;
}

function filtering() {
  return $("show").value !== "all" || Boolean($("by-level").value || $("by-role").value || $("low").value);
}

function matches() {
  const shown = SHOWN[$("show").value][1], level = $("by-level").value, role = $("by-role").value, low = Number($("low").value) || 0;
  return unit => {
    const labels = now(unit);
    const silent = !labels.content || labels.heading;
    if (!shown(unit) || ((level || role || low) && silent)) return false;
    if (level && (level === "-" ? Object.keys(labels.levels).length : !(level in labels.levels))) return false;
    if (role && (role === "-" ? labels.role : labels.role !== role)) return false;
    return !low || lowest(unit) < low;
  };
}

function filter() {
  const fits = matches();
  const active = filtering();
  let count = 0;
  for (const { element, units: some, fold } of groups) {
    let here = 0;
    for (const unit of some) {
      const yes = fits(unit);
      rows[unit.at].hidden = !yes;
      here += yes;
    }
    element.hidden = here === 0;
    if (fold && active && here) element.open = true;
    else if (fold && !active && !element.contains(rows[chosen.unit?.at] ?? null)) element.open = false;
    count += here;
  }
  document.body.classList.toggle("filtering", active);
  $("count").textContent = active ? `${count} of ${units.length} shown.` : "";
  if (chosen.unit && rows[chosen.unit.at].hidden) choose(nextFrom(chosen.unit.at, 1) || nextFrom(chosen.unit.at, -1), { focus: false });
}

function progress() {
  const many = units.length;
  const asked = DATA.mode === "compare" ? units.filter(disputed) : units;
  const done = asked.filter(judged).length;
  $("progress").textContent = DATA.mode === "compare" ? `${done} of ${asked.length} differences settled, in ${many} sentences.` : `${done} of ${many} sentences judged.`;
}

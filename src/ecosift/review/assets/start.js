// Everything is put together here.
function reader() {
  return $("reader").value.trim();
}

function openSaving() {
  const usual = usualLayers();
  $("layers").replaceChildren(...LAYERS.map(layer => el("label", "", with_(el("input"), { type: "checkbox", value: layer, ...(usual.has(layer) && { checked: "" }) }), ` ${layer}`)));
  const done = units.filter(counted).length;
  const partial = DATA.blind || DATA.mode !== "review" || DATA.pages.some(page => !page.whole);
  $("judged-only").checked = partial && done < units.length;
  $("saving-says").textContent = `${done} of ${units.length} sentences are ${DATA.mode === "compare" ? "settled or agreed on" : "judged"}. Those that you did not judge are ${partial ? "left out" : "taken as they stand"} unless you say otherwise.` + (reader() ? "" : " You have not given your name.");
  $("saving").returnValue = "";
  $("saving").showModal();
}

function download() {
  const layers = new Set([...$("layers").querySelectorAll("input:checked")].map(each => each.value));
  const lines = goldLines(layers, $("judged-only").checked);
  if (!lines) return say("nothing judged yet");
  return say(`downloaded ${hand(lines)}`);
}

function heading() {
  const page = DATA.pages[0];
  const one = DATA.pages.length === 1;
  const kinds = { compare: `${DATA.sides[0] ?? ""} beside ${DATA.sides[1] ?? ""}`, sample: "sample" };
  const said = [one ? page.title || page.doc : `${DATA.pages.length} pages`, kinds[DATA.mode], DATA.blind && "blind"].filter(Boolean);
  $("title").append(said.join(" · "));
  const link = one && address(page.url);
  if (link) $("title").after(link);
  if (DATA.way) {
    const way = (text, to) => to && with_(el("a", "", text), { href: to });
    $("title").before(el("nav", "way", ...[way("All pages", DATA.way.index), way("◂ Before", DATA.way.before), way("Next ▸", DATA.way.after)].filter(Boolean)));
    $("bar").querySelector("nav").setAttribute("aria-label", "Pages");
  }
}

function clicked(event) {
  const row = event.target.closest("li[data-at]");
  if (!row) return;
  const unit = units[row.dataset.at];
  const figure = event.target.closest("[data-figure]")?.dataset.figure;
  const selecting = !getSelection().isCollapsed;
  if (chosen.unit !== unit || !selecting) choose(unit, { focus: !selecting });
  if (figure !== undefined) chooseFigure(unit, Number(figure));
}

function refreshed(unit) {
  redraw(unit);
  if (unit === chosen.unit) drawPanel();
  progress();
}

new ResizeObserver(([bar]) => document.documentElement.style.setProperty("--bar", `${bar.target.offsetHeight}px`)).observe($("bar"));
restore();
heading();
setUpFilters();
draw();
drawKeys();
listeners.push(refreshed);
$("reader").value = recall("reader");
$("reader").addEventListener("change", () => remember("reader", reader()));
$("text").addEventListener("click", clicked);
$("furniture").hidden = !groups.some(group => group.fold);
$("furniture").addEventListener("click", toggleFurniture);
$("help-button").addEventListener("click", () => $("help").showModal());
$("download").addEventListener("click", openSaving);
$("saving").addEventListener("close", () => $("saving").returnValue === "save" && download());
document.addEventListener("keydown", pressed);
progress();
save();
choose(nextFrom(-1, 1) || units[0], { focus: false });
addEventListener("beforeprint", () => fillMore(Infinity));
document.body.dataset.ready = "1";
setTimeout(fillMore);

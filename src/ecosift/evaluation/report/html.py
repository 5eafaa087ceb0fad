"""An evaluation as one HTML page that needs nothing else: tables, charts, every error in context.

All text of pages, labels and file names is escaped; the policy in the page lets no script run but the one
whose hash it names.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from html import escape
from itertools import chain

from ecosift import __version__
from ecosift.evaluation.report.charts import confusion, reliability_diagram
from ecosift.evaluation.report.data import Report, confusions, documents
from ecosift.evaluation.report.text import tables
from ecosift.evaluation.scoring import Evaluation, Scored
from ecosift.evaluation.tally import Mistake
from ecosift.resources import resource

# So many errors a browser sorts and filters without delay; `--json` has them all.
MOST_MISTAKES = 5000


def as_html(report: Report) -> str:
    """The whole page."""
    style, script = _asset("report.css"), _asset("report.js")
    body = "\n".join(_body(report))
    title = escape(f"Evaluation on {report.gold}")
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_policy(style, script)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<header><h1>{title}</h1></header>
<main>
{body}
</main>
<footer><p>ecosift {escape(__version__)}</p></footer>
<script>{script}</script>
</body>
</html>
"""


def _asset(name: str) -> str:
    return resource("data", name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    kinds = (("script-src", script), ("style-src", style))
    allowed = " ".join(f"{kind} '{_digest(text)}';" for kind, text in kinds)
    return f"default-src 'none'; {allowed} base-uri 'none'; form-action 'none'"


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _body(report: Report) -> Iterator[str]:
    evaluation = report.evaluation
    if evaluation is not None and evaluation.notes:
        yield (
            "<ul class='notes'>" + "".join(f"<li>{escape(note)}</li>" for note in evaluation.notes) + "</ul>"
        )
    for title, head, rows in tables(report):
        yield _section(title, _table(head, rows))
    if evaluation is not None:
        for scored in evaluation.extractors:
            yield from _charts(scored)
        yield from _documents(evaluation)
        yield _mistakes(evaluation)


def _section(title: str, content: str) -> str:
    return f"<section><h2>{escape(title)}</h2>\n{content}\n</section>"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]], *, kind: str = "") -> str:
    cells = "".join(f"<th scope='col'>{escape(cell)}</th>" for cell in head)
    lines = "\n".join(_row(row) for row in rows)
    return (
        f"<div class='scroll' tabindex='0'><table class='sortable {kind}'><thead><tr>{cells}</tr></thead>\n"
        f"<tbody>\n{lines}\n</tbody></table></div>"
    )


def _row(cells: Sequence[str]) -> str:
    first, *rest = cells
    return f"<tr><th scope='row'>{escape(first)}</th>{''.join(f'<td>{escape(c)}</td>' for c in rest)}</tr>"


def _charts(scored: Scored) -> Iterator[str]:
    for name, table in confusions(scored).items():
        title = f"{scored.name}: {name}, " + ("counts" if name == "levels" else "gold against predicted")
        yield _section(title, confusion(table["rows"], table["columns"], table["counts"]))
    if scored.scope.scored and "levels" in scored.scope.layers:
        yield _section(f"{scored.name}: reliability of level scores", reliability_diagram(scored))


def _documents(evaluation: Evaluation) -> Iterator[str]:
    for scored in evaluation.extractors:
        rows = documents(scored)
        names = [name for name in rows[0] if name != "doc"] if rows else []
        body = [
            (str(row["doc"]), *("–" if row[name] is None else f"{row[name]:.3f}" for name in names))
            for row in rows
        ]
        yield _section(f"{scored.name}: documents", _table(("document", *names), body))


def _mistakes(evaluation: Evaluation) -> str:
    found = [(s.name, mistake) for s in evaluation.extractors for mistake in s.mistakes]
    layers = sorted({mistake.layer for _, mistake in found})
    shown = "\n".join(_mistake(name, mistake) for name, mistake in found[:MOST_MISTAKES])
    more = (
        f"<p>The first {MOST_MISTAKES:,} of {len(found):,}; --json has all.</p>"
        if len(found) > MOST_MISTAKES
        else ""
    )
    filters = (
        "<form class='filters' role='search'>"
        + _choice("extractor", [scored.name for scored in evaluation.extractors])
        + _choice("layer", layers)
        + "<label>text <input type='search' id='filter-text' autocomplete='off'></label>"
        + f"<output id='shown' aria-live='polite'>{len(found):,} errors</output></form>"
    )
    head = "".join(
        f"<th scope='col'>{name}</th>"
        for name in ("extractor", "layer", "document", "gold", "predicted", "sentence")
    )
    return _section(
        "Errors",
        f"{filters}{more}<div class='scroll' tabindex='0'><table class='sortable' id='errors'><thead>"
        f"<tr>{head}</tr></thead>\n<tbody>\n{shown}\n</tbody></table></div>",
    )


def _choice(name: str, values: Sequence[str]) -> str:
    options = "".join(f"<option>{escape(value)}</option>" for value in values)
    return f"<label>{name} <select id='filter-{name}'><option value=''>all</option>{options}</select></label>"


def _mistake(name: str, mistake: Mistake) -> str:
    cells = (name, mistake.layer, mistake.doc, mistake.gold, mistake.predicted)
    said = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
    context = "".join(
        chain(
            (f"<span class='near'>{escape(mistake.before)} </span>",) if mistake.before else (),
            (f"<mark>{escape(mistake.text)}</mark>",) if mistake.text else (),
            (f"<span class='near'> {escape(mistake.after)}</span>",) if mistake.after else (),
        )
    )
    return f"<tr>{said}<td>{context}</td></tr>"

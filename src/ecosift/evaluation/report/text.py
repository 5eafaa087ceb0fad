"""An evaluation as plain text for a terminal, and as Markdown: the same tables, differently ruled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ecosift.evaluation.bootstrap import Estimate
from ecosift.evaluation.report.data import SUMMARY, Report
from ecosift.evaluation.scoring import Evaluation, Scored, worst

Row = Sequence[str]
Table = tuple[str, Row, list[Row]]
NOTHING = "–"


def as_text(report: Report) -> str:
    """The tables for a terminal; the shares aligned come first."""
    parts = [f"gold: {_printable(report.gold)}"]
    for title, head, body in tables(report):
        rows = [list(map(_printable, row)) for row in (head, *body)]
        parts.append("\n".join((_printable(title), *_ruled(rows))))
    return "\n\n".join(parts) + "\n"


def as_markdown(report: Report) -> str:
    """The tables in Markdown."""
    parts = [f"# Evaluation on {_escaped(report.gold)}"]
    if report.evaluation and report.evaluation.notes:
        parts.append("\n".join(f"- {_escaped(note)}" for note in report.evaluation.notes))
    for title, head, body in tables(report):
        lines = [_piped(head), _piped(["---"] * len(head)), *map(_piped, body)]
        parts.append("\n".join((f"## {_escaped(title)}", "", *lines)))
    return "\n\n".join(parts) + "\n"


def tables(report: Report) -> Iterator[Table]:
    """Every table: its title, its head, its rows."""
    if (evaluation := report.evaluation) is not None:
        yield _summary(evaluation)
        for scored in evaluation.extractors:
            yield from _labels(scored)
        if evaluation.comparisons:
            yield _comparisons(evaluation)
        for value, side in evaluation.slices.items():
            yield _slice(f"{evaluation.slice_key} = {value}", side)
        if report.worst:
            for scored in evaluation.extractors:
                yield _worst(scored, report.worst)
    if report.agreement:
        head = ("layer", "coefficient", "readers", "items", "value [95 %]")
        body: list[Row] = [
            (a.layer, a.coefficient.replace("_", " "), ", ".join(a.readers), str(a.items), shown(a.estimate))
            for a in report.agreement
        ]
        yield "Agreement", head, body


def shown(found: Estimate | None) -> str:
    """A figure with its interval."""
    if found is None or found.value != found.value:
        return NOTHING
    if found.low != found.low:
        return f"{found.value:.3f}"
    return f"{found.value:.3f} [{found.low:.3f}, {found.high:.3f}]"


def _summary(evaluation: Evaluation) -> Table:
    title = f"{len(evaluation.documents)} documents; figures with 95 % intervals over documents"
    return title, ("figure", *(s.name for s in evaluation.extractors)), _rows(evaluation.extractors)


def _rows(side: Sequence[Scored]) -> list[Row]:
    return [
        (name, *(shown(scored.estimates.get(name)) for scored in side))
        for name in SUMMARY
        if any(name in scored.estimates for scored in side)
    ]


def _labels(scored: Scored) -> Iterator[Table]:
    for area, labels in (("roles", scored.scope.roles), ("levels", scored.scope.levels)):
        if area not in scored.scope.layers:
            continue
        found = scored.estimates
        body: list[Row] = [
            (label, *(shown(found.get(f"{area}.{label}.{kind}")) for kind in ("precision", "recall", "f1")))
            for label in labels
        ]
        yield f"{scored.name}: {area}", ("label", "precision", "recall", "F1"), body


def _comparisons(evaluation: Evaluation) -> Table:
    head = ("figure", "first", "second", "second - first", "p", "p, corrected (Holm)")
    body: list[Row] = [
        (c.measure, c.first, c.second, f"{c.difference:+.3f}", f"{c.p:.4f}", f"{c.corrected:.4f}")
        for c in evaluation.comparisons
    ]
    return "Paired randomisation tests over documents", head, body


def _slice(title: str, side: Sequence[Scored]) -> Table:
    number = len(side[0].tallies) if side else 0
    head = ("figure", *(scored.name for scored in side))
    return f"{title} ({number} documents)", head, _rows(side)


def _worst(scored: Scored, number: int) -> Table:
    found = worst(scored, number)
    names = list(found[0][1]) if found else []
    body: list[Row] = [(doc, *(_number(figures[name]) for name in names)) for doc, figures in found]
    return f"{scored.name}: worst documents", ("document", *(n.partition(".")[0] for n in names)), body


def _number(value: float) -> str:
    return NOTHING if value != value else f"{value:.3f}"  # noqa: PLR0124 - NaN is not itself


def _printable(cell: str) -> str:
    """Text without line ends and without what a terminal would obey."""
    return "".join(c if c.isprintable() else " " for c in cell)


def _ruled(lines: Sequence[Row]) -> Iterator[str]:
    widths = [max(len(row[at]) for row in lines) for at in range(len(lines[0]))]
    for row in lines:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _piped(cells: Sequence[str]) -> str:
    return "| " + " | ".join(map(_escaped, cells)) + " |"


def _escaped(cell: str) -> str:
    """Text that Markdown shows as it is: names come from files and pages."""
    said = "".join("\\" + c if c in "\\`*[]|<>&" else c for c in cell)
    return " ".join(said.split())

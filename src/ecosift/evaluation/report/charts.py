"""Charts of a report: confusion matrices as shaded tables, the reliability diagram as SVG."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from ecosift.evaluation.catalogue import reliability
from ecosift.evaluation.scoring import Scored

SIZE, MARGIN = 320, 44
# Shades of a cell, by its share of its row; the style sheet has a colour for each.
SHADES = 8


def confusion(rows: Sequence[str], columns: Sequence[str], counts: Sequence[Sequence[float]]) -> str:
    """A table of counts, each cell the darker the more of its row it holds."""
    head = "".join(f"<th scope='col'>{escape(name)}</th>" for name in columns)
    lines = "\n".join(
        f"<tr><th scope='row'>{escape(name)}</th>{''.join(_cells(line))}</tr>"
        for name, line in zip(rows, counts, strict=True)
    )
    return (
        f"<div class='scroll' tabindex='0'><table class='confusion'><thead><tr><td></td>{head}</tr></thead>\n"
        f"<tbody>\n{lines}\n</tbody></table></div>"
    )


def _cells(line: Sequence[float]) -> Iterator[str]:
    total = sum(line)
    for count in line:
        shade = min(SHADES, 1 + int(SHADES * count / total)) if count else 0
        yield f"<td class='s{shade}'>{count:g}</td>"


def reliability_diagram(scored: Scored) -> str:
    """Mean score of each tenth against the share that is true; on the diagonal, scores are probabilities."""
    bins = reliability(scored.tallies, len(scored.scope.levels))
    points = [(s / n, t / n, n) for s, t, n in bins.tolist() if n]
    most = max((n for *_, n in points), default=1.0)
    dots = "".join(
        f"<circle cx='{_x(score):.1f}' cy='{_y(true):.1f}' r='{3 + 9 * (n / most) ** 0.5:.1f}'>"
        f"<title>score {score:.2f}, true {true:.2f}, {n:g} items</title></circle>"
        for score, true, n in points
    )
    line = " ".join(f"{_x(score):.1f},{_y(true):.1f}" for score, true, _ in points)
    side = SIZE + 2 * MARGIN
    said = "; ".join(f"score {s:.2f}: {t:.2f} true of {n:g}" for s, t, n in points)
    return (
        f"<figure><svg viewBox='0 0 {side} {side}' width='{side}' height='{side}' role='img' "
        f"aria-label='Reliability diagram. {said}'>"
        f"<rect class='frame' x='{MARGIN}' y='{MARGIN}' width='{SIZE}' height='{SIZE}'/>{''.join(_ticks())}"
        f"<line class='ideal' x1='{_x(0)}' y1='{_y(0)}' x2='{_x(1)}' y2='{_y(1)}'/>"
        f"<polyline class='curve' points='{line}'/>{dots}"
        f"<text x='{side / 2}' y='{side - 6}' text-anchor='middle'>score</text>"
        f"<text x='14' y='{side / 2}' text-anchor='middle' "
        f"transform='rotate(-90 14 {side / 2})'>share that is true</text></svg></figure>"
    )


def _ticks() -> Iterator[str]:
    for step in range(0, 11, 2):
        share = step / 10
        yield f"<text x='{_x(share)}' y='{_y(0) + 16}' text-anchor='middle'>{share:g}</text>"
        yield f"<text x='{_x(0) - 6}' y='{_y(share) + 4}' text-anchor='end'>{share:g}</text>"


def _x(share: float) -> float:
    return MARGIN + SIZE * share


def _y(share: float) -> float:
    return MARGIN + SIZE * (1 - share)

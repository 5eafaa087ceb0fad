"""Checks who came and who left: screened less excluded is enrolled; the reasons add up to the excluded."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ecosift.tagging.statistics.bases import Page
from ecosift.tagging.statistics.checking_words import cues
from ecosift.types import Check, Statistic

_NEAR = 40
_N_EQUALS = re.compile(r"n\s?[=:]", re.IGNORECASE)


def flow(page: Page, index: int, figures: Sequence[Statistic]) -> Iterator[tuple[int, Check]]:
    """6.4 b: of those screened, all but the excluded were enrolled."""
    found = {"screened": [], "left_out": [], "enrolled": []}  # type: dict[str, list[tuple[int, Statistic, int]]]
    if len(figures) < 3 or not page.says(index, cues().left_out):
        return
    for place, figure in enumerate(figures):
        number, stage = _whole(figure), _stage(page, index, figure)
        if number is not None and stage:
            found[stage].append((place, figure, number))
    if any(len(stage) != 1 for stage in found.values()):
        return
    (place, _, came), (_, _, left), (_, _, stayed) = (stage[0] for stage in found.values())
    spans = tuple((stage[0][1].start, stage[0][1].end) for stage in found.values())
    told = f"{came} less {left} is {came - left}"
    if came - left == stayed:
        yield place, Check("flow", "consistent", told, spans)
    elif came - left < stayed:
        yield place, Check("flow", "inconsistent", f"{told}, not {stayed}: {_CANNOT}", spans)
    else:
        reason = f"{told}, and {stayed} are told: others may have left"
        yield place, Check("flow", "not_checkable", reason, spans)


_CANNOT = "they cannot all be right as printed"


def reasons(page: Page, index: int, figures: Sequence[Statistic]) -> Iterator[tuple[int, Check]]:
    """6.4 b: the people left out, reason by reason, add up to all who were left out."""
    if len(figures) < 3 or not page.says(index, cues().left_out) or page.says(index, cues().several_reasons):
        return
    wholes = [
        (place, figure)
        for place, figure in enumerate(figures)
        if _whole(figure) is not None and _stage(page, index, figure) == "left_out"
    ]
    if len(wholes) != 1:
        return
    place, whole = wholes[0]
    parts = _reasons_after(figures[place + 1 :])
    if len(parts) < 2:
        return
    counts = [number for figure in parts if (number := _whole(figure)) is not None]
    spans = tuple((figure.start, figure.end) for figure in (whole, *parts))
    total, printed = sum(counts), _whole(whole)
    told = f"{' + '.join(map(str, counts))} = {total}"
    if total == printed:
        yield place, Check("reasons", "consistent", told, spans)
    elif printed is not None and total > printed:
        reason = f"{told}, and {printed} were left out: some may have had several reasons"
        yield place, Check("reasons", "not_checkable", reason, spans)
    else:
        reason = f"{told} of the {printed} left out: some may have had another reason"
        yield place, Check("reasons", "not_checkable", reason, spans)


def _reasons_after(figures: Sequence[Statistic]) -> list[Statistic]:
    """The counts printed "n = 5", up to the first figure that is printed otherwise."""
    found: list[Statistic] = []
    for figure in figures:
        if figure.type != "count" or _whole(figure) is None or not _N_EQUALS.match(figure.text):
            break
        found.append(figure)
    return found


def _whole(figure: Statistic) -> int | None:
    key = "numerator" if figure.type == "count" else "value"
    value = figure.parts.get(key) if figure.type in ("count", "sample_size") else None
    exact = isinstance(value, int) and "qualifier" not in figure.parts and "denominator" not in figure.parts
    return value if exact else None


def _stage(page: Page, index: int, figure: Statistic) -> str:
    """Whether the words just after the figure, or in it, say screened, left out or enrolled."""
    end = page.sentences[index].end
    after = page.text[figure.end : min(end, figure.end + _NEAR)]
    own = re.split(r"[,;:(]|\d", after, maxsplit=1)[0]
    said = figure.text + " " + own
    known = cues()
    named = (("screened", known.screened), ("left_out", known.left_out), ("enrolled", known.enrolled))
    stages = [(found.start(), name) for name, cue in named if (found := cue.search(said))]
    return min(stages)[1] if stages else ""

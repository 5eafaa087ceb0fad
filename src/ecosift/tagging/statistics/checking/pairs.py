"""Checks a stated difference or ratio against the two shares it is of: 6.8."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from ecosift.checks.printed import Printed, Span, read, show
from ecosift.tagging.statistics.checking.bases import Page
from ecosift.types import Check, Statistic

Spans = tuple[tuple[int, int], ...]
_DIFFERENCES = frozenset({"risk difference", "ARR"})
_RATIOS = frozenset({"RR"})
_MAY = "it may be adjusted, or of other people"


def stated_differences(_page: Page, _index: int, figures: Sequence[Statistic]) -> Iterator[tuple[int, Check]]:
    """The difference of two shares, within one and a half steps of the last printed digit."""
    for place, spans, value, first, second in _pairs(figures, _DIFFERENCES):
        apart = abs(first.value - second.value)
        room = max(first.unit, second.unit, value.unit) * 3 / 2
        told = f"{_plain(first)} and {_plain(second)} % are {show(apart, value.decimals)} apart"
        fits = abs(apart - abs(value.value)) <= room
        yield place, _told("difference_of_shares", told, value, spans, fits=fits)


def stated_ratios(_page: Page, _index: int, figures: Sequence[Statistic]) -> Iterator[tuple[int, Check]]:
    """The ratio of two shares, whichever is on top."""
    for place, spans, value, first, second in _pairs(figures, _RATIOS):
        if min(first.rounded.low, second.rounded.low) <= 0:
            continue
        fits = any(_meet(_ratio(a, b), value.rounded) for a, b in ((first, second), (second, first)))
        nearest = min(
            (first.value / second.value, second.value / first.value), key=lambda x: abs(x - value.value)
        )
        told = f"the ratio of {_plain(first)} and {_plain(second)} % is {show(nearest, value.decimals)}"
        yield place, _told("ratio_of_shares", told, value, spans, fits=fits)


def _told(check: str, told: str, value: Printed, spans: Spans, *, fits: bool) -> Check:
    if fits:
        return Check(check, "consistent", told, spans)
    return Check(check, "differs", f"{told}, but {value.text} is printed: {_MAY}", spans)


def _pairs(
    figures: Sequence[Statistic], measures: frozenset[str]
) -> Iterator[tuple[int, Spans, Printed, Printed, Printed]]:
    """Each effect of these measures that stands alone in its sentence, with the only two shares there."""
    effects = [(place, figure) for place, figure in enumerate(figures) if figure.type == "effect"]
    if len(effects) != 1 or effects[0][1].parts.get("measure") not in measures:
        return
    place, effect = effects[0]
    if effect.parts.get("adjusted") or "qualifier" in effect.parts:
        return
    shares = [share for figure in figures if (share := _share(figure)) is not None]
    others = [figure for figure in figures if figure.type in ("percentage", "count")]
    if len(shares) == len(others) == 2 and all(figure.end <= effect.start for figure in others):
        value = read(str(effect.printed.get("value")))
        if value is not None and not (measures is _DIFFERENCES and effect.parts.get("unit") != "%"):
            spans = tuple((figure.start, figure.end) for figure in (effect, *others))
            yield place, spans, value, shares[0], shares[1]


def _share(figure: Statistic) -> Printed | None:
    key = "percent" if figure.type == "count" else "value"
    if figure.type not in ("percentage", "count") or "qualifier" in figure.parts:
        return None
    printed = figure.printed.get(key)
    found = read(printed) if isinstance(printed, str) else None
    return found if found is not None and 0 <= found.value <= 100 else None


def _ratio(top: Printed, base: Printed) -> Span:
    return Span(top.rounded.low / base.rounded.high, top.rounded.high / base.rounded.low)


def _meet(a: Span, b: Span) -> bool:
    return a.low <= b.high and b.low <= a.high


def _plain(figure: Printed) -> Fraction | str:
    return figure.text.rstrip("% ")

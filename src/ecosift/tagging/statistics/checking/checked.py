"""Checks every statistic of a page against the figures it belongs to, and puts the verdicts on it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from ecosift.checks.printed import Printed, read
from ecosift.checks.shares import share_of_count, share_of_n
from ecosift.tagging.statistics.checking.bases import Page, base_of, place_of
from ecosift.tagging.statistics.checking.estimates import (
    estimate_in_interval,
    mean_in_range,
    median_in_range,
    p_beside_interval,
    p_of_test,
)
from ecosift.tagging.statistics.checking.means import mean_of_counts
from ecosift.tagging.statistics.checking.repeats import with_repeats
from ecosift.tagging.statistics.checking.sums import checks_of_sentence
from ecosift.tagging.statistics.checking.totals import shares_of_arms
from ecosift.tagging.statistics.checking.words import cues
from ecosift.types import Check, SentenceSpan, Statistic, StatisticType

# A sentence with more figures is a table without its lines: nothing tells which belong together.
_MANY = 200

_LEFT = "some of the group may be missing from the share"

Rule = Callable[[Page, int, Statistic], Iterator[Check]]


def with_checks(
    text: str,
    sentences: Sequence[SentenceSpan],
    statistics: Sequence[tuple[Statistic, ...]],
    cells: Mapping[int, Statistic] | None = None,
) -> list[tuple[Statistic, ...]]:
    """The statistics of every sentence with their checks; `statistics` is parallel to `sentences`.

    `cells` has the statistics of tables by their place among the sentences: they are checked already, and
    only linked to where the page tells them again.
    """
    page = Page(text, sentences, statistics)
    checked = [
        tuple(_checked(page, index)) if 0 < len(found) <= _MANY else found
        for index, found in enumerate(statistics)
    ]
    checked = _with_arms(page, checked)
    for index, statistic in (cells or {}).items():
        checked[index] = (statistic,)
    return with_repeats(page, checked)


def _with_arms(page: Page, checked: list[tuple[Statistic, ...]]) -> list[tuple[Statistic, ...]]:
    for (index, place), check in shares_of_arms(page).items():
        figures = list(checked[index])
        figures[place] = replace(figures[place], checks=(*figures[place].checks, check))
        checked[index] = tuple(figures)
    return checked


def _checked(page: Page, index: int) -> Iterator[Statistic]:
    together = checks_of_sentence(page, index)
    for place, statistic in enumerate(page.statistics[index]):
        rules = () if _is_cut(page.text, statistic) else _RULES.get(statistic.type, ())
        alone = tuple(check for rule in rules for check in rule(page, index, statistic))
        found = alone + together.get(place, ())
        yield replace(statistic, checks=found) if found else statistic


def _is_cut(text: str, statistic: Statistic) -> bool:
    """Whether the figure goes on to either side of its span: then it was misread."""
    return _CUT.search(text[max(statistic.start - 2, 0) : statistic.start]) is not None or (
        _GOES_ON.match(text, statistic.end) is not None
    )


_CUT = re.compile(r"\d[.,·]?$")
_GOES_ON = re.compile(r"(?<=\d)[.,·\s]?\d")


def _count_and_share(page: Page, index: int, statistic: Statistic) -> Iterator[Check]:
    """6.1: a percentage with its count and total."""
    percent, n, total = (
        _percent(statistic),
        statistic.parts.get("numerator"),
        statistic.parts.get("denominator"),
    )
    if percent is None or not isinstance(n, int) or not isinstance(total, int) or n < 0:
        return
    spans = _spans(statistic, place_of(page, index, statistic, total))
    if reason := _silent(page, index, statistic):
        yield Check("share_of_count", "not_checkable", reason, spans)
    else:
        yield replace(share_of_count(percent, n, total), spans=spans)


def _share_of_sample(page: Page, index: int, statistic: Statistic) -> Iterator[Check]:
    """6.2: a percentage with only the number of persons it is of."""
    percent = _percent(statistic)
    if percent is None or "numerator" in statistic.parts or percent.text[0] in "+-−–":
        return
    base = base_of(page, index, statistic)
    if base is None:
        return
    spans = _spans(statistic, base.span)
    reason = _silent(page, index, statistic) or base.reason
    if reason or base.total is None:
        yield Check("share_of_n", "not_checkable", reason, spans)
    else:
        check = replace(share_of_n(percent, base.total, base.unit), spans=spans)
        if check.verdict == "inconsistent" and not base.firm:
            check = replace(check, verdict="not_checkable", message=_LEFT)
        yield check


def _percent(statistic: Statistic) -> Printed | None:
    """The one percentage that the statistic prints."""
    key = "percent" if statistic.type == "count" else "value"
    printed = statistic.printed.get(key)
    return read(printed) if isinstance(printed, str) else None


def _silent(page: Page, index: int, statistic: Statistic) -> str:
    """Why a share is no plain rounding of a count."""
    if "qualifier" in statistic.parts:
        return f'"{statistic.parts["qualifier"]}" leaves room'
    if page.says(index, cues().reweighted):
        return "the share may be weighted, imputed or modelled"
    return ""


def _spans(statistic: Statistic, other: tuple[int, int] | None) -> tuple[tuple[int, int], ...]:
    own = (statistic.start, statistic.end)
    return (own,) if other is None else (own, other)


_RULES: Mapping[StatisticType, tuple[Rule, ...]] = {
    "percentage": (_count_and_share, _share_of_sample, estimate_in_interval),
    "count": (_count_and_share,),
    "mean": (estimate_in_interval, mean_in_range, mean_of_counts),
    "effect": (estimate_in_interval, p_beside_interval),
    "test": (p_of_test,),
    "median": (median_in_range,),
}

"""Checks figures that a sentence puts together: arms and their whole, both sexes, and more."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import Any

from ecosift.checks.printed import read
from ecosift.checks.sums import total
from ecosift.tagging.statistics.checking.bases import Page
from ecosift.tagging.statistics.checking.flow import flow, reasons
from ecosift.tagging.statistics.checking.groups import common_bases
from ecosift.tagging.statistics.checking.pairs import stated_differences, stated_ratios
from ecosift.tagging.statistics.checking.words import cues
from ecosift.types import Check, Statistic

_MALE = r"(?:males?|men|boys|fathers)"
_FEMALE = r"(?:females?|women|girls|mothers)"
# "61.5% were men and 38.5% women" is of all; "61.5% of men and 38.5% of women" is of each.
_OF_BOTH = re.compile(
    rf"[\d.,·]{{1,6}}\s?%\s(?:were\s)?(?:(?P<m>{_MALE})|{_FEMALE})(?:,|;|\sand|,\sand)\s"
    rf"[\d.,·]{{1,6}}\s?%\s(?:were\s)?(?(m){_FEMALE}|{_MALE})(?!\w)",
    re.IGNORECASE,
)
_NEAR = 5


def checks_of_sentence(page: Page, index: int) -> Mapping[int, tuple[Check, ...]]:
    """The checks on figures that the sentence puts together, by the place of the figure that carries them."""
    figures = page.statistics[index]
    found: dict[int, tuple[Check, ...]] = {}
    for rule in (_arms, _sexes, common_bases, flow, reasons, stated_differences, stated_ratios):
        for place, check in rule(page, index, figures):
            found[place] = (*found.get(place, ()), check)
    return found


def _arms(page: Page, index: int, figures: Sequence[Statistic]) -> Iterator[tuple[int, Check]]:
    """6.4 a: the arms of a sample that the sentence splits."""
    sizes = [(place, figure) for place, figure in enumerate(figures) if figure.type == "sample_size"]
    if len(sizes) < 3 or not page.says(index, cues().split):
        return
    values = [_exact(figure) for _, figure in sizes]
    whole, arms = sizes[0], sizes[1:]
    if None in values or "unit" not in whole[1].parts or "group" in whole[1].parts:
        return
    if not all(figure.parts.get("unit_kind", "participants") == "participants" for _, figure in sizes):
        return
    counts = [value for value in values[1:] if value is not None]
    check = total(counts, values[0] or 0)
    if check.verdict == "inconsistent" and not _all_told(page.sentence(index), [arm for _, arm in arms]):
        return
    yield whole[0], replace(check, spans=tuple((figure.start, figure.end) for _, figure in sizes))


def _exact(figure: Statistic) -> int | None:
    value = figure.parts.get("value")
    return value if isinstance(value, int) and "qualifier" not in figure.parts else None


_NUMBER_OF_ARMS = re.compile(
    r"(?<!\w)(two|three|four|2|3|4)\s(?:\w+\s){0,2}(?:groups|arms)(?!\w)", re.IGNORECASE
)
_N_EQUALS = re.compile(r"n\s?[=:]", re.IGNORECASE)
_NUMBERS: Mapping[str, int] = {"two": 2, "three": 3, "four": 4, "2": 2, "3": 3, "4": 4}


def _all_told(sentence: str, arms: Sequence[Statistic]) -> bool:
    """Whether the sentence says how many arms there are, gives each its "n =", and leaves nobody out."""
    said = _NUMBER_OF_ARMS.findall(sentence)
    each = all(_N_EQUALS.match(arm.text) for arm in arms)
    return (
        each and [_NUMBERS[word.lower()] for word in said] == [len(arms)] and not cues().lost.search(sentence)
    )


def _sexes(page: Page, _index: int, figures: Sequence[Statistic]) -> Iterator[tuple[int, Check]]:
    """6.4 c: the shares of men and of women, said side by side."""
    for place, (first, second) in enumerate(pairwise(figures)):
        if first.type != "percentage" or second.type != "percentage" or not _one_base(first, second):
            continue
        both = _OF_BOTH.match(page.text, first.start)
        parts = [str(figure.printed.get("value")) for figure in (first, second)]
        if both and both.end() > second.start and _is_near_hundred(parts):
            check = total(parts, 100, percent=True)
            spans = ((first.start, first.end), (second.start, second.end))
            yield place, replace(check, spans=spans)


def _is_near_hundred(parts: Sequence[str]) -> bool:
    """Whether the shares can be meant as one whole: "71% boys and 74% girls liked it" cannot."""
    figures = [figure for figure in map(read, parts) if figure is not None]
    apart = abs(sum((figure.value for figure in figures), Fraction()) - 100)
    return len(figures) == len(parts) and apart <= _NEAR


def _one_base(*figures: Statistic) -> bool:
    """Whether nothing says that the figures are of different groups or only about right."""
    apart: tuple[Any, ...] = tuple(
        (figure.parts.get("group"), figure.parts.get("of"), figure.parts.get("denominator"))
        for figure in figures
    )
    return len(set(map(str, apart))) == 1 and not any("qualifier" in figure.parts for figure in figures)

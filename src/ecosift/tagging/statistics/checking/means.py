"""Checks means of what is counted in whole numbers, with GRIM, GRIMMER and DEBIT."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ecosift.checks.means import debit, mean_of_wholes, spread_of_wholes
from ecosift.checks.printed import Printed, read
from ecosift.tagging.statistics.checking.bases import Mention, Page, mentions
from ecosift.tagging.statistics.checking.words import cues
from ecosift.types import Check, Statistic

Places = tuple[tuple[int, int], ...]


def mean_of_counts(page: Page, index: int, statistic: Statistic) -> Iterator[Check]:
    """6.8: the mean of a number of things that each person has, where the sentence says how many persons."""
    label = statistic.parts.get("label")
    if not isinstance(label, str) or "qualifier" in statistic.parts:
        return
    sample = _sample(page, index, statistic)
    if sample is None or sample.value is None or _is_of_another_kind(page, index):
        return
    spans = ((statistic.start, statistic.end), (sample.statistic.start, sample.statistic.end))
    yield from checks_of_mean(statistic, label, sample.value, spans)


def checks_of_mean(statistic: Statistic, label: str, n: int, spans: Places) -> Iterator[Check]:
    """What can be asked of a mean of `n` persons: nothing unless the label says that its values are whole."""
    mean, sd = _printed(statistic, "value"), _printed(statistic, "sd")
    if statistic.parts.get("spread_kind") != "sd":
        sd = None
    if mean is None or mean.value < 0 or mean.percent:
        return
    if cues().zero_one.search(label):
        if sd is not None and mean.value <= 1:
            yield replace(_zeros_and_ones(mean, sd, n), spans=spans)
    elif cues().whole_items.search(label) and not cues().rates.search(label):
        yield replace(mean_of_wholes(mean, n), spans=spans)
        spread = spread_of_wholes(mean, sd, n) if sd is not None else None
        if spread is not None:
            yield replace(spread, spans=spans)


def _zeros_and_ones(mean: Printed, sd: Printed, n: int) -> Check:
    name = "spread_of_zeros_and_ones"
    if debit(mean.text, sd.text, n):
        return Check(name, "consistent", f"{n} zeros and ones can have this mean and SD")
    told = f"no {n} zeros and ones have a mean of {mean.text} and an SD of {sd.text}"
    return Check(name, "inconsistent", f"{told}: they cannot all be right as printed")


def _printed(statistic: Statistic, key: str) -> Printed | None:
    printed = statistic.printed.get(key)
    return read(printed) if isinstance(printed, str) else None


def _sample(page: Page, index: int, statistic: Statistic) -> Mention | None:
    """The persons whose mean it is: the sentence's only sample, or the one called as the mean's group."""
    own, group = mentions(index, page.statistics[index]), statistic.parts.get("group")
    if isinstance(group, str):
        same = [
            sample
            for sample in own
            if str(sample.statistic.parts.get("group")).casefold() == group.casefold()
        ]
        return same[0] if len(same) == 1 else None
    whole = len(own) == 1 and "group" not in own[0].statistic.parts
    return own[0] if whole else None


def _is_of_another_kind(page: Page, index: int) -> bool:
    """Whether the sentence speaks of rates, of computed figures, or of people who are not all there."""
    known = cues()
    return any(page.says(index, cue) for cue in (known.rates, known.computed, known.lost, known.part))

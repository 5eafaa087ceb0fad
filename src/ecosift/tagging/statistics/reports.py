"""Tells texts that report on people from others, whose headcounts, times and dates are no statistics."""

from __future__ import annotations

from collections.abc import Sequence

from ecosift.tagging.statistics.lexicons import words
from ecosift.types import Statistic

_PARTING = str.maketrans(dict.fromkeys("\u2013\u2014,.;:()[]/'\"\u2018\u2019\u201c\u201d!?", " "))
_MEASURED = frozenset({"mean", "median", "p_value", "test"})
_TOLD = frozenset({"ci_low", "sd", "denominator", "percent", "p"})
_HEADCOUNTS = frozenset({"sample_size", "count", "period"})


def reports(text: str, found: Sequence[Sequence[Statistic]]) -> bool:
    """Whether a text has a word of research, or a figure that only research gives."""
    if not words().cues["reporting_words"].isdisjoint(text.lower().translate(_PARTING).split()):
        return True
    return any(_is_measured(figure) for figures in found for figure in figures)


def _is_measured(figure: Statistic) -> bool:
    return figure.type in _MEASURED or not _TOLD.isdisjoint(figure.parts)


def without_headcounts(figures: tuple[Statistic, ...]) -> tuple[Statistic, ...]:
    """The figures but those that only research makes statistics."""
    return tuple(figure for figure in figures if figure.type not in _HEADCOUNTS)

"""Tells texts that report on people from others, whose headcounts, times and dates are no statistics."""

from __future__ import annotations

from collections.abc import Sequence

from ecosift.tagging.statistics.lexicons import words
from ecosift.types import Statistic

_PARTING = frozenset("\u2013\u2014,.;:()[]/'\"\u2018\u2019\u201c\u201d!?")
_MEASURED = frozenset({"mean", "median", "p_value", "test"})
_TOLD = frozenset({"ci_low", "sd", "denominator", "percent", "p"})
_HEADCOUNTS = frozenset({"sample_size", "count", "period"})


def reports(text: str, found: Sequence[Sequence[Statistic]]) -> bool:
    """Whether a text has a word of research, or a figure that only research gives."""
    if any(_is_measured(figure) for figures in found for figure in figures):
        return True
    lowered = text.lower()
    return any(_says(lowered, word) for word in words().cues["reporting_words"])


def _says(text: str, word: str) -> bool:
    """Whether a word stands in a text by itself."""
    at = text.find(word)
    while at >= 0:
        if _parts(text[at - 1 : at]) and _parts(text[at + len(word) : at + len(word) + 1]):
            return True
        at = text.find(word, at + 1)
    return False


def _parts(sign: str) -> bool:
    return not sign or sign.isspace() or sign in _PARTING


def _is_measured(figure: Statistic) -> bool:
    return figure.type in _MEASURED or not _TOLD.isdisjoint(figure.parts)


def without_headcounts(figures: tuple[Statistic, ...]) -> tuple[Statistic, ...]:
    """The figures but those that only research makes statistics."""
    return tuple(figure for figure in figures if figure.type not in _HEADCOUNTS)

"""Finds the statistics of a text: figures are read off its line, settled, joined, bound and written out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ecosift.tagging.statistics.annexes import read_annexes
from ecosift.tagging.statistics.arms import adding_up, arms
from ecosift.tagging.statistics.asides import is_aside, is_by_lot
from ecosift.tagging.statistics.binding import bind
from ecosift.tagging.statistics.comparisons import (
    drop_restated,
    fraction_change,
    half,
    is_fraction_more,
    multiple,
)
from ecosift.tagging.statistics.context import DROP, Context, context_of
from ecosift.tagging.statistics.coordination import join
from ecosift.tagging.statistics.extents import extend
from ecosift.tagging.statistics.figures import Figure, put
from ecosift.tagging.statistics.kinds import settle
from ecosift.tagging.statistics.lexicons import words
from ecosift.tagging.statistics.line import Line
from ecosift.tagging.statistics.named import measured, n_equals
from ecosift.tagging.statistics.numbered import numbered, restate
from ecosift.tagging.statistics.parts import statistic
from ecosift.tagging.statistics.periods import period
from ecosift.tagging.statistics.ranges import age_tail, bounded, split_change
from ecosift.tagging.statistics.reading import read_line
from ecosift.tagging.statistics.recall import Recall
from ecosift.tagging.statistics.reports import reports, without_headcounts
from ecosift.tagging.statistics.significance import p_value, test
from ecosift.tagging.statistics.some import settle_some
from ecosift.types import SentenceSpan, Statistic

_BEING = frozenset(
    {"were", "was", "had", "have", "are", "lived", "live", "said", "say", "did", "worked", "work"}
)
_PARTS_OF_TIME = frozenset(
    {"first", "second", "latter", "last", "other", "better", "top", "bottom", "upper", "lower"}
)
_DIGIT = re.compile(r"\d|[pP]\s?=\s?[nN]")
FEWEST_OF_PAGE = 6  # sentences
_DIVIDED = re.compile(r"randomi[sz]|assigned|allocated|divided")
_PARTING = str.maketrans(dict.fromkeys("-\u2010\u2011\u2013\u2014,.;:()[]/'\"\u2019\u201c\u201d!?", " "))


def find_statistics(text: str, recall: Recall | None = None) -> list[Statistic]:
    """The statistics of a text in order, never overlapping; offsets index `text`.

    `recall` holds what earlier sentences named, and takes what this text names.
    """
    recall = Recall() if recall is None else recall
    recall.turn()
    if not speaks_of_numbers(text):
        if _DIVIDED.search(text):
            recall.note(context_of(read_line(text)), [])
        return []
    line = read_line(text)
    figures = read_figures(line)
    context = context_of(line)
    found = _settled(context, split_change(context, figures)) if figures else []
    settle_some(context, found, recall.sizes)
    bind(context, found, recall)
    recall.note(context, found)
    return [
        statistic(context, figure)
        for figure in found
        if not (is_aside(context, figure, found) or is_by_lot(context, figure))
    ]


def _settled(context: Context, figures: list[Figure]) -> list[Figure]:
    """The figures that are statistics, each with its kind and its whole expression."""
    settle(context, figures)
    drop_restated(context, figures)
    arms(context, figures)
    adding_up(context, figures)
    join(context, figures)
    found = _apart(figures)
    for figure in found:
        if figure.kind == "range":
            age_tail(context.line, figure)
        extend(context, figure)
    return _apart(found)


def tag_statistics(text: str, sentences: Sequence[SentenceSpan]) -> list[tuple[Statistic, ...]]:
    """The statistics of every sentence, parallel to `sentences`; offsets index `text`. Headings have none.

    Where nothing in a whole page reports on people, its headcounts, times and dates are no statistics.
    """
    recall = Recall()
    found = [() if sentence.heading else _moved(sentence, text, recall) for sentence in sentences]
    whole = sum(not sentence.heading for sentence in sentences) >= FEWEST_OF_PAGE
    return found if not whole or reports(text, found) else [without_headcounts(figures) for figures in found]


def _moved(sentence: SentenceSpan, text: str, recall: Recall) -> tuple[Statistic, ...]:
    found = find_statistics(text[sentence.start : sentence.end], recall)
    by = sentence.start
    return tuple(
        Statistic(s.type, s.text, s.start + by, s.end + by, _with_heads(s, sentence.heads), s.printed)
        for s in found
    )


def _with_heads(statistic: Statistic, heads: tuple[str, ...]) -> Mapping[str, Any]:
    """A table cell's figure measures what its row's head says, in the group of its column."""
    if not heads or statistic.type in ("p_value", "period", "test"):
        return statistic.parts
    told = {"label": heads[0], "group": heads[1]} if len(heads) > 1 else {"label": heads[0]}
    if statistic.type == "sample_size":
        told = {"group": heads[-1]}
    return {**told, **statistic.parts}


def speaks_of_numbers(text: str) -> bool:
    """Whether the text has a digit or a word of number."""
    if _DIGIT.search(text) is not None:
        return True
    return not words().spelled_out.isdisjoint(text.lower().translate(_PARTING).split())


def read_figures(line: Line) -> list[Figure]:
    """Every figure of the line, left to right, each token in at most one."""
    figures: list[Figure] = []
    at, size = 0, len(line.shape)
    while at < size:
        figure = _figure_at(line, at)
        if figure is None:
            at += 1
            continue
        until = figure.parts.get("_until", 0)
        figure.first = max(figure.first, figures[-1].last + 1 if figures else 0)
        figures.append(figure)
        at = max(figure.last + 1, until, at + 1)
    return figures


def _figure_at(line: Line, at: int) -> Figure | None:
    reader = _READERS.get(line.shape[at])
    return reader(line, at) if reader is not None else None


def _number(line: Line, at: int) -> Figure:
    return period(line, at) or _with_lead(line, numbered(line, at))


def _year(line: Line, at: int) -> Figure | None:
    """A year, or a whole number that looks like one: "2010 women"."""
    counts = line.shape[at + 1 : at + 2] == "P" and line.shape[at - 1 : at] not in ("J", "m")
    return (
        numbered(line, at) if counts and line.lower[at - 1 : at] not in (["in"], ["of"]) else period(line, at)
    )


def _test(line: Line, at: int) -> Figure | None:
    return test(line, at) or _correlation(line, at)


def _correlation(line: Line, at: int) -> Figure | None:
    """As in "r = .45" without degrees of freedom is an effect."""
    if line.lower[at] != "r" or line.shape[at + 1 : at + 3] != "=N":
        return None
    figure = Figure("effect", "measure", at, at + 2, at + 2)
    figure.parts["measure"] = "r"
    put(line, figure, "value", at + 2)
    read_annexes(line, figure)
    return figure


def _with_lead(line: Line, figure: Figure) -> Figure:
    """Take a qualifier before the number into the figure."""
    back = figure.first - 1
    if back >= 0 and line.shape[back] == "q":
        figure.parts["qualifier"] = line.lower[back]
        figure.first = back
    elif back >= 0 and line.shape[back] in "<>" and line.shape[back - 1 : back] not in ("p", "="):
        figure.parts["qualifier"] = line.lower[back]
    return figure


def _fraction(line: Line, at: int) -> Figure | None:
    after = line.shape[at + 1 : at + 4]
    if at and line.lower[at - 1] in _PARTS_OF_TIME:
        return None
    figure = Figure("percentage", "fraction", at, at, at, percent=True)
    put(line, figure, "value", at)
    if restate(line, figure):
        return _with_lead(line, figure)
    if (compared := half(line, at)) is not None:
        return _with_lead(line, compared)
    changed = fraction_change(line, at)
    if changed is not None or is_fraction_more(line, at):
        figure.kind = "effect"
        figure.parts["measure"] = "relative change"
        _with_lead(line, figure)
        figure.first = figure.first if changed is None else changed
        return figure
    if not _says_of_them(line, at) and (
        (after[:1] != "o" and after[:2] != "fP")
        or after[:2] in ("oh", "oT", "oU")
        or after in ("ofh", "ofT", "ofU")
    ):
        return None
    return _with_lead(line, figure)


def _multiple(line: Line, at: int) -> Figure | None:
    figure = multiple(line, at)
    return None if figure is None else _with_lead(line, figure)


def _says_of_them(line: Line, at: int) -> bool:
    """As in "a third reported", "half were women": a fraction that opens its clause, before its verb."""
    ahead = line.lower[at + 1 : at + 2]
    opens = at == 0 or line.shape[at - 1] in ".,;:|a(q" or line.lower[at - 1] in ("but", "while", "whereas")
    known = words().cues
    verbs = (known["verbs"], known["speaking"], known["predicates"], _BEING)
    if ahead in (["was"], ["is"]) and line.numbers[at].value != 50:  # "and a third was consulted"
        return False
    verbal = bool(ahead) and any(ahead[0] in words_ for words_ in verbs)
    return opens and verbal


def _apart(figures: list[Figure]) -> list[Figure]:
    """Settled figures without overlap, in order."""
    kept: list[Figure] = []
    for figure in figures:
        if figure.kind in ("", DROP):
            continue
        if kept and figure.first <= kept[-1].last:
            figure.first = kept[-1].last + 1
            if figure.first > figure.at or figure.first > figure.last:
                continue
        kept.append(figure)
    return kept


_READERS: dict[str, Callable[[Line, int], Figure | None]] = {
    "p": p_value,
    "n": n_equals,
    "X": _test,
    "M": measured,
    "N": _number,
    "H": _fraction,
    ">": bounded,
    "Y": _year,
    "W": _multiple,
    **dict.fromkeys("JmbTO", period),
}

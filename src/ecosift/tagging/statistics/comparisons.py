"""Comparisons told in words alone: "twice as likely", "half as often", "cut by a third"."""

from __future__ import annotations

from ecosift.tagging.statistics.context import DROP, Context
from ecosift.tagging.statistics.figures import Figure
from ecosift.tagging.statistics.lexicons import words
from ecosift.tagging.statistics.line import Line

_ARTICLES = frozenset({"the", "their", "its"})
_THOSE = frozenset({"that", "those"})
_COMPARED_IN = frozenset({"of", "in", "among", "for", "seen", "with", "at"})
_BEING = frozenset({"were", "was", "are", "is"})
_PARTED = frozenset({"in", "by"})
_RATIOS = frozenset({"OR", "aOR", "RR", "aRR", "HR", "aHR", "IRR", "GMR", "SMR"})
MOST_BETWEEN = 8
NEARLY = 0.35
MOST_OF_NAME = 4


def multiple(line: Line, at: int) -> Figure | None:
    """As in "twice as likely", "double the rate", "twice that of the others"; None for "twice a week"."""
    last = as_likely(line, at) or _the_rate(line, at) or (at if _is_that_of(line, at) else None)
    if last is None:
        return None
    return _ratio(line, at, last, words().multiples[line.lower[at]])


def half(line: Line, at: int) -> Figure | None:
    """As in "half as likely", "was half that of the others": the fraction at `at` as a ratio."""
    if line.numbers[at].value != 50:
        return None
    last = as_likely(line, at)
    if last is None and not (_is_that_of(line, at) and _is_told(line, at)):
        return None
    return _ratio(line, at, at if last is None else last, 0.5)


def _ratio(line: Line, at: int, last: int, value: float) -> Figure:
    figure = Figure("effect", "ratio", at, last, at)
    figure.parts.update(measure="ratio", value=value)
    figure.printed["value"] = line.slice(at, at)
    return figure


def as_likely(line: Line, at: int) -> int | None:
    """The last token of "twice as likely", of "twice" alone in "twice as high"; else None."""
    said = line.lower[at + 1 : at + 3]
    if len(said) < 2 or said[0] != "as":
        return None
    cues = words().cues
    return at + 2 if said[1] in cues["compared_as"] else at if said[1] in cues["compared_to"] else None


def _the_rate(line: Line, at: int) -> int | None:
    """As in "twice the vacancy rate"."""
    if line.lower[at + 1 : at + 2] == [] or line.lower[at + 1] not in _ARTICLES:
        return None
    for place in range(at + 2, min(at + 2 + MOST_OF_NAME, len(line.shape))):
        if line.lower[place] in words().cues["limits"]:
            return None
        if line.lower[place] in words().cues["compared_nouns"]:
            return place
        if line.shape[place] not in "wkPV":
            return None
    return None


def _is_that_of(line: Line, at: int) -> bool:
    """As in "twice that of men", "half those in towns"."""
    said = line.lower[at + 1 : at + 3]
    return len(said) == 2 and said[0] in _THOSE and said[1] in _COMPARED_IN


def _is_told(line: Line, at: int) -> bool:
    """Whether a verb of being brings the fraction: not in "half those in the towns came"."""
    before = at - 1 if line.shape[at - 1 : at] == "q" else at
    return before > 0 and line.lower[before - 1] in _BEING


def fraction_change(line: Line, at: int) -> int | None:
    """The first token of "fell by a third", "cut exhaust in the valley by half", "cut in half", else None."""
    place = at - 2 if line.shape[at - 1 : at] == "q" else at - 1
    if place < 1 or line.lower[place] not in _PARTED:
        return None
    if line.lower[at + 1 : at + 2] in (["an"], ["a"], ["of"]):  # "by half an hour"
        return None
    cues = words().cues
    if line.lower[place] == "in":
        return place - 1 if line.lower[place - 1] in cues["changed_parts"] else None
    return place - 1 if line.lower[place - 1] in cues["changed_by"] else _changing_verb(line, place)


def _changing_verb(line: Line, by: int) -> int | None:
    """The verb of "raised the risk of falls by"."""
    cues = words().cues
    for back in range(by - 1, max(-1, by - 2 - MOST_BETWEEN), -1):
        if line.lower[back] in cues["changing"] or line.lower[back] in cues["changed_parts"]:
            return back
        if line.shape[back] not in "wkfoPVLG":
            return None
    return None


def is_fraction_more(line: Line, at: int) -> bool:
    """As in "a third lower", "a quarter more likely"."""
    after = line.lower[at + 1 : at + 2]
    return bool(after) and after[0] in words().cues["compared_by_parts"]


def drop_restated(context: Context, figures: list[Figure]) -> None:
    """Drop "twice as likely" where the ratio follows in figures: "(OR 2.1, 95% CI 1.4 to 3.2)"."""
    for place, figure in enumerate(figures):
        in_words = figure.parts.get("measure") == "ratio" and "ci_low" not in figure.parts
        if figure.kind == "effect" and in_words:
            following = figures[place + 1 : place + 3]
            if any(_says_again(context, figure, other) for other in following):
                figure.kind = DROP


def _says_again(context: Context, told: Figure, figure: Figure) -> bool:
    if figure.parts.get("measure") not in _RATIOS or context.begin(told.at) != context.begin(figure.at):
        return False
    said, value = told.parts.get("value"), figure.parts.get("value")
    if not isinstance(said, (int, float)) or not isinstance(value, (int, float)):
        return False
    return abs(value - said) <= NEARLY * said

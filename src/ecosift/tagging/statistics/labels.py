"""What a figure measures: the words in its bracket, the noun phrase before it, or its clause's subject."""

from __future__ import annotations

import re

from ecosift.tagging.statistics.context import Context, cues
from ecosift.tagging.statistics.figures import Figure

_PHRASE = frozenset("wkGUPVLKZMXTOn")
_LINKING = frozenset("o-/t")
MOST_WORDS = 9


def label_of(context: Context, figure: Figure) -> str | None:
    """The label of a figure, or None where the clause does not tell it."""
    if figure.kind in ("sample_size", "period", "p_value", "test"):
        return None
    if figure.kind == "count":
        return _counted(context, figure) or _subject(context, figure)
    if figure.kind == "percentage":
        return _share(context, figure)
    return _inside(context, figure) or _before_bracket(context, figure) or _subject(context, figure)


def bracket_of(context: Context, token: int) -> int | None:
    """The bracket that is open at `token`, within reach."""
    shape, depth = context.line.shape, 0
    for place in range(token - 1, max(context.begin(token), token - 40) - 1, -1):
        if shape[place] == ")":
            depth += 1
        elif shape[place] == "(":
            if depth == 0:
                return place
            depth -= 1
    return None


def phrase_before(context: Context, token: int) -> tuple[int, int] | None:
    """The noun phrase that ends just before `token`: its first and last token."""
    line, shape, begin = context.line, context.line.shape, context.begin(token)
    first = token
    while first > begin and token - first < MOST_WORDS and _belongs(context, first - 1):
        first -= 1
    while first < token and (shape[first] in _LINKING or line.lower[first] in cues("label_openers")):
        first += 1
    return (first, token - 1) if first < token else None


def _belongs(context: Context, place: int) -> bool:
    code, word = context.line.shape[place], context.line.lower[place]
    if code in _LINKING:
        return code != "t"
    return code in _PHRASE and word not in cues("verbs")


def _text(context: Context, first: int, last: int) -> str | None:
    """The tokens as a label, without cue words at its ends."""
    shape = context.line.shape
    while first <= last and (
        shape[first] in "ADSfq,:;=a" or context.line.lower[first] in cues("label_openers")
    ):
        first += 1
    while last >= first and shape[last] in "ADSfq,:;=oa(":
        last -= 1
    return context.line.slice(first, last) if first <= last else None


def _inside(context: Context, figure: Figure) -> str | None:
    """ "(mean age 28.6", "; BMI: 29.8": words before the figure within its bracket."""
    start = bracket_of(context, figure.first)
    if start is None:
        return None
    shape, first = context.line.shape, figure.first
    while first > start + 1 and shape[first - 1] in "wkAUPG:=fSTo-" and figure.first - first < 8:
        first -= 1
    return _text(context, first, figure.first - 1) if first < figure.first else None


def _before_bracket(context: Context, figure: Figure) -> str | None:
    start = bracket_of(context, figure.first)
    if start is None:
        return None
    found = phrase_before(context, start)
    return _text(context, *found) if found else None


def _subject(context: Context, figure: Figure) -> str | None:
    """The noun phrase before the verb that brings the figure: "Umbilical glucose levels were …"."""
    line, shape, begin = context.line, context.line.shape, context.begin(figure.first)
    for place in range(figure.first - 1, max(begin, figure.first - 30) - 1, -1):
        if shape[place] in ";|":
            return None
        if line.lower[place] in cues("bringing"):
            return _clause_subject(context, begin, place)
    found = phrase_before(context, figure.first)
    return _text(context, *found) if found else None


def _clause_subject(context: Context, begin: int, verb: int) -> str | None:
    shape, lower = context.line.shape, context.line.lower
    first = verb
    while (
        first > begin
        and verb - first < 24
        and shape[first - 1] not in ";:|()"
        and not (shape[first - 1] == "," and lower[first] in ("the", "mean", "a", "there"))
    ):
        if lower[first - 1] in ("that", "whereas", "while", "but"):
            break
        first -= 1
    last = first
    while last < verb and not (
        shape[last] == "f" and last > first + 1 and lower[last] not in ("the", "a", "to", "an")
    ):
        last += 1
    return _text(context, first, min(last, verb, first + MOST_WORDS) - 1)


def _counted(context: Context, figure: Figure) -> str | None:
    """ "7 infants excluded after randomization", "15 prevalent infections", "death (n = 10)"."""
    line, shape = context.line, context.line.shape
    if figure.form == "n":
        start = bracket_of(context, figure.first)
        found = phrase_before(context, figure.first if start is None else start)
        return _text(context, *found) if found else None
    noun = figure.parts.get("_noun")
    if noun is not None and shape[noun[1]] == "V":
        return line.slice(*noun)
    after = figure.last + 1
    while after < context.end(figure.at) and line.lower[after] in (
        "were",
        "was",
        "had",
        "who",
        "have",
        "been",
    ):
        after += 1
    if after < context.end(figure.at) and (
        shape[after] == "w" and (line.lower[after] in cues("outcome") or line.lower[after].endswith("ed"))
    ):
        return _verb_phrase(context, after)
    return None


def _verb_phrase(context: Context, first: int) -> str:
    shape, last = context.line.shape, first
    while last + 1 < context.end(first) and last - first < 6 and shape[last + 1] not in ",;.()|NavC":
        last += 1
    while last > first and shape[last] in "fo":
        last -= 1
    return context.line.slice(first, last)


def _share(context: Context, figure: Figure) -> str | None:
    """ "White (81.8%)", "56.7% were male", "62% of women reported fear", "the rate was 12%"."""
    start = bracket_of(context, figure.first)
    if start is not None:
        inside = _inside(context, figure)
        if inside:
            return inside
        return _with_shared_head(context, figure, _before_bracket(context, figure))
    following = _predicate(context, figure)
    return following or _subject(context, figure)


def _predicate(context: Context, figure: Figure) -> str | None:
    line, shape, end = context.line, context.line.shape, context.end(figure.at)
    place = figure.last + 1
    if figure.parts.get("_of"):
        place = figure.parts["_of"][1] + 1
    while place < end and line.lower[place] in (
        "were",
        "was",
        "are",
        "is",
        "had",
        "have",
        "has",
        "been",
        "also",
        "who",
    ):
        place += 1
    moved = place > figure.last + 1
    if (
        place < end
        and shape[place] in "wPk"
        and (moved or line.lower[place].endswith("ed") or line.lower[place] in cues("outcome"))
    ):
        return _verb_phrase(context, place)
    return None


def _with_shared_head(context: Context, figure: Figure, label: str | None) -> str | None:
    """ "opioid (40.1%) and stimulant (81.8%) use disorders": the head after the list belongs to each."""
    if label is None or " " in label.strip():
        return label
    found = re.compile(r"\)(?:,?[ar]?[wk]{1,3}\(N%\)){0,4}(?P<head>[wV]{1,3})(?:[.,;)|]|$)").match(
        context.line.shape, figure.last + 1
    )
    if found is None or "a" not in context.line.shape[figure.last + 1 : found.end()] + context.codes_before(
        figure.first, 3
    ):
        return label
    head = context.line.slice(found.start("head"), found.end("head") - 1)
    return f"{label} {head.removesuffix('s')}"

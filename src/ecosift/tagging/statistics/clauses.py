"""The clause that a figure stands in: the subject of its verb, and what is compared in it."""

from __future__ import annotations

import re

from ecosift.tagging.statistics.context import Context, cues
from ecosift.tagging.statistics.phrases import MOST_WORDS, trimmed

# a time that opens the clause: "Over six months the fall rate", "Results At 2 h the mean score"
_WHEN = re.compile(r"w?[fq]{1,2}(?:N-?[Th]|w?TN?),?f?")
_DETERMINERS = frozenset({"the", "a", "an"})
_RELATIVE = frozenset({"who", "that", "with", "whose", "which", "in"})
_TURNS = frozenset({"but", "while", "whereas", "although"})
_DIFFER = frozenset({"differ", "differed", "differs"})
_DIFFERENCE = frozenset({"difference", "differences"})
_BETWEEN = frozenset(
    {"between", "among", "across", "at", "after", "was", "were", "by", "when", "for", ",", "("}
)
_FARTHEST = 24


def subject_of(context: Context, verb: int) -> str | None:
    """The subject of the verb at `verb`: from its clause's opening to its first preposition."""
    shape, lower, begin = context.line.shape, context.line.lower, context.begin(verb)
    while verb > begin and lower[verb - 1] in cues("bringing"):
        verb -= 1
    first, opening = verb, _introduced(context, verb)
    while first > max(begin, opening) and verb - first < _FARTHEST:
        aside = _aside(context, first)
        if aside is None and _opens_clause(context, first):
            break
        first = first - 1 if aside is None else aside
    when = _WHEN.match(shape, first, verb)
    opener = context.line.shape[first] != "w" or lower[first] in cues("section_words")
    if when is not None and opener and when.end() < verb:
        first = when.end()
    return _share_of(context, first, verb) or _to_preposition(context, first, verb)


def _to_preposition(context: Context, first: int, verb: int) -> str | None:
    last = first
    while last < verb and not (context.line.shape[last] == "(" or _ends_subject(context, first, last)):
        last += 1
    closing = context.line.shape.find(")", last, min(verb, last + 8)) if last < verb else -1
    if (
        context.line.shape[last] == "("
        and context.line.shape[closing + 1 : closing + 2] == "o"
        and closing > 0
    ):
        last = closing + 1  # "changes (standard error) of the total score"
        while last < verb and context.line.shape[last] in "owkMGUPV":
            last += 1
    last = min(last, verb, first + MOST_WORDS)
    while last - 1 > first and context.line.lower[last - 1].endswith(
        "ly"
    ):  # "concentration significantly rose"
        last -= 1
    return trimmed(context, first, last - 1)


def _share_of(context: Context, first: int, verb: int) -> str | None:
    """As in "The proportion of smokers who quit was": what those counted did."""
    lower, shape = context.line.lower, context.line.shape
    while first < verb and lower[first] in _DETERMINERS:
        first += 1
    if first + 2 >= verb or lower[first] not in cues("shares") or shape[first + 1] != "o":
        return None
    for place in range(first + 2, min(verb - 1, first + 9)):
        if lower[place] in _RELATIVE and shape[place - 1] not in "fo":
            return trimmed(context, place + 1, min(verb - 1, place + MOST_WORDS))
        if shape[place - 1] == "P" and shape[place] == "w":  # "of participants reporting fever"
            return trimmed(context, place, min(verb - 1, place + MOST_WORDS))
    return None


def _before_did(context: Context, verb: int) -> int:
    lower, begin = context.line.lower, context.begin(verb)
    while verb - 1 > begin and (
        lower[verb - 1] in ("did", "do", "not") or lower[verb - 1] in cues("adverbs")
    ):
        verb -= 1
    return verb


def _what_differs(context: Context, first: int, end: int) -> str | None:
    """As in "no difference in weekly steps between the villages"."""
    last = first
    while last + 1 < end and last - first < MOST_WORDS and context.line.lower[last + 1] not in _BETWEEN:
        last += 1
    return trimmed(context, first, last)


def _introduced(context: Context, verb: int) -> int:
    """The token after the comma that ends an opening phrase: "After the law had changed, admissions fell"."""
    shape, lower, begin = context.line.shape, context.line.lower, context.begin(verb)
    for place in range(verb - 1, max(begin, verb - 2 * _FARTHEST) - 1, -1):
        if shape[place] in ";:|":
            begin = place + 1
            break
    if lower[begin] not in cues("introducing"):
        return begin
    comma = shape.find(",", begin, verb)
    return comma + 1 if 0 <= comma < verb - 1 else begin


def object_before(context: Context, by: int) -> str | None:
    """As in "coaching raised daily steps by 12%": what is changed; None for "daily steps rose by 12%"."""
    shape, lower = context.line.shape, context.line.lower
    for place in range(by - 1, max(context.begin(by), by - MOST_WORDS) - 1, -1):
        if lower[place] in cues("changing"):
            return trimmed(context, place + 1, by - 1) if place + 1 < by else None
        if shape[place] not in "wkofGPVLKUAD-":
            return None
    return None


def _aside(context: Context, first: int) -> int | None:
    """Where the bracket opens that closes just before `first`: it is no part of the subject."""
    if context.line.shape[first - 1] != ")":
        return None
    opening = context.line.shape.rfind("(", max(context.begin(first), first - 12), first)
    return opening if opening > context.begin(first) else None


def _ends_subject(context: Context, first: int, last: int) -> bool:
    shape, lower = context.line.shape, context.line.lower
    if shape[last] != "f" or lower[last] in _DETERMINERS:
        return False
    if last > first and lower[last] in ("on", "for") and lower[last - 1] in cues("generic_heads"):
        return False
    if last > first and lower[last] == "in" and lower[last - 1] in cues("changes"):
        return False
    return last > first + 1 or (last > first and shape[first] in "wkVGM")


def _opens_clause(context: Context, first: int) -> bool:
    code, word = context.line.shape[first - 1], context.line.lower[first - 1]
    if code in ";:|()" or word in ("that", "whereas", "while", "but"):
        return True
    after = context.line.shape[first]
    if code == "a" and after != "N" and _follows_a_clause(context, first - 1):
        return True
    if (
        code == "a"
        and after != "N"
        and context.line.shape[max(0, first - 3) : first - 1] in ("),", "N,", "%,")
    ):
        return True  # "was tied to obesity (OR 1.4), and living alone was …"
    return code in ",a" and context.line.lower[first] in ("the", "mean", "a", "there", "median", "average")


def _follows_a_clause(context: Context, place: int) -> bool:
    """As in "glucose rose from 8.1 to 9.4 after 12 weeks and weight rose": "and" joins two clauses."""
    first = max(context.begin(place), place - 15)
    told = "N" in context.line.shape[max(first, place - 7) : place]
    return told and not cues("bringing").isdisjoint(context.line.lower[first:place])


def compared_subject(context: Context, end: int) -> str | None:
    """As in "Nausea was less common with the patch (": the subject, where the clause compares it."""
    shape, lower, begin = context.line.shape, context.line.lower, context.begin(end)
    for place in range(end - 1, max(begin, end - _FARTHEST) - 1, -1):
        if lower[place] in _TURNS or (shape[place] in ";|:N" and shape[place + 1] != "G"):
            return None
        if lower[place] in _DIFFER or lower[place] in _DIFFERENCE:
            return _differing(context, place, end)
        verb = _copula(context, place) if lower[place] in cues("degrees") else None
        if verb is not None:
            return None if shape[verb - 1] == "P" else subject_of(context, verb)
    return None


def _differing(context: Context, place: int, end: int) -> str | None:
    """As in "differed in sleep", "no difference in annual falls", "falls did not differ"."""
    lower = context.line.lower
    if lower[place + 1] in ("in", "on", "for"):
        return _what_differs(context, place + 2, end)
    return subject_of(context, _before_did(context, place)) if lower[place] in _DIFFER else None


def _copula(context: Context, place: int) -> int | None:
    """The verb of "was significantly less" for the token of "less"."""
    lower, begin, verb = context.line.lower, context.begin(place), place - 1
    while verb > begin and lower[verb] in cues("adverbs"):
        verb -= 1
    return verb if verb > begin and lower[verb] in cues("being") else None

"""Phrases by their place: the bracket that is open, the noun phrase before a token."""

from __future__ import annotations

from ecosift.tagging.statistics.context import Context, cues

_PHRASE = frozenset("wkGUPVLKZMXTn")
_LINKING = frozenset("o-/")
_TRIMMED = frozenset("ADSfq,:;=oa(r-")
MOST_WORDS = 9


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
    for place in range(first, token):
        if line.lower[place] in cues("bases"):
            first = place + 1
    while first < token and (shape[first] in _LINKING or line.lower[first] in cues("label_openers")):
        first += 1
    return (first, token - 1) if first < token else None


def _belongs(context: Context, place: int) -> bool:
    code, word = context.line.shape[place], context.line.lower[place]
    if word == "to" and place > 0:  # "exposure to violence", but "randomised to exercise"
        noun = context.line.lower[place - 1]
        return context.line.shape[place - 1] == "w" and not noun.endswith("ed") and noun not in cues("likely")
    return code in _LINKING or (code in _PHRASE and word not in cues("verbs"))


def trimmed(context: Context, first: int, last: int) -> str | None:
    """The tokens as a label, without cue words at its ends."""
    shape, lower = context.line.shape, context.line.lower
    while first <= last and (shape[first] in _TRIMMED or lower[first] in cues("label_openers")):
        first += 1
    while last >= first and shape[last] in _TRIMMED:
        last -= 1
    return context.line.slice(first, last) if first <= last else None

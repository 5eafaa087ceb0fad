"""What an effect is of: its factor or its outcome, as the clause before its bracket tells it."""

from __future__ import annotations

from ecosift.tagging.statistics.clauses import compared_subject, subject_of
from ecosift.tagging.statistics.context import Context, cues
from ecosift.tagging.statistics.figures import Figure
from ecosift.tagging.statistics.phrases import bracket_of, trimmed

_REACH = 14
_ARTICLES = frozenset({"the", "a", "an", "their", "its"})
_TURNS = frozenset(
    {"than", "in", "within", "if", "when", "among", "after", "compared with", "while", "during"}
)
_STOPPING = frozenset({"with", "for", "were", "was", "showed", "between", "in", "to", "by"})


def outcome_of(context: Context, figure: Figure) -> str | None:
    """The factor or outcome of an effect; None where only its phrase or subject can tell."""
    start = bracket_of(context, figure.first)
    if start is not None and figure.first == start + 1:
        found = likely_to(context, start) or _factor(context, start) or _odds_of(context, start)
        return found or compared_subject(context, start) or _listed(context, start)
    return after_change(context, figure) or _of_measure(context, figure)


def after_change(context: Context, figure: Figure) -> str | None:
    """As in "34% less likely to leave", "a 9% rise in falls", "a 22% lower rate of falls": what changes."""
    line, last = context.line, figure.last
    word, after = line.lower[last], line.lower[last + 1 : last + 2]
    if last <= figure.at or not after or last + 2 >= context.end(last):
        return None
    if word in cues("likely") and after == ["to"]:
        return _up_to(context, last + 2, _TURNS)
    if word in cues("change_of") and after in (["in"], ["of"]):
        return _up_to(context, last + 2, _TURNS | _STOPPING)
    compared = word in cues("change_after") and line.shape[last + 1] in "wVM"
    return _up_to(context, last + 1, _TURNS | _STOPPING) if compared else None


def _up_to(context: Context, first: int, stops: frozenset[str]) -> str | None:
    """The words from `first` to one that ends them."""
    line, end = context.line, min(context.end(first - 1), first + _REACH)
    while first < end and line.lower[first] in ("be", "have", "been"):
        first += 1
    last = first
    while last < end and line.shape[last] not in ",;:.|()N" and line.lower[last] not in stops:
        last += 1
    return trimmed(context, first, last - 1) if last > first else None


def likely_to(context: Context, start: int) -> str | None:
    """What people are likely to do: "were more likely to be on target (OR 1.9"."""
    lower, begin = context.line.lower, max(context.begin(start), start - 2 * _REACH)
    for place in range(start - 1, begin, -1):
        if context.line.shape[place] in ";:|()N":
            return None
        if lower[place] == "to" and lower[place - 1] in cues("likely"):
            first = place + 1
            while first < start - 1 and lower[first] in ("be", "have", "been"):
                first += 1
            last = first
            while last + 1 < start and lower[last + 1] not in ("than", "in", "within", "if", "when", "among"):
                last += 1
            return trimmed(context, first, last)
    return None


def _odds_of(context: Context, start: int) -> str | None:
    """As in "had lower odds of depression (OR 0.56": what the odds are of."""
    shape, lower = context.line.shape, context.line.lower
    for place in range(start - 2, max(context.begin(start), start - _REACH) - 1, -1):
        if shape[place] in ";:|()N":
            return None
        of = shape[place + 1] == "o" or lower[place + 1] == "for"
        if of and lower[place] in cues("chances"):
            last = place + 2
            while last + 1 < start and shape[last + 1] not in ",f" and lower[last + 1] not in cues("being"):
                last += 1
            return trimmed(context, place + 2, last)
    return None


def _factor(context: Context, start: int) -> str | None:
    """As in "Living alone was associated with relapse (OR 2.1", "raised the odds of relapse (OR 2.1"."""
    shape, lower = context.line.shape, context.line.lower
    for place in range(start - 1, max(context.begin(start), start - _REACH) - 1, -1):
        if shape[place] in ";:|()N":
            return None
        changing = lower[place] in cues("changing")
        if changing and lower[_first_of_verb(context, place)] in cues("being"):  # "HbA1c was reduced in"
            return _subject_factor(context, _first_of_verb(context, place))
        if changing and cues("chances").isdisjoint(lower[place:start]):
            return _object(context, place, start)
        if changing or lower[place] in cues("associating"):
            return _subject_factor(context, _first_of_verb(context, place))
    return None


def _first_of_verb(context: Context, verb: int) -> int:
    lower, begin = context.line.lower, context.begin(verb)
    while verb - 1 > begin and (lower[verb - 1] in cues("being") or lower[verb - 1] in cues("adverbs")):
        verb -= 1
    return verb


def _subject_factor(context: Context, verb: int) -> str | None:
    """The subject as a factor; None where it only says that people are meant."""
    before = context.line.shape[verb - 1 : verb]
    return None if before == "P" else subject_of(context, verb)


def _object(context: Context, verb: int, start: int) -> str | None:
    """As in "reduced symptoms of heat strain (OR 0.58": what is changed."""
    shape, last = context.line.shape, verb + 1
    while last + 1 < start and (shape[last + 1] not in "fq,;" or context.line.lower[last + 1] in _ARTICLES):
        last += 1
    return trimmed(context, verb + 1, last) if last < start else None


def _listed(context: Context, start: int) -> str | None:
    """As in "calling the clinic before the second dose (OR 1.7 …)": all from the last comma."""
    shape, lower, begin = context.line.shape, context.line.lower, context.begin(start)
    first = start
    while first > begin and start - first < 12 and shape[first - 1] not in ",;:()|v":
        if lower[first - 1] in _STOPPING:
            break
        first -= 1
    if first < start and (shape[start - 1] == "G" or lower[start - 1] in cues("group_persons")):
        return None  # "in the metformin group (" tells in whom
    return trimmed(context, first, start - 1)


def _of_measure(context: Context, figure: Figure) -> str | None:
    """As in "relative risk of relapse was 2.63", "HR for death, 0.74": what the measure is of."""
    shape, lower, begin = context.line.shape, context.line.lower, context.begin(figure.at)
    place = figure.at - 1
    while place > begin and figure.at - place < 20 and shape[place] != "M":
        if shape[place] in ";|" or shape[place] == "N":
            return None
        place -= 1
    if shape[place] != "M" or not (shape[place + 1] == "o" or lower[place + 1] in ("for", "in")):
        return None
    last = place + 2
    while last < figure.at and shape[last] not in ",:;(=" and lower[last] not in cues("bringing"):
        last += 1
    return trimmed(context, place + 2, last - 1) if last > place + 2 else None

"""What is said of the people that a figure counts: "56.7% were male", "23 of 36 could name a friend"."""

from __future__ import annotations

import re

from ecosift.tagging.statistics.context import Context, cues
from ecosift.tagging.statistics.figures import Figure

BEING = frozenset({"were", "was", "are", "is", "had", "have"})
_AUXILIARIES = BEING | {
    "been",
    "being",
    "also",
    "would",
    "could",
    "will",
    "can",
    "may",
    "might",
    "did",
    "do",
    "not",
}
_AUXILIARIES |= {"to", "has", "ever", "never", "a", "an", "the", "still", "already", "either", "all", "both"}
_THEY = frozenset({"they", "he", "she", "it"})
# after "were", "had": "at low risk", "no opinion"
_STATES = frozenset({"at", "in", "on", "no", "under", "without", "from", "off", "out"})
_CLAUSE_ENDS = frozenset(",;.()|NavC")
_TAIL = frozenset("foqtm")
# a time after the verb is no part of what is said: "had moved within the past year", "left each month"
_WHEN = frozenset({"within", "during", "since", "when", "while", "because", "whereas", "although"})
_RELATIVE = frozenset({"who", "that", "which"})
# after the people of a share: which of them
_RESTRICTING = frozenset(
    {"with", "without", "in", "at", "from", "on", "under", "over", "within", "living", "aged", "outside"}
)
_BOUNDS = frozenset({"over", "under", "aged", "above", "below", "older than", "younger than"})
_AGED = re.compile(r"[wq](?:N[-t])?N(?:T(?!w))?")
_WITH_WHAT = re.compile(r"f[wkV]{1,3}(?=[.,;)]|f|$)")
_FINITE = BEING | {"has", "would", "could", "will", "can", "may", "might", "did", "do", "does"}
_DETERMINERS = frozenset(
    {"the", "a", "an", "these", "those", "their", "its", "no", "in", "with", "at", "for", "and"}
)
_OPENERS = frozenset({"that", "because", "while", "whereas", "only", "just", "but", "and"})
MOST_RESTRICTING = 14
_EACH = frozenset({"each", "every", "per"})
MOST_WORDS = 7


def predicate_of(context: Context, figure: Figure) -> str | None:
    """What the words after a share or a count say of its people; None for other figures."""
    return _predicate(context, figure) if figure.kind in ("percentage", "count") else None


def said_of(context: Context, figure: Figure) -> str | None:
    """The predicate right after the figure, for shares and counts alike."""
    return _predicate(context, figure)


def said_by_all(context: Context, figure: Figure) -> str | None:
    """As in "44 % of participants in groups A and B met the target": the verb after their groups."""
    return shared_predicate(context, figure) if _opens_its_clause(context, figure) else None


def said_after(context: Context, start: int) -> str | None:
    """The predicate at `start`, as after the bracket of "Two thirds (66%) supported a cap"."""
    end = context.end(start - 1)
    place = _past_auxiliaries(context, start, end)
    if place >= end or not (context.line.shape[place] in "wPkVGMhLU" or _is_state(context, place, start)):
        return None
    return verb_phrase(context, place) if place > start or _is_verb(context, place) else None


def _is_state(context: Context, place: int, start: int) -> bool:
    """As in "were at low risk", "had no opinion"."""
    after = context.line.shape[place + 1 : place + 2]
    return place > start and context.line.lower[place] in _STATES and after in tuple("wkPVGf")


def _predicate(context: Context, figure: Figure) -> str | None:
    line, shape, end = context.line, context.line.shape, context.end(figure.at)
    place = start = figure.last + 1
    while place < end and (line.lower[place] in _AUXILIARIES or line.lower[place] == "who"):
        place += 1
    if place >= end or not (shape[place] in "wPkVGMhLU" or _is_state(context, place, start)):
        return None
    if line.lower[place].endswith("ed") and line.lower[place + 1 : place + 2] == ["had"] and place == start:
        start, place = place + 1, place + 2  # "26 of the 80 prisoners interviewed had lost"
    helped = any(word in _AUXILIARIES for word in line.lower[start : start + 1]) or line.lower[start] == "who"
    verbal = helped or _is_verb(context, place)
    verbal |= shape[place] == "w" and _opens_its_clause(context, figure)
    return verb_phrase(context, place) if verbal else None


def _opens_its_clause(context: Context, figure: Figure) -> bool:
    """As in "One in five woke": a share of people that is its clause's subject."""
    told = figure.form == "fraction" or "_of" in figure.parts or "_noun" in figure.parts
    before, said = context.codes_before(figure.first, 1), context.before(figure.first, 1)
    if figure.kind == "percentage" and figure.form == "bare" and before in ("", ",", ";", ":", ".", "|"):
        return True
    return told and (
        before in ("", ",", ";", ":", "a", "|", ".") or said in (["that"], ["because"], ["while"], ["only"])
    )


def restricted_to(context: Context, figure: Figure, last: int) -> int:
    """Where the people of a share end who open its clause: "51% of women with a positive score started"."""
    line, place = context.line, last + 1
    if place >= context.end(last):
        return last
    if not _opens(context, figure):
        return _narrowed_to(context, last)
    word = line.lower[place]
    relative = word in _RELATIVE
    reduced = line.shape[place] == "w" and word.endswith("ed") and word not in _RESTRICTING
    if not (relative or reduced or word in _RESTRICTING):
        return last
    if not relative and _is_study(context, place):
        return last
    verb = finite_verb(context, (_own_verb(context, place) if relative else place) + 1)
    if verb is None or (reduced and line.lower[verb] not in BEING):
        return last
    return verb - 1


def _narrowed_to(context: Context, last: int) -> int:
    """As in "affects one in twelve adults over fifty", "up to a third of men with diabetes"."""
    line, place = context.line, last + 1
    narrowed = _AGED.match(line.shape, place) if line.lower[place] in _BOUNDS else None
    if line.lower[place] in ("with", "without"):
        narrowed = _WITH_WHAT.match(line.shape, place)
    if narrowed is None or line.shape[last] not in "PL":
        return last
    return narrowed.end() - 1


def _own_verb(context: Context, who: int) -> int:
    """The verb of a relative clause: "who had ever been", "who come"."""
    place, end = who + 1, context.end(who)
    while place + 1 < end and (
        context.line.lower[place] in _AUXILIARIES or context.line.lower[place] in cues("adverbs")
    ):
        place += 1
    return place


def _is_study(context: Context, place: int) -> bool:
    """As in "a third of patients in one review": where this was found."""
    return re.match(r"f?[NfwO]{0,2}K", context.line.shape[place + 1 : place + 5]) is not None


def _opens(context: Context, figure: Figure) -> bool:
    before, said = context.codes_before(figure.first, 1), context.before(figure.first, 1)
    return before in ("", ",", ";", ":", "a", "|", ".") or (bool(said) and said[0] in _OPENERS)


def finite_verb(context: Context, place: int) -> int | None:
    """The next finite verb of the clause, if it comes soon."""
    shape, end = context.line.shape, min(context.end(place - 1), place + MOST_RESTRICTING)
    while place < end and shape[place] not in ",;:.|()":
        if _is_finite(context, place):
            return place
        place += 1
    return None


def _is_finite(context: Context, place: int) -> bool:
    line = context.line
    if place >= context.end(place - 1) or line.shape[place - 1] in "oqt":
        return False
    word, before = line.lower[place], line.lower[place - 1]
    if word in _FINITE or word in cues("finite"):
        return True
    return line.shape[place] == "w" and word.endswith("ed") and before not in _DETERMINERS


def shared_predicate(context: Context, figure: Figure) -> str | None:
    """As in "88 people (43%) in the exercise arm and 121 (59%) in the other fell": a verb for both."""
    line, end = context.line, min(context.end(figure.at), figure.last + 30)
    verbs: list[int] = []
    relative = False
    for place in range(figure.last + 1, end):
        if line.shape[place] in ";|:.":
            break
        word = line.lower[place]
        if word in _RELATIVE:
            relative = True
        elif _is_verb(context, place) or word in BEING:
            verbs.append(place)
    if relative:  # "of those who gave up had done so": the first verb is not theirs
        verbs = [place for place in verbs[1:] if line.lower[place] in BEING]
    found = next((place for place in verbs if line.lower[place] in BEING), verbs[0] if verbs else None)
    return None if found is None else said_after(context, found)


def _is_verb(context: Context, place: int) -> bool:
    word = context.line.lower[place]
    if word in cues("verbs") or word in cues("predicates") or word in cues("speaking"):
        return True
    return context.line.shape[place] == "w" and (word.endswith("ed") or word in cues("outcome"))


def _past_auxiliaries(context: Context, place: int, end: int) -> int:
    while place + 1 < end and context.line.lower[place] in _AUXILIARIES:
        place += 1
    return place


def verb_phrase(context: Context, first: int) -> str:
    """The verb at `first` with what follows it in its clause: "felt tired", "set no limits"."""
    first = _reported(context, first)
    shape, lower, last = context.line.shape, context.line.lower, first
    while last + 1 < context.end(first) and last - first < MOST_WORDS - 1:
        if shape[last + 1] in _CLAUSE_ENDS or lower[last + 1] in _WHEN:
            break
        if shape[last + 1] == "q" and shape[last + 2 : last + 3] in ("N", "T", "f", ""):
            break
        if lower[last + 1] in _EACH and shape[last + 2 : last + 3] == "T":
            break
        last += 1
    while last > first and shape[last] in _TAIL:
        last -= 1
    return context.line.slice(first, last)


def _reported(context: Context, first: int) -> int:
    """As in "said that they felt tired": what was said."""
    lower, shape, end = context.line.lower, context.line.shape, context.end(first)
    if lower[first] not in cues("speaking") and lower[first] not in cues("reporting"):
        return first
    place = first + 1
    if place < end and lower[place] == "that":
        place += 1
    told = place + 1 < end and lower[place] in _THEY and shape[place + 1] in "wf"
    return place + 1 if told else first


def verb_before(context: Context, token: int) -> str | None:
    """As in "They stayed for a median of 14 weeks": the verb that the average belongs to."""
    shape, begin = context.line.shape, context.begin(token)
    for place in range(token - 1, max(begin, token - MOST_WORDS) - 1, -1):
        if shape[place] not in "fwo":
            return None
        if _is_verb(context, place):
            last = token - 1
            while last > place and shape[last] in _TAIL:
                last -= 1
            return context.line.slice(place, last)
    return None

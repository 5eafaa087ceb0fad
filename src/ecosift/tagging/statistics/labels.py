"""What a figure measures: the words in its bracket, the noun phrase before it, or its clause's subject."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from ecosift.tagging.statistics.context import Context, cues
from ecosift.tagging.statistics.figures import Figure

_PHRASE = frozenset("wkGUPVLKZMXTn")
_LINKING = frozenset("o-/")
_TRIMMED = frozenset("ADSfq,:;=oa(r-")
_YEARS = frozenset({"years", "year", "y", "yr", "yrs"})
_SHARED_HEAD = re.compile(r"\)(?:,?[ar]?[wk]{1,3}\(N%\)){0,4}(?P<head>[wV]{1,3})(?:[.,;)|]|$)")
_BEING = frozenset({"were", "was", "are", "is", "had", "have"})
_AUXILIARIES = _BEING | {
    "been",
    "being",
    "also",
    "would",
    "could",
    "will",
    "can",
    "did",
    "not",
    "to",
    "has",
    "ever",
    "never",
    "a",
    "an",
    "the",
}
# a time that opens the clause: "Over six months the fall rate", "Results At 2 h the mean score"
_WHEN = re.compile(r"w?[fq]{1,2}(?:N-?[Th]|w?TN?),?f?")
MOST_WORDS = 9
WIDEST_ROW = 400


def label_of(context: Context, figure: Figure) -> str | None:
    """The label of a figure, or None where the clause does not tell it."""
    if figure.kind in ("sample_size", "period", "p_value", "test"):
        return None
    return _row_head(context, figure) or _LABELS.get(figure.kind, _of_measured)(context, figure)


def _of_counted(context: Context, figure: Figure) -> str | None:
    return (
        _of_count(context, figure)
        or _before_bracket(context, figure)
        or _shared_predicate(context, figure)
        or _subject(context, figure)
    )


def _of_effect(context: Context, figure: Figure) -> str | None:
    return _listed(context, figure) or _outcome_of(context, figure) or _of_measured(context, figure)


def _of_measured(context: Context, figure: Figure) -> str | None:
    if _is_age(context, figure):
        return "age"
    return _inside(context, figure) or _before_bracket(context, figure) or _subject(context, figure)


def _row_head(context: Context, figure: Figure) -> str | None:
    """As in "| Current smoker | 12 (20%) | 15 (26%) |": the head of the row, for a cell of figures alone."""
    text, end = context.line.text, context.line.starts[figure.first]
    row = text[max(0, end - WIDEST_ROW) : end].rpartition("\n")[2]
    first, *cells = row.split("|") if row.count("|") > 1 else [row]
    if first.strip() or len(cells) < 2 or cells[-1].strip():
        return None
    return re.split(r"[,(]", cells[0], maxsplit=1)[0].strip() or None


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
    return code in _LINKING or (code in _PHRASE and word not in cues("verbs"))


def trimmed(context: Context, first: int, last: int) -> str | None:
    """The tokens as a label, without cue words at its ends."""
    shape, lower = context.line.shape, context.line.lower
    while first <= last and (shape[first] in _TRIMMED or lower[first] in cues("label_openers")):
        first += 1
    while last >= first and shape[last] in _TRIMMED:
        last -= 1
    return context.line.slice(first, last) if first <= last else None


def _is_age(context: Context, figure: Figure) -> bool:
    """A range or mean of years without another word for what it is: of persons, that is their age."""
    if figure.unit is None or context.line.lower[figure.unit] not in _YEARS:
        said = {*context.before(figure.first, 3), context.line.lower[figure.first]}
        return figure.kind == "range" and bool(cues("age") & said)
    near = context.before(figure.first, 5)
    if figure.kind == "range" or "age" in near:
        return True
    return context.line.shape[figure.first - 2 : figure.first] == "P("


def _inside(context: Context, figure: Figure) -> str | None:
    """As in "(mean age 28.6", "; BMI: 29.8": words before the figure within its bracket."""
    start = bracket_of(context, figure.first)
    if start is None:
        return None
    shape, first = context.line.shape, figure.first
    while first > start + 1 and shape[first - 1] in "wkAUPG:=fSTo-" and figure.first - first < 8:
        first -= 1
    return trimmed(context, first, figure.first - 1) if first < figure.first else None


def _before_bracket(context: Context, figure: Figure) -> str | None:
    """The phrase before the figure's bracket; "at 2 months" and "in the yoga group" are stepped over."""
    start = bracket_of(context, figure.first)
    for _ in range(3):
        if start is None:
            return None
        found = phrase_before(context, start)
        if found is None:
            if context.line.shape[start - 1 : start] != "N":
                return None
            found = (start - 1, start - 1)
        before = found[0] - 1
        while before > context.begin(figure.at) and context.line.lower[before] in cues("label_openers"):
            before -= 1
        previous = context.line.lower[before] if before >= context.begin(figure.at) else ""
        if previous in cues("bringing") or previous == "not":
            subject = _clause_subject(context, before)
            people = figure.kind in ("count", "percentage") and _is_people(context, before)
            return trimmed(context, *found) if people and previous in _BEING else subject
        if not _is_adjunct(context, found, before):
            return trimmed(context, *found)
        start = _adjunct_start(context, before)
    return None


def _is_people(context: Context, verb: int) -> bool:
    """Whether the subject before `verb` only says that people are meant: "Most were female (n = 661)"."""
    word, code = context.line.lower[verb - 1], context.line.shape[verb - 1]
    return verb - 1 >= context.begin(verb) and (code == "P" or word in cues("anybody"))


def _is_adjunct(context: Context, found: tuple[int, int], before: int) -> bool:
    """Whether the phrase only says when or in whom."""
    shape, last = context.line.shape, found[1]
    if shape[last] in "TUN" and all(code in "NTUaw" for code in shape[found[0] : last + 1]):
        return True
    grouped = shape[last] == "G" or context.line.lower[last] in cues("group_persons")
    among = shape[last] == "P" and context.line.lower[before] in ("in", "among", "amongst", "for")
    return (grouped or among) and shape[before : before + 1] == "f"


def _adjunct_start(context: Context, before: int) -> int:
    while before > 0 and context.line.shape[before - 1] in "fN":
        before -= 1
    return before


def _subject(context: Context, figure: Figure) -> str | None:
    """The noun phrase before the verb that brings the figure: "Umbilical glucose levels were …"."""
    line, shape, begin = context.line, context.line.shape, context.begin(figure.first)
    for place in range(figure.first - 1, max(begin, figure.first - 30) - 1, -1):
        if shape[place] in ";|":
            return None
        if line.lower[place] in cues("bringing"):
            return _clause_subject(context, place)
        if shape[place] in "AD" and figure.first - place > 1 and "N" not in shape[place : figure.first]:
            return trimmed(context, place, figure.first - 1)
    found = phrase_before(context, figure.first)
    return trimmed(context, *found) if found else None


def _clause_subject(context: Context, verb: int) -> str | None:
    """The subject of the verb at `verb`: from its clause's opening to its first preposition."""
    shape, lower, begin = context.line.shape, context.line.lower, context.begin(verb)
    while verb > begin and lower[verb - 1] in cues("bringing"):
        verb -= 1
    first = verb
    while first > begin and verb - first < 24:
        aside = _aside(context, first)
        if aside is None and _opens_clause(context, first):
            break
        first = first - 1 if aside is None else aside
    when = _WHEN.match(shape, first, verb)
    if when is not None and when.end() < verb:
        first = when.end()
    last = first
    while last < verb and not (shape[last] == "(" or _ends_subject(context, first, last)):
        last += 1
    return trimmed(context, first, min(last, verb, first + MOST_WORDS) - 1)


def _aside(context: Context, first: int) -> int | None:
    """Where the bracket opens that closes just before `first`: it is no part of the subject."""
    if context.line.shape[first - 1] != ")":
        return None
    opening = context.line.shape.rfind("(", max(context.begin(first), first - 12), first)
    return opening if opening > context.begin(first) else None


def _ends_subject(context: Context, first: int, last: int) -> bool:
    if context.line.shape[last] != "f" or context.line.lower[last] in ("the", "a", "an"):
        return False
    return last > first + 1 or (last > first and context.line.shape[first] in "wkVGM")


def _opens_clause(context: Context, first: int) -> bool:
    code, word = context.line.shape[first - 1], context.line.lower[first - 1]
    if code in ";:|()" or word in ("that", "whereas", "while", "but"):
        return True
    return code in ",a" and context.line.lower[first] in ("the", "mean", "a", "there", "median", "average")


def _listed(context: Context, figure: Figure) -> str | None:
    """As in "calling the clinic before the second dose (OR 1.7 …)": all from the last comma."""
    start = bracket_of(context, figure.first)
    if start is None or figure.first != start + 1:
        return None
    shape, lower, begin = context.line.shape, context.line.lower, context.begin(figure.at)
    first = start
    while first > begin and start - first < 12 and shape[first - 1] not in ",;:()|v":
        if (
            lower[first - 1] in ("with", "for", "were", "was", "showed", "between", "in", "to", "by")
            and start - first > 0
        ):
            break
        first -= 1
    return trimmed(context, first, start - 1)


def _outcome_of(context: Context, figure: Figure) -> str | None:
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


def _shared_predicate(context: Context, figure: Figure) -> str | None:
    """As in "88 people (43%) in the exercise arm and 121 (59%) in the other fell": a verb for both."""
    line, end = context.line, min(context.end(figure.at), figure.last + 30)
    place = figure.last + 1
    while place < end and line.shape[place] not in ";|:.":
        word = line.lower[place]
        if word in ("who", "that", "which"):
            return None
        if _is_verb(context, place) or word in _BEING:
            return _verb_phrase(context, _past_auxiliaries(context, place, end))
        place += 1
    return None


def _is_verb(context: Context, place: int) -> bool:
    word = context.line.lower[place]
    if word in cues("verbs") or word in cues("predicates") or word in cues("speaking"):
        return True
    return context.line.shape[place] == "w" and (word.endswith("ed") or word in cues("outcome"))


def _past_auxiliaries(context: Context, place: int, end: int) -> int:
    while place + 1 < end and context.line.lower[place] in _AUXILIARIES:
        place += 1
    return place


def _of_count(context: Context, figure: Figure) -> str | None:
    """As in "7 infants excluded after randomization", "15 prevalent infections", "death (n = 10)"."""
    line, shape = context.line, context.line.shape
    if figure.form == "n":
        told = _before_bracket(context, figure)
        everybody = told is not None and told.lower() in cues("anybody")
        return _shared_predicate(context, figure) if everybody else told
    noun = figure.parts.get("_noun")
    if noun is not None and shape[noun[1]] == "V":
        return line.slice(*noun)
    after, end = figure.last + 1, context.end(figure.at)
    while after < end and line.lower[after] in ("were", "was", "had", "who", "have", "been"):
        after += 1
    verbal = after < end and (line.lower[after] in cues("outcome") or line.lower[after].endswith("ed"))
    return _verb_phrase(context, after) if verbal and shape[after] == "w" else None


def _verb_phrase(context: Context, first: int) -> str:
    shape, last = context.line.shape, first
    while last + 1 < context.end(first) and last - first < 6 and shape[last + 1] not in ",;.()|NavC":
        last += 1
    while last > first and shape[last] in "fo":
        last -= 1
    return context.line.slice(first, last)


def _of_share(context: Context, figure: Figure) -> str | None:
    """As in "White (81.8%)", "56.7% were male", "62% of women reported fear", "the rate was 12%"."""
    if bracket_of(context, figure.first) is not None:
        return _inside(context, figure) or _before_bracket(context, figure)
    return _predicate(context, figure) or _subject(context, figure)


def predicate_of(context: Context, figure: Figure) -> str | None:
    """What the words after a share or a count say of its people; None for other figures."""
    if figure.kind == "count":
        place = figure.last + 1
        told = context.after(figure.last, 1)[:1]
        return (
            _verb_phrase(context, _past_auxiliaries(context, place, context.end(place - 1)))
            if (told and told[0] in _BEING and place + 1 < context.end(place - 1))
            else None
        )
    return _predicate(context, figure) if figure.kind == "percentage" else None


def _opens_its_clause(context: Context, figure: Figure) -> bool:
    """As in "One in five woke": a share of people that is its clause's subject."""
    told = figure.form == "fraction" or "_of" in figure.parts
    before, said = context.codes_before(figure.first, 1), context.before(figure.first, 1)
    return told and (
        before in ("", ",", ";", ":", "a", "|", ".") or said in (["that"], ["because"], ["while"])
    )


def _predicate(context: Context, figure: Figure) -> str | None:
    line, shape, end = context.line, context.line.shape, context.end(figure.at)
    place = start = figure.last + 1
    while place < end and (line.lower[place] in _AUXILIARIES or line.lower[place] == "who"):
        place += 1
    if place >= end or shape[place] not in "wPkVGMh":
        return None
    word = line.lower[place]
    verbal = place > start or word.endswith("ed") or word in cues("outcome") or word in cues("verbs")
    verbal |= shape[place] == "w" and _opens_its_clause(context, figure)
    return _verb_phrase(context, place) if verbal else None


def with_shared_head(context: Context, figure: Figure, label: str) -> str:
    """As in "lower (30.5%) and upper (12.0%) limb injuries": the head after the list belongs to each."""
    shape = context.line.shape
    found = _SHARED_HEAD.match(shape, figure.last)
    if found is None or " " in label.strip():
        return label
    if "a" not in shape[figure.last + 1 : found.end()] and shape[figure.first - 1 : figure.first] != "a":
        return label
    head = context.line.slice(found.start("head"), found.end("head") - 1)
    return f"{label} {head.removesuffix('s')}"


def parted(label: str, count: int) -> list[str] | None:
    """The label "pain, sleep and mood scores" as one name for each figure; None where they do not match."""
    names = [name.strip() for name in re.split(r",\s+(?:and\s+)?|\s+and\s+", label) if name.strip()]
    return names if len(names) == count > 1 else None


_LABELS: Mapping[str, Callable[[Context, Figure], str | None]] = {
    "count": _of_counted,
    "percentage": _of_share,
    "effect": _of_effect,
}

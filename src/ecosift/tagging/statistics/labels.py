"""What a figure measures: the words in its bracket, the noun phrase before it, or its clause's subject."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from ecosift.tagging.statistics.clauses import compared_subject, object_before, subject_of
from ecosift.tagging.statistics.context import Context, cues
from ecosift.tagging.statistics.figures import Figure
from ecosift.tagging.statistics.outcomes import likely_to, outcome_of
from ecosift.tagging.statistics.phrases import MOST_WORDS, bracket_of, phrase_before, trimmed
from ecosift.tagging.statistics.predicates import (
    BEING,
    said_after,
    said_by_all,
    said_of,
    shared_predicate,
    verb_before,
)

_SAID_INSIDE = re.compile(r"(?P<what>[wkPV]{1,3}(?:f[wkPV]{1,3})?)(?=[,;)a])")
_SAID_BESIDE = re.compile(r"[wP]{1,2}(?=[,.;)a|]|$)")
_YEARS = frozenset({"years", "year", "y", "yr", "yrs"})
_SHARED_HEAD = re.compile(r"\)(?:,?[ar]?[wk]{1,3}\(N%\)){0,4}(?P<head>[wV]{1,3})(?:[.,;)|]|$)")
WIDEST_ROW = 400


def label_of(context: Context, figure: Figure) -> str | None:
    """The label of a figure, or None where the clause does not tell it."""
    if figure.kind in ("sample_size", "period", "p_value", "test"):
        return None
    return _row_head(context, figure) or _LABELS.get(figure.kind, _of_measured)(context, figure)


def _of_counted(context: Context, figure: Figure) -> str | None:
    if figure.form == "rate":  # "the incidence of falls was 2.3 per 1,000 bed days"
        return _before_bracket(context, figure) or _subject(context, figure)
    return (
        _of_count(context, figure)
        or _before_bracket(context, figure)
        or shared_predicate(context, figure)
        or _subject(context, figure)
    )


def _of_effect(context: Context, figure: Figure) -> str | None:
    return outcome_of(context, figure) or _of_measured(context, figure)


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


def _is_age(context: Context, figure: Figure) -> bool:
    """A range or mean of years without another word for what it is: of persons, that is their age."""
    if figure.unit is None or context.line.lower[figure.unit] not in _YEARS:
        said = {*context.before(figure.first, 3), *context.line.lower[figure.first : figure.at + 1]}
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
    while first > start + 1 and figure.first - first < 8:
        if shape[first - 1] == ")" and shape[first - 3 : first - 2] == "(":  # "body mass index [BMI] 32.9"
            first -= 3
        elif shape[first - 1] in "wkAUPG:=fSTo-":
            first -= 1
        else:
            break
    if first < figure.first and context.line.lower[figure.first - 1] in cues("measure_openers"):
        return None
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
                return compared_subject(context, start) if figure.kind != "effect" else None
            found = (start - 1, start - 1)
        before = found[0] - 1
        while before > context.begin(figure.at) and (
            context.line.lower[before] in cues("label_openers")
            or context.line.shape[before : before + 2] == "NG"
        ):
            before -= 1
        previous = context.line.lower[before] if before >= context.begin(figure.at) else ""
        if not _is_adjunct(context, found, before) and figure.kind != "effect":
            compared = likely_to(context, start) or compared_subject(context, start)
            if compared is not None:
                return compared
        if previous in cues("bringing") or previous == "not":
            subject = subject_of(context, before)
            named = figure.kind in ("count", "percentage") and _names(context, found, before)
            return trimmed(context, *found) if named and previous in BEING else subject
        if not _is_adjunct(context, found, before):
            return trimmed(context, *found)
        start = _adjunct_start(context, before)
    return None


def _names(context: Context, found: tuple[int, int], verb: int) -> bool:
    """Whether the words after a verb name a share: "Most were female (", and not "was low ("."""
    last = context.line.lower[found[1]]
    if last in cues("degrees") or last in cues("occurring"):
        return False
    return _is_people(context, verb) or last not in cues("adverbs")


def _is_people(context: Context, verb: int) -> bool:
    """Whether the subject before `verb` only says that people are meant: "Most were female (n = 661)"."""
    word, code = context.line.lower[verb - 1], context.line.shape[verb - 1]
    return verb - 1 >= context.begin(verb) and (code == "P" or word in cues("anybody"))


def _is_adjunct(context: Context, found: tuple[int, int], before: int) -> bool:
    """Whether the phrase only says when or in whom."""
    shape, last = context.line.shape, found[1]
    if shape[last] in "TUN" and all(code in "NTUaw" for code in shape[found[0] : last + 1]):
        return True
    between = shape[before : before + 1] == "b" or context.line.lower[before] in ("across", "among")
    if between and shape[last] in "GP":
        return True
    grouped = shape[last] == "G" or context.line.lower[last] in cues("group_persons")
    among = shape[last] == "P" and context.line.lower[before] in ("in", "among", "amongst", "for")
    return (grouped or among) and shape[before : before + 1] in ("f", "v")


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
        if changed := _changed(context, place, figure.first):
            return changed
        if line.lower[place] in cues("bringing") or _occurs(context, place, figure.first):
            return subject_of(context, place)
        if shape[place] in "AD" and figure.first - place > 1 and "N" not in shape[place : figure.first]:
            return trimmed(context, place, _before_change(context, place, figure.first) - 1)
    found = phrase_before(context, figure.first)
    if found is not None:
        return trimmed(context, *found)
    return verb_before(context, figure.first) if figure.kind in ("mean", "median") else None


def _changed(context: Context, place: int, first: int) -> str | None:
    """What a verb changes: "coaching raised daily steps by 12%", "the drug increased excretion from 22"."""
    word = context.line.lower[place]
    if word == "by":
        return object_before(context, place)
    return _changed_from(context, place, first) if word in cues("changing") else None


def _changed_from(context: Context, verb: int, first: int) -> str | None:
    """As in "the drug increased sodium excretion from 22"; None for "excretion increased from"."""
    start = context.line.shape.find("m", verb, first)
    if start <= verb + 1 or context.line.lower[verb + 1].endswith("ly"):
        return None
    plain = all(code in "wkofGVPMUT-/" for code in context.line.shape[verb + 1 : start])
    return trimmed(context, verb + 1, start - 1) if plain and start - verb < MOST_WORDS else None


def _before_change(context: Context, place: int, first: int) -> int:
    """As in "the average dose increasing from 31": where the change begins."""
    start = context.line.shape.find("m", place, first)
    if start < 0:
        return first
    return start - 1 if context.line.lower[start - 1].endswith("ing") else start


def _of_count(context: Context, figure: Figure) -> str | None:
    """As in "7 infants excluded after randomization", "15 prevalent infections", "death (n = 10)"."""
    line, shape = context.line, context.line.shape
    if figure.form == "n":
        told = _before_bracket(context, figure)
        everybody = told is not None and told.lower() in cues("anybody")
        return shared_predicate(context, figure) if everybody else told
    noun = figure.parts.get("_noun")
    if noun is not None and shape[noun[1]] == "V":
        return line.slice(*noun)
    if noun is None and shape[figure.last] == "V" and shape[figure.last - 1] == ")":  # "101 [9%] deaths"
        return line.slice(figure.last, figure.last)
    return said_of(context, figure)


def _of_share(context: Context, figure: Figure) -> str | None:
    """As in "White (81.8%)", "56.7% were male", "62% of women reported fear", "the rate was 12%"."""
    start = bracket_of(context, figure.first)
    if start is None:
        return (
            said_beside(context, figure)
            or said_of(context, figure)
            or said_by_all(context, figure)
            or _subject(context, figure)
        )
    if told := said_inside(context, figure):
        return told
    vague = _is_vague(context, start) and start == figure.first - 1
    told = (
        said_after(context, figure.last + 2) if vague and context.codes_after(figure.last, 1) == ")" else None
    )
    return told or _inside(context, figure) or _before_bracket(context, figure)


def said_inside(context: Context, figure: Figure) -> str | None:
    """The words after a share in its bracket, as in "477 students (58% female, 51% eighth graders)"."""
    if context.codes_before(figure.first, 1) not in ("(", ",", ";", "a"):
        return None
    found = _SAID_INSIDE.match(context.line.shape, figure.last + 1)
    return None if found is None else context.line.slice(found.start("what"), found.end("what") - 1)


def said_beside(context: Context, figure: Figure) -> str | None:
    """As in "the sample was 58% female, 41% male": the words after each share."""
    line, ahead = context.line, context.before(figure.first, 1)
    found = _SAID_BESIDE.match(line.shape, figure.last + 1)
    if found is None or not (ahead and (ahead[0] in BEING or ahead[0] in (",", "and"))):
        return None
    opens = not BEING.isdisjoint(context.before(figure.first, 12))
    last = found.end() - 1
    verbal = any(
        line.lower[found.start()] in cues(name) for name in ("verbs", "predicates", "speaking", "outcome")
    )
    if not opens or verbal or line.lower[found.start()].endswith("ed"):
        return None
    return line.slice(found.start(), last)


def _is_vague(context: Context, start: int) -> bool:
    """As in "Two thirds (66%) supported a cap": a share in words before the bracket."""
    first = max(context.begin(start), start - 5)
    return "H" in context.line.shape[first:start] or not cues("vague").isdisjoint(
        context.line.lower[first:start]
    )


def _occurs(context: Context, place: int, first: int) -> bool:
    """As in "Wound infection developed in two patients"."""
    if context.line.lower[place] not in cues("occurring"):
        return False
    return first - place < 4 and "f" in context.line.shape[place + 1 : first]


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
    if label.endswith(("groups", "arms", "conditions", "patients", "participants")):
        return None
    names = [name.strip() for name in re.split(r",\s+(?:and\s+)?|\s+and\s+", label) if name.strip()]
    return names if len(names) == count > 1 else None


_LABELS: Mapping[str, Callable[[Context, Figure], str | None]] = {
    "count": _of_counted,
    "percentage": _of_share,
    "effect": _of_effect,
}

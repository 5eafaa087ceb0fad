"""The persons whom the page's study had, from the figures of the sentences that say who took part."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise, repeat

from ecosift.tagging.designs import designs
from ecosift.tagging.mentions import mention_patterns
from ecosift.types import Cite, RoleTag, Sample, SentenceSpan, Statistic

# Sentences of these roles tell of the sample by themselves; others have to say that people took part.
TELLING = ("sample", "method", "objective")
TOOK_PART, SAID, ONLY_ASKED = 0, 1, 2
NEAR, LONG_BEFORE = 40, 200
LONGEST = 1500
WORD = re.compile(r"[^\W\d_]+")
# What a figure's clause ends at: what stands beyond speaks of other persons.
CLAUSE = re.compile(r"[,;:.()\d]|\band\b")
# "31 trials with 4,870 adults", where those who write or the review found them.
POOLED = re.compile(r"\b(?:studies|trials|papers|cohorts)\s(?:with|involving|of|in|including|on|from)\s\Z")
FOUND = re.compile(r"\b(?:[Ww]e|[Rr]eview(?:ers)?|[Tt]he (?:authors|researchers|team))\b")
# "compared 90 nurses with 120 clerks": the first are those whom the study is about.
COMPARED = re.compile(r"\bcompared\b[^.;]*\b(?:with|to|and)\s(?:[a-z]+\s)?\Z")
# What is said of those who took part with a word for being asked.
NO_ASKING = ("screened positive", "")
# "Of 900 pupils enrolled, 700 (78%) took part": the first were asked.
OF_WHOLE = re.compile(r"\b[Oo]f\s(?:the\s|all\s|some\s)?\Z")
PART_TOOK_PART = re.compile(
    r"\A[^.;()]{0,80},\s[\d,]+\s(?:\([^()]{2,20}\)\s)?"
    r"(?:took part|participated|completed|responded|returned|replied|answered)\b"
)
OF_THEM = re.compile(r"of (?:them|these|those)$")


def find_sample(
    sentences: Sequence[SentenceSpan],
    roles: Sequence[RoleTag | None],
    statistics: Sequence[tuple[Statistic, ...]],
    cites: Sequence[tuple[Cite, ...]] = (),
) -> Sample | None:
    """The most persons of whom the page says that they took part; else whom its study sampled."""
    # What a sentence lays to a work, it mostly lays to another study.
    is_cited = [bool(marks) for marks in cites or repeat((), len(roles))]
    found = [
        (cited, standing, standing != TOOK_PART and role.label not in TELLING, -value, order, figure, unit)
        for order, (sentence, role, figures, cited) in enumerate(
            zip(sentences, roles, statistics, is_cited, strict=True)
        )
        if role is not None and figures and _may_tell(sentence, role)
        for figure, value, unit, standing in _persons(sentence, figures, role)
        if value != 0
    ]
    if not found:
        return None
    _, _, _, negated, _, figure, unit = min(found, key=lambda each: each[:5])
    return Sample(int(-negated), unit, figure.text, figure.start, figure.end)


def _may_tell(sentence: SentenceSpan, role: RoleTag) -> bool:
    """Whether a sentence can tell of the page's study: by its role, or since it names the study."""
    if role.label in TELLING or role.label == "finding":
        return True
    text = sentence.text[:LONGEST]
    return mention_patterns().pointed.search(text) is not None or _did().search(text) is not None


@cache
def _did() -> re.Pattern[str]:
    """What researchers do with those who take part."""
    verbs = "|".join(map(re.escape, designs().researched))
    return re.compile(rf"\b(?:colleagues|team|researchers|scientists|authors|investigators)\s(?:{verbs})\b")


def _persons(
    sentence: SentenceSpan, figures: Sequence[Statistic], role: RoleTag
) -> Iterator[tuple[Statistic, float, str | None, int]]:
    """The figures of a sentence that count persons of the study."""
    standings = [_standing(sentence, figure) for figure in figures]
    standings = [
        TOOK_PART if standing == SAID and _is_whole(figure, figures) else standing
        for figure, standing in zip(figures, standings, strict=True)
    ]
    units = [unit for figure in figures if (unit := _unit(figure)) and _are_persons(unit, figure)]
    for figure, standing in zip(figures, standings, strict=True):
        unit = _unit(figure)
        if figure.type == "sample_size":
            value = figure.parts.get("value")
            if unit is None and standing == TOOK_PART and (units or OF_THEM.search(figure.text)):
                yield figure, _number(value), units[0] if units else None, standing
            elif _are_persons(unit or figure.text, figure) and (standing != SAID or role.label in TELLING):
                # A sentence about the sample need not say that its people took part.
                is_sample = standing == SAID and role.label == "sample" and TOOK_PART not in standings
                yield figure, _number(value), unit, TOOK_PART if is_sample else standing
        elif _is_share_of_persons(figure) and role.label in TELLING:
            yield figure, _number(figure.parts.get("denominator")), str(figure.parts.get("of")), SAID
        elif _is_headcount(figure) and standing == TOOK_PART:
            yield figure, _number(figure.parts.get("numerator")), _noun(figure), standing
        elif _is_share_of_asked(figure) and standing == TOOK_PART and _were_asked(figures, standings):
            yield figure, _number(figure.parts.get("numerator")), units[0] if units else None, standing


def _were_asked(figures: Sequence[Statistic], standings: Sequence[int]) -> bool:
    """Whether a figure of the sentence counts people who were only asked, or forms that were sent out."""
    return any(
        (standing == ONLY_ASKED and _are_persons(_unit(figure) or ""))
        or (standing != TOOK_PART and _are_forms(_unit(figure) or ""))
        for figure, standing in zip(figures, standings, strict=True)
    )


def _is_whole(figure: Statistic, figures: Sequence[Statistic]) -> bool:
    """Whether the arms of a sentence add up to the figure: "Of 276 adults, 139 … and 137 …"."""
    arms = [
        _number(each.parts.get("value"))
        for each in figures
        if each.type == "sample_size" and each is not figure
    ]
    whole = _number(figure.parts.get("value"))
    return (
        figure.type == "sample_size"
        and len(arms) > 1
        and any(one + other == whole for one, other in pairwise(arms))
    )


def _is_share_of_asked(figure: Statistic) -> bool:
    """As in "Of 90 nurses invited, 61 took part."."""
    if figure.type != "count" or figure.parts.get("numerator") is None:
        return False
    return str(figure.printed.get("denominator", "-")) not in figure.text


def _number(value: object) -> float:
    return float(value) if isinstance(value, (int, float)) else 0.0


def _unit(figure: Statistic) -> str | None:
    unit = figure.parts.get("unit")
    return str(unit) if unit else None


def _standing(sentence: SentenceSpan, figure: Statistic) -> int:
    """Whether the words beside the figure say that these took part, or were only asked to."""
    lexicon = designs()
    first, last = figure.start - sentence.start, figure.end - sentence.start
    behind = CLAUSE.split(sentence.text[last : last + NEAR], maxsplit=1)[0].lower().replace(*NO_ASKING)
    before = CLAUSE.split(sentence.text[max(0, first - NEAR) : first])[-1].lower()
    group = str(figure.parts.get("group") or "")
    if group.casefold() in lexicon.modifiers:
        # "a prospective study of 90 nurses"
        group = ""
    if POOLED.search(before) and FOUND.search(sentence.text[:LONGEST]):
        return TOOK_PART
    if OF_WHOLE.search(before) and PART_TOOK_PART.match(sentence.text[last : last + LONG_BEFORE]):
        return ONLY_ASKED
    if COMPARED.search(sentence.text[max(0, first - LONG_BEFORE) : first]):
        return ONLY_ASKED
    if (group and group not in lexicon.took_part) or _says(lexicon.asked, behind, before):
        return ONLY_ASKED
    return TOOK_PART if group or _says(lexicon.took_part, behind, before) else SAID


def _says(words: Sequence[str], behind: str, before: str) -> bool:
    return any(word in behind or word in before for word in words)


def _are_forms(unit: str) -> bool:
    return not designs().forms.isdisjoint(WORD.findall(unit.lower()))


def _are_persons(unit: str, figure: Statistic | None = None) -> bool:
    kind = figure.parts.get("unit_kind") if figure else None
    return kind == "participants" or not designs().persons.isdisjoint(WORD.findall(unit.lower()))


def _is_share_of_persons(figure: Statistic) -> bool:
    """Whether a share names its whole, as in "Half of 90 nurses were called"."""
    whole = figure.printed.get("denominator")
    if figure.type != "percentage" or not whole or str(whole) not in figure.text:
        return False
    return _are_persons(str(figure.parts.get("of") or ""))


def _is_headcount(figure: Statistic) -> bool:
    """Whether a count is of persons who did something ("731 women responded"), and of no whole."""
    if figure.type != "count" or figure.parts.get("denominator") is not None:
        return False
    return figure.parts.get("numerator") is not None and _are_persons(figure.text)


def _noun(figure: Statistic) -> str | None:
    """The persons of a headcount, as printed behind the number."""
    return next((word for word in WORD.findall(figure.text) if word.lower() in designs().persons), None)

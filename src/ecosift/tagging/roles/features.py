"""What the classifier is told of every statement: families of features, each with its values.

Some hold on any page (words, cues, grammar, what stands beside), some only as far as the page reports a study
(the place in it), some as far as it does not. The classifier knows a feature as "family=value".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import chain as joined

import numpy as np

from ecosift.tagging.roles.cues import heading_cue_names
from ecosift.tagging.roles.grammar import TENSES, persons
from ecosift.tagging.roles.looks import (
    KINDS_OF_BLOCK,
    SINCE,
    Flags,
    Matrix,
    PageLook,
    flag_columns,
    flag_groups,
    sections,
)
from ecosift.tagging.roles.words import Lexis, Places

KINDS, IN_ABSTRACT = 7, 6
DECILES, FIFTHS = 10, 5
FAR = 4
BOOLS = ("False", "True")
LENGTHS = 6
# How far below its heading a statement may stand before that says something else.
STRETCHES = (1, 2, 4, 7, 11)
_STRETCHES = np.array(STRETCHES)


Values = tuple[str | None, ...]
# What is told: families, each with a pattern of a slot's sides or with a group of flags.
Told = tuple[tuple[str, str], ...]


@dataclass(frozen=True, eq=False)
class Slot:
    """Sides with the values of each, and the features of their combinations: a family and a pattern each.

    A pattern names sides in braces; it says nothing where the value of one of these is None.
    """

    sides: Mapping[str, Values]
    features: Told

    @property
    def shape(self) -> tuple[int, ...]:
        """How many values every side has."""
        return tuple(map(len, self.sides.values()))

    def code(self, first: Places, *columns: Places | Flags) -> Places:
        """The place among all combinations, the last side running fastest."""
        code = first
        for column, count in zip(columns, self.shape[1:], strict=True):
            code = code * count + column
        return code

    def named(self, pattern: str) -> list[str]:
        """The sides that a pattern names."""
        return [side for side in self.sides if f"{{{side}}}" in pattern]

    def names(self, code: int) -> Iterator[str]:
        """The features of one combination."""
        places = np.unravel_index(code, self.shape)
        values = {side: self.sides[side][place] for side, place in zip(self.sides, places, strict=True)}
        for family, pattern in self.features:
            if None not in (values[side] for side in self.named(pattern)):
                yield f"{family}={pattern.format(**values)}"


@dataclass(slots=True)
class Evidence:
    """Features of every statement of a page, in five forms.

    `one`: a slot, and for each statement its code there. `many`: families of groups of `flags`, and for each
    statement the row that tells (-1 for none; None where that is its own). `said`: a family, statements and
    the numbers of words of theirs; in `pairs` each with the word before it. `above`: a family, lines beyond
    the statements and the numbers of words of theirs, and for each statement its line.
    """

    count: int
    flags: Matrix = field(default_factory=lambda: np.zeros((1, 0), dtype=np.float32))
    one: list[tuple[Slot, Places]] = field(default_factory=list)
    many: list[tuple[Told, Places | None]] = field(default_factory=list)
    said: list[tuple[str, Places, Places]] = field(default_factory=list)
    pairs: list[tuple[str, Places, Places, Places]] = field(default_factory=list)
    above: tuple[str, Places, Places, Places] | None = None


def shared_features(page: PageLook) -> Evidence:
    """Features of every statement on any page."""
    made = Evidence(len(page), page.flags)
    _say(made, page)
    _tell_by_grammar(made, page)
    _look_around(made, page)
    return made


def report_features(page: PageLook) -> Evidence:
    """Features of every statement as a report's, to count `page.weight`."""
    made = Evidence(len(page), page.flags)
    inside = page.in_abstract
    _place(made, page, inside)
    _look_beside(made, page)
    if inside.any():
        _put_in_order(made, page, inside)
    return made


def advice_features(page: PageLook) -> Evidence:
    """Features of every statement as an advice page's, its cues alone, to count `1 - page.weight`."""
    made = Evidence(len(page), page.flags)
    made.one.append((_advice(), np.zeros(len(page), dtype=np.intp)))
    made.many.append(((("advice", "cues"), ("advice", "marks")), None))
    made.many.append(((("advice_after", "cues"),), page.order.before))
    return made


@cache
def _advice() -> Slot:
    return Slot({"any": ("any",)}, (("advice", "{any}"),))


def names_of(evidence: Evidence, lexis: Lexis) -> list[list[str]]:
    """The features of every statement as the vocabulary spells them, words each once."""
    rows: list[list[str]] = [[] for _ in range(evidence.count)]
    for row, name in joined(_marked(evidence), dict.fromkeys(_spoken(evidence, lexis))):
        rows[row].append(name)
    return rows


def steps_of(page: PageLook) -> list[int]:
    """The kind of step to each statement: on from the last 0, over a heading 1, to a new paragraph 2.

    On advice pages 3, 4 and 5; in an abstract 6 wherever there is no heading between.
    """
    advice = 3 * (page.weight < 0.5)
    steps = advice + 2 * page.order.opens.astype(np.intp)
    if not advice:
        steps[page.in_abstract] = IN_ABSTRACT
    steps[page.order.place == 0] = advice + 1
    kinds: list[int] = steps.tolist()
    return kinds


def _marked(evidence: Evidence) -> Iterator[tuple[int, str]]:
    for slot, codes in evidence.one:
        told = {code: list(slot.names(code)) for code in set(codes.tolist())}
        yield from ((row, name) for row, code in enumerate(codes.tolist()) for name in told[code])
    for families, source in evidence.many:
        rows = evidence.flags[:-1] if source is None else evidence.flags[source]
        for family, group in families:
            names = [f"{family}={name}" for name in flag_groups()[group]]
            held = rows[:, flag_columns(group)]
            yield from ((row, names[column]) for row, column in np.argwhere(held).tolist())


def _spoken(evidence: Evidence, lexis: Lexis) -> Iterator[tuple[int, str]]:
    words = lexis.words
    for family, lines, numbers in evidence.said:
        for row, number in zip(lines.tolist(), numbers.tolist(), strict=True):
            yield row, f"{family}={words[number]}"
    for family, lines, first, second in evidence.pairs:
        for row, one, other in zip(lines.tolist(), first.tolist(), second.tolist(), strict=True):
            yield row, f"{family}={words[one]} {words[other]}"
    if evidence.above:
        family, lines, numbers, under = evidence.above
        for row, line in enumerate(under.tolist()):
            yield from ((row, f"{family}={words[number]}") for number in numbers[lines == line].tolist())


@cache
def crossed(family: str, pattern: str, *sides: tuple[str, ...]) -> Slot:
    """Every combination of values of several sides, the last running fastest."""
    named = {f"side{at}": values for at, values in enumerate(sides)}
    return Slot(named, ((family, pattern.format(*(f"{{{name}}}" for name in named))),))


def _say(made: Evidence, page: PageLook) -> None:
    """Words and pairs of words, cues, marks, and the cues and words of the heading."""
    words, spoken = page.words, page.words.spoken
    each = np.flatnonzero(spoken)
    made.said.append(("w", words.line.take(each), words.numbers.take(each)))
    before = np.flatnonzero(spoken[1:] & spoken[:-1])
    after = before + 1
    made.pairs.append(("b", words.line.take(after), words.numbers.take(before), words.numbers.take(after)))
    made.many.append(((("c", "cues"), ("m", "marks"), ("hc", "headings"), ("g", "traits")), None))
    made.above = ("h", *page.heading_words, page.heading)


def _tell_by_grammar(made: Evidence, page: PageLook) -> None:
    """Tense, mood and person, alone and with the heading, with figures, and with how near evidence is."""
    tense, who, above, order = page.grammar.tense, page.grammar.who, _above(page), page.order
    asks, quotes = page.marked("question"), page.marked("quotes") | page.has("quoted_speaker")
    by_grammar, headed, placed = _grammar_slot(), _headed_slot(), _placed_slot()
    far, left = _stretches(order.place), _stretches(order.size - 1 - order.place)
    made.one += [
        (
            by_grammar,
            by_grammar.code(tense, who, page.since, page.figures, asks, quotes, page.shows("negative")),
        ),
        (headed, headed.code(above, tense, who)),
        (placed, placed.code(above, far, left)),
    ]


@cache
def _grammar_slot() -> Slot:
    sides: dict[str, Values] = {
        "tense": TENSES,
        "who": persons(),
        "since": SINCE,
        "figures": BOOLS,
        "asks": (None, "question"),
        "quotes": (None, "quote"),
        "denies": (None, "not"),
    }
    alone = (("g", "{tense}"), ("g", "{who}"), ("since", "{since}"))
    pairs = ("{tense} {since}", "{tense} {who}", "{tense} {figures}", "{who} {since}")
    moods = (
        "{asks} {who}",
        "{asks} {since}",
        "{quotes} {tense}",
        "{quotes} {who}",
        "{denies} {tense} {since}",
    )
    return Slot(sides, (*alone, *(("gg", pattern) for pattern in (*pairs, *moods))))


@cache
def _headed_slot() -> Slot:
    sides = {"above": _tops(), "tense": TENSES, "who": persons()}
    return Slot(sides, (("gg", "{tense} under {above}"), ("gg", "{who} under {above}")))


@cache
def _placed_slot() -> Slot:
    sides = {"above": _tops(), "far": _counted(len(STRETCHES) + 1), "left": _counted(len(STRETCHES) + 1)}
    return Slot(sides, (("hp", "{above} {far}"), ("hp", "to {above} {left}")))


def _stretches(distances: Places) -> Places:
    """How far something is, in stretches that grow."""
    return _STRETCHES.searchsorted(distances, "right")


@cache
def _tops() -> tuple[str, ...]:
    """What stands above a statement: a section, a heading's cue, or nothing."""
    return tuple(dict.fromkeys((*sections()[:-1], *heading_cue_names(), "none")))


@cache
def _tops_of_columns() -> tuple[Places, Places]:
    """Places in `_tops()` of the sections and of the heading cues, each with "none" at the end."""
    tops = _tops()
    named = [[tops.index(name) for name in names] for names in (sections()[:-1], heading_cue_names())]
    return np.array([*named[0], tops.index("none")]), np.array([*named[1], tops.index("none")])


def _above(page: PageLook) -> Places:
    """The first cue of a heading under an outer section, else the section, else that cue."""
    of_sections, of_cues = _tops_of_columns()
    cued = page.heading_cues.any(axis=1)
    cue = of_cues.take(np.where(cued, page.heading_cues.argmax(axis=1), -1))
    known = ~page.under("None") & ~(page.inherited & cued)
    return np.where(known, of_sections.take(page.section), cue)


def _look_around(made: Evidence, page: PageLook) -> None:
    """Grammar and marks of the neighbours under the same heading, and whether a paragraph begins."""
    tense, before, after = page.grammar.tense, page.order.before, page.order.after
    beside, none = _beside_slot(), len(TENSES)
    earlier = np.where(before < 0, none, tense.take(before))
    later = np.where(after < 0, none, tense.take(after))
    opens = np.where(before < 0, len(BOOLS), page.order.opens)
    made.one.append((beside, beside.code(earlier, later, opens, tense, page.since)))
    made.many.append(((("gb", "traits"), ("mb", "marks")), before))
    made.many.append(((("ga", "traits"), ("ma", "marks")), after))


@cache
def _beside_slot() -> Slot:
    sides: dict[str, Values] = {
        "earlier": (*TENSES, None),
        "later": (*TENSES, None),
        "opens": (*BOOLS, None),
        "tense": TENSES,
        "since": SINCE,
    }
    before = ("{earlier}", "{earlier} {tense}", "{opens} {tense}", "{opens} {since}")
    after = ("{later}", "{tense} {later}")
    return Slot(sides, (*(("gb", pattern) for pattern in before), *(("ga", pattern) for pattern in after)))


REGIONS = ("inner", "first", "last", "only")
WHERE = ("page", "abstract")


def _place(made: Evidence, page: PageLook, inside: Flags) -> None:
    """Section, form, length, place in the page and, in abstracts and elsewhere apart, in the section."""
    count, order, at = len(page), page.order, np.arange(len(page))
    length = np.minimum((page.words.sizes - 1) // 8, LENGTHS - 1)
    zone = np.minimum(DECILES - 1, DECILES * at // count)
    region = (order.region == 0) + 2 * (order.region == order.region[-1])
    near, left = np.minimum(order.place, FAR), np.minimum(order.size - 1 - order.place, FAR)
    section, form, within = _section_slot(), _form_slot(), _within_slot()
    made.one += [
        (section, section.code(page.section, page.inherited)),
        (form, form.code(page.kind, length, zone, region)),
        (within, within.code(inside.astype(np.intp), near, left, DECILES * order.place // order.size)),
    ]
    for where, chosen in zip(WHERE, (~inside, inside), strict=True):
        if chosen.any():
            made.many.append((((f"c/{where}", "cues"),), np.where(chosen, at, -1)))


@cache
def _section_slot() -> Slot:
    sides = {"section": sections(), "outer": BOOLS}
    return Slot(sides, (("is", "report"), ("is", "section {section}"), ("is", "under {section} {outer}")))


@cache
def _form_slot() -> Slot:
    sides = {
        "kind": KINDS_OF_BLOCK,
        "length": _counted(LENGTHS),
        "zone": _counted(DECILES),
        "region": REGIONS,
    }
    return Slot(sides, tuple(("is", f"{side} {{{side}}}") for side in sides))


@cache
def _within_slot() -> Slot:
    sides = {"where": WHERE, "near": _counted(FAR + 1), "left": _counted(FAR + 1), "part": _counted(DECILES)}
    patterns = ("{where}", "{where} from {near}", "{where} to {left}", "{where} part {part}")
    return Slot(sides, tuple(("in", pattern) for pattern in patterns))


@cache
def _counted(end: int) -> tuple[str, ...]:
    return tuple(map(str, range(end)))


def _look_beside(made: Evidence, page: PageLook) -> None:
    """The cues of the neighbours under the same heading, and of the lead-in."""
    order = page.order
    for family, rows in (("lead", order.lead), ("before", order.before), ("after", order.after)):
        made.many.append((((family, "cues"),), rows))


def _put_in_order(made: Evidence, page: PageLook, inside: Flags) -> None:
    """What tells in abstracts alone: the cues by their place, the neighbours' words."""
    words, at = page.words, np.arange(len(page))
    fifths = np.where(inside, FIFTHS * page.order.place // page.order.size, -1)
    for fifth in sorted(set(fifths[inside].tolist())):
        rows = np.where(fifths == fifth, at, -1)
        made.many.append((((f"fifth{fifth}", "cues"), (f"fifth{fifth}", "marks")), rows))
        first = np.flatnonzero((words.place == 1) & (fifths[words.line] == fifth))
        made.said.append((f"fifth{fifth}", words.line[first], words.numbers[first]))
    spoken = words.place > 0
    for family, beside, to in (("p", page.order.after, 1), ("n", page.order.before, -1)):
        line = words.line + to
        told = np.flatnonzero(spoken & (beside[words.line] >= 0))
        told = told[inside[line[told]]]
        made.said.append((family, line[told], words.numbers[told]))

"""What the classifier is told of every statement: families of features, each with its values.

Some hold on any page (words, cues, grammar, what stands beside), some only as far as the page reports a study
(the place in it), some as far as it does not. The classifier knows a feature as "family=value".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import chain as joined
from itertools import product

import numpy as np

from ecosift.tagging.roles.cues import cue_names, heading_cue_names
from ecosift.tagging.roles.grammar import TENSES, persons, traits
from ecosift.tagging.roles.looks import KINDS_OF_BLOCK, SINCE, Flags, Matrix, PageLook, sections
from ecosift.tagging.roles.marks import MARKS
from ecosift.tagging.roles.words import Lexis, Places

KINDS, IN_ABSTRACT = 7, 6
DECILES, FIFTHS = 10, 5
FAR = 4
BOOLS = ("False", "True")
LENGTHS = 6
# How far below its heading a statement may stand before that says something else.
STRETCHES = (1, 2, 4, 7, 11)


@dataclass(frozen=True, eq=False)
class Slot:
    """A family and the values that it can take here."""

    family: str
    values: tuple[str, ...]

    @property
    def names(self) -> list[str]:
        """The features of this slot."""
        return [f"{self.family}={value}" for value in self.values]


@dataclass(slots=True)
class Evidence:
    """Features of every statement of a page, in three forms.

    `one`: a slot, and for each statement the place of its value there (-1 for none). `many`: a slot, rows of
    ones and zeros over its values, and for each statement its row (-1 for none). `said`: a family, statements
    and the numbers of words of theirs; in `pairs` each with the word before it.
    """

    count: int
    one: list[tuple[Slot, Places]] = field(default_factory=list)
    many: list[tuple[Slot, Matrix, Places | None]] = field(default_factory=list)
    said: list[tuple[str, Places, Places]] = field(default_factory=list)
    pairs: list[tuple[str, Places, Places, Places]] = field(default_factory=list)


def shared_features(page: PageLook) -> Evidence:
    """Features of every statement on any page."""
    made = Evidence(len(page))
    _say(made, page)
    _tell_by_grammar(made, page)
    _look_around(made, page)
    return made


def report_features(page: PageLook) -> Evidence:
    """Features of every statement as a report's, to count `page.weight`."""
    made = Evidence(len(page))
    inside = page.in_abstract
    _place(made, page)
    for where, chosen in (("abstract", inside), ("page", ~inside)):
        if chosen.any():
            _place_cues(made, page, where, chosen)
    _look_beside(made, page)
    if inside.any():
        _put_in_order(made, page, inside)
    return made


def advice_features(page: PageLook) -> Evidence:
    """Features of every statement as an advice page's, its cues alone, to count `1 - page.weight`."""
    made = Evidence(len(page))
    made.one.append((_slot("advice", "any"), np.zeros(len(page), dtype=np.intp)))
    made.many.append((_slot("advice", *cue_names()), page.cues, None))
    made.many.append((_slot("advice", *MARKS), page.marks, None))
    made.many.append((_slot("advice_after", *cue_names()), page.cues, _before(page)))
    return made


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
        names = slot.names
        yield from ((row, names[code]) for row, code in enumerate(codes.tolist()) if code >= 0)
    for slot, held, source in evidence.many:
        names = slot.names
        rows = held if source is None else np.where(source[:, None] < 0, 0, held[source])
        yield from ((int(row), names[column]) for row, column in np.argwhere(rows))


def _spoken(evidence: Evidence, lexis: Lexis) -> Iterator[tuple[int, str]]:
    words = lexis.words
    for family, lines, numbers in evidence.said:
        for row, number in zip(lines.tolist(), numbers.tolist(), strict=True):
            yield row, f"{family}={words[number]}"
    for family, lines, first, second in evidence.pairs:
        for row, one, other in zip(lines.tolist(), first.tolist(), second.tolist(), strict=True):
            yield row, f"{family}={words[one]} {words[other]}"


@cache
def _slot(family: str, *values: str) -> Slot:
    return Slot(family, values)


@cache
def crossed(family: str, pattern: str, *sides: tuple[str, ...]) -> Slot:
    """Every combination of values of several sides, the last running fastest."""
    return Slot(family, tuple(pattern.format(*values) for values in product(*sides)))


def _say(made: Evidence, page: PageLook) -> None:
    """Words and pairs of words, cues, marks, and the cues and words of the heading."""
    words = page.words
    spoken = np.flatnonzero(words.place > 0)
    made.said.append(("w", words.line[spoken], words.numbers[spoken]))
    after = np.flatnonzero(words.place > 1)
    made.pairs.append(("b", words.line[after], words.numbers[after - 1], words.numbers[after]))
    made.many.append((_slot("c", *cue_names()), page.cues, None))
    made.many.append((_slot("m", *MARKS), page.marks, None))
    made.many.append((_slot("hc", *heading_cue_names()), page.heading_cues, None))
    made.said.append(("h", *page.heading_words))


def _tell_by_grammar(made: Evidence, page: PageLook) -> None:
    """Tense, mood and person, alone and with the heading, with figures, and with how near evidence is."""
    tense, who, since, above = page.grammar.tense, page.grammar.who, page.since, _above(page)
    made.one += [(_slot("g", *TENSES), tense), (_slot("g", *persons()), who), (_slot("since", *SINCE), since)]
    made.many.append((_slot("g", *traits()), page.grammar.traits, None))
    figures = page.figures.astype(np.intp)
    pair, others, tops = len(SINCE), len(persons()), len(_tops())
    made.one += [
        (crossed("gg", "{} {}", TENSES, SINCE), tense * pair + since),
        (crossed("gg", "{} {}", TENSES, persons()), tense * others + who),
        (crossed("gg", "{} {}", TENSES, BOOLS), tense * 2 + figures),
        (crossed("gg", "{} {}", persons(), SINCE), who * pair + since),
        (crossed("gg", "{} under {}", TENSES, _tops()), tense * tops + above),
        (crossed("gg", "{} under {}", persons(), _tops()), who * tops + above),
    ]
    far, size = _stretches(page.order.place), len(STRETCHES) + 1
    left = _stretches(page.order.size - 1 - page.order.place)
    made.one += [
        (crossed("hp", "{} {}", _tops(), _counted(size)), above * size + far),
        (crossed("hp", "to {} {}", _tops(), _counted(size)), above * size + left),
    ]
    asks, quotes = page.marked("question"), page.marked("quotes") | page.has("quoted_speaker")
    denies = page.grammar.traits[:, traits().index("negative")] > 0
    made.one += [
        (crossed("gg", "question {}", persons()), np.where(asks, who, -1)),
        (crossed("gg", "question {}", SINCE), np.where(asks, since, -1)),
        (crossed("gg", "quote {}", TENSES), np.where(quotes, tense, -1)),
        (crossed("gg", "quote {}", persons()), np.where(quotes, who, -1)),
        (crossed("gg", "not {} {}", TENSES, SINCE), np.where(denies, tense * pair + since, -1)),
    ]


def _stretches(distances: Places) -> Places:
    """How far something is, in stretches that grow."""
    return np.digitize(distances, STRETCHES)


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
    cue = of_cues[np.where(cued, page.heading_cues.argmax(axis=1), -1)]
    known = ~page.under("None") & ~(page.inherited & cued)
    return np.where(known, of_sections[page.section], cue)


def _look_around(made: Evidence, page: PageLook) -> None:
    """Grammar and marks of the neighbours under the same heading, and whether a paragraph begins."""
    tense, opens, count = page.grammar.tense, page.order.opens.astype(np.intp), len(TENSES)
    before, after = _before(page), _after(page)
    earlier, later = np.where(before < 0, -1, tense[before]), np.where(after < 0, -1, tense[after])
    follows, leads = before >= 0, after >= 0
    made.one += [
        (_slot("gb", *TENSES), earlier),
        (crossed("gb", "{} {}", TENSES, TENSES), np.where(follows, earlier * count + tense, -1)),
        (crossed("gb", "{} {}", BOOLS, TENSES), np.where(follows, opens * count + tense, -1)),
        (crossed("gb", "{} {}", BOOLS, SINCE), np.where(follows, opens * len(SINCE) + page.since, -1)),
        (_slot("ga", *TENSES), later),
        (crossed("ga", "{} {}", TENSES, TENSES), np.where(leads, tense * count + later, -1)),
    ]
    made.many += [
        (_slot("gb", *traits()), page.grammar.traits, before),
        (_slot("mb", *MARKS), page.marks, before),
        (_slot("ga", *traits()), page.grammar.traits, after),
        (_slot("ma", *MARKS), page.marks, after),
    ]


def _before(page: PageLook) -> Places:
    """The statement before each under the same heading, -1 for none."""
    return np.where(page.order.place > 0, np.arange(len(page)) - 1, -1)


def _after(page: PageLook) -> Places:
    """The statement after each under the same heading, -1 for none."""
    return np.where(page.order.place + 1 < page.order.size, np.arange(len(page)) + 1, -1)


REGIONS = ("inner", "first", "last", "only")


def _place(made: Evidence, page: PageLook) -> None:
    """Section, form, length and place in the page."""
    count, at = len(page), np.arange(len(page))
    sizes = page.words.sizes - 1
    under = page.section * 2 + page.inherited
    region = (page.order.region == 0) + 2 * (page.order.region == page.order.region[-1])
    made.one += [
        (_slot("is", "report"), np.zeros(count, dtype=np.intp)),
        (crossed("is", "section {}", sections()), page.section),
        (crossed("is", "under {} {}", sections(), BOOLS), under),
        (crossed("is", "kind {}", KINDS_OF_BLOCK), page.kind),
        (crossed("is", "length {}", _counted(LENGTHS)), np.minimum(sizes // 8, LENGTHS - 1)),
        (crossed("is", "zone {}", _counted(DECILES)), np.minimum(DECILES - 1, DECILES * at // count)),
        (crossed("is", "region {}", REGIONS), region),
    ]


@cache
def _counted(end: int) -> tuple[str, ...]:
    return tuple(map(str, range(end)))


def _place_cues(made: Evidence, page: PageLook, where: str, chosen: Flags) -> None:
    """The place in the section, and the cues, in abstracts and elsewhere apart."""
    place, size = page.order.place, page.order.size
    nears, parts = _counted(FAR + 1), _counted(DECILES)
    made.one += [
        (slot, np.where(chosen, codes, -1))
        for slot, codes in (
            (_slot("in", where), np.zeros(len(page), dtype=np.intp)),
            (crossed("in", f"{where} from {{}}", nears), np.minimum(place, FAR)),
            (crossed("in", f"{where} to {{}}", nears), np.minimum(size - 1 - place, FAR)),
            (crossed("in", f"{where} part {{}}", parts), DECILES * place // size),
        )
    ]
    rows = np.where(chosen, np.arange(len(page)), -1)
    made.many.append((_slot(f"c/{where}", *cue_names()), page.cues, rows))


def _look_beside(made: Evidence, page: PageLook) -> None:
    """The cues of the neighbours under the same heading, and of the lead-in."""
    for family, rows in (("lead", page.order.lead), ("before", _before(page)), ("after", _after(page))):
        made.many.append((_slot(family, *cue_names()), page.cues, rows))


def _put_in_order(made: Evidence, page: PageLook, inside: Flags) -> None:
    """What tells in abstracts alone: the cues by their place, the neighbours' words."""
    words, at = page.words, np.arange(len(page))
    fifths = np.where(inside, FIFTHS * page.order.place // page.order.size, -1)
    for fifth in sorted(set(fifths[inside].tolist())):
        rows = np.where(fifths == fifth, at, -1)
        made.many.append((_slot(f"fifth{fifth}", *cue_names()), page.cues, rows))
        made.many.append((_slot(f"fifth{fifth}", *MARKS), page.marks, rows))
        first = np.flatnonzero((words.place == 1) & (fifths[words.line] == fifth))
        made.said.append((f"fifth{fifth}", words.line[first], words.numbers[first]))
    spoken = words.place > 0
    for family, beside, to in (("p", _after(page), 1), ("n", _before(page), -1)):
        line = words.line + to
        told = np.flatnonzero(spoken & (beside[words.line] >= 0))
        told = told[inside[line[told]]]
        made.said.append((family, line[told], words.numbers[told]))

"""The words that the finders know, read from `data/statistics.toml` and made ready for lookup."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from pydantic import Field

from ecosift.lexicon import Lexicon, load_lexicon


class NumberWords(Lexicon):
    """Words of numbers in order: `ones` from zero, `tens` from twenty, `ordinals` from first."""

    ones: tuple[str, ...]
    tens: tuple[str, ...]
    ordinals: tuple[str, ...]
    tens_ordinals: tuple[str, ...]
    scales: Mapping[str, int]
    fractions: Mapping[str, int]
    multiples: Mapping[str, int]


class WordClass(Lexicon):
    """Words that play one part in the grammar; `code` stands for them in a line's shape."""

    name: str
    code: str = Field(min_length=1, max_length=1)
    words: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()


class Measure(Lexicon):
    """A measure of effect: its short name, and how it is written."""

    name: str
    adjusted: bool = False
    words: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()


class Units(Lexicon):
    """Units read directly after a number; `doses` measure what is given, `time` the calendar."""

    simple: tuple[str, ...]
    doses: tuple[str, ...]
    time: Mapping[str, tuple[str, ...]]


class Tables(Lexicon):
    """What the heads and cells of tables say; `in_cells` has the code of a word in the shape of a cell."""

    counting: frozenset[str]
    significance: frozenset[str]
    joining: frozenset[str]
    everybody: frozenset[str]
    sizes: frozenset[str]
    group_corners: frozenset[str]
    adjusted: frozenset[str]
    models: frozenset[str]
    characteristics: frozenset[str]
    in_cells: Mapping[str, str]


class StatisticsLexicon(Lexicon):
    """The file `data/statistics.toml`."""

    numbers: NumberWords
    classes: tuple[WordClass, ...]
    measures: tuple[Measure, ...]
    units: Units
    tables: Tables
    cues: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Entry:
    """A word or phrase: its code and, for a measure, its short name."""

    code: str
    name: str
    adjusted: bool = False


Phrases = Mapping[str, tuple[tuple[tuple[str, ...], Entry], ...]]


@dataclass(frozen=True)
class Words:
    """Lookup tables over the lexicon.

    `phrases` holds, by first and second word, all further words, longest first. `quick` has the code of words
    that are one thing in any case and open no phrase; `slow` the words whose case and neighbours matter.
    """

    exact: Mapping[str, Entry]
    lower: Mapping[str, Entry]
    phrases: Mapping[str, Phrases]
    unit: re.Pattern[str]
    doses: frozenset[str]
    time: Mapping[str, str]
    cardinals: Mapping[str, int]
    scales: Mapping[str, int]
    ordinals: Mapping[str, int]
    fractions: Mapping[str, int]
    multiples: Mapping[str, int]
    cues: Mapping[str, frozenset[str]]
    spelled: frozenset[str]
    spelled_out: frozenset[str]
    quick: Mapping[str, str]
    slow: frozenset[str]
    tables: Tables


MEASURE_CODE = "M"


@cache
def words() -> Words:
    """The lexicon's lookup tables, built once."""
    lexicon = load_lexicon("statistics", StatisticsLexicon)
    exact: dict[str, Entry] = {}
    lower: dict[str, Entry] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], Entry]]] = defaultdict(list)
    for printed, entry, as_printed in _entries(lexicon):
        first, *rest = printed.split()
        if rest:
            phrases[first.lower()].append((tuple(word.lower() for word in rest), entry))
        else:
            (exact if as_printed else lower).setdefault(printed, entry)
    cardinals, ordinals = _cardinals(lexicon.numbers), _ordinals(lexicon.numbers)
    spelled = frozenset({*cardinals, *lexicon.numbers.scales})
    slow = {*spelled, *ordinals, *lexicon.numbers.fractions, *phrases, *(word.lower() for word in exact)}
    slow |= {f"{word}fold" for word in cardinals}
    slow |= {word for word, entry in lower.items() if entry.code == MEASURE_CODE}
    return Words(
        spelled=spelled,
        spelled_out=spelled
        | set(lexicon.numbers.fractions)
        | set(lexicon.numbers.multiples)
        | set(ordinals)
        | set(lexicon.cues["bare_periods"]),
        quick={word: entry.code for word, entry in lower.items() if word not in slow},
        slow=frozenset(slow),
        tables=lexicon.tables,
        exact=exact,
        lower=lower,
        phrases={first: _by_second(found) for first, found in phrases.items()},
        unit=_unit_pattern(lexicon.units),
        doses=frozenset(lexicon.units.doses),
        time={word: unit for unit, found in lexicon.units.time.items() for word in found},
        cardinals=cardinals,
        scales=lexicon.numbers.scales,
        ordinals=ordinals,
        fractions=lexicon.numbers.fractions,
        multiples=lexicon.numbers.multiples,
        cues={name: frozenset(found) for name, found in lexicon.cues.items()},
    )


def _by_second(found: list[tuple[tuple[str, ...], Entry]]) -> Phrases:
    seconds: dict[str, list[tuple[tuple[str, ...], Entry]]] = defaultdict(list)
    for rest, entry in sorted(found, key=lambda phrase: -len(phrase[0])):
        seconds[rest[0].rstrip(".")].append((rest, entry))
    return {second: tuple(options) for second, options in seconds.items()}


def _entries(lexicon: StatisticsLexicon) -> Iterator[tuple[str, Entry, bool]]:
    for group in lexicon.classes:
        yield from ((word, Entry(group.code, group.name), False) for word in group.words)
        yield from ((word, Entry(group.code, group.name), True) for word in group.exact)
    for measure in lexicon.measures:
        entry = Entry(MEASURE_CODE, measure.name, measure.adjusted)
        yield from ((word, entry, False) for word in measure.words)
        yield from ((word, entry, True) for word in measure.exact)


def _unit_pattern(units: Units) -> re.Pattern[str]:
    known = sorted(
        {*units.simple, *(word for found in units.time.values() for word in found)}, key=len, reverse=True
    )
    one = "(?:" + "|".join(re.escape(unit) for unit in known) + ")"
    power = r"(?:\^?-?[1-3²³](?![\d.]))?"
    tenfold = r"(?:[×x*]\s?10\^?-?\d{1,2}\s?/?\s?)"
    joined = rf"(?:(?:\s?[/*.×]\s?|\sper\s){one}{power}(?!\w)|\s?[/]\s?\d+(?!\w))"
    return re.compile(rf"(?:{tenfold}?{one}{power}{joined}{{0,3}}|{tenfold})(?!\w|\.[A-Z]\.)")


def _cardinals(numbers: NumberWords) -> dict[str, int]:
    ones = {word: value for value, word in enumerate(numbers.ones)}
    return ones | {word: 20 + 10 * place for place, word in enumerate(numbers.tens)}


def _ordinals(numbers: NumberWords) -> dict[str, int]:
    ones = {word: value for value, word in enumerate(numbers.ordinals, start=1)}
    return ones | {word: 20 + 10 * place for place, word in enumerate(numbers.tens_ordinals)}

"""Words that speak for a role: the phrases of `data/roles.toml`, found in the words of a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, field_validator

from ecosift.errors import ConfigError
from ecosift.lexicon import Lexicon, load_lexicon
from ecosift.tagging.roles.words import Lexis, Numbers, Places, Words
from ecosift.types import Role

Matrix = NDArray[np.float32]
GAP = ".."
GAP_WORDS = 5


def cue_names() -> tuple[str, ...]:
    """Names of the cues of sentences, in the order of a `CueFinder`'s first columns."""
    return tuple(sorted(cue.name for cue in role_lexicon().cue))


def heading_cue_names() -> tuple[str, ...]:
    """Names of the cues of headings, in the order of a `CueFinder`'s last columns."""
    return tuple(sorted(cue.name for cue in role_lexicon().heading))


def cue_weights() -> Mapping[str, Mapping[Role, float]]:
    """Log-odds that each cue adds to each role."""
    return {cue.name: cue.roles for cue in role_lexicon().cue}


def heading_weights() -> Mapping[str, Mapping[Role, float]]:
    """Log-odds that each cue of a heading adds to the roles of the sentences under it."""
    return {cue.name: cue.roles for cue in role_lexicon().heading}


def section_weights() -> Mapping[str, Mapping[Role, float]]:
    """Log-odds of each role under each known section."""
    return role_lexicon().sections


class CueSpec(Lexicon):
    """One cue: its name, its phrases, and what they add to roles."""

    name: str
    phrases: tuple[str, ...]
    roles: dict[Role, float] = Field(default_factory=dict)

    @field_validator("phrases")
    @classmethod
    def _open_with_words(cls, phrases: tuple[str, ...]) -> tuple[str, ...]:
        for phrase in phrases:
            items = phrase.split()
            if not items or GAP in (items[0], items[-1]):
                raise ValueError(f"phrase {phrase!r} must begin and end with a word")
        return phrases


class GrammarSpec(Lexicon):
    """Words by tense, what they add to a sentence, and who acts."""

    past: frozenset[str]
    present: frozenset[str]
    modals: frozenset[str]
    tenseless: frozenset[str]
    verbs: frozenset[str]
    traits: dict[str, frozenset[str]]
    persons: dict[str, frozenset[str]]


class RoleLexicon(Lexicon):
    """`data/roles.toml`."""

    grammar: GrammarSpec
    classes: dict[str, frozenset[str]]
    cue: tuple[CueSpec, ...]
    heading: tuple[CueSpec, ...]
    sections: dict[str, dict[Role, float]]


def role_lexicon() -> RoleLexicon:
    """The cues, their classes of words, and what sections say."""
    lexicon: RoleLexicon = load_lexicon("roles", RoleLexicon)
    return lexicon


class CueFinder:
    """Finds the cues of sentences and of headings in lines of numbered words."""

    def __init__(self, lexis: Lexis) -> None:
        self._size, self._numbers = len(lexis), lexis.numbers
        self._columns = len(cue_names()) + len(heading_cue_names())
        self._alone, self._near, self._far = dict[int, Outcome](), dict[int, Outcome](), dict[int, Outcome]()
        for column, text in _phrases():
            self._enter(column, [self._choices(item) for item in text.split()])
        homes = (self._alone, self._near, self._far)
        outcomes = [outcome for home in homes for outcome in home.values()]
        numbered = iter(range(len(outcomes)))
        alone, near, far = ({key: next(numbered) for key in home} for home in homes)
        self._alone_of = np.full(len(lexis), -1, dtype=np.int32)
        self._alone_of[list(alone)] = list(alone.values())
        self._nears, self._fars = PairTable(near, len(lexis)), PairTable(far, len(lexis))
        self._rests = [outcome.rest for outcome in outcomes]
        self._asks_more = np.array([bool(rest) for rest in self._rests])
        self._whole = _filled_up([sorted(outcome.whole) for outcome in outcomes], self._columns)

    def find(self, words: Words) -> Matrix:
        """One row a line: 1 for every cue that stands in it."""
        # A column beyond the last takes what fills up the rows of `_whole`.
        out = np.zeros((len(words.starts), self._columns + 1), dtype=np.float32)
        places, outcomes = self._hits(words)
        out[words.line.take(places)[:, None], self._whole.take(outcomes, axis=0)] = 1.0
        more = np.flatnonzero(self._asks_more.take(outcomes))
        rows, columns = self._completed(words, places.take(more), outcomes.take(more)).T
        out[rows, columns] = 1.0
        return out[:, :-1]

    def _completed(self, words: Words, places: Places, outcomes: Numbers) -> Places:
        """Line and column of the cues whose rest stands where it is asked for."""
        numbers, lines = words.numbers.data, words.line.take(places)
        ends = (words.starts + words.sizes).take(lines)
        asked = (lines.tolist(), places.tolist(), ends.tolist(), outcomes.tolist())
        found = [
            (line, column)
            for line, place, end, outcome in zip(*asked, strict=True)
            for column, rest in self._rests[outcome]
            if _goes_on(rest, numbers, place, end)
        ]
        return np.array(found, dtype=np.intp).reshape(-1, 2)

    def _hits(self, words: Words) -> tuple[Places, Numbers]:
        """The places of the last words that were looked at, and what stands or may go on there."""
        alone = self._alone_of.take(words.numbers)
        single = np.flatnonzero(alone >= 0)
        near, after = self._nears.find(words.numbers[:-1], words.numbers[1:])
        first, last = _gaps(np.flatnonzero(self._fars.opens.take(words.numbers)), words)
        far, beyond = self._fars.find(words.numbers.take(first), words.numbers.take(last))
        return (
            np.concatenate([single, near + 1, last.take(far)]),
            np.concatenate([alone.take(single), after, beyond]),
        )

    def _choices(self, item: str) -> frozenset[int] | None:
        """The words that an item stands for, by number; None for a gap."""
        if item == GAP:
            return None
        return frozenset(self._numbers[word] for part in item.split("|") for word in _class_or_word(part))

    def _enter(self, column: int, items: list[Item]) -> None:
        if len(items) == 1:
            for first in items[0] or ():
                self._alone.setdefault(first, Outcome()).whole.add(column)
            return
        far = items[1] is None
        home, second = (self._far, 2) if far else (self._near, 1)
        rest = tuple(items[second + 1 :])
        for first in items[0] or ():
            for follower in items[second] or ():
                outcome = home.setdefault(first * self._size + follower, Outcome())
                if rest:
                    outcome.rest.append((column, rest))
                else:
                    outcome.whole.add(column)


def _filled_up(rows: Sequence[list[int]], value: int) -> Numbers:
    """Rows of one length: the shorter ones end with `value`."""
    longest = max(map(len, rows))
    return np.array([row + [value] * (longest - len(row)) for row in rows], dtype=np.int16)


Item = frozenset[int] | None


@dataclass(slots=True)
class Outcome:
    """What stands once the first words are reached: cues that are whole, and what others still ask."""

    whole: set[int] = field(default_factory=set)
    rest: list[tuple[int, tuple[Item, ...]]] = field(default_factory=list)


class PairTable:
    """Pairs of words, `first * size + second`, each with a number."""

    def __init__(self, pairs: Mapping[int, int], size: int) -> None:
        keys = sorted(pairs)
        # A last pair that is none keeps every search inside. Small numbers stay near the processor.
        self._keys = np.array([*keys, size * size], dtype=np.min_scalar_type(-size * size))
        self._values = np.array([*(pairs[key] for key in keys), -1], dtype=np.int32)
        self._size = size
        self.opens, self._closes = np.zeros(size, dtype=np.bool_), np.zeros(size, dtype=np.bool_)
        self.opens[self._keys[:-1] // size] = True
        self._closes[self._keys[:-1] % size] = True

    def find(self, first: Places, second: Places) -> tuple[Places, Numbers]:
        """Which of the pairs given are known, by place, and their numbers."""
        may = np.flatnonzero(self.opens.take(first) & self._closes.take(second))
        keys = (first.take(may) * self._size + second.take(may)).astype(self._keys.dtype)
        at = self._keys.searchsorted(keys)
        hit = np.flatnonzero(self._keys.take(at) == keys)
        return may.take(hit), self._values.take(at.take(hit))


def _gaps(firsts: Places, words: Words) -> tuple[Places, Places]:
    """Each of the places given with each one in its line that a gap reaches."""
    ends = (words.starts + words.sizes).take(words.line.take(firsts))
    lasts = firsts[:, None] + np.arange(1, GAP_WORDS + 2)
    inside = np.flatnonzero(lasts < ends[:, None])
    return firsts.repeat(GAP_WORDS + 1).take(inside), lasts.take(inside)


def _goes_on(rest: Sequence[Item], numbers: memoryview, at: int, end: int) -> bool:
    """Whether the rest of a phrase stands after the word at `at`; a gap takes the nearest fit."""
    reach = 1
    for item in rest:
        if item is None:
            reach = GAP_WORDS + 1
            continue
        for place in range(at + 1, min(at + 1 + reach, end)):
            if numbers[place] in item:
                at, reach = place, 1
                break
        else:
            return False
    return True


def lexicon_words() -> frozenset[str]:
    """Every word that a cue's phrase can hold."""
    return frozenset(
        word
        for _, text in _phrases()
        for item in text.split()
        if item != GAP
        for part in item.split("|")
        for word in _class_or_word(part)
    )


def _phrases() -> Iterator[tuple[int, str]]:
    """Every phrase with the column of its cue."""
    own, above = cue_names(), heading_cue_names()
    for cue in role_lexicon().cue:
        yield from ((own.index(cue.name), text) for text in cue.phrases)
    for cue in role_lexicon().heading:
        yield from ((len(own) + above.index(cue.name), text) for text in cue.phrases)


def _class_or_word(part: str) -> frozenset[str]:
    if not part.startswith("<"):
        return frozenset({part})
    classes = role_lexicon().classes
    if part.strip("<>") not in classes:
        raise ConfigError(f"data/roles.toml: no class {part} (known: {', '.join(sorted(classes))})")
    return classes[part.strip("<>")]

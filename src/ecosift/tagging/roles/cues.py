"""Words that speak for a role: the phrases of `data/roles.toml`, found in the words of a sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from pydantic import Field, field_validator

from ecosift.errors import ConfigError
from ecosift.lexicon import Lexicon, load_lexicon
from ecosift.types import Role

WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*|\d+(?:[.,·]\d+)*|[%?]")
# No sentence needs more words to show its role, and a page may be one line of a megabyte.
MAX_CHARACTERS, MAX_WORDS = 2000, 160
NUMBER, GAP, START = "#", "..", "^"
GAP_WORDS = 5


def words_of(text: str) -> list[str]:
    """The words of a sentence in lower case, each number as `#`."""
    found = WORD.findall(text[:MAX_CHARACTERS].replace("’", "'").lower())
    return [NUMBER if word[0].isdigit() else word for word in found[:MAX_WORDS]]


def find_cues(words: Sequence[str]) -> frozenset[str]:
    """Names of the cues that stand among the words of a sentence."""
    return _found(words, _index())


@lru_cache(maxsize=4096)
def heading_cues(heading: str) -> frozenset[str]:
    """Names of the cues that stand in a heading that need not be a known one ("What turned up")."""
    return _found(words_of(heading), _heading_index())


def heading_weights() -> Mapping[str, Mapping[Role, float]]:
    """Log-odds that each cue of a heading adds to the roles of the sentences under it."""
    return {cue.name: cue.roles for cue in role_lexicon().heading}


def _found(words: Sequence[str], openings: Mapping[str, Opening]) -> frozenset[str]:
    words = (START, *words)
    found = set[str]()
    for at, word in enumerate(words):
        opening = openings.get(word)
        if opening is not None:
            found.update(opening.alone)
            if opening.near and at + 1 < len(words):
                found.update(_going_on(opening.near.get(words[at + 1], ()), words, at + 1))
            if opening.far:
                for place in range(at + 1, min(at + 2 + GAP_WORDS, len(words))):
                    found.update(_going_on(opening.far.get(words[place], ()), words, place))
    return frozenset(found)


def cue_weights() -> Mapping[str, Mapping[Role, float]]:
    """Log-odds that each cue adds to each role."""
    return {cue.name: cue.roles for cue in role_lexicon().cue}


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


class RoleLexicon(Lexicon):
    """`data/roles.toml`."""

    classes: dict[str, frozenset[str]]
    cue: tuple[CueSpec, ...]
    heading: tuple[CueSpec, ...]
    sections: dict[str, dict[Role, float]]


def role_lexicon() -> RoleLexicon:
    """The cues, their classes of words, and what sections say."""
    lexicon: RoleLexicon = load_lexicon("roles", RoleLexicon)
    return lexicon


@dataclass(frozen=True, slots=True)
class Phrase:
    """A cue's phrase after its second word: what follows, None being a gap."""

    cue: str
    rest: tuple[frozenset[str] | None, ...]

    def goes_on(self, words: Sequence[str], at: int) -> bool:
        """Whether the rest stands after the word at `at`; a gap takes the nearest fit."""
        reach = 1
        for item in self.rest:
            if item is None:
                reach = GAP_WORDS + 1
                continue
            at = next((i for i in range(at + 1, min(at + 1 + reach, len(words))) if words[i] in item), -1)
            if at < 0:
                return False
            reach = 1
        return True


@dataclass(slots=True)
class Opening:
    """What a word can open: cues of one word, phrases by the next word, phrases by a word soon after."""

    alone: tuple[str, ...] = ()
    near: dict[str, tuple[Phrase, ...]] = field(default_factory=dict)
    far: dict[str, tuple[Phrase, ...]] = field(default_factory=dict)

    def add(self, phrase: Phrase, seconds: frozenset[str], *, far: bool) -> None:
        """Index a phrase under each word that can be its second."""
        home = self.far if far else self.near
        for word in seconds:
            home[word] = (*home.get(word, ()), phrase)


def _going_on(phrases: tuple[Phrase, ...], words: Sequence[str], second: int) -> list[str]:
    return [phrase.cue for phrase in phrases if not phrase.rest or phrase.goes_on(words, second)]


@cache
def _index() -> dict[str, Opening]:
    """Every phrase under each word that can open it."""
    return _indexed(role_lexicon().cue)


@cache
def _heading_index() -> dict[str, Opening]:
    return _indexed(role_lexicon().heading)


def _indexed(cues: Sequence[CueSpec]) -> dict[str, Opening]:
    index: dict[str, Opening] = {}
    for cue in cues:
        for text in cue.phrases:
            _enter(index, cue.name, text.split())
    return index


def _enter(index: dict[str, Opening], cue: str, items: list[str]) -> None:
    sets = [_choices(item) for item in items]
    far = len(sets) > 1 and sets[1] is None
    second = 2 if far else 1
    phrase = Phrase(cue, tuple(sets[second + 1 :]))
    for word in sets[0] or ():
        opening = index.setdefault(word, Opening())
        if len(sets) == 1:
            opening.alone = (*opening.alone, cue)
        else:
            opening.add(phrase, sets[second] or frozenset(), far=far)


def _choices(item: str) -> frozenset[str] | None:
    """The words that an item stands for; None for a gap."""
    if item == GAP:
        return None
    return frozenset(word for part in item.split("|") for word in _class_or_word(part))


def _class_or_word(part: str) -> frozenset[str]:
    if not part.startswith("<"):
        return frozenset({part})
    classes = role_lexicon().classes
    if part.strip("<>") not in classes:
        raise ConfigError(f"data/roles.toml: no class {part} (known: {', '.join(sorted(classes))})")
    return classes[part.strip("<>")]

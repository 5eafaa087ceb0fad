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

FIGURE = re.compile(r"\d[\d.,·]*(?<=\d)")
WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*|[#%?]")
# No sentence needs more words to show its role, and a page may be one line of a megabyte.
MAX_CHARACTERS, MAX_WORDS = 2000, 160
NUMBER, GAP, START = "#", "..", "^"
GAP_WORDS = 5


def words_of(text: str) -> list[str]:
    """The words of a sentence in lower case, each number as `#`."""
    plain = FIGURE.sub(NUMBER, text[:MAX_CHARACTERS].replace("’", "'").lower())
    return WORD.findall(plain)[:MAX_WORDS]


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
    words = [START, *words]
    found = set[str]()
    for at, word in enumerate(words):
        opening = openings.get(word)
        if opening is None:
            continue
        found.update(opening.alone)
        after = words[at + 1 : at + 2 + GAP_WORDS]
        if after and after[0] in opening.near:
            found.update(opening.near[after[0]].going_on(words, at + 1))
        if opening.far and not opening.far.keys().isdisjoint(after):
            for place, second in enumerate(after, start=at + 1):
                if second in opening.far:
                    found.update(opening.far[second].going_on(words, place))
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


Items = tuple[frozenset[str] | None, ...]


@dataclass(slots=True)
class Seconds:
    """What stands once the second word is reached: cues that are whole, and what others still ask."""

    whole: set[str] = field(default_factory=set)
    rest: list[tuple[str, Items]] = field(default_factory=list)

    def going_on(self, words: Sequence[str], at: int) -> set[str]:
        """The cues whose phrases are whole, or go on after the word at `at`."""
        if not self.rest:
            return self.whole
        return self.whole.union(cue for cue, rest in self.rest if _goes_on(rest, words, at))


@dataclass(slots=True)
class Opening:
    """What a word can open: cues of one word, phrases by the next word, phrases by a word soon after."""

    alone: set[str] = field(default_factory=set)
    near: dict[str, Seconds] = field(default_factory=dict)
    far: dict[str, Seconds] = field(default_factory=dict)


def _goes_on(rest: Items, words: Sequence[str], at: int) -> bool:
    """Whether the rest of a phrase stands after the word at `at`; a gap takes the nearest fit."""
    reach = 1
    for item in rest:
        if item is None:
            reach = GAP_WORDS + 1
            continue
        at = next((i for i in range(at + 1, min(at + 1 + reach, len(words))) if words[i] in item), -1)
        if at < 0:
            return False
        reach = 1
    return True


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
    rest = tuple(sets[second + 1 :])
    for word in sets[0] or ():
        opening = index.setdefault(word, Opening())
        if len(sets) == 1:
            opening.alone.add(cue)
            continue
        home = opening.far if far else opening.near
        for follower in sets[second] or ():
            seconds = home.setdefault(follower, Seconds())
            if rest:
                seconds.rest.append((cue, rest))
            else:
                seconds.whole.add(cue)


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

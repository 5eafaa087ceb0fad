"""Words whose full stop may not end a sentence, as `data/abbreviations.toml` lists them."""

from __future__ import annotations

from functools import cache
from typing import Literal

from ecosift.lexicon import Lexicon, load_lexicon

Kind = Literal[
    "before_names",
    "before_words",
    "after_authors",
    "before_numbers",
    "before_digits",
    "times",
    "units",
    "closing",
    "journals",
]
KINDS: tuple[Kind, ...] = (
    "before_names",
    "before_words",
    "after_authors",
    "before_numbers",
    "before_digits",
    "times",
    "units",
    "closing",
    "journals",
)
NONE: frozenset[Kind] = frozenset()
IN_CAPITALS: frozenset[Kind] = frozenset(("before_numbers", "before_digits", "times", "closing"))


class Abbreviations(Lexicon):
    """`data/abbreviations.toml`."""

    before_names: frozenset[str]
    before_words: frozenset[str]
    after_authors: frozenset[str]
    before_numbers: frozenset[str]
    before_digits: frozenset[str]
    times: frozenset[str]
    time_followers: frozenset[str]
    units: frozenset[str]
    closing: frozenset[str]
    journals: frozenset[str]
    designators: frozenset[str]
    exclaimed: frozenset[str]
    starters: frozenset[str]


@cache
def abbreviations() -> Abbreviations:
    """The lexicon, read once."""
    lexicon: Abbreviations = load_lexicon("abbreviations", Abbreviations)
    return lexicon


@cache
def _kinds() -> dict[str, frozenset[Kind]]:
    """The kinds of every entry, by its spelling."""
    lexicon, kinds = abbreviations(), dict[str, frozenset[Kind]]()
    for kind in KINDS:
        for word in getattr(lexicon, kind):
            kinds[word] = kinds.get(word, NONE) | {kind}
    return kinds


def kinds_of(word: str) -> frozenset[Kind]:
    """The kinds of abbreviation that `word` (without its last stop) may be; none for an ordinary word.

    A lower-case entry also matches a capitalised word, and in capitals where it has stops inside or a number
    is to follow: "FIG. 2", but "CA" is no "ca.".
    """
    kinds = _kinds()
    found = kinds.get(word) or kinds.get(word.lower(), NONE)
    if found and len(word) > 1 and word.isupper() and word not in kinds and "." not in word:
        return found & IN_CAPITALS
    return found


def opens_sentences(word: str) -> bool:
    """Whether a capitalised `word` after an abbreviation opens a sentence."""
    return word.replace("’", "'").lower() in abbreviations().starters


def is_designator(word: str) -> bool:
    """Whether a single capital after `word` grades a thing ("vitamin C") and is no initial."""
    return word.lower().rstrip(".").rsplit("-", 1)[-1] in abbreviations().designators


def follows_times(word: str) -> bool:
    """Whether `word` goes on after a time of day: a day or a time zone."""
    return word.lower() in abbreviations().time_followers


def is_exclaimed(word: str) -> bool:
    """Whether an exclamation mark belongs to the name `word`."""
    return word.lower() in abbreviations().exclaimed

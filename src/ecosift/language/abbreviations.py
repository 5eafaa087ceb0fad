"""Words whose full stop may not end a sentence, as `data/abbreviations.toml` lists them."""

from __future__ import annotations

from functools import cache
from typing import Literal

from ecosift.lexicon import Lexicon, load_lexicon

Kind = Literal["before_names", "before_words", "after_authors", "before_numbers", "closing", "journals"]


class Abbreviations(Lexicon):
    """`data/abbreviations.toml`."""

    before_names: frozenset[str]
    before_words: frozenset[str]
    after_authors: frozenset[str]
    before_numbers: frozenset[str]
    closing: frozenset[str]
    journals: frozenset[str]
    designators: frozenset[str]
    starters: frozenset[str]


@cache
def abbreviations() -> Abbreviations:
    """The lexicon, read once."""
    lexicon: Abbreviations = load_lexicon("abbreviations", Abbreviations)
    return lexicon


def is_abbreviation(word: str, kind: Kind) -> bool:
    """Whether `word` (without its last stop) is listed as `kind`, as it stands or in lower case."""
    listed: frozenset[str] = getattr(abbreviations(), kind)
    return word in listed or word.lower() in listed


def opens_sentences(word: str) -> bool:
    """Whether a capitalised `word` after an abbreviation opens a sentence."""
    return word.replace("’", "'").lower() in abbreviations().starters


def is_designator(word: str) -> bool:
    """Whether a single capital after `word` grades a thing ("vitamin C") and is no initial."""
    return word.lower() in abbreviations().designators

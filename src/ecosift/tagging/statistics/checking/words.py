"""Words that tell the checks what a figure is, read from `data/checking.toml`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from ecosift.lexicon import Lexicon, load_lexicon


class CheckingLexicon(Lexicon):
    """The file `data/checking.toml`."""

    everybody: tuple[str, ...]
    openers: tuple[str, ...]
    restricting: tuple[str, ...]
    not_persons: tuple[str, ...]
    computed: tuple[str, ...]
    changed: tuple[str, ...]
    lost: tuple[str, ...]
    part: tuple[str, ...]
    arms: tuple[str, ...]
    elsewhere: tuple[str, ...]
    background: tuple[str, ...]
    other_p: tuple[str, ...]
    other_test: tuple[str, ...]
    other_interval: tuple[str, ...]
    one_tailed: tuple[str, ...]
    reweighted: tuple[str, ...]
    split: tuple[str, ...]
    animals_and_parts: tuple[str, ...]
    screened: tuple[str, ...]
    left_out: tuple[str, ...]
    enrolled: tuple[str, ...]
    several_reasons: tuple[str, ...]
    not_all: tuple[str, ...]
    rates: tuple[str, ...]
    zero_one: tuple[str, ...]
    whole_items: tuple[str, ...]
    moments: tuple[str, ...]


@dataclass(frozen=True)
class Cues:
    """The lexicon's lists as patterns, and the openers and restricting words as pieces of patterns."""

    not_persons: re.Pattern[str]
    computed: re.Pattern[str]
    changed: re.Pattern[str]
    lost: re.Pattern[str]
    part: re.Pattern[str]
    arms: re.Pattern[str]
    elsewhere: re.Pattern[str]
    background: re.Pattern[str]
    other_p: re.Pattern[str]
    other_test: re.Pattern[str]
    other_interval: re.Pattern[str]
    one_tailed: re.Pattern[str]
    reweighted: re.Pattern[str]
    split: re.Pattern[str]
    screened: re.Pattern[str]
    left_out: re.Pattern[str]
    enrolled: re.Pattern[str]
    several_reasons: re.Pattern[str]
    not_all: re.Pattern[str]
    rates: re.Pattern[str]
    zero_one: re.Pattern[str]
    whole_items: re.Pattern[str]
    moments: re.Pattern[str]
    everybody: str
    openers: str
    restricting: str
    animals_and_parts: frozenset[str]


CITATION = re.compile(r"\[\d{1,3}(?:\s?[,–-]\s?\d{1,3}){0,9}\]|\([^()]{1,60},\s?(?:19|20)\d\d[a-z]?\)")


@cache
def cues() -> Cues:
    """The patterns, built once."""
    lexicon: CheckingLexicon = load_lexicon("checking", CheckingLexicon)
    return Cues(
        not_persons=_whole_words(lexicon.not_persons),
        computed=_whole_words(lexicon.computed),
        changed=_whole_words(lexicon.changed),
        lost=_whole_words(lexicon.lost),
        part=_whole_words(lexicon.part),
        arms=_whole_words(lexicon.arms),
        elsewhere=_whole_words(lexicon.elsewhere),
        background=_whole_words(lexicon.background),
        other_p=_whole_words(lexicon.other_p),
        other_test=_whole_words(lexicon.other_test),
        other_interval=_whole_words(lexicon.other_interval),
        one_tailed=_whole_words(lexicon.one_tailed),
        reweighted=_whole_words(lexicon.reweighted),
        split=_whole_words(lexicon.split),
        screened=_whole_words(lexicon.screened),
        left_out=_whole_words(lexicon.left_out),
        enrolled=_whole_words(lexicon.enrolled),
        several_reasons=_whole_words(lexicon.several_reasons),
        not_all=_whole_words(lexicon.not_all),
        rates=_whole_words(lexicon.rates),
        zero_one=_whole_words(lexicon.zero_one),
        whole_items=_whole_words(lexicon.whole_items),
        moments=_whole_words(lexicon.moments),
        everybody=any_of(lexicon.everybody),
        openers=any_of(lexicon.openers),
        restricting=any_of(lexicon.restricting),
        animals_and_parts=frozenset(lexicon.animals_and_parts),
    )


def any_of(phrases: Iterable[str]) -> str:
    """A pattern for any of `phrases`, longest first; a final * stands for any ending."""
    longest_first = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return "(?:" + "|".join(map(_phrase, longest_first)) + ")"


def _phrase(phrase: str) -> str:
    ending = r"\w*" if phrase.endswith("*") else ""
    return r"\s{1,3}".join(re.escape(word) for word in phrase.removesuffix("*").split()) + ending


def _whole_words(phrases: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){any_of(phrases)}(?!\w)", re.IGNORECASE)

"""How prose speaks of a study: one that is known ("the trial"), or one that it brings up ("a new trial")."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from ecosift.tagging.citations import citation_words
from ecosift.tagging.references import NAME

MOST_BETWEEN = 2


class MentionPatterns(NamedTuple):
    """A word for a study; "the … study"; "Doe's study"; what brings up a further one."""

    noun: re.Pattern[str]
    pointed: re.Pattern[str]
    whose: re.Pattern[str]
    new: re.Pattern[str]


@cache
def mention_patterns() -> MentionPatterns:
    """The patterns, from the words of `data/citations.toml`."""
    words = citation_words()
    studies, nouns = _either(words.studies), _either(words.studies | words.people)
    pointers, others = _either(words.own | words.pointing), _either(words.others | words.breaks)
    between = rf"(?:(?!(?:{others})\b|[a-z]+est\b)[a-z][a-z-]*\s){{0,{MOST_BETWEEN}}}"
    # "The study of sleep" is a field, "the study-specific mean" is no study.
    ends = r"\b(?!-\w)(?!\sof\s(?!\d))"
    return MentionPatterns(
        re.compile(nouns),
        re.compile(rf"\b(?P<pointer>(?i:{pointers}))\s{between}(?P<noun>{nouns}){ends}"),
        re.compile(rf"\b(?P<name>{NAME})['’]s?\s(?:{nouns}|group){ends}"),
        re.compile(
            rf"\b(?i:a|an|one|another|other|earlier|previous)\s(?:[a-z][a-z-]*\s){{0,4}}?(?:{studies})\b"
        ),
    )


def _either(words: frozenset[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word)))

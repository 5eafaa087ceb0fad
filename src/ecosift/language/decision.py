"""Whether a sentence ends at a candidate: rules from the most to the least certain."""

from __future__ import annotations

import re

from ecosift.headings import is_run_in
from ecosift.language.abbreviations import (
    Kind,
    follows_times,
    is_designator,
    is_exclaimed,
    kinds_of,
    opens_sentences,
)
from ecosift.language.candidates import Candidate

DOTTED = re.compile(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,2}")
LIST_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3})*|[ivxIVX]{1,4}|[A-Za-z]|[QA]\d{1,2}")
CAPTION = re.compile(
    r"(?:supplementa\w{2,3}\s|extended data\s)?"
    r"(?:fig(?:ure|\.)?|table|box|chart|exhibit|graph|map|panel|photo|image|video)"
    r"(?:\s[A-Z]?\d{0,3}(?:\.\d{1,3})?[A-Za-z]?)?"
    r"|(?:step|tip|rule|theme|lesson|myth|fact|case|example|reason|question|aim|objective|hypothesis|appendix|part)"
    r"\s(?:\d{1,2}|[IVX]{1,4}|[A-Z])",
    re.IGNORECASE,
)
NUMBER = re.compile(r"[#§(\[]?\s?\d")
NUMBER_OR_LETTER = re.compile(r"[#§(\[]?\s?(?:\d|[A-Z]\d|[IVXLC]{1,5}\b|[A-Z]\b)")
PLAIN_WORD = re.compile(r"[^\W\d_]{3,}(?:[-'’/][^\W\d_]+)*")
ADDRESS = re.compile(r"[@/\\]|\.\w|https?:|www\.")
ODD_INSIDE = re.compile(r"[^\W\d_A-Z]*+(?:\d|[A-Z]|(?<=[a-z]{2})\.[^\W\d_])")
CONTINUES = frozenset("=<>%,;:&+.)]}")
ELLIPSIS = ("...", "…", ". .")
ENUMERATED = re.compile(r"[a-z\d]{1,3}\)")
NUMBERED: frozenset[Kind] = frozenset(("before_numbers", "before_digits"))
FIRST_PERSON = ("I", "I'm", "I’m", "I've", "I’ve", "I'd", "I’d", "I'll", "I’ll")
# A capitalised word of this length before a small letter is no unknown abbreviation.
LONG_WORD = 7
# "At 5 a.m. Mr. Doe left": a sentence of so few words has not said anything yet.
FEW_WORDS = 3


def ends_sentence(candidate: Candidate) -> bool:
    """Whether the sentence that began before the candidate ends there."""
    if candidate.glued:
        return _glued_end(candidate)
    if candidate.mark.startswith(ELLIPSIS):
        return _ellipsis_end(candidate)
    if candidate.mark[0] in "!?":
        return _exclaimed_end(candidate)
    if candidate.said and candidate.close in ("", ")") and _is_opening(candidate.said):
        return False
    if _is_low(candidate.token[:1]):
        return _end_before_low(candidate)
    return _stop_end(candidate)


def _is_opening(said: str) -> bool:
    """Whether so far there is only a list number, the name of a caption or a run-in head ("Results. …")."""
    return bool(LIST_NUMBER.fullmatch(said) or CAPTION.fullmatch(said)) or is_run_in(said)


def _is_low(first: str) -> bool:
    """Whether what follows goes on: a small letter (a Greek one is a symbol) or a mark in mid-sentence."""
    return first in CONTINUES or (first.islower() and not "α" <= first <= "ω")


def _stop_end(candidate: Candidate) -> bool:
    """A full stop before a capital, a digit or an opening mark."""
    word = candidate.before
    if not word or candidate.cited:
        return True
    kinds = kinds_of(word)
    if "units" in kinds and candidate.before_that[-1:].isdigit():
        return True
    if len(word) == 1 and word.isalpha() and not _number_follows(candidate):
        return _letter_end(candidate)
    if not kinds and not DOTTED.fullmatch(word):
        return True
    return _abbreviation_end(candidate)


def _abbreviation_end(candidate: Candidate) -> bool:
    kinds, opener = kinds_of(candidate.before), opens_sentences(candidate.after) or bool(candidate.close)
    if "before_names" in kinds:
        return candidate.before == "St" and opener
    if "before_words" in kinds or _number_follows(candidate):
        return False
    if "times" in kinds:
        few = candidate.said is not None and len(candidate.said.split()) <= FEW_WORDS
        return not follows_times(candidate.after) and (opener or not few)
    if kinds <= {"before_numbers", "before_digits", "units"} and kinds:
        return True
    return opener or candidate.newline or candidate.before.lower() == "etc"


def _number_follows(candidate: Candidate) -> bool:
    kinds, following = kinds_of(candidate.before), candidate.opener + candidate.token
    if kinds & NUMBERED and candidate.token.endswith(".") and kinds_of(candidate.token[:-1]) & NUMBERED:
        return True  # "Suppl. Fig. 3"
    if "before_numbers" in kinds:
        return bool(NUMBER_OR_LETTER.match(following))
    return ("before_digits" in kinds or "journals" in kinds) and bool(NUMBER.match(following))


def _letter_end(candidate: Candidate) -> bool:
    """A single letter: an initial, unless a thing is graded by it or a common opener follows."""
    if is_designator(candidate.before_that):
        return True
    if not candidate.before_that.islower() or candidate.before.islower():
        return False
    return opens_sentences(candidate.after) or (candidate.before == "I" and candidate.before_that != "and")


def _end_before_low(candidate: Candidate) -> bool:
    """A full stop before a small letter ends a sentence after a plain word that is no abbreviation."""
    word, kinds = candidate.before, kinds_of(candidate.before)
    if candidate.close or not candidate.token[:1].isalpha() or DOTTED.fullmatch(word):
        return False
    if not candidate.opener and ODD_INSIDE.match(candidate.token):  # "mHealth", "p53", "help.example"
        return len(word) > 1 and kinds <= NUMBERED
    if candidate.opener == "(" and ENUMERATED.match(candidate.token):
        return not kinds
    return not kinds and bool(PLAIN_WORD.fullmatch(word)) and (word.islower() or len(word) >= LONG_WORD)


def _exclaimed_end(candidate: Candidate) -> bool:
    if candidate.token[:1].islower():
        return not candidate.close and candidate.before[:1].islower()
    if is_exclaimed(candidate.before) and not opens_sentences(candidate.after):
        return False
    return candidate.token[:1] not in CONTINUES


def _ellipsis_end(candidate: Candidate) -> bool:
    """Dots end a sentence before a capital, unless they stand in brackets or "I" goes on."""
    if candidate.close.startswith("]") or candidate.after in FIRST_PERSON:
        return False
    return not candidate.token[:1].islower() and candidate.token[:1].isalnum()


def _glued_end(candidate: Candidate) -> bool:
    """A stop without a space ("facility.In") ends a sentence after a plain word, outside of addresses."""
    before, after = candidate.before, candidate.after
    if ADDRESS.search(before) or ADDRESS.search(candidate.token) or not _is_capitalised(after):
        return False
    if candidate.mark.startswith(ELLIPSIS):
        return len(after) > 1
    if candidate.close or candidate.cited or before.endswith((")", "]", "%", "”", '"')):
        return True
    if before[-1:].isdigit():
        return opens_sentences(after)
    return before.isalpha() if candidate.mark[0] in "!?" else _is_common(before)


def _is_capitalised(word: str) -> bool:
    return word in ("I", "A") or (len(word) > 1 and word[1:].islower())


def _is_common(word: str) -> bool:
    is_word = bool(PLAIN_WORD.fullmatch(word)) or opens_sentences(word)
    return is_word and word.islower() and not kinds_of(word)

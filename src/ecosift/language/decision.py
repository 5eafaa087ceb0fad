"""Whether a sentence ends at a candidate: rules from the most to the least certain."""

from __future__ import annotations

import re

from ecosift.language.abbreviations import is_abbreviation, is_designator, opens_sentences
from ecosift.language.candidates import Candidate

DOTTED = re.compile(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,2}")
LIST_NUMBER = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3})*|[ivxIVX]{1,4}|[A-Za-z])\)?")
NUMBER_FOLLOWS = re.compile(r"[#§]?\s?(?:\d|[A-Z]\d|[IVXLC]{1,5}\b|[A-Z]\b(?![.’']?[a-z ]*[a-z]{3}))")
PLAIN_WORD = re.compile(r"[^\W\d_]{3,}(?:[-'’/][^\W\d_]+)*")
ADDRESS = re.compile(r"[@/\\]|\.\w|https?:|www\.")
ELLIPSIS = ("...", "…", ". .")
FIRST_PERSON = ("I", "I'm", "I’m", "I've", "I’ve", "I'd", "I’d", "I'll", "I’ll")


def ends_sentence(candidate: Candidate, *, opens: bool) -> bool:
    """Whether the sentence that began before ends here; `opens`: the word before the mark is its first."""
    if candidate.glued:
        return _glued_end(candidate)
    if candidate.mark.startswith(ELLIPSIS):
        return _ellipsis_end(candidate)
    if candidate.mark[0] in "!?":
        return _exclaimed_end(candidate)
    if opens and not candidate.close and LIST_NUMBER.fullmatch(candidate.before):
        return False
    if opens and candidate.close == ")" and LIST_NUMBER.fullmatch(candidate.before):
        return False
    if _follows_low(candidate):
        return _end_before_low(candidate)
    return _stop_end(candidate)


def _follows_low(candidate: Candidate) -> bool:
    first = candidate.token[:1]
    return first.islower() or first in ("=", "<", ">", "%", ",", ";", ":", "&", "+", ".")


def _end_before_low(candidate: Candidate) -> bool:
    """A full stop before a small letter ends a sentence after a plain word that is no abbreviation."""
    if candidate.close or candidate.opener or not candidate.token[:1].isalpha():
        return False
    if not PLAIN_WORD.fullmatch(candidate.before) or _is_listed(candidate.before):
        return False
    return _is_mixed(candidate.token) or candidate.before.islower()


def _is_mixed(token: str) -> bool:
    """ "mHealth", "eGFR", "p53", "help.example": small at first, but no common word."""
    return not token.rstrip(".,;:!?)”\"'’").isalpha() or not token.rstrip(".,;:!?)”\"'’").islower()


def _is_listed(word: str) -> bool:
    kinds = ("before_names", "before_words", "after_authors", "before_numbers", "closing", "journals")
    return any(is_abbreviation(word, kind) for kind in kinds)


def _stop_end(candidate: Candidate) -> bool:
    """A full stop before a capital, a digit or an opening mark."""
    word = candidate.before
    if not word or candidate.cited:
        return True
    if len(word) == 1 and word.isalpha():
        return _letter_end(candidate)
    if is_abbreviation(word, "before_names"):
        return _is_after_place(candidate)
    if is_abbreviation(word, "before_words"):
        return False
    if is_abbreviation(word, "before_numbers") and _number_follows(candidate):
        return False
    if is_abbreviation(word, "after_authors"):
        return opens_sentences(candidate.after) or bool(candidate.close)
    if word.lower() == "etc":
        return True
    if is_abbreviation(word, "closing") or is_abbreviation(word, "journals") or DOTTED.fullmatch(word):
        return opens_sentences(candidate.after) or bool(candidate.close) or candidate.newline
    return True


def _is_after_place(candidate: Candidate) -> bool:
    """ "on Main St. The shop": the street, where a plain opener of sentences follows."""
    return candidate.before == "St" and opens_sentences(candidate.after)


def _number_follows(candidate: Candidate) -> bool:
    return bool(NUMBER_FOLLOWS.match(candidate.opener + candidate.token))


def _letter_end(candidate: Candidate) -> bool:
    """A single letter: an initial, unless a thing is graded by it or a common opener follows."""
    word = candidate.before
    if is_designator(candidate.before_that):
        return True
    if word == "I" and candidate.before_that.islower():
        return opens_sentences(candidate.after)
    if word.islower() or not candidate.before_that.islower():
        return False
    return opens_sentences(candidate.after)


def _exclaimed_end(candidate: Candidate) -> bool:
    if candidate.token[:1].islower():
        return not candidate.close and candidate.before[:1].islower()
    return not candidate.token[:1] in (",", ";", ":", ")", ".")


def _ellipsis_end(candidate: Candidate) -> bool:
    """Dots end a sentence before a capital, unless they stand in brackets or "I" goes on."""
    if candidate.close.startswith("]") or candidate.after in FIRST_PERSON:
        return False
    return not candidate.token[:1].islower() and candidate.token[:1].isalnum()


def _glued_end(candidate: Candidate) -> bool:
    """ "facility.In" without a space: after a plain word, and not inside an address."""
    before, after = candidate.before, candidate.after
    if ADDRESS.search(before) or ADDRESS.search(candidate.token) or len(candidate.mark) > 1:
        return False
    if not (len(after) > 1 or after in ("I", "A")) or (len(after) > 1 and not after[1:].islower()):
        return False
    if candidate.close or candidate.cited or before.endswith((")", "]", "%")):
        return True
    if before[-1:].isdigit():
        return opens_sentences(after)
    return bool(PLAIN_WORD.fullmatch(before)) and before.islower() and not _is_listed(before)

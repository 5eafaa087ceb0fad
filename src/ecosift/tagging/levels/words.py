"""A sentence as words: lower-cased, number and spelling levelled, each with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass

TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)?|[,;:()%.?/&]")
MARKS = frozenset(",;:()%.?/&")
# Longer runs of letters are no words; they are kept as a place only.
MAX_WORD = 40
MAX_KEPT = 100_000

_normal: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class Words:
    """`forms[i]` is the levelled form of the token at `starts[i]:ends[i]` of the text."""

    forms: list[str]
    starts: list[int]
    ends: list[int]


def words_of(text: str) -> Words:
    """The words and marks of `text`, in order."""
    found = [(m[0], m.start(), m.end()) for m in TOKEN.finditer(text)]
    return Words([normal(word) for word, _, _ in found], [s for _, s, _ in found], [e for _, _, e in found])


def normal(word: str) -> str:
    """The form under which a word is looked up: lower case, singular, American spelling."""
    form = _normal.get(word)
    if form is None:
        if len(_normal) >= MAX_KEPT:
            _normal.clear()
        form = _normal[word] = _level(word)
    return form


def _level(word: str) -> str:
    if len(word) > MAX_WORD:
        return ""
    form = word.lower().replace("’", "'")
    return _spelling(_singular(form.removesuffix("'s").removesuffix("'")))


def _singular(form: str) -> str:
    if len(form) <= 3 or not form.endswith("s") or form.endswith(("ss", "us", "is")):
        return form
    if form.endswith("ies") and len(form) > 4:
        return form[:-3] + "y"
    if form.endswith(("sses", "ches", "shes", "xes")):
        return form[:-2]
    return form[:-1]


def _spelling(form: str) -> str:
    """British to American, crudely: text and lexicon go through the same mill."""
    if len(form) < 6:
        return form
    form = form.replace("our", "or").replace("isation", "ization").replace("counsell", "counsel")
    form = form.replace("programme", "program").replace("centre", "center").replace("paed", "ped")
    if form.endswith(("ise", "ised", "ising")):
        at = form.rindex("is")
        form = form[:at] + "iz" + form[at + 2 :]
    return form

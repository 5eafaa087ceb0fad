"""Marks that words do not show: citations, figures of a kind, quotes, names, the last sign."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from string import ascii_lowercase, ascii_uppercase
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]
Flags = NDArray[np.bool_]
Places = NDArray[np.intp]
Kinds = NDArray[np.int32]
MARKS = ("cited", "percent", "p", "n", "interval", "year", "quotes", "name", "question", "colon", "figure")
COLUMN = {name: column for column, name in enumerate(MARKS)}
# Stands before and after every sentence; no mark reaches across.
END = "\0"


class Mark(NamedTuple):
    """A mark: characters of which one begins it, others of which one follows (or none), and its form."""

    name: str
    first: str
    following: str
    form: re.Pattern[str]


# Marks of sentences with figures alone.
OF_FIGURES = (
    Mark("cited", "[", "", re.compile(r"\[\d")),
    Mark("cited", "(", "", re.compile(r"\(\d{1,2}(?:[-–,;] ?\d{1,2}){0,4}\)")),
    Mark("cited", "(", "", re.compile(r"\((?:[^()\0]{0,60}\s)?(?:19|20)\d\d[a-z]?\)")),
    Mark("percent", "%", "", re.compile(r"(?:(?<=\d)|(?<=\d\s))%")),
    Mark("p", "=<>≤≥", "", re.compile(r"(?:(?<=\b[pP])|(?<=\b[pP]\s))[<=>≤≥]")),
    Mark("n", "=", "", re.compile(r"(?:(?<=\b[nN])|(?<=\b[nN]\s))=")),
    Mark("interval", "±", "", re.compile("±")),
    Mark("interval", "CSIORH", "IDQR", re.compile(r"\b(?:CI|SD|IQR|OR|RR|HR)\b")),
    Mark("year", "12", "09", re.compile(r"\b(?:19|20)\d\d\b")),
)
# Those of any sentence.
OF_ALL = (
    Mark("quotes", '“"', "", re.compile(r"[“\"][^“”\"\0]{25}")),
    Mark("question", "?", "", re.compile(r"\?(?=\s*\0)")),
    Mark("colon", ":", "", re.compile(r":(?=\s*\0)")),
    Mark("figure", END, "FT", re.compile(r"\0(?:Fig|Table)")),
)
# Two words with capitals inside a sentence, so many that the places are told by what stands before them.
NAME = re.compile(r"[A-Z][a-zé]+[- ][A-Z][a-zé]")
BEFORE_NAME = ascii_lowercase + ",;’'"
# A superscript that lost its form ends the sentence: only the last characters need be looked at.
SUPERSCRIPT = re.compile(r"(?<=[^\W\d_][.!?”\"])\d{1,2}(?:[-–,]\d{1,2}){0,3}$")
MARKED = OF_FIGURES + OF_ALL
# The columns of marks that count without a figure.
IN_ALL = np.array([name in ("name", *(mark.name for mark in OF_ALL)) for name in MARKS])
# A bit for each set of signs; every character is among the signs of "".
SETS = dict.fromkeys(signs for mark in MARKED for signs in (mark.first, mark.following))
BIT = {signs: 1 << at for at, signs in enumerate((*SETS, " ", ascii_uppercase, BEFORE_NAME))}
FIRST, FOLLOWING = (
    np.array([[BIT[signs]] for signs in column], dtype=np.int32)
    for column in ([mark.first for mark in MARKED], [mark.following for mark in MARKED])
)
BEGINS = np.bitwise_or.reduce(FIRST)[0]


def find_marks(texts: Sequence[str], figures: Flags) -> Matrix:
    """One row a sentence: 1 for every mark of `MARKS` that it has; `figures` says which hold a number."""
    out = np.zeros((len(texts), len(MARKS)), dtype=np.float32)
    whole = END.join(("", *texts, ""))
    kinds, ends = _kinds(whole), np.cumsum([len(text) + 1 for text in texts])
    places, columns = np.array([*_found(whole, kinds), *_names(whole, kinds)], dtype=np.intp).reshape(-1, 2).T
    rows = ends.searchsorted(places, "right")
    kept = np.flatnonzero(figures[rows] | IN_ALL[columns])
    out[rows[kept], columns[kept]] = 1.0
    for row in np.flatnonzero(figures).tolist():
        if texts[row][-1].isdecimal() and SUPERSCRIPT.search(texts[row], max(0, len(texts[row]) - 20)):
            out[row, COLUMN["cited"]] = 1.0
    return out


def _found(text: str, kinds: Kinds) -> list[tuple[int, int]]:
    """Where marks stand, and the column of each."""
    begins = np.flatnonzero((kinds & BEGINS) != 0)
    first, following = kinds.take(begins), kinds.take(begins + 1, mode="clip")
    which, at = np.nonzero(((first & FIRST) != 0) & ((following & FOLLOWING) != 0))
    may = zip(map(MARKED.__getitem__, which.tolist()), begins.take(at).tolist(), strict=True)
    return [(place, COLUMN[mark.name]) for mark, place in may if mark.form.match(text, place)]


def _names(text: str, kinds: Kinds) -> list[tuple[int, int]]:
    """Where two words with capitals stand that do not open a sentence, and the column of names."""
    capitals = np.flatnonzero((kinds & BIT[ascii_uppercase]) != 0)
    capitals = capitals[capitals > 1]
    inside = (kinds.take(capitals - 1) & BIT[" "] > 0) & (kinds.take(capitals - 2) & BIT[BEFORE_NAME] > 0)
    return [(place, COLUMN["name"]) for place in capitals[inside].tolist() if NAME.match(text, place)]


def _kinds(text: str) -> Kinds:
    """For every character the bits of the signs that it is among."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    return np.asarray(_table().take(codes, mode="clip"))


@cache
def _table() -> Kinds:
    """The bits of every character up to the highest sign; one more stands for all others."""
    table = np.zeros(max(map(ord, "".join(BIT))) + 2, dtype=np.int32)
    for signs, bit in BIT.items():
        table[[ord(sign) for sign in signs]] |= np.int32(bit)
    return table | np.int32(BIT[""])

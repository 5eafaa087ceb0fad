"""Marks that words do not show: citations, figures of a kind, quotes, names, the last sign."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]
MARKS = ("cited", "percent", "p", "n", "interval", "year", "quotes", "name", "question", "colon", "figure")
COLUMN = {name: column for column, name in enumerate(MARKS)}
# Marks of sentences with figures, each with signs without which it need not be looked for.
FIGURES = (
    ("cited", ("[",), re.compile(r"\[\d")),
    ("cited", ("(",), re.compile(r"\(\d{1,2}(?:[-–,;] ?\d{1,2}){0,4}\)")),
    ("cited", ("(",), re.compile(r"\((?:[^()]{0,60}\s)?(?:19|20)\d\d[a-z]?\)")),
    ("percent", ("%",), re.compile(r"\d\s?%")),
    ("p", tuple("=<>≤≥"), re.compile(r"\b[pP]\s?[<=>≤≥]")),
    ("n", ("=",), re.compile(r"\b[nN]\s?=")),
    ("interval", ("CI", "SD", "QR", "OR", "RR", "HR", "±"), re.compile(r"\b(?:CI|SD|IQR|OR|RR|HR)\b|±")),
    ("year", ("19", "20"), re.compile(r"\b(?:19|20)\d\d\b")),
)
# A superscript that lost its form ends the sentence: only the last characters need be looked at.
SUPERSCRIPT = re.compile(r"(?<=[^\W\d_][.!?”\"])\d{1,2}(?:[-–,]\d{1,2}){0,3}$")
QUOTED = re.compile(r"[“\"][^“”\"]{25}")
NAME = re.compile(r" (?<=[a-z,;’'] )[A-Z][a-zé]+[- ][A-Z][a-zé]")
LAST = {"?": "question", ":": "colon"}


def find_marks(texts: Sequence[str], figures: Sequence[bool]) -> Matrix:
    """One row a sentence: 1 for every mark of `MARKS` that it has; `figures` says which hold a number."""
    rows, columns = list[int](), list[int]()
    for row, (text, some) in enumerate(zip(texts, figures, strict=True)):
        for name in _marks(text, some):
            rows.append(row)
            columns.append(COLUMN[name])
    out = np.zeros((len(texts), len(MARKS)), dtype=np.float32)
    out[rows, columns] = 1.0
    return out


def _marks(text: str, figures: bool) -> Iterator[str]:
    if figures:
        yield from _of_figures(text)
    if ("“" in text or '"' in text) and QUOTED.search(text):
        yield "quotes"
    if NAME.search(text):
        yield "name"
    last = text.rstrip()[-1:]
    if last in LAST:
        yield LAST[last]
    if text.startswith(("Fig", "Table")):
        yield "figure"


def _of_figures(text: str) -> Iterator[str]:
    for name, signs, mark in FIGURES:
        if any(sign in text for sign in signs) and mark.search(text):
            yield name
    if text[-1].isdecimal() and SUPERSCRIPT.search(text, max(0, len(text) - 20)):
        yield "cited"

"""How a cell of figures is printed: its numbers, and what stands between and around them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ecosift.tagging.statistics.lexicons import words
from ecosift.tagging.statistics.normalise import fold
from ecosift.tagging.statistics.numbers import Number, of_digits

MOST_CHARACTERS = 80

_TOKEN = re.compile(
    r"(?P<number>\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,12})?(?![\d,])|\d{1,15}(?:\.\d{1,12})?|\.\d{1,12})"
    r"|(?P<word>[^\W\d_][^\W\d_.]*(?:\.[^\W\d_])*\.?)|(?P<mark>[^\s\w])"
)
# Marks of notes say nothing of the figure.
_NOTES = frozenset("*†‡§¶#^'\"")
_MARKS = {"[": "(", "]": ")", "{": "(", "}": ")", ";": ",", ":": ",", "≤": "<", "≥": ">", "~": "q"}
_FREE = frozenset("(,<>=±")
_BOUNDS = r"\(?,?[SCIR]?,?=?\(?N%?[-,]N%?\)*"
_TAIL_P = r"(?P<tail>,?\(?p[<>=]N\)?)?"
# The shapes of a cell, first to fit.
_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("pair", re.compile(r"N%?\((?:S=?|n=?)?N%?\)")),
    ("pair", re.compile(r"N%?,?S=?N|N,N%")),
    ("spread", re.compile(r"N%?\(?±N%?\)?")),
    ("bounded", re.compile(rf"N%?{_BOUNDS}{_TAIL_P}")),
    ("bounds", re.compile(r"\(?C?,?\(?N%?[-,]N%?\)*")),
    ("out_of", re.compile(r"N/N(?:\(N%?\))?")),
    ("single", re.compile(r"[<>=]{0,2}N%?|\(N%?\)")),
    ("p", re.compile(r"p[<>=]{1,2}N|p?=?s")),
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of a cell with its place in the cell's text, and whether a percent sign follows."""

    number: Number
    printed: str
    start: int
    end: int
    percent: bool = False


@dataclass(frozen=True, slots=True)
class Print:
    """A cell of figures: the `form` it is printed in, its numbers in order, and what the cell itself says.

    `marks` has the codes of the words in it (S, C, I, R, p), `operator` the sign before a number of its own.
    """

    form: str
    figures: tuple[Figure, ...]
    marks: frozenset[str]
    start: int
    end: int
    operator: str = "="
    level: float | None = None
    error: bool = False

    @property
    def first(self) -> Figure:
        """The number that stands first."""
        return self.figures[0]


def read_cell(text: str) -> Print | None:
    """The figures of a cell; None where it holds other words, or figures in no form that is known."""
    if not text or len(text) > MOST_CHARACTERS:
        return None
    read = _Reader(text)
    for token in _TOKEN.finditer(fold(text)):
        if not read.take(token):
            return None
    return read.result()


class _Reader:
    """Takes a cell token by token into a shape, one letter each."""

    def __init__(self, text: str) -> None:
        self.text, self.codes = text, []  # type: tuple[str, list[str]]
        self.figures: list[Figure] = []
        self.ends: list[int] = []
        self.level: float | None = None
        self.error = False
        self.operator = "="
        self.sign: int | None = None

    def take(self, token: re.Match[str]) -> bool:
        if token["number"] is not None:
            self._number(token)
            return True
        self.sign = None
        return self._word(token) if token["word"] is not None else self._mark(token)

    def _number(self, token: re.Match[str]) -> None:
        start = token.start() if self.sign is None else self.sign
        if self.sign is not None:
            self._drop(1)
        self.sign = None
        printed = self.text[start : token.end()]
        number = of_digits(fold(printed).replace(" ", ""))
        self.figures.append(Figure(number, printed, start, token.end()))
        self._add("N", token.end())

    def _word(self, token: re.Match[str]) -> bool:
        said = token["word"]
        if len(said) == 1 and said.isalpha() and said.islower() and self._is_note(token):
            return True
        code = words().tables.in_cells.get(said.rstrip(".").casefold())
        if code is None:
            return False
        if code == "C":
            self._take_level()
        self.error = self.error or (code == "S" and said.casefold().rstrip(".").endswith(("e", "m")))
        self._add(code, token.end())
        return True

    def _is_note(self, token: re.Match[str]) -> bool:
        """Whether a letter hangs on at the end of the cell: "36 (30.0)a"."""
        clings = bool(self.ends) and self.ends[-1] == token.start()
        return clings and token.end() == len(self.text.rstrip())

    def _mark(self, token: re.Match[str]) -> bool:
        mark = token["mark"]
        if mark in _NOTES:
            return True
        code = _MARKS.get(mark, mark)
        if code not in "()-,%±/<>=":
            return mark == "+" and self._signed(token)
        if code == "%" and self.codes[-1:] == ["N"]:
            last = self.figures[-1]
            self.figures[-1] = Figure(last.number, last.printed, last.start, last.end, True)
        if code in "<>":
            self.operator = mark
        if code == "-" and self._signed(token):
            return True
        self._add(code, token.end())
        return True

    def _signed(self, token: re.Match[str]) -> bool:
        """Whether a dash opens a number rather than parts two."""
        if not self.codes or self.codes[-1] in _FREE or self.codes[-1] == "-":
            self.sign = token.start()
            self._add("-", token.end())
            return True
        return False

    def _take_level(self) -> None:
        """The "95%" before "CI" is no figure of the cell."""
        if self.codes[-2:] == ["N", "%"] or self.codes[-1:] == ["N"]:
            self.level = float(self.figures.pop().number.value)
            self._drop(2 if self.codes[-1] == "%" else 1)

    def _add(self, code: str, end: int) -> None:
        self.codes.append(code)
        self.ends.append(end)

    def _drop(self, count: int) -> None:
        del self.codes[-count:], self.ends[-count:]

    def result(self) -> Print | None:
        shape = "".join(self.codes)
        form = next((name for name, form in _FORMS if form.fullmatch(shape)), None)
        if form is None or (not self.figures and "s" not in shape):
            return None
        start = len(self.text) - len(self.text.lstrip())
        marks = frozenset(code for code in shape if code in "SCIRpsn")
        return Print(
            form,
            tuple(self.figures),
            marks,
            start,
            max(self.ends),
            self.operator,
            self.level,
            self.error,
        )

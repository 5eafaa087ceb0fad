"""What the head of a row or column says: what is measured and how it is told, in whom, how many they are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from ecosift.tagging.statistics.lexicons import Entry, words
from ecosift.tagging.statistics.line import Line
from ecosift.tagging.statistics.reading import read_line

MOST_CHARACTERS = 300
CACHED = 4096

# What a figure may be told as, by the code of the word; `n` counts, `%` shares, `C` bounds of an interval.
FORMS = frozenset("AD%nSIRCMp")
# Of these alone one cannot tell what a figure is.
SPREADS = frozenset("SIC")
_OPEN_ENDS = frozenset(",;:-/.=±|")
_STANDARD_ERRORS = ("e", "m")


@dataclass(frozen=True, slots=True)
class Size:
    """A number of persons told in a head; `start` and `end` index the head."""

    value: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Head:
    """A head of a table read: `told` has the codes of how figures are told, `said` the words left beside.

    `counted` is what is said where "number of" belongs to it: "Number of falls, mean (SD)".

    `shares_first` is for "% (n)"; `error` says that the spread is a standard error. `is_of_study` is true for
    heads that only tables of studies have.
    """

    said: str = ""
    counted: str = ""
    told: frozenset[str] = frozenset()
    size: Size | None = None
    measure: Entry | None = None
    level: float | None = None
    unit: str | None = None
    shares_first: bool = False
    error: bool = False
    names_group: bool = False
    names_people: bool = False

    @property
    def is_of_study(self) -> bool:
        """Whether it tells a spread, counts with their shares, or how many people there are."""
        return bool(self.told & {"S", "I"}) or {"n", "%"} <= self.told or self.size is not None


@lru_cache(maxsize=CACHED)
def read_head(text: str) -> Head:
    """The head as far as it can be read; one that is too long says only what it says."""
    if len(text) > MOST_CHARACTERS:
        return Head(said=text, counted=text)
    line = read_line(text)
    codes = _codes(line)
    size = _size(line, codes)
    level = _level(line, codes)
    unit = _unit(line, codes)
    told = frozenset(code for code in codes if code in FORMS)
    measure = next((line.entries.get(at) for at, code in enumerate(codes) if code == "M"), None)
    spread = next((line.lower[at] for at, code in enumerate(codes) if code == "S"), "")
    return Head(
        _left(line, codes),
        _left(line, _counted(line, codes)),
        told,
        size,
        measure,
        level,
        unit,
        "%" in told and "n" in told and codes.index("%") < codes.index("n"),
        "error" in spread or spread.replace(".", "").endswith(_STANDARD_ERRORS),
        "G" in line.shape or size is not None,
        "P" in line.shape,
    )


def _codes(line: Line) -> list[str]:
    """The codes of the line; a word that only looks like one of the forms is a word."""
    table, codes = words().tables, list(line.shape)
    for at, word in enumerate(line.lower):
        if word in table.counting and not (word == "no" and line.shape[at + 1 : at + 2] not in ("(", "o")):
            codes[at] = "n"
        elif word in table.significance:
            codes[at] = "p"
        elif (codes[at] == "%" and line.shape[at - 1 : at] == "N") or _only_looks_so(line, at, word):
            codes[at] = "w"
    return codes


def _counted(line: Line, codes: list[str]) -> list[str]:
    """The codes with "number of" as words."""
    codes = list(codes)
    for at, word in enumerate(line.lower[1:], start=1):
        if word in ("of", "of the") and codes[at - 1] == "n":
            codes[at - 1] = "w"
    return codes


def _only_looks_so(line: Line, at: int, word: str) -> bool:
    """Whether a letter is a name: "Group B", "M" beside "F"."""
    code = line.shape[at]
    return (code == "M" and len(word) == 1 and not _stands_alone(line, at)) or (
        code == "A" and word == "m" and "S" not in line.shape
    )


def _stands_alone(line: Line, at: int) -> bool:
    """Whether a letter opens the head and nothing but a bracket follows: "β (SE)", not "Group B"."""
    return at == 0 and line.shape[1:2] in ("", "(", ",")


def _size(line: Line, codes: list[str]) -> Size | None:
    """As in "Lessons (n = 120)"; its tokens are taken out."""
    for at in range(len(codes) - 2):
        number = line.numbers.get(at + 2)
        if codes[at] == "n" and codes[at + 1] in "=:" and number is not None and number.whole:
            start, end = line.starts[at], line.ends[at + 2]
            codes[at : at + 3] = "   "
            return Size(int(number.value), start, end)
    return None


def _level(line: Line, codes: list[str]) -> float | None:
    """As in "95% CI"; the number and its sign are taken out."""
    for at, code in enumerate(codes):
        if code != "C":
            continue
        first = at - 1 - (at > 1 and line.shape[at - 1] == "%")
        number = line.numbers.get(first)
        if number is not None and first >= 0:
            codes[first:at] = " " * (at - first)
            return float(number.value)
    return None


def _unit(line: Line, codes: list[str]) -> str | None:
    """A unit in brackets or behind a comma: "Age (years)", "Weight, kg"; its token is taken out."""
    for at in range(1, len(codes)):
        after = codes[at + 1] if at + 1 < len(codes) else ","
        if codes[at - 1] not in "(," or after not in "),(" or codes[at] not in "wkTUVh":
            continue
        printed = line.slice(at, at)
        if codes[at] in "TUh" or words().unit.fullmatch(printed):
            codes[at] = " "
            return printed
    return None


def _left(line: Line, codes: list[str]) -> str:
    """The words that say what is measured, or in whom, as they are printed."""
    kept = [code not in FORMS and code not in " ±" for code in codes]
    open_at: list[int] = []
    for at, code in enumerate(codes):
        if code == "(":
            open_at.append(at)
        elif code == ")" and open_at:
            first = open_at.pop()
            if not any(kept[first + 1 : at]) or _is_bare(codes, kept, first + 1, at):
                kept[first : at + 1] = [False] * (at + 1 - first)
    places = [at for at, keep in enumerate(kept) if keep]
    while places and (codes[places[-1]] in _OPEN_ENDS or line.lower[places[-1]] in words().tables.joining):
        places.pop()
    while places and (codes[places[0]] in _OPEN_ENDS or line.lower[places[0]] in words().tables.joining):
        places.pop(0)
    return _printed(line, places)


def _is_bare(codes: list[str], kept: list[bool], first: int, last: int) -> bool:
    """Whether a bracket holds nothing but marks between forms: "(n, %)"."""
    return all(not kept[at] or codes[at] in _OPEN_ENDS for at in range(first, last))


def _printed(line: Line, places: list[int]) -> str:
    parts: list[str] = []
    for before, at in zip([None, *places], places, strict=False):
        if before is not None:
            gap = line.text[line.ends[before] : line.starts[at]] if before + 1 == at else " "
            parts.append(" " if gap.strip() or (gap and not gap.isascii()) or "\n" in gap else gap)
        parts.append(line.slice(at, at))
    return "".join(parts)

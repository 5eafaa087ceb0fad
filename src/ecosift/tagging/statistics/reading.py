"""Reads a text into a line: number words become numbers, phrases of the lexicon one token.

So the grammar sees "N%C=NtN" in "95% confidence interval = 1.2 to 3.4".
"""

from __future__ import annotations

import re
from collections.abc import Callable

from ecosift.tagging.statistics.lexicons import Entry, Words, words
from ecosift.tagging.statistics.line import BREAK, IDENTIFIER, NUMBER, ORDINAL, OTHER, WORD, YEAR, Line
from ecosift.tagging.statistics.normalise import fold
from ecosift.tagging.statistics.numbers import Number, of_digits, scaled
from ecosift.tagging.statistics.spelled import join_fraction, take_spelled
from ecosift.tagging.statistics.units import take_unit, unit_at

_SIGNS = {
    "(": "(",
    "[": "(",
    ")": ")",
    "]": ")",
    "≤": "<",
    "≥": ">",
    "$": "$",
    "£": "$",
    "€": "$",
    "¥": "$",
    "\n": BREAK,
    "|": BREAK,
}
_RATES = frozenset({"incidence", "rate", "rates", "person-years", "person-time", "person-days"})
_SHORT_FOR_RATES = frozenset({"ir", "irs"})
_PLAIN = frozenset("%-+±=<>,;:/.")
_SIGN_AFTER = re.compile(r"[\s(\[=<>≤≥,:;~]")
MOST_LETTERS = 40
_SCALE = re.compile(r"[ -]([A-Za-z]{7,8})(?![\w-])")
_NEXT = re.compile(r"[ ]?([^\s()\[\],;:]+)")
# the time that a compound is about: a word for "past" and a unit, with or without a number between
_RECALLED = re.compile(r"(?:past|last|previous|prior)(?=-(?:\d{1,3}-)?(?:day|week|month|year)s?(?:-|$))")
_SCAN = re.compile(
    r"""
    [^\S\n]*(?:
    (?P<address>(?:https?://|www\.|doi:\s?|DOI:\s?|10\.\d{4,9}/)\S{1,200}|\d{4};\s?\d{1,4}(?:\(\d{1,3}\))?:\s?[\w-]{1,20})
    |(?P<short>(?:[Vv]s?|ca|approx|i\.e|e\.g|et\ al|[Nn]o|[Ss]td|[Aa]dj)\.(?=[\s,\d])|(?:[A-Za-z]\.){2,4})
    |(?P<word>[^\W\d_]\w*(?:(?<=\d)\.\d+)?(?:[-'/][^\W_]\w*){0,6})
    |(?P<citation>\[\d{1,3}(?:\s?[,-]\s?\d{1,3}){0,20}\])
    |(?P<ordinal>\d{1,4}(?:st|nd|rd|th)(?!\w))
    |(?P<digits>\d{1,3}(?:,\d{3}){1,4}(?:\.\d+)?(?!\d)|\d+/\d+(?=\s?±)|0/0\d+|\d+(?:\.\d+)?|(?<![\w.])\.\d+)
    |(?P<plusminus>±|\+/-|\+-)
    |(?P<sign>[^\s])
    |(?P<newline>\n)
    |(?P<end>$)
    )
    """,
    re.VERBOSE,
)


def read_line(text: str) -> Line:
    """The tokens of `text`."""
    line, table = Line(text, fold(text)), words()
    folded, at, size, quick, slow = line.folded, 0, len(text), table.quick, table.slow
    while at < size:
        found = _SCAN.match(folded, at)
        if found is None:  # cannot be: `sign` takes any character but space
            at += 1
            continue
        kind = found.lastgroup or "end"
        start, at = found.span(kind)
        if kind == "word":
            lower = found[kind].lower()
            code = quick.get(lower) or (WORD if lower not in slow and lower.isalpha() else "")
            if code:
                line.codes.append(code)
                line.starts.append(start)
                line.ends.append(at)
                line.lower.append(lower)
                continue
        if kind != "end":
            at = _take(line, table, kind, start, at)
    if "I" in line.codes:
        _tell_rates(line)
    line.shape = "".join(line.codes)
    return line


def _tell_rates(line: Line) -> None:
    """Where an incidence rate is spoken of, "IR" is short for it, and for no quartiles."""
    if not _RATES.isdisjoint(line.lower):
        for at, word in enumerate(line.lower):
            if word in _SHORT_FOR_RATES:
                line.codes[at] = WORD


def _take(line: Line, table: Words, kind: str, start: int, end: int) -> int:
    """Add the token found at `start`; return where the next one begins."""
    if kind in _TAKERS:
        return _TAKERS[kind](line, table, start, end)
    if kind == "short":
        _known(line, table, start, end)
    elif kind == "citation" and _is_interval(line, start, end):
        line.add("(", start, start + 1)
        return start + 1
    else:
        line.add({"newline": BREAK, "plusminus": "±", "ordinal": ORDINAL}.get(kind, OTHER), start, end)
        if kind == "ordinal":
            line.numbers[len(line.codes) - 1] = of_digits(re.sub(r"\D", "", line.lower[-1]))
    return end


def _is_interval(line: Line, start: int, end: int) -> bool:
    """Whether "[50-80]" after a number is an interval, and no reference."""
    last = line.codes[-1] if line.codes else ""
    return last in ("N", "Y") or (last in ("U", "T", "h", "%") and "-" in line.folded[start:end])


def _sign(line: Line, table: Words, start: int, end: int) -> int:
    folded = line.folded
    char = folded[start]
    if char in "-+" and end < len(folded) and folded[end].isdecimal() and folded[end].isascii():
        free = start == 0 or _SIGN_AFTER.match(folded[start - 1]) is not None
        if free and not (char == "-" and line.codes and line.codes[-1] in "NYT%U"):
            line.add("signed", start, end)
            return end
    line.add(_SIGNS.get(char) or (char if char in _PLAIN else _mark(table, char)), start, end)
    return end


def _mark(table: Words, char: str) -> str:
    entry = table.lower.get(char)
    return entry.code if entry else OTHER


def _digits(line: Line, table: Words, start: int, end: int) -> int:
    signed = bool(line.codes) and line.codes[-1] == "signed"
    if signed:
        start = line.starts[-1]
        line.cut(len(line.codes) - 1)
    folded = line.folded
    glued = end < len(folded) and (folded[end].isalpha() or folded[end] == "_")
    unit = unit_at(line, table, end)
    if glued and not (unit and unit[0] == end) and not folded.startswith(("CI", "x", "X", "×"), end):
        while end < len(folded) and (folded[end].isalnum() or folded[end] in "_-/"):
            end += 1
        line.add(IDENTIFIER, start, end)
        return end
    number = of_digits(folded[start:end])
    scale = _SCALE.match(folded, end) if folded[end : end + 1] in (" ", "-") else None
    if scale is not None and scale[1].lower() in table.scales and not signed:
        end = scale.end()
        number = scaled(number, table.scales[scale[1].lower()])
        unit = unit_at(line, table, end)
    printed = line.text[start:end]
    plain_year = (
        not signed and end - start == 4 and folded[start:end].isdecimal() and 1900 <= number.value <= 2100
    )
    line.numbers[len(line.codes)] = Number(number.value, printed)
    line.add(YEAR if plain_year and not unit else NUMBER, start, end)
    if unit is None:
        return end
    return take_unit(line, table, end, *unit)


def _word(line: Line, table: Words, start: int, end: int) -> int:
    lower = line.folded[start:end].lower()
    head = lower.split("-", 1)[0]
    if head != lower and (past := _RECALLED.match(lower)) is not None:
        line.add(WORD, start, start + past.end())
        return start + past.end() + 1
    if head in table.spelled and "/" not in lower:
        return take_spelled(line, table, start, start + len(head))
    phrase = _phrase(line, table, lower, end)
    if phrase is not None:
        last, entry = phrase
        _name(line, entry, start, last)
        return last
    _known(line, table, start, end)
    return end


def _known(line: Line, table: Words, start: int, end: int) -> None:
    printed = line.folded[start:end]
    lower = printed.lower()
    entry = table.exact.get(printed) or table.lower.get(lower)
    if entry is None and ("-" in lower or "/" in lower):
        tail = table.lower.get(re.split("[-/]", lower)[-1])
        entry = tail if tail and tail.code in "PLKZV" else None
    if entry is not None:
        _name(line, entry, start, end)
    elif _is_fold(table, lower):
        line.numbers[len(line.codes)] = Number(table.cardinals[lower[:-4]], printed[:-4])
        line.add(NUMBER, start, end - 4)
        line.add("U", end - 4, end)
    elif lower in table.ordinals:
        line.numbers[len(line.codes)] = Number(table.ordinals[lower], printed)
        line.add(ORDINAL, start, end)
        join_fraction(line, table)
    elif lower in table.fractions:
        line.add(WORD, start, end)
        join_fraction(line, table)
    else:
        line.add(IDENTIFIER if any(char.isdecimal() for char in lower) else WORD, start, end)


def _is_fold(table: Words, lower: str) -> bool:
    """As in "threefold"."""
    return lower.endswith("fold") and lower[:-4] in table.cardinals


def _name(line: Line, entry: Entry, start: int, end: int) -> None:
    line.entries[len(line.codes)] = entry
    line.add(entry.code, start, end)


def _phrase(line: Line, table: Words, lower: str, end: int) -> tuple[int, Entry] | None:
    """Where the longest phrase that opens with the word `lower` ends, and what it is."""
    seconds = table.phrases.get(lower)
    found = _NEXT.match(line.folded, end, end + MOST_LETTERS) if seconds else None
    if seconds is None or found is None:
        return None
    for rest, entry in seconds.get(found[1].lower().rstrip("."), ()):
        last = _end_of_phrase(line.folded, rest, end)
        if last is not None:
            return last, entry
    return None


def _end_of_phrase(folded: str, rest: tuple[str, ...], at: int) -> int | None:
    for place, wanted in enumerate(rest, start=1):
        found = _NEXT.match(folded, at, at + MOST_LETTERS)
        said = found[1].lower() if found is not None else ""
        # a full stop that ends the sentence clings to the last word
        if said != wanted and (place < len(rest) or said.rstrip(".") != wanted):
            return None
        at = found.start(1) + len(wanted) if found is not None else at
    return at


_TAKERS: dict[str, Callable[[Line, Words, int, int], int]] = {"word": _word, "digits": _digits, "sign": _sign}

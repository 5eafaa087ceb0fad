"""A sentence as tokens and as a shape: one letter for each token, over which the grammar is written.

Number words are read into numbers here, and phrases of the lexicon into one token, so that the grammar sees
"N%C=N-N" in "95% confidence interval = 1.2 to 3.4".
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from ecosift.tagging.statistics.lexicons import Entry, Words, words
from ecosift.tagging.statistics.normalise import fold
from ecosift.tagging.statistics.numbers import Number, of_digits, of_words

WORD, IDENTIFIER, NUMBER, ORDINAL, YEAR, FRACTION, BREAK, OTHER = "wkNOYH|x"
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
}
_PLAIN = frozenset("%-+±=<>,;:/.")
_SIGN_AFTER = re.compile(r"[\s(\[=<>≤≥,:;~]")


@dataclass(slots=True)
class Line:
    """The tokens of a text: `starts`, `ends`, lower-cased `lower`; `shape[i]` is the class of token i."""

    text: str
    folded: str
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    lower: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    numbers: dict[int, Number] = field(default_factory=dict)
    entries: dict[int, Entry] = field(default_factory=dict)
    shape: str = ""

    def slice(self, first: int, last: int) -> str:
        """The text from token `first` to token `last`, both included."""
        return self.text[self.starts[first] : self.ends[last]]

    def add(self, code: str, start: int, end: int) -> None:
        self.codes.append(code)
        self.starts.append(start)
        self.ends.append(end)
        self.lower.append(self.folded[start:end].lower())

    def cut(self, first: int) -> None:
        """Take back the tokens from `first` on."""
        for column in (self.codes, self.starts, self.ends, self.lower):
            del column[first:]


@cache
def _scanner() -> re.Pattern[str]:
    table = words()
    spelled = "|".join([*table.cardinals, *table.scales])
    return re.compile(
        rf"""
        (?P<address>(?:https?://|www\.|doi:\s?|10\.\d{{4,9}}/)\S{{1,200}}|\d{{4}};\s?\d{{1,4}}(?:\(\d{{1,3}}\))?:\s?[\w-]{{1,20}})
        |(?P<citation>\[\d{{1,3}}(?:\s?[,-]\s?\d{{1,3}}){{0,20}}\])
        |(?P<ordinal>\d{{1,4}}(?:st|nd|rd|th)(?!\w))
        |(?P<digits>\d{{1,3}}(?:,\d{{3}}){{1,4}}(?:\.\d+)?(?![\d])|\d+/\d+(?=\s?±)|0/0\d+|\d+(?:\.\d+)?|(?<![\w.])\.\d+)
        |(?P<spelled>(?:{spelled})(?![^\W\d_]|'))
        |(?P<short>(?:vs?|ca|approx|i\.e|e\.g|et\ al|no|std|adj)\.(?=[\s,\d])|(?:[a-z]\.){{2,4}})
        |(?P<word>[^\W\d_]\w*(?:(?<=\d)\.\d+)?(?:[-'/][^\W_]\w*){{0,6}})
        |(?P<plusminus>±|\+/-|\+-)
        |(?P<sign>[^\s])
        |(?P<newline>\n)
        |(?P<space>[^\S\n]+)
        """,
        re.VERBOSE | re.IGNORECASE,
    )


def read_line(text: str) -> Line:
    """The tokens of `text`."""
    line, table, scan = Line(text, fold(text)), words(), _scanner().match
    folded, at, size = line.folded, 0, len(text)
    while at < size:
        found = scan(folded, at)
        if found is None:  # cannot be: the last two alternatives take any character
            at += 1
            continue
        at = _take(line, table, found.lastgroup or "", at, found.end())
    line.shape = "".join(line.codes)
    return line


def _take(line: Line, table: Words, kind: str, start: int, end: int) -> int:
    """Add the token found at `start`; return where the next one begins."""
    if kind in _TAKERS:
        return _TAKERS[kind](line, table, start, end)
    if kind == "space":
        return end
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
    unit = _unit_at(line, table, end)
    if glued and not (unit and unit[0] == end) and not folded.startswith(("CI", "x", "X", "×"), end):
        while end < len(folded) and (folded[end].isalnum() or folded[end] in "_-/"):
            end += 1
        line.add(IDENTIFIER, start, end)
        return end
    number = of_digits(folded[start:end])
    printed = line.text[start:end]
    plain_year = (
        not signed and end - start == 4 and folded[start:end].isdecimal() and 1900 <= number.value <= 2100
    )
    line.numbers[len(line.codes)] = Number(number.value, printed)
    line.add(YEAR if plain_year and not unit else NUMBER, start, end)
    if unit is None:
        return end
    return _unit(line, table, end, *unit)


def _unit_at(line: Line, table: Words, at: int) -> tuple[int, int] | None:
    folded = line.folded
    start = at + 1 if at < len(folded) and folded[at] in " -" else at
    found = table.unit.match(folded, start)
    return (found.start(), found.end()) if found else None


def _unit(line: Line, table: Words, at: int, start: int, end: int) -> int:
    if line.folded[at] == "-":
        line.add("-", at, at + 1)
    name = line.folded[start:end]
    entry = table.lower.get(name.lower())
    code = "T" if name in table.time else "h" if entry and entry.code == "h" else "U"
    line.add("h" if name in {"h", "s", "hr", "hrs", "min", "mins"} else code, start, end)
    return end


def _word(line: Line, table: Words, start: int, end: int) -> int:
    phrase = _phrase(line, table, start, end)
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
    elif lower in table.ordinals:
        line.numbers[len(line.codes)] = Number(table.ordinals[lower], printed)
        line.add(ORDINAL, start, end)
        _fraction(line, table)
    elif lower in table.fractions:
        line.add(WORD, start, end)
        _fraction(line, table)
    else:
        line.add(IDENTIFIER if any(char.isdecimal() for char in lower) else WORD, start, end)


def _name(line: Line, entry: Entry, start: int, end: int) -> None:
    line.entries[len(line.codes)] = entry
    line.add(entry.code, start, end)


_NEXT = re.compile(r"[ ]?([^\s()\[\],;:]+)")


def _phrase(line: Line, table: Words, start: int, end: int) -> tuple[int, Entry] | None:
    options = table.phrases.get(line.folded[start:end].lower())
    if not options:
        return None
    ahead: list[tuple[str, int]] = []
    at = end
    for _ in range(len(options[0][0])):
        found = _NEXT.match(line.folded, at, at + 40)
        if found is None:
            break
        ahead.append((found[1].lower(), found.end()))
        at = found.end()
    for rest, entry in options:
        taken = ahead[: len(rest)]
        if tuple(word for word, _ in taken) == rest:
            return taken[-1][1], entry
        # a full stop that ends the sentence clings to the last word
        if (
            tuple(word for word, _ in taken[:-1]) == rest[:-1]
            and taken
            and taken[-1][0].rstrip(".") == rest[-1]
        ):
            return taken[-1][1] - (len(taken[-1][0]) - len(rest[-1])), entry
    return None


def _spelled(line: Line, table: Words, start: int, end: int) -> int:
    """A run of number words, with hyphens, spaces and (after a scale) "and" between."""
    parts, folded, scan = [line.folded[start:end].lower()], line.folded, _scanner().match
    while len(parts) < 12:
        joint = _JOINT.match(folded, end)
        if joint is None or (joint[1] and parts[-1] not in table.scales):
            break
        found = scan(folded, joint.end())
        if found is None or found.lastgroup != "spelled" or not _joins(table, parts[-1], found[0].lower()):
            break
        parts.append(found[0].lower())
        end = found.end()
    line.numbers[len(line.codes)] = of_words(parts, table, line.text[start:end])
    line.add(NUMBER, start, end)
    unit = _unit_at(line, table, end)
    return _unit(line, table, end, *unit) if unit and folded[end] in " -" else end


_JOINT = re.compile(r"(?:-|[ ](and[ ])?)(?=[a-z])", re.IGNORECASE)


def _joins(table: Words, left: str, right: str) -> bool:
    if right in table.scales:
        return left in table.cardinals or table.scales[right] > table.scales[left]
    if left in table.scales:
        return True
    return table.cardinals[left] >= 20 and 0 < table.cardinals[right] < 10


def _fraction(line: Line, table: Words) -> None:
    """Join "two-thirds", "a quarter", "half" into one token, where the last token is such a word."""
    last = len(line.codes) - 1
    share = table.fractions.get(line.lower[last])
    if share is None:
        return
    back = last - 1
    if back >= 0 and line.codes[back] == "-":
        back -= 1
    top = 1
    if (
        back >= 0
        and back in line.numbers
        and line.codes[back] == NUMBER
        and line.numbers[back].value in range(1, 10)
    ):
        top = int(line.numbers[back].value)
    elif back >= 0 and line.lower[back] in ("a", "an") and back == last - 1:
        pass
    elif line.lower[last] == "half":
        back = last
    else:
        return
    start, end = line.starts[back], line.ends[last]
    for place in range(back, last + 1):
        line.numbers.pop(place, None)
        line.entries.pop(place, None)
    line.cut(back)
    value = 100 * top / share
    line.numbers[len(line.codes)] = Number(
        int(value) if value == int(value) else round(value, 1), line.text[start:end]
    )
    line.add(FRACTION, start, end)


_TAKERS: dict[str, Callable[[Line, Words, int, int], int]] = {
    "word": _word,
    "digits": _digits,
    "sign": _sign,
    "spelled": _spelled,
}

"""Number words and fractions: "one hundred and fifty-nine", "two-thirds"."""

from __future__ import annotations

import re

from ecosift.tagging.statistics.lexicons import Words
from ecosift.tagging.statistics.line import FRACTION, NUMBER, Line
from ecosift.tagging.statistics.numbers import Number, of_words
from ecosift.tagging.statistics.units import take_unit, unit_at

_JOINT = re.compile(r"(?:-|[ ](and[ ])?)(?=[a-z])", re.IGNORECASE)
# the number again in digits: ten and then, in brackets, 10
_AGAIN = re.compile(r" ?\((\d{1,6})\)")
_LETTERS = re.compile(r"[a-z]+(?!\w)", re.IGNORECASE)


def take_spelled(line: Line, table: Words, start: int, end: int) -> int:
    """A run of number words, with hyphens, spaces and (after a scale) "and" between."""
    parts, folded = [line.folded[start:end].lower()], line.folded
    while len(parts) < 12:
        joint = _JOINT.match(folded, end)
        if joint is None or (joint[1] and parts[-1] not in table.scales):
            break
        found = _LETTERS.match(folded, joint.end())
        if found is None or not _joins(table, parts[-1], found[0].lower()):
            break
        parts.append(found[0].lower())
        end = found.end()
    number = of_words(parts, table, line.text[start:end])
    again = _AGAIN.match(folded, end)
    if again is not None and again[1] == str(number.value):
        end = again.end()
    line.numbers[len(line.codes)] = number
    line.add(NUMBER, start, end)
    unit = unit_at(line, table, end)
    return take_unit(line, table, end, *unit) if unit and folded[end] in " -" else end


def _joins(table: Words, left: str, right: str) -> bool:
    if right not in table.spelled:
        return False
    if right in table.scales:
        return left in table.cardinals or table.scales[right] > table.scales[left]
    if left in table.scales:
        return True
    return table.cardinals[left] >= 20 and 0 < table.cardinals[right] < 10


def join_fraction(line: Line, table: Words) -> None:
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

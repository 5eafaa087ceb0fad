"""Calendar periods: "from July to November 2023", "in 2023" where a study was done then."""

from __future__ import annotations

import re

from ecosift.tagging.statistics.figures import Figure
from ecosift.tagging.statistics.lexicons import words
from ecosift.tagging.statistics.line import Line

_DATE = r"(?:NJ,?Y|JN,?Y|JO,?Y|OoJY|OJ,?Y|J,?Y|NJ|JN|OJ|J|Y)"
_FULL = r"(?:NJ,?Y|JN,?Y|JO,?Y|OoJY|OJ,?Y|J,?Y|Y)"
_CALENDAR = re.compile(
    rf"(?P<open>[mb])?f?(?P<low>{_DATE}),?(?P<joint>-|t|a)f?(?:[wt]f?)?(?P<high>{_FULL}|N(?![NTU%]))"
)
_SINGLE = re.compile(_FULL)
_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {
    name: place
    for place, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], start=1
    )
}


def calendar(line: Line, at: int) -> Figure | None:
    """As in "from July to November 2023", "June 2012-October 2015", "in 2023" where a study was done then."""
    shape = line.shape
    found = _CALENDAR.match(shape, at)
    if found is not None and "Y" in found[0] and (found["open"] == "b") == (found["joint"] == "a"):
        return _calendar_span(line, found)
    if shape[at] in "mb" or at == 0:
        return None
    single = _SINGLE.match(shape, at)
    return _single_date(line, single) if single is not None else None


def _calendar_span(line: Line, found: re.Match[str]) -> Figure | None:
    first, last = found.start(), found.end() - 1
    high = _date(line, found.start("high"), found.end("high"))
    low = _date(line, found.start("low"), found.end("low"))
    if found["high"] == "N":
        number = line.numbers[last]
        if found["low"][-1] != "Y" or not (number.whole and len(number.printed) == 2 and low):
            return None
        high = low[:2] + number.printed
    if "-" not in low and not re.match(r"\d{4}", low):
        low = f"{high[:4]}-{low}"
    if low > high:
        return None
    figure = Figure("period", "calendar", first, last, last)
    figure.parts.update(start=low, end=high)
    return figure


def _single_date(line: Line, found: re.Match[str]) -> Figure | None:
    first, last = found.start(), found.end() - 1
    if line.lower[first - 1] not in ("in", "during", "since", "throughout") or line.shape[
        last + 1 : last + 2
    ] in tuple("/N"):
        return None
    near = set(line.lower[max(0, first - 14) : first]) | set(line.lower[last + 1 : last + 5])
    if not near & words().cues["conducted"]:
        return None
    figure = Figure("period", "calendar", first, last, last)
    date = _date(line, first, last + 1)
    figure.parts["start"] = date
    if line.lower[first - 1] != "since":
        figure.parts["end"] = date
    return figure


def _date(line: Line, first: int, end: int) -> str:
    """ISO date, as exact as printed; a month without year gives "07"."""
    year = month = day = ""
    for token in range(first, end):
        code = line.shape[token]
        if code == "Y":
            year = line.lower[token]
        elif code == "J":
            month = f"{_MONTHS.get(line.lower[token][:3], 1):02d}"
        elif code in "NO" and line.numbers[token].whole and 0 < line.numbers[token].value < 32:
            day = f"{line.numbers[token].value:02d}"
    if not month:
        return year
    return "-".join(part for part in (year, month, day) if part)

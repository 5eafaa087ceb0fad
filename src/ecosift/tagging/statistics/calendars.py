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
_DAYS = re.compile(r"(?P<open>[mb])f?(?P<low>N)(?P<joint>t|a)(?P<high>NJ,?Y)")
_SINGLE = re.compile(_FULL)
_SEASONS = frozenset({"spring", "summer", "autumn", "fall", "winter"})
_LEADING = frozenset(
    {"in", "during", "since", "throughout", "until", "till", "through", "up to", "from", "over"}
)
_BOUNDING = frozenset({"until", "till", "through", "up to", "since", "from"})
_REACH = 30
_NEAR = 6
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
        span = _calendar_span(line, found)
        if span is not None or found["open"]:
            return span
    days = _DAYS.match(shape, at)
    if days is not None and (days["open"] == "b") == (days["joint"] == "a"):
        return _days_of_month(line, days)
    if shape[at] == "m" and shape[at + 1 : at + 2] in ("Y", "J"):  # "From 2020, everybody had a nurse"
        single = _SINGLE.match(shape, at + 1)
        return _single_date(line, single) if single is not None else None
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


def _days_of_month(line: Line, found: re.Match[str]) -> Figure | None:
    """As in "between 3 and 28 June 2024"."""
    high = _date(line, found.start("high"), found.end("high"))
    day = line.numbers[found.start("low")]
    low = f"{high[:-2]}{day.value:02d}" if day.whole and 0 < day.value < 32 else high
    if len(high) != len("2024-06-28") or low >= high:
        return None
    figure = Figure("period", "calendar", found.start(), found.end() - 1, found.end() - 1)
    figure.parts.update(start=low, end=high)
    return figure


def _single_date(line: Line, found: re.Match[str]) -> Figure | None:
    """As in "in 2021", "in the spring of 2018", "since March 2020", where something was seen or counted."""
    first, last = found.start(), found.end() - 1
    season = _season(line, first)
    led = line.lower[first - 1]
    if line.shape[last + 1 : last + 2] in tuple("/N") or not (season or led in _LEADING):
        return None
    if not _is_told(line, first, last, dated=season is not None or first < last):
        return None
    figure = Figure("period", "calendar", first if season is None else season, last, last)
    if led in _BOUNDING:
        figure.first = first - 1
    date = _date(line, first, last + 1)
    if led not in ("until", "through", "till", "up to"):
        figure.parts["start"] = date
    if led not in ("since", "from"):
        figure.parts["end"] = date
    return figure


def _season(line: Line, year: int) -> int | None:
    """The token of the season before a year: "spring of 2018", "fall 2020"."""
    named = year - 2 if line.shape[year - 1] == "o" else year - 1
    return named if named >= 0 and line.lower[named] in _SEASONS and line.shape[year] == "Y" else None


def _is_told(line: Line, first: int, last: int, *, dated: bool) -> bool:
    """Whether the date says when something was done or counted, and not when it was printed."""
    cues = words().cues
    ahead = set(line.lower[max(0, first - 14) : first])
    if cues["published"] & set(line.lower[max(0, first - 4) : first]) or _happened(line, first, last):
        return False
    if dated or (ahead | set(line.lower[last + 1 : last + 5])) & cues["conducted"]:
        return True
    near = line.shape[max(0, first - _REACH) : first] + line.shape[last + 1 : last + _REACH]
    return not set("NH%").isdisjoint(near)


def _happened(line: Line, first: int, last: int) -> bool:
    """As in "a bridge that opened in 2019", "will be tried in 2027": nothing was counted in that year."""
    cues, ahead = words().cues, line.lower[max(0, first - _REACH) : first]
    if ahead[-1:] != ["in"] or line.shape[first] != "Y":
        return False
    if not cues["researching"].isdisjoint([*ahead, *line.lower[last + 1 : last + _NEAR]]):
        return False
    return not (
        cues["happening"].isdisjoint(ahead[-_NEAR:]) and cues["coming"].isdisjoint(ahead[-2 * _NEAR :])
    )


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

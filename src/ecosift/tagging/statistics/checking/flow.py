"""Checks who came and who left: screened less excluded is enrolled; the reasons add up to the excluded."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ecosift.tagging.statistics.checking.bases import Page
from ecosift.tagging.statistics.checking.words import cues
from ecosift.types import Check, Statistic

_NEAR = 40


def flow(page: Page, index: int, figures: Sequence[Statistic]) -> Iterator[tuple[int, Check]]:
    """6.4 b: of those screened, all but the excluded were enrolled."""
    found = {"screened": [], "left_out": [], "enrolled": []}  # type: dict[str, list[tuple[int, Statistic, int]]]
    if len(figures) < 3 or not page.says(index, cues().left_out):
        return
    for place, figure in enumerate(figures):
        number, stage = _whole(figure), _stage(page, index, figure)
        if number is not None and stage:
            found[stage].append((place, figure, number))
    if any(len(stage) != 1 for stage in found.values()):
        return
    (place, _, came), (_, _, left), (_, _, stayed) = (stage[0] for stage in found.values())
    spans = tuple((stage[0][1].start, stage[0][1].end) for stage in found.values())
    told = f"{came} less {left} is {came - left}"
    if came - left == stayed:
        yield place, Check("flow", "consistent", told, spans)
    elif came - left < stayed:
        yield place, Check("flow", "inconsistent", f"{told}, not {stayed}: {_CANNOT}", spans)
    else:
        reason = f"{told}, and {stayed} are told: others may have left"
        yield place, Check("flow", "not_checkable", reason, spans)


_CANNOT = "they cannot all be right as printed"


def reasons(page: Page, index: int, figures: Sequence[Statistic]) -> Iterator[tuple[int, Check]]:
    """6.4 b: the people left out, reason by reason, add up to all who were left out."""
    if len(figures) < 2 or not page.says(index, cues().left_out) or page.says(index, cues().several_reasons):
        return
    wholes = [
        (place, figure, number)
        for place, figure in enumerate(figures)
        if (number := _whole(figure)) is not None and _stage(page, index, figure) == "left_out"
    ]
    if not wholes:
        return
    place, whole, printed = wholes[0]
    listed = _reasons_after(page.text, whole.end, page.sentences[index].end)
    parts = [(int(part[0]), part.span()) for part in listed] or list(_strewn(figures[place + 1 :]))
    if len(parts) < 2:
        return
    counts = [count for count, _ in parts]
    spans = ((whole.start, whole.end), *(span for _, span in parts))
    total = sum(counts)
    told = f"{' + '.join(map(str, counts))} = {total}"
    if total == printed:
        yield place, Check("reasons", "consistent", told, spans)
    elif total > printed:
        reason = f"{told}, and {printed} were left out: some may have had several reasons"
        yield place, Check("reasons", "not_checkable", reason, spans)
    elif not listed or page.says(index, cues().not_all):
        reason = f"{told} of the {printed} left out: some may have had another reason"
        yield place, Check("reasons", "not_checkable", reason, spans)
    else:
        yield place, Check("reasons", "inconsistent", f"{told}, not {printed}: {_CANNOT}", spans)


def _strewn(figures: Sequence[Statistic]) -> Iterator[tuple[int, tuple[int, int]]]:
    """The counts printed "n = 5", up to the first figure that is printed otherwise."""
    for figure in figures:
        number = _whole(figure)
        if figure.type != "count" or number is None or not _N_EQUALS.match(figure.text):
            return
        yield number, (figure.start, figure.end)


_N_EQUALS = re.compile(r"n\s?[=:]", re.IGNORECASE)
# "were excluded (", "patients were excluded:": what stands between the number and its list of reasons.
_OPENS_LIST = re.compile(r"[^()\d,;:.]{0,80}(?P<mark>[(:])")
_COUNT = re.compile(r"(?<![\w.,/%-])\d{1,6}(?![\w/]|[.,]\d|\s?%)")
_IN_BRACKETS = re.compile(r"\((?:n\s?[=:]\s?)?(?P<count>\d{1,6})\)|\([^()]{0,80}\)")
_LONGEST_LIST = 600
# The numbers of arms may be of those who stayed.
_OF_ARMS = re.compile(
    r"(?<!\w)(?:[Gg]roups?|[Aa]rms?|[Cc]ontrols?|[Ii]ntervention|[Pp]lacebo|[A-Z]{1,2}G)(?!\w)"
)


def _reasons_after(text: str, start: int, end: int) -> list[re.Match[str]]:
    """The numbers of a list that gives each reason one of its own, as matches in `text`; else none."""
    opened = _OPENS_LIST.match(text, start, end)
    if opened is None:
        return []
    first, last = opened.end(), min(end, opened.end() + _LONGEST_LIST)
    if opened["mark"] == "(":
        last = _closing(text, first, last)
    found: list[re.Match[str]] = []
    for begin, stop in _items(text, first, last):
        numbers = _numbers(text, begin, stop)
        if len(numbers) != 1 or _OF_ARMS.search(text, begin, stop):
            return []
        found += numbers
    return found if len(found) > 1 else []


def _closing(text: str, first: int, last: int) -> int:
    """Where the bracket that opened before `first` closes; `first` where it does not."""
    depth = 1
    for at in range(first, last):
        depth += (text[at] == "(") - (text[at] == ")")
        if not depth:
            return at
    return first


def _items(text: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    """The items of a list, parted by semicolons or else by commas, and the last ones by "and" alone."""
    begin, depth = first, 0
    mark = ";" if ";" in text[first:last] else ","
    for at in range(first, last):
        depth += (text[at] == "(") - (text[at] == ")")
        if not depth and text[at] == mark:
            yield from _halves(text, begin, at)
            begin = at + 1
    yield from _halves(text, begin, last)


def _halves(text: str, begin: int, stop: int) -> Iterator[tuple[int, int]]:
    joint = text.find(" and ", begin, stop)
    both = joint >= 0 and _numbers(text, begin, joint) and _numbers(text, joint, stop)
    if both:
        yield begin, joint
        yield joint, stop
    elif text[begin:stop].strip(" .)"):
        yield begin, stop


def _numbers(text: str, begin: int, stop: int) -> list[re.Match[str]]:
    """The counts of an item; what brackets add to a count is none."""
    hidden = [found.span() for found in _IN_BRACKETS.finditer(text, begin, stop) if found["count"] is None]
    return [
        found
        for found in _COUNT.finditer(text, begin, stop)
        if not any(first <= found.start() < last for first, last in hidden)
    ]


def _whole(figure: Statistic) -> int | None:
    key = "numerator" if figure.type == "count" else "value"
    value = figure.parts.get(key) if figure.type in ("count", "sample_size") else None
    stated = str(figure.printed.get("denominator", "")) in figure.text and "denominator" in figure.parts
    return value if isinstance(value, int) and "qualifier" not in figure.parts and not stated else None


def _stage(page: Page, index: int, figure: Statistic) -> str:
    """Whether the words just after the figure, or in it, say screened, left out or enrolled."""
    end = page.sentences[index].end
    after = page.text[figure.end : min(end, figure.end + _NEAR)]
    own = re.split(r"[,;:(]|\d", after, maxsplit=1)[0]
    said = figure.text + " " + own
    known = cues()
    named = (("screened", known.screened), ("left_out", known.left_out), ("enrolled", known.enrolled))
    stages = [(found.start(), name) for name, cue in named if (found := cue.search(said))]
    return min(stages)[1] if stages else ""

"""Checks the counts and shares of each group of a sentence against the one total that the group must have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ecosift.checks.printed import Printed, read
from ecosift.checks.shares import implied_bases
from ecosift.tagging.statistics.checking.bases import Page
from ecosift.tagging.statistics.checking.words import cues
from ecosift.types import Check, Statistic

# Counts beside shares that tell their total to within so many persons or fewer are worth comparing.
_WIDEST = 10**6
_IN_TURN = re.compile(r"(?<!\w)respectively(?!\w)", re.IGNORECASE)
_FIGURES = re.compile(r"[\d.,·%()\[\]\s]+")


@dataclass(frozen=True, slots=True)
class _Counted:
    """A count with its share, no total beside them, and its place among the figures of the sentence."""

    place: int
    figure: Statistic
    n: int
    percent: Printed


def common_bases(page: Page, index: int, figures: Sequence[Statistic]) -> Iterator[tuple[int, Check]]:
    """6.3: the counts of one group with their shares, in one sentence, are out of one total."""
    groups: dict[str, list[_Counted]] = {}
    for counted in _counted(figures):
        group = str(counted.figure.parts.get("group", "")).casefold()
        if group:
            groups.setdefault(group, []).append(counted)
    if not any(len(members) > 1 for members in groups.values()):
        return
    sentence = page.sentence(index)
    if _IN_TURN.search(sentence) or cues().lost.search(sentence) or cues().part.search(sentence):
        return
    for group, members in groups.items():
        if len(members) > 1 and _is_called_group(group, sentence.casefold()) and _of_one_kind(members):
            yield from _common_base(members)


def _counted(figures: Sequence[Statistic]) -> Iterator[_Counted]:
    for place, figure in enumerate(figures):
        n, printed = figure.parts.get("numerator"), figure.printed.get("percent")
        if figure.type != "count" or "denominator" in figure.parts or not isinstance(n, int) or n < 1:
            continue
        percent = read(printed) if isinstance(printed, str) else None
        if percent is not None and 0 < percent.value <= 100:
            yield _Counted(place, figure, n, percent)


def _is_called_group(group: str, sentence: str) -> bool:
    """Whether the sentence calls it a group: the words of a treatment alone may be another predicate."""
    heads, name = r"(?:groups?|arms?|cohorts?|conditions?)", re.escape(group)
    if re.search(rf"(?<!\w)(?:{heads}|controls)(?!\w)", group):
        return True
    return re.search(rf"(?<!\w)(?:{name}\s{heads}|{heads}\s{name})(?!\w)", sentence) is not None


def _of_one_kind(members: Sequence[_Counted]) -> bool:
    """Whether the figures' own words set them not apart: "20 control patients", "14 study patients"."""
    nouns = {_FIGURES.sub(" ", counted.figure.text).strip().casefold() for counted in members} - {""}
    of = {str(counted.figure.parts.get("of")) for counted in members}
    return len(nouns) < 2 and len(of) == 1 and not any("qualifier" in c.figure.parts for c in members)


def _common_base(members: Sequence[_Counted]) -> Iterator[tuple[int, Check]]:
    rounded = _shared([implied_bases(counted.n, counted.percent.rounded) for counted in members])
    cut = _shared([implied_bases(counted.n, counted.percent.cut) for counted in members])
    spans = tuple((counted.figure.start, counted.figure.end) for counted in members)
    first = members[0].place
    if rounded or cut:
        if (base := _told(rounded or cut)) is not None:
            if rounded:
                yield first, Check("common_base", "consistent", f"all of {base}", spans)
            else:
                message = f"all of {base}, printed cut off rather than rounded"
                yield first, Check("common_base", "truncated", message, spans)
        return
    shares = ", ".join(f"{counted.n} ({counted.percent.text.rstrip('% ')} %)" for counted in members)
    message = (
        f"no one total fits {shares}: they cannot all be right as printed if they are of the same people"
    )
    yield first, Check("common_base", "inconsistent", message, spans)


def _shared(bases: Sequence[range]) -> range:
    """The totals that are in every range."""
    return range(max(base.start for base in bases), min(base.stop for base in bases))


def _told(bases: range) -> str | None:
    if bases.stop > _WIDEST:
        return None
    return str(bases[0]) if len(bases) == 1 else f"{bases[0]} to {bases[-1]}"

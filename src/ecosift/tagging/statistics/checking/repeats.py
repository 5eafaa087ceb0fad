"""Figures that a page tells twice: linked where they agree, named where they differ."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ecosift.checks.printed import Printed, read
from ecosift.tagging.statistics.checking.bases import Page
from ecosift.tagging.statistics.checking.words import CITATION, cues
from ecosift.types import Check, Statistic

# What makes two figures of a type the same figure, beside type, label and group.
_KEYS: Mapping[str, tuple[str, ...]] = {
    "sample_size": ("value", "low", "high"),
    "percentage": ("value", "low", "high"),
    "count": ("numerator", "denominator"),
    "mean": ("value", "sd"),
    "median": ("value", "low", "high"),
    "range": ("low", "high"),
    "effect": ("measure", "value", "ci_low", "ci_high"),
    "test": ("test", "df", "value"),
    "period": ("start", "end"),
}
# A page that says one figure more often is a table or hostile: only the first are linked.
_MOST = 12
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class _Mention:
    """A figure with its sentence and its place there."""

    index: int
    place: int
    figure: Statistic


def with_repeats(page: Page, statistics: Sequence[tuple[Statistic, ...]]) -> list[tuple[Statistic, ...]]:
    """The statistics with the places where the page says the same figure again, and where it says another."""
    same: dict[Hashable, list[_Mention]] = {}
    told: dict[Hashable, list[_Mention]] = {}
    for mention in _mentions(statistics):
        if (key := _key(mention.figure)) is not None:
            same.setdefault(key, []).append(mention)
        if (subject := _subject(page, mention)) is not None:
            told.setdefault(subject, []).append(mention)
    changed = {(m.index, m.place): m.figure for m in _linked(same.values())}
    for mention, check in _differing(page, told.values()):
        figure = changed.get((mention.index, mention.place), mention.figure)
        changed[mention.index, mention.place] = replace(figure, checks=(*figure.checks, check))
    if not changed:
        return list(statistics)
    return [
        tuple(changed.get((index, place), figure) for place, figure in enumerate(figures))
        for index, figures in enumerate(statistics)
    ]


def _mentions(statistics: Sequence[tuple[Statistic, ...]]) -> Iterator[_Mention]:
    for index, figures in enumerate(statistics):
        for place, figure in enumerate(figures):
            yield _Mention(index, place, figure)


def _key(figure: Statistic) -> Hashable | None:
    """What two mentions of one figure have in common; None where a figure alone does not tell."""
    keys = _KEYS.get(figure.type)
    if keys is None or (figure.type == "period" and "start" not in figure.parts):
        return None
    values = tuple(str(figure.parts.get(key)) for key in keys)
    return figure.type, values, _name(figure), _plain(figure.parts.get("group"))


def _name(figure: Statistic) -> str:
    """What is measured: the label, of a sample the noun that is counted, of other figures also the unit."""
    if figure.type == "sample_size":
        words = _WORD.findall(str(figure.parts.get("unit", "")).casefold())
        return words[-1].removesuffix("s") if words else ""
    if figure.type == "period":
        return ""
    return _plain(figure.parts.get("label")) + "|" + _plain(figure.parts.get("unit"))


def _plain(words: object) -> str:
    return "" if words is None else " ".join(_WORD.findall(str(words).casefold()))


def _linked(groups: Iterable[list[_Mention]]) -> Iterator[_Mention]:
    for mentions in groups:
        if len(mentions) < 2 or not _is_told(mentions[0].figure):
            continue
        first = mentions[:_MOST]
        for mention in first:
            others = tuple((m.figure.start, m.figure.end) for m in first if m is not mention)
            yield replace(mention, figure=replace(mention.figure, repeats=others))


def _is_told(figure: Statistic) -> bool:
    """Whether the figure says enough to be known again: what it measures, or more than one number."""
    if figure.type in ("sample_size", "period", "test", "effect"):
        return True
    numbers = [key for key in _KEYS[figure.type] if figure.parts.get(key) is not None]
    return "label" in figure.parts or len(numbers) > 1


def _subject(page: Page, mention: _Mention) -> Hashable | None:
    """What a figure tells of the whole sample at no special moment; None where that is not clear."""
    figure = mention.figure
    if figure.type not in ("percentage", "mean", "median") or "group" in figure.parts:
        return None
    if page.sentences[mention.index].kind == "table_row":  # of one moment or model of several
        return None
    label, value = figure.parts.get("label"), figure.printed.get("value")
    if not isinstance(label, str) or not isinstance(value, str) or "qualifier" in figure.parts:
        return None
    return (figure.type, _name(figure), _plain(figure.parts.get("of"))) if _is_plain(page, mention) else None


def _is_plain(page: Page, mention: _Mention) -> bool:
    """Whether the sentence tells of all the page's sample, and of one moment only."""
    known, index = cues(), mention.index
    if any(figure.type == "period" for figure in page.statistics[index]):
        return False
    asked = (
        known.moments,
        known.arms,
        known.part,
        known.lost,
        known.elsewhere,
        known.computed,
        known.changed,
    )
    if any(page.says(index, cue) for cue in asked) or CITATION.search(page.sentence(index)):
        return False
    return known.background.search(" ".join(page.sentences[index].section)) is None


def _differing(page: Page, groups: Iterable[list[_Mention]]) -> Iterator[tuple[_Mention, Check]]:
    """A figure that two parts of the page tell differently, where each part tells it once."""
    if len(page.whole.sizes) > 1:
        return
    for mentions in groups:
        sections = {page.sentences[mention.index].section for mention in mentions}
        if len(mentions) != 2 or len(sections) != 2:
            continue
        first, second = (read(str(mention.figure.printed["value"])) for mention in mentions)
        if first is None or second is None or _agree(first, second):
            continue
        spans = tuple((mention.figure.start, mention.figure.end) for mention in mentions)
        for mention, own, other in ((mentions[0], first, second), (mentions[1], second, first)):
            label = mention.figure.parts["label"]
            message = f"{label}: {own.text} here, {other.text} elsewhere on the page"
            yield mention, Check("mentions", "differs", message, spans)


def _agree(first: Printed, second: Printed) -> bool:
    """Whether one is the other rounded."""
    coarse, fine = sorted((first, second), key=lambda figure: -figure.unit)
    return fine.value in coarse.rounded or fine.value in coarse.cut

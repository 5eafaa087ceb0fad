"""How many persons is a share of? The total is taken from the text only where nothing speaks against it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import TypeVar, cast

from ecosift.tagging.statistics.checking.words import CITATION, any_of, cues
from ecosift.types import SentenceSpan, Statistic

T = TypeVar("T")

# How near a word must stand to a share to say what it is.
_BEFORE, _AFTER = 40, 25
# How far a sentence is read for what its share is of.
_LEAD = 300


@dataclass(frozen=True, slots=True)
class Base:
    """The total a share is of and the place that says so; without a total, the reason why none is taken.

    It is `firm` unless some of those persons may be missing from the share.
    """

    total: int | None = None
    span: tuple[int, int] | None = None
    unit: str = "people"
    reason: str = ""
    firm: bool = True


@dataclass(frozen=True, slots=True)
class Mention:
    """A sample size of persons and the index of its sentence."""

    sentence: int
    statistic: Statistic

    @property
    def value(self) -> int | None:
        """The number of persons where it is exact."""
        value = self.statistic.parts.get("value")
        exact = isinstance(value, int) and "qualifier" not in self.statistic.parts
        return value if exact else None

    @property
    def group(self) -> str | None:
        """What the sample is called as an arm or subgroup, without "group" and "arm"."""
        group = self.statistic.parts.get("group")
        return _plain_group(group) if isinstance(group, str) else None

    @property
    def head(self) -> str:
        """The noun that is counted: "individuals" of "22 postpartum individuals"."""
        words = re.findall(r"[\w'-]+", str(self.statistic.parts.get("unit", "")))
        return words[-1].lower() if words else ""


def mentions(index: int, figures: Sequence[Statistic]) -> list[Mention]:
    """The sample sizes of persons among the figures of sentence `index`."""
    return [
        Mention(index, figure)
        for figure in figures
        if figure.type == "sample_size" and figure.parts.get("unit_kind", "participants") == "participants"
    ]


def _plain_group(group: str) -> str:
    return _GROUP.sub("", group.casefold()).strip()


_GROUP = re.compile(r"(?<!\w)(?:the|groups?|arms?|cohorts?)(?!\w)")


class Page:
    """A text with its sentences and their statistics; what is asked of one place is asked once."""

    def __init__(
        self, text: str, sentences: Sequence[SentenceSpan], statistics: Sequence[Sequence[Statistic]]
    ) -> None:
        self.text, self.sentences, self.statistics = text, sentences, statistics
        self._answers: dict[tuple[int, object], object] = {}

    def sentence(self, index: int) -> str:
        """The text of a sentence."""
        return self.text[self.sentences[index].start : self.sentences[index].end]

    def section(self, index: int) -> Section:
        """All that stands under the same headings as this sentence."""
        return self._sections.get(self.sentences[index].section) or Section(self, [index])

    @cached_property
    def whole(self) -> Section:
        """All that stands on the page."""
        return Section(self, [index for index, sentence in enumerate(self.sentences) if not sentence.heading])

    @cached_property
    def _sections(self) -> dict[tuple[str, ...], Section]:
        places: dict[tuple[str, ...], list[int]] = {}
        for index, sentence in enumerate(self.sentences):
            if not sentence.heading:
                places.setdefault(sentence.section, []).append(index)
        return {section: Section(self, indices) for section, indices in places.items()}

    @cached_property
    def is_one_tailed(self) -> bool:
        """Whether the page speaks of one-tailed tests."""
        return cues().one_tailed.search(self.text) is not None

    @cached_property
    def groups(self) -> Mapping[str, list[Mention]]:
        """The samples of each arm or subgroup, by what it is called."""
        groups: dict[str, list[Mention]] = {}
        for sample in self.whole.samples:
            if sample.group:
                groups.setdefault(sample.group, []).append(sample)
        return groups

    def once(self, index: int, question: Callable[[str], T]) -> T:
        """What `question` answers of a sentence; it is asked once, however many figures there are."""
        key = (index, question)
        if key not in self._answers:
            self._answers[key] = question(self.sentence(index))
        return cast(T, self._answers[key])

    def says(self, index: int, cue: re.Pattern[str]) -> bool:
        """Whether a cue stands in the sentence."""
        return self.once(index, cue.search) is not None


class Section:
    """Some sentences of a page taken together."""

    def __init__(self, page: Page, indices: Sequence[int]) -> None:
        self._page, self._indices = page, indices

    @cached_property
    def samples(self) -> tuple[Mention, ...]:
        """Every sample size of persons, in order."""
        statistics = self._page.statistics
        return tuple(sample for index in self._indices for sample in mentions(index, statistics[index]))

    @cached_property
    def sizes(self) -> frozenset[int | None]:
        """How many persons the samples are, None among them where one is not told exactly."""
        return frozenset(sample.value for sample in self.samples)

    @cached_property
    def heads(self) -> tuple[str, ...]:
        """The nouns that the samples are counted in."""
        return tuple(sorted({sample.head for sample in self.samples if sample.head}))

    @cached_property
    def totals(self) -> frozenset[int]:
        """Every total that a count or share is said to be out of."""
        stated = (
            figure.parts.get("denominator") for _, figure in self._figures if figure.type != "sample_size"
        )
        return frozenset(total for total in stated if isinstance(total, int))

    @cached_property
    def obstacle(self) -> str:
        """Why a share may not be of the whole sample; empty where nothing says so."""
        return next(filter(None, map(self._obstacle_in, self._indices)), "")

    @property
    def _figures(self) -> Iterator[tuple[int, Statistic]]:
        return ((index, figure) for index in self._indices for figure in self._page.statistics[index])

    def _obstacle_in(self, index: int) -> str:
        figures = self._page.statistics[index]
        if not figures:
            return ""
        arms = any(figure.type == "sample_size" and "group" in figure.parts for figure in figures)
        if arms or self._page.says(index, cues().arms):
            return "there are several groups"
        counted = any(figure.type in {"count", "percentage", "sample_size"} for figure in figures)
        return "some of the sample may have left" if counted and self._page.says(index, cues().lost) else ""


def base_of(page: Page, index: int, share: Statistic) -> Base | None:
    """The total of a share in sentence `index`; None where the text does not tie the share to a sample."""
    stated = share.parts.get("denominator")
    if isinstance(stated, int):
        return Base(stated, place_of(page, index, share, stated))
    return _in_sentence(page, index, share) or _of_group(page, index, share) or _in_scope(page, index, share)


def place_of(page: Page, index: int, share: Statistic, number: int) -> tuple[int, int] | None:
    """Where else in the sentence `number` is a figure of its own; None where the share itself prints it."""
    if str(share.printed.get("denominator")) in share.text:
        return None
    for other in page.statistics[index]:
        values = (other.parts.get("value"), other.parts.get("denominator"), other.parts.get("numerator"))
        if other is not share and number in values:
            return other.start, other.end
    return None


def _in_sentence(page: Page, index: int, share: Statistic) -> Base | None:
    """The one sample that the sentence names, where the share is put as a share of it."""
    own = mentions(index, page.statistics[index])
    if len(own) != 1 or not _bound(page, index, share, own[0]):
        return None
    after = page.text[own[0].statistic.end : page.sentences[index].end][:_LEAD]
    apart = "there are several groups" if "group" in share.parts or cues().arms.search(after) else ""
    return _taken(page, index, share, own[0], apart)


def _of_group(page: Page, index: int, share: Statistic) -> Base | None:
    """The one sample that is called as the group named right after the share: "3.1 % after carbetocin"."""
    group = share.parts.get("group")
    if not isinstance(group, str) or not _named_next(page, index, share, group):
        return None
    same = [sample for sample in page.groups.get(_plain_group(group), ()) if sample.value is not None]
    if not same or len({sample.value for sample in same}) > 1:
        return None
    lost = "some of the sample may have left" if page.says(index, cues().lost) else ""
    return replace(_taken(page, index, share, same[0], lost), firm=False)


def _named_next(page: Page, index: int, share: Statistic, group: str) -> bool:
    after = page.text[share.end : min(page.sentences[index].end, share.end + _BEFORE)]
    before_next = re.split(r"[,;()]|\d|\sand\s|\svs", after, maxsplit=1)[0]
    return group.casefold() in before_next.casefold()


def _bound(page: Page, index: int, share: Statistic, sample: Mention) -> bool:
    """Nothing is counted between: "Of 142 women, 74 %", "22 women (82 % White", "60 women, 45 % of whom"."""
    start, end = page.sentences[index].start, page.sentences[index].end
    found = sample.statistic
    if not 0 <= share.start - found.end <= _LEAD or _between(page.statistics[index], found, share):
        return False
    lead = page.text[max(start, found.start - _BEFORE) : found.start]
    gap = page.text[found.end : share.start]
    after = page.text[share.end : min(end, share.end + _AFTER)]
    if _OF_THEM.match(after):
        return not cues().part.search(gap)
    if _BRACKET.fullmatch(gap):
        return not after.lstrip().startswith((")", "]"))  # "14 women (40 %)" is 14 of some 35
    return bool(_OPENS.search(" " + lead) and _COMMA.match(gap))


_OF_THEM = re.compile(r"\s?of\s(?:whom|which|them)\b", re.IGNORECASE)
_OPENS = re.compile(r"\s(?:of|among|amongst)\s(?:(?:the|these|our|all|a|total|of)\s){0,4}$", re.IGNORECASE)
_COMMA = re.compile(r"[^,;.()]{0,80},")
_BRACKET = re.compile(r"\s?[(\[]\s?")


def _between(figures: Sequence[Statistic], first: Statistic, second: Statistic) -> bool:
    return any(
        figure.type in {"count", "sample_size"} and first.end <= figure.start < second.start
        for figure in figures
    )


def _in_scope(page: Page, index: int, share: Statistic) -> Base | None:
    """The only sample of the section, or else of the page, where the share is about all of it."""
    scope = page.section(index) if page.section(index).samples else page.whole
    if not scope.samples or not _about_everybody(page, index, share, scope.heads):
        return None
    if len(scope.sizes) > 1:
        return Base(reason="several samples are named")
    at = bisect_left(scope.samples, share.start, key=lambda sample: sample.statistic.start)
    return _taken(page, index, share, scope.samples[max(at - 1, 0)], scope.obstacle)


def _taken(page: Page, index: int, share: Statistic, sample: Mention, obstacle: str) -> Base:
    total = sample.value
    span = (sample.statistic.start, sample.statistic.end)
    unit = sample.head if sample.head in cues().animals_and_parts else "people"
    if total is None:
        return Base(None, span, unit, "the sample is not told exactly")
    others = (
        "other shares of the section are of another total" if page.section(index).totals - {total} else ""
    )
    reason = obstacle or others or page.once(index, _doubt) or _not_of_persons(page, index, share)
    return Base(None if reason else total, span, unit, reason)


def _about_everybody(page: Page, index: int, share: Statistic, heads: tuple[str, ...]) -> bool:
    """Whether the share is said to be of the participants, or the sentence is about them."""
    if "group" in share.parts or cues().background.search(" ".join(page.sentences[index].section)):
        return False
    everybody, named = _everybody(heads), share.parts.get("of")
    start, end = page.sentences[index].start, page.sentences[index].end
    if everybody.fewer.search(page.text, start, min(end, start + _LEAD)):
        return False
    if isinstance(named, str):
        return everybody.names.fullmatch(named.strip()) is not None
    if everybody.of.search(page.text, share.start, min(end, share.end + _BEFORE)):
        return True
    if cues().part.search(page.text, max(start, share.start - _LEAD), share.start):
        return False
    return everybody.subject.match(page.text, start, min(share.start, start + _LEAD)) is not None


@dataclass(frozen=True)
class _Everybody:
    names: re.Pattern[str]
    of: re.Pattern[str]
    subject: re.Pattern[str]
    fewer: re.Pattern[str]


@cache
def _everybody(heads: tuple[str, ...]) -> _Everybody:
    """Patterns for the whole sample: by its usual names, or by the noun it was counted in."""
    known = cues()
    noun = rf"(?:{known.everybody}|{any_of(heads)})" if heads else known.everybody
    some = r"(?:(?:the|our|all|study|these|total|whole|entire)\s){0,3}"
    restricted = rf"\s{{1,3}}{known.restricting}(?!\w)"
    all_of_them = rf"{noun}(?!\w)(?!{restricted})"
    return _Everybody(
        re.compile(rf"{some}{noun}", re.IGNORECASE),
        re.compile(rf"(?<!\w)of\s{some}{all_of_them}", re.IGNORECASE),
        re.compile(rf"\W{{0,3}}(?:{known.openers}[\s,]{{1,3}}){{0,3}}{all_of_them}", re.IGNORECASE),
        re.compile(rf"(?<!\w){noun}(?!\w){restricted}", re.IGNORECASE),
    )


def _doubt(sentence: str) -> str:
    if cues().computed.search(sentence):
        return "the share may be weighted, adjusted or modelled"
    if cues().elsewhere.search(sentence) or CITATION.search(sentence):
        return "the figure may be another study's"
    return ""


def _not_of_persons(page: Page, index: int, share: Statistic) -> str:
    """Why the figure may be no share of persons, by the words next to it."""
    start, end = page.sentences[index].start, page.sentences[index].end
    if cues().changed.search(page.text, max(start, share.start - _BEFORE), min(end, share.end + _AFTER)):
        return "the figure may be a change, a rate or a mean"
    own = f"{share.parts.get('of', '')} {share.parts.get('label', '')} {share.text}"
    return "the share may not be one of persons" if cues().not_persons.search(own) else ""

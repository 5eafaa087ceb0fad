"""One reader's view of one page, whoever the reader is: gold, a pipeline, a record file, a saved answer.

Everything that is scored is scored between two of these.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from ecosift.anchors import raw_span
from ecosift.evaluation.gold import GoldPage, GoldSentence, GoldStatistic

if TYPE_CHECKING:
    from ecosift.article import Article
    from ecosift.schema import EvidenceRecord, StatisticRef
    from ecosift.types import Block, Sentence, Statistic

Kind = Literal["statement", "heading", "furniture"]
STUDY_FIELDS = ("title", "first_author", "year", "journal", "doi", "pmid", "design")
# Reason of a dropped block that an extractor of quotes gives for a quote that its page does not have.
NOT_IN_PAGE = "quote_not_in_page"
# Keys of a gold page that are no metadata of the page.
OWN_KEYS = frozenset(GoldPage.model_fields)


@dataclass(frozen=True, slots=True)
class Figure:
    """A reported figure. `start` and `end` index the page, `at` the text of its sentence."""

    type: str
    text: str
    start: int | None = None
    end: int | None = None
    at: int | None = None
    parts: Mapping[str, Any] = field(default_factory=dict)
    checks: tuple[tuple[str, str], ...] | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence, quote, heading or piece of furniture. `start` and `end`, where known, index the page."""

    text: str
    start: int | None = None
    end: int | None = None
    kind: Kind = "statement"
    role: str | None = None
    levels: Mapping[str, str | None] = field(default_factory=dict)
    scores: Mapping[str, float] | None = None
    figures: tuple[Figure, ...] = ()
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Reading:
    """A page as one reader sees it.

    `whole` is false for a reader who gives quotes only: what it leaves out it has not judged. `page` is the
    text that offsets index, `content` the text kept. `sampled` says that only the units listed were judged.
    """

    doc: str
    units: tuple[Unit, ...] = ()
    page: str | None = None
    content: str | None = None
    study: Mapping[str, Any] | None = None
    whole: bool = True
    neutral: tuple[str, ...] = ()
    metadata: Mapping[str, Any] = field(default_factory=dict)
    annotator: str | None = None
    sampled: bool = False
    absent: int = 0
    error: str | None = None

    @property
    def statements(self) -> tuple[Unit, ...]:
        """The units that are neither heading nor furniture."""
        return tuple(unit for unit in self.units if unit.kind == "statement")


def of_gold(gold: GoldPage, *, whole: bool = True) -> Reading:
    """A gold page as a reading."""
    units = tuple(_gold_unit(sentence) for sentence in gold.sentences)
    return Reading(
        doc=gold.doc,
        units=units,
        page=gold.text,
        content=" ".join(unit.text for unit in units if unit.kind == "statement"),
        study=gold.study.model_dump(include=set(STUDY_FIELDS)) if gold.study else None,
        whole=whole and not gold.sampled,
        neutral=(*gold.headings, *gold.neutral),
        metadata=gold.model_extra or {},
        annotator=gold.annotator,
        sampled=gold.sampled,
    )


def _gold_unit(sentence: GoldSentence) -> Unit:
    kind: Kind = "heading" if sentence.heading else "statement" if sentence.content else "furniture"
    return Unit(
        sentence.text,
        sentence.start,
        sentence.end,
        kind,
        sentence.role,
        {level: sentence.valence.get(level) for level in sentence.levels},
        sentence.level_scores or None,
        tuple(_gold_figures(sentence)),
        sentence.weight,
    )


def _gold_figures(sentence: GoldSentence) -> Iterable[Figure]:
    after = 0
    for figure in sentence.stats:
        at = _place(figure, sentence, after)
        after = at + len(figure.text) if at is not None else after
        checks = None if figure.checks is None else tuple((c.check, c.verdict) for c in figure.checks)
        yield Figure(figure.type, figure.text, figure.start, figure.end, at, figure.parts, checks)


def _place(figure: GoldStatistic, sentence: GoldSentence, after: int) -> int | None:
    if figure.start is not None and sentence.start is not None:
        return figure.start - sentence.start
    for begin in (after, 0):
        if (at := sentence.text.find(figure.text, begin)) >= 0:
            return at
    return None


def of_article(doc: str, article: Article, *, page: str | None = None, whole: bool = True) -> Reading:
    """What a pipeline or a plugin made of a page; `page` is the decoded page where it is plain text."""
    blocks = article.blocks
    return Reading(
        doc=doc,
        units=tuple(_article_unit(s, blocks[s.block] if blocks else None) for s in article.sentences),
        page=page,
        content=article.text,
        study=_study(article.study),
        whole=whole,
        absent=sum(block.reason == NOT_IN_PAGE for block in article.dropped),
        error=str(article.error) if article.error else None,
    )


def _article_unit(sentence: Sentence, block: Block | None) -> Unit:
    start, end = raw_span(block, sentence.start, sentence.end)
    return Unit(
        sentence.text,
        start,
        end,
        "heading" if sentence.heading else "statement",
        sentence.role,
        {tag.level: tag.valence for tag in sentence.levels},
        dict(sentence.level_scores) or None,
        tuple(_article_figure(figure, sentence, block) for figure in sentence.statistics),
    )


def _article_figure(figure: Statistic, sentence: Sentence, block: Block | None) -> Figure:
    start, end = raw_span(block, figure.start, figure.end)
    checks = tuple((check.check, check.verdict) for check in figure.checks)
    at = figure.start - sentence.start
    return Figure(figure.type, figure.text, start, end, at, figure.parts, checks)


def of_records(doc: str, records: Sequence[EvidenceRecord]) -> Reading:
    """The evidence records of one page: quotes, since sentences that are no evidence make no record."""
    study = records[0].study if records else None
    return Reading(
        doc=doc,
        units=tuple(_record_unit(record) for record in records),
        study=_study(study),
        whole=False,
    )


def _record_unit(record: EvidenceRecord) -> Unit:
    return Unit(
        record.text,
        record.anchor.raw_start,
        record.anchor.raw_end,
        role=record.role.label,
        levels={tag.level: tag.valence for tag in record.levels},
        figures=tuple(_record_figure(figure, record) for figure in record.statistics),
    )


def _record_figure(figure: StatisticRef, record: EvidenceRecord) -> Figure:
    at, raw = figure.start - record.start, record.anchor
    # A quote whose white space was collapsed has no place for its parts in the page.
    exact = raw.raw_start is not None and raw.raw_end == raw.raw_start + len(record.text)
    start = raw.raw_start + at if exact and raw.raw_start is not None else None
    end = start + len(figure.text) if start is not None else None
    checks = tuple((check.check, check.verdict) for check in figure.checks)
    return Figure(figure.type, figure.text, start, end, at, figure.parts, checks)


def _study(study: object) -> Mapping[str, Any] | None:
    return None if study is None else {key: getattr(study, key, None) for key in STUDY_FIELDS}


def fitted(reading: Reading, page: str | None) -> Reading:
    """The reading with offsets into `page`, or without any where they do not lead to its sentences."""
    if page is not None and all(_stands(unit, page) for unit in reading.units):
        return replace(reading, page=page)
    if all(unit.start is None for unit in reading.units):
        return replace(reading, page=None)
    return replace(reading, page=None, units=tuple(_unplaced(unit) for unit in reading.units))


def _stands(unit: Unit, page: str) -> bool:
    if unit.start is None or unit.end is None:
        return False
    # List and table marks between the parts of a quote are the page's, not the quote's.
    return _letters(unit.text) == _letters(page[unit.start : unit.end])


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _unplaced(unit: Unit) -> Unit:
    figures = tuple(replace(figure, start=None, end=None) for figure in unit.figures)
    return replace(unit, start=None, end=None, figures=figures)

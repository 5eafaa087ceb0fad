"""A gold page, or the evidence records of one page → what a reader is shown of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from ecosift.evaluation.gold import GoldPage, GoldSentence
from ecosift.review.of_article import doc_of, figure_of, tag_of
from ecosift.review.shapes import Block, Figure, Labels, Note, Span, Tag, Unit, View

if TYPE_CHECKING:
    from ecosift.schema import EvidenceRecord


def of_gold(gold: GoldPage) -> View:
    """The sentences of a gold page, a block each."""
    return View(
        doc=gold.doc,
        title=(gold.model_extra or {}).get("title"),
        units=tuple(_unit(s, at, gold) for at, s in enumerate(gold.sentences)),
        blocks=tuple(Block("heading" if s.heading else "sentence") for s in gold.sentences),
        url=(gold.model_extra or {}).get("url"),
        text=gold.text,
        whole=not gold.sampled,
        study=gold.study.model_dump(mode="json") if gold.study else None,
        labelled=gold.labelled,
        neutral={"headings": gold.headings, "neutral": gold.neutral},
        extra=gold.model_extra or {},
    )


def _unit(sentence: GoldSentence, at: int, gold: GoldPage) -> Unit:
    runs = runs_of(sentence.text, sentence.start, sentence.end, gold.text)
    labels = Labels(
        content=sentence.content,
        heading=sentence.heading,
        role=sentence.role,
        tags=tuple(
            Tag(level, sentence.valence.get(level), sentence.level_scores.get(level))
            for level in sentence.levels
        ),
        figures=tuple(_figures(sentence, runs)),
        scores=sentence.level_scores,
    )
    return Unit(
        sentence.text,
        labels,
        at,
        runs,
        section=sentence.section if gold.sampled else None,
        weight=sentence.weight,
        extra=sentence.model_extra or {},
    )


def _figures(sentence: GoldSentence, runs: Sequence[Span]) -> Iterator[Figure]:
    """The figures that stand in the sentence; by their offsets where these lead to it, else by their text."""
    after = 0
    for figure in sentence.stats:
        size = len(figure.text)
        at = None if figure.start is None else _back(runs, figure.start)
        if at is None or sentence.text[at : at + size] != figure.text:
            at = sentence.text.find(figure.text, after)
            at = at if at >= 0 else sentence.text.find(figure.text)
        if at >= 0 and size:
            after = at + size
            notes = tuple(Note(check.check, check.verdict) for check in figure.checks or ())
            yield Figure(figure.type, at, at + size, figure.parts, notes, judged=figure.checks is not None)


def _back(runs: Sequence[Span], offset: int) -> int | None:
    """Where an offset of the page stands in the sentence."""
    run = next((run for run in reversed(runs) if run[1] <= offset), None)
    return None if run is None else offset - run[1] + run[0]


def runs_of(text: str, start: int | None, end: int | None, page: str | None) -> tuple[Span, ...]:
    """The runs of a text that stand unchanged in `page[start:end]`; between them are white space and marks.

    Without a page, the text is taken to stand there as it is.
    """
    if start is None or end is None:
        return ()
    if page is None or page[start:end] == text:
        return ((0, start),)
    runs: list[Span] = []
    at = start
    for place, character in enumerate(text):
        if character.isspace():
            continue
        found = page.find(character, at, end)
        if found < 0:
            return ()
        if not runs or found - runs[-1][1] != place - runs[-1][0]:
            runs.append((place, found))
        at = found + 1
    return ((0, start), *runs) if runs and runs[0][0] else tuple(runs)


def of_records(records: Sequence[EvidenceRecord]) -> View:
    """The records of one page: sentences that are evidence, with what stands around them."""
    page = records[0].page
    units = [_record_unit(record, at) for at, record in enumerate(records)]
    pairs = list(pairwise(records))
    for at, (one, other) in enumerate(pairs):
        if one.after == other.text:
            units[at] = replace(units[at], around=(_around(units[at])[0], None))
            units[at + 1] = replace(units[at + 1], around=(None, _around(units[at + 1])[1]))
    return View(
        doc=doc_of(page.id, page.source),
        title=page.title,
        units=tuple(units),
        blocks=tuple(Block(record.block) for record in records),
        url=page.url or page.canonical_url,
        whole=False,
        extra={k: v for k, v in (("title", page.title), ("url", page.url)) if v is not None},
    )


def _around(unit: Unit) -> tuple[str | None, str | None]:
    return unit.around or (None, None)


def _record_unit(record: EvidenceRecord, at: int) -> Unit:
    begin, raw = record.start, record.anchor
    exact = raw.raw_start is not None and raw.raw_end == raw.raw_start + len(record.text)
    labels = Labels(
        role=record.role.label,
        role_score=record.role.score,
        tags=tuple(tag_of(tag, begin, record.end) for tag in record.levels),
        figures=tuple(figure_of(figure, begin) for figure in record.statistics),
    )
    return Unit(
        record.text,
        labels,
        at,
        ((0, raw.raw_start),) if exact and raw.raw_start is not None else (),
        around=(record.before, record.after),
        section=record.section[-1] if record.section else None,
    )

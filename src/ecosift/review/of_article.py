"""An article → what a reader is shown of it: every block in page order, kept or left out."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from ecosift.language.sentences import split
from ecosift.readers.pages import PAGE_SUFFIXES
from ecosift.review import shapes
from ecosift.review.shapes import Figure, Labels, Note, Span, Tag, Unit, View

if TYPE_CHECKING:
    from ecosift.article import Article
    from ecosift.schema import LevelRef, StatisticRef
    from ecosift.types import Block, LevelTag, Sentence, Statistic

# The title stands above the text; its line on the page is a heading all the same.
TITLE = "title_repeat"
ROWS = (".jsonl", ".ndjson")


def of_article(article: Article, *, page: str | None = None) -> View:
    """The page's units with what the pipeline says of them; `page` is the decoded page, if plain text."""
    blocks = sorted((*article.blocks, *article.dropped), key=lambda block: block.order)
    spoken: dict[int, list[Sentence]] = defaultdict(list)
    for sentence in article.sentences:
        spoken[id(article.blocks[sentence.block])].append(sentence)
    units: list[Unit] = []
    for place, block in enumerate(blocks):
        kept = spoken.get(id(block), ())
        units += [_sentence(each, block, place, page) for each in kept]
        if block.reason is not None:
            units += _furniture(block, place, page)
    return View(
        doc=doc_of(article.id, article.source),
        title=article.title,
        units=tuple(units),
        blocks=tuple(shapes.Block(b.kind, None if b.reason == TITLE else b.reason) for b in blocks),
        url=article.metadata.url or article.metadata.canonical_url,
        text=page,
        extra={
            key: value
            for key, value in (("title", article.title), ("url", article.metadata.url))
            if value is not None
        },
    )


def doc_of(page_id: str, source: str | None) -> str:
    """The name that gold knows a page by: its file without the suffix, else its id."""
    if page_id != source or source is None:
        return page_id
    path = PurePosixPath(source)
    known = path.suffix.lower() in PAGE_SUFFIXES and path.suffix.lower() not in ROWS
    return str(path.with_suffix("")) if known else page_id


def _sentence(sentence: Sentence, block: Block, place: int, page: str | None) -> Unit:
    at = sentence.start
    labels = Labels(
        heading=sentence.heading,
        role=sentence.role,
        role_score=sentence.role_score,
        tags=tuple(tag_of(tag, at, sentence.end) for tag in sentence.levels),
        figures=tuple(figure_of(figure, at) for figure in sentence.statistics),
        scores={} if sentence.heading else sentence.level_scores,
    )
    begin = at - (block.start or 0)
    return Unit(sentence.text, labels, place, _runs(block, begin, begin + len(sentence.text), page))


def tag_of(tag: LevelTag | LevelRef, start: int, end: int) -> Tag:
    """The tag of a sentence that stands from `start` to `end`, with its cues in there."""
    cues = ((cue.start - start, cue.end - start) for cue in tag.cues if start <= cue.start < cue.end <= end)
    return Tag(tag.level, tag.valence, tag.score, tag.decided_by, tuple(cues))


def figure_of(figure: Statistic | StatisticRef, at: int) -> Figure:
    """The figure of a sentence that begins at `at`, with its checks as notes."""
    notes = tuple(Note(check.check, check.verdict, check.message) for check in figure.checks)
    return Figure(figure.type, figure.start - at, figure.end - at, figure.parts, notes)


def _furniture(block: Block, place: int, page: str | None) -> Iterator[Unit]:
    """A block that was left out, sentence by sentence, so that each can be called content."""
    title = block.reason == TITLE
    labels = Labels(content=title, heading=title or block.kind == "heading")
    whole = [(0, len(block.text))] if labels.heading else split(block.text)
    for start, end in whole:
        text = block.text[start:end]
        if text.strip():
            yield Unit(text, labels, place, _runs(block, start, end, page))


def _runs(block: Block, start: int, end: int, page: str | None) -> tuple[Span, ...]:
    """The block's runs that a stretch of it touches, counted from the stretch's own start."""
    if page is None or not block.raw_map:
        return ()
    first = bisect_right(block.raw_map, start, key=lambda pair: pair[0]) - 1
    touched = [pair for pair in block.raw_map[first:] if pair[0] < end]
    in_text, in_page = touched[0]
    return ((0, in_page + start - in_text), *((text - start, raw) for text, raw in touched[1:]))

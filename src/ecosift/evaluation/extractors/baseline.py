"""The baseline: paragraphs by length, sentences by full stops, labels by keywords, figures by regexes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from ecosift.article import Article
from ecosift.decode import PLAIN, decode
from ecosift.lexicon import Lexicon, load_lexicon
from ecosift.types import Block, LevelTag, Page, Role, Sentence, Statistic, StatisticType, Valence

# Lines of text dumps that are shorter are mostly furniture.
LEAST_LINE = 60
SENTENCE_END = re.compile(r"[.!?]['\")\]]?\s+(?=[A-Z\"'(\d])")
SCORE = 1.0


class RoleWords(Lexicon):
    """Words that speak for a role."""

    role: Role
    words: tuple[str, ...]


class LevelWords(Lexicon):
    """Words that speak for a level."""

    level: str
    words: tuple[str, ...]


class ValenceWords(Lexicon):
    """Words that speak for a direction."""

    barrier: tuple[str, ...]
    facilitator: tuple[str, ...]


class FigurePattern(Lexicon):
    """How a figure of one type is printed; named groups are its parts."""

    type: StatisticType
    pattern: str


class Words(Lexicon):
    """The whole file."""

    role: tuple[RoleWords, ...]
    level: tuple[LevelWords, ...]
    valence: ValenceWords
    figure: tuple[FigurePattern, ...]


def baseline(page: Page) -> Article:
    """A page by keywords and regexes alone."""
    raw, media_type = decode(page)
    passages = list(_lines(raw) if media_type == PLAIN else _paragraphs(raw))
    article = Article(id=page.id or page.source or "page", sha256=_digest(raw), source=page.source)
    blocks, at = [], 0
    for text, place in passages:
        mapped = () if place is None else ((0, place),)
        end = None if place is None else place + len(text)
        blocks.append(
            Block("paragraph", text, at, at + len(text), raw_start=place, raw_end=end, raw_map=mapped)
        )
        at += len(text) + 2
    article.blocks = tuple(blocks)
    article.text = "\n\n".join(block.text for block in blocks)
    article.sentences = [s for number, block in enumerate(blocks) for s in _sentences(block, number)]
    return article


def _digest(raw: str) -> str:
    return f"sha256:{hashlib.sha256(raw.encode('utf-8', 'surrogatepass')).hexdigest()}"


def _lines(raw: str) -> Iterator[tuple[str, int | None]]:
    at = 0
    for line in raw.split("\n"):
        text = line.strip()
        if len(text) >= LEAST_LINE:
            yield text, at + len(line) - len(line.lstrip())
        at += len(line) + 1


def _paragraphs(raw: str) -> Iterator[tuple[str, int | None]]:
    for node in LexborHTMLParser(raw).css("p, li"):
        text = " ".join(node.text(separator="").split())
        if len(text) >= LEAST_LINE:
            yield text, None


def _sentences(block: Block, number: int) -> Iterator[Sentence]:
    start = 0
    ends = [found.end() for found in SENTENCE_END.finditer(block.text)]
    for end in (*ends, len(block.text)):
        text = block.text[start:end].strip()
        if text:
            at = (block.start or 0) + start
            yield _tagged(text, at, number)
        start = end


def _tagged(text: str, at: int, block: int) -> Sentence:
    lexicon, said = _lexicon(), text.lower()
    direction = _direction(said)
    levels = [entry.level for entry in lexicon.level if _has(said, entry.words)]
    figures = tuple(_figures(text, at))
    default: Role = "finding" if figures else "background"
    return Sentence(
        text=text,
        start=at,
        end=at + len(text),
        block=block,
        kind="paragraph",
        section=(),
        role=next((entry.role for entry in lexicon.role if _has(said, entry.words)), default),
        role_score=SCORE,
        levels=tuple(LevelTag(level, SCORE, direction, "cue") for level in levels),
        level_scores={entry.level: float(entry.level in levels) for entry in lexicon.level},
        statistics=figures,
        cites=(),
    )


def _direction(said: str) -> Valence:
    words = _lexicon().valence
    bad, good = _has(said, words.barrier), _has(said, words.facilitator)
    return "both" if bad and good else "barrier" if bad else "facilitator" if good else "none"


def _figures(text: str, at: int) -> Iterator[Statistic]:
    taken = bytearray(len(text))
    found = []
    for kind, pattern in _patterns():
        for match in pattern.finditer(text):
            start, end = match.span()
            if not any(taken[start:end]):
                taken[start:end] = b"\x01" * (end - start)
                found.append((start, kind, match))
    for start, kind, match in sorted(found, key=lambda row: row[0]):
        printed = {key: value for key, value in match.groupdict().items() if value}
        parts = {key: _number(value) for key, value in printed.items()}
        yield Statistic(kind, match[0], at + start, at + match.end(), parts, printed)


def _number(said: str) -> Any:
    plain = said.replace(",", "")
    try:
        return int(plain) if plain.isdecimal() else float(plain)
    except ValueError:
        return said


def _has(said: str, words: Sequence[str]) -> bool:
    return _pattern(tuple(words)).search(said) is not None


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(map(re.escape, words)) + r")\b")


@cache
def _patterns() -> tuple[tuple[StatisticType, re.Pattern[str]], ...]:
    return tuple((entry.type, re.compile(entry.pattern)) for entry in _lexicon().figure)


@cache
def _lexicon() -> Words:
    words: Words = load_lexicon("baseline", Words)
    return words

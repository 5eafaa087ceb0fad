"""What levels are learnt from: gold pages, passages and loose sentences, read and checked."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ecosift.errors import GoldError
from ecosift.evaluation.gold import GoldPage, GoldSentence, gold_files, read_gold
from ecosift.types import Role, RoleTag, SentenceSpan, Valence

SENTENCES = Path("sentences/levels.jsonl")
PASSAGES = Path("sentences/passages.jsonl")
# The genre of factors as lists name them, in a few plain words. They are many: at full weight published ones
# gained no more by them, and pages lost. (Swept out of fold: .25, .5 and 1 for levels, .01 to 1 for valence,
# of which .5 was best beside half as many passages as there are now; at that, published ones lost .03.)
LIST = "list"
LISTED, LISTED_VALENCE = 0.75, 0.25
Line = TypeVar("Line", bound=BaseModel)


@dataclass(frozen=True)
class Lot:
    """Sentences that belong together: a gold page, a passage, or one loose sentence. `group` is the topic.

    `listed` is a factor as a list names it.
    """

    group: str
    sentences: tuple[SentenceSpan, ...]
    roles: tuple[RoleTag | None, ...]
    levels: tuple[frozenset[str], ...]
    valence: tuple[Mapping[str, Valence], ...]
    disputed: tuple[bool, ...]
    loose: bool = False
    passage: bool = False
    fresh: bool = False
    listed: bool = False

    @property
    def weight(self) -> float:
        """What each of its sentences counts."""
        return LISTED if self.listed else 1.0

    @property
    def weight_of_valence(self) -> float:
        """What the valence of each of its tags counts."""
        return LISTED_VALENCE if self.listed else 1.0

    @property
    def alone(self) -> bool:
        """Whether there is one sentence, and nothing to look at beside it."""
        return sum(not sentence.heading for sentence in self.sentences) == 1

    @property
    def kind(self) -> str:
        """Under which name it is scored: `loose`, `passages` or `pages`."""
        return "loose" if self.loose else "passages" if self.passage else "pages"

    @classmethod
    def without_levels(cls, group: str, texts: Sequence[str]) -> Lot:
        """A page of which no sentence has a level."""
        return cls.of(group, texts, [{} for _ in texts])

    @classmethod
    def of(cls, group: str, texts: Sequence[str], labels: Sequence[Mapping[str, Valence]]) -> Lot:
        """Texts in order with the valence of each of their levels."""
        return cls(
            group=group,
            sentences=tuple(bare(text) for text in texts),
            roles=(None,) * len(texts),
            levels=tuple(frozenset(each) for each in labels),
            valence=tuple(labels),
            disputed=(False,) * len(texts),
        )


class Reading(BaseModel):
    """What one reader gave a sentence."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    levels: tuple[str, ...]
    valence: dict[str, Valence]


class LooseSentence(BaseModel):
    """A line of `sentences/levels.jsonl`; `before` is the sentence that an anaphor points to.

    `disputed` where two readings stay possible: `levels` are the first reader's, `second` the other's.
    `fresh` where no cue of the codebook was chosen with it at hand.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str
    topic: str
    genre: str = ""
    levels: tuple[str, ...] = ()
    valence: dict[str, Valence] = Field(default_factory=dict)
    before: str | None = None
    role: Role | None = None
    disputed: bool = False
    second: Reading | None = None
    fresh: bool = False


class PassageSentence(BaseModel):
    """A sentence or heading of a passage; `second` as in `LooseSentence`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str
    heading: bool = False
    section: str | None = None
    role: Role | None = None
    levels: tuple[str, ...] = ()
    valence: dict[str, Valence] = Field(default_factory=dict)
    disputed: bool = False
    second: Reading | None = None


class Passage(BaseModel):
    """A line of `sentences/passages.jsonl`: the main text of a page, without the page."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    topic: str
    genre: str
    title: str
    sentences: tuple[PassageSentence, ...]


def read_lots(data: Path) -> tuple[list[Lot], list[Path]]:
    """The training material of a folder or of a file of loose sentences, and the files that it came from."""
    if data.is_file():
        return [_of_loose(line) for line in read_loose(data)], [data]
    files = gold_files(data / "gold")
    pages = read_gold(data / "gold")
    lots = [lot_of_page(page) for page in pages if page.labels("content", "levels", "valence")]
    if (passages := data / PASSAGES).is_file():
        lots += [_of_passage(passage) for passage in read_passages(passages)]
        files.append(passages)
    if (loose := data / SENTENCES).is_file():
        lots += [_of_loose(line) for line in read_loose(loose)]
        files.append(loose)
    if not lots:
        raise GoldError(f"{data}: no gold/*.json and no {SENTENCES.as_posix()}")
    return lots, files


def read_loose(file: Path) -> Iterator[LooseSentence]:
    """The loose sentences of a JSONL file. Raises `GoldError` with file and line."""
    return _lines(file, LooseSentence)


def read_passages(file: Path) -> Iterator[Passage]:
    """The passages of a JSONL file. Raises `GoldError` with file and line."""
    return _lines(file, Passage)


def _lines(file: Path, kind: type[Line]) -> Iterator[Line]:
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        try:
            yield kind.model_validate(json.loads(line))
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(map(str, first["loc"]))
            raise GoldError(f"{file}:{number}: {place}: {first['msg']}") from error
        except ValueError as error:
            raise GoldError(f"{file}:{number}: {error}") from error


def is_silent(lot: Lot, at: int) -> bool:
    """Headings, and the sentence before a loose one, are there to be looked at, not learnt."""
    return lot.sentences[at].heading or (lot.loose and at < len(lot.sentences) - 1)


def places_of(lots: Iterable[Lot]) -> list[tuple[Lot, int]]:
    """The sentences to learn from, in order: each by its lot and its number there."""
    return [(lot, at) for lot in lots for at in range(len(lot.sentences)) if not is_silent(lot, at)]


def lot_of_page(page: GoldPage) -> Lot:
    """A gold page as training material: its content sentences and headings, in order."""
    kept = [s for s in page.sentences if s.content]
    spans = tuple(_span(s, at) for at, s in enumerate(kept))
    return Lot(
        group=getattr(page, "topic", None) or page.doc,
        sentences=spans,
        roles=tuple(None if s.role is None else RoleTag(s.role, 1.0) for s in kept),
        levels=tuple(frozenset(s.levels) for s in kept),
        valence=tuple(s.valence for s in kept),
        disputed=tuple(bool(getattr(s, "disputed", False)) for s in kept),
    )


def _span(sentence: GoldSentence, block: int) -> SentenceSpan:
    section = (sentence.section,) if sentence.section else ()
    return SentenceSpan(
        sentence.text, 0, len(sentence.text), block, heading=sentence.heading, section=section
    )


def bare(text: str) -> SentenceSpan:
    """A sentence without a page."""
    return SentenceSpan(text, 0, len(text), 0)


def _of_loose(line: LooseSentence) -> Lot:
    texts = [text for text in (line.before, line.text) if text is not None]
    blank: list[None] = [None] * (len(texts) - 1)
    return Lot(
        group=line.topic,
        sentences=tuple(bare(text) for text in texts),
        roles=(*blank, None if line.role is None else RoleTag(line.role, 1.0)),
        levels=(*(frozenset[str]() for _ in blank), frozenset(line.levels)),
        valence=(*({} for _ in blank), line.valence),
        disputed=(*(False for _ in blank), line.disputed),
        loose=True,
        fresh=line.fresh,
        listed=line.genre == LIST,
    )


def _of_passage(passage: Passage) -> Lot:
    sentences = passage.sentences
    return Lot(
        group=passage.topic,
        sentences=tuple(
            SentenceSpan(
                s.text, 0, len(s.text), at, heading=s.heading, section=(s.section,) if s.section else ()
            )
            for at, s in enumerate(sentences)
        ),
        roles=tuple(None if s.role is None else RoleTag(s.role, 1.0) for s in sentences),
        levels=tuple(frozenset(s.levels) for s in sentences),
        valence=tuple(s.valence for s in sentences),
        disputed=tuple(s.disputed for s in sentences),
        passage=True,
    )

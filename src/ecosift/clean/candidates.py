"""What both inputs become before anything is decided: candidates for blocks, each with its features."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ecosift.types import Block, BlockKind, Cell, Mark

SENTENCE_ENDS = frozenset(".!?:;…\"”’')]»")
# Running text: a line of eight words that ends like a sentence, or of twenty whatever its end, less than half
# of it links. (Swept 6-12 and 15-30 words on pages of all types.)
SENTENCE_WORDS = 8
LONG_WORDS = 20
MAX_LINKED = 0.5


@dataclass(slots=True)
class Look:
    """What the tag of an element says of it; elements whose tags are written alike share one.

    `hint` is the kind of furniture that its names speak of, `name` the word that says so, `names` its
    classes, id and role; `span` and `rows` are the columns and rows that a cell takes.
    """

    tag: str
    hint: str | None = None
    name: str = ""
    names: str = ""
    id: str = ""
    span: int = 1
    rows: int = 1


@dataclass(slots=True)
class Containers:
    """The elements that hold blocks, in document order, or the runs of lines between blank ones.

    For each container `parents` has the place of the one around it (-1: none), `ends` the place after the
    last that it holds, `looks` what its tag says. (Pages have thousands of them: lists are quicker made and
    read than objects.)
    """

    parents: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)

    def __len__(self) -> int:
        """How many there are."""
        return len(self.parents)


@dataclass(slots=True)
class Candidate:
    """One block before the decision: what it will be, where it stands, and what it looks like.

    `container` indexes the page's containers, `tag` names the element it stands in ("line" in plain text).
    `linked` and `bold` count the characters inside links and bold elements; `prose` tells running text from
    labels, menu entries and lists of links; `score` is the classifier's, None where it was not asked.
    """

    kind: BlockKind
    text: str
    tag: str
    container: int
    linked: int = 0
    xpath: str | None = None
    depth: int = 0
    marker: str = ""
    marks: tuple[Mark, ...] = ()
    bold: int = 0
    ids: tuple[str, ...] = ()
    cells: tuple[Cell, ...] = ()
    raw_start: int | None = None
    raw_end: int | None = None
    raw_map: tuple[tuple[int, int], ...] = ()
    score: float | None = None
    words: int = field(init=False)
    prose: bool = field(init=False)

    def __post_init__(self) -> None:
        """Work out what every rule asks for: the number of words, and whether this is running text."""
        text = self.text
        self.words = words = text.count(" ") + 1
        whole = words >= LONG_WORDS or (words >= SENTENCE_WORDS and text[-1] in SENTENCE_ENDS)
        self.prose = whole and self.linked < MAX_LINKED * len(text)

    @property
    def link_density(self) -> float:
        """Share of the characters that are links."""
        return self.linked / len(self.text)

    def block(self, order: int, start: int | None, reason: str | None) -> Block:
        """The block as content that begins at `start` of the article's text, or as left out for `reason`."""
        end = None if start is None else start + len(self.text)
        return Block(
            self.kind,
            self.text,
            start,
            end,
            reason,
            self.xpath,
            self.raw_start,
            self.raw_end,
            self.raw_map,
            self.depth,
            self.marker,
            self.cells,
            self.marks,
            order,
            self.score,
            self.ids,
        )


@dataclass(frozen=True, slots=True)
class Candidates:
    """A page's candidates in reading order, and the containers that they stand in."""

    blocks: Sequence[Candidate]
    containers: Containers
    plain: bool

"""What the rooms hand each other: small frozen values. Every offset counts Unicode code points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

BlockKind = Literal["title", "heading", "paragraph", "list_item", "table_row", "caption", "quote"]
Role = Literal["background", "objective", "method", "sample", "finding", "implication", "limitation"]
Valence = Literal["barrier", "facilitator", "both", "none"]
StatisticType = Literal[
    "sample_size",
    "percentage",
    "count",
    "mean",
    "median",
    "range",
    "effect",
    "p_value",
    "test",
    "period",
]
Verdict = Literal[
    "consistent",
    "truncated",
    "rounded_up",
    "inconsistent",
    "possible_missing",
    "asymmetric",
    "p_differs",
    "differs",
    "not_checkable",
]

ROLES: tuple[Role, ...] = (
    "background",
    "objective",
    "method",
    "sample",
    "finding",
    "implication",
    "limitation",
)


@dataclass(frozen=True, slots=True)
class Page:
    """What was scraped: bytes or text, and where it came from.

    `media_type` is `"text/html"`, `"text/plain"` or None (then told from the content); `charset` is an
    encoding declared outside the content (an HTTP header, say); `failure` says why it could not be read.
    """

    content: bytes | str
    url: str | None = None
    id: str | None = None
    media_type: str | None = None
    source: str | None = None
    charset: str | None = None
    failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a page gave nothing: the stage that gave up, the reason, and what to do next."""

    stage: str
    reason: str
    hint: str | None = None

    def __str__(self) -> str:
        return f"{self.stage}: {self.reason}" + (f" ({self.hint})" if self.hint else "")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table row; `start` and `end` index the block's own text.

    `span` is how many columns it takes; the places that a cell beside or above takes are empty and have 0.
    """

    start: int
    end: int
    header: bool = False
    span: int = 1


@dataclass(frozen=True, slots=True)
class Mark:
    """Inline mark-up worth keeping; `start` and `end` index the block's own text.

    A `break` is the white space that stands for a `<br>`.
    """

    kind: Literal["link", "sup", "bold", "break"]
    start: int
    end: int
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, paragraph, list item, table row, caption or quote of a page.

    A kept block has `start` and `end` in the article's text (`article.text[start:end] == text`) and no
    `reason`; a dropped one has a `reason` and no offsets. An HTML block has an `xpath` that evaluates in an
    HTML5 parse (None where only a script holds its text, in other characters); a block of plain text has
    `raw_start` and `raw_end` in the decoded page, and `raw_map`: pairs of (offset in `text`, offset in the
    page), each the start of a run that stands unchanged in the page.
    List markers ("•", "2.") are no part of `text`; `marker` has them as printed. `order` is the block's
    place among all of the page, kept or dropped; `score` is how likely the classifier found it to be content,
    None where it was not asked. `ids` are the names under which links of the page lead here ("ref-3").
    """

    kind: BlockKind
    text: str
    start: int | None = None
    end: int | None = None
    reason: str | None = None
    xpath: str | None = None
    raw_start: int | None = None
    raw_end: int | None = None
    raw_map: tuple[tuple[int, int], ...] = ()
    depth: int = 0
    marker: str = ""
    cells: tuple[Cell, ...] = ()
    marks: tuple[Mark, ...] = ()
    order: int = 0
    score: float | None = None
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the page says of itself; None or empty where it does not. Dates are ISO, as exact as printed."""

    url: str | None = None
    canonical_url: str | None = None
    site: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    modified: str | None = None
    language: str | None = None
    keywords: tuple[str, ...] = ()
    doi: str | None = None
    pmid: str | None = None
    journal: str | None = None


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What the first stage makes of a page. `text` is the blocks joined by blank lines."""

    title: str | None
    text: str
    blocks: tuple[Block, ...]
    dropped: tuple[Block, ...]
    metadata: Metadata


@dataclass(frozen=True, slots=True)
class SentenceSpan:
    """A sentence before it is tagged.

    `block` indexes the blocks, `heading` is true for a heading or a header cell, `section` are the headings
    above it (without the title), `lead_in` is the index of the sentence that introduces this list item or
    table row ("Barriers were:"), `heads` are the row and column heads of a table cell.
    """

    text: str
    start: int
    end: int
    block: int
    kind: BlockKind = "paragraph"
    heading: bool = False
    section: tuple[str, ...] = ()
    lead_in: int | None = None
    heads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RoleTag:
    """The rhetorical role of a sentence, with a probability."""

    label: Role
    score: float


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that spoke for a tag, with their place in the article's text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class LevelTag:
    """A level of the codebook at which a sentence places a factor.

    `decided_by` is `frame`, `rule:NAME`, `cue` or `classifier`.
    """

    level: str
    score: float
    valence: Valence
    decided_by: str
    cues: tuple[Cue, ...] = ()


@dataclass(frozen=True, slots=True)
class Levels:
    """The level tags of one sentence, and the score of every level of the codebook in use."""

    tags: tuple[LevelTag, ...]
    scores: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Check:
    """Whether figures can be right together; `spans` are the places of the figures compared."""

    check: str
    verdict: Verdict
    message: str
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Statistic:
    """A reported figure: its type, its place in the article's text, its parsed and its printed parts."""

    type: StatisticType
    text: str
    start: int
    end: int
    parts: Mapping[str, Any] = field(default_factory=dict)
    printed: Mapping[str, Any] = field(default_factory=dict)
    repeats: tuple[tuple[int, int], ...] = ()
    checks: tuple[Check, ...] = ()


@dataclass(frozen=True, slots=True)
class Cite:
    """A citation mark in a sentence, resolved to the page's reference list where it has one."""

    text: str
    start: int
    end: int
    authors: tuple[str, ...] = ()
    year: int | None = None
    number: int | None = None
    reference: str | None = None
    doi: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Sample:
    """The persons (or units) that the page's study had, quoted from the article's text."""

    value: int | None
    unit: str | None
    quote: str
    start: int
    end: int
    groups: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Study:
    """The one study that a page reports."""

    title: str | None = None
    first_author: str | None = None
    year: int | None = None
    journal: str | None = None
    doi: str | None = None
    pmid: str | None = None
    design: str | None = None
    sample: Sample | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A tagged sentence: `article.text[start:end] == text`. Headings have no role, levels or figures."""

    text: str
    start: int
    end: int
    block: int
    kind: BlockKind
    section: tuple[str, ...]
    role: Role | None
    role_score: float | None
    levels: tuple[LevelTag, ...]
    level_scores: Mapping[str, float]
    statistics: tuple[Statistic, ...]
    cites: tuple[Cite, ...]

    @property
    def heading(self) -> bool:
        """Whether this is a heading (or a header cell), which makes no record."""
        return self.role is None

"""What a reader is shown: a page as units of text, each with the labels that someone gave it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Note:
    """What a check says of a figure."""

    check: str
    verdict: str
    message: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A reported figure; `start` and `end` index the unit's text."""

    type: str
    start: int
    end: int
    parts: Mapping[str, Any] = field(default_factory=dict)
    checks: tuple[Note, ...] = ()
    # Whether the checks are labels of a gold page, which must not be lost.
    judged: bool = False


@dataclass(frozen=True, slots=True)
class Tag:
    """A level, with who decided on it and the words that spoke for it."""

    level: str
    valence: str | None = None
    score: float | None = None
    decided_by: str | None = None
    cues: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Labels:
    """What one side says of a unit."""

    content: bool = True
    heading: bool = False
    role: str | None = None
    role_score: float | None = None
    tags: tuple[Tag, ...] = ()
    figures: tuple[Figure, ...] = ()
    scores: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence, heading or piece of furniture.

    `runs` lead to the page: pairs of (offset in `text`, offset in the page), each the start of a run that
    stands unchanged there. `sides` are the labels of each of two files, None where one does not have the
    sentence, and `differs` names what they differ in. `around` is the text before and after, where the units
    beside it are not shown.
    """

    text: str
    labels: Labels
    block: int = 0
    runs: tuple[Span, ...] = ()
    sides: tuple[Labels | None, ...] = ()
    differs: tuple[str, ...] = ()
    around: tuple[str | None, str | None] | None = None
    section: str | None = None
    stratum: int | None = None
    weight: float = 1.0
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or other block: its kind and, where it was left out, why."""

    kind: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class View:
    """A page as it is shown. `text` is what offsets index; `whole` is false where sentences were left out."""

    doc: str
    title: str | None
    units: tuple[Unit, ...]
    blocks: tuple[Block, ...] = ()
    url: str | None = None
    text: str | None = None
    whole: bool = True
    study: Mapping[str, Any] | None = None
    labelled: tuple[str, ...] | None = None
    neutral: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stratum:
    """A group of sentences that a sample was drawn from."""

    name: str
    size: int
    drawn: int

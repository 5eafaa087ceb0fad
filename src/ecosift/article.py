"""A page after the walk: text, blocks, tagged sentences, study, records."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from spacy.tokens import Doc

from ecosift.schema import EvidenceRecord
from ecosift.types import Block, Failure, Metadata, Sentence, Study

Choice = Callable[[Sentence], bool]


@dataclass(slots=True)
class Article:
    """What `pipeline(page)` returns.

    Every offset indexes `text`, in code points. With an `error`, `text` is empty and so is every list.
    """

    id: str
    title: str | None = None
    text: str = ""
    metadata: Metadata = field(default_factory=Metadata)
    blocks: tuple[Block, ...] = ()
    dropped: tuple[Block, ...] = ()
    sentences: list[Sentence] = field(default_factory=list)
    study: Study | None = None
    doc: Doc | None = None
    error: Failure | None = None
    source: str | None = None
    sha256: str = ""
    duplicate_of: str | None = None
    recorder: Callable[[Article, Choice], list[EvidenceRecord]] | None = field(default=None, repr=False)

    def records(self, choose: Choice | None = None) -> list[EvidenceRecord]:
        """Evidence records of the findings, limitations, and sentences with a level or a figure.

        `choose` picks other sentences; headings never make a record.
        """
        return self.recorder(self, choose or is_evidence) if self.recorder else []


def is_evidence(sentence: Sentence) -> bool:
    """Whether a sentence makes a record without being asked for."""
    return bool(sentence.role in ("finding", "limitation") or sentence.levels or sentence.statistics)

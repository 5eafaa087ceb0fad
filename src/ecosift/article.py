"""A page after the walk: text, blocks, tagged sentences, study, records."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from spacy.tokens import Doc

from ecosift.schema import EvidenceRecord
from ecosift.types import Block, Failure, Metadata, Sentence, Study


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
    recorder: Callable[[Article], list[EvidenceRecord]] | None = field(default=None, repr=False)

    def records(self) -> list[EvidenceRecord]:
        """Evidence records of the findings, limitations, and sentences with a level or a figure."""
        return [record for record in self.all_records() if worth_a_record(record)]

    def all_records(self) -> list[EvidenceRecord]:
        """An evidence record of every sentence that is no heading."""
        return self.recorder(self) if self.recorder else []


def worth_a_record(record: EvidenceRecord) -> bool:
    """Whether a sentence is written without `--all`."""
    return bool(record.role.label in ("finding", "limitation") or record.levels or record.statistics)

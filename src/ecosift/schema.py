"""The evidence record: one JSON object a line. Its JSON Schema is what `ecosift schema` prints."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from ecosift.types import BlockKind, Role, StatisticType, Valence, Verdict

SCHEMA_VERSION: Literal["1.0"] = "1.0"

Offsets = tuple[int, int]
Score = float


class RecordPart(BaseModel):
    """Base of every part of a record: every field is always there, none beside them."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class PageRef(RecordPart):
    """The page that a record was found in."""

    id: str
    source: str | None
    url: str | None
    canonical_url: str | None
    site: str | None
    title: str | None
    authors: tuple[str, ...]
    published: str | None = Field(description="ISO date, as exact as the page gives it")
    modified: str | None = Field(description="ISO date, as exact as the page gives it")
    language: str | None = Field(description="ISO 639 code")
    keywords: tuple[str, ...]
    sha256: str = Field(description="of the page's content as it was read")
    duplicate_of: str | None = Field(description="id of the first page of the run with the same cleaned text")


class SampleRef(RecordPart):
    """Whom the page's study had, quoted; offsets index the cleaned text."""

    value: int | None
    unit: str | None
    quote: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    groups: tuple[dict[str, Any], ...]


class StudyRef(RecordPart):
    """The one study that the page reports, as far as the page names it."""

    id: str = Field(description="doi:…, pmid:…, else a hash of the page id")
    title: str | None
    first_author: str | None
    year: int | None
    journal: str | None
    doi: str | None
    pmid: str | None
    design: str | None
    sample: SampleRef | None


class Anchor(RecordPart):
    """The way back to the page: an XPath (HTML) or offsets in the decoded page (text)."""

    xpath: str | None
    raw_start: int | None = Field(ge=0)
    raw_end: int | None = Field(ge=0)
    prefix: str | None
    suffix: str | None
    fragment: str | None = Field(description="URL with a text fragment that occurs once in the page")


class CiteRef(RecordPart):
    """A citation mark of the sentence, as printed, resolved to the page's reference list where it has one."""

    text: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    authors: tuple[str, ...]
    year: int | None
    number: int | None
    reference: str | None
    doi: str | None
    url: str | None


class RoleRef(RecordPart):
    """The rhetorical role of the sentence."""

    label: Role
    score: Score = Field(ge=0, le=1)


class CueRef(RecordPart):
    """Words that spoke for a level."""

    text: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)


class LevelRef(RecordPart):
    """A level at which the sentence places a factor; `decided_by` is frame, rule:NAME, cue or classifier."""

    level: str
    score: Score = Field(ge=0, le=1)
    valence: Valence
    decided_by: str = Field(pattern=r"^(frame|cue|classifier|rule:[a-z0-9_]+)$")
    cues: tuple[CueRef, ...]


class CheckRef(RecordPart):
    """Whether figures can be right together."""

    check: str
    verdict: Verdict
    message: str
    spans: tuple[Offsets, ...]


class StatisticRef(RecordPart):
    """A reported figure with its parts as numbers and as printed."""

    type: StatisticType
    text: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    parts: dict[str, Any]
    printed: dict[str, Any]
    repeats: tuple[Offsets, ...]
    checks: tuple[CheckRef, ...]


class CodebookRef(RecordPart):
    """The codebook in use."""

    id: str
    version: str
    sha256: str


class Provenance(RecordPart):
    """What made the record."""

    ecosift: str
    config: str
    models: dict[str, str]
    codebook: CodebookRef


class EvidenceRecord(RecordPart):
    """One finding (or other sentence) with where it stands, its levels, its figures and what made it."""

    schema_version: Literal["1.0"]
    id: str = Field(pattern=r"^[0-9a-f]{16}$")
    page: PageRef
    study: StudyRef | None
    section: tuple[str, ...]
    block: BlockKind
    text: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    before: str | None
    after: str | None
    anchor: Anchor
    cites: tuple[CiteRef, ...]
    role: RoleRef
    levels: tuple[LevelRef, ...]
    statistics: tuple[StatisticRef, ...]
    provenance: Provenance


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of one record."""
    schema = EvidenceRecord.model_json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}

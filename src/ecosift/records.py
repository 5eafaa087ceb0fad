"""Article → evidence records; the only place that knows both sides."""

from __future__ import annotations

import gzip
import hashlib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

import jsonlines
from pydantic import ValidationError

from ecosift.anchors import Places
from ecosift.article import Article, Choice
from ecosift.errors import EcosiftError
from ecosift.memory import undisturbed
from ecosift.schema import (
    SCHEMA_VERSION,
    CheckRef,
    CiteRef,
    CueRef,
    EvidenceRecord,
    LevelRef,
    PageRef,
    Provenance,
    RoleRef,
    SampleRef,
    StatisticRef,
    StudyRef,
)
from ecosift.types import Cite, LevelTag, Sample, Sentence, Statistic, Study


@dataclass(frozen=True)
class Recorder:
    """Makes the records of an article; one stands behind each pipeline."""

    provenance: Provenance
    quote_context: int

    def __call__(self, article: Article, choose: Choice) -> list[EvidenceRecord]:
        """A record for every chosen sentence of the article that is no heading, in order."""
        with undisturbed():
            return self._records(article, choose)

    def _records(self, article: Article, choose: Choice) -> list[EvidenceRecord]:
        page, study, places = _page(article), _study(article), Places(article, self.quote_context)
        spoken = [sentence for sentence in article.sentences if sentence.role is not None]
        ids = _record_ids(article.id, spoken)
        texts = [None, *(sentence.text for sentence in spoken), None]
        return [
            EvidenceRecord(
                schema_version=SCHEMA_VERSION,
                id=ids[place],
                page=page,
                study=study,
                section=sentence.section,
                block=sentence.kind,
                text=sentence.text,
                start=sentence.start,
                end=sentence.end,
                before=texts[place],
                after=texts[place + 2],
                anchor=places.anchor(sentence),
                cites=tuple(map(_cite, sentence.cites)),
                role=_role(sentence),
                levels=tuple(map(_level, sentence.levels)),
                statistics=tuple(map(_statistic, sentence.statistics)),
                provenance=self.provenance,
            )
            for place, sentence in enumerate(spoken)
            if choose(sentence)
        ]


RECORD_OPENING = b'{"schema_version":'


def read_records(path: str | Path) -> Iterator[EvidenceRecord]:
    """The records of a JSONL file, in order.

    Raises `EcosiftError` with file, line and reason for a line that is no record of this schema.
    """
    opened = gzip.open if Path(path).suffix == ".gz" else open
    try:
        with opened(path, "rt", encoding="utf-8") as stream:
            yield from records_of(stream, str(path))
    except OSError as error:
        raise EcosiftError(f"{path}: {error}") from error


def records_of(stream: TextIO, name: str) -> Iterator[EvidenceRecord]:
    """The records of an open JSONL stream; raises as `read_records` does, with `name` for the file."""
    try:
        with jsonlines.Reader(stream) as reader:
            for number, line in enumerate(reader.iter(type=dict), start=1):
                yield _record_of(line, f"{name}:{number}")
    except jsonlines.InvalidLineError as error:
        raise EcosiftError(f"{name}:{error.lineno}: not a JSON object") from error
    except UnicodeDecodeError as error:
        raise EcosiftError(f"{name}: {error}") from error


def holds_records(path: str | Path) -> bool:
    """Whether a file opens as our record files do."""
    opened = gzip.open if Path(path).suffix == ".gz" else open
    try:
        with opened(path, "rb") as stream:
            return bytes(stream.read(len(RECORD_OPENING))) == RECORD_OPENING
    except (OSError, EOFError):
        return False


def _record_of(line: dict[str, Any], place: str) -> EvidenceRecord:
    try:
        return EvidenceRecord.model_validate(line)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise EcosiftError(f"{place}: {key}: {first['msg']}") from error


def _record_ids(page_id: str, sentences: Iterable[Sentence]) -> list[str]:
    """16 hex digits over page, quote and its occurrence among equal quotes, so that they survive a re-run."""
    seen: Counter[str] = Counter()
    ids = []
    for sentence in sentences:
        quote = " ".join(unicodedata.normalize("NFKC", sentence.text).split())
        seen[quote] += 1
        key = f"{page_id}\n{quote}\n{seen[quote]}".encode("utf-8", "surrogatepass")
        ids.append(hashlib.sha256(key).hexdigest()[:16])
    return ids


def _page(article: Article) -> PageRef:
    said = article.metadata
    return PageRef(
        id=article.id,
        source=article.source,
        url=said.url,
        canonical_url=said.canonical_url,
        site=said.site,
        title=article.title,
        authors=said.authors,
        published=said.published,
        modified=said.modified,
        language=said.language,
        keywords=said.keywords,
        sha256=article.sha256,
        duplicate_of=article.duplicate_of,
    )


def _study(article: Article) -> StudyRef | None:
    study = article.study
    if study is None:
        return None
    return StudyRef(
        id=study_id(study, article.id),
        title=study.title,
        first_author=study.first_author,
        year=study.year,
        journal=study.journal,
        doi=study.doi,
        pmid=study.pmid,
        design=study.design,
        sample=_sample(study.sample) if study.sample else None,
    )


def _sample(sample: Sample) -> SampleRef:
    return SampleRef(
        value=sample.value,
        unit=sample.unit,
        quote=sample.quote,
        start=sample.start,
        end=sample.end,
        groups=tuple(dict(group) for group in sample.groups),
    )


def study_id(study: Study, page_id: str) -> str:
    """`doi:…` or `pmid:…`, else a hash of the page's id."""
    if study.doi:
        return f"doi:{study.doi.lower()}"
    if study.pmid:
        return f"pmid:{study.pmid}"
    return f"page:{hashlib.sha256(page_id.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"


def _role(sentence: Sentence) -> RoleRef:
    assert sentence.role is not None
    return RoleRef(label=sentence.role, score=round(sentence.role_score or 0.0, 4))


def _level(tag: LevelTag) -> LevelRef:
    cues = tuple(CueRef(text=cue.text, start=cue.start, end=cue.end) for cue in tag.cues)
    return LevelRef(
        level=tag.level, score=round(tag.score, 4), valence=tag.valence, decided_by=tag.decided_by, cues=cues
    )


def _statistic(figure: Statistic) -> StatisticRef:
    checks = tuple(
        CheckRef(check=c.check, verdict=c.verdict, message=c.message, spans=c.spans) for c in figure.checks
    )
    return StatisticRef(
        type=figure.type,
        text=figure.text,
        start=figure.start,
        end=figure.end,
        parts=dict(figure.parts),
        printed=dict(figure.printed),
        repeats=figure.repeats,
        checks=checks,
    )


def _cite(cite: Cite) -> CiteRef:
    return CiteRef(
        text=cite.text,
        start=cite.start,
        end=cite.end,
        authors=cite.authors,
        year=cite.year,
        number=cite.number,
        reference=cite.reference,
        doi=cite.doi,
        url=cite.url,
    )

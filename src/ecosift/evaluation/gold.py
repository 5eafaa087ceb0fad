"""Gold pages: sentences labelled by the codebook. One JSON file a page, or a JSONL file with a page a line.

Every key beyond the first ones may be left out, so a page that knows only the labels is a gold page too:
`text` is the page that offsets index, `labelled` names the layers that were labelled (all of them where it is
null), `annotator` who labelled it, `sampled` that only the sentences listed were judged, and a sentence's
`weight` how many sentences of the corpus it stands for.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from ecosift.errors import GoldError
from ecosift.types import Role, StatisticType, Valence, Verdict

Layer = Literal["content", "roles", "levels", "valence", "statistics", "checks", "study"]
PAGE_SUFFIXES = (".html", ".htm", ".txt")


class GoldModel(BaseModel):
    """Base of the gold: frozen, and open to further keys, so that notes and metadata may stand beside."""

    model_config = ConfigDict(extra="allow", frozen=True)


class GoldCheck(GoldModel):
    """What a check is to say about a figure."""

    check: str
    verdict: Verdict


class GoldStatistic(GoldModel):
    """A figure: its type, its expression as printed, its parts as the record schema names them."""

    type: StatisticType
    text: str
    start: int | None = None
    end: int | None = None
    parts: dict[str, Any] = Field(default_factory=dict)
    checks: tuple[GoldCheck, ...] | None = None


class GoldSentence(GoldModel):
    """A sentence, heading or piece of furniture. Offsets index a plain-text page; they are null in HTML."""

    text: str
    start: int | None = None
    end: int | None = None
    content: bool
    heading: bool = False
    section: str | None = None
    role: Role | None = None
    levels: tuple[str, ...] = ()
    valence: dict[str, Valence] = Field(default_factory=dict)
    stats: tuple[GoldStatistic, ...] = ()
    level_scores: dict[str, float] = Field(default_factory=dict)
    weight: float = Field(default=1.0, gt=0)

    @model_validator(mode="after")
    def _content_alone_is_labelled(self) -> GoldSentence:
        if not (self.content and not self.heading) and (self.role or self.levels or self.stats):
            raise ValueError("a heading or furniture has no role, no level and no figure")
        return self


class GoldStudy(GoldModel):
    """The study that the page reports, as far as the page names it."""

    title: str | None = None
    first_author: str | None = None
    year: int | None = None
    journal: str | None = None
    doi: str | None = None
    pmid: str | None = None
    design: str | None = None


class GoldPage(GoldModel):
    """A labelled page: `doc` is the stem of the page's file."""

    doc: str
    sentences: tuple[GoldSentence, ...]
    study: GoldStudy | None = None
    headings: tuple[str, ...] = ()
    neutral: tuple[str, ...] = ()
    text: str | None = None
    labelled: tuple[Layer, ...] | None = None
    annotator: str | None = None
    sampled: bool = False

    @model_validator(mode="after")
    def _every_statement_has_a_role(self) -> GoldPage:
        if self.labelled is None:
            for place, sentence in enumerate(self.sentences):
                if sentence.content and not sentence.heading and sentence.role is None:
                    raise ValueError(f"sentences.{place}: a content sentence has a role (or set `labelled`)")
        return self

    def labels(self, *layers: Layer) -> bool:
        """Whether these layers were labelled."""
        return self.labelled is None or set(layers) <= set(self.labelled)

    @property
    def statements(self) -> tuple[GoldSentence, ...]:
        """The content sentences that have a role, headings left out."""
        return tuple(s for s in self.sentences if s.role is not None)


def read_gold_page(file: Path) -> GoldPage:
    """A gold page from its JSON file. Raises `GoldError` with file, place and reason."""
    return _page(_text_of(file), str(file))


def read_gold_pages(file: Path) -> Iterator[GoldPage]:
    """The gold pages of a file: of JSONL a page a line, else one. Raises as `read_gold_page` does."""
    if file.suffix != ".jsonl":
        yield read_gold_page(file)
        return
    for number, line in enumerate(_text_of(file).split("\n"), start=1):
        if line.strip():
            yield _page(line, f"{file}:{number}")


def gold_files(folder: Path) -> list[Path]:
    """The files of a folder that hold gold pages, by name."""
    return sorted(file for file in folder.glob("*.json*") if file.suffix in (".json", ".jsonl"))


def read_gold(folder: Path) -> Iterator[GoldPage]:
    """Every gold page of a folder, by name of the file. Raises `GoldError` where two are one page's."""
    seen: dict[str, Path] = {}
    for file in gold_files(folder):
        for page in read_gold_pages(file):
            if page.doc in seen:
                raise GoldError(f"{file}: the page {page.doc!r} is labelled in {seen[page.doc]} too")
            seen[page.doc] = file
            yield page


def _text_of(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise GoldError(f"{file}: {error}") from error


def _page(text: str, where: str) -> GoldPage:
    try:
        return GoldPage.model_validate(json.loads(text))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise GoldError(f"{where}: {place}: {first['msg']}") from error
    except ValueError as error:
        raise GoldError(f"{where}: {error}") from error


def page_of(gold: GoldPage, pages: Path) -> Path:
    """The page's file in the folder `pages`. Raises `GoldError` where there is none."""
    for suffix in PAGE_SUFFIXES:
        if (file := pages / f"{gold.doc}{suffix}").is_file():
            return file
    raise GoldError(f"{pages}: no page {gold.doc!r} with one of {', '.join(PAGE_SUFFIXES)}")


def _flexible(text: str) -> re.Pattern[str]:
    return re.compile(r"\s+".join(re.escape(word) for word in text.split()))


def locate(data: dict[str, Any], raw: str) -> list[str]:
    """Fill `start` and `end` of every sentence and figure of a gold page in place; return what was not found.

    `raw` is the decoded plain-text page. Sentences are looked for in order, with white space as it comes;
    the text is replaced by the page's own, so that `raw[start:end]` equals it.
    """
    missing, at = [], 0
    for sentence in data["sentences"]:
        found = _flexible(sentence["text"]).search(raw, at) or _flexible(sentence["text"]).search(raw)
        if found is None:
            missing.append(sentence["text"])
            continue
        sentence.update(text=found[0], start=found.start(), end=found.end())
        at = found.end()
        inside = found.start()
        for figure in sentence.get("stats", ()):
            place = _flexible(figure["text"]).search(raw, inside, found.end())
            if place is None:
                missing.append(figure["text"])
                continue
            figure.update(text=place[0], start=place.start(), end=place.end())
            inside = place.end()
    return missing

"""Gold pages: sentences labelled by the codebook. One JSON file a page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from ecosift.errors import GoldError
from ecosift.types import Role, StatisticType, Valence

PAGE_SUFFIXES = (".html", ".htm", ".txt")


class GoldModel(BaseModel):
    """Base of the gold: frozen, and open to further keys, so that notes and metadata may stand beside."""

    model_config = ConfigDict(extra="allow", frozen=True)


class GoldStatistic(GoldModel):
    """A figure: its type, its expression as printed, its parts as the record schema names them."""

    type: StatisticType
    text: str
    start: int | None = None
    end: int | None = None
    parts: dict[str, Any] = Field(default_factory=dict)


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

    @model_validator(mode="after")
    def _content_alone_is_labelled(self) -> GoldSentence:
        labelled = self.content and not self.heading
        if labelled != (self.role is not None):
            raise ValueError("a content sentence has a role; a heading or furniture has none")
        if not labelled and (self.levels or self.stats):
            raise ValueError("a heading or furniture carries no level and no figure")
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

    @property
    def statements(self) -> tuple[GoldSentence, ...]:
        """The content sentences, headings left out."""
        return tuple(s for s in self.sentences if s.role is not None)


def read_gold_page(file: Path) -> GoldPage:
    """A gold page from its JSON file. Raises `GoldError` with file, place and reason."""
    try:
        return GoldPage.model_validate(json.loads(file.read_text(encoding="utf-8")))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise GoldError(f"{file}: {place}: {first['msg']}") from error
    except (OSError, ValueError) as error:
        raise GoldError(f"{file}: {error}") from error


def read_gold(folder: Path) -> Iterator[GoldPage]:
    """Every gold page of a folder, by name."""
    for file in sorted(folder.glob("*.json")):
        yield read_gold_page(file)


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

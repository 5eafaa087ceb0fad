"""The formats by name: what reads them, what writes them, what they carry, and how they are told apart."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ecosift.errors import GoldError, UnknownNameError
from ecosift.evaluation.formats import (
    brat,
    conll,
    doccano,
    label_studio,
    ours,
    prodigy,
    span_lines,
    table,
    uima,
)
from ecosift.evaluation.formats.annotated import Annotated, of_gold, to_gold
from ecosift.evaluation.formats.features import ALL, lost
from ecosift.evaluation.formats.text import Found, Place
from ecosift.evaluation.gold import GoldPage, gold_files

SPANS = frozenset(("text", "furniture", "roles", "levels", "valence", "figures", "overlaps"))
HEAD = 65_536


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its reader, its writer, the features that it carries, and whether it is a folder of files."""

    read: Callable[[Path], Iterator[Found]]
    write: Callable[[Iterable[Any], Path], None]
    carries: frozenset[str]
    folder: bool = False
    # Whether it is written from gold pages as they are, not from marks on a text.
    as_pages: bool = False


FORMATS: dict[str, Format] = {
    "ecosift": Format(ours.read, ours.write, ALL, as_pages=True),
    "spans": Format(span_lines.read, span_lines.write, ALL),
    "doccano": Format(doccano.read, doccano.write, SPANS | {"study", "metadata"}),
    "label-studio": Format(
        label_studio.read,
        label_studio.write,
        SPANS | {"parts", "checks", "study", "metadata", "annotator"},
    ),
    "prodigy": Format(prodigy.read, prodigy.write, ALL),
    "brat": Format(brat.read, brat.write, SPANS | {"parts", "checks"}, folder=True),
    "conll": Format(conll.read, conll.write, SPANS - {"overlaps"}),
    "csv": Format(
        table.read,
        table.write,
        (SPANS - {"text"}) | {"section", "parts", "checks", "annotator"},
        as_pages=True,
    ),
    "uima": Format(uima.read, uima.write, SPANS | {"section", "parts", "checks"}, folder=True),
}
SUFFIXES = {
    ".ann": "brat",
    ".csv": "csv",
    ".conll": "conll",
    ".iob": "conll",
    ".bio": "conll",
    ".tsv": "conll",
}


def read(path: Path, name: str | None = None) -> list[GoldPage]:
    """The gold pages of a file or folder, in the format named or detected.

    Raises `GoldError` with file, line and reason.
    """
    found = _format(name or detect(path)).read(path)
    pages: dict[tuple[str, str | None], GoldPage] = {}
    for place, each in found:
        page = _gold(place, each)
        if (page.doc, page.annotator) in pages:
            by = f" by {page.annotator}" if page.annotator else ""
            raise GoldError(f"{place.file}:{place.line}: a second page is called {page.doc!r}{by}")
        pages[page.doc, page.annotator] = page
    if not pages:
        raise GoldError(f"{path}: no page in it")
    return list(pages.values())


def _gold(place: Place, found: GoldPage | Annotated) -> GoldPage:
    if isinstance(found, GoldPage):
        return found
    with place.guard():
        return to_gold(found)
    raise AssertionError  # the guard lets nothing pass


def write(pages: Sequence[GoldPage], path: Path, name: str) -> list[str]:
    """Write gold pages in a format; what it does not carry is returned, a line for each kind of thing.

    Raises `GoldError` where a page cannot be written.
    """
    chosen = _format(name)
    missing = lost(pages, chosen.carries)
    with Place(path, None, "").guard():
        if chosen.folder and path.is_file():
            raise GoldError(f"{path}: {name} is a folder of files, and this is a file")
        chosen.write(pages if chosen.as_pages else [of_gold(page) for page in pages], path)
    return missing


def would_lose(pages: Sequence[GoldPage], name: str) -> list[str]:
    """What a format does not carry of these pages."""
    return lost(pages, _format(name).carries)


def _format(name: str) -> Format:
    if name not in FORMATS:
        raise UnknownNameError("format", name, FORMATS)
    return FORMATS[name]


def detect(path: Path) -> str:
    """The name of a file's format. Raises `GoldError` where it is none of ours."""
    if path.is_dir():
        return _of_folder(path)
    if path.suffix.lower() in SUFFIXES:
        return SUFFIXES[path.suffix.lower()]
    head = _head(path)
    if path.suffix.lower() in (".jsonl", ".ndjson"):
        return _of_row(head)
    if path.suffix.lower() == ".json":
        if '"%FEATURE_STRUCTURES"' in head or '"%TYPES"' in head:
            return "uima"
        return "label-studio" if head.lstrip().startswith("[") else "ecosift"
    raise GoldError(f"{path}: its name tells no format; name one with --format ({', '.join(FORMATS)})")


def _of_folder(path: Path) -> str:
    if any(path.glob("*.ann")):
        return "brat"
    first = next(iter(gold_files(path)), None)
    if first is None:
        raise GoldError(f"{path}: no gold pages (*.json, *.ann) in it")
    return detect(first) if first.suffix == ".json" else "ecosift"


def _of_row(head: str) -> str:
    keys = _keys(head)
    if "sentences" in keys:
        return "ecosift"
    if keys & {"_input_hash", "_task_hash", "_annotator_id", "_session_id", "answer", "tokens"}:
        return "prodigy"
    return "spans" if "spans" in keys else "doccano"


def _keys(head: str) -> set[str]:
    """The keys of the first JSON object, as far as the first lines tell."""
    line = next((line for line in head.split("\n") if line.strip()), "")
    try:
        row = json.loads(line)
    except ValueError:
        # A long first line is cut off; its keys are still in it.
        known = (
            "sentences",
            "answer",
            "_input_hash",
            "_task_hash",
            "_annotator_id",
            "spans",
            "schema_version",
        )
        return {key for key in known if f'"{key}":' in line}
    return set(row) if isinstance(row, dict) else set()


def _head(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return stream.read(HEAD).decode("utf-8-sig", "replace")
    except OSError as error:
        raise GoldError(f"{path}: {error.strerror}") from error


def holds_records(path: Path) -> bool:
    """Whether a file holds evidence records, not gold."""
    if path.is_dir():
        return False
    if path.suffix == ".gz":
        return path.name.endswith(".jsonl.gz")
    return {"schema_version", "provenance"} & _keys(_head(path)) == {"schema_version", "provenance"} or (
        path.suffix in (".jsonl", ".ndjson") and '"schema_version": "1.' in _head(path)[:200]
    )

"""CSV: a row a sentence (`doc`, `text`, `role`, `levels` …) or a span (`doc`, `start`, `end`, `label`).

A table has no page: offsets index the page's own file, and a row needs none. Lists are joined by `; `. Cells
that a spreadsheet would run as a formula are guarded by an apostrophe, which is taken off again.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from ecosift.evaluation.formats.annotated import KINDS
from ecosift.evaluation.formats.ours import page_of
from ecosift.evaluation.formats.text import Broken, Found, Place, read_text, write_text
from ecosift.evaluation.gold import GoldPage, GoldSentence
from ecosift.sinks import FORMULA
from ecosift.types import ROLES

COLUMNS = (
    "doc", "annotator", "start", "end", "text", "kind", "role", "section", "levels", "valence", "statistics",
)  # fmt: skip
BOM = "\ufeff"
BY = "; "
MOST_DIGITS = 12


def read(path: Path) -> Iterator[Found]:
    """A page for each document (and annotator) of the table, in the order of their first rows."""
    reader = csv.DictReader(io.StringIO(read_text(path), newline=""), strict=True)
    pages: dict[tuple[str, str], tuple[Place, list[tuple[Place, dict[str, str]]]]] = {}
    for place, row in _rows(path, reader):
        key = row.get("doc", ""), row.get("annotator", "")
        pages.setdefault(key, (place, []))[1].append((place, row))
    if not pages:
        with Place(path, None, "").guard():
            raise Broken("no row")
    spans = "label" in (reader.fieldnames or ())
    for (doc, annotator), (place, rows) in pages.items():
        sentences = list(_spans(rows) if spans else _sentences(rows))
        data: dict[str, Any] = {"doc": doc, "sentences": sentences}
        if any(s["content"] and not s["heading"] and not s["role"] for s in sentences):
            data["labelled"] = [
                name for name in ("roles", "levels", "valence", "statistics") if _has(sentences, name)
            ]
        if annotator:
            data["annotator"] = annotator
        with place.guard():
            yield Found(place, page_of(data))


def _has(sentences: Iterable[Mapping[str, Any]], layer: str) -> bool:
    key = {"roles": "role", "statistics": "stats"}.get(layer, layer)
    return any(sentence.get(key) for sentence in sentences)


def _rows(path: Path, reader: csv.DictReader[str]) -> Iterator[tuple[Place, dict[str, str]]]:
    last = 1
    try:
        names = reader.fieldnames or ()
        with Place(path, None, "").guard():
            missing = [name for name in ("doc", "text") if name not in names]
            if missing and not {"doc", "start", "end", "label"} <= set(names):
                raise Broken(f"no column {missing[0]!r}")
        last = reader.line_num
        for row in reader:
            place = Place(path, None, "", line=last + 1)
            last = reader.line_num
            with place.guard():
                if None in row or None in row.values():
                    raise Broken(f"not the {len(names)} cells that the first row has")
            yield place, {key: _unguarded(value) for key, value in row.items()}
    except csv.Error as error:
        with Place(path, None, "", line=last + 1).guard():
            raise Broken(f"not valid CSV: {error}") from error


def _sentences(rows: Iterable[tuple[Place, dict[str, str]]]) -> Iterator[dict[str, Any]]:
    for place, row in rows:
        with place.guard():
            yield _sentence(row)


def _sentence(row: Mapping[str, str]) -> dict[str, Any]:
    kind = row.get("kind") or "sentence"
    if kind not in KINDS:
        raise Broken(f"no kind is called {kind!r}; there are {', '.join(KINDS)}")
    role = row.get("role") or None
    if role and role not in ROLES:
        raise Broken(f"no role is called {role!r}; there are {', '.join(ROLES)}")
    content, heading = KINDS[kind]
    valence = dict(_pair(each) for each in _listed(row.get("valence", "")))
    start, end = _number(row, "start"), _number(row, "end")
    if not row.get("text"):
        raise Broken("a row without text")
    return {
        "text": row["text"],
        "start": start,
        "end": end,
        "content": content,
        "heading": heading,
        "role": role,
        "section": row.get("section") or None,
        "levels": _listed(row.get("levels", "")),
        "valence": valence,
        "stats": _figures(row.get("statistics", "")),
    }


def _listed(cell: str) -> list[str]:
    return [each.strip() for each in cell.split(";") if each.strip()]


def _pair(said: str) -> tuple[str, str]:
    level, _, valence = said.partition("=")
    return level.strip(), valence.strip()


def _number(row: Mapping[str, str], key: str) -> int | None:
    cell = row.get(key, "")
    if not cell:
        return None
    if not cell.isdecimal() or len(cell) > MOST_DIGITS:
        raise Broken(f"{key}: no whole number: {cell[:20]!r}")
    return int(cell)


def _figures(cell: str) -> list[Any]:
    if not cell:
        return []
    try:
        found = json.loads(cell)
    except ValueError as error:
        raise Broken("statistics: not valid JSON") from error
    return found if isinstance(found, list) else [found]


def _spans(rows: Iterable[tuple[Place, dict[str, str]]]) -> Iterator[dict[str, Any]]:
    """Rows of one span each: a role or level on a quote."""
    units: dict[tuple[str, str, str], dict[str, Any]] = {}
    for place, row in rows:
        with place.guard():
            label = row.get("label", "")
            role = label if label in ROLES else ""
            quote = _sentence(
                {
                    "text": row.get("text", ""),
                    "start": row.get("start", ""),
                    "end": row.get("end", ""),
                    "role": role,
                }
            )
            unit = units.setdefault((row.get("start", ""), row.get("end", ""), row.get("text", "")), quote)
            unit["role"] = unit["role"] or role or None
            if label and not role:
                unit["levels"].append(label)
                if row.get("valence"):
                    unit["valence"][label] = row["valence"]
    yield from units.values()


def write(pages: Iterable[GoldPage], path: Path) -> None:
    """A row for each sentence."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for page in pages:
        writer.writerows([_guarded(cell) for cell in _row(page, sentence)] for sentence in page.sentences)
    write_text(path, BOM + out.getvalue())


def _row(page: GoldPage, sentence: GoldSentence) -> list[str]:
    kind = next(k for k, flags in KINDS.items() if flags == (sentence.content, sentence.heading))
    figures = [
        figure.model_dump(mode="json", include=set(type(figure).model_fields)) for figure in sentence.stats
    ]
    for figure in figures:
        if figure["checks"] is None:
            del figure["checks"]
    return [
        page.doc,
        page.annotator or "",
        "" if sentence.start is None else str(sentence.start),
        "" if sentence.end is None else str(sentence.end),
        sentence.text,
        kind,
        sentence.role or "",
        sentence.section or "",
        BY.join(sentence.levels),
        BY.join(f"{level}={valence}" for level, valence in sentence.valence.items()),
        json.dumps(figures, ensure_ascii=False) if figures else "",
    ]


def _guarded(cell: str) -> str:
    return "'" + cell if cell.lstrip("'").startswith(FORMULA) else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(FORMULA) else cell

"""JSONL of spans: a page a line, `text` and `spans` with `start`, `end`, `label` and what else is known."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from ecosift.evaluation.formats.annotated import Annotated, Mark, labels_of, offsets_of
from ecosift.evaluation.formats.text import Broken, Found, json_lines, write_text


def read(path: Path) -> Iterator[Found]:
    """A page for each line."""
    for place in json_lines(path):
        with place.guard():
            yield Found(place, annotated(place.value, f"{path.stem}-{place.line}"))


def annotated(row: Mapping[str, Any], fallback: str) -> Annotated:
    """A row with `text` and `spans`. Raises `Broken` where it is none."""
    text = row.get("text")
    if not isinstance(text, str):
        raise Broken("no text", ("text",))
    meta = row.get("meta") if isinstance(row.get("meta"), dict) else {}
    assert isinstance(meta, dict)
    doc = row.get("doc") or meta.get("doc") or row.get("id") or fallback
    annotator = row.get("annotator")
    study, spans = row.get("study"), row.get("spans") or []
    if not isinstance(spans, list):
        raise Broken("spans are no list", ("spans",))
    return Annotated(
        str(doc),
        text,
        tuple(_marks(spans, text)),
        {key: value for key, value in meta.items() if key != "doc"},
        study if isinstance(study, dict) else None,
        str(annotator) if annotator is not None else None,
    )


def _marks(spans: Iterable[Any], text: str) -> Iterator[Mark]:
    for place, span in enumerate(spans):
        try:
            start, end = offsets_of(span)
            said = span.get("text")
            if isinstance(said, str) and text[start:end] != said:
                raise Broken(f"characters {start} to {end} are not {said[:40]!r}")
            rest = {k: v for k, v in span.items() if k in ("valence", "section", "parts", "checks", "notes")}
            rest |= {k: v for k, v in span.items() if k in ("weight", "scores")}
            for label in labels_of(span.get("label")):
                yield Mark(start, end, label, rest)
        except Broken as error:
            raise Broken(error.reason, ("spans", place, *error.inner)) from error


def write(pages: Iterable[Annotated], path: Path) -> None:
    """A line for each page."""
    write_text(path, "".join(line(row_of(page)) for page in pages))


def row_of(page: Annotated) -> dict[str, Any]:
    """A page as a row."""
    row: dict[str, Any] = {
        "doc": page.doc,
        "text": page.text,
        "spans": [_span(m, page.text) for m in page.marks],
    }
    for key, value in (("meta", page.metadata), ("study", page.study), ("annotator", page.annotator)):
        if value:
            row[key] = dict(value) if isinstance(value, Mapping) else value
    return row


def _span(mark: Mark, text: str) -> dict[str, Any]:
    said = {"start": mark.start, "end": mark.end, "label": mark.label, "text": text[mark.start : mark.end]}
    return said | dict(mark.attributes)


def line(row: Mapping[str, Any]) -> str:
    """A JSON object as a line; nothing in it ends the line for anyone."""
    text = json.dumps(row, ensure_ascii=False)
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("\x85", "\\u0085") + "\n"

"""Prodigy's JSONL: tasks with `text`, `spans` in code points, `answer` and `_annotator_id`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from ecosift.evaluation.formats.annotated import Annotated, Mark, labels_of
from ecosift.evaluation.formats.span_lines import annotated, line, row_of
from ecosift.evaluation.formats.text import Found, json_lines, write_text


def read(path: Path) -> Iterator[Found]:
    """A page for each task that was accepted."""
    for place in json_lines(path):
        with place.guard():
            if place.value.get("answer", "accept") == "accept":
                yield Found(place, _task(place.value, f"{path.stem}-{place.line}"))


def _task(row: Mapping[str, Any], fallback: str) -> Annotated:
    page = annotated(row, fallback)
    who = row.get("_annotator_id") or row.get("_session_id")
    whole = row.get("accept") or row.get("label")
    if whole and not row.get("spans"):
        marks = tuple(Mark(0, len(page.text), label) for label in labels_of(whole))
        page = replace(page, marks=marks)
    study = page.metadata.get("study")
    rest = {key: value for key, value in page.metadata.items() if key != "study"}
    return replace(
        page,
        metadata=rest,
        study=study if isinstance(study, dict) else page.study,
        annotator=str(who) if who is not None else page.annotator,
    )


def write(pages: Iterable[Annotated], path: Path) -> None:
    """A task for each page."""
    write_text(path, "".join(line(_row(page)) for page in pages))


def _row(page: Annotated) -> dict[str, Any]:
    row = row_of(page)
    meta = {"doc": page.doc, **row.get("meta", {})} | ({"study": page.study} if page.study else {})
    task = {"text": page.text, "spans": row["spans"], "meta": meta, "answer": "accept"}
    return task | ({"_annotator_id": page.annotator} if page.annotator else {})

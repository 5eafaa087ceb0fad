"""doccano's JSONL: `text` and labels as [start, end, label] (or `entities`), in code points."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from ecosift.evaluation.formats.annotated import Annotated, Mark, kind_of, labels_of, level_label, offsets_of
from ecosift.evaluation.formats.span_lines import line
from ecosift.evaluation.formats.text import Broken, Found, json_lines, write_text

OWN = frozenset(
    ("id", "doc", "text", "label", "labels", "entities", "relations", "Comments", "comments", "study")
)


def read(path: Path) -> Iterator[Found]:
    """A page for each line."""
    for place in json_lines(path):
        with place.guard():
            yield Found(place, _page(place.value, f"{path.stem}-{place.line}"))


def _page(row: Mapping[str, Any], fallback: str) -> Annotated:
    text = row.get("text")
    if not isinstance(text, str):
        raise Broken("no text", ("text",))
    key = next((key for key in ("label", "labels", "entities") if key in row), None)
    if key is None:
        raise Broken("no label, labels or entities")
    study = row.get("study")
    return Annotated(
        str(row.get("doc") or row.get("id") or fallback),
        text,
        tuple(_marks(row[key], key, text)),
        {name: value for name, value in row.items() if name not in OWN},
        study if isinstance(study, dict) else None,
    )


def _marks(given: Any, key: str, text: str) -> Iterator[Mark]:
    if not isinstance(given, list):
        raise Broken("labels are no list", (key,))
    for place, each in enumerate(given):
        try:
            if isinstance(each, str):
                # A label of the whole text, as in projects that classify texts.
                yield Mark(0, len(text), each)
            elif isinstance(each, list):
                if len(each) != 3:
                    raise Broken("a label is not [start, end, label]")
                start, end = offsets_of({"start": each[0], "end": each[1]})
                yield from (Mark(start, end, label) for label in labels_of(each[2]))
            else:
                start, end = offsets_of(each, ("start_offset", "end_offset"))
                yield from (Mark(start, end, label) for label in labels_of(each.get("label")))
        except Broken as error:
            raise Broken(error.reason, (key, place)) from error


def write(pages: Iterable[Annotated], path: Path) -> None:
    """A line for each page; the direction of a level is part of its label."""
    write_text(path, "".join(line(_row(page)) for page in pages))


def _row(page: Annotated) -> dict[str, Any]:
    labels = [[mark.start, mark.end, label(mark)] for mark in page.marks]
    study = {"study": dict(page.study)} if page.study else {}
    rest = {name: value for name, value in page.metadata.items() if name not in OWN}
    return {"doc": page.doc, "text": page.text, "label": labels, **rest, **study}


def label(mark: Mark) -> str:
    """The label of a mark with its direction, for tools that know labels alone."""
    kind, name = kind_of(mark.label)
    return level_label(name, mark.attributes.get("valence")) if kind == "level" else mark.label

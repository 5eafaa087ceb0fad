"""Label Studio's JSON: tasks with annotations of regions. Offsets are UTF-16 code units, as in a browser.

Releases since 2022 count code points in some views, so where a region says its text, that decides.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ecosift.evaluation.formats.annotated import Annotated, Mark, labels_of, offsets_of
from ecosift.evaluation.formats.text import Broken, Found, Place, elements, read_text, write_text
from ecosift.evaluation.formats.utf16 import Utf16

# What a region's choices and text areas are called in what we write.
VALENCE, DETAILS = "valence", "details"
REGIONS = ("labels", "hypertextlabels")
TEXT_KEYS = ("text", "content", "body", "article")
OWN = frozenset(("text", "doc", "study"))


def read(path: Path) -> Iterator[Found]:
    """A page for each annotation of each task; one task may have several annotators."""
    for place in elements(Place.of_json(path, read_text(path))):
        with place.guard():
            if not isinstance(place.value, dict):
                raise Broken("a task is no JSON object")
            yield from (Found(place, page) for page in _pages(place.value))


def _pages(task: Mapping[str, Any]) -> Iterator[Annotated]:
    data = task.get("data")
    if data is None and isinstance(task.get("text"), str):
        yield _minimal(task)
        return
    if not isinstance(data, dict):
        raise Broken("a task without data", ("data",))
    text = _text(data)
    given = task.get("annotations", task.get("completions"))
    if not isinstance(given, list):
        raise Broken("a task without annotations", ("annotations",))
    for place, annotation in enumerate(given):
        if not isinstance(annotation, dict) or annotation.get("was_cancelled"):
            continue
        results = annotation.get("result") or []
        with _inside("annotations", place, "result"):
            if not isinstance(results, list):
                raise Broken("results are no list")
            marks = tuple(_marks(results, text))
        yield _page(data, text, marks, _who(annotation.get("completed_by")), str(task.get("id", "task")))


def _text(data: Mapping[str, Any]) -> str:
    for key in TEXT_KEYS:
        if isinstance(data.get(key), str):
            return str(data[key])
    raise Broken(f"the data of a task has no text under {', '.join(TEXT_KEYS)}", ("data",))


def _who(given: object) -> str | None:
    if isinstance(given, dict):
        given = given.get("email") or given.get("username") or given.get("id")
    return None if given is None else str(given)


def _page(
    data: Mapping[str, Any], text: str, marks: tuple[Mark, ...], who: str | None, fallback: str
) -> Annotated:
    study = data.get("study")
    return Annotated(
        str(data.get("doc") or fallback),
        text,
        marks,
        {key: value for key, value in data.items() if key not in OWN},
        study if isinstance(study, dict) else None,
        who,
    )


def _minimal(task: Mapping[str, Any]) -> Annotated:
    """A task of the short export: its data at the top, the regions of one annotation as lists."""
    text, counted = str(task["text"]), Utf16(str(task["text"]))
    regions = [
        region
        for value in task.values()
        if isinstance(value, list)
        for region in value
        if isinstance(region, dict)
    ]
    marks = tuple(
        Mark(*_place(region, text, counted), label)
        for region in regions
        for label in labels_of(region.get("labels"))
    )
    who = task.get("annotator")
    return Annotated(
        str(task.get("doc") or task.get("id", "task")),
        text,
        marks,
        {},
        None,
        None if who is None else str(who),
    )


def _marks(results: Iterable[Any], text: str) -> Iterator[Mark]:
    counted = Utf16(text)
    said: dict[str, dict[str, Any]] = {}
    regions: list[tuple[int, str, Mapping[str, Any]]] = []
    for place, result in enumerate(results):
        key, kind, value = _parts(result, place)
        with _inside(place, "value"):
            if kind in REGIONS:
                regions.append((place, key, value))
            elif kind == "choices" and "start" in value:
                said.setdefault(key, {})["valence"] = labels_of(value.get("choices"))[0]
            elif kind == "choices":
                # A choice for the whole task, as in projects that classify texts.
                yield from (Mark(0, len(text), label) for label in labels_of(value.get("choices")))
            elif kind == "textarea" and result.get("from_name") == DETAILS:
                said.setdefault(key, {}).update(_details(value))
    for place, key, value in regions:
        with _inside(place, "value"):
            start, end = _place(value, text, counted)
            labels = next((value[kind] for kind in REGIONS if kind in value), None)
            yield from (Mark(start, end, label, said.get(key, {})) for label in labels_of(labels))


def _parts(result: Any, place: int) -> tuple[str, str, Mapping[str, Any]]:
    """Id, type and value of a result."""
    if not isinstance(result, dict):
        raise Broken("a result is no JSON object", (place,))
    value = result.get("value", {})
    if not isinstance(value, dict):
        raise Broken("the value of a result is no JSON object", (place, "value"))
    return str(result.get("id")), str(result.get("type")), value


@contextmanager
def _inside(*keys: str | int) -> Iterator[None]:
    """Put keys before those of what is `Broken` inside."""
    try:
        yield
    except Broken as error:
        raise Broken(error.reason, (*keys, *error.inner)) from error


def _details(value: Mapping[str, Any]) -> dict[str, Any]:
    given = value.get("text")
    first = given[0] if isinstance(given, list) and given else given
    try:
        found = json.loads(first) if isinstance(first, str) else None
    except ValueError as error:
        raise Broken("details are not valid JSON", ("text",)) from error
    return found if isinstance(found, dict) else {}


def _place(value: Mapping[str, Any], text: str, counted: Utf16) -> tuple[int, int]:
    if isinstance(value.get("start"), str):
        raise Broken("a region in HTML is placed by XPaths; label a Text, not a HyperText", ("start",))
    start, end = offsets_of(value)
    said = value.get("text")
    try:
        units = counted.points(start), counted.points(end)
    except Broken:
        units = None
    if not isinstance(said, str):
        if units is None:
            raise Broken(f"offset {start} or {end} is in the middle of a character", ("start",))
        return units
    for place in (units, (start, end)):
        if place and _same(text[place[0] : place[1]], said):
            return place
    raise Broken(f"characters {start} to {end} are not {said[:40]!r}", ("start",))


def _same(a: str, b: str) -> bool:
    """Equal but for white space; Label Studio shows a line end as a backslash and an n."""
    return a == b or "".join(a.split()) == "".join(b.replace("\\n", " ").split())


def write(pages: Iterable[Annotated], path: Path) -> None:
    """Tasks with one annotation each; the annotations of several annotators of a page share its task."""
    tasks: dict[tuple[str, str], dict[str, Any]] = {}
    for page in pages:
        data = {"text": page.text, "doc": page.doc, **page.metadata}
        data |= {"study": dict(page.study)} if page.study else {}
        task = tasks.setdefault(
            (page.doc, page.text), {"id": len(tasks) + 1, "data": data, "annotations": []}
        )
        who = {"completed_by": page.annotator} if page.annotator else {}
        task["annotations"].append({"result": list(_results(page)), **who})
    write_text(path, json.dumps(list(tasks.values()), ensure_ascii=False, indent=1) + "\n")


def _results(page: Annotated) -> Iterator[dict[str, Any]]:
    counted = Utf16(page.text)
    for number, mark in enumerate(page.marks):
        place = {"start": counted.units(mark.start), "end": counted.units(mark.end)}
        place["text"] = page.text[mark.start : mark.end]  # type: ignore[assignment]
        head = {"id": f"r{number}", "to_name": "text"}
        yield head | {"from_name": "label", "type": "labels", "value": place | {"labels": [mark.label]}}
        if valence := mark.attributes.get("valence"):
            yield head | {"from_name": VALENCE, "type": "choices", "value": place | {"choices": [valence]}}
        details = {key: mark.attributes[key] for key in ("parts", "checks") if key in mark.attributes}
        if details:
            said = {"text": [json.dumps(details, ensure_ascii=False)]}
            yield head | {"from_name": DETAILS, "type": "textarea", "value": place | said}

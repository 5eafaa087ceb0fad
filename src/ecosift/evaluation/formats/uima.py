"""UIMA CAS JSON 1.0, as INCEpTION reads and writes it: a document a file, offsets in UTF-16 code units.

We write three layers of spans, `ecosift.Sentence`, `ecosift.Level` and `ecosift.Statistic`. Of other files
any span is read that has a feature `label`, `value`, `role`, `level` or `type`, or one string feature alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from ecosift.evaluation.formats.annotated import Annotated, Mark, kind_of, level_label, offsets_of
from ecosift.evaluation.formats.brat import SAFE
from ecosift.evaluation.formats.text import Broken, Found, Place, read_text, write_text
from ecosift.evaluation.formats.utf16 import Utf16

ANNOTATION = "uima.tcas.Annotation"
SOFA = "uima.cas.Sofa"
DOCUMENT = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData"
LAYERS: Mapping[str, tuple[str, ...]] = {
    "ecosift.Sentence": ("label", "section"),
    "ecosift.Level": ("label", "valence"),
    "ecosift.Statistic": ("label", "details"),
}
LAYER_OF = {"unit": "ecosift.Sentence", "level": "ecosift.Level", "figure": "ecosift.Statistic"}
LABELS = ("label", "value", "role", "level", "type", "Label", "Value")
# Layers that a tool fills in by itself, or that are no spans of the reader's.
AUTOMATIC = (
    "Token",
    "Sentence",
    "Paragraph",
    "Lemma",
    "POS",
    "DocumentMetaData",
    "DocumentAnnotation",
    "TagsetDescription",
)


def read(path: Path) -> Iterator[Found]:
    """A page for each .json file of a folder, by name, or for one file."""
    for file in sorted(path.glob("*.json")) if path.is_dir() else [path]:
        place = Place.of_json(file, read_text(file))
        with place.guard():
            yield Found(place, _page(place.value, unquote(file.stem)))


def _page(data: Any, name: str) -> Annotated:
    key = "%FEATURE_STRUCTURES"
    given = data.get(key) if isinstance(data, dict) else None
    if isinstance(given, dict):
        given = [{"%ID": number, **each} for number, each in given.items() if isinstance(each, dict)]
    if not isinstance(given, list):
        raise Broken(f"no {key}")
    text = next(
        (fs.get("sofaString") for fs in given if isinstance(fs, dict) and fs.get("%TYPE") == SOFA), None
    )
    if not isinstance(text, str):
        raise Broken("no text (a uima.cas.Sofa with a sofaString)", (key,))
    counted, marks = Utf16(text), []
    for place, fs in enumerate(given):
        try:
            if isinstance(fs, dict) and "begin" in fs and (label := _label(fs)):
                begin, end = offsets_of(fs, ("begin", "end"))
                marks.append(Mark(counted.points(begin), counted.points(end), label, _said(fs)))
        except Broken as error:
            raise Broken(error.reason, (key, place, *error.inner)) from error
    # What the document is called in the tool; its file is called after the annotator.
    structures = (fs for fs in given if isinstance(fs, dict))
    title = next((fs.get("documentTitle") for fs in structures if fs.get("%TYPE") == DOCUMENT), None)
    return Annotated(title if isinstance(title, str) and title else name, text, tuple(marks))


def _label(fs: Mapping[str, Any]) -> str | None:
    layer = str(fs.get("%TYPE", ""))
    if layer not in LAYERS and layer.rpartition(".")[2] in AUTOMATIC:
        return None
    for key in LABELS:
        if isinstance(fs.get(key), str) and fs[key]:
            return str(fs[key])
    said = [value for key, value in fs.items() if key[0] not in "%@^#" and isinstance(value, str) and value]
    return said[0] if len(said) == 1 else None


def _said(fs: Mapping[str, Any]) -> dict[str, Any]:
    said = {key: fs[key] for key in ("section", "valence") if isinstance(fs.get(key), str)}
    if isinstance(fs.get("details"), str):
        try:
            details = json.loads(fs["details"])
        except ValueError as error:
            raise Broken("details are not valid JSON", ("details",)) from error
        said |= {key: details[key] for key in ("parts", "checks") if key in details}
    return said


def write(pages: Iterable[Annotated], path: Path) -> None:
    """A file for each page, in a folder."""
    for page in pages:
        text = json.dumps(_cas(page), ensure_ascii=False, indent=1)
        write_text(path / f"{quote(page.doc, safe=SAFE)}.json", text + "\n")


def _cas(page: Annotated) -> dict[str, Any]:
    counted = Utf16(page.text)
    sofa = {"%ID": 1, "%TYPE": SOFA, "sofaNum": 1, "sofaID": "_InitialView", "mimeType": "text"}
    found: list[dict[str, Any]] = [sofa | {"sofaString": page.text}]
    whole = {"@sofa": 1, "begin": 0, "end": counted.units(len(page.text)), "language": "en"}
    found.append({"%ID": 2, "%TYPE": DOCUMENT, **whole, "documentTitle": page.doc})
    for number, mark in enumerate(page.marks, start=3):
        place = {"@sofa": 1, "begin": counted.units(mark.start), "end": counted.units(mark.end)}
        found.append({"%ID": number, "%TYPE": LAYER_OF[kind_of(mark.label)[0]], **place, **_features(mark)})
    return {
        "%TYPES": {name: _type(name, features) for name, features in LAYERS.items()},
        "%FEATURE_STRUCTURES": found,
        "%VIEWS": {"_InitialView": {"%SOFA": 1, "%MEMBERS": [fs["%ID"] for fs in found[1:]]}},
    }


def _features(mark: Mark) -> dict[str, str]:
    kind, name = kind_of(mark.label)
    said = {"label": level_label(name) if kind == "level" else mark.label}
    said |= {key: mark.attributes[key] for key in ("section", "valence") if key in mark.attributes}
    details = {key: mark.attributes[key] for key in ("parts", "checks") if key in mark.attributes}
    return said | ({"details": json.dumps(details, ensure_ascii=False)} if details else {})


def _type(name: str, features: Iterable[str]) -> dict[str, Any]:
    each = {key: {"%NAME": key, "%RANGE": "uima.cas.String"} for key in features}
    return {"%NAME": name, "%SUPER_TYPE": ANNOTATION, **each}

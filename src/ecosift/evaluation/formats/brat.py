"""brat's standoff: DOC.txt and DOC.ann side by side, offsets in code points.

A mark with line ends in it is written as fragments, one a line, as brat does; fragments are read as the
stretch from the first to the last. Directions are attributes (`Valence`), parts and checks JSON in a note.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from ecosift.errors import GoldError
from ecosift.evaluation.formats.annotated import Annotated, Mark
from ecosift.evaluation.formats.text import Broken, Found, Place, read_text, write_text

TEXT_BOUND = re.compile(r"(T\S+)\t(\S+) (\d{1,12} \d{1,12}(?:;\d{1,12} \d{1,12})*)(?:\t(.*))?")
ATTRIBUTE = re.compile(r"[AM]\S+\t(\S+) (\S+)(?: (\S+))?")
NOTE = re.compile(r"#\S*\t(\S+) (\S+)\t(.*)")
VALENCE = "Valence"
SAFE = " !#$&'()+,-.=@[]^_`{}~"


def read(path: Path) -> Iterator[Found]:
    """A page for each .ann file of a folder, by name, or for one .ann file."""
    for file in sorted(path.glob("*.ann")) if path.is_dir() else [path]:
        beside = file.with_suffix(".txt")
        if not beside.is_file():
            raise GoldError(f"{file}:1: no {beside.name} beside it")
        text = read_text(beside)
        place = Place(file, None, "")
        yield Found(place, Annotated(unquote(file.stem), text, tuple(_marks(file, text))))


def _marks(file: Path, text: str) -> list[Mark]:
    marks: dict[str, Mark] = {}
    for number, whole in enumerate(read_text(file).split("\n"), start=1):
        if line := whole.removesuffix("\r"):
            with Place(file, None, "", line=number).guard():
                _add(line, text, marks)
    return list(marks.values())


def _add(line: str, text: str, marks: dict[str, Mark]) -> None:
    if found := TEXT_BOUND.fullmatch(line):
        key, label, fragments, said = found.groups()
        numbers = [int(n) for n in re.split("[ ;]", fragments)]
        start, end = min(numbers), max(numbers)
        if end > len(text):
            raise Broken(f"{key} ends at {end}, beyond the text of {len(text)} characters")
        if said is not None and "".join(said.split()) != _said(text, numbers):
            raise Broken(f"{key}: characters {start} to {end} are not {said[:40]!r}")
        marks[key] = Mark(start, end, unquote(label))
    elif found := ATTRIBUTE.fullmatch(line):
        name, target, value = found.groups()
        if target[:1] in ("T", "") or target in marks:
            _attribute(marks, target, {name.lower(): value or True})
    elif found := NOTE.fullmatch(line):
        _, target, note = found.groups()
        if target in marks and note.startswith("{"):
            _attribute(marks, target, _note(note))
    elif line[0] not in "#REN*A":
        raise Broken(f"no annotation: {line[:40]!r}")


def _said(text: str, numbers: list[int]) -> str:
    pieces = (text[a:b] for a, b in zip(numbers[::2], numbers[1::2], strict=True))
    return "".join("".join(pieces).split())


def _attribute(marks: dict[str, Mark], target: str, said: dict[str, Any]) -> None:
    if target not in marks:
        raise Broken(f"an attribute of {target}, which is not there")
    marks[target] = replace(marks[target], attributes={**marks[target].attributes, **said})


def _note(note: str) -> dict[str, Any]:
    try:
        found = json.loads(note)
    except ValueError as error:
        raise Broken("a note in braces that is not valid JSON") from error
    return {key: found[key] for key in ("parts", "checks") if key in found}


def write(pages: Iterable[Annotated], path: Path) -> None:
    """Two files for each page, in a folder."""
    for page in pages:
        name = quote(page.doc, safe=SAFE)
        write_text(path / f"{name}.txt", page.text)
        write_text(path / f"{name}.ann", "".join(f"{line}\n" for line in _lines(page)))


def _lines(page: Annotated) -> Iterator[str]:
    attributes = notes = 0
    for number, mark in enumerate(page.marks, start=1):
        pieces = list(_fragments(page.text, mark))
        places = ";".join(f"{start} {end}" for start, end in pieces)
        said = " ".join(page.text[start:end].replace("\t", " ") for start, end in pieces)
        yield f"T{number}\t{quote(mark.label, safe='')} {places}\t{said}"
        if valence := mark.attributes.get("valence"):
            attributes += 1
            yield f"A{attributes}\t{VALENCE} T{number} {valence}"
        details = {key: mark.attributes[key] for key in ("parts", "checks") if key in mark.attributes}
        if details:
            notes += 1
            yield f"#{notes}\tAnnotatorNotes T{number}\t{json.dumps(details)}"


def _fragments(text: str, mark: Mark) -> Iterator[tuple[int, int]]:
    """The parts of a mark between the characters that end a line."""
    for piece in re.finditer(r"[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+", text[mark.start : mark.end]):
        if piece[0].strip():
            yield mark.start + piece.start(), mark.start + piece.end()

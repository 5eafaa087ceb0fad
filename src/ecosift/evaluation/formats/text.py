"""Files as text, JSON with the lines that its values stand on, and errors that name file, line and reason."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from ecosift.errors import GoldError

SPACE = re.compile(r"[ \t\r\n]*")
DECODER = json.JSONDecoder()
Path_ = Sequence[str | int]


@dataclass(frozen=True, slots=True)
class Place:
    """A JSON value, and where it stands: its file, its text, the offset and line of its first character."""

    file: Path
    value: Any
    text: str
    offset: int = 0
    line: int = 1

    @classmethod
    def of_json(cls, file: Path, text: str) -> Place:
        """The whole of a JSON file. Raises `GoldError` where it is no JSON."""
        return cls(file, parsed(file, text), text)

    def line_of(self, inner: Path_) -> int:
        """The line of the value that keys and indices lead to, or of the last that is there."""
        at = SPACE.match(self.text, self.offset).end()  # type: ignore[union-attr]
        for key in inner:
            found = _step(self.text, at, key)
            if found is None:
                break
            at = found
        return self.line + self.text.count("\n", self.offset, at)

    @contextmanager
    def guard(self) -> Iterator[None]:
        """Turn what is `Broken` inside into a `GoldError` that names file and line."""
        try:
            yield
        except Broken as error:
            raise GoldError(f"{self.file}:{self.line_of(error.inner)}: {error.reason}") from error


class Found(NamedTuple):
    """A page, and where it was found."""

    place: Place
    page: Any


class Broken(Exception):  # noqa: N818 - never leaves this package as it is
    """What is wrong with a value, and the keys that lead to it."""

    def __init__(self, reason: str, inner: Path_ = ()) -> None:
        super().__init__(reason)
        self.reason, self.inner = reason, inner


def read_text(file: Path) -> str:
    """A file's text, line ends untouched. Raises `GoldError` where it cannot be read or is not UTF-8."""
    try:
        raw = file.read_bytes()
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise GoldError(f"{file}:{line}: not UTF-8 ({error.reason})") from error
    except OSError as error:
        raise GoldError(f"{file}: {error.strerror}") from error


def write_text(file: Path, text: str) -> None:
    """Write a file in UTF-8, line ends untouched. Raises `GoldError` where it cannot be written."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode("utf-8", "surrogatepass"))
    except OSError as error:
        raise GoldError(f"{file}: cannot be written ({error.strerror})") from error


def parsed(file: Path, text: str, line: int = 1) -> Any:
    """JSON text as a value. Raises `GoldError` where it is none."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise GoldError(f"{file}:{line + error.lineno - 1}: not valid JSON: {error.msg}") from error
    except (RecursionError, ValueError) as error:
        raise GoldError(f"{file}:{line}: not valid JSON: {type(error).__name__}") from error


def json_lines(file: Path) -> Iterator[Place]:
    """Every JSON object of a JSONL file. Raises `GoldError` at a line that is none, or if there is none."""
    empty = True
    for number, text in enumerate(read_text(file).split("\n"), start=1):
        if text.strip():
            empty = False
            value = parsed(file, text, number)
            if not isinstance(value, dict):
                raise GoldError(f"{file}:{number}: a JSON {type(value).__name__}, but no object")
            yield Place(file, value, text, line=number)
    if empty:
        raise GoldError(f"{file}:1: empty")


def elements(place: Place) -> Iterator[Place]:
    """The elements of a JSON array, each with its own line. Raises `GoldError` where there is none."""
    with place.guard():
        if not isinstance(place.value, list):
            raise Broken("no JSON array")
        if not place.value:
            raise Broken("empty")
    at, line, counted = place.text.index("[") + 1, place.line, 0
    for value in place.value:
        at = SPACE.match(place.text, at).end()  # type: ignore[union-attr]
        at += place.text[at] == ","
        at = SPACE.match(place.text, at).end()  # type: ignore[union-attr]
        line += place.text.count("\n", counted, at)
        counted = at
        yield Place(place.file, value, place.text, at, line)
        _, at = DECODER.raw_decode(place.text, at)


def _step(text: str, at: int, key: str | int) -> int | None:
    """From the start of an array or object to the start of one of its values."""
    if text[at : at + 1] not in ("[", "{"):
        return None
    keyed, place, at = text[at] == "{", 0, at + 1
    while True:
        at = SPACE.match(text, at).end()  # type: ignore[union-attr]
        if text[at : at + 1] in ("]", "}", ""):
            return None
        name: object = place
        if keyed:
            name, at = DECODER.raw_decode(text, at)
            at = text.index(":", at) + 1
            at = SPACE.match(text, at).end()  # type: ignore[union-attr]
        if name == key:
            return at
        _, at = DECODER.raw_decode(text, at)
        at = SPACE.match(text, at).end()  # type: ignore[union-attr]
        at += text[at : at + 1] == ","
        place += 1

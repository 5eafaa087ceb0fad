"""Views → files: one page, or an index with a page each beside it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from ecosift.doubts import WORDS
from ecosift.errors import EcosiftError
from ecosift.review import html
from ecosift.review.shapes import View

# More sentences than this, on several pages, are given a file a page.
ONE_FILE = 1_000
UNNAMED = re.compile(r"[^a-z0-9]+")
Pack = Callable[[Sequence[View]], dict[str, Any]]


@dataclass
class Written:
    """What was written: the file to open, how many pages and sentences, and the pages that failed."""

    target: Path
    pages: int = 0
    sentences: int = 0
    failed: list[str] = field(default_factory=list)


def write(
    views: Iterable[View], target: Path, pack: Pack, *, blind: bool = False, together: bool = False
) -> Written:
    """One file for one page, for few sentences, or where `together` says so; else an index and a file a page.

    Raises `EcosiftError` where a file cannot be written.
    """
    coming = iter(views)
    first = _up_to(coming, ONE_FILE)
    rest = next(coming, None)
    done = Written(target)
    try:
        if together or (rest is None and (len(first) == 1 or _sentences(first) <= ONE_FILE)):
            _write_one([*first, *(() if rest is None else (rest,)), *coming], target, pack, done)
        else:
            more = () if rest is None else (rest,)
            _write_many(chain(first, more, coming), target, pack, done, blind=blind)
    except OSError as error:
        raise EcosiftError(f"{error.filename or target}: cannot be written ({error.strerror})") from error
    return done


def _up_to(views: Iterator[View], most: int) -> list[View]:
    found: list[View] = []
    while _sentences(found) <= most and (view := next(views, None)) is not None:
        found.append(view)
    return found


def _sentences(views: Sequence[View]) -> int:
    return sum(len(view.units) for view in views)


def _write_one(views: Sequence[View], target: Path, pack: Pack, done: Written) -> None:
    name = (views[0].title or views[0].doc) if len(views) == 1 else f"{len(views)} pages"
    _save(target, html.page(pack(views), f"Review: {name}"))
    done.pages, done.sentences = len(views), _sentences(views)


def _write_many(views: Iterable[View], target: Path, pack: Pack, done: Written, *, blind: bool) -> None:
    folder = target.with_name(f"{target.stem}_pages")
    folder.mkdir(exist_ok=True)
    rows: list[dict[str, Any]] = []
    before: str | None = None
    named: list[str] = []
    for number, (view, after) in enumerate(_with_next(views), start=1):
        name = _file_name(view, number)
        data = pack([view])
        named = named or [level["name"] for level in data["levels"]]
        follows = after and _file_name(after, number + 1)
        data["way"] = {"index": f"../{target.name}", "before": before, "after": follows}
        _save(folder / name, html.page(data, f"Review: {view.title or view.doc}"))
        rows.append(_row(view, data["pages"][0]["key"], f"{folder.name}/{name}", blind=blind))
        done.pages, done.sentences = number, done.sentences + len(view.units)
        before = name
    others = dict.fromkeys(level for row in rows for level in row.get("levels", ()))
    listed = {"rows": rows, "blind": blind, "levels": list(dict.fromkeys((*named, *others)))}
    _save(target, html.index(listed, f"Review: {len(rows)} pages"))


def _with_next(views: Iterable[View]) -> Iterator[tuple[View, View | None]]:
    held: View | None = None
    for view in views:
        if held is not None:
            yield held, view
        held = view
    if held is not None:
        yield held, None


def _file_name(view: View, number: int) -> str:
    return f"{number:04}-{UNNAMED.sub('-', view.doc.lower()).strip('-')[-40:].strip('-') or 'page'}.html"


def _row(view: View, key: str, file: str, *, blind: bool) -> dict[str, Any]:
    """A page's line in the index; a blind reader is told nothing of what was found in it."""
    row: dict[str, Any] = {"title": view.title or view.doc, "doc": view.doc, "file": file, "key": key}
    row["sentences"] = len(view.units)
    if blind:
        return row
    labels = [unit.labels for unit in view.units]
    row["levels"] = Counter(tag.level for each in labels for tag in each.tags)
    row["figures"] = sum(len(each.figures) for each in labels)
    notes = (note for each in labels for figure in each.figures for note in figure.checks)
    row["flagged"] = sum(note.verdict in WORDS for note in notes)
    if any(unit.sides for unit in view.units):
        row["differ"] = sum(bool(unit.differs) for unit in view.units)
    return row


def _save(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)

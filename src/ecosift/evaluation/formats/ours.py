"""Our own gold: a folder of JSON and JSONL files, one JSON file, or JSONL with a page a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote

from pydantic import ValidationError

from ecosift.evaluation.formats.brat import SAFE
from ecosift.evaluation.formats.text import Broken, Found, Place, json_lines, read_text, write_text
from ecosift.evaluation.gold import GoldPage, gold_files


def read(path: Path) -> Iterator[Found]:
    """The gold pages of a folder (by name), of a JSON file, or of a JSONL file."""
    if path.is_dir():
        for file in gold_files(path):
            yield from read(file)
    elif path.suffix == ".json":
        yield _page(Place.of_json(path, read_text(path)))
    else:
        yield from map(_page, json_lines(path))


def _page(place: Place) -> Found:
    with place.guard():
        return Found(place, page_of(place.value))


def page_of(value: object) -> GoldPage:
    """A gold page of its JSON. Raises `Broken` with the key that is wrong."""
    try:
        return GoldPage.model_validate(value)
    except ValidationError as error:
        first = error.errors()[0]
        where = tuple(part for part in first["loc"] if isinstance(part, (str, int)))
        name = ".".join(map(str, where))
        raise Broken(f"{name}: {first['msg']}" if name else first["msg"], where) from error


def write(pages: Iterable[GoldPage], path: Path) -> None:
    """JSONL, or a JSON file a page where the path is a folder's (it exists, or has no suffix)."""
    if path.suffix:
        write_text(path, "".join(line(page) + "\n" for page in pages))
        return
    path.mkdir(parents=True, exist_ok=True)
    for page in pages:
        text = json.dumps(as_json(page), ensure_ascii=False, indent=1) + "\n"
        # A page may be called after its address, or as a path to elsewhere.
        write_text(path / f"{quote(page.doc, safe=SAFE)}.json", text)


def line(page: GoldPage) -> str:
    """A page as one line of JSONL, without its line end."""
    text = json.dumps(as_json(page), ensure_ascii=False)
    # Some readers end a line at these.
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("\x85", "\\u0085")


def as_json(page: GoldPage) -> dict[str, object]:
    """A page's keys, those left out that say nothing."""
    data = page.model_dump(mode="json")
    for key in ("text", "labelled", "annotator", "sampled"):
        if not data[key]:
            del data[key]
    for sentence in data["sentences"]:
        if not sentence["level_scores"]:
            del sentence["level_scores"]
        if sentence["weight"] == 1:
            del sentence["weight"]
        for figure in sentence["stats"]:
            if figure["checks"] is None:
                del figure["checks"]
    return data

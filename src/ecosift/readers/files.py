"""One file or standard input → its page, or its rows."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path
from typing import cast

from ecosift.config import InputSettings
from ecosift.decode import HTML, PLAIN
from ecosift.errors import PageError
from ecosift.readers.jsonl import read_rows
from ecosift.readers.sources import read_whole, suffix_of, unpacked, unread
from ecosift.types import Page

MEDIA_TYPES = {".html": HTML, ".htm": HTML, ".xhtml": HTML, ".txt": PLAIN, ".text": PLAIN, ".md": PLAIN}
ROWS = frozenset((".jsonl", ".ndjson"))


def read_file(file: Path, name: str, settings: InputSettings) -> Iterator[Page]:
    """The page in a file, or a page for each row of a JSONL file; `name` is its source."""
    suffix = suffix_of(file)
    try:
        with file.open("rb") as opened:
            stream = unpacked(opened)
            if suffix in ROWS:
                yield from read_rows(stream, name, settings)
            else:
                content = read_whole(stream, settings.max_bytes)
                yield Page(content, media_type=MEDIA_TYPES.get(suffix), source=name)
    except (OSError, PageError) as error:
        yield unread(name, error)


def read_stdin(settings: InputSettings) -> Iterator[Page]:
    """Standard input as one page, or as JSONL where its first line is a JSON object."""
    try:
        stream = unpacked(cast("BufferedReader", sys.stdin.buffer))
        if stream.peek(1).lstrip()[:1] == b"{":
            yield from read_rows(stream, "stdin", settings)
        else:
            yield Page(read_whole(stream, settings.max_bytes), source="stdin")
    except (OSError, PageError) as error:
        yield unread("stdin", error)

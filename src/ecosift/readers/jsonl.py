"""JSONL rows → pages. A broken row is one failed page; the rows after it go on."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator, Mapping
from typing import Any

from ecosift.config import InputSettings
from ecosift.decode import HTML, PLAIN
from ecosift.errors import PageError
from ecosift.readers.sources import TRUNCATED, ByteStream, too_large, unread
from ecosift.types import Page

CHUNK = 1 << 20


def read_rows(stream: ByteStream, name: str, settings: InputSettings) -> Iterator[Page]:
    """A page for each row of a JSONL stream that is not blank; `name#LINE` is its source."""
    for number, line in enumerate(_lines(stream, settings), start=1):
        source = f"{name}#{number}"
        if isinstance(line, PageError):
            yield unread(source, line)
        elif line.strip():
            try:
                yield _page_of(_object_of(line), source, settings)
            except PageError as error:
                yield unread(source, error)


def _lines(stream: ByteStream, settings: InputSettings) -> Iterator[bytes | PageError]:
    """Lines, or in the place of one that is too long or broken, why. Memory stays bounded on any input."""
    total = 0
    while True:
        try:
            line = stream.readline(settings.max_bytes + 1)
            total += len(line)
            if len(line) > settings.max_bytes and not line.endswith(b"\n"):
                total += _skip_line(stream)
                yield too_large(settings.max_bytes)
                continue
        except (EOFError, zlib.error, gzip.BadGzipFile):
            yield TRUNCATED
            return
        if not line:
            return
        if total > settings.max_unpacked_bytes:
            reason = f"over {settings.max_unpacked_bytes:,} bytes unpacked; the rest is not read"
            yield PageError("read", reason, "raise input.max_unpacked_bytes in the config, or split the file")
            return
        yield line.removeprefix(b"\xef\xbb\xbf") if total == len(line) else line


def _skip_line(stream: ByteStream) -> int:
    skipped = 0
    while piece := stream.readline(CHUNK):
        skipped += len(piece)
        if piece.endswith(b"\n"):
            break
    return skipped


def _object_of(line: bytes) -> Mapping[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        reason = error.msg if isinstance(error, json.JSONDecodeError) else type(error).__name__
        raise PageError("read", f"not valid JSON: {reason}", "each line must be one JSON object") from error
    if not isinstance(row, dict):
        raise PageError("read", "a JSON value, but no object", "each line must be one JSON object")
    return row


def _page_of(row: Mapping[str, Any], source: str, settings: InputSettings) -> Page:
    html, text = _first(row, settings.html_keys), _first(row, settings.text_keys)
    if html is None and text is None:
        known = ", ".join((*settings.html_keys, *settings.text_keys))
        hint = f"known are {known}; set input.html_keys or input.text_keys in the config"
        raise PageError("read", "no key with a page's HTML or text", hint)
    content = html if html is not None else text
    assert content is not None
    # A key for text may still hold mark-up, so only HTML is taken at its word.
    media_type = HTML if html is not None else _declared(row)
    return Page(
        content,
        url=_first(row, settings.url_keys),
        id=_first(row, settings.id_keys),
        media_type=media_type,
        source=source,
    )


def _declared(row: Mapping[str, Any]) -> str | None:
    declared = str(row.get("media_type") or row.get("content_type") or "").partition(";")[0].strip().lower()
    return declared if declared in (HTML, PLAIN) else None


def _first(row: Mapping[str, Any], keys: tuple[str, ...]) -> str | None:
    for key in keys:
        value = row.get(key)
        if isinstance(value, str) and value:
            return value
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
    return None

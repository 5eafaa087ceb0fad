"""Opening what a path names: plain or gzipped, with a bound on the unpacked size."""

from __future__ import annotations

import gzip
import zlib
from io import BufferedReader
from pathlib import Path

from ecosift.errors import PageError
from ecosift.types import Failure, Page

ByteStream = BufferedReader | gzip.GzipFile
GZIP_MAGIC = b"\x1f\x8b"
TRUNCATED = PageError("read", "the gzip data is broken or truncated", "fetch the file again")


def suffix_of(file: Path) -> str:
    """The last extension in lower case, `.gz` looked through."""
    suffixes = [suffix.lower() for suffix in file.suffixes]
    if suffixes and suffixes[-1] == ".gz":
        suffixes.pop()
    return suffixes[-1] if suffixes else ""


def too_large(limit: int) -> PageError:
    """What is said of a page over the size limit."""
    return PageError(
        "read", f"larger than {limit:,} bytes", "raise input.max_bytes in the config, or split it"
    )


def unpacked(stream: BufferedReader) -> ByteStream:
    """`stream`, unzipped as it is read where it begins like gzip."""
    packed = stream.peek(2)[:2] == GZIP_MAGIC
    return gzip.GzipFile(fileobj=stream, mode="rb") if packed else stream


def read_whole(stream: ByteStream, limit: int) -> bytes:
    """All bytes of a stream. Raises `PageError` over `limit` bytes, or where gzip data is broken."""
    try:
        content = stream.read(limit + 1)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise TRUNCATED from error
    if len(content) > limit:
        raise too_large(limit)
    return content


def unread(name: str, error: OSError | PageError) -> Page:
    """A page that stands for what could not be read."""
    failure = error.failure if isinstance(error, PageError) else _failure_of(error)
    return Page(b"", id=name, source=name, failure=failure)


def _failure_of(error: OSError) -> Failure:
    if isinstance(error, FileNotFoundError):
        return Failure("read", "no such file or folder", "check the path")
    if isinstance(error, PermissionError):
        return Failure("read", "no permission to read it", "check the file's permissions")
    return Failure("read", error.strerror or str(error))

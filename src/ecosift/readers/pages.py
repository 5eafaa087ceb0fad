"""The door: paths as a user types them → pages, in a stable order."""

from __future__ import annotations

import glob
from collections.abc import Iterable, Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from ecosift.config import InputSettings
from ecosift.errors import PageError
from ecosift.readers.files import read_file, read_stdin
from ecosift.readers.sources import suffix_of, unread
from ecosift.types import Page

# What a folder of scraped pages holds; other files in it are passed over.
PAGE_SUFFIXES = frozenset((".html", ".htm", ".xhtml", ".txt", ".text", ".md", ".jsonl", ".ndjson"))
TO_CONVERT = frozenset((".pdf", ".docx", ".doc", ".odt", ".rtf", ".epub"))


def read_pages(paths: Iterable[str], settings: InputSettings, *, skip: Path | None = None) -> Iterator[Page]:
    """Pages of files, folders (recursive, by name), globs, JSONL rows and `-` (standard input), lazily.

    What cannot be read comes as a page with a `failure`; nothing is raised. Ids are unique. The file `skip`
    (what the run writes, say) is passed over in folders.
    """
    return unique_ids(page for path in paths for page in _read(path, settings, skip))


def unique_ids(pages: Iterable[Page]) -> Iterator[Page]:
    """The same pages, each with an id; the second with an id gets `~2`, by input order."""
    # A run of millions of pages must not keep their ids as text.
    seen: dict[bytes, int] = {}
    for page in pages:
        name = plain = page_id(page)
        while (key := sha256(name.encode("utf-8", "surrogatepass")).digest()[:16]) in seen:
            first = sha256(plain.encode("utf-8", "surrogatepass")).digest()[:16]
            seen[first] += 1
            name = f"{plain}~{seen[first]}"
        seen[key] = 1
        yield replace(page, id=name)


def page_id(page: Page) -> str:
    """The id given, else the URL, else the source, else a digest of the content."""
    if known := page.id or page.url or page.source:
        return known
    content = page.content
    raw = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    return f"sha256:{sha256(raw).hexdigest()}"


def _read(path: str, settings: InputSettings, skip: Path | None) -> Iterator[Page]:
    if path == "-":
        yield from read_stdin(settings)
        return
    place = Path(path)
    try:
        if place.is_dir():
            yield from _read_folder(place, settings, skip)
        elif place.exists() or not glob.has_magic(path):
            yield from read_file(place, place.name, settings)
        else:
            yield from _read_glob(path, settings)
    except OSError as error:
        yield unread(path, error)


def _read_folder(folder: Path, settings: InputSettings, skip: Path | None) -> Iterator[Page]:
    found = False
    skip = skip and skip.resolve()
    for file in _files_below(folder):
        name = file.relative_to(folder).as_posix()
        suffix = suffix_of(file)
        if file.resolve() == skip:
            continue
        if suffix in TO_CONVERT:
            yield _missing(name, f"{suffix} files are not read", "convert it to text or HTML first")
        elif suffix in PAGE_SUFFIXES:
            yield from read_file(file, name, settings)
        else:
            continue
        found = True
    if not found:
        known = ", ".join(sorted(PAGE_SUFFIXES))
        yield _missing(str(folder), "no pages in this folder", f"read are {known}, each also as .gz")


def _files_below(folder: Path) -> list[Path]:
    # Links are not followed: a scraped tree may point anywhere.
    return sorted(
        (file for file in folder.rglob("*") if file.is_file() and not file.is_symlink()),
        key=lambda file: file.relative_to(folder).as_posix(),
    )


def _read_glob(pattern: str, settings: InputSettings) -> Iterator[Page]:
    # `Path.glob` takes no absolute patterns.
    matches = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207
    if not matches:
        yield _missing(pattern, "no such file or folder", "check the path or pattern")
    for match in matches:
        if Path(match).is_file():
            yield from read_file(Path(match), Path(match).name, settings)


def _missing(name: str, reason: str, hint: str) -> Page:
    return unread(name, PageError("read", reason, hint))

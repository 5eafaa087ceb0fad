"""Title, authors and date of pages, ours and trafilatura's.

usage: python benchmarks/metadata.py FOLDER [--sample N]

FOLDER is in the format of WCXB (`html/ID.html.gz`, `ground-truth/ID.json` with `title`, `author` and
`publish_date`). A title is right where its words are the same, authors where all names are, a date where it
is the same day. Where the truth gives none, a value counts as false.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import trafilatura

import ecosift
from ecosift.types import Page

WORD = re.compile(r"\w+")
DIVIDER = re.compile(r";|,(?! (?:MD|PhD|Ph\.D|RN|Jr))| and | & ")
DEGREE = re.compile(r",? (?:MD|PhD|Ph\.?D\.?|RN|MPH|Jr\.?)\b.*")


class Said(NamedTuple):
    """What a page says of itself: the words of its title, its authors' names, its day."""

    title: str
    authors: frozenset[str]
    date: str


def main() -> None:
    """Print a line for each system."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sample", type=int, help="so many pages, spread over the folder")
    options = parser.parse_args()
    files = sorted(options.folder.joinpath("ground-truth").glob("*.json"))
    files = files[:: max(1, len(files) // options.sample)] if options.sample else files
    pipeline = ecosift.load()
    systems: Mapping[str, Callable[[bytes, str], Said]] = {
        "ecosift": lambda raw, url: _ours(pipeline, raw, url),
        "trafilatura": _theirs,
    }
    cases = list(_cases(options.folder, files))
    print(f"{len(cases)} pages")
    for name, system in systems.items():
        print(f"{name:12} {_told([(truth, system(raw, url)) for raw, url, truth in cases])}")


def _cases(folder: Path, files: Iterable[Path]) -> Iterator[tuple[bytes, str, Said]]:
    for file in files:
        given: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        truth = given["ground_truth"]
        said = _said(truth.get("title"), [truth.get("author") or ""], truth.get("publish_date"))
        yield gzip.decompress((folder / "html" / f"{file.stem}.html.gz").read_bytes()), given["url"], said


def _ours(pipeline: ecosift.Pipeline, raw: bytes, url: str) -> Said:
    article = pipeline.clean(Page(raw, url=url, media_type="text/html"))
    return _said(article.title, article.metadata.authors, article.metadata.published)


def _theirs(raw: bytes, url: str) -> Said:
    found = trafilatura.bare_extraction(raw, url=url, with_metadata=True)
    given = {} if found is None else found if isinstance(found, dict) else found.as_dict()
    return _said(given.get("title"), [given.get("author") or ""], given.get("date"))


def _said(title: str | None, authors: Iterable[str], date: str | None) -> Said:
    names = (DEGREE.sub("", name) for text in authors for name in DIVIDER.split(text))
    return Said(_words(title), frozenset(filter(None, map(_words, names))), (date or "")[:10])


def _words(text: str | None) -> str:
    return " ".join(WORD.findall((text or "").lower()))


def _told(pairs: list[tuple[Said, Said]]) -> str:
    """Shares that are right where the truth has a value, and false where it has none."""
    told = []
    for field in Said._fields:
        given = [(getattr(truth, field), getattr(said, field)) for truth, said in pairs]
        right = [truth == said for truth, said in given if truth]
        false = [bool(said) for truth, said in given if not truth]
        told.append(f"{field} {_share(right)} of {len(right)}, false {_share(false)} of {len(false)}")
    return " · ".join(told)


def _share(flags: list[bool]) -> str:
    return f"{sum(flags) / len(flags):.3f}" if flags else "-"


if __name__ == "__main__":
    main()

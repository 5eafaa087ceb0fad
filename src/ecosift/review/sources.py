"""What a user names → pages to review: scraped pages, evidence records, or gold in any of its formats."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from ecosift.errors import EcosiftError
from ecosift.evaluation import formats
from ecosift.evaluation.gold import GoldPage
from ecosift.evaluation.predictions import plain_text, with_texts
from ecosift.evaluation.run import pages_folder
from ecosift.pipeline import Pipeline
from ecosift.readers import read_pages
from ecosift.readers.pages import PAGE_SUFFIXES
from ecosift.records import holds_records, read_records
from ecosift.review.comparing import compared, only_one
from ecosift.review.of_article import of_article
from ecosift.review.of_gold import of_gold, of_records
from ecosift.review.shapes import View

# Files that hold labels, or may.
LABELLED = frozenset((".json", ".jsonl", ".ndjson", ".csv", ".conll", ".iob", ".bio", ".tsv", ".ann"))


def labelled(path: str, kind: str | None) -> bool:
    """Whether a path is labelled already, as records or as gold, and not a page or a folder of pages."""
    file = Path(path)
    if path == "-" or not file.exists():
        return False
    if kind is not None or (file.is_file() and holds_records(file)):
        return True
    if file.is_dir():
        return _holds_labels(file)
    # A page a line is what doccano's files look like too.
    return file.suffix.lower() in LABELLED and formats.detect(file) != "doccano"


def _holds_labels(folder: Path) -> bool:
    files = sorted(folder.iterdir())
    suffixes = {file.suffix.lower() for file in files}
    if suffixes == {".jsonl"}:
        return formats.detect(files[0]) == "ecosift"
    # Brat keeps a text beside each file of labels.
    return bool({".json", ".ann"} & suffixes) and not (PAGE_SUFFIXES - {".txt", ".jsonl"}) & suffixes


def of_pages(paths: Sequence[str], pipeline: Pipeline, failed: list[str], skip: Path) -> Iterator[View]:
    """Scraped pages as the pipeline reads them, in order; those that fail are named in `failed`."""
    docs: set[str] = set()
    for page in read_pages(paths, pipeline.config.input, skip=skip):
        article = pipeline(page)
        if article.error is not None:
            failed.append(f"{article.id}: {article.error}")
            continue
        view = of_article(article, page=plain_text(page))
        if view.units:
            # Two files of one stem are two pages.
            name = view.doc if view.doc not in docs else article.id
            docs.add(name)
            yield replace(view, doc=name)


def of_file(path: Path, kind: str | None, pages: Path | None) -> Iterator[View]:
    """The pages of a record file or of gold."""
    if kind is None and path.is_file() and holds_records(path):
        for _, group in groupby(read_records(path), key=lambda record: record.page.id):
            yield of_records(list(group))
        return
    gold = formats.read(path, kind)
    for page in _own_names(with_texts(gold, pages_folder(path, pages))):
        yield of_gold(page)


def _own_names(gold: Iterable[GoldPage]) -> Iterator[GoldPage]:
    """The pages, of those that several annotators labelled the first labelling."""
    docs: set[str] = set()
    for page in gold:
        if page.doc not in docs:
            docs.add(page.doc)
            yield page


def of_two(one: Path, other: Path, kind: str | None, pages: Path | None) -> Iterator[View]:
    """The pages of two labelled files, each with what both say."""
    first, second = (list(of_file(path, kind, pages)) for path in (one, other))
    named = _named(second)
    used: set[str] = set()
    for view in first:
        partner = named.get(view.doc) or named.get(Path(view.doc).stem)
        if partner is None:
            yield only_one(view, first=True)
        else:
            used.add(partner.doc)
            yield compared(view, partner)
    yield from (only_one(view, first=False) for view in second if view.doc not in used)


def _named(views: Sequence[View]) -> Mapping[str, View]:
    """The pages by the names under which a document may go: without folder and suffix, and its own."""
    short = {name: view for view in views for name in (Path(view.doc).stem, Path(view.doc).name)}
    return short | {view.doc: view for view in views}


def side_names(one: Path, other: Path) -> tuple[str, str]:
    """What to call two files: their stems, or where these are the same, their paths."""
    names = tuple(path.name.partition(".")[0] or path.name for path in (one, other))
    if names[0] == names[1]:
        names = (str(one), str(other))
    if names[0] == names[1]:
        raise EcosiftError(f"{one}: a file is not compared with itself")
    return names[0], names[1]

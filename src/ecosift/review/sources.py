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


def labelled(path: str, kind: str | None) -> bool:
    """Whether a path is labelled already, as records or as gold, and not a page or a folder of pages."""
    file = Path(path)
    if path == "-" or not file.exists():
        return False
    if kind is not None or (file.is_file() and holds_records(file)):
        return True
    if file.is_dir():
        names = [each.suffix.lower() for each in file.iterdir()]
        return bool({".json", ".ann"} & set(names)) and not PAGE_SUFFIXES & set(names) - {".txt"}
    if file.suffix.lower() not in {".json", ".jsonl", ".ndjson", *formats_suffixes()}:
        return False
    # A page a line is what doccano's files look like too.
    return formats.detect(file) != "doccano"


def formats_suffixes() -> frozenset[str]:
    """Suffixes that name a format of gold."""
    return frozenset((".csv", ".conll", ".iob", ".bio", ".tsv", ".ann"))


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
    names = _known(second)
    used: set[str] = set()
    for view in first:
        doc = names.get(view.doc) or names.get(Path(view.doc).stem)
        partner = next((each for each in second if each.doc == doc), None)
        if partner is None:
            yield only_one(view, first=True)
        else:
            used.add(partner.doc)
            yield compared(view, partner)
    yield from (only_one(view, first=False) for view in second if view.doc not in used)


def _known(views: Sequence[View]) -> Mapping[str, str]:
    return {name: view.doc for view in views for name in (Path(view.doc).stem, Path(view.doc).name, view.doc)}


def side_names(one: Path, other: Path) -> tuple[str, str]:
    """What to call two files: their stems, or where these are the same, their paths."""
    names = tuple(path.name.partition(".")[0] or path.name for path in (one, other))
    if names[0] == names[1]:
        names = (str(one), str(other))
    if names[0] == names[1]:
        raise EcosiftError(f"{one}: a file is not compared with itself")
    return names[0], names[1]

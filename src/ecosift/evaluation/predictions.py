"""What a user names as a prediction → its readings: a pipeline, a plugin, record files, labelled files.

`pipeline` is the default pipeline, `FILE.toml` the pipeline under that config, `NAME` an extractor among the
entry points `ecosift.extractors` (a function page → article), `NAME:FILE` one that reads a file of its own
or a file in the format of that name, and any other path a record file or a file in a format of gold. `LABEL=`
before it names the row in the report.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecosift.decode import PLAIN, decode
from ecosift.errors import EcosiftError, GoldError, PageError, UnknownNameError
from ecosift.evaluation import formats
from ecosift.evaluation.gold import GoldPage, page_of
from ecosift.evaluation.reading import Reading, of_article, of_gold, of_records
from ecosift.evaluation.scoring import Prediction
from ecosift.types import Page

if TYPE_CHECKING:
    from ecosift.article import Article

GROUP = "ecosift.extractors"
PIPELINE = "pipeline"
LABEL = re.compile(r"([^=/\\:]+)=(.+)", re.DOTALL)
Extractor = Callable[[Page], "Article"]


def predictions_of(spec: str, gold: Sequence[GoldPage], pages: Path | None) -> list[Prediction]:
    """The readings that a user's word for a prediction stands for; more than one where annotators are many.

    Raises `EcosiftError` where it stands for nothing, or its file cannot be read.
    """
    labelled = LABEL.fullmatch(spec)
    name, source = (labelled[1], labelled[2]) if labelled else (None, spec)
    if source == PIPELINE or (source.endswith(".toml") and Path(source).is_file()):
        config = None if source == PIPELINE else Path(source)
        return [_of_extractor(name or _stem(source), _pipeline(config), gold, pages)]
    if Path(source).exists():
        return _of_file(name or _stem(source), Path(source), None, gold)
    kind, _, argument = source.partition(":")
    if argument and kind in formats.FORMATS:
        return _of_file(name or _stem(argument), Path(argument), kind, gold)
    return [_of_extractor(name or kind, extractor(kind, argument or None), gold, pages)]


def extractor(name: str, argument: str | None = None) -> Extractor:
    """An installed extractor by name; with an argument, what its entry point makes of it."""
    known: dict[str, EntryPoint] = {point.name: point for point in entry_points(group=GROUP)}
    if name not in known:
        raise UnknownNameError("file or extractor", name, [PIPELINE, *known])
    try:
        loaded: Any = known[name].load()
    except (ImportError, AttributeError) as error:
        raise EcosiftError(f"extractor {name!r} cannot be loaded: {error}") from error
    found: Extractor = loaded if argument is None else loaded(argument)
    return found


def _pipeline(config: Path | None) -> Extractor:
    from ecosift.pipeline import load  # noqa: PLC0415 - spaCy is heavy, and labelled files do without

    return load(config)


def _stem(source: str) -> str:
    return Path(source).name.partition(".")[0] or source


def _of_extractor(name: str, run: Extractor, gold: Sequence[GoldPage], pages: Path | None) -> Prediction:
    whole = not getattr(run, "quotes_only", False)
    return Prediction(name, {page.doc: _read(run, page, pages, whole=whole) for page in gold})


def _read(run: Extractor, gold: GoldPage, folder: Path | None, *, whole: bool) -> Reading:
    page = page_for(gold, folder)
    try:
        return of_article(gold.doc, run(page), page=plain_text(page), whole=whole)
    except Exception as error:  # noqa: BLE001 - a plugin's failure on one page is that page's error
        return Reading(gold.doc, whole=whole, error=f"{type(error).__name__}: {error}")


def page_for(gold: GoldPage, folder: Path | None) -> Page:
    """The page to extract from: its file in the folder, else the text that came with the gold."""
    if folder is not None and (file := _file(gold, folder)) is not None:
        return Page(file.read_bytes(), id=gold.doc, source=file.name, media_type=_media_type(file))
    if gold.text is not None:
        return Page(gold.text, id=gold.doc, source=gold.doc, media_type=PLAIN)
    raise GoldError(f"{gold.doc}: no page of this name in {folder or 'any folder'}; name one with --pages")


def _file(gold: GoldPage, folder: Path) -> Path | None:
    try:
        return page_of(gold, folder)
    except GoldError:
        return None


def _media_type(file: Path) -> str | None:
    return PLAIN if file.suffix == ".txt" else None


def plain_text(page: Page) -> str | None:
    """The decoded page where it is plain text, which is what offsets index."""
    try:
        raw, media_type = decode(page)
    except PageError:
        return None
    return raw if media_type == PLAIN else None


def with_texts(gold: Iterable[GoldPage], folder: Path | None) -> Iterator[GoldPage]:
    """The gold pages, those that have offsets but no text with the text of their file."""
    for page in gold:
        placed = any(sentence.start is not None for sentence in page.sentences)
        if page.text is None and placed and folder is not None and _file(page, folder) is not None:
            yield page.model_copy(update={"text": plain_text(page_for(page, folder))})
        else:
            yield page


def _of_file(name: str, path: Path, kind: str | None, gold: Sequence[GoldPage]) -> list[Prediction]:
    docs = [page.doc for page in gold]
    if kind is None and formats.holds_records(path):
        return [Prediction(name, _of_records(path, docs))]
    found: dict[str | None, dict[str, Reading]] = defaultdict(dict)
    pages = formats.read(path, kind)
    whole = any(s.heading or not s.content for page in pages for s in page.sentences)
    known = _known(docs)
    for page in pages:
        doc = _doc(known, page.doc)
        found[page.annotator][doc] = of_gold(page.model_copy(update={"doc": doc}), whole=whole)
    alone = len(found) == 1
    return [
        Prediction(name if alone else f"{name}/{annotator or 'unnamed'}", readings)
        for annotator, readings in found.items()
    ]


def _of_records(path: Path, docs: Sequence[str]) -> Mapping[str, Reading]:
    from ecosift.records import read_records  # noqa: PLC0415 - brings spaCy

    known, found = _known(docs), defaultdict(list)
    for record in read_records(path):
        found[_doc(known, record.page.id, record.page.source)].append(record)
    # A page that gave no record has been read all the same.
    return {doc: of_records(doc, found.get(doc, [])) for doc in (*docs, *(d for d in found if d not in docs))}


def _known(docs: Iterable[str]) -> Mapping[str, str]:
    """Names under which a document may go: its own, and without folder and suffix."""
    return {name: doc for doc in docs for name in (Path(doc).stem, Path(doc).name, doc)}


def _doc(known: Mapping[str, str], *names: str | None) -> str:
    given = [name for name in names if name]
    for name in given:
        for short in (name, Path(name).name, Path(name).stem):
            if short in known:
                return known[short]
    return given[0]

"""What a page says of itself, from every carrier; where they differ, `ORDER` says which one counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from selectolax.lexbor import LexborNode

from ecosift.clean import meta
from ecosift.clean.candidates import Candidate
from ecosift.clean.dates import iso_date
from ecosift.clean.jsonld import read_jsonld
from ecosift.clean.microdata import bylines, read_microdata
from ecosift.clean.people import clean_names, names_of_byline
from ecosift.clean.printed import Lines, clean_doi, clean_pmid, pmid_of_url
from ecosift.types import Metadata

# For each field its carriers; the first that has a value counts. What the page prints comes after them.
#   citation     meta tags for indexes: citation_*, bepress_citation_*, eprints.*
#   dublin_core  meta tags dc.*, dcterms.*, prism.*
#   json_ld      the article's node, its publisher, its journal
#   microdata    itemprop (or RDFa property) inside an item that is an article
#   open_graph   og:*, article:*, twitter:* and plain meta tags ("author", "date", "keywords")
#   html         elements: rel=author and bylines, time, link rel=canonical, lang
#   address      the canonical or the page's own URL
ORDER: Mapping[str, tuple[str, ...]] = {
    "authors": ("citation", "dublin_core", "json_ld", "microdata", "open_graph", "html"),
    "published": ("citation", "dublin_core", "json_ld", "microdata", "open_graph", "html"),
    "modified": ("dublin_core", "json_ld", "microdata", "open_graph", "html"),
    "site": ("open_graph", "json_ld", "dublin_core"),
    "canonical_url": ("html", "open_graph"),
    "language": ("html", "citation", "dublin_core", "json_ld", "open_graph"),
    "keywords": ("citation", "dublin_core", "json_ld", "open_graph"),
    "doi": ("citation", "dublin_core", "json_ld", "address"),
    "pmid": ("citation", "dublin_core", "json_ld", "address"),
    "journal": ("citation", "dublin_core", "json_ld"),
}
TAGS = {"citation": meta.CITATION, "dublin_core": meta.DUBLIN_CORE, "open_graph": meta.OPEN_GRAPH}
PUBLISHED, MODIFIED = ("pubdate", "publish", "entry-date"), ("modified", "updated")
# In these "Doe, Jane" is one person.
FAMILY_FIRST = ("citation", "dublin_core")


@dataclass(frozen=True, slots=True)
class Declared:
    """What the markup says: metadata without the page's lines, and titles, best first.

    `headlines` are titles as the article has them, `page_titles` may carry the site's name as well.
    """

    metadata: Metadata
    cited_title: str | None = None
    headlines: tuple[str, ...] = ()
    page_titles: tuple[str, ...] = ()


def declared_metadata(
    carriers: Mapping[str, Sequence[LexborNode]], url: str | None, *, microdata: bool = True
) -> Declared:
    """What a page's meta tags, JSON-LD, attributes, links and time elements say.

    `microdata` may be False where a page is known to have none.
    """
    read = _Carriers(carriers, url, microdata)
    found = Metadata(url=url, **{field: read.value(field) for field in ORDER})
    tags, headline = read.tags, read.json_ld.get("title")
    pages = (
        meta.first(tags, ("og:title",)),
        meta.first(tags, ("twitter:title",)),
        meta.head_title(carriers["title"]),
    )
    cited = meta.first(tags, meta.CITATION["title"]) or meta.first(tags, meta.DUBLIN_CORE["title"])
    return Declared(found, cited, (headline,) if headline else (), tuple(title for title in pages if title))


class _Carriers:
    """The carriers of one page, each read when a field first asks for it."""

    def __init__(self, nodes: Mapping[str, Sequence[LexborNode]], url: str | None, microdata: bool) -> None:
        self._nodes, self._url, self._has_microdata = nodes, url, microdata
        self.tags = meta.read_meta(nodes["meta"])
        self.json_ld = read_jsonld(node.text() for node in meta.jsonld_nodes(nodes["script"]))

    def value(self, field: str) -> Any:
        """The first value that holds, made uniform; None or empty where no carrier has one."""
        clean = CLEAN[field]
        found: Any = None
        for carrier in ORDER[field]:
            if found := clean(list(self._said(carrier, field)), carrier):
                break
        return found

    def _said(self, carrier: str, field: str) -> Iterator[str]:
        if carrier in TAGS:
            return self._of_tags(TAGS[carrier].get(field, ()), field)
        if carrier == "json_ld":
            return _texts(self.json_ld.get("identifiers" if field == "doi" else field))
        if carrier == "microdata":
            return _texts(self._microdata.get(field))
        if carrier == "address":
            return (address for address in (self.canonical, self._url) if address)
        return self._of_elements(field)

    def _of_tags(self, names: Iterable[str], field: str) -> Iterator[str]:
        if field == "canonical_url":
            return iter(meta.every(self.tags, ("og:url",)))
        if field == "pmid" and names == ():
            names = meta.DUBLIN_CORE["doi"]
        # Of authors and keywords all values of one name, of others the first value of any name that holds.
        if field in ("authors", "keywords"):
            return iter(meta.every(self.tags, names))
        return meta.all_values(self.tags, names)

    def _of_elements(self, field: str) -> Iterator[str]:
        nodes = self._nodes
        if field == "authors":
            return self._bylines()
        if field == "published":
            return _texts(
                meta.first_time(nodes["time"], PUBLISHED) or meta.other_time(nodes["time"], MODIFIED)
            )
        if field == "modified":
            return _texts(meta.first_time(nodes["time"], MODIFIED))
        if field == "canonical_url":
            return _texts(self.canonical)
        return _texts(meta.page_language(nodes["html"]))

    def _bylines(self) -> Iterator[str]:
        for text in bylines(self._nodes["html"][0]) if self._nodes["html"] else ():
            if names := names_of_byline(text):
                yield from names
                return

    @cached_property
    def canonical(self) -> str | None:
        return meta.canonical_link(self._nodes["link"])

    @cached_property
    def _microdata(self) -> Mapping[str, Any]:
        roots = self._nodes["html"]
        return read_microdata(roots[0]) if self._has_microdata and roots else {}


def with_lines(known: Metadata, blocks: Sequence[Candidate], reasons: Sequence[str | None]) -> Metadata:
    """The metadata, with what only the page's own lines say filled in."""
    lines = Lines(blocks, reasons)
    author, journal = lines.cited() if not known.authors or not known.journal else (None, None)
    return Metadata(
        url=known.url,
        canonical_url=known.canonical_url,
        site=known.site,
        authors=known.authors or ((author,) if author else lines.authors()),
        published=known.published or lines.published(),
        modified=known.modified or lines.modified(),
        language=known.language,
        keywords=known.keywords or tuple(_printed_keywords(blocks, reasons)),
        doi=known.doi or lines.doi() or _doi([known.url or ""], ""),
        pmid=known.pmid or lines.pmid() or pmid_of_url((known.url,)),
        journal=known.journal or journal or lines.journal(),
    )


def _authors(texts: Sequence[str], carrier: str) -> tuple[str, ...]:
    return clean_names(texts, family_first=carrier in FAMILY_FIRST)


def _date(texts: Sequence[str], _: str) -> str | None:
    return next((date for text in texts if (date := iso_date(text))), None)


def _text(texts: Sequence[str], _: str) -> str | None:
    return next((text for text in texts if text), None)


def _site(texts: Sequence[str], _: str) -> str | None:
    # "@example" names an account.
    return next((text for text in texts if text.strip("@")), None)


def _address(texts: Sequence[str], _: str) -> str | None:
    return next((text.strip() for text in texts if text.strip()), None)


def _language(texts: Sequence[str], _: str) -> str | None:
    """The language without its region."""
    codes = (text.strip().replace("_", "-").split("-")[0].split(",")[0].lower() for text in texts)
    return next((code[:8] for code in codes if code.isalpha()), None)


def _doi(texts: Sequence[str], _: str) -> str | None:
    return next((doi for text in texts if (doi := clean_doi(text))), None)


def _pmid(texts: Sequence[str], carrier: str) -> str | None:
    if carrier == "address":
        return pmid_of_url(texts)
    # A bare number is a PMID only where the carrier says so.
    return next((pmid for text in texts if (pmid := clean_pmid(text, bare=carrier != "dublin_core"))), None)


def _keywords(texts: Sequence[str], _: str = "") -> tuple[str, ...]:
    found: dict[str, str] = {}
    for text in texts:
        for part in text.split(";" if ";" in text else ","):
            if word := part.strip():
                found.setdefault(word.casefold(), word)
    return tuple(found.values())


CLEAN: Mapping[str, Callable[[Sequence[str], str], Any]] = {
    "authors": _authors,
    "published": _date,
    "modified": _date,
    "site": _site,
    "canonical_url": _address,
    "language": _language,
    "keywords": _keywords,
    "doi": _doi,
    "pmid": _pmid,
    "journal": _text,
}


def _texts(value: Any) -> Iterator[str]:
    """One text or several as several."""
    return iter((value,) if isinstance(value, str) else value or ())


def _printed_keywords(blocks: Sequence[Candidate], reasons: Sequence[str | None]) -> tuple[str, ...]:
    """The words of a line "Keywords: a; b."."""
    for block, reason in zip(blocks, reasons, strict=True):
        head, colon, rest = block.text.partition(":")
        if reason == "keywords" and colon and head.strip().casefold() in ("keywords", "key words", "keyword"):
            return _keywords([rest.strip(" .")])
    return ()

"""What a page says of itself, from every carrier.

Where carriers differ, the first that has a value wins: citation meta tags (Highwire), Dublin Core and PRISM,
the article's JSON-LD, Open Graph and other meta tags, time elements and links, and last the page's own lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from selectolax.lexbor import LexborNode

from ecosift.clean import meta
from ecosift.clean.candidates import Candidate
from ecosift.clean.dates import iso_date
from ecosift.clean.jsonld import read_jsonld
from ecosift.clean.printed import Lines, clean_doi, pmid_of_url
from ecosift.types import Metadata

PUBLISHED = (
    "citation_publication_date", "citation_online_date", "citation_date", "dc.date.issued", "dc.date",
    "dcterms.date", "prism.publicationdate",
)  # fmt: skip
PUBLISHED_LATE = (
    "article:published_time", "article:published", "og:published_time", "datepublished", "date", "pubdate",
    "publish_date", "publication_date", "parsely-pub-date", "sailthru.date", "dc.date.created",
)  # fmt: skip
MODIFIED = ("dc.date.modified", "dcterms.modified")
MODIFIED_LATE = (
    "article:modified_time",
    "og:updated_time",
    "article:modified",
    "datemodified",
    "last-modified",
)
AUTHORS = ("citation_author", "dc.creator", "dcterms.creator")
AUTHORS_LATE = (
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "dc.contributor",
    "twitter:creator",
)
KEYWORDS = ("citation_keywords", "dc.subject", "prism.keyword")
KEYWORDS_LATE = ("keywords", "news_keywords", "article:tag")
JOURNAL = ("citation_journal_title", "citation_journal_abbrev", "prism.publicationname", "dc.source")
DOI = ("citation_doi", "prism.doi", "dc.identifier", "dc.identifier.doi", "bepress_citation_doi", "doi")
SITE = ("og:site_name", "application-name", "twitter:site")
TITLE = ("citation_title", "dc.title", "dcterms.title")
TITLE_LATE = ("og:title", "twitter:title")


@dataclass(frozen=True, slots=True)
class Declared:
    """What the markup says: metadata without the page's lines, and titles, best first.

    `headlines` are titles as the article has them, `page_titles` may carry the site's name as well.
    """

    metadata: Metadata
    cited_title: str | None = None
    headlines: tuple[str, ...] = ()
    page_titles: tuple[str, ...] = ()


def declared_metadata(carriers: Mapping[str, Sequence[LexborNode]], url: str | None) -> Declared:
    """What a page's meta tags, JSON-LD, links and time elements say."""
    tags, data = (
        meta.read_meta(carriers["meta"]),
        read_jsonld(node.text() for node in meta.jsonld_nodes(carriers["script"])),
    )
    canonical = meta.canonical_link(carriers["link"]) or meta.first(tags, ("og:url",))
    found = Metadata(
        url=url,
        canonical_url=canonical,
        site=meta.first(tags, SITE[:2]) or data.get("site") or meta.first(tags, SITE[2:]),
        authors=_authors(meta.every(tags, AUTHORS) or data.get("authors") or meta.every(tags, AUTHORS_LATE)),
        published=_date(
            meta.first(tags, PUBLISHED),
            data.get("published"),
            meta.first(tags, PUBLISHED_LATE),
            meta.first_time(carriers["time"]),
        ),
        modified=_date(meta.first(tags, MODIFIED), data.get("modified"), meta.first(tags, MODIFIED_LATE)),
        language=meta.page_language(carriers["html"]),
        keywords=tuple(
            _keywords(meta.every(tags, KEYWORDS) or data.get("keywords") or meta.every(tags, KEYWORDS_LATE))
        ),
        doi=_doi([*meta.every(tags, DOI), *(data.get("identifiers") or ()), canonical, url]),
        pmid=meta.first(tags, ("citation_pmid",)) or pmid_of_url((canonical, url)),
        journal=meta.first(tags, JOURNAL) or data.get("journal"),
    )
    headlines = (data["title"],) if "title" in data else ()
    pages = (
        meta.first(tags, TITLE_LATE[:1]),
        meta.first(tags, TITLE_LATE[1:]),
        meta.head_title(carriers["title"]),
    )
    return Declared(found, meta.first(tags, TITLE), headlines, tuple(title for title in pages if title))


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
        modified=known.modified,
        language=known.language,
        keywords=known.keywords or tuple(_printed_keywords(blocks, reasons)),
        doi=known.doi or lines.doi() or _doi([known.url]),
        pmid=known.pmid or lines.pmid() or pmid_of_url((known.url,)),
        journal=known.journal or journal or lines.journal(),
    )


def _authors(names: Iterable[str]) -> tuple[str, ...]:
    """Names in reading order ("Doe, Jane" is "Jane Doe"), each once; addresses and handles are none."""
    clean: dict[str, None] = {}
    for name in names:
        if name.startswith(("http", "@", "www.")):
            continue
        last, comma, first = name.partition(", ")
        turned = comma and "," not in first and " and " not in first and len(first.split()) <= 3
        clean[f"{first} {last}".strip() if turned else name.strip()] = None
    return tuple(name for name in clean if name)


def _date(*texts: Any) -> str | None:
    return next((date for text in texts if isinstance(text, str) and (date := iso_date(text))), None)


def _doi(texts: Iterable[str | None]) -> str | None:
    return next((doi for text in texts if text and (doi := clean_doi(text))), None)


def _keywords(values: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for value in values:
        for part in value.split(";" if ";" in value else ","):
            word = part.strip()
            if word and word.casefold() not in seen:
                seen.add(word.casefold())
                yield word


def _printed_keywords(blocks: Sequence[Candidate], reasons: Sequence[str | None]) -> Iterator[str]:
    """The words of a line "Keywords: a; b."."""
    for block, reason in zip(blocks, reasons, strict=True):
        head, colon, rest = block.text.partition(":")
        if reason == "keywords" and colon and head.strip().casefold() in ("keywords", "key words", "keyword"):
            yield from _keywords([rest.strip(" .")])
            return

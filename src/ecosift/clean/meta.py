"""What a page's head says of it: meta tags, links, title, time elements."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from selectolax.lexbor import LexborNode

TAG = re.compile(r"</?(?:head|body|meta|link|script|div|p)\b", re.IGNORECASE)
MAX_VALUE = 2_000
MAX_TAGS = 500
MAX_TIMES, MAX_DATE = 50, 60
MAX_SCRIPTS = 50
NAMES = ("name", "property", "itemprop", "http-equiv")

Tags = Mapping[str, list[str]]

# Dublin Core, PRISM and schema.org under the prefixes in use.
PREFIXES = (
    ("dc:", "dc."), ("dcterms:", "dcterms."), ("dct:", "dcterms."), ("dct.", "dcterms."),
    ("prism:", "prism."), ("schema:", ""),
)  # fmt: skip
# For each carrier and field, names of tags, best first.
CITATION = {
    "title": ("citation_title", "bepress_citation_title", "eprints.title"),
    "authors": (
        "citation_author", "citation_authors", "bepress_citation_author", "eprints.creators_name",
        "wkhealth_authors",
    ),
    "published": (
        "citation_publication_date", "citation_online_date", "citation_date", "bepress_citation_date",
        "bepress_citation_online_date", "citation_cover_date", "eprints.date", "citation_year",
        "wkhealth_date",
    ),
    "language": ("citation_language",),
    "keywords": ("citation_keywords", "citation_keyword", "eprints.keywords"),
    "doi": ("citation_doi", "bepress_citation_doi", "eprints.id_number", "wkhealth_doi", "doi"),
    "pmid": ("citation_pmid", "eprints.pubmedid", "ncbi_uid"),
    "journal": (
        "citation_journal_title", "bepress_citation_journal_title", "eprints.publication",
        "wkhealth_journal_title", "citation_journal_abbrev",
    ),
}  # fmt: skip
DUBLIN_CORE = {
    "title": ("dc.title", "dcterms.title", "prism.title"),
    "authors": ("dc.creator", "dcterms.creator", "dc.creator.personalname", "dc.contributor.author"),
    "published": (
        "dc.date.issued", "dcterms.issued", "dcterms.date", "dc.date", "prism.publicationdate",
        "prism.coverdate", "dcterms.available", "dcterms.created", "dc.date.created",
    ),
    "modified": ("dcterms.modified", "dc.date.modified", "prism.modificationdate"),
    "site": ("dcterms.publisher", "dc.publisher"),
    "language": ("dc.language", "dcterms.language", "dc.language.iso"),
    "keywords": ("dc.subject", "dcterms.subject", "prism.keyword"),
    "doi": ("prism.doi", "dc.identifier.doi", "dc.identifier", "dcterms.identifier"),
    "journal": ("prism.publicationname", "dcterms.ispartof", "dc.relation.ispartof", "dc.source"),
}  # fmt: skip
OPEN_GRAPH = {
    "authors": (
        "author", "article:author", "og:article:author", "parsely-author", "sailthru.author", "byl",
        "article:author_name", "cxenseparse:author",
    ),
    "published": (
        "article:published_time", "article:published", "og:published_time", "og:article:published_time",
        "og:pubdate", "datepublished", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime",
        "publish_date", "publish-date", "publication_date", "publication-date", "pubdate", "pub_date",
        "publishdate", "published_date", "displaydate", "originalpublicationdate", "rnews:datepublished",
        "published-date", "published-time", "article.published", "dateissued", "ms.date", "date",
    ),
    "modified": (
        "article:modified_time", "article:modified", "og:updated_time", "og:modified_time",
        "og:article:modified_time", "datemodified", "lastmod", "updated_time", "last-modified",
        "modified-time", "modified-date", "revised",
    ),
    "site": ("og:site_name", "application-name", "twitter:site"),
    "language": ("language", "content-language", "og:locale"),
    "keywords": ("keywords", "news_keywords", "article:tag", "og:article:tag", "parsely-tags"),
}  # fmt: skip


def read_meta(nodes: Sequence[LexborNode]) -> Tags:
    """Values of every meta tag by its name, property, itemprop or HTTP header, in page order."""
    tags: dict[str, list[str]] = {}
    for node in nodes[:MAX_TAGS]:
        attributes = node.attributes
        content = attributes.get("content")
        name = next((found for key in NAMES if (found := attributes.get(key))), None)
        if name and content and (value := " ".join(content.split())):
            tags.setdefault(_spelled(name), []).append(value[:MAX_VALUE])
    return tags


def _spelled(name: str) -> str:
    name = name.strip().lower()
    for prefix, spelled in PREFIXES if ":" in name or name[:4] == "dct." else ():
        if name.startswith(prefix):
            return spelled + name[len(prefix) :]
    return name


def first(tags: Tags, names: Iterable[str]) -> str | None:
    """The first value of the first name that has one."""
    return next((tags[name][0] for name in names if name in tags), None)


def every(tags: Tags, names: Iterable[str]) -> tuple[str, ...]:
    """All values of the first name that has any."""
    return next((tuple(tags[name]) for name in names if name in tags), ())


def all_values(tags: Tags, names: Iterable[str]) -> Iterator[str]:
    """The values of every name."""
    return (value for name in names for value in tags.get(name, ()))


def head_title(titles: Sequence[LexborNode]) -> str | None:
    """The text of the first title element (that of a drawing comes later); one left open ends at a tag."""
    return " ".join(TAG.split(titles[0].text(), 1)[0].split())[:MAX_VALUE] or None if titles else None


def canonical_link(links: Sequence[LexborNode]) -> str | None:
    """The address in `<link rel=canonical>`."""
    for link in links[:MAX_TAGS]:
        attributes = link.attributes
        if "canonical" in (attributes.get("rel") or "").lower().split():
            return attributes.get("href")
    return None


def page_language(roots: Sequence[LexborNode]) -> str | None:
    """What the html element declares."""
    attributes = roots[0].attributes if roots else {}
    return attributes.get("lang") or attributes.get("xml:lang")


def first_time(times: Sequence[LexborNode], words: Iterable[str]) -> str | None:
    """The date of the first time element whose class or property says one of the words."""
    return next((_date_of(time) for time in times[:MAX_TIMES] if _says(time, words)), None)


def other_time(times: Sequence[LexborNode], words: Iterable[str]) -> str | None:
    """The date of the first time element that says none of the words, one for machines before others."""
    rest = [time for time in times[:MAX_TIMES] if not _says(time, words)]
    dated = [time for time in rest if time.attributes.get("datetime")]
    return next((_date_of(time) for time in (*dated, *rest)), None)


def _says(time: LexborNode, words: Iterable[str]) -> bool:
    attributes = time.attributes
    said = f"{attributes.get('class') or ''} {attributes.get('itemprop') or ''}".lower()
    return any(word in said or word in attributes for word in words)


def _date_of(time: LexborNode) -> str:
    return time.attributes.get("datetime") or time.text()[:MAX_DATE]


def jsonld_nodes(scripts: Sequence[LexborNode]) -> list[LexborNode]:
    """The page's JSON-LD scripts."""
    return [node for node in scripts if _is_jsonld(node.attributes.get("type"))][:MAX_SCRIPTS]


def _is_jsonld(kind: str | None) -> bool:
    """`application/ld+json`, whatever parameters or white space stand around it."""
    return kind is not None and kind.split(";")[0].strip().lower() == "application/ld+json"

"""What a page says of itself in JSON-LD, and the text of an article that stands there."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

MAX_SCRIPT = 1_000_000
MAX_NODES = 5_000
# What a page is about comes before what it is: an article's own node before that of the page around it.
ARTICLES = (
    "ScholarlyArticle",
    "MedicalScholarlyArticle",
    "NewsArticle",
    "BlogPosting",
    "Article",
    "Report",
    "TechArticle",
    "MedicalWebPage",
    "ReportageNewsArticle",
    "AnalysisNewsArticle",
    "BackgroundNewsArticle",
    "OpinionNewsArticle",
    "ReviewNewsArticle",
    "LiveBlogPosting",
    "SocialMediaPosting",
    "DiscussionForumPosting",
    "HowTo",
    "QAPage",
    "FAQPage",
    "AboutPage",
    "WebPage",
)
RANKS = {name: rank for rank, name in enumerate(ARTICLES)}
# What these hold are other works: cited, listed or around.
OTHER_WORKS = frozenset(
    (
        "about", "breadcrumb", "citation", "comment", "hasPart", "isBasedOn", "itemListElement", "mentions",
        "relatedLink", "review", "subjectOf", "video", "workExample",
    )
)  # fmt: skip
# Around the JSON some write what hides a script from old browsers.
WRAPPING = re.compile(r"\s*(?://\s*)?(?:<!--|<!\[CDATA\[)|(?://\s*)?(?:-->|\]\]>)\s*\Z")
QUESTIONS = ("acceptedAnswer", "suggestedAnswer")

Node = Mapping[str, Any]


def read_jsonld(scripts: Iterable[str]) -> dict[str, Any]:
    """Title, authors, dates, site, keywords… of the article in the scripts; keys only where given.

    Of several articles the one of the narrowest type counts, the first of these; others fill what it lacks.
    """
    nodes = [node for script in scripts for node in _nodes(script, OTHER_WORKS)]
    by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    articles = sorted((n for n in nodes if _rank(n) is not None), key=lambda n: _rank(n) or 0)
    found: dict[str, Any] = {}
    for node in articles:
        for key, value in _facts(node, by_id).items():
            if value:
                found.setdefault(key, value)
    if site := next((_first(node.get("name")) for node in nodes if "WebSite" in _kinds(node)), None):
        found["site"] = _shown(site)
    return found


def article_bodies(script: str) -> Iterator[str]:
    """The texts of the articles in a script as markup; questions with their answers are texts, too."""
    for node in _nodes(script, OTHER_WORKS):
        if _rank(node) is not None:
            yield from _strings(node.get("articleBody"))
        elif "Question" in _kinds(node):
            answers = [answer for key in QUESTIONS for answer in _dicts(node.get(key))]
            texts = [text for answer in answers for text in _strings(answer.get("text"))]
            yield "".join(
                [f"<h2>{_first(node.get('name')) or ''}</h2>", *(f"<p>{text}</p>" for text in texts)]
            )


def _nodes(script: str, passed_over: frozenset[str]) -> Iterator[Node]:
    """Every object of a script, the outer before the inner."""
    if len(script) > MAX_SCRIPT:
        return
    try:
        waiting: list[Any] = [_parsed(script)]
    except (ValueError, RecursionError):
        return
    seen = 0
    while waiting and seen < MAX_NODES:
        value = waiting.pop()
        seen += 1
        if isinstance(value, dict):
            yield value
            inner: Iterable[Any] = [item for key, item in value.items() if key not in passed_over]
        else:
            inner = value if isinstance(value, list) else ()
        waiting.extend(item for item in reversed(list(inner)) if isinstance(item, dict | list))


def _parsed(script: str) -> Any:
    try:
        return json.loads(script, strict=False)
    except ValueError:
        return json.loads(WRAPPING.sub("", script).strip().rstrip(";"), strict=False)


def _kinds(node: Node) -> list[str]:
    """Its types without the vocabulary they come from ("schema:Article", "https://schema.org/Article")."""
    return [re.split("[/:#]", kind)[-1] for kind in _strings(node.get("@type"))]


def _rank(node: Node) -> int | None:
    return min((RANKS[kind] for kind in _kinds(node) if kind in RANKS), default=None)


def _facts(node: Node, by_id: Mapping[str, Node]) -> dict[str, Any]:
    return {
        "title": _shown(_first(node.get("headline")) or _first(node.get("name"))),
        "authors": tuple(_names(node.get("author"), by_id)) or tuple(_names(node.get("creator"), by_id)),
        "published": _first(node.get("datePublished")) or _first(node.get("dateCreated")),
        "modified": _first(node.get("dateModified")),
        "site": next(_names(node.get("publisher"), by_id), None),
        "language": next(_languages(node.get("inLanguage")), None),
        "keywords": tuple(_keywords(node.get("keywords"))),
        "identifiers": tuple(_identifiers(node)),
        "pmid": next(_pmids(node), None),
        "journal": next(_names(_journal(node, by_id), by_id), None),
    }


def _journal(node: Node, by_id: Mapping[str, Node]) -> Node | None:
    """The periodical: `isPartOf`, followed up from issue to volume to journal."""
    for _ in range(4):
        part = next((by_id.get(str(n.get("@id")), n) for n in _dicts(node.get("isPartOf"))), None)
        if part is None or {"Periodical", "Journal"} & set(_kinds(part)):
            return part
        node = part
    return None


def _identifiers(node: Node) -> Iterator[str]:
    for key in ("identifier", "sameAs", "@id", "url"):
        for item in _items(node.get(key)):
            yield from _strings(item.get("value") or item.get("@id") if isinstance(item, dict) else item)


def _pmids(node: Node) -> Iterator[str]:
    for item in _dicts(node.get("identifier")):
        if "pmid" in f"{item.get('propertyID')} {item.get('name')}".lower().replace("pubmed", "pmid"):
            yield from (str(value) for value in _items(item.get("value")) if isinstance(value, str | int))


def _languages(value: Any) -> Iterator[str]:
    for item in _items(value):
        yield from _strings(item.get("alternateName") or item.get("name") if isinstance(item, dict) else item)


def _names(value: Any, by_id: Mapping[str, Node]) -> Iterator[str]:
    for item in _items(value):
        if isinstance(item, str) and item.strip():
            known = by_id.get(item)
            yield _shown(_name(known) if known is not None else item) or ""
        elif isinstance(item, dict):
            name = _name(item) or _name(by_id.get(str(item.get("@id")), {}))
            yield from (text for text in (_shown(name),) if text)


def _name(node: Node) -> str | None:
    parts = (_first(node.get("givenName")), _first(node.get("familyName")))
    return _first(node.get("name")) or " ".join(part for part in parts if part) or None


def _keywords(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield from (part.strip() for part in _shown(value).split(","))
    for item in _items(value) if not isinstance(value, str) else ():
        yield from map(_shown, _strings(item.get("name") if isinstance(item, dict) else item))


def _shown(text: str | None) -> str:
    """A text as a page would show it: some write character references into their JSON."""
    return " ".join(html.unescape(text).split()) if text else ""


def _first(value: Any) -> str | None:
    return next(_strings(value), None)


def _dicts(value: Any) -> Iterator[Node]:
    return (item for item in _items(value) if isinstance(item, dict))


def _items(value: Any) -> list[Any]:
    """The value itself, or what a list of it holds."""
    if isinstance(value, dict) and isinstance(value.get("@list"), list):
        value = value["@list"]
    return value if isinstance(value, list) else [value]


def _strings(value: Any) -> Iterator[str]:
    for item in _items(value):
        if isinstance(item, dict):
            item = item.get("@value")  # noqa: PLW2901 - a text with its language
        if isinstance(item, str) and item.strip():
            yield item.strip()

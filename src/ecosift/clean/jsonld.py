"""What a page says of itself in JSON-LD."""

from __future__ import annotations

import json
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
    "OpinionNewsArticle",
    "ReviewNewsArticle",
    "LiveBlogPosting",
    "HowTo",
    "QAPage",
    "FAQPage",
    "WebPage",
)

Node = Mapping[str, Any]


def read_jsonld(scripts: Iterable[str]) -> dict[str, Any]:
    """Title, authors, dates, site, keywords… of the article in the scripts; keys only where given."""
    nodes = [node for script in scripts for node in _nodes(script)]
    by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    articles = sorted((n for n in nodes if _rank(n) is not None), key=lambda n: _rank(n) or 0)
    found: dict[str, Any] = {}
    for node in articles:
        for key, value in _facts(node, by_id).items():
            if value:
                found.setdefault(key, value)
    return found


def _nodes(script: str) -> Iterator[Node]:
    """Every object of a script, the outer before the inner."""
    if len(script) > MAX_SCRIPT:
        return
    try:
        waiting: list[Any] = [json.loads(script, strict=False)]
    except (ValueError, RecursionError):
        return
    seen = 0
    while waiting and seen < MAX_NODES:
        value = waiting.pop()
        seen += 1
        if isinstance(value, dict):
            yield value
            waiting.extend(item for item in reversed(value.values()) if isinstance(item, dict | list))
        elif isinstance(value, list):
            waiting.extend(item for item in reversed(value) if isinstance(item, dict | list))


def _rank(node: Node) -> int | None:
    kinds = node.get("@type")
    ranks = [ARTICLES.index(kind) for kind in _strings(kinds) if kind in ARTICLES]
    return min(ranks, default=None)


def _facts(node: Node, by_id: Mapping[str, Node]) -> dict[str, Any]:
    return {
        "title": _first(node.get("headline")) or _first(node.get("name")),
        "authors": tuple(_names(node.get("author"), by_id)),
        "published": _first(node.get("datePublished")),
        "modified": _first(node.get("dateModified")),
        "site": next(_names(node.get("publisher"), by_id), None),
        "keywords": tuple(_keywords(node.get("keywords"))),
        "identifiers": tuple(_identifiers(node)),
        "journal": next(_names(_journal(node), by_id), None),
    }


def _journal(node: Node) -> Any:
    """The periodical: `isPartOf`, followed up from issue to volume to journal."""
    part = node.get("isPartOf")
    for _ in range(4):
        if isinstance(part, list) and part:
            part = part[0]
        if not isinstance(part, dict):
            return None
        if "Periodical" in _strings(part.get("@type")):
            return part
        part = part.get("isPartOf")
    return None


def _identifiers(node: Node) -> Iterator[str]:
    for key in ("identifier", "sameAs", "@id", "url"):
        value = node.get(key)
        for item in value if isinstance(value, list) else [value]:
            yield from _strings(item.get("value") if isinstance(item, dict) else item)


def _names(value: Any, by_id: Mapping[str, Node]) -> Iterator[str]:
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str):
            yield item.strip()
        elif isinstance(item, dict):
            name = item.get("name") or by_id.get(str(item.get("@id")), {}).get("name")
            yield from _strings(name)


def _keywords(value: Any) -> Iterator[str]:
    for text in _strings(value):
        yield from (part.strip() for part in text.split(",")) if isinstance(value, str) else [text]


def _first(value: Any) -> str | None:
    return next(_strings(value), None)


def _strings(value: Any) -> Iterator[str]:
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str) and item.strip():
            yield item.strip()

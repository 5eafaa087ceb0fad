"""What a page says of itself in the attributes of its elements: microdata, RDFa, `rel=author`, bylines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from selectolax.lexbor import LexborNode

from ecosift.clean.jsonld import ARTICLES

RANKS = {name.lower(): rank for rank, name in enumerate(ARTICLES)}
PROPERTIES = {
    "headline": "title", "author": "authors", "creator": "authors", "datepublished": "published",
    "datecreated": "created", "datemodified": "modified", "publisher": "site", "keywords": "keywords",
    "inlanguage": "language",
}  # fmt: skip
# One plain selector takes a third of the time of one for each name.
ITEMS = "[itemprop], :not(meta)[property]"
NAMES = '[itemprop~="name" i], [property$="name" i]'
BYLINES = '[class*="byline" i], [class*="author" i], a[rel~="author"], a[href*="/author"]'
NO_TEXT = frozenset(("link", "meta", "script", "style", "html", "body"))
# Classes of what an author has beside a name, or of other texts' authors.
NO_BYLINE = (
    "comment",
    "related",
    "card",
    "bio",
    "avatar",
    "image",
    "img",
    "widget",
    "sidebar",
    "footer",
    "quote",
)
ELSEWHERE = frozenset(("aside", "footer", "nav", "blockquote"))
MAX_ITEMS, MAX_PROPERTIES = 300, 1_000
MAX_DEPTH = 60
MAX_BYLINE = 120
MAX_VALUE = 2_000
# More articles than this on one level, and the page lists them.
MAX_ARTICLES = 3


def read_microdata(root: LexborNode) -> dict[str, Any]:
    """Properties of the first article of the narrowest type; nothing where a page lists articles."""
    scopes: dict[int, tuple[int, int, dict[str, list[str]]]] = {}
    for order, node in enumerate(root.css(ITEMS)[:MAX_PROPERTIES]):
        attributes = node.attributes
        key = _property(attributes)
        if key is None:
            continue
        scope = _scope(node)
        if scope is None or (rank := _rank(scope.attributes)) is None:
            continue
        _, _, found = scopes.setdefault(scope.mem_id, (rank, order, {}))
        found.setdefault(key, []).extend(_values(node, attributes, key))
    best = sorted(scopes.values(), key=lambda scope: scope[:2])
    if not best or sum(rank == best[0][0] for rank, _, _ in best) > MAX_ARTICLES:
        return {}
    found = best[0][2]
    found["published"] = found.get("published") or found.get("created", [])
    lists = ("authors", "keywords")
    return {key: tuple(values) if key in lists else values[0] for key, values in found.items() if values}


def bylines(root: LexborNode) -> Iterator[str]:
    """What elements say that are marked as author or byline: first `rel=author`, then classes, then links."""
    nodes = [node for node in root.css(BYLINES)[:MAX_ITEMS] if node.tag not in NO_TEXT]
    ranked = sorted(nodes, key=_rank_of_byline)
    for node in ranked:
        text = " ".join(node.text(separator=" ").split())
        if 1 < len(text) <= MAX_BYLINE and _is_byline(node):
            yield text


def _rank_of_byline(node: LexborNode) -> int:
    attributes = node.attributes
    if "author" in (attributes.get("rel") or "").lower():
        return 0
    return 1 if "byline" in (attributes.get("class") or "").lower() else 2


def _is_byline(node: LexborNode) -> bool:
    attributes = node.attributes
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".lower()
    return not any(name in names for name in NO_BYLINE) and not any(
        above.tag in ELSEWHERE for above in _around(node)
    )


def _around(node: LexborNode) -> Iterator[LexborNode]:
    above = node.parent
    for _ in range(MAX_DEPTH):
        if above is None or not above.tag or above.tag == "html":
            return
        yield above
        above = above.parent


def _property(attributes: Mapping[str, str | None]) -> str | None:
    names = (attributes.get("itemprop") or attributes.get("property") or "").lower().split()
    return next((PROPERTIES[key] for name in names if (key := _local(name)) in PROPERTIES), None)


def _local(name: str) -> str:
    """A name without its vocabulary: "schema:author", "https://schema.org/author"."""
    return name.replace("/", ":").replace("#", ":").rpartition(":")[2]


def _scope(node: LexborNode) -> LexborNode | None:
    """The item that a property belongs to."""
    marks = ("itemscope", "typeof")
    return next((above for above in _around(node) if any(mark in above.attributes for mark in marks)), None)


def _rank(attributes: Mapping[str, str | None]) -> int | None:
    kinds = (attributes.get("itemtype") or attributes.get("typeof") or "").lower().split()
    return min((RANKS[kind] for name in kinds if (kind := _local(name)) in RANKS), default=None)


def _values(node: LexborNode, attributes: Mapping[str, str | None], key: str) -> Sequence[str]:
    if key in ("authors", "site") and (names := node.css(NAMES)):
        return [
            value for name in names if name.mem_id != node.mem_id for value in _text(name, name.attributes)
        ]
    return _text(node, attributes)


def _text(node: LexborNode, attributes: Mapping[str, str | None]) -> list[str]:
    """The value for machines, if there is one, else what the element shows."""
    value = attributes.get("content") or attributes.get("datetime") or node.text(separator=" ")
    text = " ".join(value.split())[:MAX_VALUE]
    return [text] if text else []

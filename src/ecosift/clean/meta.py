"""What a page's head says of it: meta tags, links, title, time elements."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from selectolax.lexbor import LexborNode

TAG = re.compile(r"</?(?:head|body|meta|link|script|div|p)\b", re.IGNORECASE)
MAX_VALUE = 2_000
MAX_TAGS = 500
MAX_TIMES = 50
MAX_SCRIPTS = 50

Tags = Mapping[str, list[str]]


def read_meta(nodes: Sequence[LexborNode]) -> Tags:
    """Values of every meta tag by its name, property or itemprop in lower case, in page order."""
    tags: dict[str, list[str]] = {}
    for node in nodes[:MAX_TAGS]:
        attributes = node.attributes
        name = attributes.get("name") or attributes.get("property") or attributes.get("itemprop")
        content = attributes.get("content")
        if name and content and (value := " ".join(content.split())):
            tags.setdefault(name.strip().lower(), []).append(value[:MAX_VALUE])
    return tags


def first(tags: Tags, names: Iterable[str]) -> str | None:
    """The first value of the first name that has one."""
    return next((tags[name][0] for name in names if name in tags), None)


def every(tags: Tags, names: Iterable[str]) -> tuple[str, ...]:
    """All values of the first name that has any."""
    return next((tuple(tags[name]) for name in names if name in tags), ())


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
    """The language of the html element, without its region."""
    declared = (roots[0].attributes.get("lang") or "") if roots else ""
    return declared.strip().replace("_", "-").split("-")[0].lower()[:8] or None


def first_time(times: Sequence[LexborNode]) -> str | None:
    """The machine-readable date of the first time element marked as that of publication, or of the first."""
    dated = [time.attributes for time in times[:MAX_TIMES] if time.attributes.get("datetime")]
    marked = [attributes for attributes in dated if _says_published(attributes)]
    return next((attributes["datetime"] for attributes in (*marked, *dated)), None)


def _says_published(attributes: Mapping[str, str | None]) -> bool:
    said = f"{attributes.get('class') or ''} {attributes.get('itemprop') or ''}".lower()
    return "pubdate" in attributes or "publish" in said


def jsonld_nodes(scripts: Sequence[LexborNode]) -> list[LexborNode]:
    """The page's JSON-LD scripts."""
    return [node for node in scripts if _is_jsonld(node.attributes.get("type"))][:MAX_SCRIPTS]


def _is_jsonld(kind: str | None) -> bool:
    """`application/ld+json`, whatever parameters or white space stand around it."""
    return kind is not None and kind.split(";")[0].strip().lower() == "application/ld+json"

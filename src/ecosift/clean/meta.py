"""What a page's head says of it: meta tags, links, title, time elements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from selectolax.lexbor import LexborHTMLParser

MAX_VALUE = 2_000
MAX_TAGS = 500

Tags = Mapping[str, list[str]]


def read_meta(tree: LexborHTMLParser) -> Tags:
    """Values of every meta tag by its name, property or itemprop in lower case, in page order."""
    tags: dict[str, list[str]] = {}
    for node in tree.css("meta")[:MAX_TAGS]:
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


def head_title(tree: LexborHTMLParser) -> str | None:
    """The text of the title element."""
    node = tree.css_first("title")
    return " ".join(node.text().split())[:MAX_VALUE] or None if node is not None else None


def canonical_link(tree: LexborHTMLParser) -> str | None:
    """The address in `<link rel=canonical>`."""
    node = tree.css_first("link[rel~=canonical]")
    return node.attributes.get("href") if node is not None else None


def page_language(tree: LexborHTMLParser) -> str | None:
    """The language of the html element, without its region."""
    root = tree.root
    declared = (root.attributes.get("lang") or "") if root is not None else ""
    return declared.strip().replace("_", "-").split("-")[0].lower()[:8] or None


def first_time(tree: LexborHTMLParser) -> str | None:
    """The machine-readable date of the page's first time element that is marked as the published one, or first at all."""
    times = tree.css("time[datetime]")[:50]
    marked = [time for time in times if _says_published(time.attributes)]
    return next((time.attributes.get("datetime") for time in [*marked, *times]), None)


def _says_published(attributes: Mapping[str, str | None]) -> bool:
    said = f"{attributes.get('class') or ''} {attributes.get('itemprop') or ''}".lower()
    return "pubdate" in attributes or "publish" in said


def jsonld_scripts(tree: LexborHTMLParser) -> list[str]:
    """The texts of the page's JSON-LD scripts."""
    return [node.text() for node in tree.css('script[type="application/ld+json"]')[:50]]

"""A guard against markup that takes quadratic time or space to parse; what people wrote passes unchanged."""

from __future__ import annotations

import re

# Parsing looks up through open elements: 16,000 nested divs take a third of a second.
MANY_TAGS = 16_000
SOME_TAGS = 1_000
MAX_NESTING = 500
# Formatting elements left open are opened again in every paragraph that follows.
MAX_FORMATTING = 30
# Attributes of one tag are compared with each other.
LONG_TAG = 20_000
MAX_ATTRIBUTES = 500

FORMATTING_TAGS = (
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
)  # fmt: skip
# The same names in either case: half the time that a pattern takes which ignores case. Most tags fail at
# their first letter.
FORMATTING = re.compile(
    r"<(/?)(?=[aAbBcCeEfFiInNsStTuU])(?:[aAiIuU]|[bB](?:[iI][gG])?|[cC][oO][dD][eE]|[eE][mM]|[fF][oO][nN][tT]|[nN][oO][bB][rR]"
    r"|[sS](?:[mM][aA][lL]{2}|[tT][rR](?:[iI][kK][eE]|[oO][nN][gG]))?|[tT]{2})[\s>/]"
)
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,30})[^<>]*>")
TAG_START = re.compile(r"<[a-zA-Z]")
# A run of white space is entered at its start alone.
ATTRIBUTE = re.compile(r"""(?<![\s/])[\s/]++[^\s=>/]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>"']+))?""")
# Elements that end by themselves when the next one begins, or that hold nothing: they do not pile up.
SHALLOW = frozenset(
    (
        "area", "base", "body", "br", "col", "colgroup", "dd", "dt", "embed", "head", "hr", "html", "img",
        "input", "li", "link", "meta", "optgroup", "option", "p", "param", "source", "tbody", "td", "tfoot",
        "th", "thead", "tr", "track", "wbr",
    )
)  # fmt: skip
# Items of lists end when the next of their kind begins, not when one of the other kind does.
ITEMS = {"li": "li", "dd": "dd", "dt": "dd"}
LISTS = frozenset(("dir", "dl", "menu", "ol", "ul"))


def defuse(html: str) -> str:
    """The page, without tags and attributes beyond what any real page has."""
    if _has_long_part(html):
        html = ">".join(_short_tag(part) for part in html.split(">"))
    tags = html.count("<")
    if tags >= MANY_TAGS or (tags >= SOME_TAGS and _left_open(html) > MAX_FORMATTING):
        html = _Bound().apply(html)
    return html


def _has_long_part(html: str) -> bool:
    """Whether the page may go on for `LONG_TAG` characters without a ">": one of these places sees it."""
    step = LONG_TAG // 2
    return any(html.find(">", at, at + step) < 0 for at in range(0, len(html) - step, step))


def _left_open(html: str) -> int:
    closing = FORMATTING.findall(html)
    return len(closing) - 2 * closing.count("/")


def _short_tag(part: str) -> str:
    """A page's part before a ">": text, then perhaps a tag, here with so many attributes at most."""
    start = TAG_START.search(part) if len(part) > LONG_TAG else None
    if start is None:
        return part
    end = start.end()
    for number, attribute in enumerate(ATTRIBUTE.finditer(part, end)):
        if number == MAX_ATTRIBUTES:
            return part[:end]
        end = attribute.end()
    return part


class _Bound:
    """Leaves out tags that stand too deep, and the ends that belong to them."""

    def __init__(self) -> None:
        self.depth = {True: 0, False: 0}
        self.limit = {True: MAX_FORMATTING, False: MAX_NESTING}
        self.item: str | None = None

    def apply(self, html: str) -> str:
        return TAG.sub(self._keep, html)

    def _keep(self, match: re.Match[str]) -> str:
        name = match[2].lower()
        if name in LISTS:
            self.item = None
        if name in SHALLOW and not (name in ITEMS and self._piles(ITEMS[name], ends=bool(match[1]))):
            return match[0]
        kind = name in FORMATTING_TAGS
        if match[1]:
            self.depth[kind] = max(self.depth[kind] - 1, 0)
            return match[0] if self.depth[kind] < self.limit[kind] else ""
        self.depth[kind] += 1
        return match[0] if self.depth[kind] <= self.limit[kind] else ""

    def _piles(self, item: str, *, ends: bool) -> bool:
        """Whether an item begins in one of the other kind, without a list between them."""
        before, self.item = self.item, None if ends else item
        return not ends and before not in (None, item)

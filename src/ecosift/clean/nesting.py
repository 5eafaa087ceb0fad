"""A guard against markup that is nested, or left open, so deep that parsing it takes quadratic time."""

from __future__ import annotations

import re

# Fewer tags than this cannot take long, however they are nested. (20,000 nested divs: half a second.)
MANY_TAGS = 8_000
MAX_NESTING = 500
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,30})[^<>]*>")
# Elements that end by themselves when the next one begins, or that hold nothing: they do not pile up.
SHALLOW = frozenset(
    "p li dt dd tr td th thead tbody tfoot option optgroup colgroup area base br col embed hr img input link meta param "
    "source track wbr html head body".split()
)


def bound_nesting(html: str) -> str:
    """The page, without the tags that stand deeper than any real page's do."""
    if html.count("<") < MANY_TAGS:
        return html
    depth = 0

    def keep(match: re.Match[str]) -> str:
        nonlocal depth
        if match[2].lower() in SHALLOW or match[0].endswith("/>"):
            return match[0]
        if match[1]:
            depth = max(depth - 1, 0)
            return match[0] if depth < MAX_NESTING else ""
        depth += 1
        return match[0] if depth <= MAX_NESTING else ""

    return TAG.sub(keep, html)

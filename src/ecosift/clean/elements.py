"""What the walk needs to know of HTML's elements: which divide text into blocks, which hold none."""

from __future__ import annotations

from typing import Literal

from ecosift.clean.runs import MarkKind
from ecosift.types import BlockKind

HEADINGS = {f"h{level}": level for level in range(1, 7)}

# Elements whose start and end divide the text around them, after the style sheet of the HTML standard.
BLOCKS = frozenset(
    (
        *HEADINGS, "address", "article", "aside", "blockquote", "body", "button", "caption", "center", "dd",
        "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form",
        "frameset", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "noscript",
        "ol", "optgroup", "option", "p", "pre", "search", "section", "summary", "table", "tbody", "td",
        "tfoot", "th", "thead", "tr", "ul",
    )
)  # fmt: skip

# Elements whose text is no text of the page: code, drawings, and the inside of controls.
SILENT = frozenset(
    (
        "applet", "audio", "canvas", "datalist", "embed", "head", "iframe", "input", "map", "math-field",
        "meter", "noembed", "noframes", "object", "portal", "progress", "rp", "script", "select", "style",
        "svg", "template", "textarea", "title", "video", "xmp",
    )
)  # fmt: skip

# Elements that carry metadata.
CARRIERS = ("html", "title", "meta", "link", "script", "time")

LISTS = frozenset(("dir", "dl", "menu", "ol", "ul"))
PREFORMATTED = frozenset(("listing", "plaintext", "pre"))
MARKS: dict[str, MarkKind] = {"a": "link", "b": "bold", "strong": "bold", "sup": "sup"}

KINDS: dict[str, BlockKind] = {
    **dict.fromkeys(HEADINGS, "heading"),
    "blockquote": "quote",
    "caption": "caption",
    "dd": "list_item",
    "dt": "list_item",
    "figcaption": "caption",
    "li": "list_item",
    "table": "paragraph",
    "td": "paragraph",
    "th": "paragraph",
}

# Elements whose name says something of the text in them.
TELLING = frozenset((*KINDS, *LISTS, *PREFORMATTED, "hr", "tr"))

# Elements that the parser writes without an end.
ENDLESS = frozenset(
    (
        "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input", "keygen",
        "link", "meta", "param", "source", "track", "wbr",
    )
)  # fmt: skip

# What the walk does where an element begins; others only stand around text.
WAYS: dict[str, Literal["block", "mark", "silent", "endless"]] = {
    **dict.fromkeys(SILENT, "silent"),
    **dict.fromkeys(MARKS, "mark"),
    **dict.fromkeys(ENDLESS, "endless"),
    **dict.fromkeys(BLOCKS, "block"),
}

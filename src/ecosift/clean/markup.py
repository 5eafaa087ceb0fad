"""Markup as the parser writes it out again: every element closed, brackets in texts and values escaped."""

from __future__ import annotations

import re
from collections.abc import Mapping

# White space and text before a tag, and the tag: an element whose text is no markup, with that text, or the
# beginning or end of another element. Comments and the doctype are tags without a name.
TOKEN = re.compile(
    r"([ \t\n\r\f]*+)([^<]*+)<(?:"
    r"(script|style|xmp|iframe|noembed|noframes|plaintext)(?=[\s>])[^>]*+>([^<]*+(?:<(?!/\3)[^<]*+)*+)</[^>]*+>"
    r"|(/?)([a-zA-Z][^\s/>]*+)([^>]*+)>"
    r"|!--[^-]*+(?:-(?!->)[^-]*+)*+-->"
    r"|[!?][^>]*+>)"
)
ATTRIBUTE = re.compile(r'\s([^\s=]+)="([^"]*)"')
HREF = re.compile(r'\shref="([^"]*)"')
ESCAPES = (("&nbsp;", "\u00a0"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&"))


def attributes_of(written: str) -> Mapping[str, str]:
    """The attributes of a tag."""
    found = dict(ATTRIBUTE.findall(written))
    return {name: unescape(value) for name, value in found.items()} if "&" in written else found


def attribute_of(written: str, name: re.Pattern[str]) -> str | None:
    """One attribute of a tag."""
    found = name.search(written)
    return unescape(found[1]) if found else None


def unescape(text: str) -> str:
    """A text or value as it was before it was written out."""
    if "&" in text:
        for escape, char in ESCAPES:
            text = text.replace(escape, char)
    return text

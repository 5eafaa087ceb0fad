"""Markup as the parser writes it out again: every element closed, brackets in texts and values escaped."""

from __future__ import annotations

import re
from collections.abc import Mapping

# White space and text before a tag, and the tag: an element whose text is no markup and not the page's, the
# text of one that is the page's, or the beginning or end of another. Comments and the doctype have no name.
# What a script's text only seems to open ends with the page, and a "<" that opens nothing is passed: none is
# looked for twice.
# (No group is possessive: up to 3.11.4 Python reads such groups wrongly.)
TOKEN = re.compile(
    r"([ \t\n\r\f]*+)([^<]*+)<(?:"
    r"(script|style|xmp|iframe|noembed|noframes)(?=[\s>])[^>]*+>[^<]*+(?:<(?!/\3>)[^<]*+)*(?:</[^>]*+>|\Z)"
    r"|plaintext(?=[\s>])[^>]*+>([^<]*+(?:<(?!/plaintext>)[^<]*+)*)(?:</[^>]*+>|\Z)"
    r"|(/?)([a-zA-Z][^\s/>]*+)([^>]*+)>"
    r"|!--[^-]*+(?:-(?!->)[^-]*+)*-->"
    r"|[!?][^>]*+>"
    r"|)"
)
ATTRIBUTE = re.compile(r'\s([^\s=]+)="([^"]*)"')
ESCAPES = (("&nbsp;", "\u00a0"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&"))


def attributes_of(written: str) -> Mapping[str, str]:
    """The attributes of a tag."""
    found = dict(ATTRIBUTE.findall(written))
    return {name: unescape(value) for name, value in found.items()} if "&" in written else found


def value_of(written: str, name: str) -> str | None:
    """One attribute of a tag."""
    _, found, rest = written.partition(f' {name}="')
    return unescape(rest.partition('"')[0]) if found else None


def unescape(text: str) -> str:
    """A text or value as it was before it was written out."""
    if "&" in text:
        for escape, char in ESCAPES:
            text = text.replace(escape, char)
    return text

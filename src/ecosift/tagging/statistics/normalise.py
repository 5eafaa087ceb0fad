"""A copy of the text of the same length, in which one sign stands for all prints of it."""

from __future__ import annotations

import re

_SPACES = "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b"
_SPACES += "\u202f\u205f\u3000\ufeff"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d\u00ad"
_MIDDLE_DOTS = "\u00b7\u2219\u22c5\u2027"
_SIGNS = {
    "\u2018": "'",
    "\u2019": "'",
    "\u201c": '"',
    "\u201d": '"',
    "\u2236": ":",
    "\uff05": "%",
    "\u2a7d": "≤",
    "\u2a7e": "≥",
    "\u2266": "≤",
    "\u2267": "≥",
    "\uff1c": "<",
    "\uff1e": ">",
    "\uff1d": "=",
    "\u2044": "/",
    "\u2215": "/",
    "\r": "\n",
    "\u2028": "\n",
    "\u2029": "\n",
}
_TABLE = str.maketrans(
    {
        **dict.fromkeys(_SPACES, " "),
        **dict.fromkeys(_DASHES, "-"),
        **dict.fromkeys(_MIDDLE_DOTS, "."),
        **_SIGNS,
    }
)
# A thin or no-break space between digits is a thousands mark; a plain space may part two figures.
_THOUSANDS = re.compile(r"(?<=\d)[\u00a0\u2009\u202f](?=\d{3}(?!\d))")


def fold(text: str) -> str:
    """`text` with spaces, dashes, minus signs, middle dots and quotes unified; every offset stays."""
    if text.isascii():
        return text.replace("\t", " ").replace("\r", "\n")
    return _THOUSANDS.sub(",", text).translate(_TABLE)

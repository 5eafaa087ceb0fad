"""The files of a review: one HTML page each, with its style, its script and its data inside."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from functools import cache
from typing import Any

from ecosift.resources import resource
from ecosift.review.packing import json_for_html

SCRIPTS = ("model.js", "gold.js", "draw.js", "panel.js", "change.js", "filters.js", "keys.js", "start.js")
SLOT = re.compile(r"\{\{(\w+)\}\}")
# Nothing is loaded, sent, framed or run but the style and the script whose digests are given, and no
# string becomes markup.
POLICY = (
    "default-src 'none'; script-src {script}; style-src {style}; base-uri 'none'; form-action 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)


def page(data: dict[str, Any], title: str) -> str:
    """A page to read and mend."""
    return _filled("page.html", data, title, _asset("page.css"), _script(*SCRIPTS))


def index(data: dict[str, Any], title: str) -> str:
    """The list of pages, each in a file of its own."""
    return _filled("index.html", data, title, _asset("page.css"), _script("index.js"))


def _filled(name: str, data: dict[str, Any], title: str, style: str, script: str) -> str:
    slots = {
        "policy": POLICY.format(script=_digest(script), style=_digest(style)),
        "title": html.escape(title),
        "style": style,
        "script": script,
        "data": json_for_html(data),
    }
    return SLOT.sub(lambda found: slots[found[1]], _asset(name))


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def _script(*names: str) -> str:
    return '"use strict";\n' + "\n".join(map(_asset, names))


@cache
def _asset(name: str) -> str:
    return resource("review", "assets", name).read_text(encoding="utf-8").replace("\r\n", "\n")

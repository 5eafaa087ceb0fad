"""Markup and text made to hang a parser: each page within a second or two, and without a traceback."""

from __future__ import annotations

import time

import pytest

from ecosift.clean import clean
from ecosift.clean.hostile import defuse

MANY = 200_000
PAGES = {
    "nested div": "<div>" * MANY + "text",
    "nested and closed": "<div>" * MANY + "text" + "</div>" * MANY,
    "nested b": "<b>" * MANY + "text",
    "unclosed formatting": "".join(f"<font id={n}>" for n in range(2000)) + "<p>x" * 2000,
    "bold lines": "<b>x<br>" * 20_000,
    "words between breaks": "<br>".join(["two words"] * 20_000),
    "attributes": "<div " + " ".join(f"a{n}=1" for n in range(50_000)) + ">text</div>",
    "blanks in a tag": "<p " + "\r\n" * MANY + "=>text",
    "blanks in a title": f"<title>{' ' * MANY}x</title><h1>{'&nbsp;' * 50_000}x</h1>",
    "open tags": "<a " * MANY,
    "open comments": "<!--" * MANY,
    "class": f"<div class='{'nav-' * MANY}'>text</div>",
    "json": f"<script type='application/ld+json'>{'[' * MANY}</script>",
    "items": "<dd><li>" * 20_000,
    "labels": "<p>Share</p>" * 20_000,
    "lists of works": "<h2>References</h2><p>Doe J. On it. Journal. 2020;3:4-9.</p>" * 10_000,
    "headings": "<h2>References</h2><p>words of a short text</p>" * 5_000,
    "text in a script": "<script><!--<script></script>" + "word " * 50_000 + "<1--></script>",
    "custom elements": "<x-a><p>x</p></x-a>" * 10_000,
}
TEXTS = [
    "a",
    " ",
    "\n",
    "(",
    "1",
    "1 ",
    "|",
    "a|b\n",
    "-",
    "- x\n",
    "\t",
    "A. ",
    "Aa ",
    "2020 ",
    "doi 10.5555/x\n",
    "By Ann Lee\n",
    "References\n",
    "References\nDoe J. On it. Journal. 2020;3:4-9.\n",
    "Related articles\nwords of it\n",
    "on ",
    "gmt ",
]


@pytest.mark.parametrize("html", PAGES.values(), ids=PAGES)
def test_hostile_markup_is_quick(html):
    start = time.process_time()
    clean(html, "text/html")
    assert time.process_time() - start < 4


@pytest.mark.parametrize("piece", TEXTS)
def test_hostile_text_is_quick(piece):
    raw = piece * (100_000 // len(piece))
    start = time.process_time()
    clean(raw + "x", "text/plain")
    clean(raw.replace("\n", " ")[:400] + "x", "text/plain")
    assert time.process_time() - start < 4


def test_deep_markup_keeps_its_text_and_a_short_path():
    cleaned = clean("<div>" * 5_000 + "<p>A sentence of eight words stands right here.</p>", "text/html")
    (block,) = cleaned.blocks
    assert block.text == "A sentence of eight words stands right here."
    assert (block.xpath or "").count("/") <= 128


def test_a_real_page_passes_unchanged():
    html = "<ul>" + "<li><a href='x' class='a b'>word</a> <b>x</b></li>" * 3_000 + "</ul>"
    assert defuse(html) == html

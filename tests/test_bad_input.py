"""Hostile or broken pages: the right result or a reason, in little time."""

from __future__ import annotations

import time

import pytest

from ecosift import Page

SAID = "The team found that 30% of 50 farmers felt lonely."

# What each costs is bounded by its size; the limit, in processor time, leaves room for a slow machine.
HOSTILE = {
    "deep tags": ("<div>" * 200_000 + f"<p>{SAID}</p>", "text/html"),
    "deep lists": ("<ul><li>" * 50_000 + SAID, "text/html"),
    "deep inline": ("<b><i>" * 50_000 + SAID, "text/html"),
    "unclosed quotes": ('<a href="' * 50_000 + SAID, "text/html"),
    "many attributes": (f"<p {'x=1 ' * 100_000}>{SAID}</p>", "text/html"),
    "many cells": ("<table><tr>" + "<td>7</td>" * 100_000 + f"</table><p>{SAID}</p>", "text/html"),
    "one long line": ("word " * 200_000 + SAID, "text/plain"),
    "one character": ("x" * 1_000_000, "text/plain"),
    "full stops": ("." * 1_000_000, "text/plain"),
    "brackets": ("(" * 300_000 + ")" * 300_000, "text/plain"),
    "digits": ("7" * 500_000, "text/plain"),
    "commas and digits": ("1," * 150_000, "text/plain"),
    "intervals": ("95% CI " * 50_000, "text/plain"),
    "pipes": ("|" * 300_000, "text/plain"),
    "blank lines": ("\n" * 1_000_000 + SAID, "text/plain"),
    "short lines": ("a\n" * 100_000 + SAID, "text/plain"),
    "bullets": ("- \n" * 100_000 + SAID, "text/plain"),
    "nulls": ("\x00" * 100_000 + SAID, "text/plain"),
    "marks": ("[1]" * 100_000, "text/plain"),
    "astral": ("😀" * 200_000 + SAID, "text/plain"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_neither_hang_nor_raise(pipeline, name):
    content, media_type = HOSTILE[name]
    start = time.process_time()
    article = pipeline(Page(content, media_type=media_type))
    article.records()
    assert article.error is None or article.error.stage == "read"
    assert time.process_time() - start < 20


def test_a_sentence_after_nulls_is_still_found(pipeline):
    records = pipeline(Page(f"\x00\x00{SAID} \x00 It was a small study.")).records(lambda _: True)
    assert any("30% of 50 farmers" in record.text for record in records)


def test_a_line_of_20_megabytes_is_refused_not_cut(pipeline):
    article = pipeline(Page("word " * 4_000_000))
    assert article.error is not None
    assert article.error.reason == "larger than 16,777,216 bytes"

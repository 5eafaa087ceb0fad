"""Bytes become the text that their author wrote, or a reason why not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosift.decode import decode, mend_surrogates
from ecosift.errors import PageError
from ecosift.types import Page

WORDS = "Les mères ont reçu de l’aide – 81,8 % – à l’hôpital, et leurs familles l'ont trouvée très utile."
HTML = f"<html><head>{{}}</head><body><p>{WORDS}</p></body></html>"


@pytest.mark.parametrize(
    "content",
    [
        WORDS.encode("utf-8"),
        WORDS.encode("utf-8-sig"),
        WORDS.encode("utf-16"),
        b"\xfe\xff" + WORDS.encode("utf-16-be"),
        WORDS.encode("utf-32"),
        WORDS.encode("utf-16-le"),
        WORDS.encode("utf-16-be"),
        WORDS.encode("cp1252"),
    ],
    ids=["utf-8", "bom", "utf-16", "utf-16-be", "utf-32", "bare utf-16-le", "bare utf-16-be", "guessed"],
)
def test_plain_text_is_read_in_any_encoding(content):
    assert decode(Page(content)) == (WORDS, "text/plain")


@pytest.mark.parametrize(
    ("head", "codec"),
    [
        ('<meta charset="windows-1252">', "cp1252"),
        ("<meta charset=iso-8859-1>", "cp1252"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">', "cp1252"),
        ('<meta charset="iso-8859-1">', "utf-8"),
        ('<meta charset="no-such-thing">', "utf-8"),
        ('<meta charset="rot13">', "utf-8"),
    ],
)
def test_html_declares_its_encoding_and_may_be_wrong(head, codec):
    page = HTML.format(head)
    assert decode(Page(page.encode(codec))) == (page, "text/html")


def test_a_header_outside_the_page_counts():
    page = Page("Größe und Übergewicht".encode("cp1250"), charset="windows-1250")
    assert decode(page)[0] == "Größe und Übergewicht"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"%PDF-1.7 ...", "the content is a PDF"),
        (b"PK\x03\x04...", "the content is a ZIP or Office document"),
        (b"\x89PNG\r\n\x1a\n", "the content is an image"),
        (bytes(range(256)) * 20, "the content is binary, not text"),
    ],
)
def test_what_is_no_text_is_refused_with_advice(content, reason):
    with pytest.raises(PageError) as error:
        decode(Page(content))
    assert (error.value.failure.stage, error.value.failure.reason) == ("read", reason)
    assert error.value.failure.hint


@pytest.mark.parametrize(
    ("text", "media_type"),
    [
        ("<!DOCTYPE html><html>", "text/html"),
        ("\n  <div class='x'>One</div>", "text/html"),
        ("One < two and 3 > 2.", "text/plain"),
        ("Home | About <b", "text/plain"),
        ("", "text/plain"),
    ],
)
def test_media_type_is_told_from_the_content(text, media_type):
    assert decode(Page(text))[1] == media_type


def test_a_declared_media_type_wins():
    assert decode(Page("<p>literal</p>", media_type="text/plain"))[1] == "text/plain"


def test_lone_surrogates_are_replaced_one_for_one():
    assert mend_surrogates("a\ud800b\udfffc") == "a\ufffdb\ufffdc"


@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_refused(content):
    try:
        text, _ = decode(Page(content))
    except PageError:
        return
    text.encode("utf-8")

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


JAPANESE = "看護師は公園で毛布を配り、参加者の六割が二週間以内に再び診察を受けた。①"
RUSSIAN = "Медсёстры раздавали одеяла в парках, а совет оплатил второй фургон весной."
KOREAN = "간호사들은 공원에서 담요를 나누어 주었다."


@pytest.mark.parametrize(
    ("label", "codec", "words"),
    [
        ("shift_jis", "cp932", JAPANESE),
        ("x-sjis", "cp932", JAPANESE),
        ("iso-2022-jp", "iso2022_jp", JAPANESE[:-1]),
        ("gb2312", "gbk", "护士在公园里分发毯子，朱镕基付了钱。"),
        ("ks_c_5601-1987", "cp949", KOREAN),
        ("iso-8859-9", "cp1254", "Hemşireler parklarda – “ıslak” battaniyeler dağıttı."),
        ("koi8-r", "koi8-r", RUSSIAN),
    ],
)
def test_labels_mean_what_browsers_take_them_for(label, codec, words):
    page = f'<html><head><!-- <meta charset="utf-16be"> --><meta charset="{label}"></head><p>{words}</p>'
    assert decode(Page(page.encode(codec)))[0] == page


@pytest.mark.parametrize("words", [RUSSIAN, JAPANESE])
@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_bare_utf_16_is_known_by_its_tags(words, codec):
    page = f'<html><head><meta charset="utf-8"></head><body><p>{words}</p></body></html>'
    assert decode(Page(page.encode(codec))) == (page, "text/html")


@pytest.mark.parametrize(
    ("before", "broken", "after"),
    [
        (WORDS, b"\xe2\x80", ""),
        (WORDS, b"\xff", f" {WORDS}"),
        (WORDS, b"\xe9 \x93 \x94", f" {WORDS}"),
    ],
    ids=["cut off", "one bad byte", "pasted in"],
)
def test_some_broken_bytes_do_not_spoil_the_rest(before, broken, after):
    page = HTML.format('<meta charset="utf-8">')
    text = decode(Page(page.encode() + before.encode() + broken + after.encode()))[0]
    assert text.startswith(page + before)
    assert text.endswith(after)
    assert "\ufffd" in text


ENGLISH = "The nurses’ “night van” – paid for by the council – cost £12,000… and it’s worth it to a café."


@pytest.mark.parametrize("declared", ["", '<meta charset="utf-8">', '<meta charset="x-user-defined">'])
@pytest.mark.parametrize("before", ["", "Of the parks that nurses went to, two were shut. " * 2000])
def test_english_in_windows_1252_is_read_whatever_it_says(declared, before):
    page = f"<html><head>{declared}</head><body><p>{before}</p><p>{ENGLISH}</p></body></html>"
    assert decode(Page(page.encode("cp1252")))[0] == page


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"%PDF-1.7 ...", "the content is a PDF"),
        (b"\x1f\x8b\x08\x00...", "the content is compressed"),
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

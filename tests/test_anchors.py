"""A record leads back to its page: XPath and text fragment in HTML, offsets in plain text."""

from __future__ import annotations

from urllib.parse import unquote

import html5lib
import pytest
from lxml import etree

import ecosift
from ecosift import Page


def parsed(markup: str) -> etree._ElementTree:
    return html5lib.parse(markup, treebuilder="lxml", namespaceHTMLElements=False)


def bare(text: str) -> str:
    return "".join(text.split())


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.filterwarnings("ignore::html5lib.constants.DataLossWarning")
def test_xpaths_lead_to_the_element_that_holds_the_quote(pipeline, page_files):
    checked = 0
    for file in (file for file in page_files if file.suffix == ".html"):
        tree = parsed(file.read_text(encoding="utf-8"))
        for record in pipeline(Page(file.read_bytes(), id=file.name)).records(lambda _: True):
            (element,) = tree.xpath(record.anchor.xpath)
            # A line break in the mark-up is white space to a reader, but no character.
            assert bare(record.text) in bare("".join(element.itertext()))
            assert record.anchor.raw_start is None
            checked += 1
    assert checked > 100


def test_offsets_lead_to_the_quote_in_a_text_page(pipeline, page_files):
    checked = 0
    for file in (file for file in page_files if file.suffix == ".txt"):
        raw = file.read_bytes().decode("utf-8")
        for page in (raw, raw.replace("\n", "\r\n"), "\ufeff" + raw):
            for record in pipeline(Page(page, id=file.name)).records(lambda _: True):
                place = slice(record.anchor.raw_start, record.anchor.raw_end)
                assert flat(page.removeprefix("\ufeff")[place]) == flat(record.text)
                assert record.anchor.xpath is None
                checked += 1
    assert checked > 100


def test_prefix_and_suffix_surround_the_quote(pipeline, page_files):
    article = pipeline(Page(page_files[0].read_bytes()))
    for record in article.records(lambda _: True):
        around = (record.anchor.prefix or "") + record.text + (record.anchor.suffix or "")
        assert around in article.text


def test_fragments_name_text_that_occurs_once(pipeline, page_files):
    for file in (file for file in page_files if file.suffix == ".html"):
        article = pipeline(Page(file.read_bytes(), url="https://example.org/page#top"))
        page_text = flat(" ".join([article.text, *(block.text for block in article.dropped)])).lower()
        for record in article.records(lambda _: True):
            if record.anchor.fragment is None:
                continue
            base, _, directive = record.anchor.fragment.partition(":~:text=")
            assert base == "https://example.org/page#top"
            parts = [unquote(part) for part in directive.split(",")]
            if parts[0].endswith("-") and directive.split(",")[0].endswith("-"):
                parts[:2] = [f"{parts[0][:-1]} {parts[1]}"]
            assert page_text.count(parts[0].lower()) == 1


@pytest.mark.parametrize(
    ("said", "fragment"),
    [
        ("Trust matters, staff say.", "text=Trust%20matters%2C%20staff%20say."),
        ("Self-help groups met & grew.", "text=Self%2Dhelp%20groups%20met%20%26%20grew."),
    ],
)
def test_fragments_are_encoded_as_browsers_read_them(pipeline, said, fragment):
    page = (
        f"<html><body><article><h1>Groups</h1><p>{said} They lasted all winter long for most.</p></article>"
    )
    article = pipeline(Page(page, url="https://example.org/a"))
    assert article.records(lambda _: True)[0].anchor.fragment == f"https://example.org/a#:~:{fragment}"


def test_a_repeated_sentence_is_told_apart_by_what_stands_before(pipeline):
    said = "Help was hard to find in winter."
    page = (
        f"<html><body><article><p>Mothers spoke first. {said}</p><p>Fathers spoke next. {said}</p></article>"
    )
    records = pipeline(Page(page, url="https://example.org/a")).records(lambda _: True)
    fragments = [record.anchor.fragment for record in records if record.text == said]
    assert len(set(fragments)) == 2
    assert all(fragment is None or "-,Help" in fragment for fragment in fragments)


def test_without_a_url_there_is_no_fragment(pipeline):
    article: ecosift.Article = pipeline(Page("<p>Staff turnover was high in rural clinics.</p>"))
    assert [record.anchor.fragment for record in article.records(lambda _: True)] == [None]

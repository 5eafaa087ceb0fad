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


@pytest.mark.parametrize(
    ("body", "media_type", "fragment"),
    [
        (
            "<p>Clinics that closed<br>at four turned away<br>most of the night workers.</p>",
            "text/html",
            "text=Clinics%20that%20closed,most%20of%20the%20night%20workers.",
        ),
        (
            "<pre>Clinics that closed\n  at four turned away night workers.</pre>",
            "text/html",
            "text=Clinics%20that%20closed,at%20four%20turned%20away%20night%20workers.",
        ),
        (
            "Clinics that  closed\tat four turned away most of the night workers who came.",
            "text/plain",
            "text=Clinics%20that,of%20the%20night%20workers%20who%20came.",
        ),
    ],
)
def test_a_quote_over_several_lines_is_linked_by_its_ends(pipeline, body, media_type, fragment):
    page = Page(body, url="https://example.org/a", media_type=media_type)
    (record,) = pipeline(page).records(lambda _: True)
    assert record.anchor.fragment == f"https://example.org/a#:~:{fragment}"


def test_where_first_words_repeat_the_whole_sentence_is_quoted(pipeline):
    start = "Friends helped with the walk to the clinic"
    long = (
        f"{start}, most of the women said, and with the children on the many days when no bus came by at all."
    )
    said = f"{long[:-1]}, and when it did come but came too late."
    page = Page(f"<p>{said} {start} on other days as well, they said.</p>", url="https://example.org/a")
    first, other = (record.anchor.fragment for record in pipeline(page).records(lambda _: True))
    assert unquote(first).endswith(f"text={said}")
    assert unquote(other).endswith("on other days as well, they said.")


def test_a_browser_that_runs_scripts_finds_what_stands_in_noscript(pipeline):
    page = Page("<body><noscript><div><p>Buses were late on 12 of 40 days.</p></div></noscript></body>")
    (record,) = pipeline(page).records(lambda _: True)
    assert record.anchor.xpath == "/html[1]/body[1]/noscript[1]"


def test_a_button_is_no_part_of_the_sentence_beside_it(pipeline):
    page = Page("<p>Join us. <button>Sign me up</button>No charge for the 40 members.</p>")
    assert "No charge for the 40 members." in [r.text for r in pipeline(page).records(lambda _: True)]

"""Anchors in a browser: XPaths find the element that holds the quote, and fragment links scroll to it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ecosift import Page
from ecosift.types import Block

# Every third page: a browser takes a second for each.
PAGES = sorted((Path(__file__).parents[1] / "corpora" / "pages").iterdir())[::3]
MEDIA = {".html": "text/html", ".txt": "text/plain"}
# How far from the middle of the window a quote may come to stand, in heights of the window.
NEAR = 0.1

ODD = """<!doctype html><meta charset="utf-8"><title>Odd mark-up</title><h1>Odd mark-up</h1>
<p>Walking groups met twice a week behind the library, whatever the weather of the 11 weeks was.
<p>Nurses led <b>the first<p>meetings of spring</b>, and 12 neighbours led those after the summer break.
<div>Bare text told of a choir that 41% of 220 members had joined.<p>A paragraph of 13 words.</div>
<table><tr><td>Support from friends helped 12 of the 40 women to keep going to the group.<td>Supervisors
let them go early on 14 days.<tr><td>Loose rows end here and were counted 15 times.</table>
<table>Text of 16 words in a table without a cell moves before it.<tr><td>A cell left behind had 17 sons.
</table><ul><li>An item that nobody closed was read by 12 people.<li>Another, with <ul><li>an item inside it
that 18 people read.</ul>and a tail that 19 people read after it.</ul>
<dl><dt>Term of the list<dd>What it means to the 19 families who were asked.</dl>
<my-card><p>A paragraph in an element of its own name says that 31% had no car.</p></my-card>
<p>A line<br>broken by<br>line breaks was one that 14 people<br>found hard to read.
<p>First of two paragraphs that only breaks divide, as 15 wrote.<br><br>The second, which 16 people wrote.
<p>No&nbsp;break&nbsp;spaces&#8239;and a soft hy&shy;phen, and a word that <wbr>may break, for 18 people.
<p>Raised marks follow the sentence that 21 people read.<sup>3</sup> The next was read by 22.<sup>4,5</sup>
<p style="text-transform: uppercase">Capitals by style alone are read by 23 people.
<p>Quotes “of one kind” and 'of another', dashes – and — and minus −4.2, were set by 24; 5&nbsp;% left.
<p>Some <span>words</span><span> in</span> <i>spans</i>&#32;and <q>a quotation</q> that <code>25</code> read.
<details open><summary>More about the 29 people</summary>They were asked in winter; 30 answered.</details>
<pre>
Preformatted text opens with a line feed,
  and 32 people read it   column by column.</pre>
<p>The answer was a plain yes. Then 34 people left. <button>Sign me up</button> Then 35 came and 4 stayed.
<p>Friends helped with the walk to the clinic, most of the 36 women said, and with the children on the days
when the bus did not come, and when it did come too late. Friends helped with the walk to the clinic on other
days as well, as 12 of these women said.</p>
<noscript><p>A paragraph for people without scripts, of whom 27 answered.</p></noscript>
"""


def bare(text: str) -> str:
    return "".join(text.split())


def parts(block: Block) -> list[str]:
    """A table row's cells are apart in the page, and only joined in its text."""
    return [block.text[cell.start : cell.end] for cell in block.cells] or [block.text]


def assert_found(browser, article) -> None:
    blocks = [block for block in (*article.blocks, *article.dropped) if block.xpath]
    for block, text in zip(blocks, browser.texts_at([b.xpath for b in blocks]), strict=True):
        assert text is not None, block.xpath
        assert all(bare(part) in bare(text) for part in parts(block)), block.xpath


def assert_scrolled_to(browser, records) -> None:
    for record in records:
        anchor = record.anchor
        distance = browser.distance_after(anchor.fragment, anchor.xpath or "/html/body", record.text)
        assert distance is not None, anchor.fragment
        assert distance < NEAR, anchor.fragment


@pytest.mark.parametrize("file", PAGES, ids=lambda file: file.name)
def test_every_quote_of_our_pages_is_found_and_scrolled_to(pipeline, browser, file):
    url = browser.site.put(file.name, file.read_bytes(), f"{MEDIA[file.suffix]}; charset=utf-8")
    article = pipeline(Page(file.read_bytes(), url=url))
    browser.open(url)
    assert_found(browser, article)
    # Of a page without any evidence, such as one about software, every sentence.
    records = article.records() or article.records(lambda _: True)
    linked = [record for record in records if record.anchor.fragment]
    assert len(linked) > 0.9 * len(records) > 0
    assert_scrolled_to(browser, linked)


def test_odd_markup_is_read_as_a_browser_reads_it(pipeline, browser):
    url = browser.site.put("odd.html", ODD.encode())
    article = pipeline(Page(ODD, url=url))
    browser.open(url)
    assert_found(browser, article)
    # What only stands where there are no scripts has no place in the window.
    shown = [record for record in article.records(lambda _: True) if "noscript" not in record.anchor.xpath]
    assert len(shown) > 30
    assert all(record.anchor.fragment for record in shown if record.block != "table_row")
    assert_scrolled_to(browser, [record for record in shown if record.anchor.fragment])

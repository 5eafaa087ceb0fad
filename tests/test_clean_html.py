"""HTML to blocks: what divides text, what a block keeps, and that its XPath leads back to it."""

from __future__ import annotations

import re
import warnings

import html5lib
import pytest

from ecosift.clean import clean
from ecosift.clean.html import HtmlPage

WHITE = re.compile(r"\s+")


def blocks(html: str) -> list[tuple[str, str]]:
    """Kind and text of every candidate, kept or not."""
    return [(block.kind, block.text) for block in HtmlPage(html).candidates.blocks]


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<p>Nurses <b>called</b>\n every week.</p>", [("paragraph", "Nurses called every week.")]),
        (
            "<div>Bare text<p>and a paragraph</p>and more</div>",
            [("paragraph", "Bare text"), ("paragraph", "and a paragraph"), ("paragraph", "and more")],
        ),
        ("<p>One line,<br>wrapped by hand.</p>", [("paragraph", "One line, wrapped by hand.")]),
        (
            "First paragraph<br><br>Second paragraph",
            [("paragraph", "First paragraph"), ("paragraph", "Second paragraph")],
        ),
        (
            "<p>A whole sentence.<br>Another one.</p>",
            [("paragraph", "A whole sentence."), ("paragraph", "Another one.")],
        ),
        (
            "<p><b>What helped</b><br>Rides to the clinic</p>",
            [("paragraph", "What helped"), ("paragraph", "Rides to the clinic")],
        ),
        ("<h2>Barriers<br>to care</h2>", [("heading", "Barriers to care")]),
        (
            "<ul><li>Cost<ul><li>of travel</li></ul></li></ul>",
            [("list_item", "Cost"), ("list_item", "of travel")],
        ),
        (
            "<dl><dt>Reach</dt><dd>Who took part</dd></dl>",
            [("list_item", "Reach"), ("list_item", "Who took part")],
        ),
        ("<blockquote><p>I felt heard.</p></blockquote>", [("quote", "I felt heard.")]),
        ("<figure><img><figcaption>Figure 1</figcaption></figure>", [("caption", "Figure 1")]),
        ("<p>18\u00a0of\u00a022 women</p>", [("paragraph", "18\u00a0of\u00a022 women")]),
        ("<pre>a\n  b</pre>", [("paragraph", "a\n  b")]),
        ("<p>Shown<script>var hidden = 1</script><style>p{}</style></p>", [("paragraph", "Shown")]),
        (
            "<p>Shown<script>'</scripted><p>hidden</p>'</script> too</p>",
            [("paragraph", "Shown too")],
        ),
        (
            "<h1>What helped<p>Rides helped.<h2>Costs<p>Fares hurt.<p>Rents too.",
            [
                ("heading", "What helped"),
                ("paragraph", "Rides helped."),
                ("heading", "Costs"),
                ("paragraph", "Fares hurt."),
                ("paragraph", "Rents too."),
            ],
        ),
        ("<h2><p>What helped</p></h2>", [("heading", "What helped")]),
        ("<svg><text>Chart</text></svg><p>Text</p>", [("paragraph", "Text")]),
        ("", []),
    ],
)
def test_blocks(html, found):
    assert blocks(html) == found


def test_list_items_keep_their_depth_and_number():
    page = HtmlPage("<ol><li>Recruit</li><li>Train<ul><li>twice</li></ul></li></ol>").candidates
    assert [(b.marker, b.depth) for b in page.blocks] == [("1.", 1), ("2.", 1), ("", 2)]


def test_headings_keep_their_level():
    page = HtmlPage("<h1>Sleep</h1><h3>Why it matters</h3>").candidates
    assert [block.depth for block in page.blocks] == [1, 3]


def test_marks_know_their_place():
    """Offsets of links, superscripts and bold text hold after white space is collapsed."""
    html = "<p> See <a href='/r'>the\n  report</a><sup>[3]</sup> and <strong>call</strong>.</p>"
    (block,) = HtmlPage(html).candidates.blocks
    assert [(m.kind, block.text[m.start : m.end], m.href) for m in block.marks] == [
        ("link", "the report", "/r"),
        ("sup", "[3]", None),
        ("bold", "call", None),
    ]


@pytest.mark.parametrize(
    "opened",
    ['<a href="/next>Next</a><p class="lead">', "<a name=results>"],
    ids=["no closing quote", "a place to jump to"],
)
def test_what_was_left_open_makes_no_link_of_the_page(opened):
    said = "Drivers waited at the gate until the last patient had been seen by somebody. " * 4
    page = HtmlPage(f"<body>{opened}<p>{said}</p><p>{said}</p></body>")
    assert [block.linked for block in page.candidates.blocks] == [0, 0]


def test_a_link_around_blocks_marks_each_of_them():
    page = HtmlPage("<a href='/x'><div>One</div><div>Two</div></a>").candidates
    assert [(b.text, b.linked) for b in page.blocks] == [("One", 3), ("Two", 3)]


def test_a_data_row_is_one_block():
    rows = "<tr><th>Site</th><th>n</th></tr><tr><td>North</td><td>41</td></tr>"
    html = f"<table><caption>Reach</caption>{rows}</table>"
    caption, head, row = HtmlPage(html).candidates.blocks
    assert (caption.kind, head.kind, row.kind) == ("caption", "table_row", "table_row")
    assert row.text == "North | 41"
    assert [(row.text[c.start : c.end], c.header) for c in row.cells] == [("North", False), ("41", False)]
    assert all(cell.header for cell in head.cells)


def test_empty_and_wide_cells_keep_their_columns():
    html = "<table><tr><th></th><th colspan=2>Women</th><th>Men</th></tr></table>"
    (row,) = HtmlPage(html).candidates.blocks
    assert row.text == "Women | Men"
    assert [row.text[c.start : c.end] for c in row.cells] == ["", "Women", "", "Men"]


def test_a_cell_keeps_its_column_in_the_rows_below_it():
    rows = "<tr><th rowspan=2>Trait</th><th colspan=2>Women</th></tr><tr><th>n</th><th>%</th></tr>"
    _, below = HtmlPage(f"<table>{rows}</table>").candidates.blocks
    assert [(below.text[c.start : c.end], c.span) for c in below.cells] == [("", 0), ("n", 1), ("%", 1)]


def test_a_name_across_the_table_is_a_row_of_it():
    """Once a row stands above it; across the whole of a layout table a name is what it was."""
    rows = "<tr><td colspan=2>Sleep</td></tr><tr><td>Naps</td><td>41</td></tr>"
    kinds = [(block.kind, block.text) for block in HtmlPage(f"<table>{rows}{rows}</table>").candidates.blocks]
    row = ("table_row", "Naps | 41")
    assert kinds == [("paragraph", "Sleep"), row, ("table_row", "Sleep"), row]


@pytest.mark.parametrize(
    "cells",
    [
        "<td><p>Menu</p><p>Home</p></td><td><h1>Sleep and work</h1><p>Night shifts cost sleep.</p></td>",
        "<td><table><tr><td>a</td><td>b</td></tr></table></td><td>c</td>",
        f"<td>Menu</td><td>{'Night shifts cost sleep. ' * 80}</td>",
        "<td>The only cell of its row</td>",
    ],
)
def test_a_layout_row_stays_apart(cells):
    rows = [
        b.text
        for b in HtmlPage(f"<table><tr>{cells}</tr></table>").candidates.blocks
        if b.kind == "table_row"
    ]
    assert rows in ([], ["a | b"])


ARTICLE = """<!doctype html><html><head><title>Walking groups | City Health</title></head><body>
<nav><a href="/">Home</a></nav><div class="wrap">
<my-box><p>Custom elements are no words of XPath, said one.</p></my-box>
<article><h1>Walking groups</h1><p>Walking groups helped people to stay in treatment, a study found.</p>
Bare text of the article, which says that neighbours joined in.
<ul><li>Rides to the park were offered to all who asked.
<p>A second paragraph of the same item follows here.</p></li></ul>
<table><tr><td>Walked weekly</td><td>61 of 120 people walked at least once a week.</td></tr></table>
</article></div><footer>© City Health</footer></body></html>"""


def test_xpath_finds_the_block_again():
    """In another parser's HTML5 tree the element at a block's XPath holds the block's text."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # html5lib warns of the custom element's name
        tree = html5lib.parse(ARTICLE, treebuilder="lxml", namespaceHTMLElements=False)
    cleaned = clean(ARTICLE, "text/html")
    assert len(cleaned.blocks) >= 5
    for block in (*cleaned.blocks, *cleaned.dropped):
        (element,) = tree.xpath(block.xpath)
        held = WHITE.sub("", "".join(element.itertext()))
        parts = [block.text[c.start : c.end] for c in block.cells] or [block.text]
        assert all(WHITE.sub("", part) in held for part in parts)


def test_blocks_know_the_names_that_links_lead_to():
    """Names of the element, of those around it that begin with it, and of anchors inside; each once."""
    page = HtmlPage(
        '<p id="intro">Rain falls.<sup id="b1"><a href="#n1">1</a></sup></p>'
        '<ol id="notes"><li id="n1">Doe. Rain.</li><li><a name="n2"></a>Roe. Snow.</li></ol>'
    )
    assert [block.ids for block in page.candidates.blocks] == [("intro", "b1"), ("notes", "n1"), ("n2",)]

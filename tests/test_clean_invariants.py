"""What holds for any page, however odd: offsets, places and reasons."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosift.clean import clean
from ecosift.types import Cleaned

WHITE = re.compile(r"\s+")


def holds_together(cleaned: Cleaned) -> bool:
    """What design.md promises of any cleaned page."""
    assert cleaned.text == "\n\n".join(block.text for block in cleaned.blocks)
    for block in cleaned.blocks:
        assert cleaned.text[block.start : block.end] == block.text
        assert block.reason is None
    for block in cleaned.dropped:
        assert block.reason
        assert block.start is None
    for block in (*cleaned.blocks, *cleaned.dropped):
        assert block.text == block.text.strip() != ""
        assert all(0 <= m.start < m.end <= len(block.text) for m in block.marks)
        assert all(0 <= c.start <= c.end <= len(block.text) for c in block.cells)
    return True


TAGS = (
    "p",
    "div",
    "b",
    "a href=x",
    "ul",
    "li",
    "table",
    "tr",
    "td",
    "br",
    "h2",
    "sup",
    "nav",
    "pre",
    "/p",
    "/div",
    "/b",
    "/a",
    "/ul",
    "/li",
    "/table",
    "/td",
)
HTML = st.lists(
    st.one_of(
        st.sampled_from([f"<{tag}>" for tag in TAGS]),
        st.text(max_size=12),
        st.sampled_from([" ", "Read more", "A sentence of eight words ends right here."]),
    )
).map("".join)


@settings(max_examples=150, deadline=None)
@given(HTML)
def test_any_markup_holds_together(html):
    assert holds_together(clean(html, "text/html"))


@settings(max_examples=50, deadline=None)
@given(HTML)
def test_cleaning_is_deterministic(html):
    assert clean(html, "text/html") == clean(html, "text/html")


def leads_back(raw: str) -> None:
    """`raw[raw_start:raw_end]` is the block but for white space and table marks, and so is each run of it."""
    cleaned = clean(raw, "text/plain")
    for block in (*cleaned.blocks, *cleaned.dropped):
        marks = "|" if block.kind == "table_row" else ""
        there, here = (WHITE.sub("", t) for t in (raw[block.raw_start : block.raw_end], block.text))
        assert there.replace(marks or "\0", "") == here.replace(marks or "\0", "")
        ends = [start for start, _ in block.raw_map[1:]] + [len(block.text)]
        for (start, place), end in zip(block.raw_map, ends, strict=True):
            run = block.text[start:end].rstrip(" |")
            assert raw[place : place + len(run)] == run


@pytest.mark.parametrize(
    "raw",
    [
        "One  line\r\nand\tanother.\r\n",
        "Site | Women |\n---|---|\nNorth | 41 |\n",
        "a \t b\r\n• c  d\n\n\u00a0e\u00a0",
    ],
)
def test_offsets_lead_back_to_the_page(raw):
    leads_back(raw)


LINES = st.lists(
    st.one_of(
        st.text(max_size=30),
        st.sampled_from(
            [
                "- item  two",
                "a | b |",
                "---|---|",
                "x\ty",
                "Words of a long line that goes on and",
                "References",
                "1. Doe J. 2020;3:4.",
            ]
        ),
    )
)


@settings(max_examples=200, deadline=None)
@given(LINES, st.sampled_from(["\n", "\r\n", "\n\n"]))
def test_any_text_holds_together(lines, end):
    raw = end.join(lines)
    assert holds_together(clean(raw, "text/plain"))
    leads_back(raw)

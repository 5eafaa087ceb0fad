"""Plain text to blocks: lines, lists, tables, wrapped paragraphs, and the way back to the page."""

from __future__ import annotations

import pytest

from ecosift.clean.text import read_text


def blocks(raw: str) -> list[tuple[str, str, str]]:
    """Kind, list mark and text of every candidate."""
    return [(block.kind, block.marker, block.text) for block in read_text(raw).blocks]


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (
            "Home care visits fell by half.\n\nStaff left.",
            [("paragraph", "", "Home care visits fell by half."), ("paragraph", "", "Staff left.")],
        ),
        (
            "What We Found\nVisits fell by half in two years.",
            [("heading", "", "What We Found"), ("paragraph", "", "Visits fell by half in two years.")],
        ),
        (
            "  • Cost of travel\n  • Lack of time",
            [("list_item", "•", "Cost of travel"), ("list_item", "•", "Lack of time")],
        ),
        (
            "1. Recruit\n2) Train\n(3) Visit",
            [("list_item", "1.", "Recruit"), ("list_item", "2)", "Train"), ("list_item", "(3)", "Visit")],
        ),
        (
            "- one\n* two\n– three",
            [("list_item", "-", "one"), ("list_item", "*", "two"), ("list_item", "–", "three")],
        ),
        ("-0.37 was the effect.", [("paragraph", "", "-0.37 was the effect.")]),
        ("Figure 2. Weight by arm and year.", [("caption", "", "Figure 2. Weight by arm and year.")]),
        ("It has   spaces\tinside.", [("paragraph", "", "It has spaces inside.")]),
        ("\n \r\n\t", []),
    ],
)
def test_lines(raw, found):
    assert blocks(raw) == found


WRAPPED = """The programme offered rides to the clinic and a place where children
could play while their parents talked with a nurse. Most families came
back within a month, and many brought a neighbour along the next time
they visited.

A second paragraph begins here, and it too runs over several lines of
the page before it ends."""


def test_wrapped_lines_are_one_paragraph():
    first, second = (block.text for block in read_text(WRAPPED).blocks)
    assert (first[:13], first[-13:]) == ("The programme", "they visited.")
    assert " parents talked with a nurse. Most families came back " in first
    assert second.endswith("before it ends.")


def test_unwrapped_lines_stay_apart():
    """Paragraphs without blank lines between them, as scrapers write them."""
    raw = "\n".join(f"Paragraph {n} says something of its own about sleep." for n in range(6))
    assert len(read_text(raw).blocks) == 6


TABLE = """Group | Helped | How |
---|---|---|
Young mothers | A quiet room | Staff kept one room free for feeding at any hour |
Night workers | Late hours | The clinic opened until ten on two evenings |
"""


def test_pipe_tables_are_rows_of_cells():
    rows = read_text(TABLE).blocks
    assert [row.kind for row in rows] == ["table_row"] * 3
    assert rows[1].text == "Young mothers | A quiet room | Staff kept one room free for feeding at any hour"
    assert [cell.header for cell in rows[0].cells] == [True, True, True]
    assert [cell.header for cell in rows[1].cells] == [True, False, False]
    assert rows[1].text[rows[1].cells[1].start : rows[1].cells[1].end] == "A quiet room"


def test_an_empty_cell_keeps_its_column():
    _, row = read_text("Site | Women | Men\nNorth | | 12").blocks
    assert row.text == "North | 12"
    assert [row.text[c.start : c.end] for c in row.cells] == ["North", "", "12"]


def test_tab_tables_are_rows_of_cells():
    rows = read_text("Site\tWomen\nNorth\t41\nSouth\t37").blocks
    assert [row.text for row in rows] == ["Site | Women", "North | 41", "South | 37"]


def test_a_closing_phrase_is_parted_from_its_paragraph():
    raw = "Figure. Share of women who returned, by clinic and year. Click image to enlarge."
    caption, tail = read_text(raw).blocks
    assert caption.text == "Figure. Share of women who returned, by clinic and year."
    assert raw[tail.raw_start : tail.raw_end] == tail.text == "Click image to enlarge."


def test_letters_one_under_the_other_are_one_text():
    said = "Nurses in the two towns called on everyone who lived alone, and on those who had no telephone."
    raw = "The round\n\n" + "\n".join(said) + "\n\nOf the 80 people called on, 61 asked them to come again."
    blocks = read_text(raw).blocks
    assert [block.text.replace(" ", "") for block in blocks][1] == said.replace(" ", "")
    assert len(blocks) == 3
    assert all(raw[place] == blocks[1].text[at] for at, place in blocks[1].raw_map)

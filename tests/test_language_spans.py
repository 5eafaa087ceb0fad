"""Sentences of an article: sections, lists, tables, and texts without blocks."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosift.language.spans import sentence_spans
from ecosift.types import Block, Cell, Mark


def article(*blocks):
    """A text and its blocks, made of (kind, text, further fields)."""
    text, made = "", []
    for kind, said, *more in blocks:
        text += "\n\n" if text else ""
        start = len(text)
        text += said
        made.append(Block(kind, said, start, len(text), **(more[0] if more else {})))
    return text, made


def row(*cells, header=False):
    """A table row of cells joined by bars."""
    said, places = " | ".join(cells), []
    for cell in cells:
        start = places[-1].end + 3 if places else 0
        places.append(Cell(start, start + len(cell), header))
    return ("table_row", said, {"cells": tuple(places)})


def sections(found):
    return {each.text: each.section for each in found}


def test_headings_nest_by_depth():
    text, blocks = article(
        ("heading", "Results", {"depth": 2}),
        ("paragraph", "We saw much."),
        ("heading", "Barriers", {"depth": 3}),
        ("paragraph", "Cost was one. Shame was another."),
        ("heading", "Discussion", {"depth": 2}),
        ("paragraph", "So what."),
    )
    found = sentence_spans(text, blocks)
    assert [each.text for each in found if each.heading] == ["Results", "Barriers", "Discussion"]
    assert sections(found) == {
        "Results": (),
        "We saw much.": ("Results",),
        "Barriers": ("Results",),
        "Cost was one.": ("Results", "Barriers"),
        "Shame was another.": ("Results", "Barriers"),
        "Discussion": (),
        "So what.": ("Discussion",),
    }


@pytest.mark.parametrize(
    ("headings", "last"),
    [
        (
            ["What did they find?", "Barriers at home", "Help from peers"],
            ("What did they find?", "Help from peers"),
        ),
        (["What did they find?", "Barriers", "Limitations"], ("Limitations",)),
        (["Abstract", "Background", "Methods", "Results"], ("Abstract", "Results")),
        (["Abstract", "Methods", "Introduction"], ("Introduction",)),
        (["2 Methods", "2.1 Setting", "2.2 Measures"], ("2 Methods", "2.2 Measures")),
        (["The Bottom Line", "Movement matters"], ("Movement matters",)),
    ],
)
def test_headings_without_depth_nest_with_care(headings, last):
    text, blocks = article(
        *(pair for each in headings for pair in (("heading", each), ("paragraph", "It is so.")))
    )
    assert sentence_spans(text, blocks)[-1].section == last


def test_a_heading_right_below_another_stands_under_it():
    text, blocks = article(
        ("heading", "Support Groups"), ("heading", "How they work"), ("paragraph", "They meet.")
    )
    assert sentence_spans(text, blocks)[-1].section == ("Support Groups", "How they work")


def test_questions_stand_side_by_side():
    asked = ("heading", "FAQ"), ("heading", "Who pays?"), ("paragraph", "We do."), ("heading", "Is it safe?")
    text, blocks = article(*asked, ("paragraph", "Yes."))
    assert sentence_spans(text, blocks)[-1].section == ("FAQ", "Is it safe?")


def test_run_in_heads_stay_inside_and_open_a_section():
    text, blocks = article(
        ("heading", "Abstract"),
        ("paragraph", "METHODS: We asked 20 men. RESULTS Ten agreed. Ten did not."),
        ("paragraph", "Conclusions. Ask more men."),
        ("heading", "Funding"),
        ("paragraph", "None."),
    )
    found = sections(sentence_spans(text, blocks))
    assert found["METHODS: We asked 20 men."] == ("Abstract", "METHODS")
    assert found["RESULTS Ten agreed."] == found["Ten did not."] == ("Abstract", "RESULTS")
    assert found["Conclusions. Ask more men."] == ("Abstract", "Conclusions")
    assert found["None."] == ("Funding",)


def test_bold_first_words_are_a_run_in_head():
    said = "Cost of rides. Women could not pay for the bus."
    text, blocks = article(("paragraph", said, {"marks": (Mark("bold", 0, 14),)}))
    assert sentence_spans(text, blocks)[0].section == ("Cost of rides",)


def test_list_items_know_the_sentence_that_introduces_them():
    text, blocks = article(
        ("paragraph", "It was hard. Barriers were:"),
        ("list_item", "cost"),
        ("list_item", "people, such as:", {"depth": 1}),
        ("list_item", "a partner", {"depth": 2}),
        ("list_item", "distance", {"depth": 1}),
        ("paragraph", "We went home."),
        ("list_item", "Read more"),
    )
    leads = {each.text: each.lead_in for each in sentence_spans(text, blocks)}
    assert (leads["cost"], leads["people, such as:"], leads["distance"]) == (1, 1, 1)
    assert leads["a partner"] == 3
    assert leads["Read more"] is None


def test_cells_that_say_something_are_sentences_with_their_heads():
    text, blocks = article(
        row("Level", "What women said", "Share", header=True),
        row("Family", "Partners who drink make it hard to stop. Sisters help.", "12 (40%)"),
        row("Women who had been in care before", "14", "47%"),
    )
    found = sentence_spans(text, blocks)
    said = [each for each in found if not each.heading]
    assert [each.text for each in said] == ["Partners who drink make it hard to stop.", "Sisters help."]
    assert said[0].heads == said[1].heads == ("Family", "What women said")


def test_without_blocks_every_line_is_an_ordinary_sentence():
    text = (
        "Barriers to care\n\nCost is one. Shame is another:\n- from staff\n- from kin\n\nMethods\nWe asked."
    )
    found = sentence_spans(text, ())
    assert not any(each.heading for each in found)
    assert sections(found)["Cost is one."] == ("Barriers to care",)
    assert sections(found)["We asked."] == ("Methods",)
    items = [each for each in found if each.kind == "list_item"]
    assert [each.text for each in items] == ["- from staff", "- from kin"]
    assert [found[each.lead_in].text for each in items] == ["Shame is another:"] * 2


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["heading", "paragraph", "list_item", "table_row", "quote"]), st.text(max_size=30)
        ),
        max_size=8,
    )
)
def test_offsets_index_the_text_whatever_the_blocks(parts):
    text, blocks = article(*parts)
    found = sentence_spans(text, blocks)
    assert all(text[each.start : each.end] == each.text.strip() != "" for each in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(each.lead_in is None or each.lead_in < place for place, each in enumerate(found))


@pytest.mark.parametrize(
    ("text", "note", "kind", "found"),
    [
        ("Naps help.a Light helps more.", "a", "link", ["Naps help.a", "Light helps more."]),
        ("Naps help.”† Light helps.", "†", "sup", ["Naps help.”†", "Light helps."]),
        ("Naps help.iv,v Light helps.", "iv,v", "sup", ["Naps help.iv,v", "Light helps."]),
        ("Vitamin B.a was given.", "a", "sup", ["Vitamin B.a was given."]),
    ],
)
def test_notes_after_the_full_stop_stay_with_their_sentence(text, note, kind, found):
    """A raised or linked letter right after the stop belongs to it; what follows opens a sentence."""
    at = text.index(note, text.index(".") + 1) if "†" not in note else text.index(note)
    mark = Mark(kind, at, at + len(note), "#fn1" if kind == "link" else None)
    whole, blocks = article(("paragraph", text, {"marks": (mark,)}))
    assert [each.text for each in sentence_spans(whole, blocks)] == found

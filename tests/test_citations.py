"""Citation marks: found as printed, resolved to the page's references."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosift.tagging.citations import find_cites, find_doi, read_references
from ecosift.types import Block, Mark, SentenceSpan


def sentence(text, block=0):
    return SentenceSpan(text, 0, len(text), block)


def entry(text, marker="", **more):
    return Block("list_item", text, reason="references", marker=marker, **more)


LIST = (
    Block("heading", "References", reason="references"),
    entry("Osei, K., & Brandt, L. (2021). Shade on the way to school. Streets, 4(2), 11-20.", "1."),
    entry("Petrov A, Lind M. Fog horns and sleep. Sea Med. 2018;7:30-9. doi: 10.5555/sm.2018.7(30).", "2."),
    entry("van der Meer, P. (2019). Night buses. https://example.org/night-buses.", "3."),
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Shade helps [1].", [("[1]", 1)]),
        ("Shade helps [1–3].", [("[1–3]", 1), ("[1–3]", 2), ("[1–3]", 3)]),
        ("Shade [1,3] and fog [2, 3] differ.", [("[1,3]", 1), ("[1,3]", 3), ("[2, 3]", 2), ("[2, 3]", 3)]),
        ("Shade helps pupils.1,2 Fog does not.", [("1,2", 1), ("1,2", 2)]),
        ("Shade helps pupils.² Fog does not.", [("²", 2)]),
        ("Scores rose by 1.2 points in 3 weeks.", []),
        ("The school has 40 m² of shade, and R² was high.", []),
        ("It was warm (see item 4 [sic]).", []),
    ],
)
def test_numbered_marks(text, found):
    """Brackets and superscripts are marks; decimals, powers and other brackets are not."""
    assert [(c.text, c.number) for c in find_cites([sentence(text)], (), LIST)[0]] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Shade helps (Osei & Brandt, 2021).", [("(Osei & Brandt, 2021)", ("Osei", "Brandt"), 2021)]),
        ("Petrov et al. (2018) heard horns.", [("Petrov et al. (2018)", ("Petrov",), 2018)]),
        ("Petrov and Lind (2018) heard horns.", [("Petrov and Lind (2018)", ("Petrov", "Lind"), 2018)]),
        (
            "Known for long (Doe, 2009; see also van der Meer, 2019).",
            [
                ("(Doe, 2009; see also van der Meer, 2019)", ("Doe",), 2009),
                ("(Doe, 2009; see also van der Meer, 2019)", ("van der Meer",), 2019),
            ],
        ),
        (
            "Noise kills (World Health Organization, 2018).",
            [("(World Health Organization, 2018)", ("World Health Organization",), 2018)],
        ),
        ("The rule came late (May 2019), and few knew (n = 20, 2019).", []),
        ("Numbers rose (Figure 2, 2020) after the storm of 2018 (Table 3).", []),
    ],
)
def test_author_year_marks(text, found):
    """Names and years are marks; months, figures and sample sizes with a year are not."""
    cites = find_cites([sentence(text)], (), LIST)[0]
    assert [(c.text, c.authors, c.year) for c in cites] == found


@pytest.mark.parametrize(
    ("text", "doi", "url"),
    [
        ("Fog horns wake babies [2].", "10.5555/sm.2018.7(30)", None),
        ("Fog horns wake babies (Petrov & Lind, 2018).", "10.5555/sm.2018.7(30)", None),
        ("Night buses run late (van der Meer, 2019).", None, "https://example.org/night-buses"),
    ],
)
def test_marks_lead_to_their_reference(text, doi, url):
    """Number, or author and year, find the entry with its DOI and address."""
    (cite,) = find_cites([sentence(text)], (), LIST)[0]
    assert (cite.doi, cite.url) == (doi, url)
    assert cite.reference in {block.text for block in LIST}


def test_equal_numbers_are_counted_by_order():
    """Dumps that number every entry "1." keep their order."""
    dump = [entry("Aker, B. (2001). One.", "1."), entry("Bell, C. (2002). Two.", "1.")]
    assert [reference.number for reference in read_references(dump)] == [1, 2]


def test_an_unknown_mark_is_kept_as_printed():
    """Without a list the mark stays, unresolved."""
    (cite,) = find_cites([sentence("Shade helps [8].")], (), ())[0]
    assert (cite.text, cite.number, cite.reference) == ("[8]", 8, None)


def test_superscripts_and_links_of_html():
    """Raised numbers and links to works are marks; a raised unit and a link to a page of the site are not."""
    text = "Shade helps3 on 40 m2 of yard, a large trial and our own page say."
    marks = (
        Mark("sup", 11, 12),
        Mark("sup", 20, 21),
        Mark("link", 31, 44, "https://doi.org/10.5555/shade.9"),
        Mark("link", 49, 61, "/our-page"),
    )
    block = Block("paragraph", text, 0, len(text), marks=marks)
    cites = find_cites([sentence(text)], [block], LIST)[0]
    assert [(c.text, c.number, c.doi) for c in cites] == [
        ("3", 3, None),
        ("a large trial", None, "10.5555/shade.9"),
    ]


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("doi: 10.5555/a.b.", "10.5555/a.b"),
        ("(https://doi.org/10.5555/a(2)b)", "10.5555/a(2)b"),
        ("version 10.4 of the form", None),
    ],
)
def test_dois_end_where_they_should(text, doi):
    """The stop of a sentence is no part of a DOI, a bracket of its own is."""
    assert find_doi(text) == doi


def test_headings_cite_nothing():
    """A heading keeps its place in the list, without cites."""
    heading = SentenceSpan("Shade (Osei, 2021)", 0, 18, 0, "heading", True)
    assert find_cites([heading], (), LIST) == [()]


@given(st.text(alphabet="Abcé (),;[]–-.12019&²et al", max_size=120))
@settings(deadline=None)
def test_offsets_index_the_text(text):
    """Whatever the text, a mark reads back what it says, in order."""
    padded = SentenceSpan(text, 7, 7 + len(text), 0)
    cites = find_cites([padded], (), LIST)[0]
    assert all(text[cite.start - 7 : cite.end - 7] == cite.text for cite in cites)
    assert [cite.start for cite in cites] == sorted(cite.start for cite in cites)


@pytest.mark.parametrize("unit", ["(", "[1,", "a 2019 (", "Smith, ", "((2019", "¹a", "(A 2019", "10.5555/("])
def test_hostile_text_is_linear(unit):
    """A long line of marks that never close costs little."""
    text = unit * (100_000 // len(unit))
    started = time.process_time()
    find_cites([sentence(text)], (), LIST)
    assert time.process_time() - started < 2.0

"""Citation marks: found as printed, resolved to the page's references."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ecosift
from conftest import ROOT
from ecosift.tagging.citations import find_cites
from ecosift.tagging.references import find_doi, read_references
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
        ("Names end in [0].", []),
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
        ("Shown at the Fog Museum (2018), and again in Sallow, Hornu (2019).", []),
        ("Doe (2011) heard no horn.", [("Doe (2011)", ("Doe",), 2011)]),
        ("By then Zorn (2021).", []),
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


def test_a_label_above_the_list_is_no_entry():
    """A heading that the page prints as a paragraph does not take the first number."""
    label = Block("paragraph", "Works cited here", reason="references")
    first = read_references([label, *LIST[1:]])[0]
    assert (first.number, first.authors[0]) == (1, "Osei")


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


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (["Shade helps (1).", "Fog does not (2, 3)."], [("(1)", 1), ("(2, 3)", 2), ("(2, 3)", 3)]),
        (["Shade (1–3) helps, as do horns (2)."], [("(1–3)", 1), ("(1–3)", 2), ("(1–3)", 3), ("(2)", 2)]),
        (["Shade helps (1)."], []),
        (["Of the boys (12), few came, of the girls (15) all.", "Shade helps (1)."], []),
        (["We asked three (3) pupils and two (2) cooks.", "They ate 2 (1) times."], []),
        (["Our aims were (1) to ask, (2) to hear and (3) to see."], []),
        (["See Table (2), Box (1), and step (3)."], []),
    ],
)
def test_numbers_in_round_brackets(texts, found):
    """They cite where the page has a list with them and uses them so; counts and list numbers do not."""
    spans = [sentence(text) for text in texts]
    cites = [cite for each in find_cites(spans, (), LIST) for cite in each]
    assert [(c.text, c.number) for c in cites] == found


def test_round_brackets_without_a_list_are_none():
    spans = [sentence("Shade helps (1)."), sentence("Fog does not (2).")]
    assert find_cites(spans, (), ()) == [(), ()]


def linked(text, *marks, entries, heads=("References",)):
    """The cites of one sentence with links, on a page with such entries (name, text) under each head."""
    block = Block("paragraph", text, 0, len(text), marks=marks)
    dropped = []
    for head, listed in zip(heads, entries, strict=True):
        dropped.append(Block("heading", head, reason="references"))
        for place, (name, said) in enumerate(listed, start=1):
            dropped.append(entry(said, f"{place}.", ids=(name,)))
    return find_cites([sentence(text)], [block], dropped)[0]


NOTES = [("fn1", "Lind, M. (2020). Horns. Sea Med, 1, 2."), ("fn2", "Ames, B. (2021). Fog. Sea Med, 2, 3.")]
WORKS = [("ref-1", "Doe, J. (2001). Rain. Sky, 1, 2."), ("ref-2", "Roe, K. (2002). Snow. Sky, 2, 3.")]


@pytest.mark.parametrize(
    ("mark", "href", "entry_text"),
    [
        ("[1]", "#ref-1", WORKS[0][1]),
        ("1", "#fn1", NOTES[0][1]),
        ("b", "#fn2", NOTES[1][1]),
        ("†", "#fn1", NOTES[0][1]),
        ("[note 2]", "#fn2", NOTES[1][1]),
        ("2", "#nowhere", WORKS[1][1]),
    ],
)
def test_links_decide_between_lists(mark, href, entry_text):
    """A link leads to its own note or entry, whatever its number is in another list."""
    text = f"Rain falls.{mark}"
    cites = linked(
        text,
        Mark("link", 11, len(text), href),
        entries=[NOTES, WORKS],
        heads=["Footnotes", "References"],
    )
    assert [(c.text, c.reference) for c in cites] == [(mark, entry_text)]


def test_links_into_the_article_are_no_citations():
    """A number that links to a table of the article cites nothing."""
    text = "As Table 2 shows, rain falls."
    block = Block("paragraph", text, 0, len(text), marks=(Mark("link", 9, 10, "#t2"),))
    table = Block("caption", "Rain by month", 40, 53, ids=("t2",))
    assert find_cites([sentence(text)], [block, table], LIST)[0] == ()


def test_works_of_one_year_are_told_apart():
    """By their letter, and by the other authors."""
    listed = [
        entry("Doe, J., & Roe, K. (2020a). Rain. Sky, 1, 2.", "1."),
        entry("Doe, J., & Poe, L. (2020b). Snow. Sky, 2, 3.", "2."),
    ]
    said = ["Rain (Doe & Roe, 2020).", "Snow (Doe & Poe, 2020).", "Both fall (Doe et al., 2020b)."]
    found = [find_cites([sentence(text)], (), listed)[0][0].reference for text in said]
    assert found == [listed[0].text, listed[1].text, listed[1].text]


@pytest.mark.parametrize("name", ["World Fog Office", "WFO"])
def test_bodies_are_found_by_name_and_initials(name):
    listed = [entry("World Fog Office. (2018). Fog in figures. https://wfo.example.org/2018", "1.")]
    (cite,) = find_cites([sentence(f"Fog spreads ({name}, 2018).")], (), listed)[0]
    assert cite.url == "https://wfo.example.org/2018"


def test_pubmed_numbers_become_addresses():
    listed = [entry("Doe J. Rain in towns. Sky. 2001;1:2-3. PMID: 90123456", "1.")]
    (cite,) = find_cites([sentence("Rain falls [1].")], (), listed)[0]
    assert cite.url == "https://pubmed.ncbi.nlm.nih.gov/90123456/"


@pytest.mark.parametrize(
    ("text", "title", "journal"),
    [
        ("Doe, J. (2001). Rain in towns. Sky and Sea, 1(2), 2-3.", "Rain in towns", "Sky and Sea"),
        ("Doe, J. (2001). Who swims? A survey. Sky, 1, 2.", "Who swims? A survey", "Sky"),
        ("Doe J, Roe K. Rain in towns. Sky. 2001;1:2-3.", "Rain in towns", "Sky"),
        ("Doe, J. (2001). Rain in towns.", "Rain in towns", None),
        ("Some words without a year.", None, None),
    ],
)
def test_entries_give_title_and_journal(text, title, journal):
    (found,) = read_references([entry(text)])
    assert (found.title, found.journal) == (title, journal)


def test_a_page_with_every_kind_of_mark(pipeline):
    """Brackets, round brackets, raised numbers, names with years, notes and links lead to their works."""
    content = (ROOT / "corpora" / "pages" / "sleep-shift-article.html").read_text(encoding="utf-8")
    article = pipeline(ecosift.Page(content=content))
    cites = [
        (cite.text, cite.year, cite.doi or cite.url) for each in article.sentences for cite in each.cites
    ]
    for expected in [
        ("[1]", 2015, "10.5555/clk.2015.1"),
        ("[1, 2]", 2013, "https://pubmed.ncbi.nlm.nih.gov/90411827/"),
        ("[4–6]", 2020, "10.5555/clk.2020.90"),
        ("(7)", 2004, "https://tidewaterbooks.example.com/rosters"),
        ("(8, 9)", 2022, "10.5555/nat.2022.201"),
        ("(8, 9)", 2023, "10.5555/nat.2023.9"),
        ("11", 2017, "10.5555/haw.2017.66"),
        ("11,12", 2020, "https://pubmed.ncbi.nlm.nih.gov/90507731/"),
        ("(International Night Work Council, 2022)", 2022, "https://inwc.example.org/law-2022"),
        ("Nordström and Abiola (2019)", 2019, "10.5555/llh.2019.150"),
        ("(Teller et al., 2021)", 2021, "https://pubmed.ncbi.nlm.nih.gov/90533009/"),
        ("(Imafidon, Roux, & Castell, 2023)", 2023, "10.5555/ism.2023.70"),
        ("(e.g., Roux, 2018; Castell & Ngata, 2020)", 2018, "10.5555/llh.2018.1"),
        ("a", 2020, "10.5555/shs.2020.77"),
        ("b", 2016, "https://pubmed.ncbi.nlm.nih.gov/90551234/"),
        ("the long essay by Iris Mbeki", None, "10.5555/clk.2017.201"),
    ]:
        assert expected in cites
    assert not any("10" in mark and "ten" in mark for mark, _, _ in cites)
    assert all(address for _, _, address in cites), "every mark of this page leads somewhere"


def test_many_works_of_one_author_and_year_cost_little():
    """A list of thousands that all fit a mark is not gone through for each mark."""
    listed = [entry(f"Doe, J. (2020). Rain of the year {n}. Sky, 1, 2.", f"{n}.") for n in range(3000)]
    spans = [sentence("Rain falls (Doe, 2020), says Doe's study.") for _ in range(3000)]
    started = time.process_time()
    find_cites(spans, (), listed)
    assert time.process_time() - started < 4.0

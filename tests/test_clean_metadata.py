"""Title and metadata: from every carrier, in the stated order."""

from __future__ import annotations

import json

import pytest

import ecosift
from ecosift import Page
from ecosift.clean import clean
from ecosift.clean.dates import iso_date
from ecosift.clean.printed import clean_doi

PROSE = "Peer mentors met new parents twice a week and helped them to find a doctor, a flat and a friend."


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("2024-05-03T10:00:00Z", "2024-05-03"),
        ("2024/5/3", "2024-05-03"),
        ("May 3, 2024", "2024-05-03"),
        ("3rd of May 2024", "2024-05-03"),
        ("Sept. 10, 2024, 9:30 a.m.", "2024-09-10"),
        ("2025 Jun 21.", "2025-06-21"),
        ("2025 Jun", "2025-06"),
        ("June 2025", "2025-06"),
        ("3-MAY-2024", "2024-05-03"),
        ("2024", "2024"),
        ("2024-13-40", None),
        ("03/04/2024", None),
        ("yesterday", None),
        ("call 2024 people", None),
    ],
)
def test_dates(printed, iso):
    assert iso_date(printed) == iso


@pytest.mark.parametrize(
    ("printed", "doi"),
    [
        ("https://doi.org/10.5555/abc.1", "10.5555/abc.1"),
        ("doi: 10.5555/abc.1. Epub", "10.5555/abc.1"),
        ("(10.5555/s(1)2)", "10.5555/s(1)2"),
        ("10.5555/j.x(9)", "10.5555/j.x(9)"),
        ("version 10.2/3", None),
    ],
)
def test_dois(printed, doi):
    assert clean_doi(printed) == doi


GRAPH = [
    {"@type": "WebPage", "name": "A page", "author": "Nobody"},
    {
        "@type": "NewsArticle",
        "headline": "Mentors help new parents",
        "datePublished": "2024-05-08",
        "dateModified": "2024-06-01",
        "author": [{"@id": "#ana"}, {"name": "Tom Weir"}],
        "keywords": "mentors, parents",
    },
    {"@id": "#ana", "@type": "Person", "name": "Ana Cruz"},
]
HEAD = f"""<html lang="en-GB"><head><title>Mentors help, study says | Lindenhof News</title>
<link rel="canonical" href="https://example.org/mentors">
<meta property="og:title" content="Mentors help new parents">
<meta property="og:site_name" content="Lindenhof News">
<meta name="author" content="The Desk">
<meta property="article:published_time" content="2024-05-09T08:00:00+02:00">
<script type="application/ld+json">{json.dumps({"@graph": GRAPH})}</script>
"""
CITATION = """<meta name="citation_title" content="Mentors and new parents: a trial">
<meta name="citation_author" content="Roe, Mary A">
<meta name="citation_author" content="Li Na">
<meta name="citation_publication_date" content="2024/04/30">
<meta name="citation_doi" content="10.5555/fam.7">
<meta name="citation_pmid" content="99000001">
<meta name="citation_journal_title" content="J Fam">
"""


def page(head: str, body: str = "") -> str:
    return f"{head}</head><body>{body}<p>{PROSE}</p></body></html>"


def test_jsonld_comes_before_open_graph():
    cleaned = clean(page(HEAD), "text/html", "https://example.org/m?x=1")
    found = cleaned.metadata
    assert cleaned.title == "Mentors help new parents"
    assert (found.authors, found.published, found.modified) == (
        ("Ana Cruz", "Tom Weir"),
        "2024-05-08",
        "2024-06-01",
    )
    assert (found.url, found.canonical_url) == ("https://example.org/m?x=1", "https://example.org/mentors")
    assert (found.site, found.language, found.keywords) == ("Lindenhof News", "en", ("mentors", "parents"))


def test_citation_tags_come_first():
    cleaned = clean(page(HEAD + CITATION), "text/html")
    found = cleaned.metadata
    assert cleaned.title == "Mentors and new parents: a trial"
    assert (found.authors, found.published) == (("Mary A Roe", "Li Na"), "2024-04-30")
    assert (found.doi, found.pmid, found.journal) == ("10.5555/fam.7", "99000001", "J Fam")


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>Mentors and parents | Lindenhof</title>", "", "Mentors and parents"),
        (
            "<title>Mentors - parents - and friends - Lindenhof</title>",
            "<h1>Mentors - parents - and friends</h1>",
            "Mentors - parents - and friends",
        ),
        ("", "<h1>Mentors and parents</h1>", "Mentors and parents"),
        ("", "", None),
    ],
)
def test_titles_lose_the_site(head, body, title):
    assert clean(page(f"<html><head>{head}", body), "text/html").title == title


def test_the_title_is_not_repeated_in_the_text():
    body = (
        "<h1>Mentors help new parents</h1><p>Mentors help new parents | Lindenhof News</p><h2>The trial</h2>"
    )
    cleaned = clean(page(HEAD, body), "text/html")
    assert cleaned.text == f"The trial\n\n{PROSE}"
    assert [block.reason for block in cleaned.dropped] == ["title_repeat", "title_repeat"]


def test_broken_carriers_are_passed_over():
    script = '<script type="application/ld+json">{"@type": "Article", </script>'
    head = f'<meta name="citation_date" content="soon">{script}'
    found = clean(page(f"<html><head>{head}"), "text/html").metadata
    assert (found.published, found.authors, found.doi) == (None, (), None)


ABSTRACT = f"""Skip to main content
J Fam. 2024 Apr 30;7(2):11-19. doi: 10.5555/fam.7. Online ahead of print.

Mentors and new parents: a randomised trial in two counties

Affiliations

Mentors and new parents: a randomised trial in two counties

Mary A Roe et al. J Fam. .

PMID: 99000001

Abstract

{PROSE} {PROSE}

Keywords: mentors; new parents."""


def test_an_abstract_says_what_it_is():
    cleaned = clean(ABSTRACT, "text/plain")
    found = cleaned.metadata
    assert cleaned.title == "Mentors and new parents: a randomised trial in two counties"
    assert cleaned.text == f"Abstract\n\n{PROSE} {PROSE}"
    assert (found.doi, found.pmid, found.published) == ("10.5555/fam.7", "99000001", "2024-04-30")
    assert (found.authors, found.journal, found.keywords) == (
        ("Mary A Roe",),
        "J Fam",
        ("mentors", "new parents"),
    )


@pytest.mark.parametrize(
    ("lines", "authors", "published"),
    [
        ("Mentors and Parents\nBy Ana Cruz\nMay 3, 2024\n", ("Ana Cruz",), "2024-05-03"),
        ("Mentors and Parents\nAna Cruz\nMay 3, 2024\n", ("Ana Cruz",), "2024-05-03"),
        ("Mentors and Parents\nAuthors: Ana Cruz, Tom Weir\n", ("Ana Cruz", "Tom Weir"), None),
        ("Mentors and Parents\n", (), None),
    ],
)
def test_bylines_of_text_pages(lines, authors, published):
    cleaned = clean(f"{lines}\n{PROSE}\n\n{PROSE}", "text/plain")
    assert (cleaned.metadata.authors, cleaned.metadata.published) == (authors, published)
    assert cleaned.title == "Mentors and Parents"
    assert cleaned.text == f"{PROSE}\n\n{PROSE}"


def test_a_section_name_is_no_title():
    assert clean(f"Summary\n\n{PROSE} {PROSE}", "text/plain").title is None


def test_a_cited_doi_is_not_the_page_s_own():
    entry = "1. Doe J. Sleep. J Fam. 2020;3:4-5. doi: 10.5555/other.1"
    raw = f"Mentors and Parents\n\n{PROSE} {PROSE}\n\nReferences\n\n{entry}"
    assert clean(raw, "text/plain").metadata.doi is None


@pytest.mark.parametrize("site", ["University of Northside", "HARBOUR TALK WITH HILDE"])
def test_names_of_sites_above_a_menu_are_no_titles(site):
    """The first line of a dump names the site where a menu follows, and below it a headline with its date."""
    story = (
        f"Ferry crews who share a hot meal before the night run sleep better after it. That is what the "
        f"{site.title()} heard from crews on the northern line when it asked them at the quay."
    )
    top = f"{site}\nHome | About us | News\n\n4 March 2024\n\nMeals before the night run"
    raw = f"{top}\n\n{story}\n\n{story}\n"
    assert ecosift.load().clean(Page(raw)).title == "Meals before the night run"


def test_a_title_broken_over_two_lines_and_its_row_of_authors():
    """Both lines are the title, and the row of authors below is neither title nor text."""
    prose = (
        "Background: Ferry crews sleep badly on night runs, and few of them rest by day, since the harbours "
        "where they lie are noisy and their cabins have thin curtains.\nMethods: We followed 61 deckhands."
    )
    page = (
        "Thursday, 10:30, Room Walnut\n\n"
        "Sleep and rest among crews of night ferries in the\nLittle Sound: cabins, rosters and leaders\n\n"
        f"Ilse Tamm (1), Per Oks (2)\n\n{prose}\n"
    )
    cleaned = clean(page, "text/plain")
    assert cleaned.title == (
        "Sleep and rest among crews of night ferries in the Little Sound: cabins, rosters and leaders"
    )
    assert cleaned.metadata.authors == ("Ilse Tamm", "Per Oks")
    assert "Tamm" not in cleaned.text
    assert "Little Sound" not in cleaned.text

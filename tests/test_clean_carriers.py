"""Every carrier of metadata is read, and where carriers differ the stated order decides."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from ecosift.clean import clean
from ecosift.clean.dates import iso_date
from ecosift.clean.metadata import ORDER
from ecosift.clean.people import clean_names, names_of_byline
from ecosift.types import Metadata

SAID = "Peer mentors met new parents twice a week and helped them to find a doctor, a flat and a friend."
GUIDE = Path(__file__).parent.parent / "docs" / "guide.md"


def meta(**tags: str) -> str:
    return "".join(
        f'<meta name="{name.replace("__", ".")}" content="{value}">' for name, value in tags.items()
    )


def prop(name: str, value: str) -> str:
    return f'<meta property="{name}" content="{value}">'


def data(**node: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle"} | node)}</script>'


def said_of(head: str = "", body: str = "", root: str = "", url: str | None = None) -> Metadata:
    page = f"<html {root}><head>{head}</head><body>{body}<p>{SAID}</p><p>{SAID}</p></body></html>"
    return clean(page, "text/html", url).metadata


ITEM = '<article itemscope itemtype="https://schema.org/BlogPosting">{}</article>'
PERSON = '<span itemprop="author" itemscope itemtype="https://schema.org/Person">{}</span>'


@pytest.mark.parametrize(
    ("head", "body", "authors"),
    [
        (meta(citation_author="Roe, Mary A.") + meta(citation_author="Li Na"), "", ("Mary A. Roe", "Li Na")),
        (meta(citation_authors="Roe, Mary; Weir, Tom"), "", ("Mary Roe", "Tom Weir")),
        (meta(DC__Creator="Cruz, Ana"), "", ("Ana Cruz",)),
        ('<meta name="dcterms:creator" content="Ana Cruz">', "", ("Ana Cruz",)),
        (data(author={"@type": "Person", "name": "Ana Cruz"}), "", ("Ana Cruz",)),
        (data(author=["Ana Cruz", {"givenName": "Tom", "familyName": "Weir"}]), "", ("Ana Cruz", "Tom Weir")),
        (data(author={"@list": [{"name": "Ana Cruz"}]}), "", ("Ana Cruz",)),
        (data(author={"name": "Ana &amp; Sons"}), "", ("Ana & Sons",)),
        (data(creator="By Ana Cruz"), "", ("Ana Cruz",)),
        ("", ITEM.format(PERSON.format('<a itemprop="name" href="/a">Ana Cruz</a>, nurse')), ("Ana Cruz",)),
        ("", ITEM.format('<b itemprop="author">By Ana Cruz</b>'), ("Ana Cruz",)),
        ("", '<div vocab="https://schema.org/" typeof="Article"><i property="author">Ana Cruz</i></div>',
         ("Ana Cruz",)),
        (meta(author="Ana Cruz, Tom Weir"), "", ("Ana Cruz", "Tom Weir")),
        (meta(author="Ana Cruz, MD, PhD"), "", ("Ana Cruz",)),
        (meta(author="Ana Cruz, Staff Writer"), "", ("Ana Cruz",)),
        (prop("article:author", "https://example.org/ana"), "", ()),
        (meta(author="admin"), '<a rel="author" href="/a">Ana Cruz</a>', ("Ana Cruz",)),
        ("", '<span class="post-author">Written by Ana Cruz on May 3, 2024</span>', ("Ana Cruz",)),
        ("", '<div class="byline">By <a href="/a">Ana Cruz</a> and <a href="/t">Tom Weir</a></div>',
         ("Ana Cruz", "Tom Weir")),
        ("", '<div class="comment-author">Bo Lund</div>', ()),
        ("", '<aside><a rel="author" href="/b">Bo Lund</a></aside>', ()),
        ("", "<p>Words by Ana Cruz</p>", ("Ana Cruz",)),
        ("", "<p>Business Insights, Data Strategy</p>", ()),
    ],
)  # fmt: skip
def test_authors(head, body, authors):
    assert said_of(head, body).authors == authors


@pytest.mark.parametrize(
    ("head", "body", "published", "modified"),
    [
        (meta(citation_publication_date="2024/05"), "", "2024-05", None),
        (meta(DC__date__issued="2024"), "", "2024", None),
        (prop("dcterms:modified", "2024-06-01"), "", None, "2024-06-01"),
        (meta(prism__publicationDate="2024-05-03"), "", "2024-05-03", None),
        (data(datePublished="2024-05-03T10:00Z", dateModified="2024-06"), "", "2024-05-03", "2024-06"),
        ("", ITEM.format('<time itemprop="datePublished" datetime="2024-05">x</time>'), "2024-05", None),
        ("", ITEM.format('<meta itemprop="dateModified" content="2024-06-01">'), None, "2024-06-01"),
        (prop("article:published_time", "2024-05-03T08:00+02:00"), "", "2024-05-03", None),
        (meta(date="20240503"), "", "2024-05-03", None),
        ('<meta http-equiv="last-modified" content="Sat, 01 Jun 2024 10:00:00 GMT">', "", None, "2024-06-01"),
        ("", '<time datetime="2019-01-01">Other</time><time class="published">May 3, 2024</time>',
         "2024-05-03", None),
        ("", '<time class="updated" datetime="2024-06-01">x</time><time datetime="2024-05-03">x</time>',
         "2024-05-03", "2024-06-01"),
        ("", "<p>Published 3 May 2024 | Last updated 1 June 2024</p>", "2024-05-03", "2024-06-01"),
        ("", "<p>Last updated</p><p>1 June 2024</p>", None, "2024-06-01"),
        (meta(date="soon"), "<p>03/05/2024</p>", None, None),
    ],
)  # fmt: skip
def test_dates(head, body, published, modified):
    found = said_of(head, body)
    assert (found.published, found.modified) == (published, modified)


@pytest.mark.parametrize(
    ("field", "value", "head"),
    [
        ("site", "Lindenhof News", prop("og:site_name", "Lindenhof News")),
        ("site", "Lindenhof", data(publisher={"@type": "Organization", "name": "Lindenhof"})),
        ("site", "Lindenhof", meta(**{"DC.publisher": "Lindenhof"})),
        ("canonical_url", "https://example.org/a", '<link rel="canonical" href="https://example.org/a">'),
        ("canonical_url", "https://example.org/b", prop("og:url", "https://example.org/b")),
        ("language", "de", meta(citation_language="de")),
        ("language", "de", '<meta http-equiv="content-language" content="de-CH">'),
        ("language", "de", prop("og:locale", "de_DE")),
        ("keywords", ("sleep", "work"), meta(citation_keywords="sleep; work; Sleep")),
        ("keywords", ("sleep", "work"), meta(DC__subject="sleep") + meta(DC__subject="work")),
        ("keywords", ("sleep", "work"), data(keywords=["sleep", {"@type": "DefinedTerm", "name": "work"}])),
        ("keywords", ("sleep", "work"), prop("article:tag", "sleep") + prop("article:tag", "work")),
        ("doi", "10.5555/a.1", meta(citation_doi="https://doi.org/10.5555/a.1")),
        ("doi", "10.5555/a.1", meta(DC__identifier="12") + meta(prism__doi="doi:10.5555/a.1")),
        ("doi", "10.5555/a.1", data(identifier={"@type": "PropertyValue", "value": "doi:10.5555/a.1"})),
        ("doi", "10.5555/a.1", data(sameAs="https://doi.org/10.5555/a.1")),
        ("doi", "10.5555/a.1", '<link rel="canonical" href="https://doi.org/10.5555/a.1">'),
        ("pmid", "99000001", meta(citation_pmid="99000001")),
        ("pmid", "99000001", data(identifier={"propertyID": "pmid", "value": 99000001})),
        ("pmid", "99000001", meta(DC__identifier="PMID:99000001")),
        ("pmid", None, meta(DC__identifier="99000001")),
        ("pmid", "99000001", '<link rel="canonical" href="https://pubmed.ncbi.nlm.nih.gov/99000001/">'),
        ("journal", "J Fam", meta(citation_journal_title="J Fam")),
        ("journal", "J Fam", meta(**{"prism.publicationName": "J Fam"})),
        ("journal", "J Fam", data(isPartOf={"isPartOf": [{"@type": "Periodical", "name": "J Fam"}]})),
    ],
)
def test_other_fields(field, value, head):
    assert getattr(said_of(head), field) == value


def test_the_root_declares_the_language():
    assert said_of(meta(citation_language="de"), root='lang="fr-CA"').language == "fr"


FIRST_TO_LAST = {
    "authors": {
        "citation": meta(citation_author="Cruz, Ana"),
        "dublin_core": meta(DC__creator="Weir, Tom"),
        "json_ld": data(author={"name": "Bo Lund"}),
        "microdata": ITEM.format('<b itemprop="author">Li Na</b>'),
        "open_graph": meta(author="Mary Roe"),
        "html": '<a rel="author" href="/j">Jo Doe</a>',
    },
    "published": {
        "citation": meta(citation_date="2024-01"),
        "dublin_core": meta(DC__date="2024-02"),
        "json_ld": data(datePublished="2024-03"),
        "microdata": ITEM.format('<meta itemprop="datePublished" content="2024-04">'),
        "open_graph": prop("article:published_time", "2024-05"),
        "html": '<time datetime="2024-06">June</time>',
    },
    "site": {
        "open_graph": prop("og:site_name", "One"),
        "json_ld": data(publisher={"name": "Two"}),
        "dublin_core": meta(DC__publisher="Three"),
    },
    "keywords": {
        "citation": meta(citation_keywords="one"),
        "dublin_core": meta(DC__subject="two"),
        "json_ld": data(keywords="three"),
        "open_graph": meta(keywords="four"),
    },
    "journal": {
        "citation": meta(citation_journal_title="One"),
        "dublin_core": meta(**{"prism.publicationName": "Two"}),
        "json_ld": data(isPartOf={"@type": "Periodical", "name": "Three"}),
    },
}


@pytest.mark.parametrize("field", FIRST_TO_LAST)
def test_the_stated_order_decides(field):
    carriers = FIRST_TO_LAST[field]
    assert tuple(carriers) == ORDER[field]
    alone = {name: getattr(said_of(body=markup), field) for name, markup in carriers.items()}
    assert len(set(alone.values())) == len(carriers)
    names = list(carriers)
    for at, name in enumerate(names):
        # Written in the opposite order: the place in the page does not matter.
        page = "".join(carriers[later] for later in reversed(names[at:]))
        assert getattr(said_of(body=page), field) == alone[name]


def test_the_guide_states_the_order():
    rows = re.findall(r"^\| `(\w+)` \| ([^|]+) \|", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)
    stated = {field: tuple(re.findall(r"`(\w+)`", carriers)) for field, carriers in rows}
    assert {field: stated.get(field) for field in ORDER} == dict(ORDER)


GRAPH = [
    {"@type": "WebSite", "name": "Lindenhof"},
    {"@type": "WebPage", "name": "A page", "author": "Nobody At All"},
    {
        "@type": ["schema:Report", "CreativeWork"],
        "headline": "Mentors help",
        "author": {"@id": "#ana"},
        "publisher": {"@id": "#org"},
        "citation": [{"@type": "ScholarlyArticle", "headline": "Cited", "author": "Bo Lund"}],
        "mentions": {"@type": "NewsArticle", "headline": "Mentioned"},
    },
    {"@id": "#ana", "@type": "Person", "name": "Ana Cruz"},
    {"@id": "#org", "@type": "Organization", "name": "Lindenhof Trust"},
]


@pytest.mark.parametrize("wrapping", ["{}", "<!-- {} -->", "//<![CDATA[\n{}\n//]]>", "{};"])
def test_json_ld_graphs_refer_to_their_nodes(wrapping):
    written = wrapping.format(json.dumps({"@graph": GRAPH}))
    page = f'<script type="application/ld+json; charset=utf-8">{written}</script><p>{SAID}</p>'
    cleaned = clean(page, "text/html")
    assert cleaned.title == "Mentors help"
    assert (cleaned.metadata.authors, cleaned.metadata.site) == (("Ana Cruz",), "Lindenhof")


def test_a_list_of_articles_is_no_article():
    items = "".join(ITEM.format(f'<b itemprop="author">Writer {name}</b>') for name in ("A", "B", "C", "D"))
    assert said_of(body=items).authors == ()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("By Ana Cruz and Tom Weir", ("Ana Cruz", "Tom Weir")),
        ("Ana Cruz; Tom Weir; ana cruz", ("Ana Cruz", "Tom Weir")),
        ("Ana Cruz, PhD, RN, and Tom Weir, MD", ("Ana Cruz", "Tom Weir")),
        ("Robert Roe Jr.", ("Robert Roe Jr.",)),
        ("Yo-Yo Ma", ("Yo-Yo Ma",)),
        ("Roe & Sons", ("Roe & Sons",)),
        ("Ministry of Work and Health", ("Ministry of Work and Health",)),
        ("desk@example.org (Ana Cruz)", ("Ana Cruz",)),
        ("https://example.org/ana", ()),
        ("undefined", ()),
    ],
)
def test_names_are_clean(text, names):
    assert clean_names([text]) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Updated Mar 3, 2024 by Ana Cruz 7 min read", ("Ana Cruz",)),
        ("Dec 17, 2025 Ana Cruz", ("Ana Cruz",)),
        ("ByAna Cruz", ("Ana Cruz",)),
        ("Guide by Ana Cruz", ("Ana Cruz",)),
        ("The Lindenhof Team", ("The Lindenhof Team",)),
        ("Updated March 13", ()),
    ],
)
def test_bylines_hold_more_than_names(text, names):
    assert names_of_byline(text) == names


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("20240503T101500", "2024-05-03"),
        ("31/12/2024", "2024-12-31"),
        ("12/31/2024", "2024-12-31"),
        ("3. May 2024", "2024-05-03"),
        ("Fri, 03 May 2024 10:00:00 GMT", "2024-05-03"),
    ],
)
def test_dates_as_machines_write_them(printed, iso):
    assert iso_date(printed) == iso


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>Advanced use — Docs 2.3 manual</title>", "<h1>Advanced use¶</h1>", "Advanced use"),
        ("<title>SHIP | City of Southfield</title>", "<h1>SHIP</h1>", "SHIP"),
        ("<title>Mentors for parents: costs (2024)</title>", "<h1>Mentors for parents and their costs</h1>",
         "Mentors for parents and their costs"),
        ("<title>Mentors for parents | Lindenhof</title>", "<h1>Lindenhof</h1>", "Mentors for parents"),
        ("<title>Mentors for parents</title>", "<h1>News</h1>", "Mentors for parents"),
    ],
)  # fmt: skip
def test_the_visible_title_is_preferred(head, body, title):
    page = f"<html><head>{head}</head><body>{body}<p>{SAID}</p></body></html>"
    assert clean(page, "text/html").title == title


DUMP = """Lindenhof Reader
Menu
Browse topics
Search two million pages
Home › Families › Mentors
Chat with this page
Mentors and new parents in their first year
Ana Cruz, Tom Weir +2 more
Journal of Families · 3 May 2024
Save
Share
{0} Parents who had a mentor in the first year said that mentors knew the town.
{0} New parents without one waited longer, and some moved house twice in a year.
Related
Payments Trust, Security Center
"""


def test_a_dump_has_its_title_and_its_people():
    cleaned = clean(DUMP.format(SAID), "text/plain")
    assert cleaned.title == "Mentors and new parents in their first year"
    assert cleaned.metadata.authors == ("Ana Cruz", "Tom Weir")
    assert cleaned.metadata.published == "2024-05-03"


def test_words_that_the_text_uses_are_no_names():
    lines = f"Home Mentors, New Parents\nMay 3, 2024\n\n{SAID} Those home mentors saw new parents, too."
    assert clean(lines, "text/plain").metadata.authors == ()


def test_a_section_that_the_contents_name_is_no_title():
    sections = ("What is a mentor?", "Who pays a mentor?", "Where do mentors come from?")
    text = "\n".join(f"{section}\n{SAID} {SAID}" for section in sections)
    dump = "\n".join(("Lindenhof", "Mentors: your questions answered", "On this page", *sections, text))
    assert clean(dump, "text/plain").title == "Mentors: your questions answered"

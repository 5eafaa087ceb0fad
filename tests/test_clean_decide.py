"""What is content, and why the rest is not."""

from __future__ import annotations

import numpy as np
import pytest

from ecosift.clean import clean
from ecosift.clean.decide import by_rules, settle
from ecosift.clean.furniture import furniture, hint_of, reason_of_heading, reason_of_line
from ecosift.clean.html import HtmlPage
from ecosift.clean.patterns import is_reference, reason_of_shape
from ecosift.clean.regions import find_regions
from ecosift.types import Page

PROSE = "Peer mentors met new parents twice a week and helped them to find a doctor, a flat and a friend."
MORE = (
    "After six months, four in ten parents said that they felt less alone than at the start of the programme."
)


def reasons(raw: str, media_type: str = "text/plain") -> dict[str, str | None]:
    cleaned = clean(raw, media_type)
    return {block.text: block.reason for block in (*cleaned.blocks, *cleaned.dropped)}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Skip to main content", "navigation"),
        ("Subscribe to our newsletter", "form"),
        ("This website uses cookies to improve your visit.", "consent"),
        ("Keywords: sleep; shift work; nurses", "keywords"),
        ("Email | Print | Share", "share"),
        ("© 2024 Lindenhof Trust. All rights reserved.", "footer"),
        ("Trial registration: ISRCTN0000", "declarations"),
        ("Published: 3 May 2024", "metadata"),
        ("May 3, 2024 | 5 min read", "metadata"),
        ("By Ana de la Cruz and Tom Weir", "author_box"),
        ("Ana B Cruz 1, Tom Weir 2 3, Li Na 1", "author_box"),
        ("Department of Nursing, University of Malmö, Malmö, Sweden.", "affiliations"),
        ("Scand J Sleep. 2024 May;12(1):44-58.", "metadata"),
        ("14 comments", "comments"),
        ("Sleep was shorter after night shifts.", None),
        ("We asked nurses in the School of Nursing, in two wards, and at home, how they slept.", None),
        ("By the end of the year, one in five nurses had left.", None),
        ("In May 2024 we visited 12 schools.", None),
        ("Depression, sleep and work", None),
    ],
)
def test_lines_by_what_they_say(line, reason):
    words = line.count(" ") + 1
    assert (reason_of_line(line, words) or reason_of_shape(line, words)) == reason


@pytest.mark.parametrize(
    ("heading", "reason"),
    [
        ("References", "references"),
        ("REFERENCES:", "references"),
        ("Comments (0)", "comments"),
        ("Leave a Reply", "comments"),
        ("You may also like", "related_links"),
        ("More from Sleep News", "related_links"),
        ("Conflict of interest statement", "declarations"),
        ("Funding", "funding"),
        ("About the author", "author_box"),
        ("For more information:", "resources"),
        ("What did they find?", None),
        ("Limitations", None),
        ("Related work", None),
    ],
)
def test_headings_that_open_furniture(heading, reason):
    assert reason_of_heading(heading) == reason


@pytest.mark.parametrize(
    ("line", "is_entry"),
    [
        ("Doe, J., & Roe, M. (2021). Sleep after night work. Journal of Shifts, 12(3), 4–9.", True),
        ("Weir T, Li N. Night work and mood. Sleep Lett. 2020;3:14-19. doi: 10.5555/x", True),
        ("In a study of 412 nurses, sleep was shorter by an hour.", False),
    ],
)
def test_entries_of_reference_lists(line, is_entry):
    assert is_reference(line) is is_entry


@pytest.mark.parametrize(
    ("tag", "attributes", "reason"),
    [
        ("nav", {}, "navigation"),
        ("div", {"class": "post-footer__links"}, "footer"),
        ("div", {"class": "relatedPosts"}, "related_links"),
        ("div", {"role": "navigation"}, "navigation"),
        ("div", {"id": "comments"}, "comments"),
        ("div", {"style": "display: none"}, "hidden"),
        ("div", {"class": "hidden"}, "hidden"),
        ("div", {"class": "hidden lg:block"}, None),
        ("div", {"class": "overflow-hidden"}, None),
        ("div", {"class": "heading content"}, None),
        ("div", {"class": "jXK9ad"}, None),
        ("div", {}, None),
    ],
)
def test_containers_by_their_names(tag, attributes, reason):
    found = hint_of(tag, attributes)
    assert (found.reason if found else None) == reason


def test_a_name_that_holds_the_article_is_no_furniture():
    """A newsletter's article stands in `newsletter-post`: the name is refused where most of the text is."""
    aside = "<div class='sidebar'><p>Our shop is open.</p></div>"
    html = f"<div class='newsletter-post'><p>{PROSE}</p><p>{MORE}</p></div>{aside}"
    found = reasons(html, "text/html")
    assert (found[PROSE], found[MORE]) == (None, None)
    assert found["Our shop is open."] == "navigation"


def test_comments_go_even_where_they_outweigh_the_article():
    html = f"<article><p>{PROSE}</p></article><div id='comments'>{f'<p>{MORE}</p>' * 9}</div>"
    assert clean(html, "text/html").text == PROSE


def test_furniture_sections_end_where_the_next_begins():
    entries = "<h2>References</h2><ol><li>Doe J. Sleep. 2020;3:4-5.</li></ol>"
    html = f"<h2>Results</h2><p>{PROSE}</p>{entries}<h2>Limits</h2><p>{MORE}</p>"
    cleaned = clean(html, "text/html")
    assert [block.text for block in cleaned.blocks] == ["Results", PROSE, "Limits", MORE]
    assert [(b.reason, b.marker) for b in cleaned.dropped] == [("references", ""), ("references", "1.")]


DUMP = f"""Skip to content
Home
About
Services
Lindenhof Trust
How Mentors Help
May 3, 2024
{PROSE}
What We Heard
{MORE}
- a ride to the clinic
- a place to talk
{PROSE}
References
1. Doe J, Roe M. Mentors. J Fam. 2020;3:4-9.
2. Weir T. Rides. J Fam. 2021;4:1-2.
Related articles
Sleep and work
Contact Us
Lindenhof Trust, 4 Mill Lane"""


def test_a_dump_without_blank_lines_keeps_its_article():
    cleaned = clean(DUMP, "text/plain")
    assert cleaned.title == "How Mentors Help"
    assert [b.text for b in cleaned.blocks] == [
        PROSE,
        "What We Heard",
        MORE,
        "a ride to the clinic",
        "a place to talk",
        PROSE,
    ]


def test_dropped_references_can_still_be_cited():
    cleaned = clean(DUMP, "text/plain")
    entries = [(b.marker, b.text) for b in cleaned.dropped if b.reason == "references" and b.marker]
    assert entries == [
        ("1.", "Doe J, Roe M. Mentors. J Fam. 2020;3:4-9."),
        ("2.", "Weir T. Rides. J Fam. 2021;4:1-2."),
    ]


def test_a_short_abstract_outlives_its_long_reference_list():
    entries = "\n".join(
        f"    {n}. Doe J, Roe M. A long title about mentors and parents. J Fam. 2020;3:{n}-9."
        for n in range(1, 30)
    )
    raw = f"Mentors and new parents\n\nAbstract\n\n{PROSE} {MORE}\n\nReferences\n\n{entries}"
    cleaned = clean(raw, "text/plain")
    assert cleaned.text == f"Abstract\n\n{PROSE} {MORE}"
    assert sum(block.reason == "references" for block in cleaned.dropped) == 30


def test_a_heading_with_nothing_left_under_it_goes():
    html = f"<h2>Results</h2><p>{PROSE}</p><h2>See for yourself</h2><nav><a href=x>Next page</a></nav>"
    assert reasons(html, "text/html")["See for yourself"] == "empty_section"


def test_a_heading_above_a_heading_stays():
    html = f"<h2>Results</h2><h3>Mentors</h3><p>{PROSE}</p>"
    assert reasons(html, "text/html")["Results"] is None


def test_a_list_of_contents_goes():
    names = ["Why it matters", "What we heard", "What comes next"]
    raw = "\n\n".join(
        [PROSE, "On This Page", *names, PROSE, *(part for name in names for part in (name, MORE))]
    )
    kept = [block.text for block in clean(raw, "text/plain").blocks]
    assert [kept.count(name) for name in names] == [1, 1, 1]


def test_a_bold_line_is_a_heading():
    html = f"<p><strong>What We Heard</strong></p><p>{PROSE}</p>"
    assert [block.kind for block in clean(html, "text/html").blocks] == ["heading", "paragraph"]


def test_an_empty_page_is_empty():
    cleaned = clean("", "text/plain")
    assert (cleaned.text, cleaned.title, cleaned.blocks, cleaned.dropped) == ("", None, (), ())


@pytest.mark.parametrize(
    ("gains", "inside"),
    [
        ([-3, -3, 40, -3, 30, -3, -3], [False, False, True, True, True, False, False]),
        ([40, -3] + [-3] * 20 + [40], [True] + [False] * 21 + [True]),
        ([5, -3, 5], [False, False, False]),
        ([], []),
    ],
)
def test_regions(gains, inside):
    """Short gaps are bridged, long ones part two regions, and a region has to be worth its entry."""
    assert find_regions(gains, 10) == inside


def test_every_reason_of_the_lexicon_is_a_word():
    names = [reason.name for reason in furniture().reason]
    assert len(names) == len(set(names))
    assert all(name.isidentifier() for name in names)


def test_what_a_manual_explains_under_reference_is_no_list_of_works():
    paragraphs = "".join(
        f"<p>{name} takes all readings of one {name.lower()} and gives back their mean, in the same unit.</p>"
        for name in ("Cuff", "Scale", "Meter", "Band", "Strip")
    )
    opening = "<h1>Readings</h1><p>What each tool takes and gives back is told below.</p>"
    page = f"<body>{opening}<h2>Reference</h2>{paragraphs}"
    assert "one cuff" in clean(page, "text/html").text


def test_works_in_a_row_are_references_whatever_stands_above_them(pipeline):
    works = [
        "Abernathy, L., & Soto, R. (2021). Quiet rooms in schools. School Senses, 5, 33-45. doi:10.5555/ss.5",
        "Grunwald, H., & Moreau, T. (2019). A term without bells. School Senses, 3, 8-15. doi:10.5555/ss.3",
        "Tamura, K., & Hollis, B. (2022). Skills groups. Autism Evidence, 9, 120-151. doi:10.5555/ae.9",
    ]
    body = "".join(f"<p>{text}</p>" for text in (PROSE, MORE, PROSE, MORE, PROSE))
    listed = "".join(f"<p>{work}</p>" for work in works)
    page = f"<body><h1>Quiet rooms</h1>{body}<h3>What Sanna was quoting</h3>{listed}</body>"
    dropped = {block.text: block.reason for block in pipeline.clean(Page(page)).dropped}
    assert [dropped.get(work) for work in works] == ["references"] * 3


@pytest.mark.parametrize(("doubted", "left_out"), [(1, 0), (3, 3)])
def test_a_table_keeps_its_rows_where_it_keeps_most(doubted, left_out):
    """The first row has the heads: without it no other row says anything."""
    rows = "".join(f"<tr><td>Row {at}</td><td>{at}</td></tr>" for at in range(4))
    page = HtmlPage(f"<p>{PROSE}</p><table>{rows}</table><p>{MORE}</p>").candidates
    scores = np.array([0.9, *[0.01] * doubted, *[0.9] * (4 - doubted), 0.9])
    held = [None] * len(page.containers)
    settled = settle(page, held, by_rules(page, held), scores)
    assert [reason is None for reason in settled] == [True, *[False] * left_out, *[True] * (5 - left_out)]

"""The study of a page in the forms in which pages cite it for readers, and what its design and sample are."""

import time

import pytest

import ecosift
from ecosift.tagging.loose import read_line, read_loose, read_quoted
from ecosift.types import Block, Metadata
from test_study import NEWS, walk

TITLE = "Nights afloat: sleep and noise among ferry crews"
HEAD = "Ferry crews sleep badly"
FIELDS = ("title", "first_author", "year", "journal")
WHOLE = (TITLE, "Ilse Tamm", 2024, "Sleep and Sea")


# So long a text is no line of a front.
LONG = [
    ("background", " ".join(["those who sail at night and those who wait for them rarely rest well"] * 2))
]


SAMPLED = (
    "We interviewed 31 deckhands on four ferries and recorded the noise in cabins on two nights in spring."
)
SLEPT = (
    "The crews on night runs slept two hours less than those crews who went home to their own beds at night."
)


def fields(study):
    return tuple(getattr(study, field) for field in FIELDS)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (f"Source: Ilse Tamm, Per Oks. {TITLE}. Sleep and Sea, 12(3), 2024.", WHOLE),
        (f"Study: {TITLE}, by Ilse Tamm and Per Oks, Sleep and Sea, 2024", WHOLE),
        (f"Study: {TITLE} (Sleep and Sea, 2024)", (TITLE, None, 2024, "Sleep and Sea")),
        (f"Full paper: {TITLE}, Sleep and Sea, 2024", (TITLE, None, 2024, "Sleep and Sea")),
        (f"Full study: Ilse Tamm, “{TITLE}”, Sleep and Sea, 2024.", WHOLE),
        (f"Paper: “{TITLE}”, Sleep and Sea (2024), Ilse Tamm, Per Oks", WHOLE),
        (
            f"About the paper: “{TITLE}” by Ilse Tamm, Per Oks and Ada Roe, in Sleep and Sea, vol. 12, 2024.",
            WHOLE,
        ),
        (f"Reference: Tamm, Ilse (2024): {TITLE}. Sleep and Sea 12, 45-60.", WHOLE),
        (
            f"Reference: Tamm, I. & Oks, P. (2024) ‘{TITLE}’, Sleep and Sea, 12(3), pp. 45-60.",
            (TITLE, "I. Tamm", *WHOLE[2:]),
        ),
        ("Source: Ilse Tamm et al., Sleep and Sea, 2024", (None, *WHOLE[1:])),
        ("Source: I. Tamm et al., Sleep and Sea, 2024", (None, "I. Tamm", *WHOLE[2:])),
        (
            f"Source: Tamm I, Oks P. {TITLE}. Sleep and Sea. Published online May 5, 2024. doi:10.5555/ss.1",
            (TITLE, "I Tamm", *WHOLE[2:]),
        ),
        (f"Source: {TITLE}. Tamm I, Oks P. Sleep and Sea. 2024;12:4.", (TITLE, "I Tamm", *WHOLE[2:])),
        (f"Review summarised: Tamm I, Oks P. {TITLE}. Sleep and Sea, 2024.", (TITLE, "I Tamm", *WHOLE[2:])),
        ("Source: Sleep and Sea, 2024.", (None, None, 2024, "Sleep and Sea")),
        (f"CITE AS Tamm I, Oks P. {TITLE}. Sleep and Sea. 2024;12:45.", (TITLE, "I Tamm", *WHOLE[2:])),
        # Without a label.
        (f"Tamm, Ilse, and Per Oks. “{TITLE}.” Sleep and Sea 12, no. 3 (2024): 45-60.", WHOLE),
        (f"Ilse Tamm and Per Oks, “{TITLE},” Sleep and Sea 12 (2024).", WHOLE),
        (f"Ilse Tamm, Per Oks: {TITLE}. In: Sleep and Sea, 2024.", WHOLE),
        (f"{TITLE} by Ilse Tamm and Per Oks was published in Sleep and Sea on 3 May 2024.", WHOLE),
        (f"The paper, “{TITLE},” by Ilse Tamm, appears in the May 2024 issue of Sleep and Sea.", WHOLE),
        (f"‘{TITLE}’ was published in Sleep and Sea in May 2024.", (TITLE, None, 2024, "Sleep and Sea")),
        (f"The paper, {TITLE}, appears in Sleep and Sea.", (TITLE, None, None, "Sleep and Sea")),
        (f"Tamm I, Oks P. {TITLE}. Sleep and Sea. 2024. doi:10.5555/ss.1", (TITLE, "I Tamm", *WHOLE[2:])),
        (f"1. Tamm I, Oks P. {TITLE}. Sleep and Sea. 2024 May 3;12(3):45-60.", (TITLE, "I Tamm", *WHOLE[2:])),
    ],
)
@pytest.mark.parametrize("reason", [None, "unlikely_content"])
def test_forms_of_citations(line, expected, reason):
    """A line that cites the paper gives what it says, in the text or in a note, and no more."""
    said, dropped = ([*NEWS, ("background", line)], ()) if reason is None else (NEWS, [(reason, line)])
    assert fields(walk(said, title=HEAD, dropped=dropped)) == expected


@pytest.mark.parametrize(
    "line",
    [
        "Posted on 3 October 2024 by Morag Tennant in Research News",
        "By Morag Tennant, Sleep and Sea, 2024",
        "“They need quiet,” said Femi Adisa, a union man, in Port Sound in 2024.",
        "Oks M, Roe K. Horns and plugs on deck at night. Sea Medicine, 2019.",
        "We were told by Morag Tennant that rest is published in rotas.",
    ],
)
def test_lines_that_cite_nothing(line):
    """Bylines, quotations, and works in a list of further ones are not the page's paper."""
    assert walk([*NEWS, ("background", line)], title=HEAD) == walk(NEWS, title=HEAD)


def test_a_title_of_which_a_part_is_quoted():
    """What only opens with a quotation is not all of the title."""
    line = (
        "“Nobody sleeps”: how crews rest at night, by I Tamm and P Oks, is out in Sea Rest, DOI 10.5555/ss.7"
    )
    study = walk(NEWS, title=HEAD, dropped=[("unlikely_content", line)])
    assert study.title == "“Nobody sleeps”: how crews rest at night"
    assert (study.first_author, study.doi) == ("I Tamm", "10.5555/ss.7")


@pytest.mark.parametrize(
    ("entry", "author"),
    [
        ("Harbour Health Institute. Nights afloat. 2024.", None),
        ("Nights afloat: sleep among ferry crews, 2024", None),
        (f"Ilse Tamm, Per Oks. {TITLE}. Sleep and Sea, 2024.", "Ilse Tamm"),
        ("Tamm et al. (2024). Nights afloat. Sleep and Sea, 3, 1-9.", "Tamm"),
    ],
)
def test_authors_of_an_only_entry_are_persons(entry, author):
    """The first words of an entry need not be a name, and a body is none."""
    assert walk(NEWS, dropped=[("references", entry)]).first_author == author


def test_the_foot_of_a_page_is_no_entry():
    """A single entry stays single where the page's foot was taken for a part of the list."""
    entry = "Tamm, I., & Oks, P. (2022). Nights afloat. Sleep and Sea, 3, 1-9. doi: 10.5555/ss.2022.3"
    foot = "Privacy | Accessibility | © 2024 Harbour Institute"
    study = walk(NEWS, dropped=[("references", entry), ("references", foot)])
    assert (study.year, study.doi) == (2022, "10.5555/ss.2022.3")


@pytest.mark.parametrize(
    ("doi", "published", "year"),
    [
        ("10.5555/sleep.2024.118", "2024-05-02", 2024),
        ("10.5555/sleep.2021.118", "2024-05-02", None),
        ("10.5555/sleep.20245.1", "2024-05-02", None),
    ],
)
def test_a_year_that_page_and_doi_share(doi, published, year):
    """The page's year is the paper's where the paper's DOI has it too."""
    said = ("background", f"The study appeared in Sleep and Sea (doi: {doi}).")
    assert walk([*LONG, *NEWS, said], title=HEAD, metadata=Metadata(published=published)).year == year


@pytest.mark.parametrize(
    ("sentence", "author", "journal"),
    [
        ("The study was done at St Brendan's, a study by St Brendan's has shown.", None, None),
        (
            "“They need quiet,” said Femi Adisa, of the Port Institute and chief investigator.",
            "Femi Adisa",
            None,
        ),
        ("“They need quiet,” said Femi Adisa, the study's author.", "Femi Adisa", None),
        ("Their results have just come out in the journal Sleep and Sea.", None, "Sleep and Sea"),
        ("The work can be read in the Journal of Sea Rest.", None, "Journal of Sea Rest"),
        ("The journal Sleep and Sea has the details.", None, "Sleep and Sea"),
    ],
)
def test_authors_and_journals_in_prose(sentence, author, journal):
    """Further words for who did the study and where it appeared; a saint's name is a hospital's."""
    study = walk([*NEWS, ("background", sentence)], title=HEAD)
    assert (study.first_author, study.journal) == (author, journal)


def test_an_index_page_with_names_inverted():
    """The line of a journal with volume and page, and inverted names, make a paper's own page."""
    lines = [HEAD, "Tamm, Ilse R; Oks, Per", "Sleep Sea Stud 2021; 5: 88"]
    study = walk(NEWS, title=HEAD, dropped=[("metadata", line) for line in lines])
    assert fields(study) == (HEAD, "Ilse R Tamm", 2021, "Sleep Sea Stud")
    source = [HEAD, "Ilse Tamm, Per Oks", "Source: Sleep Sea Stud, 2022, 7(4): 512-530", "DOI: 10.5555/sss.1"]
    assert walk(NEWS, title=HEAD, dropped=[("metadata", x) for x in source]).journal == "Sleep Sea Stud"


@pytest.mark.parametrize(
    ("lines", "year"),
    [
        (["Authors: Ilse Tamm, Per Oks", "Year: 2024", "Journal: Sleep and Sea"], 2024),
        (["Authors: Ilse Tamm, Per Oks", "Published in: Sleep and Sea (2024)"], 2024),
    ],
)
def test_a_box_without_a_doi(lines, year):
    """Title and two further fields are a paper's, though the box gives no DOI."""
    long = [*LONG, *NEWS]
    study = walk(
        long,
        title=HEAD,
        dropped=[
            Block("paragraph", line, reason="metadata", raw_start=10_000 + at)
            for at, line in enumerate([f"Title: {TITLE}", *lines])
        ],
    )
    assert fields(study) == (TITLE, "Ilse Tamm", year, "Sleep and Sea")


@pytest.mark.parametrize(
    "cover",
    [
        ["Working Paper 24-07", TITLE, "Ilse Tamm and Per Oks", "May 2024", "Abstract"],
        [
            TITLE,
            "by",
            "Ilse Tamm",
            "A thesis submitted for the degree of Doctor of Philosophy",
            "May 2024",
            "Abstract",
        ],
        ["Poster 214", TITLE, "Ilse Tamm, RN, Per Oks, PhD", "Harbour College", "Spring Congress 2024"],
    ],
)
def test_covers(pipeline, cover):
    """Working papers, theses and posters name their author and year, and no journal."""
    told = [f"{head}: {text}" for head, text in zip(("Methods", "Results"), (SAMPLED, SLEPT), strict=True)]
    page = "\n\n".join([*cover, *told])
    study = pipeline(ecosift.Page(content=page.encode(), media_type="text/plain")).study
    assert fields(study) == (TITLE, "Ilse Tamm", 2024, None)


def test_a_talk_of_a_meeting():
    """An abstract with affiliations, methods and results is its authors' own, though no journal is named."""
    heads = [("background", "Methods"), NEWS[2], ("background", "Results"), NEWS[1]]
    blocks = [
        ("author_box", "Ilse Tamm(1), Per Oks(2)"),
        ("affiliations", "(1) Harbour College (2) Port Institute"),
    ]
    data = Metadata(authors=("Ilse Tamm", "Per Oks"))
    runs = [
        (role, text if text not in {"Methods", "Results"} else f"{text}: so it was.") for role, text in heads
    ]
    study = walk(runs, title=HEAD, dropped=blocks, metadata=data)
    assert (study.title, study.first_author) == (HEAD, "Ilse Tamm")
    news = walk(NEWS, title=HEAD, dropped=blocks, metadata=data)
    assert news.title is None


TOLD = [
    ("background", "Ferry crews sleep badly."),
    ("finding", "The participants slept two hours less, the researchers found."),
]


@pytest.mark.parametrize(
    ("methods", "design"),
    [
        (["The team carried out interviews with 31 deckhands."], "qualitative interview study"),
        (
            ["The team held interviews with deckhands.", "They also ran two focus groups."],
            "qualitative study",
        ),
        (["The team sent out a survey.", "They then interviewed 20 deckhands."], "survey and interviews"),
        (["The team held interviews with mates.", "Registers of 40 ships were searched as well."], None),
        (["The team sent out a survey."], None),
        (["The team did an online survey."], "online survey"),
        (["The trial had 40 boats.", "Half were chosen at random to get plugs."], "randomised trial"),
        (["The program had 40 boats.", "They were randomly assigned to plugs or none."], "randomized trial"),
        (["The trial had 40 boats."], None),
        (["The team followed a cohort."], "cohort study"),
        (
            ["It was a mixed-methods study with a controlled before-and-after study and interviews."],
            "mixed-methods study",
        ),
        (
            ["This was a prospective cohort study with go-along interviews."],
            "prospective cohort study with go-along interviews",
        ),
        (["We searched four databases for trials.", "We included 34 studies."], "systematic review"),
        (["We searched our ships for studies."], None),
    ],
)
def test_designs_told_in_other_words(methods, design):
    """Interviews, a survey or a trial alone are a part: the page gets the whole, or nothing."""
    study = walk(
        [*TOLD, *(("method", text) for text in methods), ("finding", "Lead author Ilse Tamm was content.")]
    )
    assert study.design == design


def sample(pipeline, text):
    front = f"{HEAD}\n\nIlse Tamm, Per Oks\n\nSleep Sea. 2021 May;9(2):11-20. doi: 10.5555/ss.9."
    page = f"{front}\n\nAbstract\n\nMethods\n\n{text}\n\nResults\n\nThe crews slept badly on all the boats.\n"
    study = pipeline(ecosift.Page(content=page.encode(), media_type="text/plain")).study
    return study.sample.value if study and study.sample else None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (
            "We held interviews with 52 residents: 24 people who fish and 16 pilots. Eleven women were new.",
            52,
        ),
        ("Of 1,390 pupils enrolled in the classes, 1,128 (81.2%) took part.", 1128),
        ("Half of 486 older adults who had come to the clinics were called by a nurse.", 486),
        ("The survey was mailed to women on the coast. In all, 731 women responded.", 731),
        (
            "We went through the records of 906 women who screened positive, and spoke with 31 patients.",
            906,
        ),
    ],
)
def test_the_main_sample(pipeline, text, value):
    """The people whom the study had, and neither a part of them nor those who were only asked."""
    assert sample(pipeline, text) == value


@pytest.mark.parametrize(
    "piece", ["'A", "‘A ", "“A ", "A by B, ", "Ab Cd, ", "Doe, J. ", "A. ", "is published in A ", "2020 "]
)
def test_readers_of_citations_stay_quick(piece):
    """No text of one thing over and over takes long."""
    text = (piece * 2000)[:4000]
    began = time.perf_counter()
    for read in (read_loose, read_quoted, read_line):
        read(text)
    walk([*NEWS, ("background", text)], dropped=[Block("paragraph", text, reason="references", raw_start=0)])
    assert time.perf_counter() - began < 1

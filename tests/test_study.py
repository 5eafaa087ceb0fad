"""The study of a page: what the page names, and nothing else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosift.tagging.designs import find_design
from ecosift.tagging.names import first_person
from ecosift.tagging.study import read_study
from ecosift.types import Block, Cleaned, Metadata, RoleTag, SentenceSpan, Statistic, Study


def walk(statements, *, title=None, dropped=(), metadata=None, statistics=None):
    """The study of a page made of (role, text) pairs; dropped blocks are (reason, text) pairs or blocks."""
    spans, blocks, at = [], [], 0
    for place, (_, text) in enumerate(statements):
        spans.append(SentenceSpan(text, at, at + len(text), place))
        blocks.append(Block("paragraph", text, at, at + len(text), raw_start=1000 + at))
        at += len(text) + 2
    left = tuple(
        each if isinstance(each, Block) else Block("paragraph", each[1], reason=each[0], raw_start=order)
        for order, each in enumerate(dropped)
    )
    cleaned = Cleaned(
        title, "\n\n".join(t for _, t in statements), tuple(blocks), left, metadata or Metadata()
    )
    figures = [(statistics or {}).get(place, ()) for place in range(len(statements))]
    return read_study(cleaned, spans, [RoleTag(r, 0.9) for r, _ in statements], figures, [()] * len(spans))


NEWS = [
    ("background", "Ferry crews sleep badly."),
    ("finding", "Crews on night runs slept two hours less, the researchers found."),
    ("method", "The team interviewed 31 deckhands in a qualitative study."),
    ("finding", "The participants spoke of noise and of worry."),
]


@pytest.mark.parametrize(
    ("sentence", "author"),
    [
        ("This week we review a study by Ilse Tamm and colleagues.", "Ilse Tamm"),
        ("The study was led by Dr. Ola Brekke-Moe, a sociologist.", "Ola Brekke-Moe"),
        ("In a trial by the physician Maria del Carmen Ruiz, crews wore plugs.", "Maria del Carmen Ruiz"),
        ("“They need quiet,” said lead author Femi Adisa.", "Femi Adisa"),
        ("“They need quiet,” said Femi Adisa, of the Port Institute, who led the study.", "Femi Adisa"),
        ("Adisa and colleagues asked deckhands about noise.", "Adisa"),
        ("The research, funded by Nordic Ferry Lines, is new.", None),
        ("The study was done by researchers at Harbour University.", None),
        ("“They need quiet,” said Femi Adisa, a union man.", None),
    ],
)
def test_authors_named_in_prose(sentence, author):
    """Whom the page calls the author, and neither sponsors nor others who are quoted."""
    study = walk([*NEWS, ("objective", sentence)])
    assert study.first_author == author


def test_second_hand_pages_keep_title_and_date_to_themselves():
    """A news page's own title and date are not the study's."""
    study = walk(
        NEWS, title="Ferry crews sleep badly", metadata=Metadata(published="2024-03-02", site="Quay")
    )
    assert (study.title, study.year, study.doi) == (None, None, None)
    assert study.design == "qualitative study"


def test_prose_names_journal_and_year():
    """Where and when it appeared, as prose tells it."""
    said = ("background", "The paper appears in the spring 2023 issue of the journal Sleep and Sea.")
    study = walk([*NEWS, said])
    assert (study.journal, study.year) == ("Sleep and Sea", 2023)


def test_the_authors_own_reference_gives_year_and_doi():
    """Of several references the author's is the study's."""
    dropped = [
        (
            "references",
            "Tamm, I., & Oks, P. (2022). Nights afloat. Sleep and Sea, 3, 1-9. doi: 10.5555/ss.2022.3",
        ),
        ("references", "Oks, P. (2011). Horns. Sleep and Sea, 1, 1-9. doi: 10.5555/ss.2011.1"),
    ]
    study = walk([*NEWS, ("objective", "We review a study by Ilse Tamm and colleagues.")], dropped=dropped)
    assert (study.first_author, study.year, study.doi) == ("Ilse Tamm", 2022, "10.5555/ss.2022.3")


def test_two_references_and_no_author_name_nothing():
    """Without a name there is no telling which reference is the study's."""
    dropped = [
        ("references", "Tamm, I. (2022). Nights. doi: 10.5555/a"),
        ("references", "Oks, P. (2011). Horns."),
    ]
    study = walk(NEWS, dropped=dropped)
    assert (study.first_author, study.year, study.doi) == (None, None, None)


@pytest.mark.parametrize(
    "lines",
    [
        (
            "Sleep Sea. 2021 May;9(2):11-20. doi: 10.5555/ss.2021.9.",
            "Nights afloat",
            "Ilse Tamm 1, Per Oks 2",
        ),
        (
            "Nights afloat",
            "Ilse Tamm, Per Oks",
            "Sleep Sea · 2021 · Vol. 9 · pp. 11–20",
            "DOI: 10.5555/ss.2021.9",
        ),
        (". 2021 May 3.", "doi: 10.5555/ss.2021.9. Online ahead of print.", "Ilse Tamm et al. Sleep Sea. ."),
        (
            "Authors: Ilse Tamm, Per Oks",
            "Journal: Sleep Sea",
            "Published: May 2021",
            "DOI: 10.5555/ss.2021.9",
        ),
    ],
)
def test_front_matter_of_a_text_page(lines):
    """A paper's own page gives author, journal, year and DOI in lines of several forms."""
    study = walk(NEWS, title="Nights afloat", dropped=[("metadata", line) for line in lines])
    assert (study.first_author, study.year, study.doi) == ("Ilse Tamm", 2021, "10.5555/ss.2021.9")
    assert (study.title, study.journal) == ("Nights afloat", "Sleep Sea")


def test_citation_metadata_of_an_html_page():
    """What citation tags say stands, and similar articles do not enter."""
    data = Metadata(
        authors=("Ilse Tamm",), published="2021-05", doi="10.5555/x", pmid="9043", journal="Sleep Sea"
    )
    similar = [("related_links", "Oks P. Horns. Sea Med. 2011;3:1-9. doi: 10.5555/horns PMID: 77777")]
    study = walk(NEWS, title="Nights afloat", dropped=similar, metadata=data)
    assert study.doi == "10.5555/x"
    assert (study.title, study.first_author, study.year, study.pmid) == (
        "Nights afloat",
        "Ilse Tamm",
        2021,
        "9043",
    )


def test_pages_about_many_studies_have_none():
    """A blog that cites studies among its advice reports no one study."""
    blog = [("background", f"Quiet cabin number {n} helps you to sleep.") for n in range(8)]
    said = [
        ("finding", "A study by Ilse Tamm found that plugs help."),
        ("finding", "Research shows that dark helps."),
    ]
    assert walk([*blog, *said]) is None


def test_an_empty_page_has_none():
    """Nothing in, nothing out."""
    assert walk([]) is None


def figure(text, sentence, start, **parts):
    return Statistic(
        "sample_size", text, start + sentence.index(text), start + sentence.index(text) + len(text), parts
    )


def test_the_sample_is_who_took_part():
    """Of those asked and those who took part the latter are the sample, quoted from the text."""
    line = "Of 402 deckhands approached, 268 deckhands took part."
    asked, joined = (figure(f"{n} deckhands", line, 0, value=n, unit="participants") for n in (402, 268))
    study = walk([("sample", line), *NEWS], statistics={0: (asked, joined)})
    assert (study.sample.value, study.sample.quote, study.sample.start) == (268, "268 deckhands", 29)


def test_trials_are_no_persons():
    """A review's trials are not its sample of persons."""
    line = "We pooled 14 trials."
    study = walk(
        [("method", line), *NEWS], statistics={0: (figure("14 trials", line, 0, value=14, unit="trials"),)}
    )
    assert study.sample is None


@pytest.mark.parametrize(
    ("text", "design"),
    [
        (
            "We did a three-arm, parallel-group, randomised controlled trial.",
            "three-arm, parallel-group, randomised controlled trial",
        ),
        ("This cross-sectional study used a survey.", "cross-sectional study"),
        ("A systematic review and meta-analysis of 9 trials.", "systematic review and meta-analysis"),
        ("Deckhands filled in an online survey.", "online survey"),
        ("Shade helps.", None),
    ],
)
def test_designs_are_quoted(text, design):
    """The design as printed, with its modifiers; a strong one before a weak one."""
    assert find_design([text]) == design


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Ilse Tamm 1, Per Oks 1 2, Lo Ek 3", "Ilse Tamm"),
        ("R. J. Rogers, W. Lang and B. Barone Gibbs", "R. J. Rogers"),
        ("Guillermo Mata-Peña, PhD; Ann Lee, MD", "Guillermo Mata-Peña"),
        ("By Ann Lee", None),
        ("Home, About us, Contact", None),
        ("Harbour University, School of Public Health", None),
    ],
)
def test_lines_of_names(line, name):
    """A line of nothing but names gives the first; menus, bylines and bodies give none."""
    assert first_person(line) == name


@given(st.lists(st.tuples(st.sampled_from(["finding", "background"]), st.text(max_size=80)), max_size=6))
@settings(deadline=None, max_examples=60)
def test_any_page_has_a_study_or_none(statements):
    """Whatever the text, a study or None, and never an empty one."""
    study = walk(statements, title="T", dropped=[("metadata", text) for _, text in statements])
    assert study is None or study != Study()

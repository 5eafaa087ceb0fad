"""The study of a page: what the page names, and nothing else."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosift.tagging.designs import find_design
from ecosift.tagging.names import first_person
from ecosift.tagging.samples import find_sample
from ecosift.tagging.study import read_study
from ecosift.types import Block, Cite, Cleaned, Mark, Metadata, RoleTag, SentenceSpan, Statistic, Study


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
        ("Data came from the Bay Cohort Study, which began in 1990.", None),
        ("Data came from the Longitudinal Study of Bay Children since 1990.", None),
        ("Awake at the Bay: A Cohort Study", "Cohort Study"),
        ("Randomised trials of naps in crews", None),
        ("A social ecological study of quays and crews.", None),
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


FERRY = Block(
    "list_item",
    "Dahl N, Osei K. Awake at sea: a cohort study of ferry crews. J. Sea Sleep. 2024;3:1-9. PMID: 90111222",
    reason="references",
)


def test_the_reference_of_the_study_gives_its_title_and_journal():
    study = walk([*NEWS, ("method", "The study, led by Noor Dahl, took two years.")], dropped=[FERRY])
    assert (study.title, study.journal) == ("Awake at sea: a cohort study of ferry crews", "J. Sea Sleep")
    assert (study.first_author, study.year, study.pmid) == ("Noor Dahl", 2024, "90111222")


def test_the_prose_spells_the_journal_out():
    told = ("method", "The study by Noor Dahl was published in the Journal of Sea Sleep.")
    assert walk([*NEWS, told], dropped=[FERRY]).journal == "Journal of Sea Sleep"


@pytest.mark.parametrize(
    ("sentence", "title"),
    [
        ("The paper, titled “Awake at sea, asleep ashore”, is short.", "Awake at sea, asleep ashore"),
        ("“Awake at sea, asleep ashore” by N. Dahl and K. Osei is out.", "Awake at sea, asleep ashore"),
        ("“I was awake at sea for a week” said a deckhand met by N. Dahl.", None),
        ("“Awake at sea, asleep ashore” by K. Zorn is an older book.", None),
    ],
)
def test_titles_in_quotation_marks(sentence, title):
    """A title is one where the page calls it so, or where the study's author has written it."""
    study = walk([*NEWS, ("method", "The study was led by Noor Dahl."), ("method", sentence)])
    assert study.title == title


@pytest.mark.parametrize(
    ("sentence", "year"),
    [
        ("The study was published on Tuesday in the journal Sea Sleep.", 2025),
        ("The study by Noor Dahl appears this month in Sea Sleep.", 2025),
        ("An earlier study was published on Tuesday in the journal Sea Sleep.", None),
        ("The study was published in the journal Sea Sleep.", None),
    ],
)
def test_a_study_that_has_just_appeared_has_the_year_of_the_page(sentence, year):
    study = walk([*NEWS, ("method", sentence)], metadata=Metadata(published="2025-02-18"))
    assert study.year == year


def cited(works):
    """The study of a page whose findings are laid to works by these authors in turn."""
    told = [
        ("finding", f"The researchers found that crews of ship {n} slept badly.") for n in range(len(works))
    ]
    spans, at = [], 0
    for place, (_, text) in enumerate(told):
        spans.append(SentenceSpan(text, at, at + len(text), place))
        at += len(text) + 2
    cites = [
        (Cite("(x)", s.start, s.start + 3, (name,), 2020),) for s, name in zip(spans, works, strict=True)
    ]
    cleaned = Cleaned(None, "", (), (), Metadata())
    return read_study(cleaned, spans, [RoleTag("finding", 0.9)] * len(spans), [()] * len(spans), cites)


def test_pages_that_lay_their_findings_to_several_works_have_no_study():
    """Nothing is invented for a page about many; one that mostly cites one work may be about it."""
    assert cited(["Dahl", "Osei", "Dahl", "Roe"]) is None
    assert cited(["Dahl", "Osei"]) is None


SAMPLES = [
    # (role, sentence, figures), who were in it
    ([("sample", "Of 90 nurses invited, 61 (67.8%) took part.", ["90 nurses", "61 (67.8%)"])], 61),
    ([("sample", "We assessed 300 women and randomised 240.", ["300 women", "240"])], 240),
    ([("method", "We followed 4,100 of them.", ["4,100 of them"])], 4100),
    (
        [
            ("method", "We met 12 nurses.", ["12 nurses"]),
            ("sample", "The ward has 90 nurses.", ["90 nurses"]),
        ],
        90,
    ),
    (
        [
            ("method", "We interviewed 12 nurses.", ["12 nurses"]),
            ("method", "There are 90 nurses.", ["90 nurses"]),
        ],
        12,
    ),
    ([("method", "We surveyed 516 adults and interviewed 34 of them.", ["516 adults", "34 of them"])], 516),
    ([("background", "The study surveyed 3,411 pupils.", ["3,411 pupils"])], 3411),
    (
        [
            ("finding", "Of 276 adults, 139 had a plot and 137 had none.", ["276 adults", "139", "137"]),
            ("finding", "The harvest was weighed by 241 adults, who completed it.", ["241 adults"]),
        ],
        276,
    ),
    (
        [
            ("finding", "We spoke with 1,312 residents.", ["1,312 residents"]),
            ("method", "We interviewed 40 residents.", ["40 residents"]),
        ],
        1312,
    ),
    ([("background", "Some 3,411 pupils are enrolled.", ["3,411 pupils"])], None),
    ([("finding", "In the state 5,480 people died.", ["5,480 people"])], None),
    ([("finding", "The study of 48 teachers found no harm.", ["48 teachers"])], 48),
]


def counted(text, sentence, start):
    """A figure as the finders give it: a number with its unit, or a count with its share."""
    number = int(text.split()[0].replace(",", ""))
    at = start + sentence.index(text)
    unit = text.partition(" ")[2]
    if "%" in unit:
        share = float(unit.strip("(%)"))
        return Statistic("count", text, at, at + len(text), {"numerator": number, "percent": share})
    parts = {"value": number, "unit": unit} if unit and unit != "of them" else {"value": number}
    return Statistic("sample_size", text, at, at + len(text), parts)


@pytest.mark.parametrize(("statements", "value"), SAMPLES)
def test_the_sample_of_a_page(statements, value):
    """Who took part counts, not who was asked or lives there; of several, the most."""
    spans, figures, at = [], [], 0
    for place, (_, text, said) in enumerate(statements):
        spans.append(SentenceSpan(text, at, at + len(text), place))
        figures.append(tuple(counted(each, text, at) for each in said))
        at += len(text) + 2
    found = find_sample(spans, [RoleTag(role, 0.9) for role, _, _ in statements], figures)
    assert (found and found.value) == value


def test_a_work_cited_in_brackets_is_not_the_pages_own():
    """The names of a mark are nobody's who made the study that the page reports."""
    study = walk([*NEWS, ("background", "Noise wakes people (Zorn et al., 2019).")])
    assert study.first_author is None


def test_a_page_that_goes_from_study_to_study_has_none():
    """Nothing is picked from a list of results of unnamed studies; one that is spoken on of is the page's."""
    many = [
        ("finding", "A trial from Norway found that naps helped."),
        ("finding", "In one survey, participants slept badly."),
        ("finding", "Another study, by Anna Lind, found that choirs help."),
        ("finding", "An experiment with 30 deckhands showed no harm."),
    ]
    assert walk(many) is None
    assert walk([*many, ("finding", "The trial was short."), ("finding", "The survey was long.")]) is not None


TOLD = [
    (
        "background",
        "Oysters from the bay make people ill every winter, and those who sell them have long wondered what "
        "they could do about it with a bucket and some clean water.",
    ),
    ("method", "Samples were taken at the quay for two seasons."),
    ("finding", "Baskets that had been rinsed twice carried a third of the germs."),
    ("finding", "Boats with a cold store did best."),
]


def below(*lines, reason="metadata"):
    """Dropped lines below the text."""
    return [
        Block("paragraph", text, reason=reason, raw_start=1_000_000 + order)
        for order, text in enumerate(lines)
    ]


@pytest.mark.parametrize(
    ("note", "study"),
    [
        (
            "Cite as: Vinter O, Sorley M. Rinsing oysters. Bay Health 2021;4:9-15. doi:10.5555/bay.2021.4",
            Study("Rinsing oysters", "O Vinter", 2021, "Bay Health", "10.5555/bay.2021.4"),
        ),
        (
            "Journal Reference: Odile Vinter, Moss T. Sorley. Rinsing oysters: a count from 1999. "
            "Bay Health, 2021; 4 (1): 9 DOI: 10.5555/bay.2021.4",
            Study(
                "Rinsing oysters: a count from 1999", "Odile Vinter", 2021, "Bay Health", "10.5555/bay.2021.4"
            ),
        ),
        (
            "Original publication: Odile Vinter et al, Rinsing oysters, Shellfish & Health (2021). "
            "DOI: 10.5555/bay.2021.4",
            Study("Rinsing oysters", "Odile Vinter", 2021, "Shellfish & Health", "10.5555/bay.2021.4"),
        ),
        (
            "Paper: Vinter, O., & Sorley, M. (2021). Rinsing oysters. Bay Health, 4(1), 9-15.",
            Study("Rinsing oysters", "O. Vinter", 2021, "Bay Health"),
        ),
        (
            "Publication: Odile Vinter, Moss Sorley: “Rinsing oysters”, Bay Health, 4 May 2021, "
            "doi 10.5555/bay.2021.4",
            Study("Rinsing oysters", "Odile Vinter", 2021, "Bay Health", "10.5555/bay.2021.4"),
        ),
        (
            "Research: Rinsing oysters twice at the quay. Doi: 10.5555/bay.2021.4",
            Study("Rinsing oysters twice at the quay", doi="10.5555/bay.2021.4"),
        ),
        ("The paper: https://doi.org/10.5555/bay.2021.4", Study(doi="10.5555/bay.2021.4")),
        (
            "The paper: Read all about it here: https://doi.org/10.5555/bay.2021.4",
            Study(doi="10.5555/bay.2021.4"),
        ),
    ],
)
def test_notes_that_point_out_the_paper(note, study):
    """What a page labels as its paper is its study, though its story says little of studies."""
    assert walk(TOLD, dropped=below(note)) == study
    assert walk([*TOLD, ("background", note)]) == study
    label, _, paper = note.partition(": ")
    assert walk(TOLD, dropped=below(label, paper)) == study


def test_citations_of_the_page_itself_are_no_study():
    """A page that says how to cite it, or offers one reference, reports no study for that."""
    for note in (
        "Citation: Oysters in winter (2021, May 4), retrieved 5 May 2021 from https://bay.example.org/o",
        "Cite this page: Bay Council. Oysters in winter. 2021.",
        "Reference: Vinter O, Sorley M. Rinsing oysters. Bay Health 2021;4:9-15. doi:10.5555/bay.2021.4",
    ):
        assert (
            walk([TOLD[0], ("background", "Rinse them twice and throw open ones away.")], dropped=below(note))
            is None
        )


BOX = [
    ("Journal", "Bay Health"),
    ("DOI", "10.5555/bay.2021.4"),
    ("Method of Research", "Observational study"),
    ("Article Title", "Rinsing oysters"),
    ("Article Publication Date", "4-May-2021"),
]


@pytest.mark.parametrize("apart", [True, False])
def test_boxes_of_fields(apart):
    """The box below a press release is read field by field, each in one line or in two."""
    lines = [part for pair in BOX for part in pair] if apart else [f"{name}: {said}" for name, said in BOX]
    above = [("metadata", line) for line in lines]
    study = walk(TOLD, dropped=below(*lines))
    assert study == walk(TOLD, title="Rinse twice, say researchers", dropped=above)
    assert study == Study(
        "Rinsing oysters", None, 2021, "Bay Health", "10.5555/bay.2021.4", design="Observational study"
    )


def test_lists_of_fields_are_no_box():
    """What journals ask of authors is a list of such names with nothing behind them."""
    wanted = ["Journal title", "ISSN", "Article title", "Author names", "Publication date", "DOI"]
    assert walk([("background", line) for line in wanted]) is None


def test_pages_that_point_out_several_papers_report_none():
    """A round-up cites each of its papers: none of them is the page's."""
    cited = [
        "Vinter O, Sorley M. Rinsing oysters. Bay Health 2021;4:9-15. doi:10.5555/bay.2021.4",
        "Hald P. Cold stores on boats. Harbour Med 2021;2:1-8. doi:10.5555/hm.2021.2",
    ]
    news = [TOLD[0], *NEWS]
    assert walk(news, dropped=below(cited[0], reason="resources")).doi == "10.5555/bay.2021.4"
    assert walk(news, dropped=below(*cited, reason="resources")) is None
    assert walk(TOLD, dropped=below(*(f"Paper: {line}" for line in cited))) is None
    assert walk(TOLD, dropped=below(f"Paper: {cited[0]}")).first_author == "O Vinter"


def test_papers_under_the_title_of_the_page():
    """A summary with authors and DOI, or with its own citation, is the paper: title and date are its own."""
    lines = below("Authors: Odile Vinter, Moss Sorley", "doi: 10.5555/bay.2021.4")
    study = walk(TOLD, title="Rinsing oysters", dropped=lines, metadata=Metadata(published="2021-05-04"))
    assert study == Study("Rinsing oysters", "Odile Vinter", 2021, None, "10.5555/bay.2021.4")
    placed = below("Proc Bay Soc 2021; 4 (Suppl 1): 9 | https://doi.org/10.5555/bay.2021.4")
    study = walk(TOLD, title="Rinsing oysters", dropped=placed)
    assert study == Study("Rinsing oysters", None, 2021, "Proc Bay Soc", "10.5555/bay.2021.4")
    cited = "Cite as: Vinter O. Rinsing oysters. Proc Bay Soc 2021;4:P9. doi:10.5555/bay.2021.4"
    lines = [("author_box", "Odile Vinter (1), Moss Sorley (2)"), *below(cited)]
    study = walk(TOLD, title="Rinsing oysters: two winters at the quay", dropped=lines)
    assert (study.title, study.first_author) == ("Rinsing oysters: two winters at the quay", "Odile Vinter")


def test_notes_and_prose_together_name_the_author():
    """The note has surname and initial, the story the whole name, if it is the same person's."""
    note = "Paper: Vinter O, Sorley M. Rinsing oysters. Bay Health 2021;4:9-15."
    for said, author in (
        ("“Rinse twice,” says Dr. Odile Vinter.", "Odile Vinter"),
        ("“Rinse twice,” says her brother Max Vinter.", "O Vinter"),
    ):
        assert walk([*TOLD, ("implication", said)], dropped=below(note)).first_author == author


@pytest.mark.parametrize(
    ("said", "author"),
    [
        ("Odile Vinter, a biologist at Bay University, followed 40 boats for two winters.", "Odile Vinter"),
        ("Odile Vinter, a biologist at Bay University, has an answer. Vinter found it.", "Odile Vinter"),
        ("Odile Vinter, a biologist at Bay University, likes oysters.", None),
        ("Odile Vinter, a cook at the Blue Anchor, tested 40 recipes.", None),
        ("Odile Vinter, a biologist at Bay University who was not involved, tested the rest.", None),
        (
            "Odile Vinter, a biologist at Bay University, followed 40 boats, and Moss Sorley, an engineer at "
            "Quay College, measured their holds.",
            None,
        ),
    ],
)
def test_scholars_introduced_by_their_work(said, author):
    """Who is said to have done the research, by name and place of work, is its author if nobody else is."""
    assert walk([*NEWS, ("background", said)]).first_author == author


def test_designs_of_other_studies_are_not_the_pages():
    """An earlier trial, and the interviews that a review read, say nothing of the page's own design."""
    bare = [("finding", "The participants slept badly, the researchers found."), *TOLD]
    earlier = ("finding", "A trial in the delta some years ago handed out plugs.")
    assert walk([*bare, ("finding", "The pilot trial was short.")]).design == "pilot trial"
    assert walk([*bare, earlier]) is None
    sought = ("method", "We looked for studies of crews and read interviews.")
    assert walk([*NEWS[:2], NEWS[3], sought]) is None
    pooled = ("method", "We included 34 studies.")
    assert walk([*NEWS[:2], NEWS[3], sought, pooled]).design == "systematic review"


def test_box_rows_in_tables():
    """A box may be a table: its cells are label and value."""
    rows = [
        Block("table_row", f"{name}: | {said}", reason="metadata", raw_start=1_000_000 + at)
        for at, (name, said) in enumerate(BOX)
    ]
    study = walk(TOLD, dropped=rows)
    assert (study.title, study.journal, study.doi) == ("Rinsing oysters", "Bay Health", "10.5555/bay.2021.4")


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.sampled_from(["Paper", "DOI", ": ", "10.5555/a", "Doe J, ", "et al", ". ", "2020", "(", "Ada "])
    )
)
def test_notes_of_any_make_are_read(parts):
    """No note, however torn, stops the reading, and what is read stands in it."""
    note = "".join(parts) or "x"
    study = walk(TOLD, dropped=below(f"Paper: {note}"))
    assert study is None or study.doi is None or study.doi in note


@pytest.mark.parametrize(
    "lines",
    [
        ("Bay Health 2021 DOI: 10.5555/bay.2021.4 14 citations",),
        ("Bay Health", ". 2021 May;4(1):9-15. doi: 10.5555/bay.2021.4. Epub 2021 Apr 2."),
        ("Bay Health volume 4, Article number: 9 (2021)", "https://doi.org/10.5555/bay.2021.4"),
        ("Bay Health, 4(1), 9–15, 2021", "DOI: 10.5555/bay.2021.4"),
    ],
)
def test_journal_lines_of_dumped_papers(lines):
    """Journal and year stand in one line with a volume or DOI, or in two lines that a dump parted."""
    study = walk(TOLD, title="Rinsing oysters", dropped=[("navigation", line) for line in lines])
    assert (study.journal, study.year, study.doi) == ("Bay Health", 2021, "10.5555/bay.2021.4")


def test_bylines_and_dates_are_no_journals():
    """Capitals before a year make a journal only on a paper's own page, and dates never."""
    byline = [("author_box", "By Odile Vinter Jan 22, 2021"), ("metadata", "Harbour Museum 2021, Volume 2")]
    assert walk(TOLD, title="Rinsing oysters", dropped=byline) is None
    dated = [("metadata", "May 4, 2021"), ("metadata", "doi: 10.5555/bay.2021.4")]
    assert walk(TOLD, title="Rinsing oysters", dropped=dated).journal is None


def test_the_only_reference_beside_a_notice_of_the_site():
    """What stands under "Citations" beside the one work is no second work."""
    dropped = [
        Block("heading", "CITATIONS", reason="references"),
        Block("paragraph", "Vinter, O. T., & Sorley, M. (2021). Rinsing oysters. Bay Health, 4(1), 9-15."),
        Block("paragraph", "Stay ahead of the tide with our free letter Email address Subscribe"),
    ]
    study = walk(NEWS, dropped=[replace(block, reason="references") for block in dropped])
    assert (study.first_author, study.year, study.journal) == ("O. T. Vinter", 2021, "Bay Health")


VINTER = "Vinter O, Sorley M. Rinsing oysters. Bay Health. 2021;4(1):9-15. doi:10.5555/bay.2021.4"


def test_the_paper_of_someone_whom_the_page_talks_with():
    """A citation in the footer is the study's where the story names its author in full."""
    hald = "Hald P. Cold stores on boats. Harbour Med. 2019;2(2):1-8. doi:10.5555/hm.2019.2"
    footer = [("footer", VINTER), ("references", hald)]
    said = ("background", "Odile Vinter looks after oysters.")
    study = walk([*NEWS, said], dropped=footer)
    assert (study.first_author, study.year, study.title) == ("Odile Vinter", 2021, "Rinsing oysters")


@pytest.mark.parametrize(
    ("before", "linked", "doi"),
    [
        ("The ", "study", "10.5555/bay.2021.4"),
        ("The work was ", "published today", "10.5555/bay.2021.4"),
        ("An earlier ", "study", None),
        ("Take ", "a bucket", None),
    ],
)
def test_links_to_the_study(before, linked, doi):
    """Where words for the study lead to a DOI, it is the study's, without the rest of the address."""
    text = f"{before}{linked}, says the team, took two winters."
    href = "https://journal.example.org/doi/full/10.5555/bay.2021.4/abstract?utm=news"
    mark = Mark("link", len(before), len(before) + len(linked), href)
    news = [*NEWS, ("finding", text)]
    spans, at = [], 0
    for place, (_, each) in enumerate(news):
        spans.append(SentenceSpan(each, at, at + len(each), place))
        at += len(each) + 2
    block = Block("paragraph", text, 0, len(text), marks=(mark,))
    cleaned = Cleaned(None, text, (block,), (), Metadata())
    study = read_study(cleaned, spans, [RoleTag(r, 0.9) for r, _ in news], [()] * 5, [()] * 5)
    assert study.doi == doi


def test_theses_in_repositories():
    """Author, year and title of a thesis come from its page, whose address only looks like a DOI."""
    lines = [
        "Author",
        "Vinter, Odile",
        "URI",
        "https://hall.example.edu/handle/10.5555/88",
        "Type",
        "Thesis (PhD)",
    ]
    data = Metadata(authors=("Odile Vinter",), published="2021-11")
    study = walk(TOLD, title="Rinsing oysters", dropped=[("navigation", x) for x in lines], metadata=data)
    assert study == Study("Rinsing oysters", "Odile Vinter", 2021)
    book = [("navigation", x) for x in (*lines[:-1], "Book")]
    assert walk(TOLD, title="Rinsing oysters", dropped=book, metadata=data) is None


def test_citations_that_leave_out_the_title():
    """A conference's own citation names the journal; title and first author stand above the abstract."""
    cited = "Cite as: Vinter O, et al. Proc Bay Soc 2021;4:P9. doi:10.5555/bay.2021.9"
    lines = [("author_box", "Odile Vinter (1), Moss Sorley (2)"), *below(cited)]
    study = walk(TOLD, title="Rinsing oysters", dropped=lines)
    assert study == Study("Rinsing oysters", "Odile Vinter", 2021, "Proc Bay Soc", "10.5555/bay.2021.9")


def test_a_feature_on_several_scholars_has_no_study():
    """Where two people did research and further studies are brought up, none is the page's."""
    feature = [
        ("finding", "One of the largest studies was published last month by Odile Vinter and colleagues."),
        ("finding", "Her team found that rinsing helps."),
        ("finding", "In one trial, boats with a cold store did best."),
        ("finding", "In Quay Town the engineer Moss Sorley interviewed 31 deckhands."),
    ]
    assert walk(feature) is None
    study = walk([*feature[:2], ("finding", "The study found no harm.")])
    assert (study.first_author, study.journal) == ("Odile Vinter", None)


@pytest.mark.parametrize(
    ("statements", "title", "design"),
    [
        (
            [("method", "The team used a convergent mixed-methods design.")],
            "Rinsing: a mixed-methods study",
            "convergent mixed-methods design",
        ),
        ([("method", "We did a cohort study with interviews.")], None, "cohort study with interviews"),
        (
            [("method", "The mixed-methods study had a model: a social ecological study of quays.")],
            "Quays: a social ecological study",
            "mixed-methods study",
        ),
        ([("limitation", "This was an observational study.")], None, "observational study"),
        (
            [],
            "Plots for all: a waitlist-controlled study with nested interviews",
            "waitlist-controlled study with nested interviews",
        ),
    ],
)
def test_designs_as_fully_as_the_page_names_them(statements, title, design):
    """The method says more than the title; a framework is no design."""
    lines = below("Authors: Odile Vinter, Moss Sorley", "doi: 10.5555/bay.2021.4")
    assert walk([*TOLD, *statements], title=title or "Oysters", dropped=lines).design == design


@pytest.mark.parametrize(
    "lines",
    [
        ("Bay Health volume 4, Article number: 9 (2021) Cite this article",),
        ("Bay Health", "Volume 4, May 2021, 1156", "https://doi.org/10.5555/bay.2021.4"),
        ("Bay. Health, 4 May 2021", "Sec. Shellfish", "Volume 4 - 2021 | https://doi.org/10.5555/bay.2021.4"),
        ("May 2021 · Bay Health 4(1):9-15", "DOI: 10.5555/bay.2021.4"),
        ("04 May 2021 - Bay Health - Vol. 4, Iss: 1, pp 9-15",),
        ("DOI: 10.5555/bay.2021.4", "Published in Bay Health 4 May 2021"),
        ("Vinter, Odile and Sorley, Moss (2021) Rinsing oysters. Bay Health, 4 (1). pp. 9-15.",),
    ],
)
def test_journal_lines_as_publishers_and_indexes_print_them(lines):
    """Journal and year in the forms of publishers, indexes and repositories."""
    authors = () if "Odile" in lines[0] else ("Odile Vinter, Moss Sorley",)
    above = [("navigation", line) for line in (*authors, *lines)]
    study = walk(TOLD, title="Rinsing oysters", dropped=above)
    assert (study.title, study.first_author, study.year) == ("Rinsing oysters", "Odile Vinter", 2021)
    assert study.journal in ("Bay Health", "Bay. Health")


def test_a_note_above_a_short_story_is_no_front():
    """The paper that a page names with its DOI is not the page, whose title is another."""
    note = "More information: Odile Vinter et al, Rinsing oysters, Bay Health (2021). DOI: 10.5555/bay.2021.4"
    study = walk(NEWS, title="Rinse twice, say researchers", dropped=[("metadata", note)])
    assert study.title == "Rinsing oysters"
    assert (study.first_author, study.year, study.journal) == ("Odile Vinter", 2021, "Bay Health")


@pytest.mark.parametrize(
    ("said", "year"),
    [
        ("The study was published March 12 in the journal Sea Sleep.", 2025),
        ("The study, published on 12 March, is new.", 2025),
        ("The study, published on 12 March 2024, is out.", 2024),
        ("An earlier study was published March 12 in Sea Sleep.", None),
        ("They searched for trials published between March 2005 and May 2020.", None),
        ("The study was published earlier this month.", 2025),
    ],
)
def test_days_without_a_year(said, year):
    """A day whose year the page leaves out is of the page's own year."""
    assert walk([*NEWS, ("method", said)], metadata=Metadata(published="2025-03-18")).year == year


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Edda Lindgren, MD, PhD1; Tomas Okafor, MS2", "Edda Lindgren"),
        ("Author links open overlay panel Edda Lindgren a, Tomas Okafor b", "Edda Lindgren"),
    ],
)
def test_marks_and_degrees_beside_names(line, name):
    """Letters, numbers and degrees behind names are no names."""
    assert first_person(line) == name


def test_one_of_a_numbered_list_is_not_the_pages_study():
    """Where only the second of several resources was read, it is not the study that the page reports."""
    second = Block("list_item", VINTER, reason="metadata", marker="2.")
    assert walk(NEWS, dropped=[second]).first_author is None
    first = replace(second, marker="1.")
    assert walk(NEWS, title="Rinse twice", dropped=[first]).first_author == "O Vinter"

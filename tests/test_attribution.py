"""Mentions of a study without a mark: laid to the work that they mean, or left alone."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ecosift
from conftest import ROOT
from ecosift.tagging.attribution import attribute
from ecosift.tagging.citations import find_cites
from ecosift.types import Block, Cleaned, Metadata, SentenceSpan, Study

ENTRIES = (
    "Abara, T. (2019). Ferry noise: a survey of crews. Sea Med, 1, 2-9. doi:10.5555/sm.1",
    "Brandt, L., & Osei, K. (2020). Naps on ferries: a randomised trial. Sea Med, 2, 3-9. doi:10.5555/sm.2",
    "Castro, M. (2021). Sleep at sea: a systematic review. Sea Med, 3, 4-9. doi:10.5555/sm.3",
)
REFERENCES = tuple(
    Block("list_item", text, reason="references", marker=f"{place}.")
    for place, text in enumerate(ENTRIES, start=1)
)
SURVEY = ("The same survey", "10.5555/sm.1")
OWN = Study(first_author="Noor Dahl", year=2024, doi="10.5555/own", design="cohort study")


def mentions(*sentences, study=None, dropped=REFERENCES):
    """(phrase, DOI) of what is laid to a study; "¶" opens a paragraph, "#" is a heading."""
    spans, blocks, at, section = [], [], 0, ()
    for text in sentences:
        said = text.lstrip("¶#")
        if text[0] in "¶#" or not blocks:
            blocks.append(Block("heading" if text[0] == "#" else "paragraph", said, at, at + len(said)))
        section = (said,) if text[0] == "#" else section
        heading = text[0] == "#"
        spans.append(
            SentenceSpan(said, at, at + len(said), len(blocks) - 1, heading=heading, section=section)
        )
        at += len(said) + 1
    cleaned = Cleaned(None, " ".join(s.text for s in spans), tuple(blocks), tuple(dropped), Metadata())
    marked = find_cites(spans, blocks, dropped)
    found = attribute(spans, marked, study, cleaned)
    new = [cite for old, each in zip(marked, found, strict=True) for cite in each if cite not in old]
    assert all(cleaned.text[cite.start : cite.end] == cite.text for cite in new)
    return [(cite.text, cite.doi) for cite in new]


@pytest.mark.parametrize(
    ("sentences", "found"),
    [
        (["Naps helped [2].", "The trial was short."], [("The trial", "10.5555/sm.2")]),
        (["Naps helped [2].", "Its authors want more."], [("Its authors", "10.5555/sm.2")]),
        (["Crews slept badly [1, 3].", "The review is old."], [("The review", "10.5555/sm.3")]),
        (["Crews slept badly [1, 3].", "The study is old."], []),
        (["Noise hurts [1].", "¶Engines hum.", "The same survey asked cooks."], [SURVEY]),
        (["Noise hurts [1].", "The review is old."], []),
        (["Noise hurts [1].", "A new trial began.", "The trial was short."], []),
        (["Noise hurts [1].", "#Food", "¶The survey asked cooks."], []),
        (["Crews sleep badly.", "The study is old."], []),
        (["Brandt's team counted yawns."], [("Brandt's team", "10.5555/sm.2")]),
        (["Zorn's team counted yawns."], []),
        (["Naps helped [2].", "In that trial all yawned [1]."], []),
        (["Naps helped [2].", "The study of fog is older."], []),
        (["Naps helped [2].", "The largest trial is yet to come."], []),
        (["Naps helped [2].", "The other trial failed."], []),
        (["Naps helped [2].", "Bells rang, so that the team woke."], [("the team", "10.5555/sm.2")]),
    ],
)
def test_mentions_on_pages_about_many_works(sentences, found):
    """The last work of the paragraph or section, unless another kind is meant or a new study came between."""
    assert mentions(*sentences) == found


@pytest.mark.parametrize(
    ("sentences", "found"),
    [
        (["This study asked 40 crews."], [("This study", "10.5555/own")]),
        (["The authors want quiet."], [("The authors", "10.5555/own")]),
        (["Naps helped [2].", "This study asked crews."], [("This study", "10.5555/own")]),
        (["Naps helped [2].", "That study asked crews."], [("That study", "10.5555/sm.2")]),
        (["Naps helped [2].", "¶The team asked crews."], [("The team", "10.5555/own")]),
        (["The trial was short."], []),
        (["The cohort grew old."], [("The cohort", "10.5555/own")]),
        (["Our study is small."], [("Our study", "10.5555/own")]),
    ],
)
def test_mentions_on_the_page_of_one_study(sentences, found):
    """The page's own study, unless the paragraph has just cited another; a cohort is no trial."""
    assert mentions(*sentences, study=OWN) == found


def test_ours_is_nobody_elses():
    assert mentions("Naps helped [2].", "Our survey asked cooks.") == []


def test_the_pages_own_study_has_its_entry():
    """Where the list holds the page's own study, the mention leads there."""
    study = Study(first_author="M. Castro", year=2021)
    assert mentions("The authors warn.", study=study) == [("The authors", "10.5555/sm.3")]


def test_a_study_of_which_nothing_is_known_is_not_named():
    assert mentions("This study asked 40 crews.", study=Study(design="survey")) == []


@pytest.mark.parametrize(
    ("phrase", "author"),
    [
        ("The trial", "Keane"),
        ("The authors", "Bello"),
        ("Their review", "Teller"),
        ("This trial", "Yamashiro"),
    ],
)
def test_mentions_on_a_page_of_the_corpus(pipeline, phrase, author):
    content = (ROOT / "corpora" / "pages" / "sleep-shift-article.html").read_text(encoding="utf-8")
    article = pipeline(ecosift.Page(content=content))
    (cite,) = [cite for each in article.sentences for cite in each.cites if cite.text == phrase]
    assert cite.authors[0] == author
    assert cite.reference is not None


@given(
    st.lists(
        st.sampled_from(["The study ", "[1] ", "(Abara, 2019) ", "a trial ", "¶", "#x ", "we. "]), max_size=9
    )
)
@settings(deadline=None, max_examples=50)
def test_any_page_keeps_its_marks(parts):
    """Mentions add to the marks, whatever the order."""
    sentences = [f"{part}x." for part in parts] or ["x"]
    for phrase, _ in mentions(*sentences, study=OWN):
        assert phrase.lower().endswith("study")


@pytest.mark.parametrize("unit", ["the ", "the a-", "Aa's ", "one a ", "this new ", "van "])
def test_hostile_text_is_linear(unit):
    text = unit * (100_000 // len(unit))
    span, cleaned = SentenceSpan(text, 0, len(text), 0), Cleaned(None, text, (), (), Metadata())
    started = time.process_time()
    attribute([span], [()], OWN, cleaned)
    assert time.process_time() - started < 1.0

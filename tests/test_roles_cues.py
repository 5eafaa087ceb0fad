"""Cues of roles: the phrases of the lexicon, found in sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from ecosift.tagging.roles.cues import CueSpec, cue_names, heading_cue_names
from ecosift.tagging.roles.looks import look_at, plain_eyes
from ecosift.tagging.roles.words import LINE, MAX_WORDS, read_words, words_of
from ecosift.types import SentenceSpan


def cues_of(text):
    """The cues of one sentence."""
    page = look_at([SentenceSpan(text, 0, len(text), 0)])
    return {name for name, held in zip(cue_names(), page.cues[0], strict=True) if held}


def cues_of_heading(heading):
    """The cues of the heading above a sentence."""
    page = look_at([SentenceSpan("Bread.", 0, 6, 0, section=(heading,))])
    return {name for name, held in zip(heading_cue_names(), page.heading_cues[0], strict=True) if held}


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("We aimed to learn how shift workers sleep.", "aim"),
        ("The aim of this small study was to map allotments.", "aim"),
        ("To evaluate a walking bus for pupils.", "to_verb"),
        ("In this article we will explore how gardens heal.", "own_aim"),
        ("The researchers then interviewed bus drivers twice.", "did"),
        ("Blood lead was measured by nurses.", "was_done"),
        ("Of those asked, 212 parents took part.", "took_part"),
        ("Participants were predominantly female.", "traits"),
        ("Participants, mostly female (71%) and married (64%), reported falls.", "traits in a row"),
        ("One large review of cycling schemes found fewer injuries.", "reported"),
        ("Studies consistently show that shade lowers heat stress.", "reported"),
        ("Vaping was associated with coughs.", "result"),
        ("These findings underscore the value of shade.", "underscores"),
        ("Further research is needed.", "future"),
        ("The small sample limits generalisability.", "limits"),
        ("You can ask your pharmacist.", "advises"),
        ("They also slept longer.", "continues"),
    ],
)
def test_phrases_are_found(text, cue):
    """Each kind of wording speaks for its role."""
    assert cue in cues_of(text)


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("A study of drains in the old town and of pumps, wells and taps near it, it found.", "reported"),
        ("He took to evaluate the bus.", "to_verb"),
        ("Shade helps.", "aim"),
    ],
)
def test_phrases_keep_their_reach(text, cue):
    """A gap spans five words, and a phrase that opens a sentence stands nowhere else."""
    assert cue not in cues_of(text)


@pytest.mark.parametrize(
    ("heading", "cue"),
    [
        ("Where caution is needed", "limits"),
        ("What we do not know", "limits"),
        ("What turned up", "found"),
        ("How they went about it", "did"),
        ("What the council should do", "means"),
    ],
)
def test_headings_speak_without_a_usual_name(heading, cue):
    """Newsletters name their sections in their own words."""
    assert cue in cues_of_heading(heading)


@pytest.mark.parametrize("phrase", ["", "..", "found ..", ".. found"])
def test_a_phrase_begins_and_ends_with_words(phrase):
    """A gap at the edge of a phrase would match anything."""
    with pytest.raises(ValidationError):
        CueSpec(name="x", phrases=(phrase,))


@given(st.text(max_size=300))
def test_any_text_has_words_and_cues(text):
    """No text breaks the search, and words come in lower case."""
    words = words_of(text)
    assert all(word == word.lower() for word in words)
    cues_of(text)


@given(st.lists(st.text(alphabet="ab'-’Éé3.%? \0\n\x1eıİſΣ", max_size=40), max_size=5))
def test_lines_are_read_together_as_they_are_alone(lines):
    """Reading all lines of a page in one go gives each the words that it has by itself."""
    lexis = plain_eyes().lexis
    read = read_words(lines, lexis)
    assert len(read.starts) == len(lines)
    for row, line in enumerate(lines):
        said = read.numbers[read.line == row][1:].tolist()
        assert said == [lexis.numbers.get(word, 0) for word in words_of(line.replace(LINE, ""))]


def test_a_long_line_is_cut_by_itself():
    """Only the words at the beginning of a long line count, and the next line keeps all of its own."""
    read = read_words(["many " * 300, "Nobody knows."], plain_eyes().lexis)
    assert [int((read.line == row).sum()) for row in (0, 1)] == [MAX_WORDS + 1, 3]

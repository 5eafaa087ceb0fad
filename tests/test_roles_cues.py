"""Cues of roles: the phrases of the lexicon, found in sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from ecosift.tagging.roles.cues import CueSpec, find_cues, heading_cues, words_of


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
    assert cue in find_cues(words_of(text))


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
    assert cue not in find_cues(words_of(text))


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
    assert cue in heading_cues(heading)


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
    find_cues(words)

"""Phrases of the lexicon in sentences: what matches, what does not, and how long it takes."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosift.errors import ConfigError
from ecosift.tagging.levels.cues import Entry, Hit, Matcher, longest, variants
from ecosift.tagging.levels.words import Words

CLASSES = {"kin": ["aunt", "sister*"]}


def found(phrase, text):
    words = Words(text)
    hits = Matcher(CLASSES, [(phrase, Entry("cue"))]).find(words.forms)
    return [text[slice(*words.place(hit.first, hit.last))] for hit in hits]


@pytest.mark.parametrize(
    ("phrase", "text", "hits"),
    [
        ("waiting list", "Two waiting lists grew.", ["waiting lists"]),
        ("policy", "Policies differ.", ["Policies"]),
        ("lonel*", "Loneliness, or being lonely.", ["Loneliness", "lonely"]),
        ("self-esteem", "Self esteem rose.", ["Self esteem"]),
        ("self esteem", "SELF-ESTEEM rose.", ["SELF-ESTEEM"]),
        ("behavior change", "Behaviour change is slow.", ["Behaviour change"]),
        ("program", "The programme ended.", ["programme"]),
        ("criminalization", "Criminalisation hurts.", ["Criminalisation"]),
        ("advertis*", "Advertising and adverts.", ["Advertising"]),
        (
            "help from {kin}",
            "Help from aunts and help from sisters-in-law.",
            ["Help from aunts", "help from sisters"],
        ),
        ("no (bus|train) home", "No train home.", ["No train home"]),
        ("judg(ed|ing)", "Judged by those judging.", ["Judged", "judging"]),
        ("lack of? money", "A lack money brings; lack of money.", ["lack money", "lack of money"]),
        ("trust _ doctor", "They trust her doctor.", ["trust her doctor"]),
        ("trust _ doctor", "They trust, doctor or not.", []),
        ("mother's group", "The mothers’ group met.", ["mothers’ group"]),
        ("ward", "Warden and wards.", ["wards"]),
        ("bus stop", "The bus. Stop it.", []),
    ],
)
def test_a_phrase_is_found_where_it_stands(phrase, text, hits):
    assert found(phrase, text) == hits


@pytest.mark.parametrize("phrase", ["_", "_?", "(a|b) " * 12])
def test_a_phrase_that_says_nothing_or_everything_is_refused(phrase):
    with pytest.raises(ConfigError):
        variants(phrase)


def test_the_longest_hit_wins_and_neighbours_stay():
    hits = [
        Hit(0, 2, Entry("cue")),
        Hit(1, 2, Entry("cue")),
        Hit(2, 4, Entry("cue")),
        Hit(6, 6, Entry("cue")),
    ]
    assert [(hit.first, hit.last) for hit in longest(hits)] == [(0, 2), (2, 4), (6, 6)]


@given(st.text())
def test_words_stand_where_they_say(text):
    words = Words(text)
    places = [words.place(at, at) for at in range(len(words.forms))]
    assert all(text[start:end].strip() for start, end in places)
    assert places == sorted(places)


@pytest.mark.parametrize("unit", ["stigma ", "a", "(", "lack of ", "family, ", "9" * 50 + " "])
def test_a_megabyte_of_one_thing_is_read_at_once(unit):
    """A scraped page must not hang the batch."""
    start = time.process_time()
    found("lack of family support", unit * (1_000_000 // len(unit)))
    assert time.process_time() - start < 3

"""Valence by cues: what a factor does to health, and what turns it round."""

import pytest

from ecosift.tagging.levels import load_codebook, tag_levels
from ecosift.types import RoleTag, SentenceSpan

BOOK = load_codebook("sem")


def valence(text, level, role=None):
    (levels,) = tag_levels([SentenceSpan(text, 0, len(text), 0)], [role and RoleTag(role, 1.0)], BOOK, None)
    return {tag.level: tag.valence for tag in levels.tags}[level]


@pytest.mark.parametrize(
    ("text", "level", "expected"),
    [
        ("Loneliness crept in.", "individual", "barrier"),
        ("Peer support held them up.", "interpersonal", "facilitator"),
        ("A lack of peer support was felt.", "interpersonal", "barrier"),
        ("The class reduced loneliness.", "individual", "facilitator"),
        ("Partner violence was common.", "interpersonal", "barrier"),
        ("Limited social support was a theme.", "interpersonal", "barrier"),
        ("Self-efficacy was low.", "individual", "barrier"),
        ("Waiting lists were a barrier.", "organizational", "barrier"),
        ("Trained staff were a great help.", "organizational", "facilitator"),
        ("Transport was not a barrier.", "community", "none"),
        ("28% of mothers reported depression.", "individual", "none"),
        ("The law protects nursing mothers.", "policy", "facilitator"),
    ],
)
def test_direction_of_a_factor(text, level, expected):
    assert valence(text, level) == expected


def test_both_ways_at_one_level():
    assert valence("Hope helped, but shame came back.", "individual") == "both"


def test_asking_about_a_factor_gives_it_no_direction():
    assert valence("We asked about their social networks.", "interpersonal", "method") == "none"

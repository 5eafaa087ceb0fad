"""A glance at a page's words: pages about other things are passed over, all others are read."""

import re
from dataclasses import replace

import numpy as np
import pytest

from ecosift.models import load_model
from ecosift.tagging.levels import load_codebook, tag_levels
from ecosift.tagging.levels.subject import FEWEST, STRETCH
from ecosift.training.elsewhere import Elsewhere
from ecosift.training.lots import Lot
from ecosift.training.subject import FEWEST_PAGES, fit_subject
from ecosift.types import SentenceSpan

BOOK = load_codebook("sem")
MODEL = load_model("levels")
FILM = [
    "The film opens on a lorry that climbs out of the quarry at night.",
    "Its driver hums the same tune for ten minutes, and the camera stays on her hands.",
    "Critics praised the editing, which cuts from headlights to a lit window without a word.",
    "The second act moves to a recording studio in the harbour.",
    "There the bass player argues over a cable and a broken amplifier.",
    "A producer with a moustache buys everyone noodles.",
    "The soundtrack came out on vinyl in spring and sold out within a week.",
    "Collectors now pay three times the price for the first pressing.",
    "The director has said that the trilogy ends here.",
    "Her next picture is a comedy about a lighthouse, a parrot and two rival plumbers.",
    "Tickets for the premiere go on sale on Monday.",
    "The cinema in the old tannery shows it in the original language with subtitles.",
]
WARD = [
    "Mothers on the ward said that the midwives had no time to listen.",
    "Rude staff kept women from asking about pain.",
    "Partners who stayed overnight helped with feeding and rest.",
    "The clinic has since hired a counsellor for the mothers.",
    "A state law now pays for home visits in the first month.",
    "Stigma in the town made young mothers hide their depression.",
    "Women who felt ashamed did not tell the nurse that they were ill.",
]


def tagged(texts, model=MODEL):
    spans = [SentenceSpan(text, 0, len(text), at) for at, text in enumerate(texts)]
    return [
        {tag.level for tag in levels.tags} for levels in tag_levels(spans, [None] * len(spans), BOOK, model)
    ]


def without_glance():
    settings = {**MODEL.manifest["settings"], "subject": {"cut": -1e9}}
    return replace(MODEL, manifest={**MODEL.manifest, "settings": settings}, sha256="reads all")


def test_a_page_about_a_film_has_no_tags_and_no_scores():
    spans = [SentenceSpan(text, 0, len(text), at) for at, text in enumerate(FILM)]
    found = tag_levels(spans, [None] * len(spans), BOOK, MODEL)
    assert all(levels.tags == () and set(levels.scores.values()) == {0.0} for levels in found)
    read = tag_levels(spans, [None] * len(spans), BOOK, without_glance())
    assert all(min(levels.scores.values()) > 0.0 for levels in read)


def test_a_page_about_health_is_read_as_if_there_were_no_glance():
    assert tagged(WARD) == tagged(WARD, without_glance()) != [set()] * len(WARD)


@pytest.mark.parametrize("before", [0, 1, 3])
def test_what_turns_up_late_on_a_page_is_read(before):
    """A stretch about health after others that are about films."""
    films = (FILM * STRETCH)[: before * STRETCH]
    ward = (WARD * STRETCH)[:STRETCH]
    assert tagged([*films, *ward, *films])[len(films) : len(films) + STRETCH] != [set()] * STRETCH


def test_a_few_words_are_always_read():
    few = ["The parents of the bass player were ashamed of her stammer."]
    assert len(set(re.findall("[a-z]+", few[0].lower()))) < FEWEST
    assert tagged(few) != [set()]


WORDS = [f"{one}{two}{three}a" for one in "bdfgk" for two in "aeiou" for three in "lmnprst"]


def topical(rng, words, count=12):
    return [" ".join(rng.choice(words, 8)) for _ in range(count)]


def test_the_glance_learns_the_words_of_pages_with_tags_and_loses_hardly_any():
    rng = np.random.default_rng(3)
    ours, theirs = WORDS[:90], WORDS[80:]
    lots = [
        Lot.of(f"topic {at % 9}", texts, [{"policy": "none"} for _ in texts])
        for at, texts in enumerate(topical(rng, ours) for _ in range(FEWEST_PAGES))
    ]
    pages = [Elsewhere(f"page {at}", tuple(topical(rng, theirs))) for at in range(FEWEST_PAGES)]
    fitted = fit_subject(lots, [], pages)
    assert fitted is not None
    assert fitted.passed > 0.95
    assert fitted.lost <= 0.01
    weight = dict(zip(fitted.words, fitted.weights.tolist(), strict=True))
    assert min(weight[word] for word in ours[:80]) > fitted.cut > max(weight[word] for word in theirs[10:])


@pytest.mark.parametrize(("own", "others"), [(FEWEST_PAGES, 3), (3, FEWEST_PAGES), (0, 0)])
def test_too_few_pages_give_no_glance(own, others):
    rng = np.random.default_rng(3)
    lots = [Lot.of("t", texts, [{"policy": "none"} for _ in texts]) for texts in [topical(rng, WORDS)] * own]
    pages = [Elsewhere(str(at), tuple(topical(rng, WORDS))) for at in range(others)]
    assert fit_subject(lots, [], pages) is None

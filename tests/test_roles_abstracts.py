"""Abstracts without headings: which pages they are, what they repeat, their parts divided among roles."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from ecosift.models import load_model
from ecosift.tagging.roles import role_probabilities, tag_roles
from ecosift.tagging.roles.abstracts import PARTS, abstract_features, divided, part_odds
from ecosift.tagging.roles.features import names_of
from ecosift.tagging.roles.looks import Eyes, look_at
from ecosift.tagging.roles.scoring import judges_of
from ecosift.training.roles import train_roles
from ecosift.types import ROLES, SentenceSpan

CORPORA = Path(__file__).parents[1] / "corpora"
SAID = (
    ("Ferry noise is a common complaint among islanders.", "context"),
    ("We aimed to test whether earplugs improve islanders' sleep.", "context"),
    ("We randomly assigned 240 adults to earplugs or to usual care.", "method"),
    ("Sleep was measured with wrist monitors for six weeks.", "method"),
    ("Sleep rose by 31 minutes (95% CI 22 to 40, p < .001).", "finding"),
    ("Earplugs improve the sleep of islanders exposed to ferry noise.", "implication"),
)


def spans(texts, *, apart=False, section=()):
    at, made = 0, []
    for number, text in enumerate(texts):
        made.append(SentenceSpan(text, at, at + len(text), number * apart, section=section))
        at += len(text) + 1
    return made


TEXTS = [text for text, _ in SAID]


@pytest.mark.parametrize(
    ("page", "bare"),
    [
        (spans(TEXTS), True),
        (spans(TEXTS, apart=True), False),
        (spans(TEXTS, section=("Findings",)), False),
        (spans(["Keep your bedroom dark.", "Drink less coffee.", "Try to relax."]), False),
    ],
)
def test_one_paragraph_about_a_study_is_a_bare_abstract(page, bare):
    """Several paragraphs, headings, or mere advice are something else."""
    assert look_at(page).bare_abstract is bare


def test_a_conclusion_repeats_the_words_of_the_aim():
    """Long words shared with the first statements are told; the first has none before it."""
    eyes = Eyes(word for text in TEXTS for word in text.lower().split())
    names = names_of(abstract_features(look_at(spans(TEXTS), None, eyes)), eyes.lexis)
    assert "repeats=front 4" in names[-1]
    assert "repeats=before 0" in names[0]
    assert "repeats=front 4" not in names[3]


def test_parts_keep_their_share_when_divided():
    """Whatever the roles said, a part's roles sum to the part, in the proportion that they had."""
    drawn = np.random.default_rng(3)
    parts, roles = drawn.dirichlet(np.ones(len(PARTS)), 5), drawn.dirichlet(np.ones(len(ROLES)), 5)
    given = divided(parts, roles)
    for at, names in enumerate(PARTS):
        columns = [ROLES.index(name) for name in names]
        assert np.allclose(given[:, columns].sum(axis=1), parts[:, at])
    background, objective = ROLES.index("background"), ROLES.index("objective")
    assert np.allclose(
        given[:, background] / given[:, objective], roles[:, background] / roles[:, objective], rtol=1e-3
    )


def test_odds_of_a_part_are_those_of_its_roles_together():
    """Two roles of equal odds make their part twice as likely as one of them."""
    assert np.allclose(part_odds(np.zeros((1, len(ROLES)))), np.log([[2, 2, 1, 2]]))


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    """A model of the smallest text page and of eight abstracts."""
    folder = tmp_path_factory.mktemp("parts")
    page = min((CORPORA / "pages").glob("*.txt"), key=lambda file: (file.stat().st_size, file.name))
    for kind, suffix in (("pages", ".txt"), ("gold", ".json")):
        (folder / kind).mkdir()
        shutil.copy(CORPORA / kind / f"{page.stem}{suffix}", folder / kind)
    said = [{"text": text, "role": role} for text, role in SAID]
    rows = [{"doc_id": f"{n}", "title": "t", "abstract": said, "limitations": []} for n in range(8)]
    file = folder / "abstracts.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    train_roles(folder, folder / "roles", file)
    return load_model(str(folder / "roles"))


def test_a_bare_abstract_gets_the_parts_that_were_learnt(model):
    """The trained chain of parts decides: the conclusion is told from the results before it."""
    tags = tag_roles(spans(TEXTS), model=model)
    parts = [next(part for part in PARTS if tag.label in part) for tag in tags if tag]
    assert parts == [PARTS[at] for at in (0, 0, 1, 1, 2, 3)]


def test_probabilities_of_a_bare_abstract_sum_to_one(model):
    """They are read with the model's words, as any page is."""
    given = role_probabilities(look_at(spans(TEXTS), None, judges_of(model).eyes), model)
    assert np.allclose(given.sum(axis=1), 1.0)

"""Abstracts without headings: which pages they are, what they repeat, their parts divided among roles."""

import json
import shutil
from collections import Counter
from dataclasses import replace
from itertools import chain
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosift.models import load_model
from ecosift.tagging.roles import role_probabilities, tag_roles
from ecosift.tagging.roles.abstracts import (
    PARTS,
    abstract_features,
    divided,
    own_weight,
    part_odds,
    parted,
)
from ecosift.tagging.roles.features import names_of, report_features, shared_features
from ecosift.tagging.roles.looks import Eyes, look_at
from ecosift.tagging.roles.scoring import judges_of
from ecosift.tagging.roles.second import REACH, forms_of, second_of, surroundings
from ecosift.training.abstracts import fit_parts, read_parts
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


def test_own_words_are_parted_from_all_else_and_nothing_is_lost():
    """A statement's words and pairs on one side; its cues, place and its neighbours' words on the other."""
    eyes = Eyes(word for text in TEXTS for word in text.lower().split())
    page = look_at(spans(TEXTS), None, eyes)
    told = [tell(page) for tell in (shared_features, report_features, abstract_features)]
    own, rest = (names_of(each, eyes.lexis) for each in parted(told))
    assert "w=earplugs" in own[1]
    assert "b=to test" in own[1]
    assert "n=earplugs" in rest[0]
    assert not any(name.startswith(("w=", "b=")) for row in rest for name in row)
    each = [Counter(chain.from_iterable(rows)) for rows in zip(own, rest, strict=True)]
    assert each == [
        Counter(chain.from_iterable(rows))
        for rows in zip(*(names_of(one, eyes.lexis) for one in told), strict=True)
    ]


def test_words_of_long_statements_count_less():
    """Four times the words, half the weight of each; a statement of no words is none too short."""
    weights = own_weight(look_at(spans(["loud " * 120, "loud " * 30, "loud " * 2, "…"])))[:, 0]
    assert weights[1] == pytest.approx(2 * weights[0])
    assert weights[2] == weights[3]


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 30), st.integers(0, 99))
def test_what_the_second_chain_is_told_is_finite_and_near(count, seed):
    """However short the abstract; a change of what one statement says alone reaches two to either side."""
    drawn = np.random.default_rng(seed)
    evidence, first = drawn.normal(size=(count, len(PARTS))), drawn.dirichlet(np.ones(len(PARTS)), count)
    forms = drawn.integers(0, 3, (count, 2)).astype(float)
    told = surroundings(evidence, first, forms)
    assert len(told) == count
    assert np.isfinite(told).all()
    at = int(drawn.integers(count))
    evidence[at, 0] += 1
    reached = np.flatnonzero((surroundings(evidence, first, forms) != told).any(axis=1))
    assert np.abs(reached - at).max() <= REACH


def test_the_likeliest_before_and_behind_leave_the_statement_out():
    """The first statement has nothing before it, the last nothing behind it."""
    first = np.eye(len(PARTS))[[0, 1, 2, 3]]
    told = surroundings(np.log(first + 0.1), first, np.ones((4, 2)))
    start = (2 * REACH + 2) * len(PARTS)
    before, behind = told[:, start : start + 4], told[:, start + 4 : start + 8]
    assert before.tolist() == [[0, 0, 0, 0], [1, 0, 0, 0], [1, 1, 0, 0], [1, 1, 1, 0]]
    assert behind.tolist() == [[0, 1, 1, 1], [0, 0, 1, 1], [0, 0, 0, 1], [0, 0, 0, 0]]


def test_words_and_digits_are_counted():
    """Every digit counts, a number as one word."""
    assert forms_of(look_at(spans(["We weighed 240 tins twice.", "None leaked."]))).tolist() == [
        [5, 3],
        [2, 0],
    ]


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    """A model of the smallest text page and of eight abstracts."""
    return trained(tmp_path_factory.mktemp("parts"))


def trained(folder):
    """That model, made in a folder."""
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


def test_a_model_without_a_second_chain_judges_once(model):
    """Models from before there was one load, and their first chain is read as it was trained."""
    older = replace(
        model,
        arrays={name: array for name, array in model.arrays.items() if "second" not in name},
        sha256="older",
    )
    assert second_of(model.arrays, "abstract_")
    assert not second_of(older.arrays, "abstract_")
    pages = [look_at(spans(TEXTS), None, judges_of(each).eyes) for each in (model, older)]
    both = [role_probabilities(page, each) for page, each in zip(pages, (model, older), strict=True)]
    assert np.allclose(both[1].sum(axis=1), 1.0)
    assert not np.allclose(*both, atol=1e-4)


def test_a_page_is_judged_as_in_training(tmp_path, monkeypatch):
    """With every weight kept, the parts' probabilities at run time are those that the trainer finds."""
    monkeypatch.setattr("ecosift.training.roles.LEAST_WEIGHT", 0.0)
    model = trained(tmp_path)
    page = look_at(spans(TEXTS), None, judges_of(model).eyes)
    roles = [part[0] for part in PARTS for _ in range(2 if part[0] in ("background", "method") else 1)]
    read = read_parts([page] * 8, [roles] * 8, judges_of(model).eyes.lexis)
    wanted = fit_parts(read).probabilities(read.only([0]))
    found = role_probabilities(page, model)
    columns = [[ROLES.index(role) for role in part] for part in PARTS]
    assert np.allclose(np.stack([found[:, each].sum(axis=1) for each in columns], axis=1), wanted, atol=1e-3)

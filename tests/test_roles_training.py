"""Training of the roles: the chain's gradient, coarse labels, and a model rebuilt to the same bytes."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from ecosift.models import FILES, load_model
from ecosift.tagging.roles import tag_roles
from ecosift.tagging.roles.chain import posteriors
from ecosift.training.chain import Chain, Lines, fit_chain, matrix_of
from ecosift.training.roles import LabelledPage, cross_validated, loose_pages, read_abstracts, train_roles
from ecosift.types import SentenceSpan

CORPORA = Path(__file__).resolve().parents[1] / "corpora"


def lines(allowed):
    """Three short sequences over two features."""
    rows = [["a"], ["b"], ["a", "b"], ["b"], ["a"], ["b"]]
    return Lines(
        matrix=matrix_of(rows, ["a", "b"]),
        prior=np.zeros((6, 2)),
        allowed=np.array(allowed, dtype=bool),
        kinds=np.array([1, 0, 0, 1, 0, 1]),
        starts=np.array([0, 3, 5]),
        weights=np.array([1.0, 2.0, 1.0]),
    )


def likelihood(chain: Chain, data: Lines) -> float:
    """Probability of the labels of one sequence after another, each label given alone (all are certain)."""
    evidence = data.matrix @ chain.weights + data.prior
    ends = [*data.starts[1:], len(evidence)]
    parts = [
        posteriors(evidence[a:b], chain.turns, data.kinds[a:b].tolist())
        for a, b in zip(data.starts, ends, strict=True)
    ]
    return float(np.concatenate(parts)[data.allowed].mean())


def test_the_chain_learns_features_and_order():
    """Features that tell the label, and a label that follows itself, are learnt."""
    data = lines([[1, 0], [0, 1], [0, 1], [0, 1], [1, 0], [0, 1]])
    fitted = fit_chain(data, kinds=2, penalty=0.1)
    assert likelihood(fitted, data) > 0.75
    assert fitted.weights[0, 0] > fitted.weights[0, 1]


def test_coarse_labels_leave_the_choice_open():
    """Rows whose labels are all allowed teach nothing."""
    fitted = fit_chain(lines(np.ones((6, 2))), kinds=2, penalty=0.1)
    assert np.allclose(fitted.weights, 0.0)
    assert np.allclose(fitted.turns, 0.0)


def test_abstracts_are_read_with_what_their_headings_leave_open(tmp_path):
    """Context is an aim or background by its own words; who took part may be method or sample."""
    said = [
        ("Fog is common on the quay.", "context"),
        ("We aimed to count the horns.", "context"),
        ("Twelve women took part.", "method"),
        ("Horns were counted by nurses.", "method"),
        ("Horns rose by 4% (p < .01).", "finding"),
    ]
    abstract = [{"text": text, "role": role} for text, role in said]
    row = {"doc_id": "x", "title": "t", "abstract": abstract, "limitations": []}
    file = tmp_path / "a.jsonl"
    file.write_text(json.dumps(row) + "\n", encoding="utf-8")
    (page,) = read_abstracts(file)
    assert page.allowed == [("background",), ("objective",), ("method", "sample"), ("method",), ("finding",)]


@pytest.fixture(scope="module")
def few(tmp_path_factory):
    """A folder with the two smallest text pages of the corpus."""
    folder = tmp_path_factory.mktemp("data")
    names = sorted((CORPORA / "pages").glob("*.txt"), key=lambda file: (file.stat().st_size, file.name))[:2]
    for kind, suffix in (("pages", ".txt"), ("gold", ".json")):
        (folder / kind).mkdir()
        for name in names:
            shutil.copy(CORPORA / kind / f"{name.stem}{suffix}", folder / kind)
    return folder


def test_a_model_is_rebuilt_to_the_same_bytes(few, tmp_path):
    """Two trainings on the same files give the same files, and the model tags sentences."""
    scores = [train_roles(few, tmp_path / name) for name in ("one", "two")]
    assert scores[0] == scores[1]
    assert 0.3 < scores[0]["accuracy"] <= 1.0
    for file in FILES:
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()
    model = load_model(str(tmp_path / "one"))
    assert tag_roles([SentenceSpan("We interviewed 31 cooks.", 0, 24, 0)], model=model)[0] is not None


def test_cross_validation_keeps_the_order_of_pages():
    """Every statement gets a role, page after page."""

    def page(name, text, role):
        return LabelledPage(name, [SentenceSpan(text, 0, len(text), 0)], [(role,)])

    pages = [
        page(f"{n}", *pair)
        for n, pair in enumerate(
            [("We aimed to see.", "objective"), ("Further research is needed.", "implication")] * 3
        )
    ]
    assert cross_validated(pages, folds=2) == ["objective", "implication"] * 3


def test_loose_sentences_are_read_as_their_kind_of_page(tmp_path):
    """A run knows its heading and the kind of page it stands for; without a file there is none."""
    assert loose_pages(tmp_path) == []
    said = [{"text": "Keep the harbour lights on.", "role": "background"}]
    row = {"topic": "t", "genre": "g", "read_as": "advice", "heading": "Lights", "sentences": said}
    (tmp_path / "sentences").mkdir()
    (tmp_path / "sentences" / "roles.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    (page,) = loose_pages(tmp_path)
    assert page.allowed == [("background",)]
    assert page.sentences[0].section == ("Lights",)
    assert (page.look.weight, page.look.abstract) == (0.0, False)

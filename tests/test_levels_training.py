"""Training: the same data give the same bytes, and broken data a line that says where."""

import json
from pathlib import Path

import numpy as np
import pytest

from ecosift.errors import GoldError
from ecosift.models import load_model
from ecosift.training.levels import read_loose, train_levels
from ecosift.training.linear import fit_linear, write_linear

LOOSE = Path(__file__).parents[1] / "corpora" / "sentences" / "levels.jsonl"


@pytest.fixture
def small(tmp_path):
    """A corpus of the first few topics."""
    lines = LOOSE.read_text(encoding="utf-8").splitlines()[:70]
    folder = tmp_path / "corpus" / "sentences"
    folder.mkdir(parents=True)
    folder.joinpath("levels.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return tmp_path / "corpus"


def test_training_twice_gives_the_same_bytes(small, tmp_path):
    scores = train_levels(small, tmp_path / "one")
    train_levels(small, tmp_path / "two")
    assert 0.2 < scores["loose_macro_f1"] <= 1.0
    for name in ("weights.npz", "vocabulary.json", "manifest.json"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    manifest = load_model(str(tmp_path / "one")).manifest
    assert list(manifest["training_data"]) == ["sentences/levels.jsonl"]


def test_an_empty_folder_is_no_corpus(tmp_path):
    with pytest.raises(GoldError, match=r"no gold/\*\.json"):
        train_levels(tmp_path, tmp_path / "out")


def test_a_broken_line_is_named(tmp_path):
    file = tmp_path / "levels.jsonl"
    good = {"text": "a", "topic": "b", "genre": "c"}
    file.write_text(json.dumps(good) + '\n{"text": 3}\n', encoding="utf-8")
    with pytest.raises(GoldError, match=":2:"):
        list(read_loose(file))


@pytest.mark.parametrize("exclusive", [True, False])
def test_a_linear_fit_learns_and_is_read_back(exclusive, tmp_path):
    """What is written gives the logits that were fitted; held-out probabilities are of unseen groups."""
    rows = [{f"w={'ab'[at % 2]}": 1.0, f"n={at % 5}": 1.0} for at in range(60)]
    labels = ["x" if at % 2 else "y" for at in range(60)]
    targets = labels if exclusive else [[label] for label in labels]
    fitted = fit_linear(
        rows, targets, ["x", "y"], groups=[str(at // 6) for at in range(60)], exclusive=exclusive
    )
    assert [["x", "y"][k] for k in fitted.held_out.argmax(axis=1)] == labels
    data = tmp_path / "data.txt"
    data.write_text("data")
    write_linear(tmp_path / "m", fitted, files=[data], root=tmp_path, settings={}, scores={})
    decided = load_model(str(tmp_path / "m")).decision(rows)
    assert [["x", "y"][k] for k in np.argmax(decided, axis=1)] == labels


def test_the_corpus_of_sentences_is_broad_and_repeats_nothing():
    lines = list(read_loose(LOOSE))
    bags = [frozenset(line.text.lower().split()) for line in lines]
    assert len(lines) >= 600
    assert len({line.topic for line in lines}) >= 30
    assert len({line.text for line in lines}) == len(lines)
    assert all(set(line.valence) == set(line.levels) for line in lines)
    # Contrast pairs differ in a few words on purpose; of short fragments only equal bags would be copies.
    long = [bag for bag in bags if len(bag) >= 8]
    near = sum(len(a & b) / len(a | b) > 0.8 for at, a in enumerate(long) for b in long[:at])
    assert near <= 12

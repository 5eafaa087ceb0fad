"""Training: the same data give the same bytes, and broken data a line that says where."""

import json
import re
from collections import Counter, defaultdict
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from ecosift.errors import GoldError
from ecosift.models import load_model
from ecosift.tagging.levels import load_codebook, tag_levels
from ecosift.tagging.levels.words import normal
from ecosift.training.levels import train_levels
from ecosift.training.linear import fit_linear, write_linear
from ecosift.training.lots import read_loose, read_lots, read_passages
from ecosift.training.network import Shape
from ecosift.types import SentenceSpan

CORPORA = Path(__file__).parents[1] / "corpora"
LOOSE, PASSAGES = CORPORA / "sentences" / "levels.jsonl", CORPORA / "sentences" / "passages.jsonl"
GOLD, READINGS = CORPORA / "gold", CORPORA / "readings"
# Shorter sentences of a page ("That was all.") may come back on another.
LONG = 6


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


def test_a_network_beside_is_written_and_read_back(small, tmp_path):
    """The model tags with both parts, and without the network's arrays with the linear one alone."""
    shape = Shape(channels=8, context=4, hidden=8, epochs=2)
    train_levels(small, tmp_path / "one", network=True, shape=shape)
    train_levels(small, tmp_path / "two", network=True, shape=shape)
    assert (tmp_path / "one" / "weights.npz").read_bytes() == (tmp_path / "two" / "weights.npz").read_bytes()
    model, book = load_model(str(tmp_path / "one")), load_codebook("sem")
    linear = {name: array for name, array in model.arrays.items() if not name.startswith("network_")}
    lone = replace(model, arrays=linear, vocabulary=model.vocabulary[: len(linear["weights"])], sha256="lone")
    page = [
        SentenceSpan(text, 0, len(text), at) for at, text in enumerate(["Wives wept.", "Bosses fined them."])
    ]
    both, one = (tag_levels(page, [None] * 2, book, each) for each in (model, lone))
    assert [levels.scores for levels in both] != [levels.scores for levels in one]


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


@pytest.fixture(scope="module")
def loose():
    return list(read_loose(LOOSE))


def test_the_corpus_of_sentences_is_broad_and_its_labels_fit(loose):
    known = set(load_codebook("sem").levels)
    assert len(loose) >= 4000
    assert len({line.topic for line in loose}) >= 60
    assert len({line.genre for line in loose}) >= 10
    assert all(set(line.valence) == set(line.levels) <= known for line in loose)
    assert all(line.disputed == (line.second is not None) for line in loose)
    disputed = [line for line in loose if line.second is not None]
    assert all((line.levels, line.valence) != (line.second.levels, line.second.valence) for line in disputed)


@pytest.fixture(scope="module")
def passages():
    return list(read_passages(PASSAGES))


def test_the_passages_are_broad_and_their_labels_fit(passages):
    known = set(load_codebook("sem").levels)
    sentences = [s for passage in passages for s in passage.sentences]
    assert len({passage.id for passage in passages}) == len(passages)
    assert len({passage.topic for passage in passages}) >= 60
    assert all(set(s.valence) == set(s.levels) <= known for s in sentences)
    assert all((s.role is None) == s.heading for s in sentences)
    assert not any(s.levels for s in sentences if s.heading)
    assert all(s.disputed == (s.second is not None) for s in sentences)


def test_a_broken_passage_is_named(tmp_path):
    file = tmp_path / "passages.jsonl"
    file.write_text('{"id": "a", "topic": "b", "genre": "c", "title": "d"}\n', encoding="utf-8")
    with pytest.raises(GoldError, match=":1: sentences"):
        list(read_passages(file))


PLAIN = {"health", "mental", "care", "prevention", "and"}


def test_a_topic_of_the_pages_has_the_name_that_it_has_among_the_sentences(loose, passages):
    """Else leaving a topic out would leave a part of it in."""
    known = {line.topic for line in loose}
    of_pages = {json.loads(file.read_text(encoding="utf-8"))["topic"] for file in GOLD.glob("*.json")}
    of_pages |= {passage.topic for passage in passages}
    assert all(topic == topic.strip().lower() for topic in known | of_pages)
    words = Counter(tuple(sorted(normal(word) for word in topic.split())) for topic in known | of_pages)
    assert max(words.values()) == 1
    # A topic of pages alone shares no word with one of the sentences, but for words that tell nothing.
    told = {normal(word) for topic in known for word in topic.split()} - PLAIN
    assert [t for t in of_pages - known if not told.isdisjoint(map(normal, t.split()))] == []


def test_no_two_sentences_are_near_duplicates(loose, passages):
    """Contrast pairs differ in a few words on purpose, and so in their labels."""
    told = [s for passage in passages for s in passage.sentences if len(s.text.split()) >= LONG and s.role]
    every = [*loose, *told]
    texts = [re.findall(r"\w+", line.text.lower()) for line in every]
    assert len({tuple(words) for words in texts}) == len(every)
    alike = [(every[a], every[b]) for a, b in _alike(texts)]
    assert [(a.text, b.text) for a, b in alike if _labels(a) == _labels(b)] == []


def test_factors_of_lists_count_less_than_sentences(tmp_path):
    """There are many of them, and they are plain: they are not to drown what pages say."""
    file = tmp_path / "mine.jsonl"
    lines = [{"text": "bus fares", "topic": "a", "genre": genre} for genre in ("list", "news")]
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    listed, told = read_lots(file)[0]
    assert listed.weight_of_valence < listed.weight < told.weight == told.weight_of_valence


def test_both_blind_readings_of_every_sentence_of_the_passages_are_kept(passages):
    places = [(p.id, at) for p in passages for at, s in enumerate(p.sentences) if not s.heading]
    for name in ("first", "second"):
        lines = READINGS.joinpath(f"passages-{name}.jsonl").read_text(encoding="utf-8").splitlines()
        readings = [json.loads(line) for line in lines]
        assert [(reading["doc"], reading["place"]) for reading in readings] == places
        assert all(set(reading["valence"]) == set(reading["levels"]) for reading in readings)


def test_both_blind_readings_of_every_sentence_are_kept(loose):
    for name in ("first", "second"):
        lines = READINGS.joinpath(f"sentences-{name}.jsonl").read_text(encoding="utf-8").splitlines()
        readings = [json.loads(line) for line in lines]
        assert [reading["place"] for reading in readings] == list(range(len(loose)))
        assert all(set(reading["valence"]) == set(reading["levels"]) for reading in readings)


def _labels(line):
    return set(line.levels), line.valence


def _alike(texts):
    """Pairs with more than .8 of their words in common, or most of the shorter one's runs of five words."""
    runs = [{tuple(words[at : at + 5]) for at in range(len(words) - 4)} for words in texts]
    home = defaultdict(list)
    for at, held in enumerate(runs):
        for run in held:
            home[run].append(at)
    shared = Counter(pair for held in home.values() for pair in combinations(held, 2))
    for (a, b), count in shared.items():
        if count >= 3 and count / min(len(runs[a]), len(runs[b])) > 0.5:
            yield a, b
    bags = [(frozenset(words), at) for at, words in enumerate(texts) if len(words) >= 4]
    yield from _same_words(bags)


def _same_words(bags):
    """A pair that shares four words in five shares one of the rarest fifth of either's."""
    seen = Counter(word for bag, _ in bags for word in bag)
    home = defaultdict(list)
    for bag, at in bags:
        rarest = sorted(bag, key=lambda word: (seen[word], word))
        kept = rarest[: len(bag) // 5 + 1]
        near = {(other, by) for word in kept for other, by in home[word]}
        yield from ((by, at) for other, by in near if len(bag & other) > 0.8 * len(bag | other))
        for word in kept:
            home[word].append((bag, at))

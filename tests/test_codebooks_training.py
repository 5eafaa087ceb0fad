"""Codebooks beside the default one: their sentences, their models, and training and calibrating one's own."""

import json
from pathlib import Path

import pytest

import ecosift
from ecosift.config import load_config
from ecosift.errors import ConfigError, GoldError
from ecosift.models import load_model
from ecosift.tagging.levels import load_codebook
from ecosift.tagging.levels.component import model_for
from ecosift.tagging.levels.soundness import refuse_unsound
from ecosift.training.levels import EXPERIMENTAL, train_levels
from ecosift.training.lots import read_loose
from ecosift.training.prevalence import calibrate
from test_levels_training import _alike, _labels

ROOT = Path(__file__).parents[1]
SENTENCES = ROOT / "corpora" / "sentences"
SHIPPED = ("rainbow", "comb")
FILES = ("weights.npz", "vocabulary.json", "manifest.json")

TIDES = """
id = "tides"
version = "1"
[[level]]
name = "shore"
[[level]]
name = "sea"
[[cue]]
level = "shore"
sense = "land"
phrases = ["pier", "dune"]
[[cue]]
level = "sea"
sense = "water"
phrases = ["wave", "current"]
valence = "barrier"
"""


def line(text, topic, *levels, **more):
    return json.dumps({"text": text, "topic": topic, "levels": levels, **more})


@pytest.fixture
def tides(tmp_path):
    file = tmp_path / "tides.toml"
    file.write_text(TIDES)
    return file


@pytest.fixture
def labelled(tmp_path):
    """Three topics; what the cues miss is said in words that recur."""
    rows = [
        line(text, topic, *levels)
        for topic, place in (("cold", "lagoon"), ("sleep", "bay"), ("falls", "sound"))
        for text, levels in (
            (f"The pier by the {place} was shut.", ["shore"]),
            (f"A gravel path led to the {place}.", ["shore"]),
            (f"Swimmers in the {place} met a strong current.", ["sea"]),
            (f"Swell rose over the {place} at noon.", ["sea"]),
            (f"Wave and dune changed with the {place}.", ["shore", "sea"]),
            (f"We kept a list of the {place}.", []),
        )
    ]
    file = tmp_path / "tides.jsonl"
    file.write_text("\n".join(rows) + "\n")
    return file


@pytest.fixture(params=SHIPPED)
def name(request):
    return request.param


def test_a_shipped_codebook_is_sound(name):
    given = load_codebook(ROOT / "configs" / "codebooks" / f"{name}.toml")
    assert given == load_codebook(name)
    homes = [("here", at) for at in range(len(given.cue) + 1)]
    refuse_unsound(given, homes)
    assert set(given.maps_to) == {"sem"}
    assert all(level.definition for level in given.level)
    assert all(cue.example for cue in given.cue)


def test_its_sentences_are_broad_and_their_labels_fit(name):
    lines = list(read_loose(SENTENCES / f"{name}.jsonl"))
    levels = load_codebook(name).levels
    assert len(lines) >= 250
    assert len({line.topic for line in lines}) >= 12
    assert all(set(line.valence) == set(line.levels) <= set(levels) for line in lines)
    assert min(sum(level in line.levels for line in lines) for level in levels) >= 25
    assert sum(not line.levels for line in lines) >= 25
    assert sum(len(line.levels) > 1 for line in lines) >= 20


def test_no_two_of_its_sentences_are_near_duplicates(name):
    lines = list(read_loose(SENTENCES / f"{name}.jsonl"))
    texts = [line.text.lower().split() for line in lines]
    alike = [(lines[a], lines[b]) for a, b in _alike(texts)]
    assert [(a.text, b.text) for a, b in alike if _labels(a) == _labels(b)] == []


def test_its_model_is_found_by_the_codebook_alone(name):
    pipeline = ecosift.load(codebook=name)
    assert pipeline.levels.model.name == f"levels-{name}"
    assert f"levels-{name}" in pipeline.provenance.models
    settings = pipeline.levels.model.manifest["settings"]
    assert settings["codebook_sha256"] == pipeline.levels.codebook.sha256
    article = pipeline.annotate("Fear of needles and the lack of a bus kept many at home.")
    assert set(article.sentences[0].level_scores) == set(pipeline.levels.codebook.levels)


def test_its_card_and_info_say_whether_it_is_experimental(name, ecosift_cli):
    manifest = load_model(f"levels-{name}").manifest
    score = manifest["scores"]["fresh_macro_f1"]
    assert manifest["settings"]["experimental"] == (score < EXPERIMENTAL)
    card = (ROOT / "models" / f"levels-{name}" / "README.md").read_text(encoding="utf-8")
    assert ("Experimental" in card) == (score < EXPERIMENTAL)
    for key in ("fresh_macro_f1", "fresh_macro_f1_low", "fresh_macro_f1_high", "loose_macro_f1"):
        assert f"{manifest['scores'][key]:.2f}".lstrip("0") in card
    mark = f"; experimental: macro-F1 {score:.2f} out of fold" if score < EXPERIMENTAL else ""
    assert f"(levels-{name}{mark})" in ecosift_cli("info", "--codebook", name).out


def test_a_config_chooses_the_codebook(ecosift_cli, tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text('[tagging]\ncodebook = "rainbow"\n')
    out = ecosift_cli("info", "--config", file).out
    assert "codebook  rainbow" in out
    assert "levels-rainbow" in out


def test_a_codebook_without_a_model_is_decided_by_cues(ecosift_cli, tides):
    out = ecosift_cli("info", "--codebook", tides).out
    assert "cues and rules alone (no model for this codebook)" in out


def test_a_model_of_the_same_name_but_other_levels_is_not_used(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text(TIDES.replace('id = "tides"', 'id = "rainbow"'))
    assert model_for(load_codebook(file), "levels") is None


def test_training_a_codebook_of_ones_own(tides, labelled, tmp_path):
    scores = train_levels(labelled, tmp_path / "one", str(tides))
    train_levels(labelled, tmp_path / "two", str(tides))
    assert all((tmp_path / "one" / f).read_bytes() == (tmp_path / "two" / f).read_bytes() for f in FILES)
    assert scores["loose_macro_f1_low"] <= scores["loose_macro_f1"] <= scores["loose_macro_f1_high"]
    manifest = load_model(str(tmp_path / "one")).manifest
    assert manifest["labels"] == ["shore", "sea"]
    assert list(manifest["training_data"]) == ["tides.jsonl"]


def test_what_no_cue_says_is_learnt_and_valence_is_left_to_cues(tides, labelled, tmp_path):
    train_levels(labelled, tmp_path / "model", str(tides))
    tagging = {"codebook": str(tides), "levels": str(tmp_path / "model")}
    pipeline = ecosift.load(load_config(changes={"tagging": tagging}))
    (swell,) = pipeline.annotate("Swell rose over the harbour at noon.").sentences
    assert [(tag.level, tag.decided_by) for tag in swell.levels] == [("sea", "classifier")]
    (current,) = pipeline.annotate("Swimmers in the harbour met a strong current.").sentences
    assert [(tag.level, tag.valence) for tag in current.levels] == [("sea", "barrier")]


def test_fresh_sentences_are_scored_by_themselves(tides, labelled, tmp_path):
    """Cues know the sentences that they were written with: what is under the bar on either says so."""
    more = [line(f"A dune and a pier, {at}.", "fog", "sea", fresh=True) for at in ("here", "there")]
    labelled.write_text(labelled.read_text() + "\n".join(more) + "\n")
    scores = train_levels(labelled, tmp_path / "model", str(tides))
    assert scores["fresh_macro_f1"] < EXPERIMENTAL
    assert load_model(str(tmp_path / "model")).manifest["settings"]["experimental"] is True


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            [line("A wave.", "a", "sky"), line("A dune.", "b")],
            r"'A wave\.': unknown level 'sky'; the levels are",
        ),
        ([line("A wave.", "a", "sea"), line("A dune.", "a")], "sentences on two topics"),
        ([line("A wave.", "a", "sea"), '{"text": "A dune."}'], r"tides\.jsonl:2: topic: Field required"),
        ([line("A wave.", "a", mood="calm")], r"tides\.jsonl:1: mood: Extra inputs"),
        (["{"], r"tides\.jsonl:1: Expecting"),
    ],
)
def test_sentences_that_cannot_train_are_told_so_in_one_line(tides, labelled, tmp_path, rows, said):
    labelled.write_text("\n".join(rows) + "\n")
    with pytest.raises(GoldError, match=said) as caught:
        train_levels(labelled, tmp_path / "out", str(tides))
    assert "\n" not in str(caught.value)


def test_calibrating_moves_scores_to_the_share_in_ones_own_sentences(tmp_path):
    """Where a level is rarer than in the training material, its scores fall; the weights stay."""
    rare = [
        line(f"{who} {what}.", topic, *levels)
        for topic, who in (("a", "The farmer"), ("b", "Her cousin"), ("c", "The old miner"))
        for what, levels in (
            ("walked to the lake", []),
            ("counted the geese", []),
            ("sold a cart", []),
            ("was ashamed and told nobody", ["individual"]),
        )
    ]
    gold = tmp_path / "hers.jsonl"
    gold.write_text("\n".join(rare) + "\n")
    scores = calibrate(gold, tmp_path / "moved")
    before, after = load_model("levels"), load_model(str(tmp_path / "moved"))
    assert after.sha256 != before.sha256
    assert (after.arrays["weights"] == before.arrays["weights"]).all()
    assert scores["shift_policy"] < 0
    assert after.manifest["calibrated"]["from"] == before.sha256
    old, new = before.manifest["settings"], after.manifest["settings"]
    assert new["merge"]["prior"]["policy"] == scores["shift_policy"]
    assert new["merge"]["shift"] == old["merge"]["shift"]
    assert new["threshold"] == old["threshold"]


def test_calibrated_scores_sum_up_to_what_is_there(tides, labelled, tmp_path):
    train_levels(labelled, tmp_path / "model", str(tides))
    rows = [line(f"The pier of {name} was shut.", name) for name in ("Aa", "Bo", "Cy", "Da", "Eo", "Fi")]
    gold = tmp_path / "no-piers.jsonl"
    gold.write_text("\n".join(rows) + "\n")
    scores = calibrate(gold, tmp_path / "moved", str(tides), str(tmp_path / "model"))
    assert scores["brier_after"] < scores["brier_before"]


def test_gold_pages_calibrate_too(corpus, tmp_path):
    scores = calibrate(corpus / "gold" / "kidney-abstract.json", tmp_path / "moved")
    assert {"brier_before", "brier_after", "shift_individual"} <= set(scores)


def test_without_a_model_there_is_nothing_to_calibrate(tides, labelled, tmp_path):
    with pytest.raises(ConfigError, match="no model was trained for codebook 'tides'"):
        calibrate(labelled, tmp_path / "out", str(tides))

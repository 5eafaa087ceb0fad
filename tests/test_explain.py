"""`ecosift explain`: what speaks for each level of a sentence, in words and as JSON."""

import io
import json
import math
import subprocess
import sys

import pytest

import ecosift
from ecosift.cli.reasons import Writer, as_data
from ecosift.config import load_config
from ecosift.explain import Whole, contributions, explain, strongest
from ecosift.language.component import sentences_of
from ecosift.tagging.levels.reading import compile_codebook
from ecosift.tagging.levels.tagger import judge_page
from ecosift.tagging.levels.views import view_page

TEXT = "Stigma from the nurses kept welders away. Their wives drove them to the clinic."


@pytest.fixture(scope="module")
def book(pipeline):
    return pipeline.levels.codebook


def written(pipeline, text, *, terminal=False):
    out = io.StringIO()
    writer = Writer(out, pipeline.levels.codebook, terminal=terminal)
    for reasons in explain(pipeline, text):
        writer.write(reasons)
    return out.getvalue()


def test_every_level_of_every_sentence_is_told(pipeline, book):
    found = explain(pipeline, TEXT)
    assert [TEXT[reasons.start : reasons.end] for reasons in found] == [reasons.text for reasons in found]
    assert all(tuple(level.level for level in reasons.levels) == book.levels for reasons in found)


def test_what_is_told_is_what_the_pipeline_says(pipeline):
    told = [level for reasons in explain(pipeline, TEXT) for level in reasons.levels]
    said = pipeline.annotate(TEXT).sentences
    assert [level.score for level in told] == [score for s in said for score in s.level_scores.values()]
    assert [level.tag for level in told if level.tag] == [tag for s in said for tag in s.levels]


def test_the_rule_and_its_cues_are_named(pipeline):
    (first, _) = explain(pipeline, TEXT)
    tag = next(level.tag for level in first.levels if level.level == "organizational")
    assert tag.decided_by == "rule:stigma"
    assert "Stigma from the nurses" in [cue.text for cue in tag.cues]


def test_the_strongest_features_come_first(pipeline, book):
    doc = pipeline.annotate(TEXT).doc
    view = view_page(compile_codebook(book), sentences_of(doc))[0]
    found = strongest(view.features, pipeline.levels.model, "organizational", most=8)
    sizes = [abs(feature.weight) for feature in found]
    assert len(found) == 8
    assert sizes == sorted(sizes, reverse=True)
    assert any(feature.name == "cues of organizational" and feature.weight > 0 for feature in found)


def test_what_the_features_add_is_the_classifiers_verdict(pipeline, book):
    """Nothing that it saw is left out, and nothing is told that it did not weigh."""
    model = pipeline.levels.model
    doc = pipeline.annotate(TEXT).doc
    for view in view_page(compile_codebook(book), sentences_of(doc)):
        judged = judge_page(book, [view], model)
        for at, level in enumerate(book.levels):
            column = model.manifest["labels"].index(level)
            base = (1.0 - judged.share) * model.arrays["intercept"][column]
            whole = Whole(judged.network[0, column], judged.share)
            total = base + sum(contributions(view.features, model, level, whole).values())
            assert 1 / (1 + math.exp(-total)) == pytest.approx(judged.levels[0, at], abs=1e-4)


def test_without_a_model_the_cues_alone_speak():
    lone = ecosift.load(load_config(changes={"tagging": {"levels": ""}}))
    level = explain(lone, TEXT)[0].levels[2]
    assert (level.classifier, level.features) == (None, ())
    assert level.cues == level.score > 0.5


def test_cues_are_underlined_in_plain_text(pipeline):
    lines = written(pipeline, TEXT).splitlines()
    assert lines[0] == "Stigma from the nurses kept welders away."
    assert lines[1] == "^" * len("Stigma from the nurses")
    assert any("decided by rule:stigma (rule 6 of the codebook)" in line for line in lines)
    assert any("cue “Stigma from the nurses” at 0 to 22" in line for line in lines)
    assert "\x1b" not in "\n".join(lines)


def test_a_terminal_gets_colour_and_no_commands_of_the_text(pipeline, monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    text = written(pipeline, "Stigma from the nurses\x1b[2J kept welders away.", terminal=True)
    assert "\x1b[2J" not in text
    assert "\x1b[1;4;33m" in text


def test_levels_stand_from_the_highest_score_down(pipeline, book):
    lines = written(pipeline, "Stigma from the nurses kept welders away.").splitlines()
    scores = [float(line.split()[1]) for line in lines if line.split()[:1] and line.split()[0] in book.levels]
    assert len(scores) == len(book.levels)
    assert scores == sorted(scores, reverse=True)


def test_json_has_the_same_for_programs(ecosift_cli, pipeline):
    run = ecosift_cli("explain", "--json", TEXT)
    assert run.code == 0
    assert run.rows == [json.loads(json.dumps(as_data(reasons))) for reasons in explain(pipeline, TEXT)]
    tagged = [level for level in run.rows[0]["levels"] if level["tagged"]]
    assert all(TEXT[cue["start"] : cue["end"]] == cue["text"] for level in tagged for cue in level["cues"])


def test_another_codebook_has_its_own_levels(ecosift_cli, tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text(
        'id = "tiny"\nversion = "1"\n[[level]]\nname = "sea"\n'
        '[[cue]]\nlevel = "sea"\nsense = "water"\nphrases = ["tide"]\n'
    )
    run = ecosift_cli("explain", "--codebook", file, "--json", "The tide kept the nurse ashore.")
    (level,) = run.rows[0]["levels"]
    assert (level["level"], level["decided_by"], level["classifier_score"]) == ("sea", "cue", None)


def test_a_config_is_laid_over_the_default(ecosift_cli, tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text('[tagging]\nlevels = ""\n')
    rows = ecosift_cli("explain", "--config", file, "--json", TEXT).rows
    assert {level["classifier_score"] for row in rows for level in row["levels"]} == {None}


def test_standard_input_is_read():
    command = [sys.executable, "-m", "ecosift", "explain", "-", "--json"]
    done = subprocess.run(command, input=TEXT.encode(), capture_output=True, check=True)
    assert [json.loads(line)["text"] for line in done.stdout.splitlines()] == [
        "Stigma from the nurses kept welders away.",
        "Their wives drove them to the clinic.",
    ]


@pytest.mark.parametrize("text", ["", " \n"])
def test_nothing_to_explain_is_said(ecosift_cli, text):
    run = ecosift_cli("explain", text)
    assert (run.code, run.out) == (0, "")
    assert "no sentence" in run.err


@pytest.mark.parametrize("flags", [[], ["--json"]])
def test_a_closed_pipe_is_quiet(flags):
    command = [sys.executable, "-m", "ecosift", "explain", "-", *flags]
    started = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    started.stdout.close()
    _, said = started.communicate((TEXT + " ").encode() * 40)
    assert (started.returncode, said) == (0, b"")

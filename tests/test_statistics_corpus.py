"""The finders on texts of our own: each figure of the gold is found, but for those it names as open."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ecosift.language.spans import sentence_spans
from ecosift.tagging.statistics.finders import tag_statistics

FILE = Path(__file__).parents[1] / "corpora" / "statistics" / "texts.jsonl"
TEXTS = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]
KEYS = {"range": ("low", "high"), "count": ("numerator",), "p_value": ("operator", "value"), "period": ()}


def found_in(text):
    return [s for found in tag_statistics(text, sentence_spans(text, ())) for s in found]


def is_found(gold, figures):
    """Whether a figure of the type stands there with the gold's key numbers."""
    want, types = gold["parts"], (gold["type"], gold["parts"].get("alt_type"))
    near = [f for f in figures if f.start < gold["end"] and gold["start"] < f.end and f.type in types]
    keys = KEYS.get(gold["type"], ("value",) if "value" in want else ("low", "high"))
    return any(all(f.parts.get(key) == want.get(key) for key in keys) or f.type != gold["type"] for f in near)


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text["doc_id"])
def test_every_figure_is_found_but_those_that_are_open(text):
    figures = found_in(text["text"])
    asked = [gold for gold in text["stats"] if not gold.get("optional")]
    assert [gold["text"] for gold in asked if not is_found(gold, figures)] == text.get("missed", [])


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text["doc_id"])
def test_gold_and_figures_quote_the_text(text):
    for gold in text["stats"]:
        assert text["text"][gold["start"] : gold["end"]] == gold["text"]
    for figure in found_in(text["text"]):
        assert text["text"][figure.start : figure.end] == figure.text


def test_few_figures_are_found_that_the_gold_has_not():
    """A finding away from every gold figure is a false one."""
    stray = total = 0
    for text in TEXTS:
        for figure in found_in(text["text"]):
            total += 1
            stray += not any(figure.start < g["end"] and g["start"] < figure.end for g in text["stats"])
    assert stray < 0.05 * total

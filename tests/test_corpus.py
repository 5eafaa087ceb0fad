"""The corpus is what its data card says: pages and gold that fit each other and the codebook."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from conftest import ROOT
from ecosift.evaluation.gold import locate, page_of, read_gold, read_gold_page
from ecosift.tagging.levels.codebook import load_codebook

GOLD = ROOT / "corpora" / "gold"
PAGES = ROOT / "corpora" / "pages"
NAMES = sorted(file.stem for file in GOLD.glob("*.json"))


def test_at_least_twelve_pages_half_of_them_html():
    kinds = Counter(page_of(gold, PAGES).suffix for gold in read_gold(GOLD))
    assert sum(kinds.values()) >= 12
    assert min(kinds[".html"], kinds[".txt"]) >= 6
    assert {file.stem for file in PAGES.iterdir()} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_gold_sentence_and_figure_stands_in_its_page(name):
    data = json.loads((GOLD / f"{name}.json").read_text(encoding="utf-8"))
    page = page_of(read_gold_page(GOLD / f"{name}.json"), PAGES)
    raw = page.read_bytes().decode("utf-8")
    before = json.dumps(data)
    assert locate(data, raw if page.suffix == ".txt" else LexborHTMLParser(raw).text(separator="")) == []
    if page.suffix == ".txt":
        assert json.dumps(data) == before, "offsets are not up to date: run corpora/locate.py"


@pytest.mark.parametrize("name", NAMES)
def test_labels_are_the_codebooks(name):
    known = set(load_codebook("sem").levels)
    gold = read_gold_page(GOLD / f"{name}.json")
    for sentence in gold.sentences:
        assert set(sentence.levels) <= known
        assert set(sentence.valence) == set(sentence.levels)
    study = gold.study
    assert study is None or study.doi is None or study.doi.startswith("10.5555/")


def test_pages_are_about_many_topics_and_genres():
    pages = [json.loads(Path(file).read_text(encoding="utf-8")) for file in GOLD.glob("*.json")]
    assert len({page["topic"] for page in pages}) >= 10
    assert len({page["genre"] for page in pages}) >= 5

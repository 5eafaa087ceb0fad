"""Labels of public sentences: found again by their text, under the topic that they are nearest to."""

import gzip
import json

import pytest

from ecosift.errors import GoldError
from ecosift.training.lots import Lot
from ecosift.training.public import mark_of, read_public, under_topics

LEVELS = ("individual", "interpersonal", "organizational", "community", "policy")
ABSTRACT = ["The ward had no interpreter.", "Mothers feared the  bill.", "We asked 40 women."]
PAGE = "The bus no longer stops at the surgery. Nobody told the villagers why it went."


@pytest.fixture
def folder(tmp_path):
    with gzip.open(tmp_path / "roles_dev.jsonl.gz", "wt", encoding="utf-8") as out:
        sentences = [{"text": text, "role": "finding"} for text in ABSTRACT]
        out.write(json.dumps({"doc_id": "A1", "title": "t", "abstract": sentences}) + "\n")
    truths = tmp_path / "wcxb_dev" / "ground-truth"
    truths.mkdir(parents=True)
    truth = {"ground_truth": {"main_content": PAGE}}
    truths.joinpath("0007.json").write_text(json.dumps(truth), encoding="utf-8")
    return tmp_path


def labels(tmp_path, *lines):
    file = tmp_path / "public.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return file


def line(doc, source, **read):
    return {"source": source, "doc": doc, "read": read}


def test_sentences_are_found_by_their_text_however_it_is_spaced(folder, tmp_path):
    read = {mark_of("The ward had no interpreter."): "o-", mark_of("Mothers feared the bill."): "i- p0"}
    (lot,) = read_public(labels(tmp_path, line("A1", "roles_dev.jsonl.gz", **read)), folder, LEVELS)
    assert [span.text for span in lot.sentences] == [
        "The ward had no interpreter.",
        "Mothers feared the bill.",
    ]
    assert lot.valence == ({"organizational": "barrier"}, {"individual": "barrier", "policy": "none"})
    assert lot.levels == ({"organizational"}, {"individual", "policy"})


def test_a_sentence_that_nobody_read_is_left_out(folder, tmp_path):
    read = {mark_of("The bus no longer stops at the surgery."): "c-", mark_of("Another text."): "r+"}
    (lot,) = read_public(labels(tmp_path, line("0007", "wcxb_dev", **read)), folder, LEVELS)
    assert [span.text for span in lot.sentences] == ["The bus no longer stops at the surgery."]


def test_a_page_that_is_missing_is_named(folder, tmp_path):
    with pytest.raises(GoldError, match="'0008' of wcxb_dev"):
        read_public(labels(tmp_path, line("0008", "wcxb_dev")), folder, LEVELS)


def test_a_folder_without_the_abstracts_is_named(tmp_path):
    with pytest.raises(GoldError, match="roles_dev"):
        read_public(labels(tmp_path), tmp_path / "none", LEVELS)


def test_a_page_comes_under_the_topic_whose_words_it_has():
    own = [
        Lot.without_levels("smoking", ["He smoked a cigarette at the gate.", "Smokers quit in May."]),
        Lot.without_levels("drowning", ["The lake drowned a swimmer.", "Swimmers left the beach."]),
    ]
    pages = [
        Lot.without_levels("x", ["A swimmer lay on the beach."]),
        Lot.without_levels("y", ["Cigarettes."]),
    ]
    assert [lot.group for lot in under_topics(pages, own)] == ["drowning", "smoking"]

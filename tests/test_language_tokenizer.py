"""The tokenizer loses nothing, cuts where figures and sentences do, and travels with its pipeline."""

import time

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.vocab import Vocab

from ecosift.language.tokenizer import LinearTokenizer


@pytest.fixture(scope="module")
def tokenizer():
    return LinearTokenizer(Vocab())


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Most (81.8%) agreed.", ["Most", "(", "81.8", "%", ")", "agreed", "."]),
        ("one facility.In 2020", ["one", "facility", ".", "In", "2020"]),
        ("p<.05, n=1,122", ["p", "<", ".05", ",", "n", "=", "1,122"]),
        ("We don't take 5mg.", ["We", "don't", "take", "5", "mg", "."]),
        ("10-20% of mothers", ["10", "-", "20", "%", "of", "mothers"]),
        ("care.3 However", ["care", ".", "3", "However"]),
        ("U.S. law", ["U.S.", "law"]),
        ("OR 2.1 (95% CI 1.3–3.4)", ["OR", "2.1", "(", "95", "%", "CI", "1.3", "–", "3.4", ")"]),
    ],
)
def test_figures_units_and_marks_are_tokens(tokenizer, text, tokens):
    assert [token.text for token in tokenizer(text)] == tokens


@given(text=st.text(max_size=60) | st.text(alphabet=" \n\t\u00a0\u2028\x00a.😀é", max_size=30))
def test_a_doc_reads_as_its_text(tokenizer, text):
    doc = tokenizer(text)
    assert doc.text == text
    assert "".join(token.text_with_ws for token in doc) == text


@pytest.mark.parametrize("unit", ["a", ".", "(", "1", " ", "\n", "a.", "1.", "-", "a-", "'", "😀"])
def test_time_grows_with_length_alone(tokenizer, unit):
    """Twice the text may take twice the time, not four times."""
    tokenizer(unit * 100)
    short, long = (_seconds(tokenizer, unit * (size // len(unit))) for size in (25_000, 100_000))
    assert long < max(10 * short, 0.3)


def _seconds(tokenizer, text):
    started = time.process_time()
    tokenizer(text)
    return time.process_time() - started


def test_a_pipeline_with_it_can_be_saved_and_loaded(tmp_path):
    settings = {"nlp": {"tokenizer": {"@tokenizers": "ecosift.LinearTokenizer.v1"}}}
    nlp = spacy.blank("en", config=settings)
    nlp.to_disk(tmp_path)
    loaded = spacy.load(tmp_path)
    assert [token.text for token in loaded("n=22")] == ["n", "=", "22"]
    assert nlp.from_bytes(nlp.to_bytes())("n=22").text == "n=22"

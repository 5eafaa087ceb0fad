"""Words as numbers: what is found in a page at once is what is found in its sentences one by one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosift.tagging.levels import load_codebook
from ecosift.tagging.levels.lexis import Lexis
from ecosift.tagging.levels.reading import compile_codebook
from ecosift.tagging.levels.words import MARKS, MAX_WORDS, Words

MATCHER = compile_codebook(load_codebook("sem")).matcher
LEXIS = Lexis(MATCHER, ("nurse", "bus"))
WORDS = [
    "Nurses",
    "lonely",
    "stigma",
    "from",
    "staff",
    "at",
    "the",
    "bus",
    "policy-level",
    "\0",
    "zxq",
    ",",
    ".",
]
SENTENCES = st.lists(
    st.one_of(st.text(max_size=40), st.lists(st.sampled_from(WORDS)).map(" ".join)), max_size=6
)


@given(SENTENCES)
def test_a_page_has_the_hits_of_its_sentences(texts):
    assert LEXIS.read(texts).hits() == [MATCHER.find(Words(text).forms) for text in texts]


@given(SENTENCES)
def test_every_word_but_marks_is_spoken(texts):
    lines, numbers = LEXIS.read(texts).spoken(5)
    said = [[form for form in Words(text).forms if form not in MARKS][:5] for text in texts]
    assert lines.tolist() == [at for at, forms in enumerate(said) for _ in forms]
    assert numbers.tolist() == [LEXIS.number(form) for forms in said for form in forms]


@pytest.mark.parametrize("words", [MAX_WORDS - 1, MAX_WORDS, MAX_WORDS + 1, 3 * MAX_WORDS])
def test_of_a_long_sentence_only_the_head_is_read(words):
    page = LEXIS.read(["bus", "bus " * words, "nurse"])
    assert [line.tolist().count(at) for line, _ in [page.spoken(10_000)] for at in range(3)] == [
        1,
        min(words, MAX_WORDS),
        1,
    ]


def test_words_that_nothing_tells_apart_share_a_number():
    assert LEXIS.number("zxq") == LEXIS.number("qzx")
    assert LEXIS.number("nurse") != LEXIS.number("bus") != LEXIS.number("zxq")

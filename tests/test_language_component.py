"""`ecosift_sentences` in pipelines of ours and of others, and what it leaves on the doc."""

import time

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from ecosift.language import carrier
from ecosift.language.component import Sentences, sentence_index, sentences_of
from ecosift.language.tokenizer import LinearTokenizer
from ecosift.types import Block, Cue, Levels, LevelTag, Mark, RoleTag, Statistic

TEXT = "What helps?\nPeers do. So does sleep (p < .05).\n\nBarriers were:\n- cost\n- shame"


@pytest.fixture(scope="module", params=["spacy", "ours"])
def nlp(request):
    nlp = spacy.blank("en")
    if request.param == "ours":
        nlp.tokenizer = LinearTokenizer(nlp.vocab)
    nlp.add_pipe("ecosift_sentences")
    return nlp


def test_a_strangers_pipeline_needs_no_import(nlp):
    problems = nlp.analyze_pipes()["problems"]
    assert problems == {"ecosift_sentences": []}
    doc = nlp(TEXT)
    assert [sentence.text for sentence in sentences_of(doc)] == [
        "What helps?",
        "Peers do.",
        "So does sleep (p < .05).",
        "Barriers were:",
        "- cost",
        "- shame",
    ]
    assert [sent.text.strip() for sent in doc.sents] == [sentence.text for sentence in sentences_of(doc)]
    assert [sentence_index(sent) for sent in doc.sents] == list(range(6))


@given(text=st.text(max_size=60) | st.text(alphabet='aA .!?\n"([)]1x', max_size=60))
def test_sents_and_sentences_are_the_same(nlp, text):
    """Whatever the tokens, each sentence of the doc is one of ours, and its offsets index the text."""
    doc = nlp(text)
    ours = sentences_of(doc)
    assert all(doc.text[each.start : each.end] == each.text for each in ours)
    sents = [sent for sent in doc.sents if sent.text.strip()] if len(doc) else []
    assert len(sents) == len(ours)
    assert [sentence_index(sent) for sent in sents] == list(range(len(ours)))


def test_blocks_on_the_doc_divide_it(nlp):
    text = "Results\n\nShame. And cost"
    blocks = (Block("heading", "Results", 0, 7, depth=2), Block("list_item", "Shame. And cost", 9, 24))
    doc = nlp.make_doc(text)
    carrier.put(doc, "blocks", blocks)
    found = sentences_of(nlp(doc))
    assert [(each.text, each.heading, each.section) for each in found] == [
        ("Results", True, ()),
        ("Shame.", False, ("Results",)),
        ("And cost", False, ("Results",)),
    ]


def test_without_the_component_the_doc_s_own_sentences_count():
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    assert [each.text for each in sentences_of(nlp("One. Two."))] == ["One.", "Two."]
    assert [each.text for each in sentences_of(spacy.blank("en")("One. Two."))] == ["One.", "Two."]


def test_workers_hand_back_what_a_doc_carries(nlp):
    docs = list(nlp.pipe([TEXT] * 3, n_process=2))
    assert [sentences_of(doc) for doc in docs] == [sentences_of(nlp(TEXT))] * 3


def test_tags_survive_bytes():
    """Values of `ecosift.types`, tuples and lists come back as what they were."""
    tag = LevelTag("policy", 0.5, "none", "cue", (Cue("law", 0, 3),))
    left = {
        "blocks": [Block("paragraph", "a", 0, 1, marks=(Mark("bold", 0, 1),), raw_map=((0, 4),))],
        "roles": [RoleTag("finding", 0.25), None],
        "levels": [Levels((tag,), {"policy": 0.5}), None],
        "statistics": [(Statistic("mean", "a", 0, 1, {"value": 2, "df": [1, 2]}, {"value": "2"}),), ()],
    }
    doc = spacy.blank("en").make_doc("a b")
    for key, value in left.items():
        carrier.put(doc, key, value)
    back = Doc(doc.vocab).from_bytes(doc.to_bytes())
    assert [list(carrier.get(back, key)) for key in ("blocks", "roles", "levels")] == [
        left["blocks"],
        left["roles"],
        left["levels"],
    ]
    assert [tuple(each) for each in carrier.get(back, "statistics")] == left["statistics"]


def test_an_empty_doc_has_no_sentences(nlp):
    assert sentences_of(nlp("")) == []
    assert sentences_of(nlp(" \n ")) == []


@pytest.mark.parametrize("unit", ["a", "a. ", ".", "(", "1", "A b\n", "a\n\n", " ", "- a\n"])
def test_time_grows_with_length_alone(unit):
    """Twice the text may take twice the time, not four times, also for a stranger's doc."""
    # The least of three: one run may meet a search for garbage, or a busy machine.
    short, long = (min(_seconds(unit * (size // len(unit))) for _ in range(3)) for size in (10_000, 40_000))
    assert long < max(10 * short, 0.3)


def _seconds(text):
    nlp = spacy.blank("en")
    doc = Doc(nlp.vocab, words=[text[at : at + 10] for at in range(0, len(text), 10)], spaces=None)
    started = time.process_time()
    Sentences()(doc)
    return time.process_time() - started

"""The component alone on a blank pipeline, and figures in table cells."""

import pytest
import spacy

from ecosift.language import carrier
from ecosift.tagging.statistics.finders import tag_statistics
from ecosift.types import SentenceSpan

TEXT = (
    "We asked 30 nurses. Of them, 12 (40%) slept badly; odds were higher at night (OR 2.1, 95% CI 1.3-3.4)."
)


@pytest.fixture(scope="module")
def nlp():
    nlp = spacy.blank("en")
    nlp.add_pipe("ecosift_sentences")
    nlp.add_pipe("ecosift_statistics")
    return nlp


def test_spans_carry_type_and_parts(nlp):
    """Each figure is a span of whole tokens with its type as label and its parts as extension."""
    doc = nlp(TEXT)
    spans = doc.spans["ecosift_statistics"]
    assert [(span.label_, span._.ecosift_parts.get("value")) for span in spans] == [
        ("sample_size", 30),
        ("count", None),
        ("effect", 2.1),
    ]
    assert spans[1]._.ecosift_parts["percent"] == 40


def test_exact_figures_are_left_for_the_pipeline(nlp):
    """The carrier holds a tuple for each sentence, with offsets of the doc's text."""
    doc = nlp(TEXT)
    first, second = carrier.get(doc, "statistics")
    assert [s.text for s in first] == ["30 nurses"]
    assert [doc.text[s.start : s.end] for s in second] == [s.text for s in second]


def test_a_table_cell_takes_label_and_group_from_its_heads():
    """Row head: what is measured; column head: in whom."""
    text = "12 of 40 (30%)"
    span = SentenceSpan(text, 0, len(text), 0, kind="table_row", heads=("Loneliness", "Carers"))
    ((statistic,),) = tag_statistics(text, [span])
    assert (statistic.parts["label"], statistic.parts["group"]) == ("Loneliness", "Carers")

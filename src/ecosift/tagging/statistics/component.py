"""The spaCy component `ecosift_statistics`: statistics as spans with parts, and their checks."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span

from ecosift.language import carrier
from ecosift.language.component import sentences_of
from ecosift.tagging.statistics.checking import with_checks
from ecosift.tagging.statistics.finders import tag_statistics
from ecosift.tagging.statistics.tables import cells_of_tables, with_cells
from ecosift.types import Statistic

SPANS = "ecosift_statistics"
PARTS = "ecosift_parts"


@Language.factory("ecosift_statistics", assigns=["doc.spans"])
def make_statistics(nlp: Language, name: str) -> Statistics:  # noqa: ARG001
    """The component, without settings of its own."""
    return Statistics()


class Statistics:
    """Writes `doc.spans["ecosift_statistics"]`, a span a figure, with its parts in `span._.ecosift_parts`.

    A span covers whole tokens; the exact figures are left for the pipeline by the language room's carrier. A
    table's cell of figures that is no heading once it is read becomes a sentence.
    """

    def __init__(self) -> None:
        if not Span.has_extension(PARTS):
            Span.set_extension(PARTS, default=None)

    def __call__(self, doc: Doc) -> Doc:
        """Find and check the figures of every sentence."""
        sentences = sentences_of(doc)
        text = carrier.text_of(doc)
        cells = cells_of_tables(text, sentences, carrier.get(doc, "blocks") or ())
        figures = {index: cell.statistic for index, cell in cells.items()}
        found = with_checks(text, sentences, tag_statistics(text, sentences), figures)
        if cells:
            carrier.put(doc, "sentences", with_cells(sentences, cells))
        carrier.put(doc, "statistics", found)
        spans = (_span(doc, statistic) for figures in found for statistic in figures)
        doc.spans[SPANS] = [span for span in spans if span is not None]
        return doc


def _span(doc: Doc, statistic: Statistic) -> Span | None:
    span: Span | None = doc.char_span(
        statistic.start, statistic.end, label=statistic.type, alignment_mode="expand"
    )
    if span is not None:
        span._.set(PARTS, dict(statistic.parts))
    return span

"""The spaCy component `ecosift_sentences`: sentence boundaries, set in one array, and their sections."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc, Span

from ecosift.language import carrier, tokenizer  # noqa: F401  # the tokenizer registers itself
from ecosift.language.spans import sentence_spans
from ecosift.types import SentenceSpan

STARTS, INSIDE = np.uint64(1), np.uint64(2**64 - 1)  # spaCy's own 1 and -1


@Language.factory("ecosift_sentences", assigns=["token.is_sent_start", "doc.sents"])
def make_sentences(nlp: Language, name: str) -> Sentences:  # noqa: ARG001
    """The component, without settings of its own."""
    return Sentences()


class Sentences:
    """Divides a doc into sentences: by the blocks that it carries, or else by blank lines."""

    def __call__(self, doc: Doc) -> Doc:
        """Set `token.is_sent_start` for every token and leave the spans for `sentences_of`."""
        spans: Sequence[SentenceSpan] = sentence_spans(carrier.text_of(doc), carrier.get(doc, "blocks") or ())
        if len(doc):
            spans = _mark(doc, spans)
        carrier.put(doc, "sentences", spans)
        return doc


def sentences_of(doc: Doc) -> list[SentenceSpan]:
    """The sentences of a doc in order, headings among them; lists of tags run parallel to it.

    Where `ecosift_sentences` did not run, they are made of `doc.sents`, without sections.
    """
    spans: list[SentenceSpan] | None = carrier.get(doc, "sentences")
    if spans is None:
        spans = (
            _from_sents(doc) if doc.has_annotation("SENT_START") else sentence_spans(carrier.text_of(doc), ())
        )
        carrier.put(doc, "sentences", spans)
    return spans


def sentence_index(span: Span) -> int:
    """The place in `sentences_of(span.doc)` of the sentence in which a span begins.

    A sentence of `doc.sents` may open with white space: what counts is its first word.
    """
    spans = sentences_of(span.doc)
    lead = len(span.text) - len(span.text.lstrip())
    return max(0, bisect_right(spans, span.start_char + lead, key=lambda each: each.start) - 1)


def _mark(doc: Doc, spans: Sequence[SentenceSpan]) -> Sequence[SentenceSpan]:
    """Set the boundaries; a boundary inside a token gives way, and its sentences become one."""
    flags: Any = np.full((len(doc), 1), INSIDE)
    flags[0] = STARTS
    if spans:
        starts, places = _token_starts(doc), np.asarray([span.start for span in spans])
        firsts = np.searchsorted(starts, places, side="right") - 1
        holds = starts[firsts] == places
        # White space before the first word belongs to the first sentence.
        firsts[0], holds[0] = 0, True
        flags[firsts[holds]] = STARTS
        spans = spans if holds.all() else _joined(carrier.text_of(doc), spans, holds)
    doc.from_array(["SENT_START"], flags)
    return spans


def _token_starts(doc: Doc) -> NDArray[np.int64]:
    sizes = doc.to_array(["LENGTH", "SPACY"]).astype(np.int64).sum(axis=1)
    return np.concatenate(([0], np.cumsum(sizes)[:-1]))


def _joined(text: str, spans: Sequence[SentenceSpan], holds: NDArray[np.bool_]) -> list[SentenceSpan]:
    kept: list[SentenceSpan] = []
    places = [0] * len(spans)
    for index, span in enumerate(spans):
        if not holds[index]:
            kept[-1] = replace(kept[-1], text=text[kept[-1].start : span.end], end=span.end)
        else:
            lead = None if span.lead_in is None else places[span.lead_in]
            kept.append(span if lead == span.lead_in else replace(span, lead_in=lead))
        places[index] = len(kept) - 1
    return kept


def _from_sents(doc: Doc) -> list[SentenceSpan]:
    spans = []
    for sent in doc.sents:
        said = sent.text
        start = sent.start_char + len(said) - len(said.lstrip())
        if said.strip():
            spans.append(SentenceSpan(said.strip(), start, start + len(said.strip()), 0))
    return spans

"""What cleaning keeps is clean: read again as text, hardly a word of it is left out."""

from __future__ import annotations

from statistics import mean

from ecosift import Page
from ecosift.evaluation.measures import words


def test_cleaning_its_own_output_keeps_its_words(pipeline, page_files):
    kept = {}
    for file in page_files:
        first = pipeline.clean(Page(file.read_bytes(), id=file.name)).text
        again = pipeline.clean(Page(first, media_type="text/plain")).text
        kept[file.name] = (words(first) & words(again)).total() / words(first).total()
    assert mean(kept.values()) >= 0.97
    assert min(kept.values()) >= 0.9, kept

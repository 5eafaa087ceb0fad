"""Whole pages come out as they did: what a person would read in the records, without scores and digests.

After a change that is meant, `python tests/test_golden.py` writes the files anew; read the diff first.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import ecosift
from ecosift import Page

HERE = Path(__file__).parent
PAGES = HERE.parent / "corpora" / "pages"
GOLDEN = HERE / "golden"
NAMES = sorted(file.name.removesuffix(".json") for file in GOLDEN.glob("*.json"))


def readable(pipeline: ecosift.Pipeline, name: str) -> dict[str, object]:
    article = pipeline(Page((PAGES / name).read_bytes(), id=name))
    study = article.study
    return {
        "title": article.title,
        "authors": list(article.metadata.authors),
        "published": article.metadata.published,
        "study": study and {"first_author": study.first_author, "year": study.year, "doi": study.doi},
        "dropped": sorted({block.reason or "" for block in article.dropped}),
        "records": [
            {
                "section": list(record.section),
                "text": record.text,
                "place": record.anchor.xpath or [record.anchor.raw_start, record.anchor.raw_end],
                "role": record.role.label,
                "levels": [f"{tag.level} {tag.valence} by {tag.decided_by}" for tag in record.levels],
                "statistics": [f"{figure.type}: {figure.text}" for figure in record.statistics],
                "checks": [
                    f"{c.verdict}: {c.message}" for figure in record.statistics for c in figure.checks
                ],
                "cites": [cite.text for cite in record.cites],
            }
            for record in article.records()
        ],
    }


@pytest.mark.parametrize("name", NAMES)
def test_a_whole_page(pipeline, name):
    expected = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))
    assert readable(pipeline, name) == expected


if __name__ == "__main__":
    loaded = ecosift.load()
    for each in NAMES:
        written = json.dumps(readable(loaded, each), ensure_ascii=False, indent=1) + "\n"
        (GOLDEN / f"{each}.json").write_text(written, encoding="utf-8", newline="\n")

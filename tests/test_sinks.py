"""Lines that other programs can read, whatever stands in a page."""

from __future__ import annotations

import csv
import io
import json

import pytest

from ecosift.sinks import COLUMNS, header, line

RECORD = {
    "id": "0" * 16,
    "page": {
        "id": "p", "source": "p", "url": None, "canonical_url": None, "site": None, "title": "=1+1",
        "authors": ["Ada Okoro", "Ben Li"], "published": None, "language": "en", "duplicate_of": None,
    },
    "study": None,
    "section": ["Results", "Barriers"],
    "block": "paragraph",
    "text": "-3 points, “a, b”\u2028\x85",
    "start": 0,
    "end": 17,
    "anchor": {"xpath": "/html/body/p", "raw_start": None, "raw_end": None, "fragment": None},
    "cites": [],
    "role": {"label": "finding", "score": 0.5},
    "levels": [{"level": "policy", "valence": "barrier", "decided_by": "frame"}],
    "statistics": [{"type": "mean", "text": "-3", "checks": []}],
}  # fmt: skip


def cells():
    rows = list(csv.reader(io.StringIO(header("csv") + line(RECORD, "csv"))))
    assert rows[0][0] == "\ufeffid"
    return dict(zip(COLUMNS, rows[1], strict=True))


def test_a_json_line_is_one_line_and_reads_back():
    text = line(RECORD, "jsonl")
    assert len(text.splitlines()) == 1
    assert json.loads(text) == RECORD


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        ("title", "'=1+1"),
        ("text", "'-3 points, “a, b”\u2028\x85"),
        ("authors", "Ada Okoro; Ben Li"),
        ("section", "Results; Barriers"),
        ("start", "0"),
        ("role_score", "0.5"),
        ("url", ""),
        ("valences", "policy: barrier"),
        ("statistics", "mean: -3"),
    ],
)
def test_csv_cells_are_plain_and_guarded(column, expected):
    assert cells()[column] == expected


def test_jsonl_has_no_header():
    assert header("jsonl") == ""

"""Records → JSONL or CSV lines."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any, Literal

Format = Literal["jsonl", "csv"]
Json = Mapping[str, Any]
BOM = "\ufeff"
# A spreadsheet runs a cell that begins so as a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
COLUMNS = (
    "id", "page_id", "source", "url", "canonical_url", "site", "title", "authors", "published", "language",
    "study_id", "study_title", "first_author", "year", "journal", "doi", "pmid", "design", "sample_size",
    "section", "block", "text", "start", "end", "role", "role_score", "levels", "valences", "decided_by",
    "statistics", "checks", "cites", "xpath", "raw_start", "raw_end", "fragment", "duplicate_of",
)  # fmt: skip


def header(kind: Format) -> str:
    """What stands before the first record."""
    return BOM + _csv_line(COLUMNS) if kind == "csv" else ""


def line(record: Json, kind: Format) -> str:
    """One record as a line, with its line end."""
    if kind == "csv":
        return _csv_line([_cell(value) for value in _row(record)])
    # Line separators inside a string would end the line for some readers.
    text = json.dumps(record, ensure_ascii=False)
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("\x85", "\\u0085") + "\n"


def _row(record: Json) -> list[object]:
    page, study, anchor = record["page"], record["study"] or {}, record["anchor"]
    sample = study.get("sample") or {}
    levels, figures = record["levels"], record["statistics"]
    return [
        record["id"], page["id"], page["source"], page["url"], page["canonical_url"], page["site"],
        page["title"], page["authors"], page["published"], page["language"], study.get("id"),
        study.get("title"), study.get("first_author"), study.get("year"), study.get("journal"),
        study.get("doi"), study.get("pmid"), study.get("design"), sample.get("value"),
        record["section"], record["block"], record["text"],
        record["start"], record["end"], record["role"]["label"], record["role"]["score"],
        [tag["level"] for tag in levels], [f"{tag['level']}: {tag['valence']}" for tag in levels],
        [f"{tag['level']}: {tag['decided_by']}" for tag in levels],
        [f"{figure['type']}: {figure['text']}" for figure in figures],
        [f"{check['verdict']}: {check['message']}" for figure in figures for check in figure["checks"]],
        [cite["text"] for cite in record["cites"]], anchor["xpath"], anchor["raw_start"], anchor["raw_end"],
        anchor["fragment"], page["duplicate_of"],
    ]  # fmt: skip


def _cell(value: object) -> object:
    if isinstance(value, (list, tuple)):
        value = "; ".join(str(part) for part in value)
    if isinstance(value, str) and value.startswith(FORMULA):
        return "'" + value
    return value


def _csv_line(cells: Iterable[object]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()

"""What does not add up in evidence records: the checks that found something, in words for anyone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

HARD = "inconsistent"
# What a verdict says of the figure, in the order in which figures of a page are listed.
WORDS: Mapping[str, str] = {
    "inconsistent": "cannot be right",
    "differs": "said differently elsewhere",
    "p_differs": "p does not fit",
    "asymmetric": "lopsided interval",
    "possible_missing": "answers may be missing",
    "truncated": "cut off, not rounded",
    "rounded_up": "rounded up",
}


@dataclass(frozen=True, slots=True)
class Doubt:
    """A figure of a page that does not add up; `spans` are the places of the figures compared."""

    page: str
    section: tuple[str, ...]
    quote: str
    check: str
    verdict: str
    message: str
    start: int
    end: int
    spans: tuple[tuple[int, int], ...]
    sentence: str

    @property
    def hard(self) -> bool:
        """Whether the figures cannot all be right as printed."""
        return self.verdict == HARD

    @property
    def words(self) -> str:
        """The verdict in words."""
        return WORDS[self.verdict]


def doubts(records: Iterable[Mapping[str, Any]]) -> Iterator[Doubt]:
    """Every check of the records (as JSON values) that found something, in the order of the records."""
    for record in records:
        for figure in record["statistics"]:
            for check in figure["checks"]:
                if check["verdict"] in WORDS:
                    yield _doubt(record, figure, check)


def _doubt(record: Mapping[str, Any], figure: Mapping[str, Any], check: Mapping[str, Any]) -> Doubt:
    return Doubt(
        page=record["page"]["id"],
        section=tuple(record["section"]),
        quote=figure["text"],
        check=check["check"],
        verdict=check["verdict"],
        message=check["message"],
        start=figure["start"],
        end=figure["end"],
        spans=tuple((start, end) for start, end in check["spans"]),
        sentence=record["text"],
    )

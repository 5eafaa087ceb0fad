"""Every hard flag of the checks over abstracts: `benchmarks/false_alarms.py ARTICLES.jsonl[.gz]`.

A line of the file: `doc_id` and `abstract`, a list of sentences with `text`. Each flag is shown with its
arithmetic and its sentence, to be read: a misprint in the source, or an error of ours.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from ecosift.tagging.statistics.checking import with_checks
from ecosift.tagging.statistics.finders import tag_statistics
from ecosift.types import Check, SentenceSpan, Statistic

HARD = "inconsistent"


def main(file: str) -> None:
    """Print the flags, then the counts by check and verdict."""
    counts: Counter[tuple[str, str]] = Counter()
    texts = flagged = 0
    for name, sentences in _abstracts(Path(file)):
        found = list(_checks(sentences))
        counts.update((check.check, check.verdict) for check, _, _ in found)
        hard = [line for line in found if line[0].verdict == HARD]
        for check, statistic, sentence in hard:
            print(f"{name} {check.check}: {statistic.text!r}: {check.message}\n    {sentence}")
        texts, flagged = texts + 1, flagged + bool(hard)
    print(f"{texts} texts, {flagged} with a hard flag")
    for (check_name, verdict), number in sorted(counts.items()):
        print(f"{number:6} {check_name} {verdict}")


def _abstracts(file: Path) -> Iterator[tuple[str, list[str]]]:
    raw = file.read_bytes()
    lines = (gzip.decompress(raw) if file.suffix == ".gz" else raw).decode("utf-8").splitlines()
    for article in map(json.loads, lines):
        if article["abstract"]:
            yield article["doc_id"], [sentence["text"] for sentence in article["abstract"]]


def _checks(sentences: Sequence[str]) -> Iterator[tuple[Check, Statistic, str]]:
    text, spans = " ".join(sentences), []
    start = 0
    for sentence in sentences:
        spans.append(SentenceSpan(sentence, start, start + len(sentence), 0))
        start += len(sentence) + 1
    checked = with_checks(text, spans, tag_statistics(text, spans))
    for sentence, statistics in zip(sentences, checked, strict=True):
        for statistic in statistics:
            yield from ((check, statistic, sentence) for check in statistic.checks)


if __name__ == "__main__":
    main(sys.argv[1])

"""Every hard flag of `ecosift check` over abstracts, and how many false ones to expect.

usage: python benchmarks/false_alarms.py ARTICLES.jsonl[.gz] [--known GOLD] [--false N] [--write PAGES]

A line of ARTICLES: `doc_id` and `abstract`, a list of sentences with `text`. Each flag is shown with its
arithmetic and its sentence, to be read: a misprint in the source, or an error of ours. Abstracts that also
stand in the file of --known (which rules were tuned on) are counted apart. --false says how many texts a
reader held to be falsely flagged: their share is given with its exact upper 95 % bound. --write keeps the
abstracts, sentences joined by a space, as pages for `ecosift check PAGES.jsonl`.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from math import comb
from pathlib import Path

from ecosift.tagging.statistics.checking import with_checks
from ecosift.tagging.statistics.finders import tag_statistics
from ecosift.types import Check, SentenceSpan, Statistic

HARD = "inconsistent"


def main() -> None:
    """Print the flags, then the counts by check and verdict."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("articles", type=Path)
    parser.add_argument("--known", type=Path)
    parser.add_argument("--false", type=int)
    parser.add_argument("--write", type=Path)
    asked = parser.parse_args()
    abstracts = list(_abstracts(asked.articles))
    if asked.write:
        _write(abstracts, asked.write)
    known = _known(asked.known) if asked.known else frozenset[str]()
    groups: dict[bool, list[tuple[str, list[str]]]] = {False: [], True: []}
    for name, sentences in abstracts:
        groups[name in known].append((name, sentences))
    for is_known, members in groups.items():
        if members:
            print(f"== {'also in the gold' if is_known else 'not seen before'}: {len(members)} texts")
            _report(members)
    if asked.false is not None:
        texts = len(groups[False])
        bound = upper_bound(asked.false, texts)
        print(f"{asked.false} of {texts} falsely flagged: {asked.false / texts:.2%}, at most {bound:.2%}")


def upper_bound(hits: int, texts: int, error: float = 0.05) -> float:
    """Clopper and Pearson's one-sided upper bound: the share at which so few hits are as rare as `error`."""
    low, high = hits / texts, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        seen = sum(comb(texts, k) * middle**k * (1 - middle) ** (texts - k) for k in range(hits + 1))
        low, high = (middle, high) if seen > error else (low, middle)
    return high


def _report(members: Sequence[tuple[str, list[str]]]) -> None:
    counts: Counter[tuple[str, str]] = Counter()
    flagged = 0
    for name, sentences in members:
        found = list(_checks(sentences))
        counts.update((check.check, check.verdict) for check, _, _ in found)
        hard = [line for line in found if line[0].verdict == HARD]
        for check, statistic, sentence in hard:
            print(f"{name} {check.check}: {statistic.text!r}: {check.message}\n    {sentence}")
        flagged += bool(hard)
    print(f"{len(members)} texts, {flagged} with a hard flag")
    for (check_name, verdict), number in sorted(counts.items()):
        print(f"{number:6} {check_name} {verdict}")


def _abstracts(file: Path) -> Iterator[tuple[str, list[str]]]:
    raw = file.read_bytes()
    lines = (gzip.decompress(raw) if file.suffix == ".gz" else raw).decode("utf-8").splitlines()
    for article in map(json.loads, lines):
        if article["abstract"]:
            yield article["doc_id"], [sentence["text"] for sentence in article["abstract"]]


def _known(file: Path) -> frozenset[str]:
    lines = file.read_text(encoding="utf-8").splitlines()
    return frozenset(json.loads(line)["doc_id"] for line in lines if line.strip())


def _write(abstracts: Sequence[tuple[str, list[str]]], file: Path) -> None:
    rows = ({"id": name, "text": " ".join(sentences)} for name, sentences in abstracts)
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


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
    main()

"""Which blocks of a page are content, told from the text that the page's truth gives."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from ecosift.clean.candidates import Candidate

WORD = re.compile(r"\w+")
# Longer blocks are matched by runs of words, shorter ones as a whole.
LONG, GRAM, SHORT_GRAM = 8, 4, 3
# How far outside the first and last long block of content a short one may stand.
MARGIN = 3
NEAR = 5


def labels_by_overlap(texts: Sequence[str], truth: str) -> list[float]:
    """For each block the share of its words that the truth has, in runs.

    Where a short text stands on the page more often than in the truth, those nearest to content count.
    """
    return _Matching(texts, truth).labels()


def labels_by_lines(blocks: Sequence[Candidate], lines: Sequence[Mapping[str, Any]]) -> list[float]:
    """For each block of a flattened page the share of its lines' characters that are content."""
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line["text"]) + 1)
    labels = []
    for block in blocks:
        first = bisect_right(starts, block.raw_start or 0) - 1
        last = bisect_right(starts, max((block.raw_end or 0) - 1, block.raw_start or 0)) - 1
        held = lines[first : last + 1]
        size = sum(len(line["text"]) for line in held)
        labels.append(sum(len(line["text"]) for line in held if line["content"]) / max(size, 1))
    return labels


class _Matching:
    def __init__(self, texts: Sequence[str], truth: str) -> None:
        self.words = [WORD.findall(text.lower()) for text in texts]
        wanted = WORD.findall(truth.lower())
        self.grams = set(zip(*(wanted[at:] for at in range(GRAM)), strict=False))
        self.lines = Counter(" ".join(WORD.findall(line.lower())) for line in truth.split("\n"))
        self.truth = f" {' '.join(wanted)} "
        self.long = {at: self._covered(words) for at, words in enumerate(self.words) if len(words) >= LONG}
        good = [at for at, share in self.long.items() if share > 0.5]
        self.first, self.last = (good[0], good[-1]) if good else (0, len(self.words))

    def labels(self) -> list[float]:
        found = [self.long.get(at, 0.0) for at in range(len(self.words))]
        alike: defaultdict[str, list[int]] = defaultdict(list)
        for at, words in enumerate(self.words):
            if words and at not in self.long:
                text = " ".join(words)
                if text in self.lines or f" {text} " in self.truth:
                    alike[text].append(at)
                elif len(words) > SHORT_GRAM and self._inside(at, NEAR):
                    found[at] = self._covered_short(words)
        for text, places in alike.items():
            for at in self._chosen(text, places):
                found[at] = 1.0
        return found

    def _chosen(self, text: str, places: Sequence[int]) -> list[int]:
        exact = text in self.lines
        wanted = self.lines[text] if exact else self.truth.count(f" {text} ")
        ranked = sorted(places, key=lambda at: (-self._near(at), at))[:wanted]
        if exact:
            return [at for at in ranked if self._inside(at, MARGIN)]
        return [
            at
            for at in ranked
            if self._inside(at, 0) and (self._near(at) > 0 or text.count(" ") >= SHORT_GRAM - 1)
        ]

    def _inside(self, at: int, margin: int) -> bool:
        return self.first - margin <= at <= self.last + margin

    def _near(self, at: int) -> float:
        """How much content the long blocks around make."""
        around = ((by, place) for by in range(1, NEAR + 1) for place in (at - by, at + by))
        return sum((self.long[place] - 0.5) / by for by, place in around if place in self.long)

    def _covered(self, words: Sequence[str]) -> float:
        grams = zip(*(words[at:] for at in range(GRAM)), strict=False)
        return _share([gram in self.grams for gram in grams], GRAM, len(words))

    def _covered_short(self, words: Sequence[str]) -> float:
        grams = zip(*(words[at:] for at in range(SHORT_GRAM)), strict=False)
        return _share([f" {' '.join(gram)} " in self.truth for gram in grams], SHORT_GRAM, len(words))


def _share(hits: Sequence[bool], size: int, words: int) -> float:
    covered = [False] * words
    for at, hit in enumerate(hits):
        if hit:
            covered[at : at + size] = [True] * size
    return sum(covered) / words

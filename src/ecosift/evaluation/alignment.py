"""Which prediction speaks of which gold sentence: one to one, by the characters or the words that they share.

Where both have offsets into the same page, two units are as alike as the characters that they share are of
the characters that either has. Where one has none, they are as alike as the words that they share are of the
words of both (Dice). Readers who give quotes, not whole sentences, are held against the shorter of the two.
The most alike are paired first; less than half alike are never paired.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ecosift.evaluation.measures import words
from ecosift.evaluation.reading import Reading, Unit

LEAST = 0.5
# A word of more units than this leads to too many candidates, and tells too little.
COMMON = 50
# As many units, those that share most of the rarer words, are looked at closely.
CANDIDATES = 10
# A quote of fewer words is in any sentence by chance.
LEAST_WORDS = 3

Pair = tuple[float, int, int]
Span = tuple[int, int]
Place = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class Alignment:
    """`partner` leads from the index of a gold unit to that of its prediction, `owner` back."""

    partner: Mapping[int, int]
    owner: Mapping[int, int]
    by_offsets: bool


def align(gold: Reading, predicted: Reading) -> Alignment:
    """Pair the units of two readings of one page."""
    loose = not (gold.whole and predicted.whole)
    by_offsets = gold.page is not None and gold.page == predicted.page
    if by_offsets:
        partner = best(_overlapping(gold.units, predicted.units, loose=loose))
    else:
        partner = _by_text(gold.units, predicted.units, loose=loose)
    return Alignment(partner, {j: i for i, j in partner.items()}, by_offsets)


def best(candidates: Iterable[Pair]) -> dict[int, int]:
    """One-to-one pairs out of (likeness, gold, predicted), the most alike first, then in order."""
    pairs: dict[int, int] = {}
    used: set[int] = set()
    for _, i, j in sorted((-likeness, i, j) for likeness, i, j in candidates):
        if i not in pairs and j not in used:
            pairs[i] = j
            used.add(j)
    return pairs


def _overlapping(gold: Sequence[Unit], predicted: Sequence[Unit], *, loose: bool) -> Iterator[Pair]:
    rows, found = [(u.start, u.end) for u in gold], [(u.start, u.end) for u in predicted]
    for i, j, (start, end), (begin, stop) in touching(rows, found):
        likeness = _likeness(start, end, begin, stop, loose=loose)
        if likeness >= LEAST:
            yield likeness, i, j


def touching(one: Sequence[Place], other: Sequence[Place]) -> Iterator[tuple[int, int, Span, Span]]:
    """Every pair of spans that share a character, as their indices and themselves."""
    rows = sorted((a, b, i) for i, (a, b) in enumerate(one) if a is not None and b is not None)
    found = sorted((a, b, j) for j, (a, b) in enumerate(other) if a is not None and b is not None)
    longest = max((stop - begin for begin, stop, _ in found), default=0)
    first = 0
    for start, end, i in rows:
        while first < len(found) and found[first][0] + longest <= start:
            first += 1
        at = first
        while at < len(found) and found[at][0] < end:
            begin, stop, j = found[at]
            at += 1
            if stop > start:
                yield i, j, (start, end), (begin, stop)


def _likeness(start: int, end: int, begin: int, stop: int, *, loose: bool) -> float:
    shared = min(end, stop) - max(start, begin)
    if shared <= 0:
        return 0.0
    strict = shared / (max(end, stop) - min(start, begin))
    # Of two sentences that hold a quote, the shorter one is meant.
    return max(strict, shared / min(end - start, stop - begin) - (1 - strict) / 1000) if loose else strict


def _by_text(gold: Sequence[Unit], predicted: Sequence[Unit], *, loose: bool) -> dict[int, int]:
    """Equal texts first, in order; then the most words in common."""
    bags, found = [words(u.text) for u in gold], [words(u.text) for u in predicted]
    pairs = _equal_texts(gold, predicted)
    used = set(pairs.values())
    left = [i for i in range(len(gold)) if i not in pairs]
    free = [j for j in range(len(predicted)) if j not in used]
    return pairs | best(_sharing_words(bags, left, found, free, loose=loose))


def _equal_texts(gold: Sequence[Unit], predicted: Sequence[Unit]) -> dict[int, int]:
    places: dict[str, list[int]] = defaultdict(list)
    for j in reversed(range(len(predicted))):
        places[_plain(predicted[j].text)].append(j)
    return {i: places[key].pop() for i, unit in enumerate(gold) if places.get(key := _plain(unit.text))}


def _plain(text: str) -> str:
    return " ".join(text.split()).lower()


def _sharing_words(
    bags: Sequence[Counter[str]],
    left: Sequence[int],
    found: Sequence[Counter[str]],
    free: Sequence[int],
    *,
    loose: bool,
) -> Iterator[Pair]:
    holders: dict[str, list[int]] = defaultdict(list)
    for j in free:
        for word in found[j]:
            holders[word].append(j)
    for i in left:
        shared = Counter(j for word in bags[i] if len(held := holders.get(word, ())) <= COMMON for j in held)
        for j, _ in shared.most_common(CANDIDATES):
            likeness = _shared_words(bags[i], found[j], loose=loose)
            if likeness >= LEAST:
                yield likeness, i, j


def _shared_words(a: Counter[str], b: Counter[str], *, loose: bool) -> float:
    shared, lengths = (a & b).total(), (a.total(), b.total())
    dice = 2 * shared / sum(lengths)
    if not loose or min(lengths) < LEAST_WORDS:
        return dice
    return max(dice, shared / min(lengths) - (1 - dice) / 1000)

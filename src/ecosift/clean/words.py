"""The words and characters of all blocks of a page at once, as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Hashes = NDArray[np.uint64]
Floats = NDArray[np.float32]

# Columns of `Words.counts`.
LETTER, UPPER, DIGIT, STOP, COMMA, OTHER, WIDE = range(7)
CLASSES = 7
STOP_WORDS = (
    "the of and to a in is it for on with that as by this are was be at or from you your we our not have "
    "has were but they can will an if so than then them their his her its he she i who what when how there "
    "which been more had would about also these into only some over such may do did no my me"
)
SEPARATOR = "\n"
# The rolling hash of a word: the multiplier, its inverse modulo 2**64, and a last mixing step.
BASE = 0x9E3779B97F4A7C15
INVERSE = pow(BASE, -1, 1 << 64)
MIX = np.uint64(0xD6E8FEB86659FD93)
PAIR = np.uint64(BASE)
# Words and pairs of neighbouring words fall into so many buckets.
BITS = 15
BUCKETS = 1 << BITS
# Only the words that open and end a block are asked: they give furniture away.
FIRST_WORDS, LAST_WORDS = 12, 6
MAX_CODE = 0x3000


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a page's blocks, and what characters each block is made of.

    `rows` and `buckets` pair a block with a word or pair of words in it; `counts` has the characters of each
    block by class, `stops` its stop words, `first` and `last` the code points at its ends.
    """

    rows: Ints
    buckets: Ints
    size: Floats
    counts: Floats
    stops: Floats
    first: Ints
    last: Ints

    def scores(self, weights: Floats) -> Floats:
        """A linear score of each block: the weights of its buckets, less for long blocks."""
        sums = np.bincount(self.rows, weights[self.buckets], minlength=len(self.size))
        return np.asarray(sums / np.sqrt(np.maximum(self.size, 1)), dtype=np.float32)


def words_of(texts: Sequence[str]) -> Words:
    """Count words and characters of texts, none of them empty."""
    raw = _codes(SEPARATOR.join(texts))
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    starts = np.cumsum(lengths + 1) - lengths - 1
    codes = np.where((raw >= 65) & (raw <= 90), raw | np.uint32(32), raw)
    edges = np.flatnonzero(np.diff(_WORD[np.minimum(codes, MAX_CODE)], prepend=np.int8(0), append=np.int8(0)))
    begin, end = edges[::2], edges[1::2]
    hashes = _hashes(codes, begin, end)
    block = np.searchsorted(starts, begin, side="right") - 1
    rows, buckets = _buckets(hashes, block, len(texts))
    stops = np.bincount(block[_are_stops(hashes)], minlength=len(texts))
    return Words(
        rows,
        buckets,
        np.bincount(rows, minlength=len(texts)).astype(np.float32),
        _counts(raw, starts, len(texts)),
        stops.astype(np.float32),
        raw[starts].astype(np.int64),
        raw[starts + lengths - 1].astype(np.int64),
    )


def _codes(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _counts(codes: NDArray[np.uint32], starts: Ints, blocks: int) -> Floats:
    """How many characters of each class each block has."""
    if not blocks:
        return np.zeros((0, CLASSES), dtype=np.float32)
    kinds = _KIND[np.minimum(codes, 128)]
    columns = [np.add.reduceat(kinds == kind, starts, dtype=np.int64) for kind in range(CLASSES)]
    return np.stack(columns, axis=1).astype(np.float32)


def _buckets(hashes: Hashes, block: Ints, blocks: int) -> tuple[Ints, Ints]:
    """Block and bucket of every word near an end of its block, and of every pair of such words."""
    number = np.bincount(block, minlength=blocks)
    place = np.arange(len(block)) - (np.cumsum(number) - number)[block]
    near = (place < FIRST_WORDS) | (number[block] - place <= LAST_WORDS)
    pairs = (hashes[:-1] * PAIR + hashes[1:]) * MIX
    chosen = np.flatnonzero(near[1:] & (block[1:] == block[:-1]))
    rows = np.concatenate((block[near], block[1:][chosen]))
    found = np.concatenate((hashes[near], pairs[chosen])) >> np.uint64(64 - BITS)
    return rows, found.astype(np.int64)


def _hashes(codes: NDArray[np.uint32], begin: Ints, end: Ints) -> Hashes:
    """A polynomial hash of each word, out of one running sum over the page."""
    ups, downs = _powers(len(codes) + 1)
    sums = np.zeros(len(codes) + 1, dtype=np.uint64)
    np.cumsum(codes.astype(np.uint64) * ups[:-1], out=sums[1:])
    return np.asarray((sums[end] - sums[begin]) * downs[begin] * MIX)


_KEPT: list[tuple[Hashes, Hashes]] = []
MAX_KEPT = 1 << 18


def _powers(count: int) -> tuple[Hashes, Hashes]:
    """Powers of the multiplier and of its inverse; those that pages of usual size need are kept."""
    if count > MAX_KEPT:
        return _powers_of(BASE, count), _powers_of(INVERSE, count)
    if not _KEPT:
        _KEPT.append((_powers_of(BASE, MAX_KEPT), _powers_of(INVERSE, MAX_KEPT)))
    return _KEPT[0][0][:count], _KEPT[0][1][:count]


def _powers_of(base: int, count: int) -> Hashes:
    factors = np.full(count, base, dtype=np.uint64)
    factors[0] = 1
    return np.cumprod(factors, dtype=np.uint64)


def _kind(char: str) -> int:
    if char.isupper():
        return UPPER
    if char.isalpha():
        return LETTER
    if char.isdigit():
        return DIGIT
    if char in ".!?":
        return STOP
    if char in ",;:'\"()":
        return COMMA
    return -1 if char in " \n" else OTHER


_KIND = np.array([*(_kind(chr(code)) for code in range(128)), WIDE], dtype=np.int8)
_WORD = np.array(
    [chr(code).isalnum() or chr(code) in "_'’" for code in range(MAX_CODE)] + [True], dtype=np.int8
)


def _stop_hashes() -> Hashes:
    words = STOP_WORDS.split()
    ends = np.cumsum([len(word) + 1 for word in words]) - 1
    begins = ends - np.array([len(word) for word in words])
    return np.sort(_hashes(_codes(SEPARATOR.join(words)), begins, ends))


_STOPS = _stop_hashes()


def _are_stops(hashes: Hashes) -> NDArray[np.bool_]:
    return np.asarray(_STOPS[np.minimum(np.searchsorted(_STOPS, hashes), len(_STOPS) - 1)] == hashes)

"""The tree of a page's containers as arrays: what stands around each, and sums over all that it holds."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ecosift.clean.candidates import Container
from ecosift.clean.furniture import NAME_PART

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

# Elements and kinds of furniture that a block can stand in, each a bit of one number.
TAGS = (
    "article", "main", "section", "nav", "header", "footer", "aside", "form", "ul", "ol", "table", "figure",
    "dl", "blockquote", "pre", "li", "td", "dialog", "details", "address", "p", "noscript", "body",
)  # fmt: skip
HINTS = (
    "navigation", "references", "comments", "related_links", "consent", "author_box", "share", "form",
    "footer",
    "metadata", "hidden", "promotion", "advert", "keywords", "affiliations", "contact", "aside", "resources",
    "funding", "declarations",
)  # fmt: skip
BITS = len(TAGS) + len(HINTS)
TAG_BIT = {tag: 1 << at for at, tag in enumerate(TAGS)}
HINT_BIT = {hint: 1 << at for at, hint in enumerate(HINTS, len(TAGS))}
MAX_NAMES = 300


@cache
def _bits(tag: str, hint: str | None) -> int:
    return TAG_BIT.get(tag, 0) | HINT_BIT.get(hint or "", 0)


class Tree:
    """Containers in document order, so that all inside one stand right behind it, up to `ends`."""

    def __init__(self, containers: Sequence[Container]) -> None:
        self.parent: Ints = np.array([container.parent for container in containers], dtype=np.int64)
        self.ends: Ints = np.array([container.end for container in containers], dtype=np.int64)
        self.children = np.bincount(np.maximum(self.parent, 0), minlength=len(containers))
        self._own = np.array([_bits(container.tag, container.hint) for container in containers])
        places = np.arange(len(containers))
        depth = places - np.searchsorted(np.sort(self.ends), places, side="right")
        # The containers inside one other, inside two, and so on.
        by_depth, sizes = np.argsort(depth, kind="stable"), np.bincount(depth)
        self._levels = np.split(by_depth, np.cumsum(sizes)[:-1])[1:]
        self.depth: Floats = np.minimum(depth, 60).astype(np.float64)

    def inside(self) -> NDArray[np.bool_]:
        """For each container the elements and the kinds of furniture that it stands in, itself included."""
        bits = self._own.copy()
        for held in self._levels:
            bits[held] |= bits[self.parent[held]]
        return np.asarray((bits[:, None] >> np.arange(BITS)) & 1, dtype=np.bool_)

    def path_sums(self, values: NDArray[np.float32]) -> Floats:
        """For each container the values of all from the root down to it, added up."""
        sums = values.astype(np.float64)
        for held in self._levels:
            sums[held] += sums[self.parent[held]]
        return np.clip(sums, -20, 20)

    def running(self, rows: Floats, at: Ints) -> Floats:
        """Running sums of rows by container: `out[ends[c]] - out[c]` is the sum of all inside `c`."""
        count = len(self.parent)
        columns = [np.bincount(at, rows[:, column], minlength=count) for column in range(rows.shape[1])]
        out = np.zeros((count + 1, rows.shape[1]))
        np.cumsum(np.stack(columns, axis=1), axis=0, out=out[1:])
        return out


def name_words(tag: str, names: str) -> tuple[str, ...]:
    """An element's tag, and the words and pairs of words that its classes, id and role are made of."""
    found = {f"<{tag}>"}
    for name in names[:MAX_NAMES].split():
        found.update(words_of_name(name))
    return tuple(sorted(found))


def words_of_name(name: str) -> tuple[str, ...]:
    """The words of one class, id or role, and its pairs of words that follow each other."""
    parts = [part.lower() for part in NAME_PART.findall(name)]
    return (*parts, *(f"{one}-{other}" for one, other in pairwise(parts)))

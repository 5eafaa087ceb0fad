"""The tree of a page's containers as arrays: what stands around each, and sums over all that it holds."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ecosift.clean.candidates import Containers
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

    def __init__(self, containers: Containers) -> None:
        self.parent: Ints = np.array(containers.parents, dtype=np.int64)
        self.ends: Ints = np.array(containers.ends, dtype=np.int64)
        self.children = np.bincount(np.maximum(self.parent, 0), minlength=len(containers))
        self._containers = containers
        depth: list[int] = []
        for parent in containers.parents:
            depth.append(depth[parent] + 1 if parent >= 0 else 0)
        self.depth: Floats = np.minimum(np.array(depth), 60).astype(np.float64)

    def inside(self, at: Ints) -> NDArray[np.bool_]:
        """For some containers the elements and kinds of furniture that each stands in, itself included."""
        inside: list[int] = []
        for parent, look in zip(self._containers.parents, self._containers.looks, strict=True):
            own = _bits(look.tag, look.hint)
            inside.append(own | inside[parent] if parent >= 0 else own)
        return np.asarray((np.array(inside)[at, None] >> np.arange(BITS)) & 1, dtype=np.bool_)

    def path_sums(self, values: NDArray[np.float32]) -> Floats:
        """For each container the values of all from the root down to it, added up."""
        sums: list[float] = []
        for parent, value in zip(self._containers.parents, values.tolist(), strict=True):
            sums.append(value + sums[parent] if parent >= 0 else value)
        return np.asarray(np.clip(np.array(sums), -20, 20))

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

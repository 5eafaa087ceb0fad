"""A seeded, stratified sample of sentences, and how many sentences each one of it stands for.

Sentences are ranked within their stratum by a digest of seed, page and place, so that the same pages give
the same sample, in one pass and bounded memory. Strata share the sample by the square roots of their sizes:
rare labels get more than their share, and the many sentences without any still get the most.
"""

from __future__ import annotations

import hashlib
import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from ecosift.review.shapes import Stratum, Unit, View

By = Literal["level", "role", "figures", "none"]
# A sentence without a level whose best score is as high as this was nearly given one.
NEAR = 0.15
LEAST = 2
# What stands before and after a unit, and the heading above it.
Surroundings = tuple[str | None, str | None, str | None]


@dataclass(frozen=True)
class Sample:
    """The drawn sentences, by page in the order read, and the strata that they came from."""

    views: tuple[View, ...]
    strata: tuple[Stratum, ...]


def draw(views: Iterable[View], size: int, *, by: By = "level", seed: int = 0) -> Sample:
    """Draw `size` sentences of the content, or all where there are fewer; headings are not among them."""
    name_of = STRATA[by]
    sizes: Counter[str] = Counter()
    kept: dict[str, list[_Ranked]] = defaultdict(list)
    for order, view in enumerate(views):
        head = replace(view, units=(), text=None, whole=False)
        around = _surroundings(view)
        for place, unit in enumerate(view.units):
            if not unit.labels.content or unit.labels.heading:
                continue
            name = name_of(unit)
            sizes[name] += 1
            rank = _rank(seed, view.doc, place, unit.text)
            heap = kept[name]
            if len(heap) < size or rank < -heap[0].rank:
                ranked = _Ranked(-rank, order, place, head, _alone(unit, around[place]))
                (heapq.heappush if len(heap) < size else heapq.heapreplace)(heap, ranked)
    shares = allocate(sizes, size)
    names = sorted(sizes)
    drawn = {name: heapq.nlargest(shares[name], kept[name]) for name in names}
    return Sample(_gathered(drawn, names), tuple(Stratum(name, sizes[name], shares[name]) for name in names))


def allocate(sizes: Mapping[str, int], total: int) -> dict[str, int]:
    """How many to draw of each stratum: by the square root of its size, at least two where it has them."""
    shares = {name: min(LEAST, size) for name, size in sizes.items()}
    roots = {name: math.sqrt(size) for name, size in sizes.items()}
    for _ in range(min(total, sum(sizes.values())) - sum(shares.values())):
        # The stratum that is the farthest under its share gets the next one.
        open_ = [name for name in sorted(sizes) if shares[name] < sizes[name]]
        shares[max(open_, key=lambda name: roots[name] / (shares[name] + 1))] += 1
    while sum(shares.values()) > total:
        shares[max(sorted(shares), key=lambda name: shares[name])] -= 1
    return shares


@dataclass(frozen=True, order=True)
class _Ranked:
    # Negative, since the heap drops its smallest.
    rank: int
    order: int
    place: int
    head: View
    unit: Unit


def _rank(seed: int, doc: str, place: int, text: str) -> int:
    digest = hashlib.sha256(f"{seed}\n{doc}\n{place}\n{text}".encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8])


def _alone(unit: Unit, around: Surroundings) -> Unit:
    """A unit with what stands around it, so that it can be judged without its page."""
    before, after, heading = around
    return replace(unit, around=unit.around or (before, after), section=unit.section or heading)


def _surroundings(view: View) -> list[Surroundings]:
    """For each unit the content before and after it, and the heading above it."""
    content = [at for at, unit in enumerate(view.units) if unit.labels.content]
    found: list[Surroundings] = []
    heading: str | None = None
    passed = 0
    for unit in view.units:
        before = view.units[content[passed - 1]].text if passed else None
        passed += unit.labels.content
        after = view.units[content[passed]].text if passed < len(content) else None
        found.append((before, after, heading))
        if unit.labels.content and unit.labels.heading:
            heading = unit.text
    return found


def _gathered(drawn: Mapping[str, list[_Ranked]], names: list[str]) -> tuple[View, ...]:
    """The drawn units by page and place, each with the number of its stratum."""
    pages: dict[int, list[tuple[int, Unit]]] = defaultdict(list)
    heads: dict[int, View] = {}
    for number, name in enumerate(names):
        for each in drawn[name]:
            heads[each.order] = each.head
            pages[each.order].append((each.place, replace(each.unit, stratum=number)))
    return tuple(
        replace(
            heads[order],
            units=tuple(unit for _, unit in sorted(pages[order], key=lambda pair: pair[0])),
        )
        for order in sorted(pages)
    )


def _by_level(unit: Unit) -> str:
    tags = unit.labels.tags
    if tags:
        return max(tags, key=lambda tag: tag.score or 0.0).level
    best = max(unit.labels.scores.values(), default=0.0)
    return "no level, but near" if best >= NEAR else "no level"


def _by_role(unit: Unit) -> str:
    return unit.labels.role or "no role"


def _by_figures(unit: Unit) -> str:
    if unit.labels.figures:
        return "figures"
    return "no figure, but digits" if any(map(str.isdigit, unit.text)) else "no figure"


STRATA: Mapping[By, Callable[[Unit], str]] = {
    "level": _by_level,
    "role": _by_role,
    "figures": _by_figures,
    "none": lambda _: "all",
}

"""What the containers of a page say: names of furniture, unless they hold the page's own text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from ecosift.clean.candidates import Candidate, Candidates, Containers

# A name that holds more than this share of the text is no furniture here ("newsletter-post", "has-sidebar").
# Comments and consent dialogs do outweigh articles. (Swept .2-.5 and .4-.95 on every fourth page.)
MAX_SHARE = 0.35
MAX_SHARES = {
    "comments": 0.97,
    "consent": 0.95,
    "references": 0.95,
    "footer": 0.85,
    "form": 0.7,
    "share": 0.5,
    "hidden": 0.5,
}
LABEL_WEIGHT = 0.25
# Where less than this is left, the name that takes most of the rest is not believed.
MIN_LEFT = 0.1

Name = tuple[str, str]


def container_reasons(page: Candidates) -> list[str | None]:
    """For each container the kind of furniture that it, or the outermost one around it, is."""
    return _inherited(page.containers, _refused(page))


def _refused(page: Candidates) -> set[Name]:
    """Names that cannot mean what they say here: too much of the page, or all of it, stands under them."""
    weights = _weights(page)
    whole = max(weights[0], 1.0) if weights else 1.0
    shares = {name: weight / whole for name, weight in _under_names(page.containers, weights).items()}
    refused = {name for name, share in shares.items() if share > MAX_SHARES.get(name[0], MAX_SHARE)}
    doubted = [name for name in shares if name not in refused and name[0] not in MAX_SHARES]
    doubted.sort(key=lambda name: (shares[name], name))
    while doubted and sum(shares.values()) > 1 - MIN_LEFT and _left(page, refused) < MIN_LEFT * whole:
        refused.add(doubted.pop())
    return refused


def _left(page: Candidates, refused: set[Name]) -> float:
    """The weight of what no name speaks against."""
    reasons = _inherited(page.containers, refused)
    return sum(_weight(block) for block in page.blocks if reasons[block.container] is None)


def _inherited(containers: Containers, refused: set[Name]) -> list[str | None]:
    reasons: list[str | None] = []
    for parent, look in zip(containers.parents, containers.looks, strict=True):
        reason = reasons[parent] if parent >= 0 else None
        if reason is None and (hint := look.hint) and (hint, look.name) not in refused:
            reason = hint
        reasons.append(reason)
    return reasons


def _weights(page: Candidates) -> list[float]:
    """How much text stands in each container, with all that it holds."""
    weights = [0.0] * len(page.containers)
    for block in page.blocks:
        weights[block.container] += _weight(block)
    parents = page.containers.parents
    for at in range(len(parents) - 1, -1, -1):
        if parents[at] >= 0:
            weights[parents[at]] += weights[at]
    return weights


def _weight(block: Candidate) -> float:
    return block.words * (1 - block.link_density) * (1.0 if block.prose else LABEL_WEIGHT)


def _under_names(containers: Containers, weights: Sequence[float]) -> Mapping[Name, float]:
    """Text under each name; a container inside another of the same name does not count again."""
    shares: defaultdict[Name, float] = defaultdict(float)
    around: list[tuple[Name, ...]] = []
    for parent, look, weight in zip(containers.parents, containers.looks, weights, strict=True):
        names = around[parent] if parent >= 0 else ()
        if look.hint:
            name = (look.hint, look.name)
            if name not in names:
                shares[name] += weight
                names = (*names, name)
        around.append(names)
    return shares

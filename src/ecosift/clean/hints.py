"""What the containers of a page say: names of furniture, unless they hold the page's own text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from ecosift.clean.candidates import Candidate, Candidates, Container

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

Name = tuple[str, str]


def container_reasons(page: Candidates) -> list[str | None]:
    """For each container the kind of furniture that it, or the outermost one around it, is."""
    refused = _refused(page)
    reasons: list[str | None] = []
    for container in page.containers:
        above = reasons[container.parent] if container.parent >= 0 else None
        hint = None if (container.hint, container.name) in refused else container.hint
        reasons.append(above or hint)
    return reasons


def _refused(page: Candidates) -> set[tuple[str | None, str]]:
    """Names that cannot mean what they say here: too much of the page stands under them."""
    weights = _weights(page)
    whole = max(weights[0], 1.0) if weights else 1.0
    shares = _shares(page.containers, weights)
    refused: set[tuple[str | None, str]] = {
        name for name, weight in shares.items() if weight > MAX_SHARES.get(name[0], MAX_SHARE) * whole
    }
    return refused


def _weights(page: Candidates) -> list[float]:
    """How much text stands in each container, with all that it holds."""
    weights = [0.0] * len(page.containers)
    for block in page.blocks:
        weights[block.container] += _weight(block)
    for container in reversed(page.containers):
        if container.parent >= 0:
            weights[container.parent] += weights[container.index]
    return weights


def _weight(block: Candidate) -> float:
    return block.words * (1 - block.link_density) * (1.0 if block.prose else LABEL_WEIGHT)


def _shares(containers: Sequence[Container], weights: Sequence[float]) -> Mapping[Name, float]:
    """Text under each name; a container inside another of the same name does not count again."""
    shares: defaultdict[Name, float] = defaultdict(float)
    around: list[tuple[Name, ...]] = []
    for container in containers:
        names = around[container.parent] if container.parent >= 0 else ()
        if container.hint:
            name = (container.hint, container.name)
            if name not in names:
                shares[name] += weights[container.index]
                names = (*names, name)
        around.append(names)
    return shares

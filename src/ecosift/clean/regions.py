"""Runs of blocks that read as one text: the best way to switch between "in" and "out" along a page."""

from __future__ import annotations

from collections.abc import Sequence


def find_regions(gains: Sequence[float], switch: float) -> list[bool]:
    """For each block whether it is in: the gains of all that are in, less `switch` an entry, are most."""
    outside, inside = 0.0, -switch
    came_in: list[bool] = []
    stayed_in: list[bool] = []
    for gain in gains:
        came_in.append(inside > outside)
        stayed_in.append(inside >= outside - switch)
        outside, inside = max(outside, inside), max(inside, outside - switch) + gain
    return _trace(came_in, stayed_in, inside > outside)


def _trace(came_in: Sequence[bool], stayed_in: Sequence[bool], last: bool) -> list[bool]:
    """Walk back: where the best score of each block's state came from."""
    states: list[bool] = []
    state = last
    for came, stayed in zip(reversed(came_in), reversed(stayed_in), strict=True):
        states.append(state)
        state = stayed if state else came
    return states[::-1]

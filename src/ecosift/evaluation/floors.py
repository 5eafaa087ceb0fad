"""Floors under figures: a gate that opens when every figure is at least what it was."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from math import floor, isnan
from pathlib import Path

from ecosift.errors import EcosiftError
from ecosift.evaluation.catalogue import HEADLINES
from ecosift.evaluation.formats.text import read_text, write_text
from ecosift.evaluation.scoring import Scored, resolve

# Versions of NumPy round differently; a figure may move this far without anyone having changed anything.
NOISE = 0.002
HEAD = """# Floors under the figures of `ecosift evaluate`. `--update-floors` raises them; one is lowered only
# with `--lower`.

[floors]
"""


def parse(asked: Iterable[str]) -> dict[str, float]:
    """Floors from the command line, `levels=.80`. Raises `EcosiftError` where one is not of that form."""
    floors = {}
    for each in asked:
        name, _, value = each.partition("=")
        try:
            floors[name.strip()] = float(value)
        except ValueError as error:
            raise EcosiftError(f"--fail-under {each!r}: not of the form levels=.80") from error
    return floors


def read(file: Path) -> dict[str, float]:
    """The floors of a TOML file. Raises `EcosiftError` with the file and what is wrong in it."""
    try:
        found = tomllib.loads(read_text(file)).get("floors")
    except tomllib.TOMLDecodeError as error:
        raise EcosiftError(f"{file}: {error}") from error
    if not isinstance(found, dict) or not all(isinstance(value, (int, float)) for value in found.values()):
        raise EcosiftError(f"{file}: a table [floors] of numbers is asked for")
    return {name: float(value) for name, value in found.items()}


def below(scored: Sequence[Scored], floors: Mapping[str, float]) -> list[str]:
    """One line for each figure of each extractor that is under its floor, or has no value."""
    return [
        f"{each.name}: {name} {value:.4f} < {least:g}"
        for each in scored
        for asked, least in floors.items()
        for name in (resolve(asked, each.estimates),)
        for value in (each.estimates[name].value,)
        if isnan(value) or value < least - 1e-9
    ]


def updated(scored: Sequence[Scored], floors: Mapping[str, float], *, lower: bool) -> dict[str, float]:
    """The floors raised to the first extractor's figures, less what is noise.

    A figure under its floor raises `EcosiftError`, unless `lower` lets the floor sink to it.
    """
    first = scored[0]
    names = list(floors) or [name for name in HEADLINES.values() if name in first.estimates]
    found = {}
    for asked in names:
        value = first.estimates[resolve(asked, first.estimates)].value
        measured = floor((value - NOISE) * 1000) / 1000
        if measured < floors.get(asked, measured) and not lower and value < floors[asked]:
            raise EcosiftError(
                f"{asked} is {value:.4f}, under its floor of {floors[asked]:g}; --lower lowers it"
            )
        found[asked] = measured if lower else max(measured, floors.get(asked, measured))
    return found


def write(file: Path, floors: Mapping[str, float]) -> list[str]:
    """Write the floors; one line for each that has changed is returned."""
    before = read(file) if file.exists() else {}
    write_text(file, HEAD + "".join(f'"{name}" = {value:g}\n' for name, value in floors.items()))
    return [
        f"{name}: {before.get(name, 'new')} → {value:g}"
        for name, value in floors.items()
        if before.get(name) != value
    ]

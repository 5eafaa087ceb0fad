"""Of whom the sample was made up: its arms, women and men, ages, and the sites they came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from ecosift.lexicon import Lexicon, load_lexicon
from ecosift.types import RoleTag, Sample, Statistic

# The sentences that tell who took part; figures of findings are about them, not of them.
ROLES = frozenset({"sample", "method", "objective"})
MOST_ARMS = 8


class GroupsLexicon(Lexicon):
    """The file `data/sample_groups.toml`."""

    women: tuple[str, ...]
    men: tuple[str, ...]
    not_arms: tuple[str, ...]


@cache
def _words() -> GroupsLexicon:
    lexicon: GroupsLexicon = load_lexicon("sample_groups", GroupsLexicon)
    return lexicon


def with_groups(
    sample: Sample | None, roles: Sequence[RoleTag | None], statistics: Sequence[tuple[Statistic, ...]]
) -> Sample | None:
    """The sample with its groups: each has `kind` (arm, sex, age, sites), its figures and its quote."""
    if sample is None:
        return None
    told = [
        figure
        for role, figures in zip(roles, statistics, strict=True)
        if role is not None and (role.label in ROLES or _holds(sample, figures))
        for figure in figures
    ]
    groups = (*_arms(sample, told), *_sexes(sample, told), *_ages(told), *_sites(told))
    return replace(sample, groups=groups)


def _holds(sample: Sample, figures: Sequence[Statistic]) -> bool:
    """Whether the sentence is the one that tells the sample."""
    return any(figure.start == sample.start for figure in figures)


def _arms(sample: Sample, figures: Sequence[Statistic]) -> tuple[Mapping[str, Any], ...]:
    """The samples that are called a group, at least two, each once."""
    arms: dict[str, Mapping[str, Any]] = {}
    for figure in figures:
        name, value = figure.parts.get("group"), figure.parts.get("value")
        if figure.type != "sample_size" or not isinstance(name, str) or not isinstance(value, int):
            continue
        if name.casefold() in _words().not_arms or (sample.value is not None and value > sample.value):
            continue
        arms.setdefault(name.casefold(), _group("arm", figure, group=name, value=value))
    return tuple(arms.values()) if 1 < len(arms) <= MOST_ARMS else ()


def _sexes(sample: Sample, figures: Sequence[Statistic]) -> Iterator[Mapping[str, Any]]:
    """Women and men, each where they are first told of the whole sample."""
    for name, words in (("women", _words().women), ("men", _words().men)):
        found = next((figure for figure in figures if _is_sex(sample, figure, words)), None)
        if found is not None:
            yield _group("sex", found, group=name, **_shared(found))


def _is_sex(sample: Sample, figure: Statistic, words: Sequence[str]) -> bool:
    if figure.type not in ("sample_size", "count", "percentage") or "group" in figure.parts:
        return False
    value = figure.parts.get("value")
    if figure.type == "sample_size" and (figure.start == sample.start or value == sample.value):
        return False
    named = figure.parts.get("unit" if figure.type == "sample_size" else "label")
    return isinstance(named, str) and named.casefold().strip() in words


def _shared(figure: Statistic) -> Mapping[str, Any]:
    """How many they are, and what share of all."""
    if figure.type == "percentage":
        told = {"value": figure.parts.get("numerator"), "percent": figure.parts.get("value")}
    elif figure.type == "count":
        told = {"value": figure.parts.get("numerator"), "percent": figure.parts.get("percent")}
    else:
        told = {"value": figure.parts.get("value")}
    return {key: value for key, value in told.items() if value is not None}


def _ages(figures: Sequence[Statistic]) -> Iterator[Mapping[str, Any]]:
    """The first mean, median and range of the ages of all."""
    for kind in ("mean", "median", "range"):
        for figure in figures:
            aged = str(figure.parts.get("label", "")).casefold() in ("age", "ages", "aged")
            if figure.type == kind and aged and "group" not in figure.parts:
                yield _group("age", figure, **_spread(kind, figure))
                break


def _spread(kind: str, figure: Statistic) -> Mapping[str, Any]:
    told = {
        kind if key == "value" else key: figure.parts.get(key)
        for key in ("value", "sd", "low", "high", "unit")
    }
    return {key: value for key, value in told.items() if value is not None}


def _sites(figures: Sequence[Statistic]) -> Iterator[Mapping[str, Any]]:
    """The first number of sites of each kind."""
    seen: set[str] = set()
    for figure in figures:
        unit = str(figure.parts.get("unit", "")).casefold()
        sites = figure.type == "sample_size" and figure.parts.get("unit_kind") == "sites"
        if sites and unit not in seen and "group" not in figure.parts and "value" in figure.parts:
            seen.add(unit)
            yield _group("sites", figure, value=figure.parts["value"], unit=figure.parts.get("unit"))


def _group(kind: str, figure: Statistic, **told: Any) -> Mapping[str, Any]:
    return {"kind": kind, **told, "quote": figure.text, "start": figure.start, "end": figure.end}

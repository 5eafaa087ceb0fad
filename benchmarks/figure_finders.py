"""Finders of figures to compare with: text in, typed figures with offsets out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ecosift.language.spans import sentence_spans
from ecosift.tagging.statistics.finders import tag_statistics


@dataclass(frozen=True)
class Found:
    """A figure that a finder found."""

    type: str
    start: int
    end: int
    parts: Mapping[str, Any] = field(default_factory=dict)


Finder = Callable[[str], Sequence[Found]]


def ours() -> Finder:
    """The finders of this project."""

    def find(text: str) -> list[Found]:
        figures = tag_statistics(text, sentence_spans(text, ()))
        return [Found(s.type, s.start, s.end, s.parts) for found in figures for s in found]

    return find


_NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
_SIGNED = rf"[-−–]?{_NUMBER}"
_CI = (
    r"\(?(?:95\s?%\s?)?(?:CI|confidence interval)[:,=\s]*"
    rf"(?P<low>{_SIGNED})\s?(?:to|[-–,])\s?(?P<high>{_SIGNED})\)?"
)
_NAIVE: tuple[tuple[str, str], ...] = (
    ("effect", r"\b(?:OR|RR|HR|SMD|MD|odds ratio|relative risk|hazard ratio|mean difference)\W{0,3}"
     rf"(?P<value>{_SIGNED})(?:[,;\s(\[]+{_CI})?"),
    ("test", rf"\b[tFz]\s?(?:\([\d., ]+\))\s?=\s?(?P<value>{_SIGNED})"),
    ("p_value", rf"\b[Pp]\s?(?P<operator>[<>=≤≥])\s?(?P<value>{_NUMBER}|\.\d+)"),
    ("sample_size", rf"\b[nN]\s?=\s?(?P<value>{_NUMBER})"),
    ("count", r"\b(?P<numerator>\d+)\s?(?:/|of)\s?(?P<denominator>\d+)"
     rf"(?:\s?\((?P<percent>{_NUMBER})\s?%\))?"),
    ("count", rf"\b(?P<numerator>\d+)\s?\((?P<percent>{_NUMBER})\s?%\)"),
    ("mean", rf"(?P<value>{_SIGNED})\s?(?:±|\(SD)\s?(?P<sd>{_NUMBER})\)?"),
    ("median", rf"\bmedian[\w\s]{{0,20}}?(?P<value>{_NUMBER})"),
    ("mean", rf"\b(?:mean|average)[\w\s]{{0,20}}?(?P<value>{_SIGNED})"),
    ("percentage", rf"(?P<value>{_NUMBER})\s?(?:%|per ?cent)"),
    ("range", r"\baged?\s(?P<low>\d+)\s?(?:to|[-–])\s?(?P<high>\d+)"),
    ("period", rf"(?P<duration>{_NUMBER})[-\s](?P<unit>day|week|month|year)s?\b"),
    ("sample_size", rf"\b(?P<value>{_NUMBER})\s(?:\w+\s){{0,2}}?"
     r"(?:patients|participants|subjects|women|men|children|adults|people|studies|trials|schools)\b"),
)  # fmt: skip


def naive() -> Finder:
    """A regular expression for each type, as one would write them in an hour; the first match wins."""
    patterns = [(kind, re.compile(pattern)) for kind, pattern in _NAIVE]

    def find(text: str) -> list[Found]:
        found: list[Found] = []
        taken = bytearray(len(text))
        for kind, pattern in patterns:
            for match in pattern.finditer(text):
                if not any(taken[match.start() : match.end()]):
                    taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
                    found.append(Found(kind, match.start(), match.end(), _parts(kind, match)))
        return sorted(found, key=lambda figure: figure.start)

    return find


def _parts(kind: str, match: re.Match[str]) -> dict[str, Any]:
    names = {"low": "ci_low", "high": "ci_high"} if kind == "effect" else {}
    groups = {names.get(key, key): said for key, said in match.groupdict().items() if said is not None}
    return {key: said if key in ("unit", "operator") else _number(said) for key, said in groups.items()}


def _number(said: str) -> float:
    number = float(re.sub("[−–]", "-", said).replace(",", ""))
    return int(number) if number.is_integer() else number


def quantulum() -> Finder:
    """quantulum3, its units read as types: percent, calendar time, none (a sample), any other (a mean).

    Its classifier of ambiguous units is left out: newer versions of scikit-learn cannot read it.
    """
    from quantulum3 import classifier, parser  # noqa: PLC0415

    classifier.USE_CLF = False

    def find(text: str) -> list[Found]:
        return list(_quantities(parser.parse(text)))

    return find


def _quantities(quantities: Sequence[Any]) -> Iterator[Found]:
    for quantity in quantities:
        unit, value = quantity.unit.name, quantity.value
        kind = "percentage" if unit == "percentage" else "mean"
        if unit in ("day", "week", "month", "year"):
            kind = "period"
        elif unit == "dimensionless":
            kind = "sample_size"
        start, end = quantity.span
        yield Found(kind, start, end, {"value": value, "unit": unit})


FINDERS: Mapping[str, Callable[[], Finder]] = {"ecosift": ours, "naive regex": naive, "quantulum3": quantulum}

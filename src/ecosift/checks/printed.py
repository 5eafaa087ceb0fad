"""Numbers as printed: their exact value, and every value that may have been printed so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Literal

Rounding = Literal["up_or_down", "up", "down", "even"]

# Prints seen: "−0.5", "91·9", "7,466", ".05", "18.3 %", "5e-4". Repeats are bounded: page text is hostile.
_NUMBER = re.compile(
    r"(?P<sign>[-+]?)\s?(?P<whole>\d{1,3}(?:,\d{3}){1,5}|\d{0,30})(?:\.(?P<decimals>\d{0,30}))?"
    r"(?:e(?P<exponent>[-+]?\d{1,3}))?\s?(?P<percent>%?)",
    re.IGNORECASE,
)
_ALIKE = str.maketrans({"−": "-", "–": "-", "‐": "-", "‑": "-", "﹣": "-", "·": ".", "∙": ".", "٫": "."})


@dataclass(frozen=True, slots=True)
class Span:
    """The values between `low` and `high`; each end belongs to it or not."""

    low: Fraction
    high: Fraction
    has_low: bool = True
    has_high: bool = True

    def __contains__(self, value: Fraction) -> bool:
        above = self.low <= value if self.has_low else self.low < value
        below = value <= self.high if self.has_high else value < self.high
        return above and below

    def times(self, factor: Fraction | int) -> Span:
        """Every value of the span times a factor above zero."""
        return Span(self.low * factor, self.high * factor, self.has_low, self.has_high)

    def integers(self) -> range:
        """The whole numbers in the span."""
        first = ceil(self.low) if self.has_low else floor(self.low) + 1
        last = floor(self.high) if self.has_high else ceil(self.high) - 1
        return range(first, last + 1)


@dataclass(frozen=True, slots=True)
class Printed:
    """A number as printed: `value` exactly, and `unit`, one step of its last printed digit."""

    text: str
    value: Fraction
    unit: Fraction
    percent: bool = False

    @property
    def rounded(self) -> Span:
        """What rounds to this figure, whichever way a half goes."""
        return Span(self.value - self.unit / 2, self.value + self.unit / 2)

    @property
    def cut(self) -> Span:
        """What gives this figure when the digits after the last are cut off."""
        if self.value < 0:
            return Span(self.value - self.unit, self.value, has_low=False)
        return Span(self.value, self.value + self.unit, has_high=False)

    @property
    def raised(self) -> Span:
        """What gives this figure when rounded away from zero always."""
        if self.value < 0:
            return Span(self.value, self.value + self.unit, has_high=False)
        return Span(self.value - self.unit, self.value, has_low=False)

    def rounded_by(self, rounding: Rounding) -> Span:
        """What rounds to this figure when a half goes up, down, to the even digit, or either way."""
        even = (abs(self.value) / self.unit) % 2 == 0
        near, far = {  # does the half nearer to zero, and the one farther from it, belong to the figure?
            "up_or_down": (True, True),
            "up": (True, False),
            "down": (False, True),
            "even": (even, even),
        }[rounding]
        low, high = (far, near) if self.value < 0 else (near, far)
        both = self.rounded
        return Span(both.low, both.high, low, high)

    @property
    def decimals(self) -> int:
        """Printed digits after the point."""
        return len(str(self.unit.denominator)) - 1


def read(text: str) -> Printed | None:
    """The number that `text` is, or None where it is no number in digits."""
    match = _NUMBER.fullmatch(text.strip().translate(_ALIKE))
    if match is None or not (match["whole"] or match["decimals"]):
        return None
    decimals, exponent = match["decimals"] or "", int(match["exponent"] or 0)
    unit = Fraction(10) ** (exponent - len(decimals))
    digits = int(match["whole"].replace(",", "") + decimals)
    sign = -1 if match["sign"] == "-" else 1
    return Printed(text.strip(), sign * digits * unit, unit, bool(match["percent"]))


def printed(figure: str | float | Printed) -> Printed:
    """A figure given as printed. Raises `ValueError` where it is no number."""
    if isinstance(figure, Printed):
        return figure
    found = read(str(figure))
    if found is None:
        raise ValueError(f"not a number as printed: {figure!r}")
    return found


def whole(figure: str | int | Printed) -> int:
    """A count given as printed. Raises `ValueError` where it is no whole number of zero or more."""
    number = printed(figure)
    if number.value.denominator != 1 or number.value < 0:
        raise ValueError(f"not a count: {figure!r}")
    return int(number.value)


def show(value: Fraction, decimals: int) -> str:
    """`value` rounded half up to so many decimals, for a message."""
    scaled = floor(abs(value) * 10**decimals + Fraction(1, 2))
    digits = str(scaled).rjust(decimals + 1, "0")
    sign = "-" if value < 0 and scaled else ""
    return f"{sign}{digits[:-decimals]}.{digits[-decimals:]}" if decimals else sign + digits


PComparison = Literal["=", "<", ">", "ns"]

_P = re.compile(r"(?:p\s{0,3})?(?P<sign>[=<>≤≥]=?)?\s{0,3}(?P<figure>\S{1,40})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PrintedP:
    """A p as printed: its sign, "ns" for "not significant", and its figure where it has one."""

    comparison: PComparison
    figure: Printed | None

    def __str__(self) -> str:
        return "'not significant'" if self.figure is None else f"p {self.comparison} {self.figure.text}"


def printed_p(p: str | float) -> PrintedP:
    """A p given with its sign; a bare number means "=". Raises `ValueError` where it is no p."""
    text = str(p).strip()
    if text.casefold() in {"ns", "n.s."}:
        return PrintedP("ns", None)
    match = _P.fullmatch(text)
    figure = read(match["figure"]) if match else None
    if match is None or figure is None or not 0 <= figure.value <= 1:
        raise ValueError(f"not a p as printed: {p!r}")
    return PrintedP(comparison(match["sign"] or "="), figure)


def comparison(sign: str) -> Literal["=", "<", ">"]:
    """The sign as one of three: ≤ and ≥ are read as < and >."""
    return "<" if sign[0] in "<≤" else ">" if sign[0] in ">≥" else "="

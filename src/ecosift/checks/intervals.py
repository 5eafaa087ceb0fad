"""Does an interval lie around its estimate, and does it say the same as its p?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import inf, isfinite

from ecosift.checks.distributions import normal_quantile, normal_tails
from ecosift.checks.printed import Printed, PrintedP, Span, printed, printed_p, show
from ecosift.checks.scales import Scale, scale_of
from ecosift.types import Check

INTERVAL, P_INTERVAL = "interval", "p_interval"
# How far, in half widths, an estimate may lie from the middle: profile and adjusted intervals lean by less
# than the first; past the second a misprint is likelier than a method.
_LEANS, _TOO_FAR = 0.10, 0.35
# A p of another test (χ² beside a Wald interval) differs by less than this factor; near α it decides nothing.
_OTHER_TEST, _NEAR_ALPHA = 1.5, Fraction(5, 4)
_LARGEST = 10**15
# A figure from here on beside bounds below it is a change in percent rather than a ratio.
_PERCENT_FROM = 5
_USUAL = Fraction(95, 100)


@dataclass(frozen=True, slots=True)
class Estimate:
    """An estimate with the bounds of its interval, the lower first, and the scale of its measure if known.

    `swapped` says that the bounds were printed the other way round.
    """

    scale: Scale | None
    value: Printed
    low: Printed
    high: Printed
    swapped: bool = False

    @property
    def printed_bounds(self) -> str:
        """The bounds, for a message."""
        return f"{self.low.text} to {self.high.text}"

    def values(self) -> Span:
        """What the estimate may be; its sign turned where only that fits ("a reduction of 3.9")."""
        span = self.value.rounded
        turned = Span(-span.high, -span.low)
        return turned if not self._meets(span) and self._meets(turned) else span

    def is_inside(self) -> bool:
        """Whether the estimate can lie between its bounds."""
        return self._meets(self.values())

    def _meets(self, span: Span) -> bool:
        return span.low <= self.high.rounded.high and self.low.rounded.low <= span.high


def estimate(measure: str, value: str, low: str, high: str) -> Estimate:
    """An estimate read from figures as printed. Raises `ValueError` where one is no number."""
    figure, first, second = printed(value), printed(low), printed(high)
    swapped = first.value > second.value
    if swapped:
        first, second = second, first
    scale = scale_of(measure)
    if (
        scale is not None
        and scale.in_percent
        and max(abs(figure.value), abs(first.value), abs(second.value)) <= 1
    ):
        scale = None  # efficacy as a proportion, or as percents too small to tell
    return Estimate(scale, figure, first, second, swapped)


def interval(measure: str, value: str, low: str, high: str) -> Check:
    """Whether an estimate lies between its bounds, and midway on the scale of its measure."""
    return check_interval(estimate(measure, value, low, high))


def p_interval(measure: str, value: str, low: str, high: str, p: str | float) -> Check:
    """Whether a 95 % interval and a two-sided p say the same of an estimate."""
    return check_p(estimate(measure, value, low, high), printed_p(p), _USUAL)


def check_interval(found: Estimate) -> Check:
    """The check behind `interval`."""
    if _is_too_large(found):
        return Check(INTERVAL, "not_checkable", "a figure is too large to be an estimate")
    if not found.is_inside():
        return _outside(found)
    if found.scale is None:
        return Check(INTERVAL, "not_checkable", "the measure's scale is not known")
    return _evenness(found, found.scale)


def check_p(found: Estimate, p: PrintedP, coverage: Fraction) -> Check:
    """The check behind `p_interval`, for an interval that covers that share (95/100)."""
    shape, scale = check_interval(found), found.scale
    if scale is None or scale.null is None:
        return Check(P_INTERVAL, "not_checkable", "no value of the measure is known to mean 'no effect'")
    if shape.verdict == "inconsistent" or _is_too_large(found):
        return Check(P_INTERVAL, "not_checkable", "the estimate lies outside its interval")
    alpha, sided = 1 - coverage, _side(found, scale.null)
    implied = _implied_p(found, scale, coverage)
    if sided is not None and _contradicts(p, sided, alpha, implied):
        return Check(P_INTERVAL, "inconsistent", _contradiction(found, p, scale.null, sided, alpha))
    if shape.verdict == "consistent":
        return _compare(p, *implied)
    if sided is not None and _says(p, alpha) == sided:
        return Check(P_INTERVAL, "consistent", f"both say {'an effect' if sided else 'no clear effect'}")
    return Check(P_INTERVAL, "not_checkable", "the interval does not tell which p belongs to it")


def _is_too_large(found: Estimate) -> bool:
    return any(abs(figure.value) > _LARGEST for figure in (found.value, found.low, found.high))


def _outside(found: Estimate) -> Check:
    if _other_scale(found):
        return Check(INTERVAL, "not_checkable", "estimate and bounds are not on one scale")
    return Check(
        INTERVAL,
        "inconsistent",
        f"{found.value.text} lies outside its own interval, {found.printed_bounds}: "
        "they cannot all be right as printed",
    )


def _evenness(found: Estimate, scale: Scale) -> Check:
    gap = _gap(found, scale)
    bounds = f"{found.low.text} and {found.high.text}{scale.words}"
    note = "; the bounds are printed the larger first" if found.swapped else ""
    if gap is None:
        return Check(INTERVAL, "not_checkable", "a bound lies at the end of the scale, or both are equal")
    if gap <= _LEANS:
        return Check(INTERVAL, "consistent", f"{found.value.text} lies about midway between {bounds}{note}")
    if gap <= _TOO_FAR or not scale.even:
        return Check(
            INTERVAL, "not_checkable", "intervals of this kind need not be even around their estimate"
        )
    middle = show(Fraction(_middle(found, scale)), max(found.low.decimals, found.high.decimals))
    return Check(
        INTERVAL,
        "asymmetric",
        f"{found.value.text} is not midway between {bounds}, which would be {middle}: "
        f"one of the three may be a misprint{note}",
    )


def _other_scale(found: Estimate) -> bool:
    """Whether it would fit its bounds as a percent for a proportion, or as a change for a ratio."""
    if found.value.percent != (found.low.percent or found.high.percent):
        return True
    value, low, high = found.value.value, found.low.value, found.high.value
    if value > 1 and low >= 0 and high <= 1:
        others = [value / 100, 1 - value / 100]
    elif value >= _PERCENT_FROM > high and low >= 0:
        others = [1 - value / 100, 1 + value / 100]
    else:
        others = [value * 100] if abs(value) <= 1 else []
    return any(found.low.rounded.low <= other <= found.high.rounded.high for other in others)


def _gap(found: Estimate, scale: Scale) -> float | None:
    """How far the estimate lies from the middle of its bounds, in half widths; None if it has no value."""
    values, low, high = (
        _box(scale, span) for span in (found.values(), found.low.rounded, found.high.rounded)
    )
    width = scale.forward(float(found.high.value)) - scale.forward(float(found.low.value))
    if not isfinite(width) or width <= 0 or not isfinite(low[0]) or not isfinite(high[1]):
        return None
    middle = ((low[0] + high[0]) / 2, (low[1] + high[1]) / 2)
    return max(values[0] - middle[1], middle[0] - values[1], 0.0) / (width / 2)


def _box(scale: Scale, span: Span) -> tuple[float, float]:
    return scale.forward(float(span.low)), scale.forward(float(span.high))


def _middle(found: Estimate, scale: Scale) -> float:
    return scale.back((scale.forward(float(found.low.value)) + scale.forward(float(found.high.value))) / 2)


def _side(found: Estimate, null: int) -> bool | None:
    """Whether the interval leaves out `null`; None where the rounding of a bound decides it."""
    if Fraction(null) in found.low.rounded or Fraction(null) in found.high.rounded:
        return None
    return not found.low.value < null < found.high.value


def _implied_p(found: Estimate, scale: Scale, coverage: Fraction) -> tuple[float, float]:
    """The least and the greatest p of an estimate and interval that are printed so."""
    found_p = list(_corner_ps(found, scale, normal_quantile(float(coverage))))
    values = found.values()
    least, most = min(found_p, default=0.0), max(found_p, default=1.0)
    return least, 1.0 if scale.null is not None and Fraction(scale.null) in values else most


def _corner_ps(found: Estimate, scale: Scale, z: float) -> Iterator[float]:
    boxes = (_box(scale, span) for span in (found.values(), found.low.rounded, found.high.rounded))
    for value, low, high in product(*boxes):
        error = (high - low) / (2 * z)
        if not isfinite(value) or error <= 0:
            yield from (0.0, 1.0)
        else:
            yield normal_tails(value / error) if error < inf else 1.0


def _says(p: PrintedP, alpha: Fraction) -> bool | None:
    """Whether the printed p says "significant"; None where it is near α or leaves it open."""
    if p.figure is None:
        return False
    if p.comparison == "<":
        return True if p.figure.value <= alpha else None
    if p.comparison == ">":
        return False if p.figure.value >= alpha else None
    if p.figure.rounded.high < alpha / _NEAR_ALPHA:
        return True
    return False if p.figure.rounded.low > alpha * _NEAR_ALPHA else None


def _contradicts(p: PrintedP, leaves_out: bool, alpha: Fraction, implied: tuple[float, float]) -> bool:
    """Whether p and interval disagree on significance by more than another test would explain."""
    says = _says(p, alpha)
    if says is None or says == leaves_out:
        return False
    if p.comparison == "=":
        return True
    return implied[0] > alpha * _NEAR_ALPHA if says else implied[1] < alpha / _NEAR_ALPHA


def _contradiction(found: Estimate, p: PrintedP, null: int, leaves_out: bool, alpha: Fraction) -> str:
    side = "leaves out" if leaves_out else "includes"
    below = "below" if leaves_out else "above"
    return (
        f"the interval {found.printed_bounds} {side} {null} (no effect), so p would be {below} "
        f"{float(alpha):.2g}; {p} is printed: they cannot both be right as printed"
    )


def _compare(p: PrintedP, least: float, most: float) -> Check:
    between = f"the interval implies a p of {_show_p(least)}"
    if _show_p(most) != _show_p(least):
        between += f" to {_show_p(most)}"
    if _fits(p, least, most):
        return Check(P_INTERVAL, "consistent", between)
    if _fits(p, least / _OTHER_TEST, most * _OTHER_TEST):
        return Check(
            P_INTERVAL, "not_checkable", f"{between}; another test than the interval's would explain {p}"
        )
    return Check(P_INTERVAL, "p_differs", f"{between}; {p} is printed")


def _fits(p: PrintedP, least: float, most: float) -> bool:
    if p.figure is None:
        return True
    if p.comparison == "<":
        return least < p.figure.value
    if p.comparison == ">":
        return most > p.figure.value
    return p.figure.rounded.low <= most and least <= p.figure.rounded.high


def _show_p(p: float) -> str:
    return f"{p:.2g}" if p >= 0.0001 else "less than 0.0001"

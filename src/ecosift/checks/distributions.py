"""Tail probabilities of the normal, t, F and χ² distributions, in plain Python.

Within 1e-8 of the true value, relatively. Written out here because importing
scipy takes longer than reading a page.
"""

from __future__ import annotations

from math import erfc, exp, inf, isinf, lgamma, log, log1p, sqrt

# Past this many degrees of freedom the limiting distribution is the same to six digits, and series grow long.
MANY = 1e7
_TINY = 1e-300
_CLOSE = 1e-15
_STEPS = 20_000


def normal_tails(z: float) -> float:
    """Probability of a standard normal value at least as far from 0 as `z`, on either side."""
    return erfc(abs(z) / sqrt(2))


def t_tails(t: float, df: float) -> float:
    """Probability of a t value at least as far from 0 as `t`, on either side."""
    if df > MANY:
        return normal_tails(t)
    if isinf(t):
        return 0.0
    square = t * t
    return _beta_below(df / (df + square), square / (df + square), df / 2, 0.5)


def f_tail(f: float, df1: float, df2: float) -> float:
    """Probability of an F value of at least `f`."""
    if f <= 0:
        return 1.0
    if df2 > MANY:
        return chi2_tail(f * df1, df1)
    if df1 > MANY:
        return 1 - chi2_tail(df2 / f, df2)
    scale = df2 + df1 * f
    return _beta_below(df2 / scale, df1 * f / scale, df2 / 2, df1 / 2)


def chi2_tail(x: float, df: float) -> float:
    """Probability of a χ² value of at least `x`."""
    if x <= 0:
        return 1.0
    if df > MANY:  # Wilson and Hilferty: the cube root is all but normal
        spread = 2 / (9 * df)
        return erfc(((x / df) ** (1 / 3) - 1 + spread) / sqrt(2 * spread)) / 2
    return _gamma_above(df / 2, x / 2)


def normal_quantile(coverage: float) -> float:
    """The z whose two-sided interval covers that share: 1.96 for 0.95."""
    low, high = 0.0, 40.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if normal_tails(middle) < 1 - coverage else (middle, high)
    return high


def _beta_below(x: float, rest: float, a: float, b: float) -> float:
    """Regularised incomplete beta function at `x`; `rest` is 1 - x, given apart to keep its digits."""
    if x <= 0 or rest >= 1:
        return 0.0
    if rest <= 0:
        return 1.0
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * _log(x, rest) + b * _log(rest, x))
    if x < (a + 1) / (a + b + 2):
        return front * _beta_fraction(x, a, b) / a
    return 1 - front * _beta_fraction(rest, b, a) / b


def _log(x: float, rest: float) -> float:
    return log1p(-rest) if rest < 0.5 else log(x)


def _beta_fraction(x: float, a: float, b: float) -> float:
    """The continued fraction of the incomplete beta function, by Lentz's method."""
    c, d = 1.0, 1 / _nonzero(1 - (a + b) * x / (a + 1))
    total = d
    for m in range(1, _STEPS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        d, c = 1 / _nonzero(1 + even * d), _nonzero(1 + even / c)
        total *= d * c
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        d, c = 1 / _nonzero(1 + odd * d), _nonzero(1 + odd / c)
        total *= d * c
        if abs(d * c - 1) < _CLOSE:
            break
    return total


def _gamma_above(a: float, x: float) -> float:
    """Regularised upper incomplete gamma function."""
    if isinf(x):
        return 0.0
    front = exp(a * log(x) - x - lgamma(a))
    if x < a + 1:
        return 1 - front * _gamma_series(a, x)
    return front * _gamma_fraction(a, x)


def _gamma_series(a: float, x: float) -> float:
    term = total = 1 / a
    for n in range(1, _STEPS):
        term *= x / (a + n)
        total += term
        if term < total * _CLOSE:
            break
    return total


def _gamma_fraction(a: float, x: float) -> float:
    """The continued fraction of the upper incomplete gamma function, by Lentz's method."""
    b = x + 1 - a
    c, d = inf, 1 / _nonzero(b)
    total = d
    for n in range(1, _STEPS):
        step = -n * (n - a)
        b += 2
        d, c = 1 / _nonzero(step * d + b), _nonzero(b + step / c)
        total *= d * c
        if abs(d * c - 1) < _CLOSE:
            break
    return total


def _nonzero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY

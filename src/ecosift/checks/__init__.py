"""The arithmetic of a careful reviewer, usable alone: can these figures be right together?

Figures are given as printed strings, so that their rounding is known.
"""

from ecosift.checks.intervals import interval, p_interval
from ecosift.checks.means import debit, grim, grimmer
from ecosift.checks.recomputed import StatcheckResult, statcheck
from ecosift.checks.shares import share
from ecosift.checks.sums import total

__all__ = [
    "StatcheckResult",
    "debit",
    "grim",
    "grimmer",
    "interval",
    "p_interval",
    "share",
    "statcheck",
    "total",
]

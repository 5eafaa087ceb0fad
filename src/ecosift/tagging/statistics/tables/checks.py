"""Checks the figures of a table: shares against counts and the persons of their heads, estimates, means."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from ecosift.checks.intervals import check_interval, check_p, estimate
from ecosift.checks.printed import Printed, read
from ecosift.checks.shares import how_printed, implied_bases, share_of_count
from ecosift.tagging.statistics.checking.estimates import (
    coverage_of,
    fits_another_measure,
    is_even_otherwise,
    p_of,
)
from ecosift.tagging.statistics.checking.means import checks_of_mean
from ecosift.tagging.statistics.checking.words import cues
from ecosift.tagging.statistics.tables.figures import Base, Told
from ecosift.types import Check, Statistic

Axis = Literal["column", "row"]
AXES: tuple[Axis, ...] = ("column", "row")
# So many shares must fit the persons of the heads, and so many times as many as do not, before one that does
# not is more than a share of something else.
FITTING, TIMES = 3, 3
# What may be missing from a row without a word.
_FEW, _TENTH = 2, 10

NAME = "share_of_count"


@dataclass(frozen=True, slots=True)
class _Share:
    """A count with its share."""

    count: int
    percent: Printed

    def fits(self, base: Base | None) -> bool:
        """Whether it is a share of so many persons."""
        if base is None or not 0 <= self.count <= base.total or base.total == 0:
            return False
        return how_printed(Fraction(100 * self.count, base.total), self.percent) is not None


@dataclass(frozen=True, slots=True)
class _Settled:
    """Which heads the shares of a table are of, and whether enough of them fit to doubt one that does not."""

    axis: Axis
    firm: bool


def checked_table(rows: Sequence[Sequence[Told]]) -> Iterator[tuple[Told, tuple[Check, ...]]]:
    """The figures of a table that are certain, each with its denominator where that is, and its checks."""
    settled = _settle(rows)
    for row in rows:
        proven = _is_proven(row, settled)
        for told in row:
            if told.sure or proven:
                yield told, tuple(_checks(told, settled))


def _settle(rows: Sequence[Sequence[Told]]) -> _Settled | None:
    """The heads, of columns or of rows, that most shares are of; None where none is."""
    tally = {axis: [0, 0] for axis in AXES}
    for told in (told for row in rows for told in row):
        share = _share(told)
        if share is None or share.count == 0 or "denominator" in told.parts:
            continue
        for axis in AXES:
            base = _base(told, axis)
            if base is not None:
                tally[axis][0 if share.fits(base) else 1] += 1
    best = max(AXES, key=lambda axis: tally[axis][0])
    fitting, other = tally[best]
    return _Settled(best, fitting >= FITTING and fitting >= TIMES * other) if fitting else None


def _base(told: Told, axis: Axis) -> Base | None:
    return told.of_column if axis == "column" else told.of_row


def _is_proven(row: Sequence[Told], settled: _Settled | None) -> bool:
    """Whether arithmetic shows that the pairs of a row are counts with their shares: each fits its heads."""
    unsure = [told for told in row if not told.sure]
    shares = [_share(told) for told in unsure]
    if settled is None or not unsure:
        return False
    fit = all(
        share is not None and share.count > 0 and share.fits(_base(told, settled.axis))
        for told, share in zip(unsure, shares, strict=True)
    )
    return fit and (len(unsure) > 1 or any(share is not None and share.percent.decimals for share in shares))


def _share(told: Told) -> _Share | None:
    key = "percent" if told.kind == "count" else "value" if told.kind == "percentage" else ""
    count, printed = told.parts.get("numerator"), told.printed.get(key)
    percent = read(printed) if isinstance(printed, str) else None
    return _Share(count, percent) if isinstance(count, int) and percent is not None else None


def _checks(told: Told, settled: _Settled | None) -> Iterator[Check]:
    if (share := _share(told)) is not None:
        yield from _of_heads(told, share, settled)
    if "ci_low" in told.parts:
        yield from _of_interval(told)
    if told.kind == "mean" and told.of_column is not None:
        yield from _of_mean(told, told.of_column)


def _of_heads(told: Told, share: _Share, settled: _Settled | None) -> Iterator[Check]:
    """6.1: a count and its share, of the persons that the cell or its heads tell."""
    stated = told.parts.get("denominator")
    if isinstance(stated, int):
        yield replace(share_of_count(share.percent, share.count, stated), spans=_spans(told))
        return
    base = _base(told, settled.axis) if settled is not None else None
    if base is None or settled is None or cues().reweighted.search(" ".join(told.heads)):
        return
    fits = share.fits(base)
    if fits or settled.firm:
        told.parts["denominator"] = base.total
    if fits:
        check = share_of_count(share.percent, share.count, base.total)
        yield replace(check, spans=(*_spans(told), (base.start, base.end)))
    elif settled.firm:
        yield replace(_doubted(share, base.total), spans=(*_spans(told), (base.start, base.end)))


def _doubted(share: _Share, total: int) -> Check:
    """A share that does not fit although the others do: of fewer people, or a misprint."""
    bases = (
        implied_bases(share.count, share.percent.rounded)
        if share.count and share.percent.value > 0
        else range(0)
    )
    fewer = range(bases.start, min(bases.stop, total + 1))
    if not fewer:
        return share_of_count(share.percent, share.count, total)
    missing = total - fewer[-1]
    if missing <= max(_FEW, total // _TENTH):
        answers = "1 answer" if missing == 1 else f"{missing} answers"
        told = f"{share.count} is {share.percent.text.rstrip('% ')} % of {fewer[-1]}, not of {total}"
        return Check(NAME, "possible_missing", f"{told}: {answers} may be missing")
    return Check(NAME, "not_checkable", f"the share may be of fewer than the {total} of its heads")


def _of_mean(told: Told, base: Base) -> Iterator[Check]:
    """6.8: a mean of whole numbers of the persons of its column; some of them may not have answered."""
    statistic = Statistic(told.kind, "", told.start, told.end, told.parts, told.printed)
    label = str(told.parts.get("label", ""))
    yield from checks_of_mean(statistic, label, base.total, (*_spans(told), (base.start, base.end)))


def _of_interval(told: Told) -> Iterator[Check]:
    """6.6 and 6.7: an estimate in its interval, and a p beside it."""
    statistic = Statistic(told.kind, "", told.start, told.end, told.parts, told.printed)
    figures = [told.printed.get(key) for key in ("value", "ci_low", "ci_high")]
    measure = str(told.parts.get("measure") or told.kind)
    if not all(isinstance(figure, str) and read(figure) is not None for figure in figures):
        return
    found = estimate(measure, *map(str, figures))
    check = check_interval(found)
    lean = check.verdict == "asymmetric" and is_even_otherwise(found)
    if check.verdict != "not_checkable" and not lean:
        yield replace(check, spans=_spans(told))
    p, coverage = p_of(statistic), coverage_of(statistic)
    if told.kind != "effect" or p is None or coverage is None:
        return
    check = check_p(found, p, coverage)
    wrong = check.verdict in ("inconsistent", "p_differs") and fits_another_measure(found, p, coverage)
    if check.verdict != "not_checkable" and not wrong:
        yield replace(check, spans=_spans(told))


def _spans(told: Told) -> tuple[tuple[int, int], ...]:
    return ((told.start, told.end), *told.beside)

"""Checks the share of a whole sample against the shares of its arms: 6.4 d."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ecosift.checks.printed import Printed, Span, read, show
from ecosift.tagging.statistics.checking.bases import Mention, Page
from ecosift.tagging.statistics.checking.words import cues
from ecosift.types import Check, Statistic

# The share of the whole must stand near those of its arms: far off, the same word may mean something else.
_REACH = 3


@dataclass(frozen=True, slots=True)
class _Share:
    """A share with its label and, for an arm, the arm's sample."""

    index: int
    statistic: Statistic
    percent: Printed
    label: str
    arm: Mention | None


def shares_of_arms(page: Page) -> Mapping[tuple[int, int], Check]:
    """The checks, by sentence and place, of each share of a whole sample whose arms are told as well."""
    whole, arms = _whole(page), {name: found[0] for name, found in page.groups.items() if len(found) == 1}
    if whole is None or len(arms) < 2:
        return {}
    return {
        (index, place): check
        for index, figures in enumerate(page.statistics)
        for place, figure in enumerate(figures)
        if (check := _checked(page, whole, arms, index, figure)) is not None
    }


def _whole(page: Page) -> Mention | None:
    """The one sample of the page that is no arm, however often it is named."""
    found = [sample for sample in page.whole.samples if sample.group is None]
    return found[0] if found and len({sample.value for sample in found}) == 1 else None


def _checked(
    page: Page, whole: Mention, arms: Mapping[str, Mention], index: int, figure: Statistic
) -> Check | None:
    share = _share(index, figure, {})
    if share is None or "group" in figure.parts or page.says(index, cues().part):
        return None
    of_arms = _shares_of_arms(page, arms, share)
    total = whole.value
    sizes = [arm.arm.value for arm in of_arms if arm.arm is not None]
    if total is None or len(of_arms) < 2 or None in sizes or sum(filter(None, sizes)) != total:
        return None
    return _compared(whole, share, of_arms, total)


def _share(index: int, figure: Statistic, arms: Mapping[str, Mention]) -> _Share | None:
    label, printed = figure.parts.get("label"), figure.printed.get("value")
    percent = read(printed) if isinstance(printed, str) else None
    if figure.type != "percentage" or not isinstance(label, str) or percent is None:
        return None
    if "qualifier" in figure.parts or "ci_low" in figure.parts or not 0 < percent.value < 100:
        return None
    name = Mention(index, figure).group
    return _Share(index, figure, percent, label.casefold(), arms.get(name) if name else None)


def _shares_of_arms(page: Page, arms: Mapping[str, Mention], share: _Share) -> list[_Share]:
    """One share of each arm with the same label, told near by at the same moment."""
    first, last = max(0, share.index - _REACH), min(len(page.statistics), share.index + _REACH + 1)
    found: dict[str, _Share] = {}
    for index in range(first, last):
        if page.says(index, cues().lost):
            continue
        for figure in page.statistics[index]:
            other = _share(index, figure, arms)
            if other is not None and other.arm is not None and other.label == share.label:
                found.setdefault(str(other.arm.group), other)
    return list(found.values())


def _compared(whole: Mention, share: _Share, of_arms: Sequence[_Share], total: int) -> Check | None:
    counts = [_counts(arm) for arm in of_arms]
    if not all(counts):
        return None
    least, most = sum(count.start for count in counts), sum(count.stop - 1 for count in counts)
    printed = share.percent
    room = Span(Fraction(100 * least, total), Fraction(100 * most, total))
    told = " + ".join(f"{_plain(arm.percent)} % of {arm.arm.value}" for arm in of_arms if arm.arm is not None)
    spans = tuple((s.start, s.end) for s in (share.statistic, *(arm.statistic for arm in of_arms)))
    spans += ((whole.statistic.start, whole.statistic.end),)
    middle = show(Fraction(50 * (least + most), total), printed.decimals + 1)
    told = f"{told} make {middle} % of {total}"
    if room.low <= printed.rounded.high and printed.rounded.low <= room.high:
        return Check("share_of_arms", "consistent", told, spans)
    if room.low <= printed.cut.high and printed.cut.low <= room.high:
        return Check("share_of_arms", "truncated", f"{told}, printed cut off rather than rounded", spans)
    shares = [arm.percent.rounded for arm in of_arms]
    between = min(span.low for span in shares) <= printed.value <= max(span.high for span in shares)
    message = f"{told}, not {_plain(printed)} %: they cannot all be right as printed"
    # Missing answers can shift the share of the whole, yet never beyond those of its parts.
    if between:
        return Check("share_of_arms", "differs", f"{message} if nobody is missing", spans)
    return Check("share_of_arms", "inconsistent", message, spans)


def _counts(arm: _Share) -> range:
    """The counts of the arm that print its share."""
    size = arm.arm.value if arm.arm is not None else None
    return arm.percent.rounded.times(Fraction(size or 0, 100)).integers()


def _plain(figure: Printed) -> str:
    return figure.text.rstrip("% ")

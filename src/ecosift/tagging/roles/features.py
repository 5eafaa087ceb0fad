"""What the classifier is told of every statement: families of features, each with its values.

Some hold on any page (words, cues, grammar, what stands beside), some only as far as the page reports a study
(the place in it), some as far as it does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from ecosift.tagging.roles.looks import Look, PageLook

# A row is a list of (family, values); the classifier knows a feature as "family=value".
Row = list[tuple[str, Iterable[str]]]
KINDS, IN_ABSTRACT = 7, 6
DECILES, FIFTHS = 10, 5
FAR = 4


def shared_rows(page: PageLook) -> list[Row]:
    """Features of every statement on any page."""
    looks = page.looks
    return [[*_said(look), *_told_by_grammar(look), *_around(looks, at)] for at, look in enumerate(looks)]


def report_rows(page: PageLook) -> list[Row]:
    """Features of every statement as a report's, to count `page.weight`."""
    return [_report_row(page, at) for at in range(len(page.looks))]


def advice_rows(page: PageLook) -> list[Row]:
    """Features of every statement as an advice page's, its cues alone, to count `1 - page.weight`."""
    return [_advice_row(page.looks, at) for at in range(len(page.looks))]


def names_of(row: Row) -> list[str]:
    """The features of a row, each once, as the vocabulary spells them."""
    return [f"{family}={value}" for family, values in row for value in values]


def steps_of(page: PageLook) -> list[int]:
    """The kind of step to each statement: on from the last 0, over a heading 1, to a new paragraph 2.

    On advice pages 3, 4 and 5; in an abstract 6 wherever there is no heading between.
    """
    advice = 3 * (page.weight < 0.5)
    return [_step(page, at, advice) for at in range(len(page.looks))]


def _step(page: PageLook, at: int, advice: int) -> int:
    look = page.looks[at]
    if look.region == at:
        return advice + 1
    return IN_ABSTRACT if not advice and page.in_abstract(look) else advice + 2 * look.opens


def _said(look: Look) -> Row:
    """Words and pairs of words, cues, marks, and the cues of the heading."""
    return [
        ("w", dict.fromkeys(look.words)),
        ("b", dict.fromkeys([f"{a} {b}" for a, b in pairwise(look.words)])),
        ("c", look.named),
        ("m", look.marks),
        ("hc", look.heading_cues),
    ]


def _told_by_grammar(look: Look) -> Row:
    """Tense, mood and person, alone and with the heading, with figures, and with how near evidence is."""
    grammar, since = look.grammar, look.since
    tense, who = grammar.tense, grammar.who
    heading = "".join(look.heading_cues[:1])
    above = (heading if look.inherited else None) or look.section or heading or "none"
    pairs = [
        f"{tense} {since}",
        f"{tense} {who}",
        f"{tense} {'#' in look.words}",
        f"{who} {since}",
        f"{tense} under {above}",
        f"{who} under {above}",
    ]
    if "question" in look.marks:
        pairs += [f"question {who}", f"question {since}"]
    if "quotes" in look.marks or "quoted_speaker" in look.cues:
        pairs += [f"quote {tense}", f"quote {who}"]
    if "negative" in grammar.traits:
        pairs.append(f"not {tense} {since}")
    return [("g", (tense, who, *grammar.traits)), ("since", (since,)), ("gg", pairs)]


def _around(looks: Sequence[Look], at: int) -> Row:
    """Grammar and marks of the neighbours under the same heading, and whether a paragraph begins."""
    look = looks[at]
    row: Row = []
    tense, (place, size) = look.grammar.tense, look.place
    if place:
        before = looks[at - 1]
        other = before.grammar
        pairs = (f"{other.tense} {tense}", f"{look.opens} {tense}", f"{look.opens} {look.since}")
        row += [("gb", (other.tense, *pairs, *other.traits)), ("mb", before.marks)]
    if place + 1 < size:
        after = looks[at + 1]
        other = after.grammar
        row += [("ga", (other.tense, f"{tense} {other.tense}", *other.traits)), ("ma", after.marks)]
    return row


def _report_row(page: PageLook, at: int) -> Row:
    looks = page.looks
    look = looks[at]
    abstract = page.in_abstract(look)
    row: Row = [("is", _traits(looks, at))]
    row += _placed(look, "abstract" if abstract else "page")
    row += _beside(looks, at)
    return row + _in_order(looks, at) if abstract else row


def _advice_row(looks: Sequence[Look], at: int) -> Row:
    look = looks[at]
    row: Row = [("advice", ("any", *look.named, *look.marks))]
    if at and looks[at - 1].region == look.region:
        row.append(("advice_after", looks[at - 1].named))
    return row


def _traits(looks: Sequence[Look], at: int) -> tuple[str, ...]:
    look = looks[at]
    return (
        "report",
        f"section {look.section}",
        f"under {look.section} {look.inherited}",
        f"kind {look.kind}",
        f"length {min(len(look.words) // 8, 5)}",
        f"zone {min(DECILES - 1, DECILES * at // len(looks))}",
        f"region {_region(look, looks)}",
    )


def _region(look: Look, looks: Sequence[Look]) -> str:
    """Whether a section is the page's first, its last, its only one, or between others."""
    first, last = look.region == 0, look.region == looks[-1].region
    return "only" if first and last else "first" if first else "last" if last else "inner"


def _placed(look: Look, where: str) -> Row:
    """The place in the section, and the cues, in abstracts and elsewhere apart."""
    at, size = look.place
    places = ("", f" from {min(at, FAR)}", f" to {min(size - 1 - at, FAR)}", f" part {DECILES * at // size}")
    return [("in", [where + place for place in places]), (f"c/{where}", look.named)]


def _beside(looks: Sequence[Look], at: int) -> Row:
    """The cues of the neighbours under the same heading, and of the lead-in."""
    look = looks[at]
    place, size = look.place
    row: Row = [("lead", looks[look.lead].named)] if look.lead is not None else []
    if place:
        row.append(("before", looks[at - 1].named))
    if place + 1 < size:
        row.append(("after", looks[at + 1].named))
    return row


def _in_order(looks: Sequence[Look], at: int) -> Row:
    """What tells in abstracts alone: the cues by their place, the neighbours' words."""
    look = looks[at]
    place, size = look.place
    row: Row = [(f"fifth{FIFTHS * place // size}", (*look.named, *look.marks, *look.words[:1]))]
    if place:
        row.append(("p", dict.fromkeys(looks[at - 1].words)))
    if place + 1 < size:
        row.append(("n", dict.fromkeys(looks[at + 1].words)))
    return row

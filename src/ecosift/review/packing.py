"""A page to review → the JSON that its file carries: short keys, and offsets as JavaScript counts them."""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from typing import Any, get_args

from ecosift.decode import mend_surrogates
from ecosift.doubts import WORDS
from ecosift.lexicon import Lexicon, load_lexicon
from ecosift.review.shapes import Figure, Labels, Stratum, Tag, Unit, View
from ecosift.types import ROLES, StatisticType, Valence

LAST_OF_ONE_UNIT = "\uffff"
Level = tuple[str, str]
Count = Callable[[int], int]


class Reasons(Lexicon):
    """`data/reasons.toml`: why a block was left out, in words."""

    words: Mapping[str, str]


def packed(
    views: Sequence[View],
    *,
    levels: Sequence[Level],
    mode: str,
    blind: bool = False,
    sides: Sequence[str] = (),
    strata: Sequence[Stratum] = (),
    tool: str = "",
) -> dict[str, Any]:
    """All that a file shows. With `blind`, nothing that anyone said of the sentences is in it."""
    named = dict(levels)
    for view in views:
        for unit in view.units:
            for side in (unit.labels, *unit.sides):
                named.update({tag.level: "" for tag in side.tags if tag.level not in named} if side else {})
    return {
        "mode": mode,
        "blind": blind,
        "tool": tool,
        "levels": [{"name": name, "definition": text} for name, text in named.items()],
        "roles": ROLES,
        "types": get_args(StatisticType),
        "valences": get_args(Valence),
        "reasons": {} if blind else load_lexicon("reasons", Reasons).words,
        "verdicts": WORDS,
        "sides": list(sides),
        # The name of a stratum would tell what was predicted.
        "strata": [{"name": "" if blind else s.name, "size": s.size} for s in strata],
        "pages": [_page(view, mode=mode, blind=blind) for view in views],
    }


def json_for_html(data: object) -> str:
    """JSON that can stand in a script element: no character of it means anything to an HTML parser."""
    text = mend_surrogates(json.dumps(data, ensure_ascii=False, separators=(",", ":")))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _page(view: View, *, mode: str, blind: bool) -> dict[str, Any]:
    page: dict[str, Any] = {
        "doc": view.doc,
        "title": view.title,
        "url": view.url,
        "whole": view.whole,
        "blocks": [[b.kind] if blind or b.reason is None else [b.kind, b.reason] for b in view.blocks],
        "units": [_unit(unit, blind=blind) for unit in view.units],
        "extra": dict(view.extra),
    }
    page |= {key: list(texts) for key, texts in view.neutral.items() if texts}
    page |= {"text": view.text} if view.text is not None else {}
    page |= {"study": dict(view.study)} if view.study and not blind else {}
    page |= {"labelled": list(view.labelled)} if view.labelled is not None and not blind else {}
    known = json.dumps([mode, blind, page], sort_keys=True).encode()
    return page | {"key": hashlib.sha256(known).hexdigest()[:16]}


def _unit(unit: Unit, *, blind: bool) -> dict[str, Any]:
    count = counter(unit.text)
    data: dict[str, Any] = {"t": unit.text, "b": unit.block}
    if unit.runs:
        data["p"] = [[count(in_text), in_page] for in_text, in_page in unit.runs]
    if blind:
        data |= {"h": 1} if unit.labels.heading else {}
    else:
        data |= _labels(unit.labels, count)
    if unit.sides and not blind:
        data["o"] = [None if side is None else _labels(side, count) for side in unit.sides]
        data["d"] = list(unit.differs)
    data |= {"x": list(unit.around)} if unit.around and any(unit.around) else {}
    data |= {"sec": unit.section} if unit.section is not None else {}
    data |= {"w": unit.stratum} if unit.stratum is not None else {}
    data |= {"wt": unit.weight} if unit.weight != 1 else {}
    return data | ({"e": dict(unit.extra)} if unit.extra and not blind else {})


def _labels(labels: Labels, count: Count) -> dict[str, Any]:
    """Only what differs from an unlabelled sentence of the content."""
    data: dict[str, Any] = {}
    data |= {} if labels.content else {"c": 0}
    data |= {"h": 1} if labels.heading else {}
    data |= {"r": labels.role} if labels.role else {}
    data |= {"rs": round(labels.role_score, 3)} if labels.role_score is not None else {}
    data |= {"l": [_tag(tag, count) for tag in labels.tags]} if labels.tags else {}
    data |= {"f": [_figure(figure, count) for figure in labels.figures]} if labels.figures else {}
    scores = {level: round(score, 3) for level, score in labels.scores.items()}
    return data | ({"ls": scores} if any(scores.values()) else {})


def _tag(tag: Tag, count: Count) -> list[Any]:
    row = [tag.level, tag.valence or "none"]
    if tag.score is None and tag.decided_by is None:
        return row
    score = None if tag.score is None else round(tag.score, 3)
    return [*row, score, tag.decided_by, [[count(start), count(end)] for start, end in tag.cues]]


def _figure(figure: Figure, count: Count) -> dict[str, Any]:
    data: dict[str, Any] = {"y": figure.type, "s": count(figure.start), "e": count(figure.end)}
    data |= {"p": dict(figure.parts)} if figure.parts else {}
    if figure.judged:
        return data | {"g": [{"check": note.check, "verdict": note.verdict} for note in figure.checks]}
    notes = [[note.check, note.verdict, note.message] for note in figure.checks]
    return data | ({"k": notes} if notes else {})


def counter(text: str) -> Count:
    """A function from offsets in code points to offsets in UTF-16 units of the text."""
    pairs = [place for place, character in enumerate(text) if character > LAST_OF_ONE_UNIT]
    return (lambda at: at + bisect_left(pairs, at)) if pairs else (lambda at: at)

"""Which predicted figure is which gold figure, and what of it is right; likewise the fields of a study."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ecosift.evaluation.alignment import Alignment, Pair, best, touching
from ecosift.evaluation.measures import overlap
from ecosift.evaluation.reading import Figure, Reading, Unit

# A count and the percentage beside it may stand for each other.
INTERCHANGEABLE = frozenset(("count", "percentage"))
STAND_INS: Mapping[str, tuple[str, ...]] = {
    "value": ("value", "percent"),
    "numerator": ("numerator", "value"),
}
SAME_TYPE = 1e-3
# A sentence with more figures than this is no sentence.
MOST_IN_SENTENCE = 200


@dataclass(frozen=True, slots=True)
class FigurePair:
    """A gold figure and its prediction; one of them is None where the other has no partner.

    `judged` is false for a figure of a sentence that the gold does not have.
    """

    gold: Figure | None
    found: Figure | None
    sentence: str
    exact: bool = False
    weight: float = 1.0
    judged: bool = True

    @property
    def same_kind(self) -> bool:
        """Whether the types agree, a count and a percentage being as good as each other."""
        if self.gold is None or self.found is None:
            return False
        types = {self.gold.type, self.found.type}
        return len(types) == 1 or types == INTERCHANGEABLE


def pair_figures(gold: Reading, predicted: Reading, aligned: Alignment) -> Iterator[FigurePair]:
    """Every figure of the two readings once, with its partner.

    Where both index the same page, figures are paired by overlap wherever they stand; else within paired
    sentences, by their places in them where these have the same text, and by their own texts where not.
    """
    if aligned.by_offsets:
        wanted = [(f, unit, unit) for unit in gold.units for f in unit.figures]
        owners = {j: gold.units[i] for j, i in aligned.owner.items()}
        have = [(f, unit, owners.get(j)) for j, unit in enumerate(predicted.units) for f in unit.figures]
        yield from _paired(wanted, have, _on_page(wanted, have))
        return
    for place, unit in enumerate(gold.units):
        at = aligned.partner.get(place)
        found = predicted.units[at] if at is not None else None
        yield from _in_sentences(unit, found)
    for place, unit in enumerate(predicted.units):
        if place not in aligned.owner:
            yield from (_stray(figure, unit, None) for figure in unit.figures)


# A figure, its sentence, and the gold's sentence that this is.
Placed = tuple[Figure, Unit, Unit | None]


def _stray(figure: Figure, unit: Unit, owner: Unit | None) -> FigurePair:
    return FigurePair(
        None, figure, unit.text, weight=owner.weight if owner else 1.0, judged=owner is not None
    )


def _in_sentences(gold: Unit, found: Unit | None) -> Iterator[FigurePair]:
    wanted = [(figure, gold, gold) for figure in gold.figures]
    have = [(figure, found, gold) for figure in found.figures] if found else []
    alike = _by_place if found is not None and gold.text == found.text else _by_text
    candidates = (
        (alike(g[0], p[0]), i, j) for i, g in enumerate(wanted) for j, p in enumerate(have[:MOST_IN_SENTENCE])
    )
    yield from _paired(wanted, have, (each for each in candidates if each[0] > 0))


def _on_page(wanted: Sequence[Placed], have: Sequence[Placed]) -> Iterator[Pair]:
    one, other = ([(f.start, f.end) for f, *_ in side] for side in (wanted, have))
    for i, j, a, b in touching(one, other):
        yield overlap(a, b), i, j


def _paired(
    wanted: Sequence[Placed], have: Sequence[Placed], candidates: Iterable[Pair]
) -> Iterator[FigurePair]:
    likeness = {(i, j): alike for alike, i, j in candidates}
    # Of two that are equally alike, the one of the same type is meant.
    partner = best(
        (alike + SAME_TYPE * (wanted[i][0].type == have[j][0].type), i, j)
        for (i, j), alike in likeness.items()
    )
    for i, (figure, unit, _) in enumerate(wanted):
        j = partner.get(i)
        found = have[j][0] if j is not None else None
        exact = j is not None and likeness[i, j] == 1.0
        yield FigurePair(figure, found, unit.text, exact, unit.weight)
    used = set(partner.values())
    yield from (_stray(*placed) for j, placed in enumerate(have) if j not in used)


def _by_place(gold: Figure, found: Figure) -> float:
    if gold.at is None or found.at is None:
        return _by_text(gold, found)
    return overlap((gold.at, gold.at + len(gold.text)), (found.at, found.at + len(found.text)))


def _by_text(gold: Figure, found: Figure) -> float:
    """Length of the shorter over the longer text where one holds the other."""
    shorter, longer = sorted((_plain(gold.text), _plain(found.text)), key=len)
    return len(shorter) / len(longer) if shorter and shorter in longer else 0.0


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[\w.%]+", text.lower()))


def same_number(gold: Mapping[str, Any], found: Mapping[str, Any]) -> bool:
    """Whether the key number is the same; true where the gold has none."""
    for keys in (("value",), ("low", "high"), ("numerator",)):
        if all(_is_number(gold.get(key)) for key in keys):
            return all(
                any(_equal(gold[key], found.get(name)) for name in STAND_INS.get(key, (key,))) for key in keys
            )
    return True


def shared_parts(gold: Figure, found: Figure | None) -> tuple[int, int]:
    """Of the gold's parts: how many the prediction has alike, and how many there are."""
    parts = found.parts if found else {}
    return sum(_same_part(value, parts.get(key)) for key, value in gold.parts.items()), len(gold.parts)


def _same_part(want: Any, have: Any) -> bool:
    if isinstance(want, str) and isinstance(have, str):
        return _plain(want) == _plain(have)
    if isinstance(want, Mapping) and isinstance(have, Mapping):
        return all(_same_part(value, have.get(key)) for key, value in want.items())
    if isinstance(want, (list, tuple)) and isinstance(have, (list, tuple)):
        return len(want) == len(have) and all(map(_same_part, want, have))
    return _equal(want, have) if _is_number(want) else bool(want == have)


def same_field(key: str, want: str, have: str) -> bool:
    """Whether a field of the study is the same; of an author the surname is asked."""
    if key == "first_author":
        surname = want.lower().split()[-1:]
        return bool(surname) and surname[0] in have.lower().replace(",", " ").split()
    return want.lower() == have.lower()


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _equal(a: Any, b: object) -> bool:
    return isinstance(b, (int, float)) and not isinstance(b, bool) and abs(a - b) < 1e-9

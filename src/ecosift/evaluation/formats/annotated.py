"""What annotation tools have in common: a text, and marks on stretches of it.

A gold page becomes marks, and marks a gold page. The label of a sentence is its role; `heading`,
`furniture`, `furniture_heading` and `sentence` (content without a role) are the others. The label of a level
is its name, that of a figure its type. A prefix (`role:`, `level:`, `statistic:`) settles what a label is
where a level has the name of a role; a direction may follow a level (`policy:barrier`). Any other label is a
level.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from pydantic import ValidationError

from ecosift.decode import mend_surrogates
from ecosift.evaluation.formats.text import Broken
from ecosift.evaluation.gold import GoldPage, GoldSentence, GoldStatistic
from ecosift.types import ROLES, StatisticType, Valence

TYPES: tuple[str, ...] = get_args(StatisticType)
VALENCES: tuple[str, ...] = get_args(Valence)
# Whether a sentence so labelled is content, and whether it is a heading.
KINDS: Mapping[str, tuple[bool, bool]] = {
    "sentence": (True, False),
    "heading": (True, True),
    "furniture": (False, False),
    "furniture_heading": (False, True),
}
PREFIXES = ("role", "level", "statistic")
MarkKind = Literal["unit", "level", "figure"]
# Keys of a gold page that travel with its metadata.
TRAVELLING = ("headings", "neutral", "labelled", "sampled")
# Keys of a gold page that metadata of the same name must not touch.
TAKEN = frozenset(GoldPage.model_fields) - set(TRAVELLING)
# Units are looked up by the stretches of text that they touch.
STRETCH = 512


@dataclass(frozen=True, slots=True)
class Mark:
    """A labelled stretch of the text, and what else is said of it."""

    start: int
    end: int
    label: str
    attributes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Annotated:
    """A text with its marks, sentences first, each followed by its levels and figures."""

    doc: str
    text: str
    marks: tuple[Mark, ...]
    metadata: Mapping[str, Any] = field(default_factory=dict)
    study: Mapping[str, Any] | None = None
    annotator: str | None = None


def kind_of(label: str) -> tuple[MarkKind, str]:
    """What a label says: of which kind it is, and its name without a prefix."""
    prefix, _, name = label.partition(":")
    if name and prefix in PREFIXES:
        return ("unit" if prefix == "role" else "figure" if prefix == "statistic" else "level"), name
    if label in ROLES or label in KINDS:
        return "unit", label
    return ("figure" if label in TYPES else "level"), label


def level_label(level: str, valence: str | None = None) -> str:
    """The label of a level, with its direction where that is given."""
    label = level if kind_of(level) == ("level", level) else f"level:{level}"
    return f"{label}:{valence}" if valence else label


def placed(page: GoldPage) -> GoldPage:
    """The page with a text, and a place in it for every sentence and figure.

    Where it has none (an HTML page), the text is its sentences, one a line. Raises `Broken` where offsets do
    not lead to a sentence.
    """
    if page.text is not None and page.sentences and all(s.start is not None for s in page.sentences):
        _check(page, page.text)
        return page.model_copy(update={"sentences": tuple(_moved(s, s.start or 0) for s in page.sentences)})
    sentences, at = [], 0
    for sentence in page.sentences:
        sentences.append(_moved(sentence, at))
        at += len(sentence.text) + 1
    text = "\n".join(sentence.text for sentence in page.sentences) if page.sentences else page.text or ""
    return page.model_copy(update={"sentences": tuple(sentences), "text": text})


def _check(page: GoldPage, text: str) -> None:
    for place, sentence in enumerate(page.sentences):
        if text[sentence.start : sentence.end] != sentence.text:
            raise Broken(
                f"{page.doc}: sentences.{place}: its offsets do not lead to it", ("sentences", place)
            )


def _moved(sentence: GoldSentence, start: int) -> GoldSentence:
    by, after, figures = start - (sentence.start or 0), 0, []
    for figure in sentence.stats:
        if figure.start is not None and sentence.start is not None:
            at = figure.start + by
        else:
            inside = sentence.text.find(figure.text, after)
            inside = inside if inside >= 0 else max(0, sentence.text.find(figure.text))
            after = inside + len(figure.text)
            at = start + inside
        figures.append(figure.model_copy(update={"start": at, "end": at + len(figure.text)}))
    update = {"start": start, "end": start + len(sentence.text), "stats": tuple(figures)}
    return sentence.model_copy(update=update)


def of_gold(page: GoldPage) -> Annotated:
    """A gold page as marks on its text."""
    page = placed(page)
    metadata = dict(page.model_extra or {})
    for key in TRAVELLING:
        if value := getattr(page, key):
            metadata[key] = list(value) if isinstance(value, tuple) else value
    return Annotated(
        page.doc,
        page.text or "",
        tuple(mark for sentence in page.sentences for mark in _marks(sentence)),
        metadata,
        page.study.model_dump(mode="json") if page.study else None,
        page.annotator,
    )


def _marks(sentence: GoldSentence) -> Iterator[Mark]:
    start, end = sentence.start or 0, sentence.end or 0
    label = next(k for k, flags in KINDS.items() if flags == (sentence.content, sentence.heading))
    said = {
        "section": sentence.section,
        "weight": None if sentence.weight == 1 else sentence.weight,
        "scores": sentence.level_scores or None,
        "notes": sentence.model_extra or None,
    }
    yield Mark(start, end, sentence.role or label, _given(said))
    for level in sentence.levels:
        yield Mark(start, end, level_label(level), _given({"valence": sentence.valence.get(level)}))
    for figure in sentence.stats:
        checks = figure.checks
        about = {
            "parts": figure.parts or None,
            "checks": None if checks is None else [check.model_dump(mode="json") for check in checks],
            "notes": figure.model_extra or None,
        }
        yield Mark(figure.start or 0, figure.end or 0, figure.type, _given(about))


def _given(said: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in said.items() if value is not None}


def to_gold(found: Annotated) -> GoldPage:
    """Marks on a text as a gold page. Raises `Broken` with what is wrong.

    A level on a part of a sentence is the sentence's. Where no sentence is marked around it, a level makes a
    unit of its own, a figure its line; such a page says that its roles are not labelled.
    """
    text = mend_surrogates(found.text)
    units = _Units(text)
    kinds = [(mark, *kind_of(mark.label)) for mark in found.marks]
    for mark, _, _ in kinds:
        _bounded(mark, text)
    for mark, kind, name in kinds:
        if kind == "unit":
            units.add(mark, name)
    for mark, kind, name in kinds:
        if kind == "level":
            units.add_level(mark, name)
        elif kind == "figure":
            units.add_figure(mark, name)
    return _page(found, text, units)


def _bounded(mark: Mark, text: str) -> None:
    if not 0 <= mark.start < mark.end:
        raise Broken(f"{mark.label!r} goes from {mark.start} to {mark.end}")
    if mark.end > len(text):
        raise Broken(f"{mark.label!r} ends at {mark.end}, beyond the text of {len(text)} characters")


def _page(found: Annotated, text: str, units: _Units) -> GoldPage:
    data = {key: value for key, value in found.metadata.items() if key not in TAKEN}
    sentences = units.sentences()
    if "labelled" not in data and any(s["content"] and not s["heading"] and not s["role"] for s in sentences):
        data["labelled"] = units.layers
    data |= {"doc": found.doc, "text": text, "sentences": sentences, "study": found.study}
    try:
        return GoldPage.model_validate(data | ({"annotator": found.annotator} if found.annotator else {}))
    except ValidationError as error:
        first = error.errors()[0]
        raise Broken(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error


class _Units:
    """Sentences that are being put together out of marks."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.data: list[dict[str, Any]] = []
        self.known: dict[tuple[int, int], int] = {}
        self.near: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        self.made = False
        self.layers: list[str] = []

    def add(self, mark: Mark, name: str) -> None:
        """A sentence, unless one stands there already, whose label then is the role that is given."""
        content, heading = KINDS.get(name, (True, False))
        role = name if name in ROLES else None
        if name not in KINDS and role is None:
            raise Broken(f"no role is called {name!r}; there are {', '.join(ROLES)}")
        if role:
            self._layer("roles")
        unit = self._unit(mark.start, mark.end)
        if unit["role"] and role and unit["role"] != role:
            raise Broken(f"two roles at {mark.start}: {unit['role']} and {role}")
        if role is None and not (content and not heading):
            self._layer("content")
        said = dict(mark.attributes)
        unit |= {"content": content, "heading": heading, "role": role or unit["role"]}
        unit |= {"section": said.pop("section", None), "weight": said.pop("weight", 1.0)}
        unit |= {"level_scores": said.pop("scores", {}), **_notes(said)}

    def add_level(self, mark: Mark, name: str) -> None:
        """A level of the sentence around it."""
        self._layer("levels")
        level, valence = name, mark.attributes.get("valence")
        head, _, tail = name.rpartition(":")
        if head and tail in VALENCES:
            level, valence = head, tail
        around = self._around(mark)
        unit = self._unit(*around) if around else self._unit(mark.start, mark.end)
        if level not in unit["levels"]:
            unit["levels"].append(level)
        if valence is not None:
            self._layer("valence")
            unit["valence"][level] = valence

    def add_figure(self, mark: Mark, name: str) -> None:
        """A figure of the sentence around it, or of its line."""
        self._layer("statistics")
        said = dict(mark.attributes)
        parts, checks = said.pop("parts", {}), said.pop("checks", None)
        figure = {"type": name, "text": self.text[mark.start : mark.end], "start": mark.start}
        figure |= {"end": mark.end, "parts": parts, "checks": checks, **_notes(said)}
        self._unit(*(self._around(mark) or self._line(mark)))["stats"].append(figure)

    def sentences(self) -> list[dict[str, Any]]:
        """The sentences as JSON, in the order of their marks, those made here in the order of the text."""
        return sorted(self.data, key=lambda unit: unit["start"]) if self.made else self.data

    def _unit(self, start: int, end: int) -> dict[str, Any]:
        if (start, end) not in self.known:
            self.known[start, end] = len(self.data)
            for stretch in range(start // STRETCH, end // STRETCH + 1):
                self.near[stretch].append((start, end))
            self.data.append(
                {"text": self.text[start:end], "start": start, "end": end, "content": True, "heading": False}
                | {"role": None, "levels": [], "valence": {}, "stats": []}
            )
        return self.data[self.known[start, end]]

    def _around(self, mark: Mark) -> tuple[int, int] | None:
        """The least unit that holds the mark, else the one that shares most with it."""
        if (mark.start, mark.end) in self.known:
            return mark.start, mark.end
        shared = [
            (min(end, mark.end) - max(start, mark.start), start - end, start, end)
            for stretch in range(mark.start // STRETCH, mark.end // STRETCH + 1)
            for start, end in self.near.get(stretch, ())
            if start < mark.end and mark.start < end
        ]
        return max(shared)[2:] if shared else None

    def _line(self, mark: Mark) -> tuple[int, int]:
        self.made = True
        start = self.text.rfind("\n", 0, mark.start) + 1
        end = self.text.find("\n", mark.end)
        line = self.text[start : end if end >= 0 else len(self.text)]
        begin = start + len(line) - len(line.lstrip())
        return min(begin, mark.start), max(begin + len(line.strip()), mark.end)

    def _layer(self, name: str) -> None:
        if name not in self.layers:
            self.layers.append(name)


def _notes(said: Mapping[str, Any]) -> dict[str, Any]:
    notes = said.get("notes")
    known = frozenset(GoldSentence.model_fields) | frozenset(GoldStatistic.model_fields)
    return {k: v for k, v in notes.items() if k not in known} if isinstance(notes, Mapping) else {}


def offsets_of(value: object, keys: Sequence[str] = ("start", "end")) -> tuple[int, int]:
    """Two whole numbers of a JSON object. Raises `Broken` where they are not there."""
    if not isinstance(value, Mapping):
        raise Broken("a span is no JSON object")
    found = [value.get(key) for key in keys]
    for key, number in zip(keys, found, strict=True):
        if not isinstance(number, int) or isinstance(number, bool):
            raise Broken(f"a span without a whole number as {key!r}", (key,))
    return found[0], found[1]  # type: ignore[return-value]


def labels_of(value: object) -> list[str]:
    """A list of labels, or one label. Raises `Broken` where it is neither."""
    found = [value] if isinstance(value, str) else value
    if not isinstance(found, list) or not found or not all(isinstance(x, str) and x.strip() for x in found):
        raise Broken("a span without a label")
    return [label.strip() for label in found]

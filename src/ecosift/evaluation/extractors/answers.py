"""Saved answers of a language model: their quotes are looked up in the page, and those not there are counted.

A file has an object for each page: JSONL, a JSON array, or one JSON object from page to answer. An object
has `doc` (or `page`, `id`) and a list under `quotes` (or `findings`, `answers`); each of these is a quote, or
an object with `quote` (or `text`) and, as far as asked, `role`, `levels` (names, or objects with `level`,
`valence`, `score`) and `statistics` (objects with `type`, `text`, `parts`). A quote without a role is taken
for a finding. A quote is found where its letters and digits stand in the page in a row, in either case,
whatever is between them.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

from selectolax.lexbor import LexborHTMLParser

from ecosift.article import Article
from ecosift.decode import PLAIN, decode
from ecosift.evaluation.formats.text import Broken, Place, elements, json_lines, read_text
from ecosift.evaluation.reading import NOT_IN_PAGE
from ecosift.types import ROLES, Block, LevelTag, Page, Role, Sentence, Statistic, StatisticType, Valence

LISTS = ("quotes", "findings", "answers", "evidence")
NAMES = ("doc", "page", "id")
TEXTS = ("quote", "text")
TYPES: tuple[str, ...] = get_args(StatisticType)
VALENCES: tuple[str, ...] = get_args(Valence)
DEFAULT_ROLE: Role = "finding"


class Answers:
    """An extractor that gives the quotes of a file of saved answers."""

    quotes_only = True

    def __init__(self, file: str | Path) -> None:
        self.pages = dict(_read(Path(file)))

    def __call__(self, page: Page) -> Article:
        """The quotes for this page that stand in it; the others are among what was dropped."""
        raw, media_type = decode(page)
        plain = media_type == PLAIN
        text = raw if plain else _shown(raw)
        names = (page.id, page.source, Path(page.source or "").stem)
        given = next((self.pages[name] for name in names if name in self.pages), [])
        digest = hashlib.sha256(raw.encode("utf-8", "surrogatepass")).hexdigest()
        article = Article(id=page.id or "page", text=text, source=page.source, sha256=f"sha256:{digest}")
        whole = ((0, 0),) if plain else ()
        article.blocks = (Block("paragraph", text, 0, len(text), raw_map=whole),)
        letters = Letters(text)
        found = [(answer, letters.find(str(answer["quote"]))) for answer in given]
        article.sentences = [_sentence(answer, text, place, letters) for answer, place in found if place]
        article.dropped = tuple(
            Block("quote", str(answer["quote"]), reason=NOT_IN_PAGE) for answer, place in found if not place
        )
        return article


class Letters:
    """A text as its letters and digits in lower case, with the way back."""

    def __init__(self, text: str) -> None:
        self.places = [place for place, c in enumerate(text) if c.isalnum()]
        # Lower case may be longer than one character; the first of them stands for all.
        self.letters = "".join(text[place].lower()[0] for place in self.places)

    def find(self, quote: str, start: int = 0, end: int | None = None) -> tuple[int, int] | None:
        """Where the letters of a quote first stand, as offsets in the text."""
        wanted = "".join(c.lower()[0] for c in quote if c.isalnum())
        at = self.letters.find(wanted, bisect_left(self.places, start)) if wanted else -1
        if at < 0:
            return None
        first, last = self.places[at], self.places[at + len(wanted) - 1] + 1
        return (first, last) if end is None or last <= end else None


def _shown(raw: str) -> str:
    """What a page shows, as one text; scripts and styles left out."""
    tree = LexborHTMLParser(raw)
    for node in tree.css("script, style, template, noscript"):
        node.decompose()
    return tree.text(separator=" ")


def _sentence(answer: Mapping[str, Any], text: str, place: tuple[int, int], letters: Letters) -> Sentence:
    start, end = place
    end += text[end : end + 1] in (".", "!", "?")
    return Sentence(
        text=text[start:end],
        start=start,
        end=end,
        block=0,
        kind="quote",
        section=(),
        role=answer["role"],
        role_score=None,
        levels=answer["levels"],
        level_scores={},
        statistics=tuple(_figures(answer["statistics"], text, place, letters)),
        cites=(),
    )


def _figures(
    given: Sequence[Mapping[str, Any]], text: str, place: tuple[int, int], letters: Letters
) -> Iterator[Statistic]:
    for each in given:
        if found := letters.find(str(each["text"]), *place):
            start, end = found
            end += text[end : end + 1] == "%"
            yield Statistic(each["type"], text[start:end], start, end, each.get("parts") or {})


def _read(file: Path) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    for place, name, given in _objects(file):
        with place.guard():
            if not isinstance(given, list):
                raise Broken(f"no list of quotes under {', '.join(LISTS)}")
            yield name, [_answer(each) for each in given]


def _objects(file: Path) -> Iterator[tuple[Place, str, Any]]:
    if file.suffix in (".jsonl", ".ndjson"):
        rows: Iterator[Place] = json_lines(file)
    else:
        whole = Place.of_json(file, read_text(file))
        if isinstance(whole.value, dict) and not any(key in whole.value for key in NAMES):
            yield from ((whole, name, _list(given)) for name, given in whole.value.items())
            return
        rows = elements(whole) if isinstance(whole.value, list) else iter([whole])
    for place in rows:
        with place.guard():
            name = next((place.value[key] for key in NAMES if key in place.value), None)
            if name is None:
                raise Broken(f"no page under {', '.join(NAMES)}")
        yield place, str(name), _list(place.value)


def _list(given: Any) -> Any:
    return next((given[key] for key in LISTS if key in given), None) if isinstance(given, dict) else given


def _answer(given: Any) -> dict[str, Any]:
    if isinstance(given, str):
        given = {"quote": given}
    quote = next((given[key] for key in TEXTS if key in given), None) if isinstance(given, dict) else None
    if not isinstance(quote, str):
        raise Broken("an answer without a quote")
    role = str(given.get("role") or DEFAULT_ROLE)
    if role not in ROLES:
        raise Broken(f"no role is called {role!r}; there are {', '.join(ROLES)}")
    figures = [each for each in given.get("statistics") or () if isinstance(each, dict)]
    for each in figures:
        if each.get("type") not in TYPES or "text" not in each:
            raise Broken(f"a statistic without a text or a type among {', '.join(TYPES)}")
    levels = tuple(_level(each) for each in given.get("levels") or ())
    return {"quote": quote, "role": role, "levels": levels, "statistics": figures}


def _level(given: Any) -> LevelTag:
    if isinstance(given, str):
        given = {"level": given}
    if not isinstance(given, dict) or not isinstance(given.get("level"), str):
        raise Broken("a level without a name")
    valence = given.get("valence", "none")
    if valence not in VALENCES:
        raise Broken(f"no direction is called {valence!r}; there are {', '.join(VALENCES)}")
    score = given.get("score")
    return LevelTag(given["level"], float(score) if isinstance(score, (int, float)) else 1.0, valence, "cue")

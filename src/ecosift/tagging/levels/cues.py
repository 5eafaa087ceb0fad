"""Finds every phrase of a codebook in a sentence, in one pass over its words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from ecosift.errors import ConfigError
from ecosift.tagging.levels.words import MARKS, MAX_KEPT, Words, american, normal

Kind = Literal[
    "cue", "neutral", "generic", "trigger", "context", "name", "anaphor", "definition", "valence", "near"
]
PIECE = re.compile(r"\(([^()]*)\)(\?)?|(\{[a-z_]+\})(\?)?|(\S+)")
# "judg(ed|ing)": alternatives that share the head of a word.
HEADED = re.compile(r"([^\s()|]+)\(([^()]*)\)")
MAX_VARIANTS = 512
# Stands after the last word; no phrase goes on with it.
END = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a phrase stands for: its kind, what it belongs to, and the level and weight it speaks with."""

    kind: Kind
    of: str = ""
    level: str = ""
    group: int = -1
    case: int = -1
    weight: float = 0.0


class Hit(NamedTuple):
    """An entry found on the words `first` to `last` (inclusive)."""

    first: int
    last: int
    entry: Entry


@dataclass(slots=True)
class _Node:
    next: dict[str, _Node] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)


class _State(dict[int, "_State | None"]):
    """Where the words so far lead: several nodes at once. A step is worked out when first looked up."""

    __slots__ = ("_step", "entries", "nodes")

    def __init__(self, nodes: tuple[_Node, ...], step: Callable[[_State, int], _State | None]) -> None:
        super().__init__()
        self.nodes = nodes
        self.entries = tuple(entry for node in nodes for entry in node.entries)
        self._step = step

    def __missing__(self, look: int) -> _State | None:
        found = self[look] = self._step(self, look)
        return found


class _Looks(dict[str, int]):
    """The number of what a word is known by; a lookup works out what is missing.

    Most words are known by nothing of their own and share one number, so a step is seldom a new one.
    """

    def __init__(self, keys_for: Callable[[str], Iterator[str]]) -> None:
        super().__init__()
        self.known_by: list[tuple[str, ...]] = []
        self._numbers: dict[tuple[str, ...], int] = {}
        self._keys_for = keys_for

    def __missing__(self, form: str) -> int:
        if len(self) >= MAX_KEPT:
            self.clear()
        keys = tuple(self._keys_for(form))
        if keys not in self._numbers:
            self._numbers[keys] = len(self.known_by)
            self.known_by.append(keys)
        found = self[form] = self._numbers[keys]
        return found


class WordClasses(dict[str, tuple[str, ...]]):
    """The classes of a word, each as phrases name it: `{family}`. A lookup works out what is missing."""

    def __init__(self, classes_of: Callable[[str], tuple[str, ...]]) -> None:
        super().__init__()
        self._classes_of = classes_of

    def __missing__(self, form: str) -> tuple[str, ...]:
        if len(self) >= MAX_KEPT:
            self.clear()
        found = self[form] = self._classes_of(form)
        return found


class Matcher:
    """A trie over words. A word may be known by itself, by a prefix and by its classes.

    `classes` gives the classes of every word, out of `class_names`.
    """

    def __init__(self, classes: Mapping[str, Sequence[str]], phrases: Iterable[tuple[str, Entry]]) -> None:
        root = _Node()
        self._classes: dict[str, tuple[str, ...]] = {}
        self._literals: set[str] = set()
        self._prefixes: set[str] = set()
        self._add_classes(classes)
        for phrase, entry in phrases:
            for keys in variants(phrase):
                self._add(root, keys, entry, classes)
        self._lengths = tuple(sorted({len(prefix) for prefix in self._prefixes}))
        self._looks = _Looks(self._keys_for)
        self.classes = WordClasses(self._classes_of)
        self.class_names = tuple(f"{{{name}}}" for name in classes)
        self._start = _State((root,), self._step)
        self._kept = 0

    def find(self, forms: Sequence[str]) -> list[Hit]:
        """Every hit in a sentence's words, in order of its first word."""
        looks = [*map(self._looks.__getitem__, forms), self._looks[END]]
        return self.find_at(range(len(forms)), looks)

    def find_at(self, places: Iterable[int], looks: Sequence[int]) -> list[Hit]:
        """Every hit that begins at one of `places`, in order; `looks` may hold many sentences.

        Words stand by their looks, and that of `END` closes each sentence.
        """
        hits: list[Hit] = []
        if self._kept > MAX_KEPT:
            self._forget()
        for first in places:
            state = self._start[looks[first]]
            at = first
            while state is not None:
                if state.entries:
                    hits += [Hit(first, at, entry) for entry in state.entries]
                at += 1
                state = state[looks[at]]
        return hits

    def look(self, form: str) -> int:
        """The number of what a word is known by: what two words share, no phrase tells apart."""
        return self._looks[form]

    def begins(self, look: int) -> bool:
        """Whether a phrase may begin with a word of this look."""
        return self._start[look] is not None

    def _classes_of(self, form: str) -> tuple[str, ...]:
        return tuple(key for key in self._looks.known_by[self._looks[form]] if key.startswith("{"))

    def _step(self, state: _State, look: int) -> _State | None:
        keys = self._looks.known_by[look]
        nodes = [node.next[key] for node in state.nodes for key in keys if key in node.next]
        self._kept += 1
        return _State(tuple(nodes), self._step) if nodes else None

    def _forget(self) -> None:
        """Texts of ever new words must not fill the memory."""
        self._start = _State(self._start.nodes, self._step)
        self._kept = 0

    def _keys_for(self, form: str) -> Iterator[str]:
        if form in self._literals:
            yield form
        if not form or form in MARKS:
            return
        stars = [form[:n] + "*" for n in self._lengths if n <= len(form) and form[:n] in self._prefixes]
        yield from stars
        seen: set[str] = set()
        for known in (form, *stars):
            for name in self._classes.get(known, ()):
                if name not in seen:
                    seen.add(name)
                    yield name
        yield "_"

    def _add_classes(self, classes: Mapping[str, Sequence[str]]) -> None:
        members: dict[str, list[str]] = {}
        for name, words in classes.items():
            for word in words:
                members.setdefault(self._key(normal(word)), []).append(f"{{{name}}}")
        self._classes = {word: tuple(names) for word, names in members.items()}

    def _add(
        self, root: _Node, keys: Sequence[str], entry: Entry, classes: Mapping[str, Sequence[str]]
    ) -> None:
        node = root
        for word in keys:
            if word.startswith("{") and word[1:-1] not in classes:
                raise ConfigError(f"codebook: no class {word} (in {' '.join(keys)!r})")
            node = node.next.setdefault(self._key(word), _Node())
        if entry not in node.entries:
            node.entries.append(entry)

    def _key(self, word: str) -> str:
        if word == "_" or word.startswith("{"):
            return word
        if word.endswith("*"):
            self._prefixes.add(word[:-1])
            return word
        self._literals.add(word)
        return word


def variants(phrase: str) -> list[tuple[str, ...]]:
    """Every sequence of keys that a phrase of the lexicon stands for."""
    found: list[tuple[str, ...]] = [()]
    for choices in _pieces(phrase):
        found = [head + tail for head in found for tail in choices]
        if len(found) > MAX_VARIANTS:
            raise ConfigError(f"codebook: phrase {phrase!r} has more than {MAX_VARIANTS} variants")
    kept = [keys for keys in dict.fromkeys(found) if any(key != "_" for key in keys)]
    if not kept:
        raise ConfigError(f"codebook: phrase {phrase!r} names no word")
    return kept


def _pieces(phrase: str) -> Iterator[list[tuple[str, ...]]]:
    for match in PIECE.finditer(HEADED.sub(_with_head, phrase)):
        either, maybe, named, maybe_named, plain = match.groups()
        if either is not None:
            choices = [keys for choice in either.split("|") for keys in _plain(choice)]
        elif named is not None:
            choices = [(named,)]
        else:
            maybe = "?" if plain.endswith("?") else None
            choices = _plain(plain.removesuffix("?"))
        yield [*choices, ()] if maybe or maybe_named else choices


def _with_head(match: re.Match[str]) -> str:
    return f"({'|'.join(match[1] + ending for ending in match[2].split('|'))})"


def _plain(words: str) -> list[tuple[str, ...]]:
    """Key sequences of plain words: hyphenated ones come apart, as they do in a text."""
    found: list[tuple[str, ...]] = [()]
    for word in words.split():
        tails = (
            [("_",)] if word == "_" else _stems(word) if word.endswith("*") else [tuple(Words(word).forms)]
        )
        found = [head + tail for head in found for tail in tails]
    return found


def _stems(word: str) -> list[tuple[str, ...]]:
    *heads, stem = word[:-1].lower().replace("-", " ").split()
    before = tuple(Words(" ".join(heads)).forms)
    stem = american(stem)
    # "advertis*": what follows says whether the mill makes a z of it.
    stems = (stem, f"{stem[:-1]}z") if stem.endswith("is") else (stem,)
    return [(*before, f"{each}*") for each in stems]


def longest(hits: Sequence[Hit]) -> list[Hit]:
    """The hits that do not lie inside a longer one, in order."""
    kept: list[Hit] = []
    first = last = -1
    for hit in sorted(hits, key=lambda hit: (hit.first, -hit.last)):
        if hit.last > last:
            first, last = hit.first, hit.last
        elif (hit.first, hit.last) != (first, last):
            continue
        kept.append(hit)
    return kept

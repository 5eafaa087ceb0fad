"""Tense, mood and person of sentences, told from their words by `[grammar]` of `data/roles.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from ecosift.tagging.roles.cues import role_lexicon
from ecosift.tagging.roles.words import UNKNOWN_PAST, Lexis, Numbers, Places, Words, is_regular_past

Matrix = NDArray[np.float32]
# Who acts is told from the first words.
OPENING = 8
# Tenses of words come first: a sentence may also open with an order, or have no verb.
WORD_TENSES = ("past", "present", "modal")
TENSES = (*WORD_TENSES, "order", "none")
ORDER, NO_VERB = 3, 4


@dataclass(frozen=True, slots=True)
class Grammar:
    """The grammar of lines: the tense of the first verb, who acts, what else shows.

    `tense` are places in `TENSES`, `who` places in `persons()`; `traits` has a column for each of `traits()`.
    """

    tense: Places
    who: Places
    traits: Matrix


def persons() -> tuple[str, ...]:
    """Who can act; the last are all others."""
    return (*sorted(role_lexicon().grammar.persons), "other")


def traits() -> tuple[str, ...]:
    """What else a sentence can show, and whether any of its verbs has a tense."""
    return (*sorted(role_lexicon().grammar.traits), *(f"any {tense}" for tense in WORD_TENSES))


def grammar_words() -> frozenset[str]:
    """Every word that says something of grammar."""
    tenses, marks, who, orders = _tables()
    return frozenset({*tenses, *marks, *who, *orders})


class GrammarReader:
    """Reads the grammar of lines of numbered words."""

    def __init__(self, lexis: Lexis) -> None:
        tenses, marks, who, orders = _tables()
        names, others = traits(), persons()
        self._tense, self._trait, self._who = (np.full(len(lexis), -1, dtype=np.int8) for _ in range(3))
        self._tense[UNKNOWN_PAST] = WORD_TENSES.index("past")
        for number, word in enumerate(lexis.words[2:], start=2):
            tense = tenses.get(word, "past" if is_regular_past(word) else "")
            self._tense[number] = WORD_TENSES.index(tense) if tense else -1
            self._trait[number] = names.index(marks[word]) if word in marks else -1
            self._who[number] = others.index(who[word]) if word in who else -1
        self._orders = lexis.flags(orders)

    def read(self, words: Words) -> Grammar:
        """The grammar of every line."""
        numbers, line, lines = words.numbers, words.line, len(words.starts)
        held = np.zeros((lines, len(traits())), dtype=np.float32)
        trait = self._trait.take(numbers)
        marked = np.flatnonzero(trait >= 0)
        held[line.take(marked), trait.take(marked)] = 1.0
        tense = self._tense.take(numbers)
        verbs = np.flatnonzero(tense >= 0)
        of_verbs, tense = line.take(verbs), tense.take(verbs)
        held[of_verbs, held.shape[1] - len(WORD_TENSES) + tense] = 1.0
        first = _first_of_each(np.full(lines, NO_VERB), of_verbs, tense)
        opens = np.flatnonzero(words.sizes > 1)
        first[opens[self._orders.take(numbers.take(words.starts.take(opens) + 1))]] = ORDER
        who = self._who.take(numbers)
        acting = np.flatnonzero(who >= 0)
        acting = acting[acting - words.starts.take(line.take(acting)) <= OPENING]
        other = np.full(lines, len(persons()) - 1)
        return Grammar(first, _first_of_each(other, line.take(acting), who.take(acting)), held)


def _first_of_each(out: Places, lines: Places, values: Numbers) -> Places:
    """`out`, with the first of the values of each line that has any."""
    out[lines[::-1]] = values[::-1]
    return out


@cache
def _tables() -> tuple[dict[str, str], dict[str, str], dict[str, str], frozenset[str]]:
    """Tense, trait and person of every word that has one, and the words that open an order."""
    grammar = role_lexicon().grammar
    present = {form for verb in grammar.verbs for form in (f"{verb}s", f"{verb}es")}
    tenses = dict.fromkeys(present | grammar.present, "present")
    tenses |= dict.fromkeys(grammar.past, "past") | dict.fromkeys(grammar.modals, "modal")
    # An empty tense: no verb, whatever its ending.
    tenses |= dict.fromkeys(grammar.tenseless, "")
    return tenses, _by_word(grammar.traits), _by_word(grammar.persons), grammar.verbs


def _by_word(named: Mapping[str, frozenset[str]]) -> dict[str, str]:
    return {word: name for name, words in named.items() for word in words}

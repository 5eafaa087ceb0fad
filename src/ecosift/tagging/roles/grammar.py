"""Tense, mood and person of a sentence, told from its words by `[grammar]` of `data/roles.toml`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from ecosift.tagging.roles.cues import role_lexicon

# A word that the lexicon lacks is a past where it ends so and is no shorter.
REGULAR_PAST, SHORTEST_PAST = "ed", 5
# Who acts is told from the first words.
OPENING = 8


@dataclass(frozen=True, slots=True)
class Grammar:
    """`tense` of the first verb (past, present, modal, order, none), `who` acts, and what else is in it."""

    tense: str
    who: str
    traits: tuple[str, ...]


def grammar_of(words: Sequence[str]) -> Grammar:
    """The grammar of a sentence from its words in lower case."""
    tenses, traits, persons, orders = _tables()
    verbs = []
    for word in words:
        tense = tenses.get(word)
        if tense:
            verbs.append(tense)
        elif tense is None and word[-2:] == REGULAR_PAST and len(word) >= SHORTEST_PAST:
            verbs.append("past")
    first = "order" if words and words[0] in orders else verbs[0] if verbs else "none"
    who = next((persons[word] for word in words[:OPENING] if word in persons), "other")
    found = {traits[word] for word in words if word in traits}
    found.update(f"any {verb}" for verb in set(verbs))
    return Grammar(first, who, tuple(sorted(found)))


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

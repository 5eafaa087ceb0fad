"""Which language a text is in: by its script, else by the share of its words that are function words."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from ecosift.lexicon import Lexicon, load_lexicon

SAMPLE = 8_000
# Under so many words, what the page declares is a better guess than what its words say.
ENOUGH_WORDS = 12
# English running text lies at .35 and over; lists of names or menu items fall to .05 without being foreign.
CLEAR_SHARE = 0.12
WORD = re.compile(r"[^\W\d_]+")


class Languages(Lexicon):
    """Function words by language, and code point ranges of scripts that settle it."""

    words: dict[str, frozenset[str]]
    scripts: dict[str, tuple[tuple[int, int], ...]]


def language_of(text: str, *, declared: str | None = None) -> str | None:
    """ISO 639 code of the language of `text`: as it reads, else as the page declares, else None."""
    words = WORD.findall(text[:SAMPLE])
    stated = declared.partition("-")[0].partition("_")[0].lower() if declared else None
    if len(words) < ENOUGH_WORDS:
        return _script_of("".join(words)) or stated
    return _script_of("".join(words)) or _by_words(words) or stated


def _script_of(letters: str) -> str | None:
    # A few accents and Greek letters are no other script; most pages end here.
    if 2 * len(letters.encode("ascii", "ignore")) > len(letters):
        return None
    counts = Counter({code: len(found.findall(letters)) for code, found in _script_patterns().items()})
    # Japanese mixes its own signs with Chinese ones.
    if counts["ja"] > 0.1 * len(letters):
        return "ja"
    (code, count), *_ = counts.most_common(1)
    return code if 2 * count > len(letters) else None


def _by_words(words: list[str]) -> str | None:
    counts = Counter(map(str.lower, words))
    shares = {
        code: sum(map(counts.__getitem__, known.intersection(counts))) / len(words)
        for code, known in _languages().words.items()
    }
    best = max(shares, key=lambda code: (shares[code], code == "en"))
    return best if shares[best] >= CLEAR_SHARE else None


@cache
def _languages() -> Languages:
    lexicon: Languages = load_lexicon("languages", Languages)
    return lexicon


@cache
def _script_patterns() -> dict[str, re.Pattern[str]]:
    return {
        code: re.compile("[" + "".join(f"{chr(low)}-{chr(high)}" for low, high in ranges) + "]")
        for code, ranges in _languages().scripts.items()
    }

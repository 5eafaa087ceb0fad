"""Pages on other subjects: sentences in which no factor of anybody's health sits at any level."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ecosift.errors import GoldError
from ecosift.language.sentences import split
from ecosift.lexicon import Lexicon, load_lexicon

# A page with more words of health than this may be about it.
MAX_HEALTH = 2
# Shorter sentences are debris, shorter pages too; longer pages have their say with their head.
MIN_WORDS, MIN_SENTENCES, MAX_SENTENCES = 5, 8, 40


class HealthWords(Lexicon):
    """Beginnings of words of health."""

    beginnings: tuple[str, ...]


@dataclass(frozen=True)
class Elsewhere:
    """A page's sentences, as plain text."""

    name: str
    sentences: tuple[str, ...]


def read_elsewhere(folder: Path) -> tuple[list[Elsewhere], str]:
    """The pages of a folder that are about other things than health, and a SHA-256 of the whole folder.

    The text of a page is `ground_truth.main_content` in `ground-truth/NAME.json`, as WCXB has it. Raises
    `GoldError` where there is none.
    """
    files = sorted(folder.joinpath("ground-truth").glob("*.json"))
    if not files:
        raise GoldError(f"{folder}: no ground-truth/*.json")
    health, pages, whole = _health(), list[Elsewhere](), hashlib.sha256()
    for file in files:
        raw = file.read_bytes()
        whole.update(hashlib.sha256(raw).digest())
        text = json.loads(raw)["ground_truth"]["main_content"]
        if len(health.findall(text)) <= MAX_HEALTH:
            sentences = tuple(sentences_of_page(text))[:MAX_SENTENCES]
            if len(sentences) >= MIN_SENTENCES:
                pages.append(Elsewhere(file.stem, sentences))
    return pages, f"sha256:{whole.hexdigest()}"


def sentences_of_page(text: str) -> Iterator[str]:
    """The sentences of a plain text that are long enough to say something."""
    for line in text.splitlines():
        for start, end in split(line):
            if len(line[start:end].split()) >= MIN_WORDS:
                yield line[start:end]


def _health() -> re.Pattern[str]:
    words: HealthWords = load_lexicon("health", HealthWords)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words.beginnings))})", re.IGNORECASE)

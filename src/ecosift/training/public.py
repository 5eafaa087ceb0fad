"""Sentences of public pages that were read for their levels: the labels are ours, their texts are not."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from math import log, sqrt
from pathlib import Path

from ecosift.errors import GoldError
from ecosift.tagging.levels.words import Words
from ecosift.training.elsewhere import sentences_of_page
from ecosift.training.lots import Lot
from ecosift.types import Valence

LABELS = Path("readings/public.jsonl")
ABSTRACTS, PAGES = "roles_dev.jsonl.gz", "wcxb_dev"
SIGNS: Mapping[str, Valence] = {"+": "facilitator", "-": "barrier", "*": "both", "0": "none"}
# What a sentence of a public page counts, read once.
PUBLIC = 0.5
# So much of a sentence's SHA-256 tells it from others.
DIGITS = 12


def read_public(labels: Path, folder: Path, levels: Sequence[str]) -> list[Lot]:
    """The pages of `folder` that `labels` tells of, each sentence that was read with its levels.

    A line of `labels` is a page: `source`, `doc`, and `read`, the labels of each sentence by the beginning of
    its SHA-256: `i- o+` for a level by its first letter (`r` for interpersonal relations) and its valence.
    Sentences that nobody has read are left out. Raises `GoldError` where a file or page is missing.
    """
    try:
        texts = dict(_texts(folder))
        lines = [json.loads(line) for line in labels.read_text(encoding="utf-8").splitlines()]
    except (OSError, ValueError) as error:
        raise GoldError(f"{folder}: {error}") from error
    letters = {"r" if level == "interpersonal" else level[0]: level for level in levels}
    lots = []
    for line in lines:
        if (key := (line["source"], line["doc"])) not in texts:
            raise GoldError(f"{folder}: no page {line['doc']!r} of {line['source']}")
        told = [(text, line["read"][mark_of(text)]) for text in texts[key] if mark_of(text) in line["read"]]
        valence = [{letters[code[0]]: SIGNS[code[1]] for code in codes.split()} for _, codes in told]
        lots.append(Lot.of(line["doc"], [text for text, _ in told], valence))
    return [lot for lot in lots if lot.sentences]


def mark_of(text: str) -> str:
    """What a sentence is known by."""
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]


def under_topics(pages: Sequence[Lot], own: Sequence[Lot]) -> list[Lot]:
    """The pages, each under that topic of our own which its words are nearest to.

    So a topic that is left out takes with it what public pages say of it. (Cosine of tf-idf.)
    """
    bags: dict[str, Counter[str]] = {}
    for lot in own:
        bags.setdefault(lot.group, Counter()).update(_words(lot))
    seen = Counter(word for bag in bags.values() for word in bag)
    rare = {word: log(len(bags) / count) for word, count in seen.items()}
    tables = {group: _scaled(bag, rare) for group, bag in sorted(bags.items())}

    def nearest(lot: Lot) -> str:
        table = _scaled(Counter(_words(lot)), rare)
        return max(tables, key=lambda group: sum(v * tables[group].get(w, 0.0) for w, v in table.items()))

    return [replace(lot, group=nearest(lot)) for lot in pages]


def _scaled(bag: Mapping[str, int], rare: Mapping[str, float]) -> dict[str, float]:
    table = {word: (1.0 + log(count)) * rare[word] for word, count in bag.items() if word in rare}
    length = sqrt(sum(value * value for value in table.values())) or 1.0
    return {word: value / length for word, value in table.items()}


def _words(lot: Lot) -> Iterator[str]:
    return (form for sentence in lot.sentences for form in Words(sentence.text).forms)


def _texts(folder: Path) -> Iterator[tuple[tuple[str, str], list[str]]]:
    with gzip.open(folder / ABSTRACTS, "rt", encoding="utf-8") as lines:
        for line in map(json.loads, lines):
            for part, key in (("abstract", ""), ("limitations", ":L")):
                texts = [sentence["text"] for sentence in line.get(part) or ()]
                yield (ABSTRACTS, line["doc_id"] + key), [" ".join(text.split()) for text in texts]
    for file in sorted(folder.joinpath(PAGES, "ground-truth").glob("*.json")):
        text = json.loads(file.read_text(encoding="utf-8"))["ground_truth"]["main_content"]
        yield (PAGES, file.stem), [" ".join(part.split()) for part in sentences_of_page(text)]

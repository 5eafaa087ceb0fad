"""What a page's candidates look like: one row of numbers for each block, in the light of its surroundings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecosift.clean.candidates import Candidate, Candidates
from ecosift.clean.containers import Tree
from ecosift.clean.words import COMMA, DIGIT, STOP, WIDE, Words

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Sums = NDArray[np.float64]

KINDS = ("heading", "paragraph", "list_item", "table_row", "caption", "quote")
TAGS = (
    "p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "tr", "section", "article",
    "blockquote",
    "pre", "dd", "dt", "figcaption", "body", "footer", "address", "main", "header", "nav", "aside", "form",
    "center", "summary", "option",
)  # fmt: skip
REASONS = (
    "navigation", "references", "comments", "related_links", "consent", "author_box", "share", "form",
    "footer", "metadata", "hidden", "promotion", "advert", "keywords", "affiliations", "contact",
    "aside", "resources",
    "funding", "declarations",
)  # fmt: skip
END_MARKS = np.array([ord(char) for char in ".!?:…”\"')"])
# How many blocks before and after a block make up its neighbourhood.
WINDOWS = (3, 8, 20)
SHIFTS = (-2, -1, 1, 2)
STEPS_UP = 5
# So many numbers `_numbers` gives.
NUMBERS = 9
FAR = 50
# Columns of the sums over blocks: see `_measures`.
N, WORDS, PROSE, LINKED, PROSE_BLOCKS, HEADS, STOPS, SENTENCES, KEPT, TEXT, LINK_BLOCKS = range(11)

Columns = dict[str, NDArray[Any]]


def features(
    page: Candidates, reasons: Sequence[str | None], words: Words, said: Floats, named: Floats
) -> Floats:
    """The features of every block, blocks × features; the columns are the same for all pages of a kind.

    `reasons` is the verdict of the rules; `said` scores what each block says, `named` what each container is
    called (both learned apart).
    """
    columns = _own(page, reasons, words, said)
    sums = _measures(columns, words)
    if page.plain:
        columns |= _groups(page)
    else:
        columns |= _surroundings(page, sums, named)
    columns |= _place(page, columns, sums)
    columns |= _under_heading(columns)
    columns |= _neighbours(columns)
    columns |= _windows(sums)
    columns |= _whole(page, sums, words)
    return _side_by_side(list(columns.values()))


def _side_by_side(parts: Sequence[NDArray[Any]]) -> Floats:
    """All columns in one array (which is faster than to convert each, then to join them)."""
    parts = [part[:, None] if part.ndim == 1 else part for part in parts]
    rows, at = np.empty((len(parts[0]), sum(part.shape[1] for part in parts)), dtype=np.float32), 0
    for part in parts:
        rows[:, at : at + part.shape[1]] = part
        at += part.shape[1]
    return rows


def _column(value: NDArray[Any]) -> Floats:
    plain = value.astype(np.float32, copy=False)
    return plain[:, None] if plain.ndim == 1 else plain


def _own(page: Candidates, reasons: Sequence[str | None], words: Words, said: Floats) -> Columns:
    """The block by itself."""
    blocks = page.blocks
    numbers = chain.from_iterable(map(_numbers, blocks))
    counted = np.fromiter(numbers, dtype=np.float32, count=len(blocks) * NUMBERS).reshape(-1, NUMBERS)
    chars, count, linked, bold, prose, marker, depth, cells, marks = counted.T
    linked, bold = np.minimum(linked / chars, 1), np.minimum(bold / chars, 1)
    first, last = words.first | 32, words.last | 32
    opens, ends = (first >= 97) & (first <= 122), (last >= 97) & (last <= 122)
    seen = Counter(block.text for block in blocks)
    columns: Columns = {
        "words": np.log1p(count),
        "linked": linked,
        "prose": prose,
        "stops": words.stops / count,
        "kept": np.array([reason is None for reason in reasons]),
        "said": said,
        "bold": bold,
        "ends": np.isin(words.last, END_MARKS),
        "kind": _one_hot([block.kind for block in blocks], KINDS),
        "chars": np.log1p(chars),
        "sizes": np.stack([count <= 1, count <= 3, count >= 8, count >= 20], axis=1),
        "links": np.stack([linked > 0.9, linked == 0, np.log1p(marks)], axis=1),
        "any_stop": words.stops > 0,
        "word_length": np.minimum(chars / count, 20) / 10,
        "classes": words.counts[:, 1:] / chars[:, None],
        "marks": np.log1p(words.counts[:, [STOP, COMMA]]),
        "digits": words.counts[:, DIGIT] > 0,
        "edges": np.stack(
            [words.last == 46, words.last == 58, words.last == 63, ends, opens & (words.first < 97),
             opens & (words.first >= 97), ~opens], axis=1,
        ),
        "marker": marker,
        "depth": np.minimum(depth, 6),
        "cells": np.log1p(cells),
        "repeats": np.log1p(np.array([seen[block.text] - 1 for block in blocks])),
        "reason": _one_hot(reasons, REASONS),
    }  # fmt: skip
    if not page.plain:
        columns["tag"] = _one_hot([block.tag for block in blocks], TAGS)
    return columns


def _numbers(block: Candidate) -> tuple[float, ...]:
    return (
        len(block.text), block.words, block.linked, block.bold, block.prose, block.marker != "", block.depth,
        len(block.cells), len(block.marks),
    )  # fmt: skip


def _one_hot(values: Sequence[str | None], names: Sequence[str]) -> NDArray[np.bool_]:
    index: Mapping[str | None, int] = {name: at for at, name in enumerate(names)}
    at = np.array([index.get(value, -1) for value in values], dtype=np.int64)
    return np.asarray(at[:, None] == np.arange(len(names)))


def _measures(columns: Columns, words: Words) -> Sums:
    """What is added up over containers and windows, blocks × 11."""
    count = np.expm1(columns["words"])
    prose, linked = columns["prose"].astype(np.float64), columns["linked"].astype(np.float64)
    one = np.ones(len(count))
    heads = columns["kind"][:, 0]
    parts = (
        one, count, count * prose, count * linked, prose, heads, words.stops, words.counts[:, STOP],
        columns["kept"] * count, columns["said"], linked > 0.5,
    )  # fmt: skip
    return np.stack([np.asarray(part, dtype=np.float64) for part in parts], axis=1)


def _surroundings(page: Candidates, sums: Sums, named: Floats) -> Columns:
    """The containers around a block: what they are, what they are called, and what they hold."""
    at = np.array([block.container for block in page.blocks], dtype=np.int64)
    tree = Tree(page.containers)
    columns: Columns = {
        "around": tree.inside(at),
        "named": np.stack([tree.path_sums(named)[at], named[at]], axis=1),
        "tree_depth": tree.depth[at] / 10,
    }
    totals, whole = tree.running(sums, at), sums.sum(axis=0)
    up = at
    for step in range(STEPS_UP):
        ends = tree.ends[up]
        held = totals[ends] - totals[up]
        columns[f"held_{step}"] = _ratios(held)
        columns[f"share_{step}"] = held[:, [WORDS, PROSE, KEPT]] / np.maximum(whole[[WORDS, PROSE, KEPT]], 1)
        columns[f"tree_{step}"] = np.stack(
            [np.log1p(tree.children[up]), np.log1p(ends - up), named[up]], axis=1
        )
        up = np.maximum(tree.parent[up], 0)
    parent = tree.parent[at]
    same = np.concatenate(([False], parent[1:] == parent[:-1]))
    columns["siblings"] = np.stack([same, np.append(same[1:], False)], axis=1)
    return columns


def _groups(page: Candidates) -> Columns:
    """The run of lines between blank ones that a line stands in."""
    at = np.array([block.container for block in page.blocks], dtype=np.int64)
    size = np.bincount(at)
    count = np.bincount(at, [block.words for block in page.blocks])
    same = np.concatenate(([False], at[1:] == at[:-1]))
    return {
        "siblings": np.stack([same, np.append(same[1:], False)], axis=1),
        "group": np.log1p(np.stack([size[at], count[at]], axis=1)),
        "groups": np.full(len(at), np.count_nonzero(size) / max(len(at), 1)),
    }


def _ratios(held: Sums) -> Sums:
    """Sums over some blocks as amounts and shares."""
    blocks, count = np.maximum(held[:, [N]], 1), np.maximum(held[:, [WORDS]], 1)
    return np.hstack(
        (
            np.log1p(held[:, [N, WORDS, PROSE]]),
            held[:, [PROSE, LINKED, STOPS, KEPT]] / count,
            held[:, [PROSE_BLOCKS, LINK_BLOCKS, HEADS, TEXT]] / blocks,
            np.log1p(10 * held[:, [SENTENCES]] / count),
        )
    )


def _place(page: Candidates, columns: Columns, sums: Sums) -> Columns:
    """Where on the page: from its ends, among its words, from its main heading, from prose and headings."""
    blocks = len(sums)
    order = np.arange(blocks)
    done = np.cumsum(sums[:, [WORDS, PROSE, KEPT]], axis=0)
    heads = [at for at, block in enumerate(page.blocks) if block.tag == "h1"]
    since = order - heads[0] if heads else np.zeros(blocks)
    return {
        "place": (order + 0.5) / max(blocks, 1),
        "from_ends": np.log1p(np.stack([order, blocks - 1 - order], axis=1)),
        "done": done / np.maximum(done[-1:], 1),
        "after_h1": np.full(blocks, 0.5) if not heads else since > 0,
        "since_h1": np.sign(since) * np.log1p(np.abs(since)),
        "near_prose": _distances(columns["prose"] > 0),
        "near_heading": _distances(columns["kind"][:, 0] > 0),
    }


def _distances(flags: NDArray[np.bool_]) -> Sums:
    """How many blocks ago the last of them was, and how many until the next."""
    order = np.arange(len(flags))
    last = np.maximum.accumulate(np.where(flags, order, -FAR))
    following = np.minimum.accumulate(np.where(flags, order, len(flags) + FAR)[::-1])[::-1]
    return np.log1p(np.minimum(np.stack([order - last, following - order], axis=1), FAR))


def _under_heading(columns: Columns) -> Columns:
    """What the heading above looks like."""
    heads = columns["kind"][:, 0] > 0
    at = np.maximum.accumulate(np.where(heads, np.arange(len(heads)), -1))
    looks = np.stack(
        [columns[name].astype(np.float64) for name in ("said", "kept", "linked", "depth")], axis=1
    )
    return {"heading": np.where(at[:, None] >= 0, looks[np.maximum(at, 0)], (0.0, 0.5, 0.0, 0.0))}


def _neighbours(columns: Columns) -> Columns:
    """The blocks before and after."""
    names = ("words", "linked", "prose", "stops", "kept", "said", "ends", "bold", "named")
    parts = [_column(columns[name]) for name in names if name in columns]
    core = np.hstack([*parts, _column(columns["kind"][:, [0, 2]])])
    return {f"block{shift:+d}": _shifted(core, shift) for shift in SHIFTS}


def _shifted(values: Floats, by: int) -> Floats:
    out = np.zeros_like(values)
    if by > 0:
        out[:-by] = values[by:]
    else:
        out[-by:] = values[:by]
    return out


def _windows(sums: Sums) -> Columns:
    """What stands around, before and after, as far as each window reaches."""
    blocks = len(sums)
    order = np.arange(blocks)
    totals = np.vstack([np.zeros((1, sums.shape[1])), np.cumsum(sums, axis=0)])
    columns: Columns = {}
    for reach in WINDOWS:
        low, high = np.maximum(order - reach, 0), np.minimum(order + reach + 1, blocks)
        columns[f"window_{reach}"] = _ratios(totals[high] - totals[low])
        columns[f"before_{reach}"] = _few(totals[order] - totals[low])
        columns[f"after_{reach}"] = _few(totals[high] - totals[order + 1])
    return columns


def _few(held: Sums) -> Sums:
    count = np.maximum(held[:, [WORDS]], 1)
    means = held[:, [TEXT]] / np.maximum(held[:, [N]], 1)
    return np.hstack((np.log1p(held[:, [WORDS]]), held[:, [PROSE, LINKED, KEPT]] / count, means))


def _whole(page: Candidates, sums: Sums, words: Words) -> Columns:
    """The page as a whole, the same for each block."""
    heads = sum(block.tag == "h1" for block in page.blocks)
    wide = words.counts[:, WIDE].sum() / max(words.counts.sum(), 1)
    row = np.hstack((_ratios(sums.sum(axis=0, keepdims=True))[0], min(heads, 3), wide))
    return {"page": np.tile(row, (len(sums), 1))}

"""Word vectors out of a sentence model, so that the classifier of levels knows words that our corpus lacks.

The teacher is all-MiniLM-L6-v2 (Apache-2.0), run here with numpy alone, a word at a time. Its vectors serve
in training only: `training.levels` folds them into one weight for each word and level.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.special import erf

from ecosift.models import load_model, save_model
from ecosift.tagging.levels.words import normal
from ecosift.training.linear import digest

Array = NDArray[np.float32]
HEADS, LAYERS = 12, 6
EPSILON = 1e-12
BATCH = 256
DIMENSIONS = 96
# Vectors are kept in steps: small files, and the same bytes wherever the last bits of a product differ.
STEPS = 24.0
WORD = re.compile("[a-z]{2,}")


def distil_vectors(teacher: Path, out: Path) -> int:
    """Write vectors for the plain words of the teacher's vocabulary and of `out/words.txt`; returns how many.

    `teacher` is the folder with `model.safetensors` and `vocab.txt`.
    """
    pieces = teacher.joinpath("vocab.txt").read_text(encoding="utf-8").splitlines()
    ranks = {piece: at for at, piece in enumerate(pieces)}
    field = out.joinpath("words.txt").read_text(encoding="utf-8").split()
    words = sorted({word for word in (*pieces, *field) if WORD.fullmatch(word)})
    encoder = Encoder(read_safetensors(teacher / "model.safetensors"), pieces)
    vectors = _reduced(encoder.encode(words), [_weight(ranks.get(word, len(pieces))) for word in words])
    names, rows = _merged(words, vectors)
    save_model(out, {"vectors": np.round(rows * STEPS)}, names, _manifest(teacher, out))
    return len(names)


class Encoder:
    """The teacher: six layers of attention, mean of all tokens, length one."""

    def __init__(self, weights: Mapping[str, Array], pieces: Sequence[str]) -> None:
        self._weights = weights
        self._ids = {piece: at for at, piece in enumerate(pieces)}

    def encode(self, texts: Sequence[str]) -> Array:
        """One vector a text, rows in order."""
        ids = [self._pieces_of(text) for text in texts]
        order = sorted(range(len(ids)), key=lambda at: (len(ids[at]), at))
        out = np.zeros((len(texts), 384), dtype=np.float32)
        for batch in _batches(order, ids):
            out[batch] = self._forward(np.array([ids[at] for at in batch]))
        return out

    def _pieces_of(self, text: str) -> list[int]:
        found = [self._ids["[CLS]"]]
        for word in text.lower().split():
            found += self._word(word)
        return [*found, self._ids["[SEP]"]]

    def _word(self, word: str) -> Iterator[int]:
        at = 0
        while at < len(word):
            prefix = "##" if at else ""
            end = next((e for e in range(len(word), at, -1) if prefix + word[at:e] in self._ids), None)
            if end is None:
                yield self._ids["[UNK]"]
                return
            yield self._ids[prefix + word[at:end]]
            at = end

    def _forward(self, ids: NDArray[np.int64]) -> Array:
        w = self._weights
        x = (
            w["embeddings.word_embeddings.weight"][ids]
            + w["embeddings.position_embeddings.weight"][: ids.shape[1]]
            + w["embeddings.token_type_embeddings.weight"][0]
        )
        x = self._norm(x, "embeddings.LayerNorm")
        for layer in range(LAYERS):
            x = self._layer(x, f"encoder.layer.{layer}")
        pooled = x.mean(axis=1)
        return np.asarray(pooled / np.linalg.norm(pooled, axis=1, keepdims=True), dtype=np.float32)

    def _layer(self, x: Array, name: str) -> Array:
        q, k, v = (
            self._heads(self._dense(x, f"{name}.attention.self.{part}")) for part in ("query", "key", "value")
        )
        scores = q @ k.transpose(0, 1, 3, 2) / np.sqrt(q.shape[-1])
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        seen = (scores / scores.sum(axis=-1, keepdims=True)) @ v
        seen = seen.transpose(0, 2, 1, 3).reshape(x.shape)
        x = self._norm(
            x + self._dense(seen, f"{name}.attention.output.dense"), f"{name}.attention.output.LayerNorm"
        )
        inner = self._dense(x, f"{name}.intermediate.dense")
        inner = inner * 0.5 * (1.0 + erf(inner / np.sqrt(2.0)))
        return self._norm(x + self._dense(inner, f"{name}.output.dense"), f"{name}.output.LayerNorm")

    def _heads(self, x: Array) -> Array:
        batch, length, width = x.shape
        return x.reshape(batch, length, HEADS, width // HEADS).transpose(0, 2, 1, 3)

    def _dense(self, x: Array, name: str) -> Array:
        return np.asarray(
            x @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"], dtype=np.float32
        )

    def _norm(self, x: Array, name: str) -> Array:
        centred = x - x.mean(axis=-1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(axis=-1, keepdims=True) + EPSILON)
        return np.asarray(
            scaled * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"], dtype=np.float32
        )


def read_safetensors(file: Path) -> dict[str, Array]:
    """The float32 tensors of a safetensors file by name."""
    raw = file.read_bytes()
    size = int.from_bytes(raw[:8], "little")
    head = json.loads(raw[8 : 8 + size])
    return {
        name: np.frombuffer(raw[8 + size :][slice(*info["data_offsets"])], dtype="<f4").reshape(info["shape"])
        for name, info in head.items()
        if name != "__metadata__" and info["dtype"] == "F32"
    }


@dataclass(frozen=True)
class WordVectors:
    """Vectors by the levelled form of a word."""

    names: tuple[str, ...]
    rows: Array

    @cached_property
    def index(self) -> Mapping[str, int]:
        """Row of every word."""
        return {name: at for at, name in enumerate(self.names)}

    def mean(self, words: Sequence[str]) -> Array:
        """The mean of the known words' vectors; zeros where none is known."""
        known = [self.index[word] for word in words if word in self.index]
        if not known:
            return np.zeros(self.rows.shape[1], dtype=np.float32)
        return np.asarray(self.rows[known].mean(axis=0), dtype=np.float32)

    def without(self, words: Collection[str]) -> WordVectors:
        """The vectors of all other words."""
        kept = [at for at, name in enumerate(self.names) if name not in words]
        return WordVectors(tuple(self.names[at] for at in kept), self.rows[kept])


def read_vectors(folder: Path) -> WordVectors:
    """The vectors that `distil_vectors` wrote. Raises `ConfigError` where the files cannot be used."""
    kept = load_model(str(folder.resolve()))
    return WordVectors(kept.vocabulary, kept.arrays["vectors"] / kept.manifest["steps"])


def _batches(order: Sequence[int], ids: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    batch: list[int] = []
    for at in order:
        if batch and (len(batch) == BATCH or len(ids[batch[0]]) != len(ids[at])):
            yield batch
            batch = []
        batch.append(at)
    if batch:
        yield batch


def _weight(rank: int) -> float:
    """Rare words say more: the vocabulary stands in order of frequency."""
    return float(np.log(1.0 + rank))


def _reduced(vectors: Array, weights: Sequence[float]) -> Array:
    """The strongest directions, scaled to unit variance in all, times the word's weight."""
    centred = vectors - vectors.mean(axis=0)
    _, _, directions = np.linalg.svd(centred, full_matrices=False)
    signs = np.sign(directions[np.arange(len(directions)), np.abs(directions).argmax(axis=1)])
    kept = centred @ (directions * signs[:, None])[:DIMENSIONS].T
    scale = np.asarray(weights, dtype=np.float32)[:, None]
    return np.asarray(kept / kept.std() * scale / scale.mean(), dtype=np.float32)


def _merged(words: Sequence[str], vectors: Array) -> tuple[list[str], Array]:
    """One row for each levelled form: the mean of the words that share it."""
    forms: dict[str, list[int]] = {}
    for at, word in enumerate(words):
        forms.setdefault(normal(word), []).append(at)
    names = sorted(form for form in forms if form)
    return names, np.stack([vectors[forms[name]].mean(axis=0) for name in names])


def _manifest(teacher: Path, out: Path) -> dict[str, object]:
    files = ("model.safetensors", "vocab.txt")
    return {
        "kind": "word vectors",
        "teacher": "sentence-transformers/all-MiniLM-L6-v2, Apache-2.0",
        "teacher_files": {name: digest(teacher / name) for name in files},
        "words": digest(out / "words.txt"),
        "steps": STEPS,
    }

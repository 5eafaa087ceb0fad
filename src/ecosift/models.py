"""Model files: plain arrays and JSON, nothing that can run code.

A model is a folder with `weights.npz` (float32 arrays), `vocabulary.json` (feature names in the order of the
rows of `weights`, then names of a further part), `manifest.json` (labels, settings, calibration, training
data by SHA-256, library versions) and `README.md`, its model card.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources.abc import Traversable
from itertools import repeat
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from ecosift.errors import ConfigError, UnknownNameError
from ecosift.resources import resource

FloatArray = NDArray[np.float32]
FILES = ("manifest.json", "vocabulary.json", "weights.npz")
# A zip entry carries a time stamp; a fixed one keeps the bytes equal from one training to the next.
EPOCH = (1980, 1, 1, 0, 0, 0)
LOT = 512


def one_thread() -> AbstractContextManager[Any]:
    """Keep numpy's products on one thread while it is open.

    A page is too small to gain from more, and the number of a machine's cores must not change a sum.
    """
    limit: AbstractContextManager[Any] = _threads().limit(limits=1, user_api="blas")
    return limit


@cache
def _threads() -> ThreadpoolController:
    return ThreadpoolController()


@dataclass(frozen=True)
class Model:
    """Arrays by name, the vocabulary, and the manifest."""

    name: str
    arrays: Mapping[str, FloatArray]
    vocabulary: tuple[str, ...]
    manifest: Mapping[str, Any]
    sha256: str

    @cached_property
    def index(self) -> Mapping[str, int]:
        """Row of every feature."""
        return {feature: row for row, feature in enumerate(self.vocabulary)}

    def part(self, prefix: str) -> dict[str, FloatArray]:
        """The arrays of one part by their own names; empty where the model has no such part."""
        found = self.arrays.items()
        return {name.removeprefix(prefix): array for name, array in found if name.startswith(prefix)}

    def names_beside(self, prefix: str) -> list[str]:
        """The names of one further part, which stand in the vocabulary after those of `weights`."""
        beside = self.vocabulary[len(self.arrays["weights"]) :]
        return [name.removeprefix(prefix) for name in beside if name.startswith(prefix)]

    def decision(self, rows: Sequence[Iterable[str] | Mapping[str, float]]) -> FloatArray:
        """Linear scores, shape (rows, labels): `weights` summed over known features, plus `intercept`.

        A row is a mapping of feature to value, or an iterable of features that each count once.
        """
        out = np.tile(self.arrays["intercept"], (len(rows), 1))
        # In lots, so that a page of a million words does not need memory for all of them at once.
        for first in range(0, len(rows), LOT):
            out[first : first + LOT] += self._products(rows[first : first + LOT])
        return out

    def _products(self, rows: Sequence[Iterable[str] | Mapping[str, float]]) -> FloatArray:
        names, values, ends = list[str](), list[float](), [0]
        for row in rows:
            if isinstance(row, Mapping):
                names.extend(row)
                values.extend(row.values())
            else:
                names.extend(row)
                values.extend(repeat(1.0, len(names) - len(values)))
            ends.append(len(names))
        at = np.fromiter(map(self.index.get, names, repeat(-1)), dtype=np.int64, count=len(names))
        known = at >= 0
        kept = np.asarray(values, dtype=np.float32)[known, None]
        before = np.concatenate([[0], np.cumsum(known)])
        return sums(self.arrays["weights"][at[known]] * kept, before[ends])


def sums(parts: FloatArray, ends: Sequence[int] | NDArray[np.int64]) -> FloatArray:
    """The sum of the rows between each end and the next, in one pass."""
    total = np.zeros((len(parts) + 1, parts.shape[1]))
    np.cumsum(parts, axis=0, out=total[1:], dtype=np.float64)
    found: FloatArray = np.diff(total[np.asarray(ends)], axis=0).astype(np.float32)
    return found


def load_model(name: str) -> Model:
    """The model called `name` in `models/`, or in the folder that `name` is a path of.

    Raises `UnknownNameError` where there is none, `ConfigError` where its files cannot be used.
    """
    folder: Traversable = Path(name) if ("/" in name or "\\" in name) else resource("models", name)
    if not folder.is_dir():
        home = resource("models")
        raise UnknownNameError(
            "model", name, (child.name for child in home.iterdir() if child.is_dir()) if home.is_dir() else ()
        )
    try:
        raw = {file: folder.joinpath(file).read_bytes() for file in FILES}
        manifest, vocabulary = json.loads(raw["manifest.json"]), json.loads(raw["vocabulary.json"])
        with np.load(io.BytesIO(raw["weights.npz"]), allow_pickle=False) as archive:
            arrays = {key: archive[key] for key in archive.files}
    except (OSError, ValueError, zipfile.BadZipFile) as error:
        raise ConfigError(f"model {name!r}: {error}") from error
    digest = hashlib.sha256(b"".join(raw[file] for file in FILES)).hexdigest()
    return Model(name, arrays, tuple(vocabulary), manifest, f"sha256:{digest}")


def save_model(
    folder: Path, arrays: Mapping[str, FloatArray], vocabulary: Sequence[str], manifest: Mapping[str, Any]
) -> None:
    """Write a model folder; the same arguments give the same bytes. Weights are rounded to 4 decimals."""
    folder.mkdir(parents=True, exist_ok=True)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for key in sorted(arrays):
            plain = io.BytesIO()
            rounded = np.round(np.asarray(arrays[key], dtype=np.float64), 4) + 0.0
            np.save(plain, rounded.astype(np.float32), allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{key}.npy", EPOCH), plain.getvalue(), zipfile.ZIP_DEFLATED)
    folder.joinpath("weights.npz").write_bytes(packed.getvalue())
    for file, value in (("vocabulary.json", list(vocabulary)), ("manifest.json", dict(manifest))):
        text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        folder.joinpath(file).write_text(text, encoding="utf-8", newline="\n")

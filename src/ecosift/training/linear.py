"""Linear classifiers out of feature mappings: fitted by scikit-learn, kept as plain arrays.

    fitted = fit_linear(rows, targets, labels, groups=pages, exclusive=True)    # roles: one label a row
    fitted = fit_linear(rows, targets, labels, groups=pages, exclusive=False)   # levels: any number of them
    fitted.held_out    # (rows, labels): probabilities by models that never saw the row's group
    write_linear(folder, fitted, files=[...], root=corpora, settings={...}, scores={...})

At run time `load_model(name).decision(rows)` gives logits: their softmax (exclusive) or sigmoid (otherwise)
is a probability, since the calibration constants are already in the weights. The same rows in the same order
give the same bytes. Nothing that runs on pages imports this package: scikit-learn is for training alone.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.sparse import diags_array
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from ecosift.models import FloatArray, save_model

Row = Mapping[str, float]
Matrix = NDArray[np.float64]
SEED = 20250101
LIBRARIES = ("numpy", "scipy", "scikit-learn")
# A decision that the fit never has to distinguish from certainty.
CLIP = 30.0


@dataclass(frozen=True)
class Fitted:
    """A calibrated linear classifier and its out-of-fold probabilities, rows in the order given."""

    labels: tuple[str, ...]
    vocabulary: tuple[str, ...]
    weights: FloatArray
    intercept: FloatArray
    exclusive: bool
    held_out: Matrix
    calibration: Mapping[str, list[float]] = field(default_factory=dict)


def fit_linear(
    rows: Sequence[Row],
    targets: Sequence[str | Collection[str]],
    labels: Sequence[str],
    *,
    groups: Sequence[str],
    exclusive: bool,
    c: float = 1.0,
    min_count: int = 2,
    folds: int = 5,
    tol: float = 1e-5,
    contrast: float = 0.0,
    sample_weight: Sequence[float] | None = None,
) -> Fitted:
    """A classifier of `labels` from feature mappings, calibrated on out-of-fold predictions.

    `targets` has a label for each row (`exclusive`) or a collection; each label is fitted against the rest.
    `groups` names the page (or topic) of each row: a group is never on both sides of a fold. Features seen in
    fewer than `min_count` rows are left out. `c` is scikit-learn's inverse strength of the penalty, `tol` the
    slope at which a fit stops. `contrast` above 0 makes a feature louder the more unevenly it stands with and
    without a label (log-count ratios to that power: Wang & Manning 2012, "Baselines and Bigrams").
    """
    vectors = _Vectors(rows, min_count)
    wanted = _indicator(targets, labels)
    weight = np.ones(len(rows)) if sample_weight is None else np.asarray(sample_weight, dtype=np.float64)
    fit = _Fit(vectors.matrix, wanted, weight, c, tol, contrast)
    decisions = np.zeros_like(wanted)
    for held in folds_of(groups, folds):
        coefficients, bias = fit.on(~held)
        decisions[held] = vectors.matrix[held] @ coefficients + bias
    coefficients, bias = fit.on(np.ones(len(rows), dtype=bool))
    slope, shift = _calibrate(decisions, wanted, weight, exclusive)
    return Fitted(
        labels=tuple(labels),
        vocabulary=vectors.names,
        weights=(coefficients * slope).astype(np.float32),
        intercept=(bias * slope + shift).astype(np.float32),
        exclusive=exclusive,
        held_out=probabilities(decisions * slope + shift, exclusive=exclusive),
        calibration={"slope": _rounded(slope), "shift": _rounded(shift)},
    )


def write_linear(
    folder: Path,
    fitted: Fitted,
    *,
    files: Sequence[Path],
    root: Path,
    settings: Mapping[str, Any],
    scores: Mapping[str, Any],
    beside: Mapping[str, FloatArray] | None = None,
    names: Sequence[str] = (),
) -> None:
    """Write a model folder that `ecosift.models.load_model` reads.

    `beside` are arrays of another part of the model, `names` what follows the features in the vocabulary.
    The manifest names the training `files` (relative to `root`) by SHA-256, and the library versions.
    """
    manifest = {
        "kind": "linear",
        "labels": list(fitted.labels),
        "exclusive": fitted.exclusive,
        "calibration": dict(fitted.calibration),
        "settings": dict(settings),
        "scores": dict(scores),
        "training_data": {file.relative_to(root).as_posix(): digest(file) for file in sorted(files)},
        "versions": {library: version(library) for library in LIBRARIES},
    }
    arrays = {"weights": fitted.weights, "intercept": fitted.intercept, **(beside or {})}
    save_model(folder, arrays, (*fitted.vocabulary, *names), manifest)


def probabilities(logits: Matrix | FloatArray, *, exclusive: bool) -> Matrix:
    """Softmax over the columns (exclusive), or the sigmoid of each."""
    x = np.clip(np.asarray(logits, dtype=np.float64), -CLIP, CLIP)
    if not exclusive:
        return np.asarray(1.0 / (1.0 + np.exp(-x)))
    powers = np.exp(x - x.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def digest(file: Path) -> str:
    """SHA-256 of a file's bytes, as manifests print it."""
    return f"sha256:{hashlib.sha256(file.read_bytes()).hexdigest()}"


class _Vectors:
    """Rows as one sparse matrix over the features that are frequent enough, names sorted."""

    def __init__(self, rows: Sequence[Row], min_count: int) -> None:
        seen = Counter(name for row in rows for name in row)
        kept = [{name: value for name, value in row.items() if seen[name] >= min_count} for row in rows]
        vectorizer = DictVectorizer(dtype=np.float64, sort=True)
        self.matrix = vectorizer.fit_transform(kept).tocsr()
        self.names: tuple[str, ...] = tuple(vectorizer.feature_names_)


@dataclass(frozen=True)
class _Fit:
    matrix: Any
    wanted: Matrix
    weight: Matrix
    c: float
    tol: float
    contrast: float

    def on(self, chosen: NDArray[np.bool_]) -> tuple[Matrix, Matrix]:
        """Weights (features, labels) and intercepts fitted on the chosen rows."""
        columns = [self._binary(chosen, self.wanted[:, at]) for at in range(self.wanted.shape[1])]
        return np.column_stack([c for c, _ in columns]), np.array([b for _, b in columns])

    def _model(self) -> Any:
        return LogisticRegression(C=self.c, max_iter=2000, tol=self.tol, random_state=SEED)

    def _binary(self, chosen: NDArray[np.bool_], column: Matrix) -> tuple[Matrix, float]:
        wanted = column[chosen]
        if wanted.min() == wanted.max():
            return np.zeros(self.matrix.shape[1]), CLIP if wanted[0] else -CLIP
        matrix, weight = self.matrix[chosen], self.weight[chosen]
        loudness = _contrasts(matrix, wanted, weight) ** self.contrast
        model = self._model().fit(matrix @ diags_array(loudness), wanted, weight)
        return model.coef_[0] * loudness, float(model.intercept_[0])


def _contrasts(matrix: Any, wanted: Matrix, weight: Matrix) -> Matrix:
    """How unevenly each feature stands with and without a label: its log-count ratio, either way."""
    seen = abs(matrix).T
    counts = [1.0 + seen @ (weight * side) for side in (wanted, 1.0 - wanted)]
    shares = [count / count.sum() for count in counts]
    return np.asarray(np.abs(np.log(shares[0] / shares[1])))


def _indicator(targets: Sequence[str | Collection[str]], labels: Sequence[str]) -> Matrix:
    rows = [{target} if isinstance(target, str) else set(target) for target in targets]
    return np.array([[float(label in row) for label in labels] for row in rows])


def folds_of(groups: Sequence[str], folds: int) -> list[NDArray[np.bool_]]:
    """Masks of held-out rows: whole groups, the largest first, each to the fold with the fewest rows."""
    sizes = Counter(groups)
    count = max(2, min(folds, len(sizes)))
    load, home = [0] * count, {}
    for group in sorted(sizes, key=lambda name: (-sizes[name], name)):
        home[group] = min(range(count), key=lambda at: (load[at], at))
        load[home[group]] += sizes[group]
    places = np.array([home[group] for group in groups])
    return [places == at for at in range(count) if (places == at).any() and (places != at).any()]


def _calibrate(decisions: Matrix, wanted: Matrix, weight: Matrix, exclusive: bool) -> tuple[Matrix, Matrix]:
    """Slope and shift of each column: one temperature (exclusive) or Platt's two constants a label."""
    columns = wanted.shape[1]
    if exclusive:
        return np.full(columns, _temperature(decisions, wanted, weight)), np.zeros(columns)
    pairs = [platt(decisions[:, at], wanted[:, at], weight) for at in range(columns)]
    return np.array([slope for slope, _ in pairs]), np.array([shift for _, shift in pairs])


def _temperature(decisions: Matrix, wanted: Matrix, weight: Matrix) -> float:
    def loss(log_slope: float) -> float:
        given = probabilities(decisions * np.exp(log_slope), exclusive=True)
        return float(-(weight * np.log((given * wanted).sum(axis=1) + 1e-12)).sum())

    return float(np.exp(minimize_scalar(loss, bounds=(-3.0, 3.0), method="bounded").x))


def platt(decision: Matrix, wanted: Matrix, weight: Matrix) -> tuple[float, float]:
    """Slope and shift that turn a decision into the logit of a probability."""
    if wanted.min() == wanted.max():
        return 1.0, 0.0
    model = LogisticRegression(C=100.0, tol=1e-6, random_state=SEED)
    model.fit(np.clip(decision, -CLIP, CLIP).reshape(-1, 1), wanted, weight)
    # A slope at or under zero would turn the classifier round: chance, not knowledge.
    return max(float(model.coef_[0][0]), 0.05), float(model.intercept_[0])


def _rounded(values: Matrix) -> list[float]:
    return [round(float(value), 4) for value in values]

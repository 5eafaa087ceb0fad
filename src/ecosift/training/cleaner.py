"""`ecosift train cleaner`: the classifier that tells content from furniture, for HTML and for lines of text.

Pages are labelled by overlap with their truth. Words and class names are first weighed by linear models, out
of fold; then a small net sees every feature of a block. Pages of one site, as HTML or as lines, are always in
one fold.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier

from ecosift.clean.candidates import Candidates
from ecosift.clean.classifier import CLIP, Net
from ecosift.clean.containers import name_words
from ecosift.clean.decide import by_rules, is_odd, settle
from ecosift.clean.features import features
from ecosift.clean.hints import container_reasons
from ecosift.clean.html import HtmlPage
from ecosift.clean.text import read_text
from ecosift.clean.words import BUCKETS, Words, words_of
from ecosift.decode import decode
from ecosift.evaluation.gold import page_of, read_gold
from ecosift.evaluation.measures import WORD
from ecosift.models import one_thread, save_model
from ecosift.training.labels import labels_by_lines, labels_by_overlap
from ecosift.training.linear import digest
from ecosift.types import Page

Floats = NDArray[np.float32]

FOLDS, SEED = 5, 20250101
HTML, PLAIN = "text/html", "text/plain"
# Swept out of fold: 24 to 64 units and penalties of 1 to 100.
UNITS, PENALTY, EPOCHS, NETS = 64, 20.0, 12, 2
MIN_PAGES = 5
NAME_STRENGTH, WORD_STRENGTH = 0.02, 0.3
OWN_WEIGHT, FLATTENED_WEIGHT = 2.0, 0.5
MAX_WEIGHT = 30.0
OWN = "own"


@dataclass
class Sample:
    """A page, what the rules say of it, and which of its blocks are content."""

    site: str
    type: str
    page: Candidates
    reasons: list[str | None]
    labels: list[float]
    truth: str
    weight: float
    measured: bool = True

    @property
    def words(self) -> Words:
        return words_of([block.text for block in self.page.blocks])


def train_cleaner(data: Path, out: Path, own: Path | None = None) -> dict[str, float]:
    """Train on `data/wcxb_dev` and `data/text_boilerplate_dev.jsonl.gz`, and on the pages and gold in `own`.

    Returns the word-F1 out of fold, by kind of input and page type, of what cleaning would keep.
    """
    with one_thread():
        return _train(data, out, own)


def _train(data: Path, out: Path, own: Path | None) -> dict[str, float]:
    sites = _sites(data / "wcxb_dev")
    pages = list(_folder(data / "wcxb_dev", sites))
    lines = data / "text_boilerplate_dev.jsonl.gz"
    ours = list(_own(own)) if own is not None else []
    html = _fit("html", pages + [s for s in ours if not s.page.plain])
    flat = [flattened for number, sample in enumerate(pages) if (flattened := _flattened(sample, number))]
    text = _fit("lines", [*_lines(lines, sites), *flat, *(s for s in ours if s.page.plain)])
    scores = {**html.scores, **text.scores}
    files = [*sorted(data.joinpath("wcxb_dev").rglob("*.*")), lines]
    manifest = {
        "kind": "net",
        "settings": {"units": UNITS, "penalty": PENALTY, "epochs": EPOCHS, "nets": NETS, "folds": FOLDS},
        "scores": {name: round(value, 4) for name, value in scores.items()},
        "training_data": _digests(data, files, own),
        "versions": {library: version(library) for library in ("numpy", "scipy", "scikit-learn")},
    }
    save_model(out, {**html.arrays, **text.arrays}, html.vocabulary, manifest)
    return scores


def _digests(data: Path, files: Sequence[Path], own: Path | None) -> dict[str, str]:
    """SHA-256 of the file of lines, and one over each folder: of our own, the pages and what is content."""
    found = {file.name: digest(file) for file in files if file.parent == data}
    found["wcxb_dev"] = _whole(f"{file.name} {digest(file)}" for file in files if file.parent != data)
    if own is not None:
        found["own"] = _whole(f"{doc} {digest(file)} {truth}" for doc, file, truth in _labelled(own))
    return found


def _whole(parts: Iterable[str]) -> str:
    return f"sha256:{hashlib.sha256(chr(10).join(parts).encode()).hexdigest()}"


# Pages


def _sites(folder: Path) -> dict[str, str]:
    """For each page the domain that it comes from."""
    sites = {}
    for file in sorted(folder.joinpath("ground-truth").iterdir()):
        host = urlsplit(json.loads(file.read_text(encoding="utf-8"))["url"]).hostname or file.stem
        parts = host.split(".")
        # "example.co.uk" has three parts.
        sites[file.stem] = ".".join(parts[-3:] if len(parts[-1]) == 2 else parts[-2:])
    return sites


def _folder(folder: Path, sites: Mapping[str, str]) -> Iterator[Sample]:
    for file in sorted(folder.joinpath("html").iterdir()):
        name = file.name.split(".")[0]
        truth = json.loads(folder.joinpath("ground-truth", f"{name}.json").read_text(encoding="utf-8"))
        text, _ = decode(Page(content=gzip.decompress(file.read_bytes()), media_type=HTML))
        kind, content = truth["_internal"]["page_type"]["primary"], truth["ground_truth"]["main_content"]
        yield from _sample(sites[name], kind, HtmlPage(text).candidates, content, 1.0)


def _sample(site: str, kind: str, page: Candidates, truth: str, weight: float) -> Iterator[Sample]:
    if page.blocks:
        labels = labels_by_overlap([block.text for block in page.blocks], truth)
        yield Sample(site, kind, page, _rules(page), labels, truth, weight)


def _lines(file: Path, sites: Mapping[str, str]) -> Iterator[Sample]:
    for row in gzip.decompress(file.read_bytes()).decode("utf-8").splitlines():
        found: dict[str, Any] = json.loads(row)
        lines = found["lines"]
        page = read_text("\n".join(line["text"] for line in lines))
        truth = "\n".join(line["text"] for line in lines if line["content"])
        labels = labels_by_lines(page.blocks, lines)
        yield Sample(sites[found["file_id"]], found["page_type"], page, _rules(page), labels, truth, 1.0)


def _flattened(sample: Sample, number: int) -> Sample | None:
    """The blocks of an HTML page as lines: bare, with blank lines, with list marks, or with both."""
    lines: list[dict[str, Any]] = []
    style, around = number % 4, -1
    for block, label in zip(sample.page.blocks, sample.labels, strict=True):
        parent = sample.page.containers.parents[block.container]
        apart = {1: True, 2: parent != around or block.kind == "heading", 3: block.kind == "heading"}
        if apart.get(style, False):
            lines.append({"text": "", "content": False})
        mark = "* " if style in (1, 3) and block.kind == "list_item" else ""
        lines.append({"text": mark + " ".join(block.text.split()), "content": label > 0.5})
        around = parent
    page = read_text("\n".join(line["text"] for line in lines))
    if not page.blocks:
        return None
    labels = labels_by_lines(page.blocks, lines)
    return Sample(sample.site, sample.type, page, _rules(page), labels, "", FLATTENED_WEIGHT, measured=False)


def _rules(page: Candidates) -> list[str | None]:
    return by_rules(page, container_reasons(page))


def _own(folder: Path) -> Iterator[Sample]:
    for doc, file, truth in _labelled(folder):
        media_type = PLAIN if file.suffix == ".txt" else HTML
        text, _ = decode(Page(content=file.read_bytes(), media_type=media_type))
        page = read_text(text) if media_type == PLAIN else HtmlPage(text).candidates
        yield from _sample(doc, OWN, page, truth, OWN_WEIGHT)


def _labelled(folder: Path) -> Iterator[tuple[str, Path, str]]:
    """Pages of our own whose content is labelled: name, file, content."""
    for gold in read_gold(folder / "gold"):
        if not gold.sampled and gold.labels("content"):
            truth = "\n".join(sentence.text for sentence in gold.sentences if sentence.content)
            yield gold.doc, page_of(gold, folder / "pages"), truth


# Fitting


@dataclass(frozen=True)
class _Fitted:
    arrays: dict[str, Floats]
    vocabulary: list[str]
    scores: dict[str, float]


class _Rows:
    """The blocks of all pages, one after the other."""

    def __init__(self, samples: Sequence[Sample]) -> None:
        sizes = [len(sample.page.blocks) for sample in samples]
        self.ends = np.cumsum([0, *sizes])
        page = np.repeat(np.arange(len(samples)), sizes)
        self.fold = np.array([_fold(sample.site) for sample in samples])[page]
        self.content = np.concatenate([np.array(sample.labels) > 0.5 for sample in samples])
        count = np.concatenate([np.array([float(b.words) for b in s.page.blocks]) for s in samples])
        self.even = np.sqrt(np.minimum(count, 60))
        # The measure is a mean over pages of shares of their words.
        whole = np.maximum(np.bincount(page, count * self.content), 80.0)
        weight = (count + 2) / whole[page] * np.array([sample.weight for sample in samples])[page]
        self.weight = np.minimum(weight / weight.mean(), MAX_WEIGHT)

    def of(self, values: NDArray[Any], at: int) -> NDArray[Any]:
        return values[self.ends[at] : self.ends[at + 1]]


def _fold(site: str) -> int:
    return crc32(site.encode()) % FOLDS


def _fit(kind: str, samples: Sequence[Sample]) -> _Fitted:
    rows = _Rows(samples)
    words = [sample.words for sample in samples]
    said, said_weights = _linear(vstack([_bags(one) for one in words]).tocsr(), rows, WORD_STRENGTH, 25)
    arrays = {f"{kind}_words": said_weights}
    vocabulary: list[str] = []
    named: list[Floats] = [np.zeros(len(s.page.containers), dtype=np.float32) for s in samples]
    if kind == "html":
        vocabulary, named, arrays["names"] = _weigh_names(samples, rows)
    table = np.vstack(
        [features(s.page, s.reasons, words[at], rows.of(said, at), named[at]) for at, s in enumerate(samples)]
    )
    held_out = np.zeros(len(table), dtype=np.float32)
    for fold in range(FOLDS):
        held = rows.fold == fold
        held_out[held] = _net(table[~held], rows.content[~held], rows.weight[~held])[0].probabilities(
            table[held]
        )
    scores = _measured(kind, samples, rows, held_out)
    arrays |= {f"{kind}_{key}": value for key, value in _net(table, rows.content, rows.weight)[1].items()}
    return _Fitted(arrays, vocabulary, scores)


def _linear(matrix: Any, rows: _Rows, strength: float, steps: int) -> tuple[Floats, Floats]:
    """Scores of every row by a linear model that never saw its page, and the weights of one that saw all."""
    scores = np.zeros(matrix.shape[0], dtype=np.float32)
    for fold in range(FOLDS):
        held = rows.fold == fold
        scores[held] = matrix[held] @ _weights(matrix[~held], rows, ~held, strength, steps)
    return scores, _weights(matrix, rows, np.ones(len(scores), dtype=np.bool_), strength, steps)


def _weights(matrix: Any, rows: _Rows, chosen: NDArray[np.bool_], strength: float, steps: int) -> Floats:
    model = LogisticRegression(C=strength, max_iter=steps)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # Few steps are a penalty of their own.
        model.fit(matrix, rows.content[chosen], rows.even[chosen] / rows.even.mean())
    return np.asarray(model.coef_[0], dtype=np.float32)


def _bags(words: Words) -> Any:
    size = len(words.size)
    values = 1 / np.sqrt(np.maximum(words.size, 1))[words.rows]
    return csr_matrix((values, (words.rows, words.buckets)), shape=(size, BUCKETS))


def _weigh_names(samples: Sequence[Sample], rows: _Rows) -> tuple[list[str], list[Floats], Floats]:
    """Which words in the names of the containers around a block speak for content."""
    named = [[name_words(look.tag, look.names) for look in s.page.containers.looks] for s in samples]
    pages = Counter(word for page in named for word in {word for words in page for word in words})
    vocabulary = sorted(word for word, count in pages.items() if count >= MIN_PAGES)
    index = {word: at for at, word in enumerate(vocabulary)}
    known = [[[index[word] for word in words if word in index] for words in page] for page in named]
    paths = [_paths(sample.page, page) for sample, page in zip(samples, known, strict=True)]
    pointers = np.cumsum([0, *(len(path) for page in paths for path in page)])
    columns = np.array([at for page in paths for path in page for at in path])
    matrix = csr_matrix(
        (np.ones(len(columns)), columns, pointers), shape=(len(pointers) - 1, len(vocabulary))
    )
    matrix.sum_duplicates()
    folds = [_weights(matrix[m], rows, m, NAME_STRENGTH, 60) for m in (rows.fold != f for f in range(FOLDS))]
    scores = [
        np.array([folds[_fold(sample.site)][words].sum() for words in page], dtype=np.float32)
        for sample, page in zip(samples, known, strict=True)
    ]
    return vocabulary, scores, _weights(matrix, rows, rows.fold >= 0, NAME_STRENGTH, 60)


def _paths(page: Candidates, known: Sequence[list[int]]) -> list[list[int]]:
    """For each block the names of all containers around it."""
    paths: list[list[int]] = []
    for parent, own in zip(page.containers.parents, known, strict=True):
        paths.append((paths[parent] if parent >= 0 else []) + own)
    return [paths[block.container] for block in page.blocks]


def _net(
    table: Floats, content: NDArray[np.bool_], weight: NDArray[np.float64]
) -> tuple[Net, dict[str, Floats]]:
    """Nets from several starts, side by side in one set of arrays."""
    mean = table.mean(axis=0, dtype=np.float64).astype(np.float32)
    scale = (1 / (table.std(axis=0, dtype=np.float64) + 1e-3)).astype(np.float32)
    scaled = np.clip((table - mean) * scale, -CLIP, CLIP)
    fitted = []
    for start in range(NETS):
        model = MLPClassifier(
            (UNITS,), alpha=PENALTY, max_iter=EPOCHS, batch_size=512, learning_rate_init=2e-3,
            random_state=SEED + start,
        )  # fmt: skip
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            fitted.append(model.fit(scaled, content, sample_weight=weight.astype(np.float32)))
    second = np.zeros((UNITS * NETS, NETS), dtype=np.float32)
    for at, model in enumerate(fitted):
        second[at * UNITS : (at + 1) * UNITS, at] = model.coefs_[1][:, 0]
    arrays = {
        "mean": mean,
        "scale": scale,
        "w0": np.hstack([model.coefs_[0] for model in fitted]).astype(np.float32),
        "b0": np.hstack([model.intercepts_[0] for model in fitted]).astype(np.float32),
        "w1": second,
        "b1": np.hstack([model.intercepts_[1] for model in fitted]).astype(np.float32),
    }
    net = Net(mean, scale, (arrays["w0"], arrays["w1"]), (arrays["b0"], arrays["b1"]))
    return net, arrays


# Measuring


def _measured(kind: str, samples: Sequence[Sample], rows: _Rows, held_out: Floats) -> dict[str, float]:
    """Word-F1 by page type, as a mean over pages, of what rules and classifier keep together."""
    found: dict[str, list[float]] = {}
    for at, sample in enumerate(samples):
        if sample.measured:
            reasons = sample.reasons
            if not is_odd(sample.page):
                held = container_reasons(sample.page)
                reasons = settle(sample.page, held, reasons, rows.of(held_out, at))
            kept = np.array([reason is None for reason in reasons])
            found.setdefault(sample.type, []).append(_Page(sample).f1(kept))
    found["all"] = [value for name, values in found.items() if name != OWN for value in values]
    return {f"{kind}_{name}": float(np.mean(values)) for name, values in sorted(found.items())}


class _Page:
    """A page's words by block, to measure choices of blocks quickly."""

    def __init__(self, sample: Sample) -> None:
        ids: dict[str, int] = {}
        blocks, words = [], []
        for at, block in enumerate(sample.page.blocks):
            for word in WORD.findall(block.text.lower()):
                blocks.append(at)
                words.append(ids.setdefault(word, len(ids)))
        truth = Counter(WORD.findall(sample.truth.lower()))
        self.blocks, self.words = np.array(blocks, dtype=np.int64), np.array(words, dtype=np.int64)
        self.wanted, self.size = np.array([truth[word] for word in ids] or [0]), truth.total()

    def f1(self, kept: NDArray[np.bool_]) -> float:
        """Word-F1 of the blocks chosen."""
        chosen = kept[self.blocks] if len(self.blocks) else np.zeros(0, dtype=np.bool_)
        got = np.bincount(self.words[chosen], minlength=len(self.wanted))
        return float(2 * np.minimum(got, self.wanted).sum() / max(chosen.sum() + self.size, 1))

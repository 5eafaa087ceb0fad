"""Trains the role classifier on our own gold and sentences, and on abstracts that their authors divided."""

from __future__ import annotations

import gzip
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from itertools import chain as joined
from pathlib import Path
from typing import Any, Literal, TextIO

import numpy as np
from scipy.sparse import diags
from selectolax.lexbor import LexborHTMLParser

from ecosift.evaluation.gold import GoldPage, GoldSentence, page_of, read_gold
from ecosift.evaluation.measures import label_counts, macro_f1
from ecosift.language.sentences import introduces
from ecosift.language.spans import sentence_spans
from ecosift.models import one_thread, save_model
from ecosift.tagging.roles.abstracts import divided
from ecosift.tagging.roles.features import (
    KINDS,
    Evidence,
    advice_features,
    names_of,
    report_features,
    shared_features,
    steps_of,
)
from ecosift.tagging.roles.looks import Eyes, PageLook, look_at
from ecosift.tagging.roles.rules import describes_who, prior_odds
from ecosift.tagging.roles.scoring import PARTS as OF_PARTS
from ecosift.tagging.roles.second import TURNS, WEIGHTS
from ecosift.tagging.roles.words import words_of
from ecosift.training.abstracts import fit_parts, read_parts
from ecosift.training.chain import (
    Chain,
    Lines,
    Matrix,
    calibrated,
    fit_chain,
    matrix_of,
    predicted,
    vocabulary_of,
)
from ecosift.training.linear import LIBRARIES, digest
from ecosift.training.lots import PASSAGES, Passage, read_passages
from ecosift.types import ROLES, Block, BlockKind, Role, SentenceSpan

# What an author's heading leaves open: the codebook parts what abstracts join.
COARSE: dict[str, tuple[Role, ...]] = {
    "context": ("background", "objective"),
    "method": ("method", "sample"),
    "finding": ("finding",),
    "implication": ("implication",),
    "limitation": ("limitation",),
}
# A limitations section has no place in an abstract: only its words teach.
WORDS_ALONE = frozenset({"w", "c", "m", "g"})
# Loose sentences know their neighbours, not their place in a page.
NO_PLACE = frozenset({"is", "in", "c/page"})
LOOSE = Path("sentences", "roles.jsonl")
ReadAs = Literal["advice", "report", "abstract"]
FOLDS = 10
# So many bare abstracts at least are needed to learn their parts.
FEWEST = 3
LIST_MARK = re.compile(r"(?:[-*•●▪◦–]|\d{1,2}[.)])\s{1,3}$")
# Every n-th limitations section; and for the models that only measure, every n-th of all of these, for time.
LIMITATIONS_STEP, MEASURED_STEP = 2, 2
# A feature that says less than this of every role is left out.
LEAST_WEIGHT = 0.02
SETTINGS: dict[str, float] = {
    "penalty": 10.0,
    "steps": 90,
    "min_count": 4,
    "min_advice": 2,
    "gold_weight": 8.0,
    "limitations_weight": 0.3,
    "loose_weight": 4.0,
}


@dataclass(frozen=True)
class LabelledPage:
    """A page's sentences, and for each statement (headings left out) the roles that the truth allows."""

    name: str
    sentences: list[SentenceSpan]
    allowed: list[tuple[Role, ...]]
    weight: float = 1.0
    words_alone: bool = False
    title: str | None = None
    read_as: ReadAs | None = None

    @property
    def look(self) -> PageLook:
        """The page as the tagger sees it; loose sentences as the kind of page that they were written for."""
        return self.seen_with(None)

    def seen_with(self, eyes: Eyes | None) -> PageLook:
        """The page as these eyes see it, whose numbers of words the look then has."""
        seen = look_at(self.sentences, self.title, eyes)
        if self.read_as:
            seen.abstract = self.read_as == "abstract"
            seen.weight = seen.reports = float(self.read_as != "advice")
        return seen


def train_roles(data: Path, out: Path, abstracts: Path | None = None) -> dict[str, float]:
    """Train on the gold and sentences of `data`, and on `abstracts` where given; write the model to `out`.

    Returns scores out of fold: no page is scored by a model that saw it.
    """
    gold, loose = gold_pages(data), loose_pages(data)
    pages = [*gold, *loose, *(thinned(read_abstracts(abstracts)) if abstracts else ())]
    vocabulary, lines = lines_of(pages)
    with one_thread():
        fitted = _fit(lines)
        held_out = _held_out(lines, len(gold), len(loose))
        slope = calibrated(held_out) if len(lines.starts) > 1 else 1.0
        parts, second = _fit_parts(pages)
    scores = _scores(held_out, slope)
    rounded = {name: round(value, 4) for name, value in scores.items()}
    found = [_Found("", vocabulary, fitted, slope), *parts]
    _save(out, found, second, {"scores": rounded, "training_data": _files(data, abstracts)})
    return scores


def cross_validated(
    pages: Sequence[LabelledPage], beside: Sequence[LabelledPage] = (), folds: int = FOLDS
) -> list[Role]:
    """The role of every statement of `pages`, each tagged by a model trained on the others and `beside`."""
    together = [*pages, *beside]
    _, lines = lines_of(together)
    bare = _Abstracts(together)
    everything = range(len(lines.starts))
    given: dict[int, list[Role]] = {}
    for fold in range(folds):
        held = list(range(len(pages)))[fold::folds]
        fitted = _fit(lines.only([k for k in everything if k not in set(held)]))
        rows = iter(predicted(lines.only(held), fitted))
        told = {k: np.stack([next(rows) for _ in pages[k].allowed]) for k in held}
        for k, parts in bare.predicted(held).items():
            told[k] = divided(parts, told[k])
        given |= {k: [ROLES[best] for best in told[k].argmax(axis=1)] for k in held}
    return [role for k in range(len(pages)) for role in given[k]]


def gold_pages(data: Path) -> list[LabelledPage]:
    """Every page of `data/gold` with its file in `data/pages`."""
    labelled = (gold for gold in read_gold(data / "gold") if not gold.sampled and gold.labels("roles"))
    return [gold_page(gold, data / "pages") for gold in labelled]


def gold_page(gold: GoldPage, pages: Path) -> LabelledPage:
    """A gold page as the tagger would be given it, its sentences as labelled."""
    outline = _Outline(page_of(gold, pages))
    kept = [each for each in gold.sentences if each.content or each.heading]
    titles = _titles(gold)
    blocks = [outline.block(each, title=each.text in titles) for each in kept]
    text, placed = _laid_out(blocks)
    above = {span.block: span for span in reversed(sentence_spans(text, placed))}
    spans = [_span(each, block, at, above) for at, (each, block) in enumerate(zip(kept, placed, strict=True))]
    allowed: list[tuple[Role, ...]] = [(s.role,) for s in gold.statements if s.role]
    spans = _in_paragraphs(spans, kept, outline)
    return LabelledPage(gold.doc, spans, allowed, SETTINGS["gold_weight"], title=min(titles, default=None))


class _Outline:
    """What the page's file says of the form of its sentences: heading depths, list items, cells."""

    def __init__(self, file: Path) -> None:
        self.raw = file.read_text(encoding="utf-8")
        self.is_html = file.suffix != ".txt"
        tree = LexborHTMLParser(self.raw) if self.is_html else None
        nodes = tree.css("h1,h2,h3,h4,h5,h6,li,td,th") if tree else []
        self.tags = [(node.tag or "", _bare_words(node.text(deep=True))) for node in nodes]
        self.depths = {said: int(tag[1]) for tag, said in self.tags if tag.startswith("h")}
        self.items = [(tag, said) for tag, said in self.tags if not tag.startswith("h")]

    def block(self, sentence: GoldSentence, *, title: bool) -> Block:
        """The sentence as a block of its own."""
        said = _bare_words(sentence.text)
        if sentence.heading:
            return Block("title" if title else "heading", sentence.text, depth=self.depths.get(said, 0))
        return Block(self._kind(sentence, said), sentence.text)

    def _kind(self, sentence: GoldSentence, said: str) -> BlockKind:
        if not self.is_html:
            before = self.raw[max(0, (sentence.start or 0) - 6) : sentence.start or 0]
            return "list_item" if LIST_MARK.search(before) else "paragraph"
        tag = next((tag for tag, whole in self.items if whole.startswith(said)), None)
        return "list_item" if tag == "li" else "table_row" if tag else "paragraph"

    def breaks(self, first: GoldSentence, second: GoldSentence) -> bool:
        """Whether a new paragraph begins between two sentences."""
        if first.heading or second.heading or first.end is None or second.start is None:
            return first.heading or second.heading
        return "\n" in self.raw[first.end : second.start]


def _bare_words(text: str) -> str:
    return " ".join(text.split()).casefold()


def _laid_out(blocks: Sequence[Block]) -> tuple[str, list[Block]]:
    placed, at = [], 0
    for block in blocks:
        placed.append(replace(block, start=at, end=at + len(block.text)))
        at += len(block.text) + 2
    return "\n\n".join(block.text for block in blocks), placed


def _span(each: GoldSentence, block: Block, at: int, above: Mapping[int, SentenceSpan]) -> SentenceSpan:
    """The labelled sentence whole, with the sections that the walk gives its beginning."""
    section = above[at].section if at in above else ()
    return SentenceSpan(each.text, block.start or 0, block.end or 0, at, block.kind, each.heading, section)


def _in_paragraphs(
    spans: Sequence[SentenceSpan], kept: Sequence[GoldSentence], outline: _Outline
) -> list[SentenceSpan]:
    """The spans numbered by paragraph, list items and cells led by the sentence before them."""
    made: list[SentenceSpan] = []
    block, lead = 0, None
    for at, span in enumerate(spans):
        block += at > 0 and outline.breaks(kept[at - 1], kept[at])
        is_item = span.kind in {"list_item", "table_row"} and not span.heading
        if not is_item:
            lead = at if introduces(span.text) and not span.heading else None
        made.append(replace(span, block=block, lead_in=lead if is_item else None))
    return made


def _titles(gold: GoldPage) -> set[str]:
    """The page's title, which opens no section; where the gold does not name it, its first heading."""
    named = (gold.model_extra or {}).get("title")
    first = next((s.text for s in gold.sentences if s.heading), None)
    return {title for title in (named or first,) if title}


def loose_pages(data: Path) -> list[LabelledPage]:
    """The runs of `data/sentences/roles.jsonl` and the passages beside them; none where a file is missing."""
    runs, passages = data / LOOSE, data / PASSAGES
    found = [_passage(passage) for passage in read_passages(passages)] if passages.is_file() else []
    if not runs.is_file():
        return found
    with _opened(runs) as lines:
        named = [_loose(json.loads(line), f"{runs.stem}:{at}") for at, line in enumerate(lines, start=1)]
    return [*named, *found]


def _passage(passage: Passage) -> LabelledPage:
    spans = [
        replace(span, heading=each.heading, section=(each.section,) if each.section else ())
        for span, each in zip(_spans(s.text for s in passage.sentences), passage.sentences, strict=True)
    ]
    allowed: list[tuple[Role, ...]] = [(each.role,) for each in passage.sentences if each.role]
    return LabelledPage(passage.id, spans, allowed, SETTINGS["loose_weight"], title=passage.title)


def _loose(data: Mapping[str, Any], name: str) -> LabelledPage:
    above = (data["heading"],) if data["heading"] else ()
    spans = [replace(span, section=above) for span in _spans(each["text"] for each in data["sentences"])]
    allowed: list[tuple[Role, ...]] = [(each["role"],) for each in data["sentences"]]
    return LabelledPage(name, spans, allowed, SETTINGS["loose_weight"], read_as=data["read_as"])


def read_abstracts(file: Path) -> Iterator[LabelledPage]:
    """Abstracts and limitations sections of a JSONL file (may be gzipped), as their authors divided them."""
    with _opened(file) as lines:
        for line in lines:
            data = json.loads(line)
            for part in ("abstract", "limitations"):
                if data[part]:
                    yield _bare(data["doc_id"], data[part], limitations=part == "limitations")


def _opened(file: Path) -> TextIO:
    if file.suffix == ".gz":
        return io.TextIOWrapper(gzip.GzipFile(file), encoding="utf-8")
    return file.open(encoding="utf-8")


def thinned(pages: Iterable[LabelledPage]) -> list[LabelledPage]:
    """All abstracts and every n-th limitations section, in the order given."""
    kinds: dict[bool, list[LabelledPage]] = {False: [], True: []}
    for page in pages:
        kinds[page.words_alone].append(page)
    return kinds[False] + kinds[True][::LIMITATIONS_STEP]


def lines_of(
    pages: Sequence[LabelledPage], vocabulary: Sequence[str] | None = None
) -> tuple[Sequence[str], Lines]:
    """The pages as rows for the trainer, with the vocabulary given or the one that they have."""
    eyes = Eyes(_words(pages))
    looks = [page.seen_with(eyes) for page in pages]
    seen = list(zip(pages, looks, strict=True))
    shared = [_rows(page, shared_features(look), eyes) for page, look in seen]
    reports = [_rows(page, report_features(look), eyes, look.weight) for page, look in seen]
    advice = [_rows(page, advice_features(look), eyes, 1 - look.weight) for page, look in seen]
    names = vocabulary or _vocabulary([*shared, *reports], advice)
    share = np.array([look.weight for look in looks for _ in range(len(look))])
    whole, report, other = (
        matrix_of(list(joined.from_iterable(rows)), names) for rows in (shared, reports, advice)
    )
    matrix = whole + diags(share) @ report + diags(1 - share) @ other
    lines = Lines(
        matrix=matrix.tocsr(),
        prior=np.concatenate([prior_odds(look) for look in looks]),
        allowed=np.array([[role in left for role in ROLES] for page in pages for left in page.allowed]),
        kinds=np.array([kind for look in looks for kind in steps_of(look)]),
        starts=np.cumsum([0, *(len(page.allowed) for page in pages)])[:-1],
        weights=np.array([page.weight for page in pages]),
    )
    return names, lines


def _words(pages: Sequence[LabelledPage]) -> set[str]:
    """All words of sentences and of the headings above them."""
    texts = {text for page in pages for each in page.sentences for text in (each.text, *each.section)}
    return {word for text in texts for word in words_of(text)}


def _vocabulary(reports: Sequence[list[list[str]]], advice: Sequence[list[list[str]]]) -> list[str]:
    """Features of enough pages; cues of advice pages, which are few, of fewer."""
    common = vocabulary_of(reports, int(SETTINGS["min_count"]))
    return sorted({*common, *vocabulary_of(advice, int(SETTINGS["min_advice"]))})


class _Abstracts:
    """The bare abstracts among pages: `at` says which."""

    def __init__(self, pages: Sequence[LabelledPage]) -> None:
        eyes = Eyes(_words(pages))
        chosen = [at for at, page in enumerate(pages) if not page.words_alone and not page.read_as]
        looks = [(at, pages[at].seen_with(eyes)) for at in chosen]
        found = [(at, look) for at, look in looks if look.bare_abstract]
        self.at = [at for at, _ in found]
        if found:
            truth = [[left[0] for left in pages[at].allowed] for at in self.at]
            self.read = read_parts([look for _, look in found], truth, eyes.lexis)

    def predicted(self, held: Sequence[int]) -> dict[int, Matrix]:
        """Probabilities of parts in the bare abstracts among `held`, by chains of the others."""
        inside = [n for n, at in enumerate(self.at) if at in set(held)]
        others = [n for n in range(len(self.at)) if n not in set(inside)]
        if not inside or len(others) < FEWEST:
            return {}
        part = self.read.only(inside)
        cuts = np.split(fit_parts(self.read.only(others)).probabilities(part), part.lines.starts[1:])
        return {self.at[n]: rows for n, rows in zip(inside, cuts, strict=True)}


def _fit_parts(pages: Sequence[LabelledPage]) -> tuple[list[_Found], dict[str, Matrix]]:
    """The chain of parts and the arrays of the second one; none where too few pages are bare abstracts."""
    bare = _Abstracts(pages)
    if len(bare.at) < FEWEST:
        return [], {}
    judge = fit_parts(bare.read)
    second = {OF_PARTS + WEIGHTS: judge.second.weights, OF_PARTS + TURNS: judge.second.turns}
    return [_Found(OF_PARTS, bare.read.names, judge.first, judge.slope)], second


def _bare(name: str, labelled: Sequence[Mapping[str, str]], *, limitations: bool) -> LabelledPage:
    spans = list(_spans(each["text"] for each in labelled))
    allowed = _left_open([each["role"] for each in labelled], look_at(spans))
    return LabelledPage(
        name, spans, allowed, SETTINGS["limitations_weight"] if limitations else 1.0, limitations
    )


def _left_open(labels: Sequence[str], look: PageLook) -> list[tuple[Role, ...]]:
    """The roles that an author's coarse labels leave open, once the sentences' own cues are seen."""
    asks, takes = look.has("aim", "to_verb", "examined"), look.has("took_part", "traits")
    narrowed: dict[str, list[tuple[Role, ...]]] = {
        "context": [("objective",) if own else ("background",) for own in asks],
        "method": [("method", "sample") if own else ("method",) for own in takes],
        "finding": [("finding", "sample") if own else ("finding",) for own in describes_who(look)],
    }
    return [narrowed[label][at] if label in narrowed else COARSE[label] for at, label in enumerate(labels)]


def _spans(texts: Iterable[str]) -> Iterator[SentenceSpan]:
    at = 0
    for text in texts:
        yield SentenceSpan(text, at, at + len(text), 0)
        at += len(text) + 1


def _rows(page: LabelledPage, evidence: Evidence, eyes: Eyes, weight: float = 1.0) -> list[list[str]]:
    """The names of the features that count on a page, and that its sentences can have."""
    if not weight:
        return [[] for _ in page.allowed]
    rows = names_of(evidence, eyes.lexis)
    if page.words_alone:
        return [[name for name in row if _family(name) in WORDS_ALONE] for row in rows]
    if page.read_as:
        return [[name for name in row if _family(name) not in NO_PLACE] for row in rows]
    return rows


def _family(name: str) -> str:
    return name.partition("=")[0]


def _fit(lines: Lines) -> Chain:
    return fit_chain(lines, kinds=KINDS, penalty=SETTINGS["penalty"], steps=int(SETTINGS["steps"]))


def _held_out(lines: Lines, gold: int, loose: int) -> list[tuple[Lines, Chain]]:
    """For each fold its gold pages, and the chain fitted without them. Gold comes first, then loose runs."""
    own = gold + loose
    folds = [[k for k in range(gold) if k % FOLDS == fold] for fold in range(min(FOLDS, gold))]
    fewer = [*range(own), *range(own, len(lines.starts), MEASURED_STEP)]
    return [(lines.only(fold), _fit(lines.only([k for k in fewer if k not in fold]))) for fold in folds]


def _scores(held_out: Sequence[tuple[Lines, Chain]], slope: float) -> dict[str, float]:
    given = np.concatenate([predicted(part, chain, slope) for part, chain in held_out])
    truth = np.concatenate([part.allowed for part, _ in held_out]).argmax(axis=1)
    got, want = [ROLES[k] for k in given.argmax(axis=1)], [ROLES[k] for k in truth]
    counts = label_counts(got, want, ROLES)
    right = float(np.mean(given.argmax(axis=1) == truth))
    confidence = float(given.max(axis=1).mean())
    scores = {
        "accuracy": right,
        "macro F1": macro_f1(counts),
        "mean score": confidence,
        "sentences": len(want),
    }
    return {**scores, **{f"F1 {role}": counts[role].f1 for role in ROLES}}


def _files(data: Path, abstracts: Path | None) -> dict[str, str]:
    named = {
        f"{folder}/{file.name}": digest(file)
        for folder in ("gold", "pages")
        for file in sorted((data / folder).iterdir())
        if file.is_file()
    }
    named |= {file.as_posix(): digest(data / file) for file in (LOOSE, PASSAGES) if (data / file).is_file()}
    return named | ({f"abstracts:{abstracts.name}": digest(abstracts)} if abstracts else {})


@dataclass(frozen=True)
class _Found:
    """A fitted chain, the prefix of its arrays' names, and its features."""

    prefix: str
    names: Sequence[str]
    chain: Chain
    slope: float

    def weights_of(self, names: Sequence[str]) -> Matrix:
        """Weights by these features, zeros for those that it does not know or that say too little."""
        own = dict(zip(self.names, self.chain.weights, strict=True))
        given = np.zeros((len(names), self.chain.weights.shape[1]))
        for row, name in enumerate(names):
            if name in own and np.abs(own[name]).max() >= LEAST_WEIGHT:
                given[row] = own[name]
        return given


def _save(
    out: Path, found: Sequence[_Found], beside: Mapping[str, Matrix], record: Mapping[str, Any]
) -> None:
    names = np.array(sorted({name for each in found for name in each.names}))
    kept = np.logical_or.reduce([each.weights_of(names.tolist()).any(axis=1) for each in found])
    names = names[kept]
    arrays = {"intercept": np.zeros(len(ROLES)), **beside}
    for each in found:
        arrays[f"{each.prefix}weights"] = each.weights_of(names.tolist())
        arrays[f"{each.prefix}turns"] = each.chain.turns
        arrays[f"{each.prefix}slope"] = np.array([each.slope])
    manifest = {
        "kind": "chain",
        "labels": list(ROLES),
        "settings": SETTINGS,
        "versions": {library: version(library) for library in LIBRARIES},
        **record,
    }
    save_model(
        out, {key: value.astype(np.float32) for key, value in arrays.items()}, names.tolist(), manifest
    )

"""The whole walk: page → article → sentences → tags → records."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import cast

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from ecosift import __version__
from ecosift.article import Article
from ecosift.clean import Classifier, clean
from ecosift.config import Config, load_config
from ecosift.decode import decode, mend_surrogates
from ecosift.errors import PageError
from ecosift.language import carrier
from ecosift.language.component import sentences_of
from ecosift.language.detect import language_of
from ecosift.language.tokenizer import LinearTokenizer
from ecosift.memory import undisturbed
from ecosift.models import load_model, one_thread
from ecosift.readers import unique_ids
from ecosift.readers.pages import page_id
from ecosift.records import Recorder
from ecosift.schema import CodebookRef, Provenance
from ecosift.tagging.attribution import attribute
from ecosift.tagging.citations import find_cites
from ecosift.tagging.levels.component import LevelTagger
from ecosift.tagging.roles.component import Roles
from ecosift.tagging.study import read_study
from ecosift.tagging.table_roles import with_table_roles
from ecosift.types import (
    Cite,
    Cleaned,
    Failure,
    Levels,
    Metadata,
    Page,
    RoleTag,
    Sentence,
    SentenceSpan,
    Statistic,
)


def load(config: str | Path | Config | None = None, *, codebook: str | None = None) -> Pipeline:
    """A pipeline by the default config, or with a config file's keys laid over it.

    Raises `ConfigError` where the config, its codebook or a model cannot be used.
    """
    if isinstance(config, Config):
        return Pipeline(config)
    changes = {"tagging": {"codebook": codebook}} if codebook else {}
    return Pipeline(load_config(config, changes))


class Pipeline:
    """Pages in, articles out. What is in a page never raises: the article's `error` says what went wrong."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.nlp = _language(config)
        self.classifier = Classifier(load_model(config.clean.model)) if config.clean.model else None
        self._recorder = Recorder(self.provenance, config.records.quote_context)

    def __call__(self, page: Page) -> Article:
        """The whole walk over one page."""
        return self._walk(page, tag=True)

    def clean(self, page: Page) -> Article:
        """Only the first stage: no sentences, `doc` None."""
        return self._walk(page, tag=False)

    def pipe(self, pages: Iterable[Page]) -> Iterator[Article]:
        """The walk over many pages, lazily and in order; ids are made unique, duplicates named."""
        first_with: dict[bytes, str] = {}
        for page in unique_ids(pages):
            article = self(page)
            if article.text:
                digest = hashlib.sha256(article.text.encode()).digest()
                first = first_with.setdefault(digest, article.id)
                article.duplicate_of = None if first == article.id else first
            yield article

    def annotate(self, text: str, title: str | None = None) -> Article:
        """Tag text that is clean already: nothing is dropped and `article.text == text`."""
        text = mend_surrogates(text)
        article = _article_of(Page(text))
        try:
            doc = self.nlp.tokenizer(text)
            cleaned = Cleaned(title, text, (), (), Metadata())
            _fill(article, cleaned)
            self._tag(article, cleaned, doc)
        except Exception as error:  # noqa: BLE001 - no text may raise
            return _failed(article, "tagging", error)
        return article

    @property
    def levels(self) -> LevelTagger:
        """The component that tags levels, with its codebook and model."""
        return cast("LevelTagger", self.nlp.get_pipe("ecosift_levels"))

    @cached_property
    def provenance(self) -> Provenance:
        """What made the records: version, config, models, codebook."""
        roles = cast("Roles", self.nlp.get_pipe("ecosift_roles"))
        cleaner = self.classifier.model if self.classifier is not None else None
        used = (cleaner, roles.model, self.levels.model)
        models = {model.name: model.sha256 for model in used if model is not None}
        book = self.levels.codebook
        return Provenance(
            ecosift=__version__,
            config=self.config.sha256,
            models=models,
            codebook=CodebookRef(id=book.id, version=book.version, sha256=book.sha256),
        )

    def _walk(self, page: Page, *, tag: bool) -> Article:
        with one_thread(), undisturbed():
            return self._walked(page, tag=tag)

    def _walked(self, page: Page, *, tag: bool) -> Article:
        article = _article_of(page)
        stage = "read"
        try:
            if page.failure is not None:
                raise PageError(page.failure.stage, page.failure.reason, page.failure.hint)
            self._refuse_large(page)
            raw, media_type = decode(page)
            stage = "clean"
            cleaned = clean(raw, media_type, page.url and mend_surrogates(page.url), self.classifier)
            _fill(article, cleaned)
            if tag:
                stage = "tagging"
                self._tag(article, cleaned, self._doc(cleaned))
        except PageError as error:
            return _failed(_article_of(page), error.failure.stage, error)
        except Exception as error:  # noqa: BLE001 - no page may cost another
            return _failed(_article_of(page), stage, error)
        return article

    def _refuse_large(self, page: Page) -> None:
        limit = self.config.input.max_bytes
        if len(page.content) > limit:
            reason = f"larger than {limit:,} bytes"
            raise PageError("read", reason, "raise input.max_bytes in the config, or split it")

    def _doc(self, cleaned: Cleaned) -> Doc:
        # The tokenizer and components one by one: `nlp(…)` would hold the text to spaCy's max_length.
        doc = self.nlp.tokenizer(cleaned.text)
        carrier.put(doc, "blocks", cleaned.blocks)
        doc.user_data["ecosift_title"] = cleaned.title
        return doc

    def _tag(self, article: Article, cleaned: Cleaned, doc: Doc) -> None:
        for _, component in self.nlp.pipeline:
            doc = component(doc)
        spans = sentences_of(doc)
        roles = with_table_roles(spans, carrier.get(doc, "roles"))
        carrier.put(doc, "roles", roles)
        levels = carrier.get(doc, "levels")
        figures = carrier.get(doc, "statistics")
        cites = find_cites(spans, cleaned.blocks, cleaned.dropped)
        study = read_study(cleaned, spans, roles, figures, cites)
        cites = attribute(spans, cites, study, cleaned)
        article.doc = doc
        article.sentences = [
            _sentence(*parts) for parts in zip(spans, roles, levels, figures, cites, strict=True)
        ]
        article.study = study
        article.metadata = replace(
            article.metadata, language=language_of(article.text, declared=article.metadata.language)
        )
        article.recorder = self._recorder


def _language(config: Config) -> Language:
    nlp = spacy.blank("en")
    nlp.tokenizer = LinearTokenizer(nlp.vocab)
    # spaCy's own bound is for parsers that take memory by the square; ours is the page's size.
    nlp.max_length = config.input.max_bytes
    tagging = config.tagging
    nlp.add_pipe("ecosift_sentences")
    nlp.add_pipe("ecosift_roles", config={"model": tagging.roles})
    nlp.add_pipe("ecosift_levels", config={"codebook": tagging.codebook, "model": tagging.levels})
    nlp.add_pipe("ecosift_statistics")
    return nlp


def _article_of(page: Page) -> Article:
    content = page.content
    raw = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    return Article(
        id=mend_surrogates(page_id(page)),
        source=page.source and mend_surrogates(page.source),
        sha256=f"sha256:{hashlib.sha256(raw).hexdigest()}",
    )


def _fill(article: Article, cleaned: Cleaned) -> None:
    article.title, article.text, article.metadata = cleaned.title, cleaned.text, cleaned.metadata
    article.blocks, article.dropped = cleaned.blocks, cleaned.dropped


def _failed(article: Article, stage: str, error: Exception) -> Article:
    hint = "please report the page as a bug"
    known = error.failure if isinstance(error, PageError) else Failure(stage, _reason(error), hint)
    return Article(id=article.id, source=article.source, sha256=article.sha256, error=known)


def _reason(error: Exception) -> str:
    said = " ".join(str(error).split())
    return f"{type(error).__name__}: {said[:200]}" if said else type(error).__name__


def _sentence(
    span: SentenceSpan,
    role: RoleTag | None,
    levels: Levels,
    figures: tuple[Statistic, ...],
    cites: tuple[Cite, ...],
) -> Sentence:
    return Sentence(
        text=span.text,
        start=span.start,
        end=span.end,
        block=span.block,
        kind=span.kind,
        section=span.section,
        role=role.label if role else None,
        role_score=role.score if role else None,
        levels=levels.tags,
        level_scores=levels.scores,
        statistics=figures,
        cites=cites,
    )

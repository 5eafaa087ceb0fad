"""The spaCy component `ecosift_levels`: the codebook's levels for every sentence."""

from __future__ import annotations

from collections.abc import Mapping

from spacy.language import Language
from spacy.tokens import Doc, Span

from ecosift.language import carrier
from ecosift.language.component import sentence_index, sentences_of
from ecosift.models import Model, load_model
from ecosift.resources import resource
from ecosift.tagging.levels.classifier import trained_for
from ecosift.tagging.levels.codebook import Codebook, load_codebook
from ecosift.tagging.levels.tagger import tag_levels
from ecosift.types import LevelTag


@Language.factory(
    "ecosift_levels",
    default_config={"codebook": "sem", "model": "levels"},
    requires=["doc.sents"],
    assigns=["span._.ecosift_levels"],
)
def make_levels(nlp: Language, name: str, codebook: str, model: str) -> LevelTagger:  # noqa: ARG001
    """The component with a codebook and a model by name or path; an empty model leaves cues and rules."""
    if not Span.has_extension("ecosift_levels"):
        Span.set_extension("ecosift_levels", getter=_levels_of)
    book = load_codebook(codebook)
    return LevelTagger(book, model_for(book, model))


def model_for(book: Codebook, name: str) -> Model | None:
    """The model called `name` if it knows the codebook's levels, else `NAME-ID` for the codebook's id.

    None where neither does, or where `name` is empty.
    """
    if not name:
        return None
    model = load_model(name)
    own = f"{name}-{book.id}"
    if not trained_for(model, book.levels) and resource("models", own).is_dir():
        model = load_model(own)
    return model if trained_for(model, book.levels) else None


def headline(scores: Mapping[str, float]) -> float:
    """The macro-F1 by which a model is called experimental or not, of the scores in its manifest.

    That of sentences out of fold, topic by topic: of the fresh ones, which the cues had not seen, where there
    are any. A model that was trained on pages alone has only that of pages.
    """
    parts = (f"{part}_macro_f1" for part in ("fresh", "loose", "pages"))
    return next((scores[part] for part in parts if part in scores), 0.0)


class LevelTagger:
    """Leaves one `Levels` for every sentence of `sentences_of(doc)`.

    `model` is None where the codebook's levels are not those that the model was trained for.
    """

    def __init__(self, codebook: Codebook, model: Model | None) -> None:
        self.codebook = codebook
        self.model = model if trained_for(model, codebook.levels) else None

    def __call__(self, doc: Doc) -> Doc:
        """Tag the sentences, by their roles where `ecosift_roles` ran."""
        sentences = sentences_of(doc)
        roles = carrier.get(doc, "roles") or [None] * len(sentences)
        carrier.put(doc, "levels", tag_levels(sentences, roles, self.codebook, self.model))
        return doc


def _levels_of(span: Span) -> tuple[LevelTag, ...]:
    """The tags of the sentence in which the span begins; none before the component ran."""
    found = carrier.get(span.doc, "levels")
    return found[sentence_index(span)].tags if found else ()

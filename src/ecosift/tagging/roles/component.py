"""The spaCy component `ecosift_roles`: a rhetorical role for every sentence."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span

from ecosift.language import carrier
from ecosift.language.component import sentence_index, sentences_of
from ecosift.models import Model, load_model
from ecosift.tagging.roles import tag_roles


@Language.factory(
    "ecosift_roles",
    default_config={"model": "roles"},
    requires=["doc.sents"],
    assigns=["span._.ecosift_role"],
)
def make_roles(nlp: Language, name: str, model: str) -> Roles:  # noqa: ARG001
    """The component with the model of that name; an empty name leaves the decision to cues and rules."""
    if not Span.has_extension("ecosift_role"):
        Span.set_extension("ecosift_role", getter=_role_of)
    return Roles(load_model(model) if model else None)


class Roles:
    """Leaves one `RoleTag` (None for a heading) for every sentence of `sentences_of(doc)`."""

    def __init__(self, model: Model | None) -> None:
        self.model = model

    def __call__(self, doc: Doc) -> Doc:
        """Tag the sentences; the title is taken from `doc.user_data["ecosift_title"]`."""
        title = doc.user_data.get("ecosift_title")
        carrier.put(doc, "roles", tag_roles(sentences_of(doc), title=title, model=self.model))
        return doc


def _role_of(span: Span) -> str | None:
    """The role of the sentence in which the span begins; None for headings and before the component ran."""
    tags = carrier.get(span.doc, "roles")
    tag = tags[sentence_index(span)] if tags else None
    return tag.label if tag else None

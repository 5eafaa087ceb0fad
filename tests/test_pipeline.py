"""The promises of the walk: offsets, order, errors as values, equal bytes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

import ecosift
from ecosift import Page

TEXT = """Neighbours and the night shift

Background

Loneliness keeps many night workers from asking for help.

Results

We interviewed 40 nurses; 25% reported that their supervisor refused a change of shift (Doe et al., 2021).
"""


def check_offsets(article: ecosift.Article) -> None:
    text = article.text
    last = 0
    for sentence in article.sentences:
        assert text[sentence.start : sentence.end] == sentence.text
        assert sentence.text == sentence.text.strip() != ""
        assert sentence.start >= last
        last = sentence.end
        for figure in sentence.statistics:
            assert text[figure.start : figure.end] == figure.text
            assert sentence.start <= figure.start < figure.end <= sentence.end
        for cite in sentence.cites:
            assert text[cite.start : cite.end] == cite.text
        for tag in sentence.levels:
            assert all(text[cue.start : cue.end] == cue.text for cue in tag.cues)
    for block in article.blocks:
        assert text[block.start : block.end] == block.text


def records_of(article: ecosift.Article) -> list[str]:
    return [record.model_dump_json() for record in article.records()]


def test_a_text_page_becomes_a_valid_record(pipeline):
    article = pipeline(Page(TEXT, id="night"))
    assert article.title == "Neighbours and the night shift"
    (record,) = [r for r in article.records() if r.statistics]
    assert record.text.startswith("We interviewed 40 nurses")
    assert record.section == ("Results",)
    assert {figure.type for figure in record.statistics} == {"sample_size", "percentage"}
    assert [cite.text for cite in record.cites] == ["(Doe et al., 2021)"]
    assert "organizational" in {tag.level for tag in record.levels}
    assert record.before == "Loneliness keeps many night workers from asking for help."
    assert TEXT[record.anchor.raw_start : record.anchor.raw_end] == record.text


def test_every_corpus_page_keeps_its_offsets(pipeline, page_files):
    for file in page_files:
        article = pipeline(Page(file.read_bytes(), id=file.name))
        assert article.error is None
        assert len(article.sentences) > 10
        check_offsets(article)


def test_scores_are_probabilities_over_the_codebook(pipeline, page_files):
    levels = set(pipeline.levels.codebook.levels)
    for sentence in pipeline(Page(page_files[0].read_bytes())).sentences:
        assert set(sentence.level_scores) == levels
        assert all(0 <= score <= 1 for score in sentence.level_scores.values())
        assert sentence.role_score is None or 0 <= sentence.role_score <= 1
        if sentence.heading:
            assert (sentence.levels, sentence.statistics, sentence.cites) == ((), (), ())
            assert not any(sentence.level_scores.values())


def test_headings_are_nobodys_neighbours(pipeline, page_files):
    for file in page_files:
        article = pipeline(Page(file.read_bytes()))
        headings = {sentence.text for sentence in article.sentences if sentence.heading}
        spoken = {sentence.text for sentence in article.sentences if not sentence.heading}
        for record in article.records(lambda _: True):
            assert {record.before, record.after} <= spoken | {None} | (headings & spoken)


@settings(max_examples=60, deadline=None)
@given(st.text())
def test_annotate_changes_nothing_but_lone_surrogates(pipeline, text):
    article = pipeline.annotate(text)
    assert article.error is None
    assert article.text == text
    check_offsets(article)


def test_annotate_replaces_lone_surrogates_one_for_one(pipeline):
    assert pipeline.annotate("a \ud800 b").text == "a \ufffd b"


PIECES = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<div class=nav>",
        "</div>",
        "<li>",
        "<table><tr><td>",
        "<br>",
        "&nbsp;",
        "<script>",
        "<!--",
        "12 of 40 (30%)",
        "p < .05",
        "et al.",
        " [3] ",
        "\n\n",
        "\n",
        "\r\n",
        "• ",
        "1. ",
        "| a | b |\n|---|---|\n",
        "On a policy level, ",
        "Stigma from staff hurts. ",
        "\x00",
        "\ud800",
        "😀",
        "doi: 10.5555/x",
        "References\n",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES | st.text(max_size=8), max_size=40).map("".join), st.booleans())
def test_any_page_gives_an_article(pipeline, text, html):
    article = pipeline(Page(text, media_type="text/html" if html else "text/plain"))
    assert article.error is None
    check_offsets(article)
    json.dumps(records_of(article)).encode()


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_give_an_article_or_a_reason(pipeline, content):
    article = pipeline(Page(content))
    assert article.error is None or (article.error.stage == "read" and article.text == "")
    check_offsets(article)


def test_the_walk_is_deterministic(pipeline, page_files):
    again = ecosift.load()
    for file in page_files[:4]:
        page = Page(file.read_bytes(), id=file.name)
        assert records_of(pipeline(page)) == records_of(again(page)) == records_of(pipeline(page))


def test_pipe_keeps_order_numbers_ids_and_names_duplicates(pipeline):
    pages = [Page(TEXT, id="a"), Page("", id="b"), Page(TEXT, id="a"), Page("", id="c")]
    articles = list(pipeline.pipe(pages))
    assert [article.id for article in articles] == ["a", "b", "a~2", "c"]
    assert [article.duplicate_of for article in articles] == [None, None, "a", None]
    assert articles[2].records()[0].page.duplicate_of == "a"
    assert articles[0].records()[0].id != articles[2].records()[0].id


@pytest.mark.parametrize(
    ("page", "stage", "reason"),
    [
        (Page(b"%PDF-1.7 rest"), "read", "the content is a PDF"),
        (Page("x" * 20_000_000), "read", "larger than 16,777,216 bytes"),
    ],
)
def test_a_page_that_cannot_be_used_says_why(pipeline, page, stage, reason):
    article = pipeline(page)
    assert (article.error.stage, article.error.reason) == (stage, reason)
    assert (article.text, article.sentences, article.records(), article.doc) == ("", [], [], None)


@pytest.mark.parametrize("content", ["", " \n\n ", b"", "<html><body></body></html>", "<!-- -->"])
def test_an_empty_page_is_no_error(pipeline, content):
    article = pipeline(Page(content))
    assert article.error is None
    assert (article.text, article.records()) == ("", [])


def test_clean_is_the_first_stage_alone(pipeline):
    article = pipeline.clean(Page(TEXT))
    assert article.text == pipeline(Page(TEXT)).text
    assert (article.sentences, article.doc) == ([], None)


def test_language_is_told_and_other_languages_are_processed(pipeline):
    german = "Die Mütter wurden von den Hebammen zu Hause besucht, und die meisten fanden das sehr hilfreich."
    assert pipeline(Page(TEXT)).metadata.language == "en"
    assert pipeline(Page(german)).metadata.language == "de"
    assert pipeline(Page(german)).error is None


def test_record_ids_survive_changes_elsewhere_and_tell_repeats_apart(pipeline):
    said = "Peer support reduced loneliness in 40 men."
    once, twice = (pipeline.annotate("\n\n".join([said] * n)).records() for n in (1, 2))
    assert twice[0].id != twice[1].id
    assert once[0].id != twice[0].id  # another text without a name is another page
    named = [pipeline(Page(f"{said}\n\n{more}", id="p")).records()[0].id for more in ("One.", "Two.")]
    assert named[0] == named[1]


def test_components_work_in_a_strangers_pipeline():
    nlp = spacy.blank("en")
    for name in ("ecosift_sentences", "ecosift_roles", "ecosift_levels", "ecosift_statistics"):
        nlp.add_pipe(name)
    assert not any(nlp.analyze_pipes()["problems"].values())
    doc = nlp("We asked 40 men. On a policy level, cuts in funding were a barrier for 25% of them.")
    _, second = doc.sents
    assert second._.ecosift_role is not None
    assert [tag.level for tag in second._.ecosift_levels] == ["policy"]
    assert [span.label_ for span in doc.spans["ecosift_statistics"]] == ["sample_size", "percentage"]
    assert doc.spans["ecosift_statistics"][0]._.ecosift_parts["value"] == 40


def test_front_door_is_complete_and_sorted():
    assert ecosift.__all__ == sorted(ecosift.__all__)
    assert all(getattr(ecosift, name) is not None for name in ecosift.__all__)
    with pytest.raises(AttributeError):
        _ = ecosift.nothing


def test_records_are_read_back(pipeline, tmp_path):
    records = pipeline(Page(TEXT)).records()
    file = Path(tmp_path / "evidence.jsonl")
    file.write_text("".join(record.model_dump_json() + "\n" for record in records))
    assert list(ecosift.read_records(file)) == records


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('{"id": "x"}', ":1: schema_version"),
        ("{broken", ":1: not a JSON object"),
        ("[]", ":1: not a JSON object"),
    ],
)
def test_a_broken_record_file_is_one_line(tmp_path, line, words):
    file = tmp_path / "evidence.jsonl"
    file.write_text(line + "\n")
    with pytest.raises(ecosift.EcosiftError) as error:
        list(ecosift.read_records(file))
    assert words in str(error.value)

"""The trained decision: its features, its words, and what it makes of pages."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ecosift
from ecosift.clean import Classifier, clean
from ecosift.clean.classifier import threshold_of
from ecosift.clean.containers import Tree, name_words
from ecosift.clean.decide import by_rules, decide
from ecosift.clean.features import features
from ecosift.clean.hints import container_reasons
from ecosift.clean.html import HtmlPage
from ecosift.clean.text import read_text
from ecosift.clean.words import BUCKETS, words_of
from ecosift.config import load_config
from ecosift.models import load_model
from ecosift.types import Page

PROSE = (
    "Community pharmacists in the two counties offered free blood pressure checks on market days, and most "
    "visitors who were found to have a high reading came back within the month to see a nurse."
)
PARAGRAPHS = [
    PROSE,
    "The checks cost the county less than expected, because the pharmacists gave their time and the "
    "stalls were lent by the farmers who sell there every week of the year.",
    "Nurses at the two clinics said that they saw more men under fifty than before, many of whom had "
    "not been to a doctor since they left school and did not know their numbers.",
    "Not everyone came back. Of those who did not, most said that the clinic closes before they "
    "finish work, and some that they had no way to get there once the market bus had left.",
    "The county will go on with the checks next year and open one clinic in the evening, so that the "
    "people who are found at the market can be seen without losing a day of pay.",
]
MENU = "".join(f'<li><a href="/{name}">{name.title()}</a></li>' for name in ("home", "about", "news", "jobs"))
HTML = f"""<html><head><title>Checks at the market</title></head><body>
<div class="site-top"><ul>{MENU}</ul></div>
<div class="article-body"><h1>Checks at the market</h1><p>{PROSE}</p><h2>What changed</h2><p>{PROSE}</p>
<ul><li>Fewer visits to the emergency room were counted in spring.</li></ul><p>{PROSE}</p></div>
<div class="rail"><h3>You may also like</h3><ul>{MENU}</ul></div></body></html>"""


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return Classifier(load_model("cleaner"))


def _features(text: str, html: bool) -> np.ndarray:
    page = HtmlPage(text).candidates if html else read_text(text)
    words = words_of([block.text for block in page.blocks])
    said = words.scores(np.zeros(BUCKETS, dtype=np.float32))
    return features(
        page,
        by_rules(page, container_reasons(page)),
        words,
        said,
        np.zeros(len(page.containers), dtype=np.float32),
    )


def test_an_article_is_kept_and_its_surroundings_are_not(classifier: Classifier) -> None:
    cleaned = clean(HTML, "text/html", None, classifier)
    assert cleaned.text.count(PROSE) == 3
    assert "What changed" in cleaned.text
    assert "emergency room" in cleaned.text
    assert "Jobs" not in cleaned.text
    assert "You may also like" not in cleaned.text
    assert all(block.reason for block in cleaned.dropped)


def test_lines_of_a_menu_are_left_out_and_paragraphs_kept(classifier: Classifier) -> None:
    before, after = ["Home", "About", "News", "Jobs", "Checks at the market"], ["Privacy policy", "Sitemap"]
    text = "\n".join([*before, *PARAGRAPHS, *after])
    cleaned = clean(text, "text/plain", None, classifier)
    assert [block.text for block in cleaned.blocks if block.kind == "paragraph"] == PARAGRAPHS


def test_a_page_of_a_few_lines_is_left_to_the_rules(classifier: Classifier) -> None:
    assert clean(PROSE, "text/plain", None, classifier) == clean(PROSE, "text/plain")


def test_references_stay_out_whatever_the_classifier_says(classifier: Classifier) -> None:
    entry = "Moran T, Iyer P. Walking to work in small towns. Rural Transp. 2019;12(3):44-51."
    page = read_text(
        "\n\n".join(["Walking", PROSE, PROSE, PROSE, "References", f"1. {entry}", f"2. {entry}"])
    )
    reasons = decide(page, classifier)
    assert reasons[-2:] == ["references", "references"]


def test_pages_without_blocks_pass(classifier: Classifier) -> None:
    assert clean("", "text/html", None, classifier).text == ""
    assert clean("\n\n", "text/plain", None, classifier).text == ""


@pytest.mark.parametrize("html", [True, False])
def test_every_page_of_a_kind_has_the_same_columns(html: bool) -> None:
    one, other = _features(HTML, html), _features("<p>One word", html)
    assert one.shape[1] == other.shape[1]
    assert np.isfinite(one).all()
    assert np.isfinite(other).all()


@given(st.text(max_size=200), st.booleans())
@settings(max_examples=60, deadline=None)
def test_no_text_is_too_odd_for_the_classifier(text: str, html: bool) -> None:
    cleaned = clean(text, "text/html" if html else "text/plain", None, Classifier(load_model("cleaner")))
    assert all(cleaned.text[b.start : b.end] == b.text for b in cleaned.blocks)


def test_a_word_falls_into_one_bucket_wherever_it_stands() -> None:
    words = words_of(["Subscribe", "to subscribe now", "𝒳 — subscribe"])
    shared = [set(words.buckets[words.rows == row].tolist()) for row in range(3)]
    assert len(shared[0] & shared[1] & shared[2]) == 1


def test_sums_run_over_all_that_a_container_holds() -> None:
    page = HtmlPage("<div><p>a<p>b</div><section><p>c</section>").candidates
    tree = Tree(page.containers)
    at = np.array([block.container for block in page.blocks])
    totals = tree.running(np.ones((len(at), 1)), at)
    held = {
        look.tag: totals[tree.ends[at], 0] - totals[at, 0] for at, look in enumerate(page.containers.looks)
    }
    assert (held["body"], held["div"], held["section"]) == (3, 2, 1)


def test_names_are_taken_apart() -> None:
    assert name_words("div", "relatedPosts post-footer__links") == (
        "<div>", "footer", "footer-links", "links", "post", "post-footer", "posts", "related",
        "related-posts",
    )  # fmt: skip


def test_without_a_model_the_rules_decide_alone() -> None:
    config = load_config(changes={"clean": {"model": ""}})
    pipeline = ecosift.load(config)
    assert pipeline.classifier is None
    assert "cleaner" not in pipeline.provenance.models
    assert PROSE in pipeline.clean(Page(HTML, media_type="text/html")).text


def test_the_model_is_named_in_the_provenance() -> None:
    assert ecosift.load().provenance.models["cleaner"].startswith("sha256:")


def test_a_page_in_doubt_keeps_what_a_clear_page_leaves_out():
    words = [40, 40, 40, 40]
    clear, doubtful = ([0.98, 0.97, 0.35, 0.01], [0.6, 0.5, 0.35, 0.2])
    for plain in (True, False):
        assert threshold_of(np.array(clear, dtype=np.float32), words, plain) > 0.35
        assert threshold_of(np.array(doubtful, dtype=np.float32), words, plain) < 0.35

"""What a review file carries: safely, completely, and nothing that a blind reader must not know."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

import review_hostile
from ecosift import Page
from ecosift.errors import EcosiftError, GoldError
from ecosift.evaluation import formats
from ecosift.evaluation.gold import GoldPage
from ecosift.evaluation.reading import of_gold as read_as
from ecosift.evaluation.scoring import Prediction, evaluate
from ecosift.review import Wanted, html, review
from ecosift.review.comparing import compared
from ecosift.review.of_article import doc_of, of_article
from ecosift.review.of_gold import of_gold, runs_of
from ecosift.review.packing import counter, json_for_html, packed
from ecosift.review.sampling import allocate, draw
from ecosift.review.shapes import Block, Labels, Tag, Unit, View
from ecosift.review.sources import labelled

LEVELS = [("individual", "A person."), ("community", "A place.")]
DUMP = """Home | Shop | Log in

How gardens help after a stroke

Neighbours who dug beside them helped 12 of 30 people to leave the house again.
• The bus to the plots ran twice   a day in May 2023.

Cookie settings"""


def data_of(text: str) -> dict:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)
    return json.loads(found[1])


def written(view: View, **options) -> str:
    return html.page(packed([view], levels=LEVELS, mode="review", **options), f"Review: {view.title}")


def elements(text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(node.tag, tuple(node.attributes)) for node in LexborHTMLParser(text).css("*")]


@pytest.mark.parametrize("hostile", review_hostile.STRINGS)
def test_hostile_text_is_no_markup(hostile):
    """A page full of it has the very elements and attributes of a page without."""
    assert elements(written(review_hostile.view(hostile))) == elements(written(review_hostile.view("calm")))


@pytest.mark.parametrize("hostile", review_hostile.STRINGS)
def test_hostile_text_is_carried_unchanged(hostile):
    data = data_of(written(review_hostile.view(hostile)))
    assert data["pages"][0]["units"][0]["t"] == f"Half of 40 {hostile} felt lonely."
    assert data["pages"][0]["title"] == hostile


def test_hostile_text_is_no_markup_in_the_index():
    rows = [{"title": hostile, "doc": hostile, "file": "a.html"} for hostile in review_hostile.STRINGS]
    calm = [{"title": "calm", "doc": "calm", "file": "a.html"}]
    assert elements(html.index({"rows": rows}, rows[0]["title"])) == elements(
        html.index({"rows": calm}, "calm")
    )


@given(st.text())
def test_json_in_a_script_element_reads_back(text):
    packed_text = json_for_html({text: [text]})
    assert not set("<>&\u2028\u2029") & set(packed_text)
    clean = text.encode("utf-8", "replace").decode() if text.isascii() else text
    assert json.loads(packed_text) == {clean: [clean]}


def test_only_the_file_s_own_style_and_script_may_run():
    tree = LexborHTMLParser(written(review_hostile.view("calm")))
    policy = tree.css_first("meta[http-equiv]").attributes["content"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for tag, rule in (("style", "style-src"), ("script:not([type])", "script-src")):
        (node,) = tree.css(tag)
        digest = base64.b64encode(hashlib.sha256(node.text(deep=True).encode()).digest()).decode()
        assert f"{rule} 'sha256-{digest}'" in policy


def test_nothing_in_the_scripts_makes_markup_of_text():
    assets = Path(html.__file__).parent / "assets"
    for file in assets.iterdir():
        text = file.read_text()
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|fetch\(", text)
        assert not re.search(r"https?://(?!\w)|\b(src|style|on\w+)=", text.replace("?:\\/\\/", "")), file.name


def test_every_key_is_documented():
    keys = (Path(html.__file__).parent / "assets" / "keys.js").read_text()
    known = set(re.findall(r'^    \["([^"]+)", "', keys, re.MULTILINE))
    table = (Path(__file__).parents[1] / "docs" / "review.md").read_text().partition("## Keys")[2]
    assert known <= set(re.findall(r"`([^`]+)`", table))
    assert len(known) > 30


def test_units_lead_back_to_a_text_page(pipeline):
    view = of_article(pipeline(Page(DUMP, id="garden.txt", source="garden.txt")), page=DUMP)
    assert [unit.text for unit in view.units if not unit.labels.content]
    for unit in view.units:
        for (start, raw), after in zip(unit.runs, [*unit.runs[1:], (len(unit.text), None)], strict=True):
            run = unit.text[start : after[0]].rstrip()
            assert DUMP[raw : raw + len(run)] == run
    assert any(len(unit.runs) > 1 for unit in view.units)


def test_every_block_of_a_page_is_shown_in_its_order(pipeline):
    view = of_article(pipeline(Page(DUMP, id="garden.txt", source="garden.txt")), page=DUMP)
    shown = "".join("".join(unit.text for unit in view.units).split())
    assert shown == re.sub(r"[•\s]", "", DUMP)


@pytest.mark.parametrize(
    ("page_id", "source", "doc"),
    [
        ("a/b.html", "a/b.html", "a/b"),
        ("notes.v2.txt", "notes.v2.txt", "notes.v2"),
        ("rows.jsonl#3", "rows.jsonl#3", "rows.jsonl#3"),
        ("https://example.org/x", "x.html", "https://example.org/x"),
        ("b.html~2", "b.html", "b.html~2"),
    ],
)
def test_gold_knows_a_page_by_its_file(page_id, source, doc):
    assert doc_of(page_id, source) == doc


@pytest.mark.parametrize(
    ("text", "page", "runs"),
    [
        ("ran twice", "x ran twice", ((0, 2),)),
        ("ran twice", "x ran\n  twice", ((0, 2), (4, 8))),
        ("a b", "x a • b", ((0, 2), (2, 6))),
        ("other", "x words", ()),
    ],
)
def test_runs_pass_over_white_space_and_marks(text, page, runs):
    assert runs_of(text, 2, len(page), page) == runs


def test_javascript_counts_two_for_an_astral_character():
    count = counter("😀 12 of 𝟛0")
    assert [count(at) for at in (0, 1, 2, 7, 8, 9)] == [0, 2, 3, 8, 9, 11]


def test_a_blind_file_says_nothing_of_what_was_found(pipeline):
    view = of_article(pipeline(Page(DUMP, id="garden.txt", source="garden.txt")), page=DUMP)
    data = data_of(written(view, blind=True))
    assert {key for unit in data["pages"][0]["units"] for key in unit} <= {"t", "b", "p", "h"}
    assert all(len(block) == 1 for block in data["pages"][0]["blocks"])


def test_a_blind_sample_names_no_stratum():
    sample = draw([population("p", 30)], 10)
    data = packed(sample.views, levels=LEVELS, mode="sample", blind=True, strata=sample.strata)
    assert {stratum["name"] for stratum in data["strata"]} == {""}


def population(doc: str, size: int) -> View:
    """Every fifth sentence has a level, every seventh nearly."""
    units = []
    for at in range(size):
        tags = (Tag("community", "barrier", 0.8),) if at % 5 == 0 else ()
        scores = {"community": 0.8 if tags else 0.3 if at % 7 == 0 else 0.01}
        units.append(Unit(f"Sentence {at} of {doc}.", Labels(role="finding", tags=tags, scores=scores), at))
    return View(doc, None, tuple(units), tuple(Block("paragraph") for _ in units))


def test_the_same_seed_draws_the_same_sample():
    pages = [population("a", 200), population("b", 100)]
    texts = [
        [unit.text for view in draw(pages, 40, seed=seed).views for unit in view.units] for seed in (1, 1, 2)
    ]
    assert texts[0] == texts[1] != texts[2]
    assert len(set(texts[0])) == 40


def test_a_sample_has_unflagged_sentences_and_stands_for_all():
    sample = draw([population("a", 300)], 60)
    sizes = {stratum.name: stratum.size for stratum in sample.strata}
    near = sum(at % 7 == 0 and at % 5 != 0 for at in range(300))
    assert sizes == {"community": 60, "no level": 240 - near, "no level, but near": near}
    drawn = [unit for view in sample.views for unit in view.units]
    for number, stratum in enumerate(sample.strata):
        assert sum(unit.stratum == number for unit in drawn) == stratum.drawn >= 10
    assert all(unit.around for unit in drawn)


def test_weights_let_a_sample_speak_for_the_corpus():
    """Over many seeds the weighted recall is that of all sentences, which the sample's own is far from."""
    pages = [population("a", 300)]
    missed = {unit.text for unit in pages[0].units if unit.block % 9 == 1 and not unit.labels.tags}
    tagged = [unit.text for unit in pages[0].units if unit.labels.tags]
    weighted, plain = [], []
    for seed in range(60):
        sample = draw(pages, 60, seed=seed)
        drawn = [unit for view in sample.views for unit in view.units]
        weights = [stratum.size / stratum.drawn for stratum in sample.strata]
        hits = sum(weights[unit.stratum] for unit in drawn if unit.labels.tags)
        misses = sum(weights[unit.stratum] for unit in drawn if unit.text in missed)
        weighted.append(hits / (hits + misses))
        found = sum(bool(unit.labels.tags) for unit in drawn)
        plain.append(found / (found + sum(unit.text in missed for unit in drawn)))
    true = len(tagged) / (len(tagged) + len(missed))
    assert sum(weighted) / 60 == pytest.approx(true, abs=0.02)
    assert sum(plain) / 60 > true + 0.04


@pytest.mark.parametrize("placed", [True, False])
def test_a_figure_that_the_reader_deleted_costs_precision(placed):
    """It weighs what its sentence does; a figure of a sentence that nobody judged weighs nothing."""
    texts = ["We asked 40 nurses.", "They met in room 12 of it.", "Then 9 left."]
    text = " ".join(texts)
    rows = []
    for said, number in zip(texts, ("40", "12", "9"), strict=True):
        at = text.index(said)
        start = at + said.index(number)
        figure = {"type": "sample_size", "text": number, "start": start, "end": start + len(number)}
        row = {"text": said, "content": True, "start": at, "end": at + len(said), "stats": [figure]}
        rows.append(row if placed else row | {"start": None, "end": None})
    page = {"doc": "p", "labelled": ["statistics"]} | ({"text": text} if placed else {})
    judged = [rows[0], rows[1] | {"stats": [], "weight": 3}]
    gold_page, found = (
        read_as(GoldPage.model_validate(page | {"sentences": each, "sampled": each is judged}))
        for each in (judged, rows)
    )
    scored = evaluate([(gold_page, frozenset({"statistics"}))], [Prediction("p", {"p": found})])
    figures = scored.extractors[0].estimates
    assert figures["statistics.span.precision"].value == pytest.approx(1 / 4)
    assert figures["statistics.span.recall"].value == 1.0


def test_headings_and_furniture_are_not_drawn():
    units = (
        Unit("Results", Labels(heading=True)),
        Unit("Home", Labels(content=False)),
        Unit("We saw 3.", Labels()),
    )
    view = View("a", None, tuple(replace(unit, block=at) for at, unit in enumerate(units)))
    assert [unit.text for each in draw([view], 9).views for unit in each.units] == ["We saw 3."]


@given(st.dictionaries(st.text(max_size=3), st.integers(1, 500), min_size=1), st.integers(1, 300))
def test_shares_fill_the_sample_and_never_pass_a_stratum(sizes, total):
    shares = allocate(sizes, total)
    assert sum(shares.values()) == min(total, sum(sizes.values()))
    assert all(0 <= shares[name] <= size for name, size in sizes.items())


def gold(*sentences: dict, **page) -> View:
    rows = [{"content": True, "role": "finding", **sentence} for sentence in sentences]
    return of_gold(GoldPage.model_validate({"doc": "p", "sentences": rows, **page}))


def test_two_readings_stand_side_by_side():
    texts = ["Buses were rare that winter.", "Shame kept women away.", "We asked 9 nurses."]
    one = gold(
        {"text": texts[0], "levels": ["community"], "valence": {"community": "barrier"}},
        {"text": texts[1]},
        {"text": texts[2], "stats": [{"type": "sample_size", "text": "9 nurses"}]},
    )
    other = gold(
        {"text": texts[0], "levels": ["community"], "valence": {"community": "none"}},
        {
            "text": texts[1],
            "role": "background",
            "levels": ["individual"],
            "valence": {"individual": "barrier"},
        },
        {"text": "They slept badly at night."},
        {"text": texts[2], "stats": [{"type": "sample_size", "text": "9"}]},
    )
    view = compared(one, other)
    assert [(unit.text, unit.differs) for unit in view.units] == [
        (texts[0], ("valence",)),
        (texts[1], ("role", "levels")),
        ("They slept badly at night.", ("sentence",)),
        (texts[2], ("figures",)),
    ]
    assert view.units[2].sides[0] is None
    assert [side.role for side in view.units[1].sides] == ["finding", "background"]


def test_furniture_that_one_leaves_out_is_no_difference():
    one = gold({"text": "Home"} | {"content": False, "role": None}, {"text": "They slept badly."})
    view = compared(one, gold({"text": "They slept badly."}))
    assert [unit.differs for unit in view.units] == [(), ()]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"paths": ["a.jsonl", "a.jsonl"]}, "not compared with itself"),
        ({"paths": ["a.jsonl", "b.jsonl", "c.jsonl"]}, "two labelled files"),
        ({"paths": ["a.jsonl", "b.jsonl"], "blind": True}, "without --blind"),
        ({"paths": ["a.jsonl", "page.txt"]}, "together"),
        ({"paths": ["nowhere.html"]}, "no such file"),
    ],
)
def test_what_cannot_be_reviewed_is_said(tmp_path, monkeypatch, options, said):
    monkeypatch.chdir(tmp_path)
    page = GoldPage.model_validate({"doc": "p", "sentences": [{"text": "We saw.", "content": False}]})
    for name in "abc":
        formats.write([page], Path(f"{name}.jsonl"), "ecosift")
    Path("page.txt").write_text(DUMP)
    with pytest.raises(EcosiftError, match=said):
        review(Wanted(target=Path("out.html"), **options))


def test_a_folder_becomes_an_index_and_a_file_a_page(tmp_path, monkeypatch, ecosift_cli):
    monkeypatch.setattr("ecosift.review.writing.ONE_FILE", 12)
    monkeypatch.setattr(
        "sys.argv", ["ecosift", "review", str(tmp_path / "in"), "-o", str(tmp_path / "r.html")]
    )
    (tmp_path / "in" / "deep").mkdir(parents=True)
    for name in ("one", "two", "deep/one"):
        (tmp_path / "in" / f"{name}.txt").write_text(DUMP.replace("12", str(len(name))))
    assert ecosift_cli("review", tmp_path / "in", "-o", tmp_path / "r.html").code == 0
    rows = data_of((tmp_path / "r.html").read_text())["rows"]
    assert [row["doc"] for row in rows] == ["deep/one", "one", "two"]
    files = [data_of((tmp_path / row["file"]).read_text()) for row in rows]
    assert [each["pages"][0]["key"] for each in files] == [row["key"] for row in rows]
    assert files[1]["way"] == {
        "index": "../r.html",
        "before": Path(rows[0]["file"]).name,
        "after": Path(rows[2]["file"]).name,
    }


def test_records_and_gold_are_shown_with_their_labels(pipeline, tmp_path):
    article = pipeline(Page(DUMP, id="garden.txt", source="garden.txt"))
    records = tmp_path / "r.jsonl"
    records.write_text("".join(record.model_dump_json() + "\n" for record in article.records()))
    review(Wanted([str(records)], tmp_path / "r.html"))
    page = data_of((tmp_path / "r.html").read_text())["pages"][0]
    assert page["doc"] == "garden"
    assert [unit["t"] for unit in page["units"]] == [record.text for record in article.records()]
    (figure, *_) = page["units"][0]["f"]
    assert page["units"][0]["t"][figure["s"] : figure["e"]] == "12 of 30 people"


def test_training_reads_what_a_review_gives(tmp_path):
    """Pages of which only some sentences were judged serve the levels alone."""
    from ecosift.training.lots import read_lots
    from ecosift.training.roles import gold_pages

    sentence = {
        "text": "Neighbours helped them.",
        "content": True,
        "role": "finding",
        "levels": ["interpersonal"],
        "valence": {"interpersonal": "facilitator"},
    }
    layers = ["content", "roles", "levels", "valence"]
    pages = [
        GoldPage.model_validate({"doc": doc, "sentences": [sentence], "labelled": layers, "sampled": sampled})
        for doc, sampled in (("a", False), ("b", True))
    ]
    (tmp_path / "gold").mkdir()
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "a.txt").write_text(sentence["text"])
    formats.write(pages, tmp_path / "gold" / "reviewed.jsonl", "ecosift")
    assert [lot.levels for lot in read_lots(tmp_path)[0]] == [(frozenset({"interpersonal"}),)] * 2
    assert [page.name for page in gold_pages(tmp_path)] == ["a"]
    formats.write(pages[:1], tmp_path / "gold" / "a.jsonl", "ecosift")
    with pytest.raises(GoldError, match="'a' is labelled in"):
        read_lots(tmp_path)


def test_a_blind_sample_by_the_command_line(tmp_path, ecosift_cli):
    (tmp_path / "garden.txt").write_text(DUMP)
    options = ["--sample", 2, "--by", "figures", "--seed", 3, "--blind", "-o", tmp_path / "r.html"]
    run = ecosift_cli("review", tmp_path / "garden.txt", *options)
    assert (run.code, run.out) == (0, "")
    assert "2 sentences of 1 page:" in run.err
    data = data_of((tmp_path / "r.html").read_text())
    assert (data["mode"], data["blind"]) == ("sample", True)
    assert len(data["pages"][0]["units"]) == 2


def test_a_folder_of_downloads_is_gold(tmp_path):
    page = GoldPage.model_validate({"doc": "p", "sentences": [{"text": "Home", "content": False}]})
    for name in ("a", "b"):
        formats.write([page.model_copy(update={"doc": name})], tmp_path / f"{name}.gold.jsonl", "ecosift")
    assert [each.doc for each in formats.read(tmp_path)] == ["a", "b"]


def test_a_page_s_name_leads_to_no_other_folder(tmp_path):
    page = GoldPage.model_validate({"doc": "../evil", "sentences": [{"text": "Home", "content": False}]})
    formats.write([page], tmp_path / "in", "ecosift")
    assert [each.parent for each in tmp_path.rglob("*.json")] == [tmp_path / "in"]
    assert formats.read(tmp_path / "in") == [page]


def test_a_drawn_sentence_keeps_what_stands_around_it():
    shown = {"Home": Labels(content=False), "Results": Labels(heading=True)}
    shown |= {"One.": Labels(), "Two.": Labels()}
    view = View("a", None, tuple(Unit(text, labels) for text, labels in shown.items()))
    (drawn,) = draw([view], 9).views
    assert [(unit.text, unit.around, unit.section) for unit in drawn.units] == [
        ("One.", ("Results", "Two."), "Results"),
        ("Two.", ("One.", None), "Results"),
    ]


PAGE_ROW = {"text": "A page.", "url": "https://example.org"}
GOLD_ROW = {"doc": "p", "sentences": []}


@pytest.mark.parametrize(
    ("names", "row", "known"),
    [
        (["a.json"], GOLD_ROW, True),
        (["a.gold.jsonl", "b.gold.jsonl"], GOLD_ROW, True),
        (["a.ann", "a.txt"], {}, True),
        (["a.html", "a.json"], PAGE_ROW, False),
        (["a.txt"], {}, False),
        (["rows.jsonl"], PAGE_ROW, False),
    ],
)
def test_a_folder_of_labels_is_told_from_one_of_pages(tmp_path, names, row, known):
    for name in names:
        (tmp_path / name).write_text(json.dumps(row) + "\n")
    assert labelled(str(tmp_path), None) == known

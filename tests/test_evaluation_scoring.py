"""Who is paired with whom, what is counted, and what a lab's gate does with it."""

from __future__ import annotations

import json
import tomllib

import pytest

from ecosift.errors import EcosiftError
from ecosift.evaluation.agreement import agreement
from ecosift.evaluation.alignment import align
from ecosift.evaluation.gold import GoldPage
from ecosift.evaluation.reading import Reading, Unit, of_gold
from ecosift.evaluation.scoring import Prediction, evaluate, layers_of, resolve

TEXT = "Menu. Peer support helped many. Shame kept 12% of women away. Rents rose."
QUOTES = ("Menu.", "Peer support helped many.", "Shame kept 12% of women away.", "Rents rose.")


def unit(text: str, *, placed: bool = True, **said: object) -> Unit:
    start = TEXT.find(text) if placed else None
    end = start + len(text) if start is not None else None
    return Unit(text, start, end, **said)  # type: ignore[arg-type]


def reading(*units: Unit, placed: bool = True, **said: object) -> Reading:
    return Reading("a", units, page=TEXT if placed else None, **said)  # type: ignore[arg-type]


@pytest.mark.parametrize("placed", [True, False], ids=["offsets", "texts"])
@pytest.mark.parametrize(
    ("predicted", "whole", "partner"),
    [
        (QUOTES, True, {0: 0, 1: 1, 2: 2, 3: 3}),
        (QUOTES[::-1], True, {0: 3, 1: 2, 2: 1, 3: 0}),
        (("Shame kept 12% of women",), True, {2: 0}),
        (("women",), True, {}),
        (("kept 12% of",), False, {2: 0}),
        (("Peer support helped many. Shame kept 12% of women away.",), True, {2: 0}),
        (("Shame kept", "12% of women away."), True, {2: 1}),
    ],
)
def test_units_are_paired_by_what_they_share(predicted, whole, partner, placed):
    gold = reading(*(unit(text, placed=placed) for text in QUOTES), placed=placed)
    found = reading(*(unit(text, placed=placed) for text in predicted), placed=placed, whole=whole)
    assert align(gold, found).partner == partner


def test_texts_that_stand_twice_are_paired_in_order():
    twice = [Unit("Yes.", levels={"policy": None}), Unit("No."), Unit("Yes.")]
    assert align(Reading("a", tuple(twice)), Reading("a", tuple(twice))).partner == {0: 0, 1: 1, 2: 2}


def gold_page(doc: str = "a", **changes: object) -> GoldPage:
    at, sentences = 0, []
    for text in QUOTES:
        sentences.append({"text": text, "start": at, "end": at + len(text), "content": at > 0})
        at += len(text) + 1
    sentences[1] |= {
        "role": "finding",
        "levels": ["interpersonal"],
        "valence": {"interpersonal": "facilitator"},
    }
    sentences[2] |= {"role": "finding", "levels": ["individual"], "valence": {"individual": "barrier"}}
    figure = {"type": "percentage", "text": "12% of women", "parts": {"value": 12, "of": "women"}}
    sentences[2]["stats"] = [figure | {"start": TEXT.find("12%"), "end": TEXT.find(" away")}]
    sentences[3] |= {"role": "background"}
    return GoldPage.model_validate({"doc": doc, "text": TEXT, "sentences": sentences} | changes)


def changed(page: GoldPage, place: int, **changes: object) -> GoldPage:
    data = page.model_dump()
    data["sentences"] = [*data["sentences"]]
    data["sentences"][place] |= changes
    return GoldPage.model_validate(data)


def scores(gold: list[GoldPage], *predicted: list[GoldPage], whole: bool = True, by: str | None = None):
    readings = [of_gold(page) for page in gold]
    layers = layers_of(readings)
    predictions = [
        Prediction(f"p{n}", {page.doc: of_gold(page, whole=whole) for page in pages})
        for n, pages in enumerate(predicted)
    ]
    return evaluate([(each, layers) for each in readings], predictions, by=by)


def test_a_perfect_prediction_is_perfect():
    found = scores([gold_page()], [gold_page()]).extractors[0].estimates
    named = ("aligned.gold", "cleaning.word_f1", "cleaning.line_f1", "sentences.f1", "roles.macro_f1")
    more = ("levels.exact", "valence.accuracy", "statistics.exact.f1", "statistics.parts")
    assert {name: found[name].value for name in (*named, *more)} == dict.fromkeys((*named, *more), 1.0)


@pytest.mark.parametrize(
    ("place", "changes", "lower"),
    [
        (1, {"role": "method"}, {"roles.accuracy": 2 / 3}),
        (1, {"levels": ("policy",), "valence": {}}, {"levels.exact": 2 / 3, "levels.micro_f1": 1 / 2}),
        (1, {"valence": {"interpersonal": "barrier"}}, {"valence.accuracy": 1 / 2}),
        (2, {"stats": ()}, {"statistics.span.f1": 0.0, "statistics.parts": 0.0}),
        (0, {"content": True, "role": "background"}, {"cleaning.line_precision": 3 / 4}),
    ],
)
def test_each_mistake_lowers_its_own_figure(place, changes, lower):
    evaluation = scores([gold_page()], [changed(gold_page(), place, **changes)])
    found = evaluation.extractors[0].estimates
    assert {name: found[name].value for name in lower} == pytest.approx(lower)
    assert len(evaluation.extractors[0].mistakes) >= 1


def test_a_figure_of_another_type_has_a_span_but_no_type():
    figure = gold_page().sentences[2].stats[0].model_copy(update={"type": "mean"})
    found = (
        scores([gold_page()], [changed(gold_page(), 2, stats=[figure.model_dump()])]).extractors[0].estimates
    )
    figures = {kind: found[f"statistics.{kind}.f1"].value for kind in ("span", "typed", "value", "exact")}
    assert figures == {"span": 1.0, "typed": 0.0, "value": 0.0, "exact": 0.0}


def test_unaligned_gold_is_missed_and_an_unaligned_prediction_is_false():
    data = gold_page().model_dump()
    data["sentences"] = [s for s in data["sentences"] if s["text"] != QUOTES[1]]
    stray = {"text": "Sign up.", "content": True, "role": "finding", "levels": ["policy"]}
    data["sentences"].append(stray)
    found = scores([gold_page()], [GoldPage.model_validate(data)]).extractors[0].estimates
    assert found["aligned.gold"].value == pytest.approx(2 / 3)
    assert found["aligned.predicted"].value == pytest.approx(2 / 3)
    assert found["levels.interpersonal.recall"].value == 0
    assert found["levels.policy.precision"].value == 0
    assert found["roles.finding.precision"].value == pytest.approx(1 / 2)


def test_quotes_are_not_asked_for_what_they_leave_out():
    data = gold_page().model_dump()
    data["sentences"] = [data["sentences"][2] | {"text": "kept 12% of", "start": 38, "end": 49, "stats": []}]
    found = scores([gold_page()], [GoldPage.model_validate(data)], whole=False).extractors[0].estimates
    assert "roles.accuracy" not in found
    assert "cleaning.word_f1" not in found
    assert "roles.background.f1" not in found
    assert found["levels.individual.f1"].value == 1.0
    assert found["roles.finding.recall"].value == pytest.approx(1 / 2)


def test_a_sample_is_weighted_and_blames_nothing_outside():
    page = changed(gold_page(sampled=True), 1, weight=9.0)
    wrong = changed(gold_page(), 1, role="method")
    found = scores([page], [wrong]).extractors[0].estimates
    assert found["roles.finding.recall"].value == pytest.approx(1 / 10)


def test_few_documents_and_missing_ones_are_said():
    notes = scores([gold_page(), gold_page("b")], [gold_page()]).notes
    assert any("only 2 documents" in note for note in notes)
    assert any("no prediction for 1 of 2" in note for note in notes)


def test_what_the_gold_never_labels_is_not_scored():
    bare = [s.model_copy(update={"levels": (), "valence": {}, "stats": ()}) for s in gold_page().sentences]
    page = gold_page().model_copy(update={"sentences": tuple(bare)})
    assert scores([page], [gold_page()]).layers == ("content", "roles")


def test_slices_score_the_pages_of_each_value():
    gold = [gold_page("a", genre="blog"), gold_page("b", genre="news"), gold_page("c")]
    wrong = [gold_page("a"), changed(gold_page("b"), 1, role="method"), gold_page("c")]
    slices = scores(gold, wrong, by="genre").slices
    accuracy = {value: side[0].estimates["roles.accuracy"].value for value, side in slices.items()}
    assert accuracy == pytest.approx({"(none)": 1.0, "blog": 1.0, "news": 2 / 3})


def test_extractors_are_compared_document_by_document():
    docs = [f"d{n}" for n in range(12)]
    gold = [gold_page(doc) for doc in docs]
    worse = [changed(gold_page(doc), 1, role="method", levels=(), valence={}) for doc in docs]
    found = {c.measure: c for c in scores(gold, gold, worse).comparisons}
    assert found["levels.macro_f1"].difference == pytest.approx(-0.5)
    assert found["levels.macro_f1"].p < 0.01 < found["sentences.f1"].p
    assert all(c.corrected >= c.p for c in found.values())


def test_a_name_stands_for_its_headline():
    known = scores([gold_page()], [gold_page()]).extractors[0].estimates
    assert resolve("levels", known) == "levels.macro_f1"
    assert resolve("statistics.span", known) == "statistics.span.f1"
    with pytest.raises(EcosiftError, match=r"no figure 'level' .*levels\.macro_f1"):
        resolve("level", known)


def test_annotators_agree_as_far_as_their_labels_do():
    one, other = gold_page(), changed(gold_page(), 1, role="method")
    missing = GoldPage.model_validate(
        gold_page().model_dump() | {"sentences": gold_page().model_dump()["sentences"][:3]}
    )
    readers = {name: {"a": of_gold(page)} for name, page in (("x", one), ("y", other), ("z", missing))}
    found = {(a.layer, a.coefficient, a.readers): a for a in agreement(readers)}
    assert found["roles", "agreement", ("x", "y")].estimate.value == pytest.approx(2 / 3)
    assert found["roles", "agreement", ("x", "z")].items == 2
    assert found["roles", "krippendorff_alpha", ("x", "y", "z")].items == 3
    assert found["roles", "fleiss_kappa", ("x", "y", "z")].items == 2
    assert found["content", "agreement", ("x", "y")].estimate.value == 1.0


@pytest.fixture
def small(tmp_path):
    """A gold file, and a prediction in which one role of four is wrong on every page."""
    from ecosift.evaluation.formats import write

    docs = [f"d{n}" for n in range(3)]
    write([gold_page(doc, genre="blog") for doc in docs], tmp_path / "gold.jsonl", "ecosift")
    write([changed(gold_page(doc), 1, role="method") for doc in docs], tmp_path / "other.jsonl", "ecosift")
    return tmp_path


@pytest.mark.parametrize(
    ("floor", "code", "words"),
    [
        ("roles.accuracy=.6", 0, ""),
        ("roles.accuracy=.7", 1, "other: roles.accuracy 0.6667 < 0.7"),
        ("levels=.99", 0, ""),
        ("checks=.5", 2, "no figure 'checks'"),
        ("levels", 2, "not of the form"),
    ],
)
def test_a_floor_decides_the_exit_code(ecosift_cli, small, floor, code, words):
    run = ecosift_cli(
        "evaluate", small / "gold.jsonl", "--pred", small / "other.jsonl", "--fail-under", floor
    )
    assert run.code == code
    assert words in run.err


def test_floors_rise_but_are_not_lowered_unasked(ecosift_cli, small):
    floors, gold = small / "floors.toml", small / "gold.jsonl"

    def evaluate_(prediction: str, *more: str):
        return ecosift_cli("evaluate", gold, "--pred", small / prediction, "--floors", floors, *more)

    assert evaluate_("other.jsonl", "--update-floors").code == 0
    first = tomllib.loads(floors.read_text())["floors"]
    assert evaluate_("gold.jsonl", "--update-floors").code == 0
    second = tomllib.loads(floors.read_text())["floors"]
    assert second["roles.macro_f1"] > first["roles.macro_f1"]
    assert evaluate_("other.jsonl").code == 1
    refused = evaluate_("other.jsonl", "--update-floors")
    assert (refused.code, "--lower" in refused.err) == (2, True)
    assert tomllib.loads(floors.read_text())["floors"] == second
    assert evaluate_("other.jsonl", "--update-floors", "--lower").code == 0
    assert tomllib.loads(floors.read_text())["floors"] == first


def test_the_share_aligned_comes_first(ecosift_cli, small):
    out = ecosift_cli("evaluate", small / "gold.jsonl", "--pred", small / "other.jsonl", "--by", "genre").out
    rows = [line.split()[0] for line in out.splitlines() if "." in line.split(" ")[0]]
    assert rows[0] == "aligned.gold"
    assert "genre = blog (3 documents)" in out


def test_json_holds_every_figure_and_mistake(ecosift_cli, small):
    target = small / "r.json"
    ecosift_cli("evaluate", small / "gold.jsonl", "--pred", f"mine={small / 'other.jsonl'}", "--json", target)
    found = json.loads(target.read_text(encoding="utf-8"))
    (extractor,) = found["extractors"]
    assert extractor["name"] == "mine"
    assert extractor["figures"]["roles.accuracy"]["value"] == pytest.approx(2 / 3, abs=1e-4)
    assert [(m["gold"], m["predicted"]) for m in extractor["mistakes"]] == [("finding", "method")] * 3
    assert found["documents"] == ["d0", "d1", "d2"]


def test_agreement_of_two_files(ecosift_cli, small):
    out = ecosift_cli("evaluate", small / "gold.jsonl", "--pred", small / "other.jsonl", "--agreement").out
    assert "cohen kappa" in out
    assert "krippendorff alpha" in out

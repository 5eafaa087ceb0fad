"""The extractors that ship for comparison, plugins, and records as predictions."""

from __future__ import annotations

import json

import pytest

from ecosift import Page
from ecosift.article import Article
from ecosift.errors import EcosiftError
from ecosift.evaluation import predictions
from ecosift.evaluation.extractors.answers import Answers
from ecosift.evaluation.extractors.baseline import baseline
from ecosift.evaluation.gold import GoldPage

PLAIN = """Home | About
Shame  kept 12% of 250 women from the clinic, the researchers found in two towns.
Peer support 😀 helped many of the mothers who came to the evening group every week.
"""
HTML = f"<title>T</title><script>var a = 'Peer support'</script><p>{PLAIN.splitlines()[1]}</p><p>Short.</p>"


@pytest.mark.parametrize(("content", "media_type"), [(PLAIN, "text/plain"), (HTML, "text/html")])
def test_the_baseline_labels_by_words_and_expressions(content, media_type):
    article = baseline(Page(content, media_type=media_type, id="a"))
    first = article.sentences[0]
    assert (first.role, [tag.level for tag in first.levels]) == ("finding", ["individual", "organizational"])
    assert [(x.type, x.parts) for x in first.statistics] == [
        ("percentage", {"value": 12}),
        ("sample_size", {"value": 250}),
    ]
    assert all(tag.valence == "barrier" for tag in first.levels)
    for sentence in article.sentences:
        assert article.text[sentence.start : sentence.end] == sentence.text
        for figure in sentence.statistics:
            assert article.text[figure.start : figure.end] == figure.text
    assert "Home" not in article.text
    assert "Short" not in article.text


def answers(tmp_path, *quotes: object, suffix: str = ".jsonl", wrap=lambda row: row):
    file = tmp_path / f"answers{suffix}"
    file.write_text(json.dumps(wrap({"doc": "a", "quotes": list(quotes)})), encoding="utf-8")
    return Answers(file)


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("Peer support 😀 helped many", "Peer support 😀 helped many"),
        ("peer SUPPORT helped many", "Peer support 😀 helped many"),
        ("Shame kept 12 % of 250 women", "Shame  kept 12% of 250 women"),
        ("the evening group every week.", "the evening group every week."),
        ("Shame kept 13% of 250 women", None),
        ("…", None),
    ],
)
def test_a_quote_is_found_by_its_letters(tmp_path, quote, found):
    article = answers(tmp_path, quote)(Page(PLAIN, id="a", media_type="text/plain"))
    assert [sentence.text for sentence in article.sentences] == ([found] if found else [])
    assert [block.text for block in article.dropped] == ([] if found else [quote])


def test_an_answer_has_levels_and_figures_where_it_gives_them(tmp_path):
    figure = {"type": "percentage", "text": "12%", "parts": {"value": 12}}
    level = {"level": "individual", "valence": "barrier"}
    said = {
        "quote": "Shame kept 12% of 250 women",
        "role": "finding",
        "levels": [level],
        "statistics": [figure],
    }
    sentence = answers(tmp_path, said)(Page(PLAIN, id="a", media_type="text/plain")).sentences[0]
    assert [(tag.level, tag.valence) for tag in sentence.levels] == [("individual", "barrier")]
    assert [(x.text, PLAIN[x.start : x.end]) for x in sentence.statistics] == [("12%", "12%")]


@pytest.mark.parametrize(
    ("suffix", "wrap"),
    [
        (".jsonl", lambda r: r),
        (".json", lambda r: [r]),
        (".json", lambda r: r),
        (".json", lambda r: {"a": r["quotes"]}),
    ],
)
def test_answers_come_in_several_shapes(tmp_path, suffix, wrap):
    found = answers(tmp_path, "Peer support", suffix=suffix, wrap=wrap)
    assert [s.text for s in found(Page(PLAIN, id="a")).sentences] == ["Peer support"]


@pytest.mark.parametrize(
    ("quote", "reason"),
    [
        ({"role": "finding"}, "without a quote"),
        ({"quote": "x", "role": "found"}, "no role is called 'found'"),
        ({"quote": "x", "levels": [{"valence": "none"}]}, "a level without a name"),
        ({"quote": "x", "levels": [{"level": "policy", "valence": "bad"}]}, "no direction is called 'bad'"),
        ({"quote": "x", "statistics": [{"type": "share", "text": "1%"}]}, "a statistic without"),
    ],
)
def test_a_broken_answer_gets_file_line_and_reason(tmp_path, quote, reason):
    with pytest.raises(EcosiftError) as caught:
        answers(tmp_path, quote)
    assert f"{tmp_path / 'answers.jsonl'}:1: " in str(caught.value)
    assert reason in str(caught.value)


class Point:
    """An entry point that needs no installation."""

    def __init__(self, name: str, found: object) -> None:
        self.name, self._found = name, found

    def load(self) -> object:
        if isinstance(self._found, Exception):
            raise self._found
        return self._found


GOLD = [GoldPage.model_validate({"doc": "a", "text": PLAIN, "sentences": []})]


@pytest.fixture
def plugins(monkeypatch):
    def broken(page: Page) -> Article:
        raise ValueError("no such luck")

    found = [
        Point("baseline", baseline),
        Point("answers", Answers),
        Point("broken", broken),
        Point("gone", ImportError("no module")),
    ]
    monkeypatch.setattr(predictions, "entry_points", lambda group: found)


@pytest.mark.usefixtures("plugins")
def test_a_plugin_is_a_function_from_page_to_article(tmp_path):
    (found,) = predictions.predictions_of("mine=baseline", GOLD, None)
    assert (found.name, found.whole, len(found.readings["a"].units)) == ("mine", True, 2)
    assert PLAIN[found.readings["a"].units[0].start :].startswith("Shame")
    answers(tmp_path, "Peer support", "never said")
    (quoted,) = predictions.predictions_of(f"answers:{tmp_path / 'answers.jsonl'}", GOLD, None)
    assert (quoted.whole, quoted.readings["a"].absent) == (False, 1)


@pytest.mark.usefixtures("plugins")
def test_a_plugin_that_fails_fails_its_page_alone():
    (found,) = predictions.predictions_of("broken", GOLD, None)
    assert found.readings["a"].error == "ValueError: no such luck"


@pytest.mark.usefixtures("plugins")
@pytest.mark.parametrize(("name", "reason"), [("gone", "no module"), ("unheard", "Known: answers, baseline")])
def test_a_plugin_that_is_not_there_is_one_line(name, reason):
    with pytest.raises(EcosiftError, match=reason):
        predictions.predictions_of(name, GOLD, None)


def test_both_extractors_are_declared():
    import tomllib

    from conftest import ROOT

    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["entry-points"]
    assert set(declared[predictions.GROUP]) == {"baseline", "answers"}
    for target in declared[predictions.GROUP].values():
        module, _, name = target.partition(":")
        assert callable(getattr(__import__(module, fromlist=[name]), name))


def test_records_of_a_run_are_predictions(ecosift_cli, corpus, tmp_path):
    name = "opioid-stigma-abstract"
    gold = tmp_path / "gold"
    gold.mkdir()
    (gold / f"{name}.json").write_bytes((corpus / "gold" / f"{name}.json").read_bytes())
    records, report = tmp_path / "records.jsonl", tmp_path / "r.json"
    assert ecosift_cli("extract", corpus / "pages" / f"{name}.txt", "-o", records, "-q").code == 0
    run = ecosift_cli(
        "evaluate",
        gold,
        "--pages",
        corpus / "pages",
        "--pred",
        "pipeline",
        "--pred",
        records,
        "--json",
        report,
    )
    assert run.code == 0, run.err
    walk, quotes = json.loads(report.read_text(encoding="utf-8"))["extractors"]
    assert (walk["quotes_only"], quotes["quotes_only"]) == (False, True)
    for figure in ("levels.micro_f1", "statistics.value.f1"):
        assert quotes["figures"][figure]["value"] == pytest.approx(walk["figures"][figure]["value"], abs=0.02)


@pytest.mark.parametrize(
    "piece", ["1,111", "12% ", "(", ". ", "a", "\n", "5 of 5 ", "<p>", "OR 1.0 (95% CI "]
)
def test_the_baseline_takes_time_in_proportion(piece):
    import time

    def took(size: int) -> float:
        began = time.process_time()
        baseline(Page(piece * (size // len(piece)), id="a"))
        return time.process_time() - began

    took(1000)
    assert took(200_000) < 1.5

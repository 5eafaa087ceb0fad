"""Every format gives back what its row of the table says, and a broken file gets one line."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ecosift.errors import GoldError
from ecosift.evaluation import formats
from ecosift.evaluation.formats.annotated import placed
from ecosift.evaluation.formats.features import FEATURES, reduced
from ecosift.evaluation.formats.text import Broken
from ecosift.evaluation.formats.utf16 import Utf16
from ecosift.evaluation.gold import GoldPage
from ecosift.evaluation.predictions import with_texts

SUFFIX = {"brat": "", "uima": "", "csv": ".csv", "conll": ".conll", "label-studio": ".json"}
NAMES = sorted(formats.FORMATS)

letters = st.text(
    st.one_of(
        st.sampled_from("aZé9.,;:|\"'=+-@%#_\\/<>&{}[]()\t\n😀👩🏽𝒳中ש\u0301\u200d\u2028\x85"),
        st.characters(exclude_categories=["Cs", "Cc"]),
    ),
    min_size=1,
    max_size=30,
)
gaps = st.sampled_from([" ", "\n", "\n\n", "\r\n", " 😀 ", "\t"])
LEVELS = ["individual", "policy", "sample", "range", "family ties", "sömn 💤"]


@st.composite
def sentences(draw: st.DrawFn) -> dict[str, object]:
    text = draw(letters.map(str.strip).filter(bool))
    kind = draw(st.sampled_from(["statement", "statement", "heading", "furniture"]))
    found: dict[str, object] = {"text": text, "content": kind != "furniture", "heading": kind == "heading"}
    found["section"] = draw(st.none() | st.just("What did they find? 🙂"))
    if kind == "statement":
        found["role"] = draw(st.sampled_from(["finding", "sample", "background"]))
        levels = draw(st.lists(st.sampled_from(LEVELS), unique=True, max_size=3))
        found["levels"] = levels
        found["valence"] = {k: draw(st.sampled_from(["barrier", "both", "none"])) for k in levels[:2]}
        if draw(st.booleans()):
            word = draw(st.sampled_from(text.split()))
            parts = draw(
                st.sampled_from([{}, {"value": 81.8, "label": "😀; of all"}, {"p": {"value": None}}])
            )
            checks = draw(st.none() | st.just([{"check": "grim", "verdict": "inconsistent"}]))
            found["stats"] = [{"type": "percentage", "text": word, "parts": parts, "checks": checks}]
        found["level_scores"] = draw(st.sampled_from([{}, {"policy": 0.25}]))
        found["weight"] = draw(st.sampled_from([1.0, 12.5]))
        found |= draw(st.sampled_from([{}, {"note": "a\tb 😀"}, {"disputed": True}]))
    return found


@st.composite
def pages(draw: st.DrawFn) -> GoldPage:
    text, found = (
        draw(st.sampled_from(["", "😀 ", "\n"])),
        draw(st.lists(sentences(), min_size=1, max_size=4)),
    )
    for sentence in found:
        said = str(sentence["text"])
        sentence["start"], sentence["end"] = len(text), len(text) + len(said)
        for figure in sentence.get("stats", ()):  # type: ignore[attr-defined]
            figure["start"] = len(text) + said.find(figure["text"])
            figure["end"] = figure["start"] + len(figure["text"])
        text += said + draw(gaps)
    page = {"doc": draw(st.sampled_from(["a", "x/y 100%.html", "ü😀#1"])), "text": text, "sentences": found}
    page["study"] = draw(st.none() | st.just({"title": "T 😀", "year": 2024}))
    page["neutral"] = draw(st.sampled_from([[], ["Share 😀"]]))
    page["annotator"] = draw(st.none() | st.just("Zoë"))
    return GoldPage.model_validate(
        page | draw(st.sampled_from([{}, {"genre": "blog", "n": [1, {"a": None}]}]))
    )


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(page=pages())
def test_a_page_comes_back_as_far_as_the_format_carries_it(name, page):
    chosen = formats.FORMATS[name]
    folder = Path(tempfile.mkdtemp())
    try:
        target = folder / f"gold{SUFFIX.get(name, '.jsonl')}"
        formats.write([page], target, name)
        assert formats.detect(target) == name
        assert formats.read(target) == [reduced(placed(page), chosen.carries)]
    finally:
        shutil.rmtree(folder)


@pytest.mark.parametrize("name", NAMES)
def test_our_own_gold_comes_back(name, corpus, tmp_path):
    chosen = formats.FORMATS[name]
    gold = list(with_texts(formats.read(corpus / "gold"), corpus / "pages"))[::4]
    target = tmp_path / f"gold{SUFFIX.get(name, '.jsonl')}"
    formats.write(gold, target, name)
    back = {page.doc: page for page in formats.read(target)}
    for page in gold:
        assert back[page.doc] == reduced(page if chosen.as_pages else placed(page), chosen.carries)


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=15, deadline=None)
@given(page=pages())
def test_what_is_named_as_lost_is_what_is_lost(name, page):
    carries = formats.FORMATS[name].carries
    page = placed(page)
    missing = formats.would_lose([page], name)
    assert bool(missing) == (reduced(page, carries) != page)
    assert all(any(line.startswith(said) for said in FEATURES.values()) for line in missing)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_utf16_offsets_lead_there_and_back(text):
    counted = Utf16(text)
    for place in range(len(text) + 1):
        units = len(text[:place].encode("utf-16-le")) // 2
        assert counted.units(place) == units
        assert counted.points(units) == place


def test_an_offset_inside_a_pair_is_refused():
    with pytest.raises(Broken, match="middle"):
        Utf16("a😀b").points(2)


@pytest.mark.parametrize(("start", "end"), [(11, 23), (10, 22)], ids=["code units", "code points"])
def test_label_studio_regions_are_found_under_either_count(tmp_path, start, end):
    text = "💩 Of all, 81.8% women."
    value = {"start": start, "end": end, "text": "81.8% women.", "labels": ["percentage"]}
    task = {
        "data": {"text": text, "doc": "a"},
        "annotations": [{"result": [{"type": "labels", "value": value}]}],
    }
    file = tmp_path / "export.json"
    file.write_text(json.dumps([task]), encoding="utf-8")
    page = formats.read(file)[0]
    assert [figure.text for sentence in page.sentences for figure in sentence.stats] == ["81.8% women."]
    assert page.labelled == ("statistics",)


def test_annotators_of_one_task_are_pages_of_their_own(tmp_path):
    def annotation(who: int, role: str) -> dict[str, object]:
        value = {"start": 0, "end": 4, "text": "Peer", "labels": [role]}
        return {"completed_by": who, "result": [{"id": "r", "type": "labels", "value": value}]}

    both = [annotation(1, "finding"), annotation(2, "background")]
    file = tmp_path / "export.json"
    file.write_text(json.dumps([{"id": 7, "data": {"text": "Peer"}, "annotations": both}]), encoding="utf-8")
    assert [(page.annotator, page.sentences[0].role) for page in formats.read(file)] == [
        ("1", "finding"),
        ("2", "background"),
    ]


def test_plain_iob_is_read_as_tokens_with_spaces(tmp_path):
    file = tmp_path / "lab.conll"
    file.write_text("Peer B-individual\nsupport I-individual\nhelps O\n\nYes O\n", encoding="utf-8")
    page = formats.read(file)[0]
    assert page.text == "Peer support helps\nYes"
    assert [(s.text, s.levels) for s in page.sentences] == [("Peer support", ("individual",))]


def test_a_level_inside_a_sentence_is_the_sentences(tmp_path):
    file = tmp_path / "lab.jsonl"
    spans = [
        {"start": 0, "end": 18, "label": "finding"},
        {"start": 0, "end": 4, "label": "interpersonal:facilitator"},
    ]
    file.write_text(json.dumps({"text": "Peer support helps", "spans": spans}), encoding="utf-8")
    sentence = formats.read(file)[0].sentences[0]
    assert (sentence.role, sentence.levels, sentence.valence) == (
        "finding",
        ("interpersonal",),
        {"interpersonal": "facilitator"},
    )


def row(**changes: object) -> str:
    sentence = {"text": "Peer support helps.", "content": True, "role": "finding"}
    return json.dumps({"doc": "a", "sentences": [sentence]} | changes)


def spans(*found: object, text: object = "Peer support helps.") -> str:
    return json.dumps({"text": text, "spans": list(found)})


def task(**value: object) -> str:
    result = [{"id": "r", "type": "labels", "value": value}]
    return json.dumps([{"data": {"text": "Peer 😀 helps"}, "annotations": [{"result": result}]}], indent=1)


GOOD = {"start": 0, "end": 4, "label": "finding"}
BROKEN = [
    ("cut.jsonl", row()[:-9], 1, "not valid JSON"),
    ("second.jsonl", row() + "\n\n" + "[1, 2]", 3, "no object"),
    ("empty.jsonl", "\n", 1, "empty"),
    ("twice.jsonl", row() + "\n" + row(), 2, "second page is called 'a'"),
    ("role.jsonl", row() + "\n" + row(doc="b", sentences=[{"text": "x", "content": True}]), 2, "a role"),
    ("key.json", '{\n "doc": "a",\n "sentences": [\n  {"text": "x", "content": 7}\n ]\n}', 4, "content"),
    ("beyond.jsonl", spans(GOOD | {"end": 99}), 1, "beyond the text of 19 characters"),
    ("backward.jsonl", spans(GOOD | {"start": 4}), 1, "goes from 4 to 4"),
    ("other.jsonl", spans(GOOD | {"text": "Pear"}), 1, "are not 'Pear'"),
    ("words.jsonl", spans(GOOD | {"start": "one"}), 1, "'start'"),
    ("textless.jsonl", spans(GOOD, text=None), 1, "no text"),
    ("unlabelled.jsonl", spans({"start": 0, "end": 4}), 1, "without a label"),
    ("two-roles.jsonl", spans(GOOD, GOOD | {"label": "method"}), 1, "two roles"),
    ("doccano.jsonl", json.dumps({"text": "Peer", "label": [[0, 4]]}), 1, "[start, end, label]"),
    ("pair.json", task(start=0, end=6, labels=["finding"]), 13, "middle"),
    ("xpath.json", task(start="/p[1]", end="/p[1]", labels=["finding"]), 13, "HyperText"),
    ("object.json", '[\n {"data": 3}\n]', 2, "without data"),
    ("cas.json", '{"%TYPES": {}, "%FEATURE_STRUCTURES": []}', 1, "no text"),
    ("columns.csv", "doc,start\na,1\n", 1, "no column 'text'"),
    ("cells.csv", "doc,text,role\na,Peer,finding\na,Peer\n", 3, "3 cells"),
    ("role.csv", "doc,text,role\na,Peer,finding\na,Pear,found\n", 3, "no role is called 'found'"),
    ("offset.csv", "doc,text,start,role\na,Peer,x1,finding\n", 2, "no whole number"),
    ("tag.conll", "Peer B-finding\nhelps finding\n", 2, "no IOB tag"),
    ("tagless.conll", "Peer B-finding\nhelps\n", 2, "without a tag"),
    ("alone.ann", "T1\tfinding 0 4\tPeer\n", 1, "no alone.txt"),
]


@pytest.mark.parametrize(("name", "content", "line", "reason"), BROKEN, ids=[name for name, *_ in BROKEN])
def test_a_broken_file_gets_file_line_and_reason(tmp_path, name, content, line, reason):
    file = tmp_path / name
    file.write_text(content, encoding="utf-8")
    with pytest.raises(GoldError) as caught:
        formats.read(file)
    assert str(caught.value).startswith(f"{file}:{line}: ")
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_utf8_names_the_line(tmp_path):
    file = tmp_path / "latin.csv"
    file.write_bytes(b"doc,text,role\na,caf\xe9,finding\n")
    with pytest.raises(GoldError, match=re.escape(f"{file}:2: not UTF-8")):
        formats.read(file)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("T1\tfinding 0 99\tPeer", "beyond"),
        ("T1\tfinding 0 4\tPear", "are not 'Pear'"),
        ("A1\tValence T9 barrier", "T9, which is not there"),
        ("what is this", "no annotation"),
    ],
)
def test_a_broken_brat_line_is_named(tmp_path, line, reason):
    (tmp_path / "a.txt").write_text("Peer support", encoding="utf-8")
    (tmp_path / "a.ann").write_text(f"T5\tbackground 5 12\tsupport\n{line}\n", encoding="utf-8")
    with pytest.raises(GoldError) as caught:
        formats.read(tmp_path)
    assert reason in str(caught.value)


def test_export_names_what_is_lost_and_refuses_when_strict(ecosift_cli, corpus, tmp_path):
    target = tmp_path / "gold.conll"
    strict = ecosift_cli("export", corpus / "gold", "--format", "conll", "-o", target, "--strict")
    assert strict.code == 1
    assert "parts of figures" in strict.err
    assert not target.exists()
    assert ecosift_cli("export", corpus / "gold", "--format", "conll", "-o", target).code == 0
    assert target.exists()


def places(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The path of every value inside a JSON value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, each in inner for place in places(each, (*path, key)))]


def put(value: object, path: tuple[str | int, ...], new: object) -> object:
    if not path:
        return new
    copied = dict(value) if isinstance(value, dict) else list(value)
    copied[path[0]] = put(copied[path[0]], path[1:], new)
    return copied


ODD = st.sampled_from([None, -1, 10**30, 0.5, True, "", "x", [], {}, [[]], [{}], {"a": 1}, ["x", 1, None]])


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(page=pages(), data=st.data())
def test_whatever_a_file_holds_is_read_or_named(name, page, data):
    """One value replaced by another, or a file cut and soiled: pages or an error of ours, no traceback."""
    folder = Path(tempfile.mkdtemp())
    try:
        target = folder / f"gold{SUFFIX.get(name, '.jsonl')}"
        formats.write([page], target, name)
        file = min(target.iterdir()) if target.is_dir() else target
        text = file.read_text(encoding="utf-8")
        if file.suffix in (".json", ".jsonl"):
            value = json.loads(text)
            text = json.dumps(put(value, data.draw(st.sampled_from(places(value))), data.draw(ODD)))
        else:
            at = data.draw(st.integers(0, len(text)))
            text = text[:at] + data.draw(st.sampled_from(["", "\t", "9" * 5000, '"', "\n", "\x00"]))
        file.write_text(text, encoding="utf-8", newline="")
        try:
            formats.read(target, name)
        except GoldError as error:
            assert "\n" not in str(error)  # noqa: PT017 - either outcome is right
    finally:
        shutil.rmtree(folder)

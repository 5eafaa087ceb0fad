"""A review in Chromium: by keyboard, over a reload, to gold that scores as expected; and nothing runs."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

import review_hostile
from ecosift.evaluation import formats
from ecosift.evaluation.gold import GoldPage
from ecosift.evaluation.report.data import as_json
from ecosift.evaluation.run import Wanted as Evaluation
from ecosift.evaluation.run import run
from ecosift.review import Wanted, html, review
from ecosift.review.packing import packed
from ecosift.review.shapes import Block, Figure, Labels, Tag, Unit, View

PAGE = """Home | About | Contact us

Walking groups after a stroke 🚶

Loneliness keeps many people at home after a stroke. Friends who call by helped most of them to go out again.

How was it done?

We interviewed 22 people 🙂 who had a stroke between March and July 2023. Most were women (81.8%), and \
they were 61.4 years old on average (SD 9.2).

What did they find?

The walking group met at the library, and the rural bus did not run on the days that it met. In all, \
14 of 22 people said that their families helped them to keep going. Clinics without a waiting list saw \
fewer people leave.

Limitations

The study was small and all groups were in one town.

© 2024 Example Health. All rights reserved. Cookie policy
"""


@dataclass
class Desk:
    """A review in the browser, as the reader uses it."""

    driver: Any
    folder: Path

    def open(self, file: Path) -> None:
        self.driver.get(file.as_uri())
        self.settle()

    def reload(self) -> None:
        self.driver.refresh()
        self.settle()

    def settle(self) -> None:
        # The fixture makes room around pages for other tests.
        self.js("document.adoptedStyleSheets = []")
        assert self.js("return document.body.dataset.ready") == "1", self.driver.get_log("browser")

    def js(self, script: str, *arguments: object) -> Any:
        return self.driver.execute_script(script, *arguments)

    def press(self, *keys: str) -> None:
        from selenium.webdriver import ActionChains

        for key in keys:
            ActionChains(self.driver).send_keys(key).perform()

    def go_to(self, words: str) -> None:
        """By keyboard: from the top, on to the sentence that has these words."""
        self.press("g")
        while words not in self.current:
            before = self.current
            self.press("j")
            assert self.current != before, f"no sentence with {words!r}"

    @property
    def current(self) -> str:
        return self.js("return document.querySelector('[aria-current] .text').textContent")

    @property
    def row(self) -> str:
        return self.js("return document.querySelector('[aria-current]').innerText")

    @property
    def said(self) -> str:
        return self.js("return document.getElementById('said').textContent")

    def shown(self) -> list[str]:
        script = "return [...document.querySelectorAll('#text li')].filter(row => row.checkVisibility())"
        return self.js(f"{script}.map(row => row.querySelector('.text').textContent)")

    def name(self, reader: str) -> None:
        field = self.driver.find_element("id", "reader")
        field.clear()
        field.send_keys(reader + "\n")
        self.press("\ue00c")

    def download(self) -> Path:
        before = set(self.folder.glob("*.jsonl"))
        self.press("s", "\ue007")
        # The file is there, empty, before the browser has written it.
        wait_for(lambda: [file for file in set(self.folder.glob("*.jsonl")) - before if file.stat().st_size])
        wait_for(lambda: not [*self.folder.glob("*.crdownload")])
        return (set(self.folder.glob("*.jsonl")) - before).pop()


def wait_for(happened: Callable[[], object]) -> None:
    deadline = time.monotonic() + 20
    while not happened():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.02)


@pytest.fixture
def desk(browser, tmp_path):
    folder = tmp_path / "downloads"
    browser.driver.execute_cdp_cmd(
        "Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(folder)}
    )
    # Files share what they keep.
    (tmp_path / "empty.html").write_text("<title>Empty</title>")
    browser.driver.get((tmp_path / "empty.html").as_uri())
    browser.driver.execute_script("localStorage.clear()")
    browser.driver.get_log("browser")
    yield Desk(browser.driver, folder)
    assert not [entry for entry in browser.driver.get_log("browser") if entry["level"] == "SEVERE"]


@pytest.fixture
def walk(tmp_path) -> Path:
    file = tmp_path / "pages" / "walk.txt"
    file.parent.mkdir()
    file.write_text(PAGE)
    return file


def figures(gold: Path, prediction: str, pages: Path | None = None) -> dict[str, float]:
    report = run(Evaluation(gold, [prediction], pages=pages))
    (scored,) = as_json(report)["extractors"]
    return {name: figure["value"] for name, figure in scored["figures"].items()}


def test_labels_changed_by_keyboard_outlive_a_reload_and_score(desk, walk, tmp_path):
    review(Wanted([str(walk)], tmp_path / "review.html"))
    desk.open(tmp_path / "review.html")
    untouched = desk.download()
    before = figures(untouched, "pipeline", walk.parent)
    assert {before[name] for name in ("roles.accuracy", "levels.exact", "statistics.exact.f1")} == {1.0}

    desk.name("Ruth Amsel")
    desk.go_to("Friends who call by")
    desk.press("r", "l")
    desk.go_to("Most were women")
    desk.press("r", "m")
    desk.go_to("We interviewed")
    desk.press("4", "v")
    desk.go_to("Clinics without")
    desk.press("5")
    desk.go_to("Loneliness keeps")
    desk.press("1")
    desk.go_to("14 of 22")
    desk.press("[", "{")
    assert desk.said == "all, 14 of 22"
    desk.press("}", "n")
    desk.press("The unit is not part of it.", "\ue00c")
    desk.reload()
    desk.go_to("14 of 22")
    assert "The unit is not part of it." in desk.row

    gold = desk.download()
    (page,) = formats.read(gold)
    assert page.annotator == "Ruth Amsel"
    assert page.text == PAGE
    for sentence in page.sentences:
        assert PAGE[sentence.start : sentence.end].split() == sentence.text.split()
        for figure in sentence.stats:
            assert PAGE[figure.start : figure.end] == figure.text
    labels = {sentence.text[:8]: sentence for sentence in page.sentences}
    assert labels["We inter"].valence["community"] == "barrier"
    assert [figure.text for figure in labels["In all, "].stats] == ["14 of 22"]
    assert labels["In all, "].model_extra["note"] == "The unit is not part of it."

    after = figures(gold, str(untouched))
    statements = len(page.statements)
    assert after["roles.accuracy"] == pytest.approx((statements - 2) / statements, abs=1e-3)
    assert after["levels.exact"] == pytest.approx((statements - 3) / statements, abs=1e-3)
    assert after["statistics.span.f1"] == 1.0
    number = sum(len(sentence.stats) for sentence in page.sentences)
    assert after["statistics.exact.f1"] == pytest.approx((number - 1) / number, abs=1e-3)


def test_a_reader_filters_adds_deletes_and_takes_back(desk, walk, tmp_path):
    review(Wanted([str(walk)], tmp_path / "review.html"))
    desk.open(tmp_path / "review.html")
    everything = desk.shown()
    for box, choice in (("by-role", "sample"), ("show", "labelled")):
        field = desk.driver.find_element("id", box)
        desk.js(
            "arguments[0].value = arguments[1]; arguments[0].dispatchEvent(new Event('input'))", field, choice
        )
        assert 0 < len(desk.shown()) < len(everything)
        desk.driver.find_element("id", "clear").click()
    assert desk.shown() == everything
    assert not any("Home" in text for text in everything)
    desk.press("b")
    assert any("Home" in text for text in desk.shown())

    desk.go_to("The walking group")
    desk.press("x")
    desk.go_to("Home | About")
    desk.press("x", "r", "b")
    desk.go_to("We interviewed")
    desk.press("d")
    desk.press("d", "a", "]", "]", "t", "T")
    desk.go_to("Most were women")
    desk.press("d", "z", "f", "d")
    (page,) = formats.read(desk.download())
    content = {sentence.text[:8]: sentence for sentence in page.sentences}
    assert not content["The walk"].content
    assert (content["Home | A"].content, content["Home | A"].role) == (True, "background")
    (added,) = content["We inter"].stats
    assert (added.type, added.text, added.parts) == ("sample_size", "22 people 🙂", {"value": 22})
    assert PAGE[added.start : added.end] == added.text
    assert [figure.type for figure in content["Most wer"].stats] == ["percentage"]


def test_the_panel_works_by_tab_and_brackets_by_any_keyboard(desk, walk, tmp_path):
    review(Wanted([str(walk)], tmp_path / "review.html"))
    desk.open(tmp_path / "review.html")
    desk.go_to("We interviewed")
    button = (
        "[...document.querySelectorAll('#panel button')].find(each => each.textContent.includes('policy'))"
    )
    desk.js(f"{button}.focus()")
    for pressed_now in ("true", "false"):
        desk.press("\ue00d")
        assert desk.js("return document.activeElement.getAttribute('aria-pressed')") == pressed_now
        assert "policy" in desk.js("return document.activeElement.textContent")
    keydown = "document.body.dispatchEvent(new KeyboardEvent('keydown', {{key: '{}', altKey: true}}))"
    desk.js("document.activeElement.blur();" + keydown.replace("altKey", "bubbles: true, altKey").format("["))
    assert desk.said == "22"
    desk.js(keydown.replace("altKey", "bubbles: true, altKey").format("x"))
    assert "boilerplate" not in desk.row


def test_words_selected_become_a_figure(desk, walk, tmp_path):
    review(Wanted([str(walk)], tmp_path / "review.html"))
    desk.open(tmp_path / "review.html")
    desk.go_to("Most were women")
    desk.press("d", "d")
    desk.js(
        "const text = document.querySelector('[aria-current] .text').firstChild;"
        "getSelection().setBaseAndExtent(text, text.data.indexOf(' 61.4'), text, text.data.indexOf(').') + 1)"
    )
    desk.press("a")
    assert desk.said == "added 61.4 years old on average (SD 9.2)"
    (page,) = formats.read(desk.download())
    (added,) = next(s for s in page.sentences if s.text.startswith("Most were")).stats
    assert PAGE[added.start : added.end] == added.text == "61.4 years old on average (SD 9.2)"
    assert added.type == "mean"


def test_a_blind_reading_leaves_out_what_was_not_judged(desk, walk, tmp_path):
    review(Wanted([str(walk)], tmp_path / "blind.html", blind=True))
    desk.open(tmp_path / "blind.html")
    assert not desk.js("return document.querySelector('.tag, .fig, .why, details')")
    desk.go_to("Home | About")
    desk.press("x")
    desk.go_to("Loneliness keeps")
    desk.press("r", "b", "1", "v")
    (page,) = formats.read(desk.download())
    assert page.sampled
    assert [(s.content, s.role, dict(s.valence)) for s in page.sentences] == [
        (False, None, {}),
        (True, "background", {"individual": "barrier"}),
    ]


def test_two_files_are_settled_and_both_kept(desk, tmp_path):
    texts = ["Shame kept women away.", "Buses were rare.", "We asked 9 nurses."]
    for name, level in (("anna", "individual"), ("boris", "community")):
        rows = [{"text": t, "content": True, "role": "finding", "levels": [], "valence": {}} for t in texts]
        for row in rows[:2]:
            row |= {"levels": [level], "valence": {level: "barrier"}}
        page = GoldPage.model_validate({"doc": "p", "sentences": rows, "genre": "news"})
        formats.write([page], tmp_path / f"{name}.jsonl", "ecosift")
    review(Wanted([str(tmp_path / f"{name}.jsonl") for name in ("anna", "boris")], tmp_path / "two.html"))
    desk.open(tmp_path / "two.html")
    assert "anna" in desk.row
    assert "boris" in desk.row
    desk.press(".", "J", "4", "1", "v")
    assert "2 of 2" in desk.js("return document.getElementById('progress').textContent")
    (page,) = formats.read(desk.download())
    first, second, third = page.sentences
    assert (first.levels, first.model_extra["decided"]) == (("community",), "boris")
    assert first.model_extra["originals"]["anna"]["levels"] == ["individual"]
    assert second.model_extra["decided"] == "own"
    assert second.levels == ("community",)
    assert "originals" not in third.model_extra
    assert page.model_extra["genre"] == "news"
    assert not page.sampled


def test_a_sample_weighs_what_was_judged(desk, tmp_path):
    texts = [f"Sentence {at} says how {at} people walked." for at in range(40)]
    rows = [{"text": t, "content": True, "role": "finding", "start": None} for t in texts]
    for row in rows[:8]:
        row |= {"levels": ["community"], "valence": {"community": "none"}}
    formats.write([GoldPage.model_validate({"doc": "p", "sentences": rows})], tmp_path / "g.jsonl", "ecosift")
    review(Wanted([str(tmp_path / "g.jsonl")], tmp_path / "sample.html", sample=12))
    desk.open(tmp_path / "sample.html")
    desk.press(*["\ue007"] * 11)
    (page,) = formats.read(desk.download())
    assert page.sampled
    assert len(page.sentences) == 11
    assert sum(s.weight for s in page.sentences if s.levels) == pytest.approx(8)
    assert sum(s.weight for s in page.sentences if not s.levels) == pytest.approx(32)


def test_nothing_in_hostile_text_runs(desk, tmp_path):
    views = [
        replace(review_hostile.view(text), doc=f"{at} {text}")
        for at, text in enumerate(review_hostile.STRINGS)
    ]
    sides = [
        replace(view, units=(replace(unit, sides=(unit.labels, unit.labels), differs=("role",)), *rest))
        for view in views
        for unit, *rest in [view.units]
    ]
    data = packed(sides, levels=[("individual", "")], mode="compare", sides=review_hostile.STRINGS[:2])
    file = tmp_path / "hostile.html"
    file.write_text(html.page(data, review_hostile.STRINGS[1]))
    desk.driver.get("about:blank")
    watching = desk.driver.execute_cdp_cmd(
        "Page.addScriptToEvaluateOnNewDocument",
        {
            "source": "window.broken = []; window.alert = () => { window.ran = 1; };"
            "addEventListener('securitypolicyviolation', e => broken.push(e.violatedDirective));"
        },
    )
    desk.open(file)
    desk.press("b", "x", "x", "1", "v", "f", "]", "[", ",", ".", "h", "h", "?", "\ue00c")
    desk.js("for (const unit of units) choose(unit), toggleLevel(unit, LEVELS[0]), setRole(unit, 'finding')")
    desk.js(
        "for (const link of document.querySelectorAll('#text a')) if (!/^https?:/.test(link.href)) ran = 2"
    )
    desk.reload()
    assert desk.js("return window.ran") is None
    assert desk.js("return broken") == []
    script = "return [...new Set([...document.querySelectorAll('*')].map(each => each.localName))]"
    assert not set(desk.js(script)) & {"img", "svg", "iframe", "object", "math", "base", "link", "animate"}
    assert desk.js("return document.querySelectorAll('#text li').length") == 3 * len(views)
    names = desk.js("return document.body.getAttributeNames()")
    assert names == ["data-ready", "data-filled"]
    desk.driver.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", watching)


def serious(desk: Desk) -> list[str]:
    """What axe finds serious or critical in the page as it stands."""
    desk.js(pytest.importorskip("axe_core_python.base").AXE_SCRIPT)
    script = (
        "const done = arguments[0]; axe.run().then(done, error => done({violations: [{id: String(error)}]}))"
    )
    answer = desk.driver.execute_async_script(script)
    assert len(answer.get("passes", [])) > 10
    return [
        f"{each['id']}: {node['target']}"
        for each in answer["violations"]
        if each.get("impact") in (None, "serious", "critical")
        for node in each["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(desk, walk, tmp_path, scheme):
    media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    desk.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
    review(Wanted([str(walk)], tmp_path / "review.html"))
    desk.open(tmp_path / "review.html")
    desk.press("b")
    desk.go_to("Most were women")
    desk.press("4", "v", "5", "f")
    assert serious(desk) == []
    desk.press("?")
    assert serious(desk) == []
    desk.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def long_page(sentences: int) -> View:
    labels = Labels(
        role="finding",
        role_score=0.9,
        tags=(
            Tag("community", "barrier", 0.8, "cue", ((4, 7),)),
            Tag("individual", "none", 0.4, "classifier"),
        ),
        figures=(Figure("sample_size", 24, 29, {"value": 40}),),
        scores={"community": 0.8, "individual": 0.4, "policy": 0.123},
    )
    text = "The bus that carried the 40 of them to the clinic stopped running in the winter of that year."
    units = tuple(Unit(f"{text} {at}", labels, at // 4, ((0, at * 110),)) for at in range(sentences))
    return View("long", "A long page", units, tuple(Block("paragraph") for _ in range(sentences)))


def test_ten_thousand_sentences_open_at_once_and_scroll(desk, tmp_path):
    view = long_page(10_000)
    file = tmp_path / "long.html"
    file.write_text(
        html.page(packed([view], levels=[("individual", ""), ("community", "")], mode="review"), "l")
    )
    assert file.stat().st_size < 15 * sum(len(unit.text) for unit in view.units)
    desk.open(file)
    opened = desk.js("return performance.timing.loadEventEnd - performance.timing.navigationStart")
    assert opened < 2_000
    wait_for(lambda: desk.js("return document.body.dataset.filled"))
    frames = desk.driver.execute_async_script(
        "const done = arguments[0], times = []; let last = performance.now();"
        "requestAnimationFrame(function next(now) { times.push(now - last); last = now; scrollBy(0, 500);"
        "times.length < 60 ? requestAnimationFrame(next) : done(times.sort((a, b) => a - b)); })"
    )
    assert frames[len(frames) // 2] < 50
    desk.press("G")
    assert desk.current.endswith("9999")


def test_the_index_leads_to_its_pages_and_tells_how_far_they_are(desk, walk, tmp_path, monkeypatch):
    monkeypatch.setattr("ecosift.review.writing.ONE_FILE", 10)
    (walk.parent / "other.txt").write_text(PAGE.replace("walk", "swim"))
    review(Wanted([str(walk.parent)], tmp_path / "index.html"))
    desk.open(tmp_path / "index.html")
    assert serious(desk) == []
    desk.driver.find_elements("css selector", "#rows a")[0].click()
    desk.settle()
    first = desk.driver.current_url
    desk.press("\ue007", "N")
    wait_for(lambda: desk.driver.current_url != first)
    desk.settle()
    assert "Before" in desk.js("return document.querySelector('nav').textContent")
    desk.driver.find_elements("css selector", "nav a")[0].click()
    desk.settle()
    cells = desk.js("return [...document.querySelectorAll('#rows tr')].map(row => row.cells[1].textContent)")
    assert sorted(cells) == ["0", "1"]

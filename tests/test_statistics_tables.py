"""Figures of tables: what they are, of what and in whom, by the heads of their row and column."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosift import Page, read_records
from ecosift.tagging.statistics.tables.cells import read_cell
from ecosift.tagging.statistics.tables.heads import read_head

PROSE = (
    "The lessons were liked by nearly all of those who came to them, and most would tell a friend to go. "
    "They said so in talks after the last lesson, and the teachers who gave the lessons agreed with them."
)
KEYS = ("value", "numerator", "low", "label", "group", "denominator")


def html(table: str) -> Page:
    body = f"<h1>Lessons in coping</h1><p>{PROSE}</p>{table}<p>{PROSE}</p>"
    return Page(f"<html><body><article>{body}</article></body></html>", media_type="text/html")


def plain(table: str) -> Page:
    return Page(f"Lessons in coping\n\n{PROSE}\n\n{table}\n\n{PROSE}\n", media_type="text/plain")


def rows(*lines: str, head: int = 1, tag: str = "th") -> str:
    """An HTML table of lines with bars; the first `head` of them are of header cells."""
    made = []
    for place, line in enumerate(lines):
        name = tag if place < head else "td"
        cells = "".join(f"<{name}>{cell.strip()}</{name}>" for cell in line.split("|"))
        made.append(f"<tr>{cells}</tr>")
    return f"<table>{''.join(made)}</table>"


def told(pipeline, page):
    """Every figure of the page's tables: print, type, its key number, label, group and denominator."""
    article = pipeline(page)
    assert article.error is None
    return [
        (x.text, x.type, *(x.parts.get(key) for key in ("label", "group", "denominator")))
        for s in article.sentences
        if s.kind == "table_row"
        for x in s.statistics
    ]


ANSWERS = rows(
    "Answer | Course (n = 31) | No course (n = 30)",
    "Yes, no. (%) | 20 (64.5) | 15 (50.0)",
    "No, no. (%) | 11 (35.5) | 15 (50.0)",
    "Base (n) | 31 | 30",
)
BASELINE = rows(
    "Trait | Lessons (n = 120) | Usual care (n = 118)",
    "Age in years, mean (SD) | 29.5 (4.1) | 30.2 (4.4)",
    "First child, n (%) | 36 (30.0%) | 40 (33.9%)",
    "Median hours of sleep (IQR) | 6 (5-7) | 5.5 (5-6)",
)
TOLD_BASELINE = [
    ("29.5 (4.1)", "mean", "Age in years", "Lessons", None),
    ("30.2 (4.4)", "mean", "Age in years", "Usual care", None),
    ("36 (30.0%)", "count", "First child", "Lessons", 120),
    ("40 (33.9%)", "count", "First child", "Usual care", 118),
    ("6 (5-7)", "median", "hours of sleep", "Lessons", None),
    ("5.5 (5-6)", "median", "hours of sleep", "Usual care", None),
]
TWO_ROWS = """<table><thead>
<tr><th rowspan="2">Trait</th><th colspan="2">Villages (n = 50)</th>
<th colspan="2">Towns (n = 80)</th><th rowspan="2">p value</th></tr>
<tr><th>n</th><th>%</th><th>n</th><th>%</th></tr></thead>
<tr><td>Has a bike</td><td>20</td><td>40.0</td><td>60</td><td>75.0</td><td>&lt;.001</td></tr>
<tr><td colspan="6"><b>Way to school</b></td></tr>
<tr><td>On foot</td><td>35</td><td>70.0</td><td>44</td><td>55.0</td><td>.09</td></tr></table>"""
REGRESSION = rows(
    "Factor | Crude OR (95% CI) | Adjusted OR (95% CI) | p",
    "Night work | 1.82 (1.20-2.76) | 1.64 (1.05 to 2.56) | .03",
    "Lives alone | 1.00 (reference) | 1.00 (reference) | ",
    "Has a pet | 0.71 (0.52, 0.97) | 0.80 (0.57, 1.12) | 0.19",
)
APART = rows(
    "Outcome | Mean | SD | Mean difference | 95% CI | P-value",
    "Sleep score | 12.4 | 3.1 | -1.2 | -2.0 to -0.4 | 0.003",
)
SUB_ROWS = rows(
    "| Camp (n=40) | School (n=60)",
    "Sex, n (%) | | ",
    "Girls | 22 (55) | 33 (55)",
    "Boys | 18 (45) | 27 (45)",
    "Weight (kg), mean ± SD | 31.2 ± 4.0 | 30.8 ± 3.9",
    head=0,
)
TURNED = rows(
    "Group | Age, mean (SD) | Smokers, n (%)",
    "Fishers (n = 25) | 44.1 (9.8) | 10 (40.0)",
    "Farmers (n = 50) | 47.3 (8.2) | 13 (26.0)",
    "Miners (n = 40) | 39.0 (7.7) | 22 (55.0)",
)
ONE_COLUMN = rows(
    "Characteristic | Total N = 238",
    "Participants, n | 238",
    "Women, n (%) | 119 (50)",
    "Prevalence of asthma, % (95% CI) | 12.2 (8.3-17.0)",
    "Drank alcohol in the last week, % | 41.2",
    "Index of wealth | 3.7",
)
PIPES = """| Outcome | Walkers (n=30) | Readers (n=31) | Risk ratio (95% CI) |
| --- | --- | --- | --- |
| Fell at least once, n/N (%) | 6/30 (20%) | 12/31 (38.7%) | 0.52 (0.22 to 1.20) |
| Steps a day, median [IQR] | 5,120 [3,900-6,400] | 3,310 [2,100-4,050] | |
| Balance, range | 12–48 | 9–45 | |"""
TABS = (
    "Measure\tBefore\tAfter\tp\n"
    "Pulse, mean (SD)\t81.5 (9.0)\t76.2 (8.4)\t<0.01\n"
    "Well rested, n (%)\t14 (28%)\t25 (50%)\tNS"
)
CAPTIONED = rows("Trait | All", "Lives alone | 16 (25%)", "Owns a dog | 12.5%").replace(
    "<table>", "<table><caption>Table 1. Those who answered (N = 64)</caption>"
)
PLAIN_NUMBERS = rows("Shop | Price | Sold", "Apples | 1.20 | 36", "Pears (ripe) | 2.10 | 41 (3)", head=1)

TABLES = {
    "baseline": (html(BASELINE), TOLD_BASELINE),
    "no header cells": (html(BASELINE.replace("th>", "td>")), TOLD_BASELINE),
    "two rows of heads": (
        html(TWO_ROWS),
        [
            ("20", "count", "Has a bike", "Villages", 50),
            ("60", "count", "Has a bike", "Towns", 80),
            ("<.001", "p_value", "Has a bike", None, None),
            ("35", "count", "On foot", "Villages", 50),
            ("44", "count", "On foot", "Towns", 80),
            (".09", "p_value", "On foot", None, None),
        ],
    ),
    "regression": (
        html(REGRESSION),
        [
            ("1.82 (1.20-2.76)", "effect", "Night work", None, None),
            ("1.64 (1.05 to 2.56)", "effect", "Night work", None, None),
            ("0.71 (0.52, 0.97)", "effect", "Has a pet", None, None),
            ("0.80 (0.57, 1.12)", "effect", "Has a pet", None, None),
        ],
    ),
    "spread and interval apart": (
        html(APART),
        [("12.4", "mean", "Sleep score", None, None), ("-1.2", "effect", "Sleep score", None, None)],
    ),
    "rows that name rows": (
        html(SUB_ROWS),
        [
            ("22 (55)", "count", "Girls", "Camp", 40),
            ("33 (55)", "count", "Girls", "School", 60),
            ("18 (45)", "count", "Boys", "Camp", 40),
            ("27 (45)", "count", "Boys", "School", 60),
            ("31.2 ± 4.0", "mean", "Weight", "Camp", None),
            ("30.8 ± 3.9", "mean", "Weight", "School", None),
        ],
    ),
    "groups as rows": (
        html(TURNED),
        [
            ("44.1 (9.8)", "mean", "Age", "Fishers", None),
            ("10 (40.0)", "count", "Smokers", "Fishers", 25),
            ("47.3 (8.2)", "mean", "Age", "Farmers", None),
            ("13 (26.0)", "count", "Smokers", "Farmers", 50),
            ("39.0 (7.7)", "mean", "Age", "Miners", None),
            ("22 (55.0)", "count", "Smokers", "Miners", 40),
        ],
    ),
    "one column": (
        html(ONE_COLUMN),
        [
            ("238", "sample_size", None, None, None),
            ("119 (50)", "count", "Women", None, 238),
            ("12.2 (8.3-17.0)", "percentage", "Prevalence of asthma", None, None),
            ("41.2", "percentage", "Drank alcohol in the last week", None, None),
        ],
    ),
    "pipes": (
        plain(PIPES),
        [
            ("6/30 (20%)", "count", "Fell at least once", "Walkers", 30),
            ("12/31 (38.7%)", "count", "Fell at least once", "Readers", 31),
            ("0.52 (0.22 to 1.20)", "effect", "Fell at least once", None, None),
            ("5,120 [3,900-6,400]", "median", "Steps a day", "Walkers", None),
            ("3,310 [2,100-4,050]", "median", "Steps a day", "Readers", None),
            ("12–48", "range", "Balance", "Walkers", None),
            ("9–45", "range", "Balance", "Readers", None),
        ],
    ),
    "tabs": (
        plain(TABS),
        [
            ("81.5 (9.0)", "mean", "Pulse", "Before", None),
            ("76.2 (8.4)", "mean", "Pulse", "After", None),
            ("<0.01", "p_value", "Pulse", None, None),
            ("14 (28%)", "count", "Well rested", "Before", None),
            ("25 (50%)", "count", "Well rested", "After", None),
            ("NS", "p_value", "Well rested", None, None),
        ],
    ),
    "words that look like others": (
        html(ANSWERS),
        [
            ("20 (64.5)", "count", "Yes", "Course", 31),
            ("15 (50.0)", "count", "Yes", "No course", 30),
            ("11 (35.5)", "count", "No", "Course", 31),
            ("15 (50.0)", "count", "No", "No course", 30),
            ("31", "sample_size", None, "Course", None),
            ("30", "sample_size", None, "No course", None),
        ],
    ),
    "people in the caption": (
        html(CAPTIONED),
        [("16 (25%)", "count", "Lives alone", None, 64), ("12.5%", "percentage", "Owns a dog", None, None)],
    ),
    "no figures of a study": (html(PLAIN_NUMBERS), []),
}


@pytest.mark.parametrize("name", TABLES)
def test_the_figures_of_a_table(pipeline, name):
    page, expected = TABLES[name]
    assert told(pipeline, page) == expected


def parts_of(pipeline, page, text):
    article = pipeline(page)
    (found,) = [x for s in article.sentences for x in s.statistics if x.text == text]
    return found


def test_cells_beside_complete_a_figure(pipeline):
    """A column of its own for the spread, the interval or p belongs to the estimate left of it."""
    mean = parts_of(pipeline, html(APART), "12.4")
    assert (mean.parts["sd"], mean.parts["spread_kind"], mean.printed["sd"]) == (3.1, "sd", "3.1")
    effect = parts_of(pipeline, html(APART), "-1.2")
    assert effect.parts["measure"] == "mean difference"
    assert (effect.parts["ci_low"], effect.parts["ci_high"], effect.parts["ci_level"]) == (-2.0, -0.4, 95)
    assert effect.parts["p"] == {"operator": "=", "value": 0.003}
    assert effect.printed["p"] == "0.003"
    assert [check.verdict for check in effect.checks] == ["consistent", "consistent"]


def test_heads_say_measure_adjustment_and_unit(pipeline):
    adjusted = parts_of(pipeline, html(REGRESSION), "1.64 (1.05 to 2.56)").parts
    assert (adjusted["measure"], adjusted["adjusted"], adjusted["p"]["value"]) == ("aOR", True, 0.03)
    assert "adjusted" not in parts_of(pipeline, html(REGRESSION), "1.82 (1.20-2.76)").parts
    assert parts_of(pipeline, html(SUB_ROWS), "31.2 ± 4.0").parts["unit"] == "kg"
    quartiles = parts_of(pipeline, plain(PIPES), "5,120 [3,900-6,400]").parts
    assert (quartiles["value"], quartiles["low"], quartiles["range_kind"]) == (5120, 3900, "IQR")


def checks(pipeline, page):
    """Every check of the page that is not plain consistency: print, verdict, places of what was compared."""
    article = pipeline(page)
    return [
        (x.text, c.verdict, [article.text[start:end] for start, end in c.spans])
        for s in article.sentences
        for x in s.statistics
        for c in x.checks
        if c.verdict != "consistent"
    ]


FITTING = ("Own car | 30 (25.0) | 59 (50.0)", "Own house | 12 (10.0) | 13 (11.0)")
HEAD = "Trait, n (%) | North (n = 120) | South (n = 118)"


@pytest.mark.parametrize(
    ("row", "found"),
    [
        # 36 of 120 is 30 %; 36 would be 27 % of 133 at most, and there are 120.
        ("Has a job | 36 (27.0) | 40 (33.9)", ("36 (27.0)", "inconsistent")),
        # 36 is 31.3 % of 115: five may not have answered.
        ("Has a job | 36 (31.3) | 40 (33.9)", ("36 (31.3)", "possible_missing")),
        # 12 is 60 % of 20: of fewer than stand above, as of those with a job.
        ("Likes the job | 12 (60.0) | 13 (11.0)", ("12 (60.0)", "not_checkable")),
        ("Has a job | 36 (30.0) | 40 (33.8)", ("40 (33.8)", "truncated")),
    ],
)
def test_a_share_among_shares_that_fit(pipeline, row, found):
    """The other rows show that the shares are of the columns' people; both places are the evidence."""
    ((text, verdict, spans),) = checks(pipeline, html(rows(HEAD, *FITTING, row)))
    assert (text, verdict) == found
    assert spans == [text, "n = 120" if text.startswith(("36", "12")) else "n = 118"]


def test_shares_of_rows_are_silent_and_of_row_heads_are_checked(pipeline):
    """No share fits the columns: none is of them."""
    across = rows(HEAD, "Own car | 30 (33.7) | 59 (66.3)", "Own house | 12 (48.0) | 13 (52.0)")
    assert checks(pipeline, html(across)) == []
    assert {each[-1] for each in told(pipeline, html(across))} == {None}
    named = rows(
        "Trait | Well, n (%) | Ill, n (%)",
        "Own car (n = 40) | 30 (75.0) | 10 (25.0)",
        "No car (n = 50) | 20 (40.0) | 30 (70.0)",
    )
    # No number of people has 70.0 % in 30 of them.
    assert checks(pipeline, html(named)) == [("30 (70.0)", "inconsistent", ["30 (70.0)", "n = 50"])]
    assert checks(pipeline, html(named.replace("Ill, n (%)", "Ill, n (weighted %)"))) == []


def test_an_estimate_outside_its_interval(pipeline):
    table = rows(
        "Factor | OR (95% CI) | p", "Night work | 1.82 (1.90-2.76) | .03", "Pets | 0.71 (0.52-0.97) | .40"
    )
    outside, p_inside = checks(pipeline, html(table))
    assert outside[1:] == ("inconsistent", ["1.82 (1.90-2.76)", ".03"])
    assert p_inside == ("0.71 (0.52-0.97)", "inconsistent", ["0.71 (0.52-0.97)", ".40"])


def test_cells_of_figures_make_records_and_heads_do_not(pipeline):
    """A record for each figure: the cell is the quote; heads and cells that say nothing stay headings."""
    table = BASELINE.replace("<table>", "<table><caption>Characteristics of both groups</caption>")
    article = pipeline(html(table))
    cells = [s for s in article.sentences if s.kind == "table_row"]
    assert {s.text for s in cells if s.heading} >= {"Trait", "Lessons (n = 120)", "First child, n (%)"}
    records = [record for record in article.records() if record.block == "table_row"]
    assert [record.text for record in records] == [each[0] for each in TOLD_BASELINE]
    assert all(record.role.label == "sample" and not record.levels for record in records)
    assert all(record.anchor.xpath and record.anchor.xpath.endswith("]") for record in records)
    assert all(article.text[s.start : s.end] == s.text for s in cells)


def test_a_page_with_a_table_from_the_command_line(ecosift_cli, tmp_path):
    """`extract` writes a record for each figure; `check` names the share that cannot be right."""
    (tmp_path / "lessons.html").write_text(
        html(rows(HEAD, *FITTING, "Has a job | 36 (27.0) | 40 (33.9)")).content
    )
    assert ecosift_cli("extract", tmp_path / "lessons.html", "-o", tmp_path / "out.jsonl").code == 0
    records = [record for record in read_records(tmp_path / "out.jsonl") if record.block == "table_row"]
    assert [record.text for record in records] == [
        "30 (25.0)", "59 (50.0)", "12 (10.0)", "13 (11.0)", "36 (27.0)", "40 (33.9)"
    ]  # fmt: skip
    assert records[0].statistics[0].parts == {
        "numerator": 30, "percent": 25, "label": "Own car", "group": "North", "denominator": 120
    }  # fmt: skip
    run = ecosift_cli("check", tmp_path / "lessons.html", "--strict")
    assert run.code == 1
    assert "36 of 120 is 30.0 %, not 27.0 %" in run.out
    assert run.out.count("cannot be right") == 1


@pytest.mark.parametrize(
    "table",
    [
        "<table>" + "<tr>" + "<td>7 (3%)</td>" * 9000 + "</tr></table>",
        "<table><tr>"
        + "<th colspan=50>n (%)</th>" * 500
        + "</tr><tr>"
        + "<td>7 (3)</td>" * 2000
        + "</table>",
        "<table>"
        + "<tr><th>A (n = 9)</th><th>B</th></tr><tr><td>x</td><td>3 (33%)</td></tr>" * 2000
        + "</table>",
        "<table>" + "<tr><td rowspan=999>1</td><td rowspan=999>2</td></tr>" * 2000 + "</table>",
        rows("n (%) | " + "(" * 50_000, "(" * 50_000 + " | " + "1" * 50_000),
        rows("a | b", *["1,1,1,1,1,1 | 95% CI 95% CI 95% CI (((("] * 1000),
    ],
)
def test_hostile_tables_are_read(pipeline, table):
    """Within the time that the suite allows, and without an error."""
    article = pipeline(html(table))
    assert article.error is None
    assert all(article.text[x.start : x.end] == x.text for s in article.sentences for x in s.statistics)


@given(st.text("0123456789 ().,%-–−±<=/[]*nNpSDCIabRange", max_size=40))
def test_the_numbers_of_a_cell_stand_where_they_are_said_to(text):
    said = read_cell(text)
    head = read_head(text)
    assert head.size is None or text[head.size.start : head.size.end].endswith(str(head.size.value)[-1])
    if said is not None:
        assert all(text[each.start : each.end] == each.printed for each in said.figures)
        assert all(said.start <= each.start < each.end <= said.end for each in said.figures)


def test_twice_as_many_cells_take_twice_as_long(pipeline):
    def spent(cells: int) -> float:
        page = html("<table><tr>" + f"{'<td>7 (3%)</td>' * 50}</tr><tr>" * (cells // 50) + "</tr></table>")
        begun = time.process_time()
        pipeline(page)
        return time.process_time() - begun

    def least(cells: int) -> float:
        """A machine may be busy, or collect garbage just then."""
        return min(spent(cells) for _ in range(3))

    spent(500)
    assert least(8000) < max(3.2 * least(4000), 1.0)

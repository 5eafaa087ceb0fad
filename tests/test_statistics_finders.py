"""The ten types of statistics in sentences, and what is none."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosift.tagging.statistics.finders import find_statistics, tag_statistics
from ecosift.types import SentenceSpan


def found(text, kind=None):
    return [s.text for s in find_statistics(text) if kind in (None, s.type)]


def parts(text, kind):
    return next(dict(s.parts) for s in find_statistics(text) if s.type == kind)


@pytest.mark.parametrize(
    ("text", "expressions"),
    [
        ("We interviewed 19 fathers and 12 midwives.", ["19 fathers", "12 midwives"]),
        ("Forty-one older adults joined.", ["Forty-one older adults"]),
        ("A total of 1,208 secondary school pupils took part.", ["1,208 secondary school pupils"]),
        ("Farm workers (n = 64) were asked.", ["n = 64"]),
        ("The trial ran in seven rural clinics.", ["seven rural clinics"]),
        ("The review covers 14 randomised controlled trials.", ["14 randomised controlled trials"]),
        ("They held six focus groups.", ["six focus groups"]),
        ("Ninety nurses were enrolled, 45 in each arm.", ["Ninety nurses", "45 in each arm"]),
        ("We followed 80 men (38 tai chi and 42 controls).", ["80 men", "38 tai chi", "42 controls"][:1]),
        ("Each village sent 20\u201330 women.", ["20\u201330 women"]),
    ],
)
def test_sample_sizes(text, expressions):
    """A number of persons, sites, studies or sessions, up to the head noun."""
    assert found(text, "sample_size")[: len(expressions)] == expressions


@pytest.mark.parametrize(
    ("text", "expressions"),
    [
        (
            "Participants were mostly Latina (71.4%), married (52%) and employed (33.3%).",
            ["Latina (71.4%)", "married (52%)", "employed (33.3%)"],
        ),
        ("61.5% of carers slept badly.", ["61.5% of carers"]),
        ("Relapse was seen in 29, 20 and 23 % respectively.", ["29", "20", "23 %"]),
        ("About 5-8% of teenagers vape.", ["About 5-8% of teenagers"]),
        ("A quarter of women had no car.", ["A quarter of women"]),
        ("Fewer than one in five tenants had heating.", ["Fewer than one in five tenants"][:0]),
    ],
)
def test_percentages(text, expressions):
    """A share with its label or its whole in the span; coordinated shares one by one."""
    assert found(text, "percentage")[: len(expressions)] == expressions


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Of them, 27 of 45 (60%) went back to work.", {"numerator": 27, "denominator": 45, "percent": 60}),
        ("Falls occurred in 12/61 residents.", {"numerator": 12, "denominator": 61}),
        ("There were 38 (19.5 %) smokers.", {"numerator": 38, "percent": 19.5}),
        ("Seven infants were excluded after birth.", {"numerator": 7}),
        ("Reasons were refusal (n = 9) and illness.", {"numerator": 9}),
        ("Two of nine midwives had left.", {"numerator": 2, "denominator": 9}),
        ("Deaths fell to 12.3 per 100,000 inhabitants.", {"numerator": 12.3, "denominator": 100000}),
        ("Leave was taken on 37 of 366 days (10.1%).", {"numerator": 37, "percent": 10.1}),
    ],
)
def test_counts(text, wanted):
    """A count with what it is out of and its share, where these are printed."""
    assert wanted.items() <= parts(text, "count").items()


@pytest.mark.parametrize(
    ("text", "kind", "wanted"),
    [
        ("Mean age was 41.2 ± 7.9 years.", "mean", {"value": 41.2, "sd": 7.9, "unit": "years"}),
        ("They were 28.6 years old on average (SD 4.8).", "mean", {"value": 28.6}),
        ("The mean (SD) score was 17.5 (3.1).", "mean", {"value": 17.5, "sd": 3.1, "spread_kind": "sd"}),
        ("Pain fell more (2.1 vs. 3.4, p = 0.02).", "mean", {"value": 2.1}),
        (
            "Stay was a median of 9 days (IQR 5–14).",
            "median",
            {"value": 9, "low": 5, "high": 14, "range_kind": "IQR"},
        ),
        (
            "Weaning took 4.5 [3.0–9.2] days.",
            "median",
            {"value": 4.5, "low": 3.0, "high": 9.2, "unit": "days"},
        ),
        ("Adults aged 19 to 41 years joined.", "range", {"low": 19, "high": 41, "unit": "years"}),
        ("Pupils between 13 and 17 years of age came.", "range", {"low": 13, "high": 17}),
        ("Interviews ranged from 35 to 80 minutes.", "range", {"low": 35, "high": 80}),
    ],
)
def test_means_medians_and_ranges(text, kind, wanted):
    """Averages with their spread and unit; ranges with both ends."""
    assert wanted.items() <= parts(text, kind).items()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Smoking doubled the odds (OR 2.1, 95% CI 1.3–3.4; p = .002).",
            {
                "measure": "OR",
                "value": 2.1,
                "ci_low": 1.3,
                "ci_high": 3.4,
                "ci_level": 95,
                "p": {"operator": "=", "value": 0.002},
            },
        ),
        (
            "an adjusted hazard ratio [aHR] of 0.72 (0.55 to 0.94)",
            {"measure": "aHR", "value": 0.72, "ci_low": 0.55, "ci_high": 0.94, "adjusted": True},
        ),
        ("with an effect size of -0.41", {"measure": "effect size", "value": -0.41}),
        ("risk ratios for falls around 0.82", {"measure": "RR", "value": 0.82, "qualifier": "around"}),
        (
            "vaccine efficacy was 91·2% (95% CI\u200a=\u200a70% to 98%)",
            {"measure": "VE", "value": 91.2, "ci_low": 70},
        ),
        (
            "The mean difference was −2.35 (95% CI −0.41 to −4.29).",
            {"value": -2.35, "ci_low": -4.29, "ci_high": -0.41},
        ),
        ("Injuries were reduced by 39% in the first group.", {"measure": "relative change", "value": 39}),
        ("Mood and sleep were related (r = .45).", {"measure": "r", "value": 0.45}),
        ("Costs rose (+1.6 units, p < 0.001).", {"value": 1.6, "p": {"operator": "<", "value": 0.001}}),
        (
            "The hazard was lower (HR 1.27 per two points, 95% CI 1.08 to 1.49).",
            {"value": 1.27, "ci_low": 1.08},
        ),
    ],
)
def test_effects(text, wanted):
    """A measure with its interval and p in one expression."""
    assert wanted.items() <= parts(text, "effect").items()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("t(28) = 2.20, p = .03", {"test": "t", "df": 28, "value": 2.2}),
        ("F(1,47) = 4.44, p = .041", {"test": "F", "df": [1, 47], "value": 4.44}),
        ("χ²(1, N = 90) = 4.10", {"test": "χ²", "df": 1, "n": 90, "value": 4.1}),
        ("z = −2.31, P < .05", {"test": "z", "value": -2.31, "p": {"operator": "<", "value": 0.05}}),
        ("r(28) = .45, p = .01", {"test": "r", "df": 28, "value": 0.45}),
    ],
)
def test_tests(text, wanted):
    """A test with its degrees of freedom and p."""
    assert wanted.items() <= parts(text, "test").items()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Scores differed (p =0.007).", {"operator": "=", "value": 0.007}),
        ("Scores differed (P<0/001).", {"operator": "<", "value": 0.001}),
        ("Scores did not differ (P = not significant).", {"operator": "=", "value": None}),
        ("Scores differed (P ≤0.05).", {"operator": "≤", "value": 0.05}),
    ],
)
def test_p_values(text, wanted):
    """A p of its own, in all its prints."""
    assert parts(text, "p_value") == wanted


@pytest.mark.parametrize(
    ("text", "expression", "wanted"),
    [
        ("born within the past year", "within the past year", {"duration": 1, "unit": "year"}),
        ("treated within the past five years", "within the past five years", {"duration": 5, "unit": "year"}),
        ("mothers (< 1 year since delivery)", "< 1 year since delivery", {"duration": 1, "qualifier": "<"}),
        (
            "done from July to November 2023",
            "from July to November 2023",
            {"start": "2023-07", "end": "2023-11"},
        ),
        ("held March 2012-October 2015", "March 2012-October 2015", {"start": "2012-03", "end": "2015-10"}),
        ("at 3, 6, and 12 months", "3, 6, and 12 months", {"duration": [3, 6, 12], "unit": "month"}),
        ("a 12-week programme", "12-week", {"duration": 12, "unit": "week"}),
        ("at week 8 they met", "week 8", {"duration": 8, "unit": "week"}),
        ("seen three months postpartum", "three months postpartum", {"duration": 3, "unit": "month"}),
        ("in the twelfth week of pregnancy", "twelfth week of pregnancy", {"duration": 12}),
        ("The survey was conducted in 2021.", "2021", {"start": "2021", "end": "2021"}),
    ],
)
def test_periods(text, expression, wanted):
    """Calendar spans and durations, with the words that change their value."""
    assert found(text, "period") == [expression]
    assert wanted.items() <= parts(text, "period").items()


@pytest.mark.parametrize(
    "text",
    [
        "Patients received 600 mg of ibuprofen and 0.5% bupivacaine.",
        "P < 0.05 was considered statistically significant.",
        "Exercise was set at 45% of maximal load.",
        "The trial had 80% power to detect a fall from 25% to 10%.",
        "Families were randomised 1:1 to two groups.",
        "The SF-36, the EQ-5D-3L and CD4 cells were used with SPSS version 11.5.",
        "Call 555-0142 or see World J Surg 2010;34:1203–13.",
        "They trained three days/week, 5 days a week, every 2 weeks.",
        "Men older than 65 years were not eligible.",
        "It is a 12-item scale with 24-hour recall.",
        "Vol. 21(9), 2024",
        "She paid £40 and then $1,200.",
        "This was noted before [8], [3, 4] and by Ruiz (2019).",
        "One of the two programmes was stopped.",
        "Type 2 diabetes and grade 3 pain were common.",
    ],
)
def test_what_is_no_statistic(text):
    """Doses, thresholds, intensities, power, ratios, names, references, frequencies, scales, prices."""
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Scores were 12.1 ± 2.0 and 14.3 ± 2.2 points.", [12.1, 14.3]),
        ("The mean fell from about 6,400 to over 5,200 steps.", [6400, 5200]),
        ("Mean scores were 2.7, 0.5, and 0.9, respectively.", [2.7, 0.5, 0.9]),
    ],
)
def test_coordinated_means_are_separate(text, values):
    """Each member of a list is a figure of its own."""
    assert [s.parts["value"] for s in find_statistics(text) if s.type == "mean"] == values


def test_printed_keeps_decimals():
    """What is printed is not lost in the number."""
    (statistic,) = find_statistics("The mean was 7.0 ± 1.50 points.")
    assert statistic.printed == {"value": "7.0", "sd": "1.50"}


def test_sentences_keep_the_articles_offsets():
    """Offsets index the whole text, headings have no figure, and the result is parallel to the sentences."""
    text = "12 women\n\nWe met 12 women. Nobody left."
    spans = [
        SentenceSpan("12 women", 0, 8, 0, kind="heading", heading=True),
        SentenceSpan("We met 12 women.", 10, 26, 1),
        SentenceSpan("Nobody left.", 27, 39, 1),
    ]
    none, (statistic,), empty = tag_statistics(text, spans)
    assert (none, empty) == ((), ())
    assert text[statistic.start : statistic.end] == statistic.text == "12 women"
    assert statistic.start == 17


@given(st.text())
def test_spans_read_back_what_they_say(text):
    """Whatever a text holds, offsets index it, in order and apart."""
    at = 0
    for statistic in find_statistics(text):
        assert statistic.start >= at
        assert text[statistic.start : statistic.end] == statistic.text != ""
        at = statistic.end


PIECES = [
    "12",
    "3.4",
    "%",
    "(",
    ")",
    "95% CI",
    "±",
    "n =",
    "p <",
    "women",
    "of",
    "and",
    "vs.",
    "to",
    "-",
    ",",
    ".",
    "mean",
    "OR",
    "weeks",
    "group",
    "one",
    "in",
    "2019",
    "May",
    ":",
    "week",
    "mg",
    "half",
    "≥",
    "<",
    "respectively",
    "control",
]


@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_any_order_of_figures_is_read(pieces):
    """Grammar thrown together by chance neither fails nor overlaps."""
    text = " ".join(pieces)
    at = 0
    for statistic in find_statistics(text):
        assert text[statistic.start : statistic.end] == statistic.text
        assert statistic.start >= at
        at = statistic.end


@pytest.mark.parametrize(
    "piece", ["1", "1 ", "(", "1,", "95% CI ", "(1% ", "1 (", "p < .05 ", "one hundred and "]
)
def test_hostile_text_takes_linear_time(piece):
    """Twice the text takes about twice the time."""

    def seconds(size):
        text = (piece * size)[:size]
        begun = time.process_time()
        find_statistics(text)
        return time.process_time() - begun

    once = min(seconds(8_000) for _ in range(2))
    assert seconds(32_000) < 12 * once + 0.2

"""Checks on the statistics of a page: which figures are compared, and where nothing may be said."""

import re
import time

import pytest

from ecosift.tagging.statistics.checking import with_checks
from ecosift.types import SentenceSpan, Statistic

NUMBER = re.compile(r"[-−]?(?:\d+(?:,\d{3})*(?:[.·]\d+)?|\.\d+)")


def figure(kind, quote, **parts):
    """A statistic by its quote; each numeric part is printed as the quote prints it."""
    prints = {float(n.replace(",", "").replace("·", ".").replace("−", "-")): n for n in NUMBER.findall(quote)}
    printed = {
        key: prints[float(v)] for key, v in parts.items() if isinstance(v, int | float) and float(v) in prints
    }
    if isinstance(parts.get("p"), dict) and parts["p"]["value"] is not None:
        printed["p"] = prints[float(parts["p"]["value"])]
    return kind, quote, parts, printed


def page(*sentences):
    """Sentences (text, figures[, section]) as `with_checks` takes them."""
    text, spans, statistics = "", [], []
    for index, (words, figures, *section) in enumerate(sentences):
        start = len(text)
        spans.append(SentenceSpan(words, start, start + len(words), index, section=tuple(section)))
        found, at = [], 0
        for kind, quote, parts, printed in figures:
            at = words.index(quote, at)
            found.append(Statistic(kind, quote, start + at, start + at + len(quote), parts, printed))
            at += len(quote)
        statistics.append(tuple(found))
        text += words + " "
    return text, spans, statistics


def verdicts(text, spans, statistics, check=None):
    """(quote, check, verdict) of every check made."""
    return [
        (statistic.text, found.check, found.verdict)
        for sentence in with_checks(text, spans, statistics)
        for statistic in sentence
        for found in statistic.checks
        if check in (None, found.check)
    ]


def sample(value, unit, **parts):
    return figure("sample_size", f"{value} {unit}", value=value, unit=unit, unit_kind="participants", **parts)


def share(quote, value, **parts):
    return figure("percentage", quote, value=value, **parts)


SAMPLE = ("We interviewed 17 night nurses in two wards.", [sample(17, "night nurses")])


def test_shares_of_the_one_sample_are_checked_against_it():
    text, spans, statistics = page(
        ("Sleep on the ward: 17 night nurses talked to us.", [sample(17, "night nurses")], "Summary"),
        SAMPLE,
        (
            "Participants were mostly women (82.4%), lived alone (35.2%) and slept badly (60.5%).",
            [
                share("women (82.4%)", 82.4, of="participants"),
                share("alone (35.2%)", 35.2, of="participants"),
                share("badly (60.5%)", 60.5, of="participants"),
            ],
        ),
    )
    *_, found = with_checks(text, spans, statistics)
    women, alone, badly = (statistic.checks[0] for statistic in found)
    assert (women.check, women.verdict, women.message) == ("share_of_n", "consistent", "14 of 17")
    assert alone.verdict == "truncated"
    assert badly.verdict == "inconsistent"
    assert "60.5 % of 17 people would be 10.3 people; 10 of 17 is 58.8 %" in badly.message
    assert [text[a:b] for a, b in badly.spans] == ["badly (60.5%)", "17 night nurses"]


@pytest.mark.parametrize(
    ("sentence", "quote", "verdict"),
    [
        ("Overall, participants were mostly single (60.5%).", "single (60.5%)", "inconsistent"),
        ("Of the participants, 60.5% were single.", "60.5%", "inconsistent"),
        ("Feeling alone was named by 60.5% of the nurses.", "60.5%", "inconsistent"),
        ("The nurses were mostly single (58.8%).", "single (58.8%)", "consistent"),
        ("Participants with children often felt alone (60.5%).", "alone (60.5%)", None),
        ("Younger participants often felt alone (60.5%).", "alone (60.5%)", None),
        ("Participants said little; among those who spoke, 60.5% felt alone.", "60.5%", None),
        ("A survey of doctors found that 60.5% felt alone.", "60.5%", None),
        (
            "Participants were mostly single (60.5%) (Adeyemi et al., 2019).",
            "single (60.5%)",
            "not_checkable",
        ),
        ("Participants were mostly single (60.5%) [12].", "single (60.5%)", "not_checkable"),
        ("Participants were mostly single (weighted 60.5%).", "60.5%", "not_checkable"),
        ("Participants improved their score by 60.5%.", "60.5%", "not_checkable"),
        ("Participants kept 60.5% of visits.", "60.5% of visits", "not_checkable"),
        ("Nationwide, participants were mostly single (60.5%).", "single (60.5%)", None),
    ],
)
def test_a_share_is_checked_only_where_it_is_of_everybody(sentence, quote, verdict):
    found = verdicts(*page(SAMPLE, (sentence, [share(quote, float(NUMBER.search(quote)[0]))])))
    assert [v for _, _, v in found] == ([verdict] if verdict else [])


@pytest.mark.parametrize(
    "between",
    [
        ("Another 30 carers wrote to us.", [sample(30, "carers")]),
        (
            "They were randomised to a rota (n = 9) or usual shifts (n = 8).",
            [
                figure("sample_size", "n = 9", value=9, group="rota"),
                figure("sample_size", "n = 8", value=8, group="usual"),
            ],
        ),
        ("Two people (11.8%) dropped out.", [share("11.8%", 11.8)]),
        ("In all, 9 of 15 answered by post.", [figure("count", "9 of 15", numerator=9, denominator=15)]),
        (
            "About 20 porters came too.",
            [figure("sample_size", "About 20 porters", value=20, qualifier="about")],
        ),
    ],
)
def test_arms_losses_and_other_samples_silence_the_check(between):
    last = ("Participants were mostly single (60.5%).", [share("single (60.5%)", 60.5)])
    found = verdicts(*page(SAMPLE, between, last))
    assert [v for quote, _, v in found if quote == "single (60.5%)"] == ["not_checkable"]


def test_each_section_has_its_own_sample():
    found = verdicts(
        *page(
            ("We met 17 nurses.", [sample(17, "nurses")], "First study"),
            ("Participants were mostly single (58.8%).", [share("single (58.8%)", 58.8)], "First study"),
            ("We met 40 porters.", [sample(40, "porters")], "Second study"),
            ("Participants were mostly single (58.8%).", [share("single (58.8%)", 58.8)], "Second study"),
            ("Participants were mostly single (58.8%).", [share("single (58.8%)", 58.8)], "Background"),
        )
    )
    assert [v for _, _, v in found] == ["consistent", "inconsistent"]


@pytest.mark.parametrize(
    ("sentence", "quote", "verdict"),
    [
        ("Of 142 clients, 74.6% came back.", "74.6%", "consistent"),
        ("Of the 21 clients, 74.6% came back.", "74.6%", "inconsistent"),
        ("In total 21 clients (74.6% men) came back.", "74.6%", "inconsistent"),
        ("We saw 21 clients, 74.6% of whom came back.", "74.6%", "inconsistent"),
        ("In total 21 clients (74.6%) came back.", "74.6%", None),
        ("We saw 21 clients and hope that 74.6% come back.", "74.6%", None),
    ],
)
def test_the_sentence_names_its_own_base(sentence, quote, verdict):
    value, unit = re.search(r"(\d+) (clients)", sentence).groups()
    found = verdicts(*page((sentence, [sample(int(value), unit), share(quote, 74.6)])))
    assert [v for _, _, v in found] == ([verdict] if verdict else [])


def test_missing_answers_explain_a_share():
    text, spans, statistics = page(
        ("Of 462 mothers, 3.1% needed more.", [sample(462, "mothers"), share("3.1%", 3.1)])
    )
    check = with_checks(text, spans, statistics)[0][1].checks[0]
    assert check.verdict == "possible_missing"
    assert "14 of 459 does: 3 answers may be missing" in check.message


def test_a_share_after_its_group_is_softly_checked():
    sizes = "In all 70 had tea (n = 33) or water (n = 37)."
    arms = [
        figure("sample_size", "n = 33", value=33, group="tea"),
        figure("sample_size", "n = 37", value=37, group="water"),
    ]
    last = (
        "Headache came in 15.2% after tea and 20.1% after water.",
        [share("15.2%", 15.2, group="tea"), share("20.1%", 20.1, group="water")],
    )
    assert [v for _, _, v in verdicts(*page((sizes, arms), last))] == ["consistent", "not_checkable"]


@pytest.mark.parametrize(
    ("kind", "quote", "parts", "verdict"),
    [
        ("count", "12 of 48 (25.0%)", {"numerator": 12, "denominator": 48, "percent": 25.0}, "consistent"),
        ("count", "11 of 48 (25.0%)", {"numerator": 11, "denominator": 48, "percent": 25.0}, "inconsistent"),
        ("percentage", "22.9% (11/48)", {"value": 22.9, "numerator": 11, "denominator": 48}, "consistent"),
        ("percentage", "25% (11/48)", {"value": 25, "numerator": 11, "denominator": 48}, "inconsistent"),
        ("count", "two [4·9%] of 41", {"numerator": 2, "denominator": 41, "percent": 4.9}, "consistent"),
        ("count", "about 11 of 48 (25%)",
         {"numerator": 11, "denominator": 48, "percent": 25, "qualifier": "about"}, "not_checkable"),
    ],
)  # fmt: skip
def test_a_share_beside_its_count(kind, quote, parts, verdict):
    found = verdicts(*page((f"Relapse was seen in {quote} cases.", [figure(kind, quote, **parts)])))
    assert found == [(quote, "share_of_count", verdict)]


def test_weighted_shares_are_not_held_against_raw_counts():
    quote = "11 of 48 (25.0%)"
    counted = figure("count", quote, numerator=11, denominator=48, percent=25.0)
    assert verdicts(*page((f"Weighted, {quote} relapsed.", [counted]))) == [
        (quote, "share_of_count", "not_checkable")
    ]


def test_a_figure_cut_by_its_span_is_left_alone():
    counted = figure("percentage", "5% (42/402)", value=5, numerator=42, denominator=402)
    assert verdicts(*page(("Fever came in 10.5% (42/402) of them.", [counted]))) == []


def effect(quote, estimate, p=None):
    measure, value, low, high = estimate
    p = {} if p is None else {"p": {"operator": "=", "value": p}}
    return figure("effect", quote, measure=measure, value=value, ci_low=low, ci_high=high, **p)


@pytest.mark.parametrize(
    ("quote", "arguments", "expected"),
    [
        ("OR 2.1 (95% CI 1.3 to 3.4; p = .002)", (("OR", 2.1, 1.3, 3.4), 0.002),
         {"interval": "consistent", "p_interval": "consistent"}),
        ("OR 2.1 (95% CI 1.3 to 3.4; p = .20)", (("OR", 2.1, 1.3, 3.4), 0.2),
         {"interval": "consistent", "p_interval": "inconsistent"}),
        ("HR 2.9 (95% CI 1.3 to 2.4)", (("HR", 2.9, 1.3, 2.4),), {"interval": "inconsistent"}),
        ("HR 2.9 (1.3 to 2.4)", (("HR", 2.9, 1.3, 2.4),), {}),
        ("29% (95% CI 1.3 to 2.4)", (("RRR", 29, 1.3, 2.4),), {}),
        ("1.02 (95% CI 0.69 to 1.53; p = .92)", (("mean difference", 1.02, 0.69, 1.53), 0.92),
         {}),
        ("4 (95% CI 2.3 to 15.9)", (("mean difference", 4, 2.3, 15.9),), {}),
        ("0.1 (95% CI -0.6 to 0.1)", (("mean difference", 0.1, -0.6, 0.1),), {"interval": "asymmetric"}),
    ],
)  # fmt: skip
def test_estimates_and_their_intervals(quote, arguments, expected):
    found = verdicts(*page((f"The result was {quote}.", [effect(quote, *arguments)])))
    assert {check: verdict for _, check, verdict in found} == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "The p for interaction: {}.",
        "In a test for trend, {}.",
        "With bootstrapped limits, {}.",
        "Non-inferiority held: {}.",
    ],
)
def test_other_p_values_are_not_held_against_the_interval(sentence):
    quote = "OR 2.1 (95% CI 1.3 to 3.4; p = .20)"
    found = page((sentence.format(quote), [effect(quote, ("OR", 2.1, 1.3, 3.4), 0.2)]))
    assert verdicts(*found, check="p_interval") == []


def test_the_interval_of_a_change_is_not_held_against_its_end():
    quote = "0.7 (95% CI 3.4 to 4.6)"
    end = figure("mean", quote, value=0.7, ci_low=3.4, ci_high=4.6)
    assert verdicts(*page((f"It fell from 4.7 to {quote}.", [figure("mean", "4.7", value=4.7), end]))) == []


@pytest.mark.parametrize(
    ("text", "parts", "verdict"),
    [
        ("t(41) = 3.10, p = .003", {}, "consistent"),
        ("t(41) = 3.10, p = .03", {}, "inconsistent"),
        ("F1, 47 = 4.438, P = .041", {"test": "F", "df": [1, 47], "operator": "="}, "consistent"),
        ("F1, 47 = 4.438, P = .41", {"test": "F", "df": [1, 47], "operator": "="}, "inconsistent"),
        ("r(17) = .48, p = .05", {}, "not_checkable"),
        ("t = 1.76, p = .044", {"test": "t", "operator": "="}, None),
        ("Tukey-corrected t(41) = 3.10, p = .03", {}, "not_checkable"),
        ("one-tailed t(41) = 1.80, p = .04", {}, "consistent"),
    ],
)
def test_a_test_and_its_p(text, parts, verdict):
    numbers = [float(n) for n in NUMBER.findall(text)]
    parts = {"value": numbers[-2], "p": {"operator": "=", "value": numbers[-1]}} | parts
    found = verdicts(*page((f"We saw {text}.", [figure("test", text, **parts)])))
    assert [v for _, _, v in found] == ([verdict] if verdict else [])


@pytest.mark.parametrize(
    ("sentence", "sizes", "verdict"),
    [
        (
            "In total, 90 men were randomised to two groups: bath (n = 44) or bed (n = 46).",
            (90, 44, 46),
            "consistent",
        ),
        (
            "In total, 90 men were randomised to two groups: bath (n = 44) or bed (n = 49).",
            (90, 44, 49),
            "inconsistent",
        ),
        ("In total, 90 men were randomised: bath (n = 44) or bed (n = 40).", (90, 44, 40), None),
        (
            "In total, 90 men were randomised to three groups: bath (n = 44), bed (n = 40).",
            (90, 44, 40),
            None,
        ),
        ("Of two groups, 90 men rested; bath (n = 44) or bed (n = 49).", (90, 44, 49), None),
    ],
)
def test_arms_add_up_to_their_sample(sentence, sizes, verdict):
    whole, *arms = sizes
    figures = [sample(whole, "men")] + [
        figure("sample_size", f"n = {n}", value=n, group=f"g{n}") for n in arms
    ]
    found = verdicts(*page((sentence, figures)), check="sum_of_counts")
    assert [v for _, _, v in found] == ([verdict] if verdict else [])


@pytest.mark.parametrize(
    ("sentence", "first", "second", "verdict"),
    [
        ("The callers were 61.5% men and 38.5% women.", "61.5% men", "38.5% women", "consistent"),
        ("The callers were 61.5% men and 41.5% women.", "61.5% men", "41.5% women", "inconsistent"),
        ("We saw that 61.5% men and 58.5% women agreed.", "61.5% men", "58.5% women", None),
        (
            "The callers were 61.5% men and 48.5% widowed women and men.",
            "61.5% men",
            "48.5% widowed women and men",
            None,
        ),
        ("The callers were 61.5% men, or so we think, and 48.5% women.", "61.5% men", "48.5% women", None),
        ("It was named by 61.5% of men and 48.5% of women.", "61.5% of men", "48.5% of women", None),
        ("Most smoked (men 61.5%; women 48.5%).", "61.5%", "48.5%", None),
    ],
)
def test_men_and_women_make_a_hundred(sentence, first, second, verdict):
    figures = [share(quote, float(NUMBER.search(quote)[0])) for quote in (first, second)]
    found = verdicts(*page((sentence, figures)), check="sum_of_shares")
    assert [v for _, _, v in found] == ([verdict] if verdict else [])


def test_counts_of_one_arm_have_one_base():
    sentence = "In the control group 38 (71%) slept and 9 (17%) woke."
    slept = figure("count", "38 (71%)", numerator=38, percent=71, group="control group")
    woke = figure("count", "9 (17%)", numerator=9, percent=17, group="control group")
    found = verdicts(*page((sentence, [slept, woke])))
    assert found == [("38 (71%)", "common_base", "inconsistent")]


def test_figures_stay_what_they_were():
    text, spans, statistics = page(SAMPLE, ("Nothing was counted here.", []))
    checked = with_checks(text, spans, statistics)
    assert [tuple(sentence) for sentence in checked] == list(statistics)


@pytest.mark.parametrize("one_sentence", [True, False])
def test_time_grows_no_faster_than_the_page(one_sentence):
    words, count = "Participants: 17 nurses, 60.5% of them, of whom ", 3000
    figures = [sample(17, "nurses"), share("60.5%", 60.5, of="participants")]
    if one_sentence:
        one = page((words, figures))[2][0]
        moved = [
            Statistic(s.type, s.text, s.start + len(words) * i, s.end + len(words) * i, s.parts, s.printed)
            for i in range(count)
            for s in one
        ]
        text = words * count
        arguments = text, [SentenceSpan(text, 0, len(text), 0)], [tuple(moved)]
    else:
        arguments = page(*[(words, figures)] * count)
    start = time.process_time()
    with_checks(*arguments)
    assert time.process_time() - start < 3


@pytest.mark.parametrize(
    ("quote", "value", "low", "high", "verdict"),
    [
        ("median 19 (IQR 15-24)", 19, 15, 24, "consistent"),
        ("median 29 (IQR 15-24)", 29, 15, 24, "inconsistent"),
        ("median 24.4 (IQR 15-24)", 24.4, 15, 24, "consistent"),
    ],
)
def test_a_median_lies_in_its_range(quote, value, low, high, verdict):
    found = figure("median", quote.replace("-", "–"), value=value, low=low, high=high, range_kind="IQR")
    assert [v for _, _, v in verdicts(*page((f"They waited {found[1]} days.", [found])))] == [verdict]

"""Checks on figures that belong together: groups, flows, arms, differences, ranges, repeats."""

from __future__ import annotations

import time

import pytest

from ecosift.language.spans import sentence_spans
from ecosift.tagging.statistics.checking import with_checks
from ecosift.tagging.statistics.finders import tag_statistics
from ecosift.types import SentenceSpan


def statistics(text):
    spans = sentence_spans(text, ())
    return [s for found in with_checks(text, spans, tag_statistics(text, spans)) for s in found]


def verdict(text, check):
    found = [c for s in statistics(text) for c in s.checks if c.check == check]
    for each in found:
        assert all(0 <= start < end <= len(text) for start, end in each.spans)
        assert len(each.spans) > 1
    return [each.verdict for each in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In the canteen group, 12 (30%) skipped lunch and 18 (45%) skipped breakfast.", ["consistent"]),
        ("In the canteen group, 12 (30%) skipped lunch and 19 (45%) skipped breakfast.", ["inconsistent"]),
        ("In the canteen group, 12 (30%) and, in the shop group, 19 (45%) skipped lunch.", []),
        ("Twenty canteen workers (50%) and 14 shop workers (40%) skipped lunch.", []),
    ],
)
def test_counts_of_one_group_share_a_total(text, expected):
    assert verdict(text, "common_base") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Of 310 families screened, 58 were excluded and 252 were enrolled.", ["consistent"]),
        ("Of 310 families screened, 58 were excluded and 262 were enrolled.", ["inconsistent"]),
        ("Of 310 families screened, 58 were excluded and 240 were enrolled.", ["not_checkable"]),
    ],
)
def test_screened_less_excluded_is_enrolled(text, expected):
    assert verdict(text, "flow") == expected


@pytest.mark.parametrize(
    ("reasons", "expected"),
    [
        ("moved away (n = 11), illness (n = 6) and no telephone (n = 3)", ["consistent"]),
        ("moved away (n = 11), illness (n = 6) and no telephone (n = 7)", ["not_checkable"]),
        ("moved away (n = 11) and illness (n = 6)", ["not_checkable"]),
    ],
)
def test_reasons_add_up_to_those_left_out(reasons, expected):
    assert verdict(f"In all, 20 households were excluded because of {reasons}.", "reasons") == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Of 210 screened, 60 were excluded (25 declined, 20 ineligible, 10 moved).", ["inconsistent"]),
        ("Of 210 carers asked, 60 were excluded: 25 declined, 20 were ill and 15 moved.", ["consistent"]),
        ("Of 210 carers asked, 60 were excluded: 25 declined, 20 were ill and 5 moved.", ["inconsistent"]),
        (
            "In all, 44 boys were not included (moved, n = 9 [20%]; too old or too young, n = 30).",
            ["inconsistent"],
        ),
        # A list that is not said to be of all, or gives some reason no number.
        ("Of 210 screened, 60 were excluded (mainly 25 who declined, 20 ineligible).", ["not_checkable"]),
        ("Of 210 screened, 60 were excluded (25 declined, 20 ineligible, others moved).", []),
        ("Of 210 screened, 60 were excluded (some for several reasons: 25 declined, 20 moved).", []),
        ("Of 210 screened, 60 were excluded (25% declined, 20% moved).", []),
        # Of those who stayed, or of those who left?
        ("Of 210 screened, 60 were excluded (choir group 25, control group 20).", []),
    ],
)
def test_a_list_of_reasons_is_complete_unless_it_says_otherwise(said, expected):
    assert verdict(said, "reasons") == expected


ARMS = "We studied 180 pupils. They were divided into a garden group (n = 60) and a control group (n = 120). "


@pytest.mark.parametrize(
    ("whole", "expected"),
    [
        ("40.0", "consistent"),
        ("44.0", "differs"),
        ("54.0", "inconsistent"),
    ],
)
def test_the_share_of_the_whole_is_made_of_those_of_its_arms(whole, expected):
    shares = "In the garden group, 50.0% were girls. In the control group, 35.0% were girls."
    assert verdict(f"{ARMS}Overall, {whole}% were girls. {shares}", "share_of_arms") == [expected]


@pytest.mark.parametrize(
    ("text", "check", "expected"),
    [
        ("31.4% and 16.7% of residents (risk difference 14.7%)", "difference_of_shares", ["consistent"]),
        ("31.4% and 16.7% of residents (risk difference 15.9%)", "difference_of_shares", ["differs"]),
        ("16.7% and 31.4% of residents (RR 0.53, 95% CI 0.4 to 0.7)", "ratio_of_shares", ["consistent"]),
        ("16.7% and 31.4% of residents (RR 0.47, 95% CI 0.4 to 0.7)", "ratio_of_shares", ["differs"]),
        ("16.7% and 31.4% of residents (adjusted RR 0.47, 95% CI 0.4 to 0.7)", "ratio_of_shares", []),
    ],
)
def test_a_difference_or_ratio_fits_the_two_shares(text, check, expected):
    assert verdict(f"Falls occurred in {text}.", check) == expected


@pytest.mark.parametrize(
    ("ages", "check", "expected"),
    [
        ("aged 19 to 41 years (mean age 28.6, SD 4.8)", "mean_in_range", ["consistent"]),
        ("aged 19 to 41 years (mean age 43.6, SD 4.8)", "mean_in_range", ["inconsistent"]),
        ("aged 19 to 41 years (mean age 28.6, SD 4.8)", "sd_in_range", []),
        ("aged 19 to 41 years (mean age 28.6, SD 18.9)", "sd_in_range", ["inconsistent"]),
    ],
)
def test_mean_and_spread_fit_the_range(ages, check, expected):
    assert verdict(f"We asked 30 ferry workers {ages}.", check) == expected


def sections(*parts):
    """A page of (section, text), each text its own sentence."""
    text, spans = "", []
    for name, words in parts:
        spans.append(SentenceSpan(words, len(text), len(text) + len(words), len(spans), section=(name,)))
        text += words + "\n\n"
    return [s for found in with_checks(text, spans, tag_statistics(text, spans)) for s in found], text


def test_the_same_figure_said_twice_is_linked_both_ways():
    found, text = sections(
        ("Summary", "The team spoke with 34 beekeepers, most of them women (61.8%)."),
        ("Methods", "We interviewed 34 beekeepers between March and June 2021."),
        ("Results", "Interviewees were women (61.8%) or lived alone (20.6%)."),
    )
    quoted = {s.text: [text[a:b] for a, b in s.repeats] for s in found}
    assert quoted["34 beekeepers"] == ["34 beekeepers"]
    assert quoted["lived alone (20.6%)"] == []
    women = [s for s in found if s.parts.get("label") == "women"]
    assert [s.repeats for s in women] == [
        ((women[1].start, women[1].end),),
        ((women[0].start, women[0].end),),
    ]


@pytest.mark.parametrize(
    ("there", "verdicts"),
    [
        ("Interviewees were women (68.1%) or men (38.2%).", ["differs", "differs"]),
        ("Interviewees were women (62%) or men (38.2%).", []),
        ("At follow-up, interviewees were women (68.1%) or men (38.2%).", []),
        ("In the control group, interviewees were women (68.1%).", []),
        ("Nationwide, beekeepers are women (68.1%).", []),
    ],
)
def test_two_values_for_one_thing_are_named(there, verdicts):
    found, _ = sections(
        ("Summary", "Interviewees were women (61.8%)."),
        ("Methods", "We interviewed 34 beekeepers."),
        ("Results", there),
    )
    checks = [c for s in found for c in s.checks if c.check == "mentions"]
    assert [c.verdict for c in checks] == verdicts
    assert all("61.8 here, 68.1 elsewhere" in c.message for c in checks[:1])


def test_many_repeats_cost_no_more_than_their_number():
    def seconds(times):
        text = "Of the farmers, 41.2% were women (SD 2.1). " * times
        spans = sentence_spans(text, ())
        found = tag_statistics(text, spans)
        begun = time.process_time()
        with_checks(text, spans, found)
        return time.process_time() - begun

    seconds(50)
    assert seconds(2000) < 8 * max(seconds(500), 0.05)

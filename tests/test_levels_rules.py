"""The codebook's rules of decision, one table each: sentence, levels, who decided. Cues and rules alone."""

import pytest

from ecosift.tagging.levels import load_codebook, tag_levels
from ecosift.types import RoleTag, SentenceSpan

BOOK = load_codebook("sem")


def span(text, **more):
    return SentenceSpan(text, 0, len(text), 0, **more)


def tags(text, role=None, **more):
    (levels,) = tag_levels([span(text, **more)], [role and RoleTag(role, 1.0)], BOOK, None)
    return {tag.level: tag.decided_by for tag in levels.tags}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "On an organizational level, carers felt lonely and wanted a timetable.",
            {"organizational": "frame"},
        ),
        ("At the societal level, harvest workers were looked down on.", {"policy": "frame"}),
        ("On a policy level, participants named the tax.", {"policy": "frame"}),
        (
            "Patient-, provider- and state-level obstacles were told apart.",
            dict.fromkeys(["individual", "organizational", "policy"], "rule:enumeration"),
        ),
        (
            "At the individual level it was fear, and at the community level it was the road.",
            dict.fromkeys(["individual", "community"], "frame"),
        ),
        ("Intrapersonal factors were thirst and poor sleep.", {"individual": "frame"}),
        ("Neighbourhood-level barriers to vaccination were rumours.", {"community": "frame"}),
        ("School-level facilitators were shade and water.", {"organizational": "frame"}),
        (
            "Four themes emerged: individual, interpersonal, organizational and policy.",
            dict.fromkeys(["individual", "interpersonal", "organizational", "policy"], "rule:enumeration"),
        ),
        (
            "Obstacles stood at the interpersonal and community levels.",
            dict.fromkeys(["interpersonal", "community"], "rule:enumeration"),
        ),
        ("Individual-level data were pooled.", {}),
        ("Community-level randomisation was used.", {}),
        (
            "The socioecological model comprises five levels: individual, interpersonal, organizational, "
            "community and policy.",
            {},
        ),
    ],
)
def test_rule_1_an_explicit_frame_wins(text, expected):
    assert tags(text) == expected


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"section": ("Results", "Interpersonal barriers")}, {"interpersonal": "frame"}),
        ({"section": ("Policy level",)}, {"policy": "frame"}),
        ({"heads": ("Community",)}, {"community": "frame"}),
        ({"section": ("Community",)}, {}),  # one bare word may be a menu's
        ({"section": ("Policy implications",)}, {}),
        ({"section": ("Individual interviews",)}, {}),
    ],
)
def test_rule_1_what_stands_above_is_a_frame(more, expected):
    assert tags("It was the thing named most.", "finding", **more) == expected


def test_rule_1_a_frame_above_is_for_findings():
    """What was done is not found at a level."""
    assert tags("We coded the answers twice.", "method", section=("Interpersonal barriers",)) == {}


def test_rule_1_bare_headings_count_where_their_siblings_do_so_too():
    lines = [
        span("Something was missing.", section=("Community",)),
        span("Something else was missing.", section=("Individual",)),
    ]
    found = tag_levels(lines, [RoleTag("finding", 1.0)] * 2, BOOK, None)
    assert [[tag.level for tag in levels.tags] for levels in found] == [["community"], ["individual"]]


def test_rule_1_a_list_lead_in_is_a_frame():
    lines = [span("Barriers at the policy level were:"), span("red tape", kind="list_item", lead_in=0)]
    found = tag_levels(lines, [None, RoleTag("finding", 1.0)], BOOK, None)
    assert [tag.level for tag in found[1].tags] == ["policy"]


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Internalised stigma kept him silent.", "individual"),
        ("Shame and stigma kept him silent.", "individual"),
        ("Stigma from his brothers kept him silent.", "interpersonal"),
        ("Stigma among the nurses kept him silent.", "organizational"),
        ("Stigma in the village kept him silent.", "community"),
        ("Stigma kept him silent.", "community"),
        ("Societal stigma kept him silent.", "policy"),
    ],
)
def test_rule_6_stigma_by_whom(text, level):
    assert tags(text)[level] == "rule:stigma"


@pytest.mark.parametrize(
    ("text", "level", "rule"),
    [
        ("She lost her housing after the fire.", "individual", "housing"),
        ("Structural barriers such as housing and childcare came first.", "policy", None),
        ("There was hardly any affordable housing nearby.", "community", "housing"),
        ("Her low income ruled out fresh fish.", "individual", "poverty"),
        ("Poverty in the district is old.", "community", "poverty"),
        ("He could not afford the inhaler.", "individual", None),
        ("Without insurance she skipped the scan.", "individual", None),
        ("Insurance rules capped the sessions.", "policy", None),
    ],
)
def test_rule_7_poverty_and_housing_by_kind(text, level, rule):
    found = tags(text)
    assert level in found
    assert rule is None or found[level] == f"rule:{rule}"


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("A drought emptied the wells.", {"community"}),
        ("Parks and playgrounds were well lit.", {"community"}),
        ("Television advertising for betting doubled.", {"policy"}),
        ("A city ordinance closed the kiosks.", {"policy"}),
        ("Gender norms weigh on boys.", {"community"}),
        ("National norms weigh on boys.", {"policy"}),
        ("The clinic's policy of fining latecomers backfired.", {"organizational"}),
        ("State policy of fining latecomers backfired.", {"policy"}),
        ("Community-dwelling adults took part.", set()),
        ("Her coworkers covered for her.", {"interpersonal"}),
        ("The receptionists were rude.", {"organizational"}),
    ],
)
def test_rule_8_borders(text, levels):
    assert levels == set(tags(text)) if not levels else levels <= set(tags(text))


@pytest.mark.parametrize(
    "text",
    [
        "Socioecological factors were discussed.",
        "Challenges spanned multiple levels.",
        "Several factors play a part.",
        "Interviews were analysed in Atlas.ti.",
        "The sample comprised 15 adults aged 19 to 41 years.",
    ],
)
def test_rule_5_generic_talk_codes_none(text):
    assert tags(text) == {}


def test_a_bare_sample_has_no_level():
    text = "Participants were mostly White (81.8%), single and living in poverty."
    assert tags(text, "sample") == {}


def test_rule_4_a_method_sentence_needs_a_factor():
    assert tags("We asked about their social networks.", "method") == {"interpersonal": "cue"}
    assert tags("Interviews were held at the clinic's library.", "method").get("individual") is None


@pytest.mark.parametrize(
    ("before", "text", "level"),
    [
        ("Peer support was offered by phone.", "These interventions were cheap.", "interpersonal"),
        ("Stigma from nurses was rife.", "Nobody forgets this stigma.", "organizational"),
    ],
)
def test_anaphora_keeps_the_level_of_what_it_points_to(before, text, level):
    found = tag_levels([span(before), span(text)], [None, None], BOOK, None)
    assert level in {tag.level for tag in found[1].tags}


@pytest.mark.parametrize("text", ["These barriers were old.", "These challenges were named by all."])
def test_these_barriers_inherit_nothing(text):
    found = tag_levels([span("Peer support was offered by phone."), span(text)], [None, None], BOOK, None)
    assert found[1].tags == ()


def test_an_opinion_about_a_rule_sits_in_the_person():
    """Code where the factor sits: the rule is the opinion's object."""
    found = tag_levels([span("Attitudes towards the new tax were cool.")], [None], BOOK, None)[0]
    assert found.scores["individual"] > found.scores["policy"]


def test_the_same_words_are_not_two_factors():
    """Rule 9: in doubt the level nearer to the person."""
    for text in ("Debt weighed on them.", "Stress at home.", "Friends drifted away."):
        (levels,) = tag_levels([span(text)], [None], BOOK, None)
        spans = [(cue.start, cue.end) for tag in levels.tags for cue in tag.cues]
        assert len(spans) == len(set(spans))

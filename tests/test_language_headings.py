"""What reads as a heading, and which section it opens."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosift.headings import breaks_off, canonical, looks_like_heading, merged_head


@pytest.mark.parametrize(
    "line",
    [
        "Results",
        "MATERIALS AND METHODS",
        "2.3 Data collection",
        "IV. Findings",
        "## What helps",
        "**Discussion**",
        "Barriers to Care in Rural Counties",
        "Benefits of walking groups for older adults",
        "Why rural clinics are closing",
        "What did the survey show?",
        "How peer workers change a ward",
        "mHealth for new parents",
        "Every study has limits. What are the limitations of this one?",
        "Conclusions:",
        "Design: Cohort study",
        "What Matters Most",
    ],
)
def test_headings_are_told_from_their_line_alone(line):
    assert looks_like_heading(line)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "A",
        "Rates fell in both arms.",
        "the rest of a wrapped line",
        "Rates of relapse were lower in the",
        "- Wash your hands",
        "• Sleep",
        "(1) screen adults",
        "Home | About | Contact",
        "Skip to main content",
        "Log in",
        "April 9, 2024",
        "12 May 2021",
        "By Lena Orr",
        "https://example.org/a",
        "22 (81.8%)",
        "It was a cold winter",
        "Twelve hospitals are closing",
        "We asked 22 women",
        "One sentence. Another one",
        "A (half open bracket",
        "Nothing more to say…",
        "Limitations: Wards could not be blinded.",
        "Design: two-arm trial with an interview study.",
    ],
)
def test_other_short_lines_are_no_headings(line):
    assert not looks_like_heading(line)


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        ("Background", "background"),
        ("1. INTRODUCTION", "background"),
        ("Objective:", "objective"),
        ("What was the research question?", "objective"),
        ("Why did we do this study?", "objective"),
        ("Materials & Methods", "methods"),
        ("3.1 Statistical analysis", "methods"),
        ("What did the researchers do?", "methods"),
        ("How was the study done?", "methods"),
        ("Study design and participants", "methods"),
        ("Participants", "sample"),
        ("Who took part?", "sample"),
        ("Key Findings", "results"),
        ("Results and limitations", "results"),
        ("What did they find?", "results"),
        ("What did the researchers find about vaping?", "results"),
        ("Discussion", "discussion"),
        ("Conclusions and relevance", "conclusions"),
        ("The bottom line", "conclusions"),
        ("Implications for teachers", "implications"),
        ("Why do these findings matter?", "implications"),
        ("What does this mean for patients?", "implications"),
        ("What do these results mean for patients?", "implications"),
        ("Limitations", "limitations"),
        ("No study is perfect. What are the weak points of this one?", "limitations"),
        ("How sure can we be about these findings?", "limitations"),
        ("What is already known about this topic?", "background"),
        ("Plain language summary", "abstract"),
        ("References", "references"),
        ("Conflict of interest statement", "disclosures"),
        ("You might also like", "related"),
        ("Methods: a survey of shelters", "methods"),
        # a topic of its own is no section of a report
        ("Why does sleep matter?", None),
        ("What is the significance of play in childhood?", None),
        ("How can I find help?", None),
        ("Peer support in motherhood", None),
        ("", None),
        ("…", None),
    ],
)
def test_headings_open_sections_of_a_report(heading, section):
    assert canonical(heading) == section


@pytest.mark.parametrize(
    ("line", "off"),
    [
        ("they spoke of the fear that", True),
        ("women, children,", True),
        ("took part (see", True),
        ("How it works", False),
        ("What Matters", False),
    ],
)
def test_wrapped_lines_break_off(line, off):
    assert breaks_off(line) is off


@given(st.text(max_size=200))
def test_any_line_is_read(line):
    """No line is too odd to be judged, and a section's own name is always a heading or furniture."""
    looks_like_heading(line)
    canonical(line)
    breaks_off(line)


@pytest.mark.parametrize(
    ("sentence", "head"),
    [
        ("Methods We asked 30 cooks.", "Methods"),
        ("Design, Setting, and Participants This survey used letters.", "Design, Setting, and Participants"),
        ("Results 12 of 20 cooks slept.", "Results"),
        ("Methods were simple.", None),
        ("Results: Cooks slept.", None),
        ("Kitchens Are hot.", None),
        ("", None),
    ],
)
def test_heads_merged_with_a_sentence(sentence, head):
    """A head without its colon is known by the capital that follows it."""
    assert merged_head(sentence) == head

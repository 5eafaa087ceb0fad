"""Sentence boundaries: each row is a text with ¦ where a sentence ends and the next begins."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosift.language.sentences import split

ONE_PARAGRAPH = [
    # authors
    "Holt et al. saw no gain in sleep. ¦The rest of the arm did.",
    "As Reyes et al. (2019) note, trust is slow to build. ¦It is quick to lose.",
    "The tool was validated by Osei et al. ¦Their sample was small.",
    "Two groups (Lind et al. 2011; Moss et al. 2014) found the same. ¦A third did not.",
    "J. K. Adeyemi and L. Ruiz coded the notes. ¦They agreed on most.",
    "Coders (A.B., C.D.) met weekly. ¦A third (E.F.) settled ties.",
    "Robert F. Kelso Jr. spoke first. ¦Others followed.",
    # citation marks belong to the sentence before them
    "Vaccine uptake rose in every ward.[3] ¦Costs fell.[3,4]",
    "Rates doubled between visits [12]. ¦That was a surprise [13–15].",
    "The scheme was popular.[2][7] ¦It was not cheap. [8]",
    "Few shelters allow pets.(9) ¦Fewer allow couples.",
    "Teens prefer text to talk.4 ¦Parents prefer talk.5,6",
    "Relapse is common in the first year.21,22 ¦Support helps.23–25",
    "Screening is cheap.¹² ¦Follow-up is not.³",
    "Some homes have no heating. 12 ¦However, most have power.",
    "Relapse is common. (Doe, 2019) ¦Support helps.",
    "Evidence is thin.[a] ¦Heat kills.[citation needed] ¦Cold kills too.",
    "Smoke harms lungs.† ¦It harms hearts too.",
    # figures
    "The slope was flat (b = .02, p = .77). ¦The next was steep (b = .41, p < .001).",
    "Scores rose, t(41) = 2.9, p = .006. ¦They fell later.",
    "The effect was n.s. in the second wave. ¦It came back in the third.",
    "We found OR = 1.8, 95% CI 1.1–2.9. ¦Age made no difference, OR = 1.0.",
    "We asked 22 women. ¦14 agreed.",
    "The cohort began in 1998. ¦2,400 people joined.",
    "The dose was 2.5 mg per day.8 ¦Patients tolerated it well.",
    "The p value was .05. ¦β was .20.",
    "Adj. R2 was .41. ¦The fit was fair.",
    # units
    "Take 5 mg. daily. ¦Stop if you feel ill.",
    "The baby weighed 3 kg. ¦Mothers were well.",
    "Cool for 30 min. ¦Serve warm.",
    "Symptoms lasted 24 h. ¦Diffuse pain was rare.",
    "Give 500 mL. of water. ¦Wait 5 min. and repeat.",
    "He took 2 tabs. q.d. for a week. ¦She took none.",
    # titles, places, countries
    "We spoke with Rev. Tom Hall and Sen. Diaz. ¦Both were cautious.",
    "Interviews were led by Prof. Dr. H. Lehmann. ¦He speaks four languages.",
    "The grant came from the U.S. Department of Health. ¦It runs for five years.",
    "Deaths fell across the U.S. ¦They rose in Canada.",
    "He moved from Washington, D.C. to Boston. ¦The move took a week.",
    "She was born on Jan. 5, 1990, in St. Paul, Minn. ¦She still lives there.",
    "The office is at 12 Elm St. in Dover. ¦It opens at 9 a.m. daily.",
    "Call before 5 p.m. EST. ¦Calls are free.",
    "The ward closed at 8 p.m. ¦Nurse Okoro locked it.",
    "At 3 p.m. Mrs. Lee left. ¦We stayed.",
    # abbreviations inside and at the end
    "Some groups, e.g. young fathers, were missed. ¦Others were not.",
    "Roe v. Wade was decided in 1973. ¦It stood for decades.",
    "The bus stops approx. 2 miles away. ¦Few can walk that far.",
    "They sell masks, gloves, gowns, etc. ¦Prices vary.",
    "Staff came from Acme Corp. ¦They were paid by the hour.",
    "He has a Ph.D. in nursing. ¦She has an M.P.H. ¦Both teach.",
    "Shelters turned away patients with MS. ¦Treatment was late.",
    "She joined after a stay in CA. ¦Work was hard to find.",
    "He lives at 5 N. Main St., Apt. 4, in Troy, N.Y. ¦It is loud.",
    "It shut on Sat. and Sun. ¦Then it reopened.",
    "See Lancet Glob. Health 2020. ¦It is short.",
    # numbers, figures, letters of things
    "As in Fig. 4 and Suppl. Table S2, the trend is clear. ¦It holds for both sexes.",
    "The survey is in Supp. Fig. 3A. ¦The items are in Box 2.",
    "In sum, No. 7 was best. ¦No. 3 came last.",
    "Is it working? ¦No. ¦We checked.",
    "The trial tested vitamin D. ¦Adults took it daily.",
    "It was bound by NF-kappa B. ¦Mice lacked it.",
    "B. subtilis and E. coli grew. ¦Others did not.",
    "The paper is in Am. J. Public Health 2020;110:1–9. ¦It is open access.",
    # quotations and brackets
    "“Is it safe?” ¦“It is,” she said.",
    "She wrote 'no comment.' ¦Then she hung up.",
    "He asked, “Why me?” and left. ¦Nobody answered.",
    'Mothers said: "I was scared." (P7) ¦Fathers said little.',
    '"I was scared" (P7). ¦"I was not" (P9).',
    '"I lost my home." (P3). ¦Others agreed.',
    "It was late. ¦(No one minded.) ¦We went on.",
    "The rule (see Sec. 4. and the annex) is old. ¦It is rarely used.",
    "One wrote: “No one came. ¦I waited.” ¦Another wrote nothing.",
    '"Stop!" he cried. ¦"Why?" she asked.',
    "It rose (or did it?). ¦It fell [sic]. ¦We left.",
    # dots
    "Wait … what did you say? ¦Nothing.",
    "I tried... ¦But nobody came.",
    "“I just … could not.” ¦She paused.",
    "The list goes on (rent, food, heat …). ¦It never ends.",
    # addresses
    "Go to https://www.example.org/a.b/c?d=1.2. ¦Then sign in.",
    "Write to help@clinic.example.org. ¦Answers take a day.",
    "The DOI is 10.5555/abc.123. ¦The data are open.",
    "Visit example.com/Start.Here for more. ¦You need no account.",
    # scraped text
    "The clinic has a pharmacy.¦It also has a lab.",
    "Rates fell (by 12%).¦The cause is unknown.",
    "Was it worth it?¦Yes, it was.",
    "There was a  double space.  ¦And a tab.\t¦Then more.",
    "It was full.¦“We shut early,” he said.",
    'They called it "full".¦Then it shut.',
    "It was full.\u200b ¦Then it shut.",
    "It was full .¦ Then it shut !",
    # small letters
    "The visit was short. ¦pH was low in all samples.",
    "We used the app. ¦eHealth is growing.",
    "Results differ (Table 2). ¦(b) The second model fits better.",
    # lists and heads
    "1. Wash your hands. ¦2. Dry them. ¦3. Put on gloves.",
    "a) Screen all adults ¦b) Refer those at risk",
    "Steps were (a) plan, (b) do and (c) check. ¦All took a month.",
    "OBJECTIVE: To test a tool. ¦METHODS: We tested it. ¦RESULTS: It worked.",
    "Results. Twelve of 40 women (30%) relapsed. ¦None died.",
    "Figure 2. Relapse by month. ¦The line is flat.",
    "Theme 1. Shame kept women away. ¦Theme 2. Cost did too.",
    "Q1. Is it free? ¦A1. Yes. ¦No card is needed.",
]

LINES = [
    "How to stay cool\n¦Drink water every hour. ¦Rest in the shade.",
    "RESULTS\n¦Twelve of 40 women relapsed.",
    "Women spoke of shame and of the fear that\ntheir children would be taken away. ¦Few told\nanyone.",
    "The study was led by Dr.\nHelen Marsh of Leeds. ¦It ran for a year.",
    "In all, 22 women took part (see\nTable 2). ¦Most were white.",
    "Patients were asked about\nMedicaid and their jobs. ¦Most had no cover.",
    "Common barriers:\n¦- cost\n¦- distance\n¦- shame",
    "Ask about:\n¦1. sleep\n¦2. food\n¦3. drugs.\n¦Then stop.",
    "Photo: Lena Orr/Gazette\n¦The clinic opened in May.\n¦[Map of the region]\n¦It has ten beds.",
    "Figure 3\n¦Rates of relapse by month\n¦The line is flat.",
    "Who can join?\n¦Anyone over 18.",
    "One\r\n¦Two lines here.\r\n¦And three.",
    "First part\n\n¦second part",
    "Bring: ¦• water ¦• a hat",
    "Tips:\n¦→ Sleep well\n¦o Eat well",
    "1. Introduction\n¦Heat kills. ¦Cold does too.",
]


@pytest.mark.parametrize("marked", ONE_PARAGRAPH + LINES)
def test_sentences_end_where_a_reader_ends_them(marked):
    text = marked.replace("¦", "")
    found = [text[start:end] for start, end in split(text)]
    assert found == [part.strip() for part in marked.split("¦")]


@given(st.text(alphabet=st.sampled_from('aAb .!?…\n"”([)]1,;:•-¹'), max_size=80) | st.text(max_size=80))
def test_spans_leave_out_white_space_alone(text):
    """In order, trimmed, and between them nothing that a reader would miss."""
    at = 0
    for start, end in split(text):
        assert not text[at:start].strip()
        assert text[start:end].strip() == text[start:end] != ""
        at = end
    assert not text[at:].strip()


@pytest.mark.parametrize(
    "unit", ["a", ".", "(", "1", '"', ". ", "A.", "\n", "A b\n", "(a. ", ".[1", "• ", "?Aa", " ."]
)
def test_time_grows_with_length_alone(unit):
    """Twice the text may take twice the time, not four times."""
    split(unit)
    short, long = (_seconds(unit * (size // len(unit))) for size in (20_000, 80_000))
    assert long < max(10 * short, 0.2)


def _seconds(text):
    started = time.process_time()
    split(text)
    return time.process_time() - started

"""Whole expressions of figures in running prose: how much of the sentence belongs to each."""

import pytest

from ecosift.tagging.statistics.finders import find_statistics


def found(text, kind):
    return [s.text for s in find_statistics(text) if s.type == kind]


@pytest.mark.parametrize(
    ("text", "expressions"),
    [
        ("Past-30-day gambling was the outcome.", ["Past-30-day"]),
        ("We asked about past-year falls.", ["past-year"]),
        ("They had been to a dentist in the past four months.", ["past four months"]),
        ("Absence was counted over the preceding six weeks.", ["preceding six weeks"]),
        ("Most of the gain came in the first three days.", ["first three days"]),
        ("They were seen again a month later.", ["a month"]),
        ("Pupils who spent a week on the farm slept better.", ["a week"]),
        ("Admissions rose in the year before the closure.", ["year"]),
        ("The trial followed them for about 20 months.", ["about 20 months"]),
        ("Nobody was followed for three years or more.", ["three years or more"]),
        ("They were followed for five months at most.", ["five months at most"]),
        ("Nurses looked after babies under a year old.", []),
    ],
)
def test_periods(text, expressions):
    """A period has the words that say which one it is, and no article."""
    assert found(text, "period") == expressions


@pytest.mark.parametrize(
    ("text", "expression", "high"),
    [
        ("Lice are common between the ages of 5 and 11.", "between the ages of 5 and 11", 11),
        ("We invited boys ages 9 to 13.", "ages 9 to 13", 13),
        ("They followed 600 boys from age 4 to age 9.", "age 4 to age 9", 9),
    ],
)
def test_ranges_of_age(text, expression, high):
    """Ages are told with the word for them, once or twice."""
    (age,) = [s for s in find_statistics(text) if s.type == "range"]
    assert (age.text, age.parts["high"], age.parts["label"]) == (expression, high, "age")


@pytest.mark.parametrize(
    ("text", "expression", "measure"),
    [
        ("Burns fell by 14% once kettles were fixed.", "fell by 14%", "relative change"),
        ("The clinic saw a 9% increase in calls.", "9% increase", "relative change"),
        ("There was a rise of 30 per cent.", "rise of 30 per cent", "relative change"),
        ("Tenants were 34% less likely to move.", "34% less likely", "relative change"),
        ("Shade made the yard 3.1 degrees cooler.", None, None),
        ("They slept 25 minutes longer at weekends.", "25 minutes longer", "mean difference"),
        ("Men with a mentor stayed two months longer.", "two months longer", "mean difference"),
        ("Reminders raised uptake by 7 percentage points.", "7 percentage points", "risk difference"),
        (
            "Lanes were tied to an extra 8.5 minutes of cycling a day (95% CI 4.1 to 12.9).",
            "8.5 minutes of cycling a day (95% CI 4.1 to 12.9)",
            "mean difference",
        ),
        (
            "Guards were 1.8 times as likely to be ill (95% CI 1.4 to 2.3).",
            "1.8 times as likely to be ill (95% CI 1.4 to 2.3)",
            "ratio",
        ),
        (
            "Carers scored 2.4 points lower on the strain scale at the end (95% CI 1.1 to 3.7; p = .004).",
            "2.4 points lower on the strain scale at the end (95% CI 1.1 to 3.7; p = .004)",
            "mean difference",
        ),
        (
            "Smoking fell by 3.2 percentage points more than in the other towns (95% CI, 0.8 to 5.6).",
            "3.2 percentage points more than in the other towns (95% CI, 0.8 to 5.6)",
            "risk difference",
        ),
    ],
)
def test_differences(text, expression, measure):
    """A change or difference has its verb or noun, and the interval that follows in its clause."""
    told = [(s.text, s.parts["measure"]) for s in find_statistics(text) if s.type == "effect"]
    assert told == ([(expression, measure)] if expression else [])


@pytest.mark.parametrize(
    ("text", "expressions"),
    [
        ("Less than half of these tenants (44%) had a boiler.", ["Less than half of these tenants (44%)"]),
        ("About half (52%) owned a bicycle.", ["About half (52%)"]),
        ("Two out of three wore a helmet.", ["Two out of three"]),
        ("Four in ten porters (38%) had fallen.", ["Four in ten porters (38%)"]),
        ("63% of women with a high score began treatment.", ["63% of women with a high score"]),
        ("41% of men who had worked before 15 reported pain.", ["41% of men who had worked before 15"]),
        ("A fifth of the cooks asked in June had left by March.", ["A fifth of the cooks asked in June"]),
        ("A third of patients in one review had asthma.", ["A third of patients"]),
        ("Half of them were women.", ["Half of them"]),
        ("Two raters read each note, and a third was called in.", []),
        (
            "Their reason was not wanting to be a burden to one's family (57%), followed by cost (31%).",
            ["not wanting to be a burden to one's family (57%)", "cost (31%)"],
        ),
    ],
)
def test_shares(text, expressions):
    """A share has its digits, and the people with all that says which of them are meant."""
    assert found(text, "percentage") == expressions


@pytest.mark.parametrize(
    ("text", "expressions"),
    [
        ("In May 2021, the council closed the street.", ["May 2021"]),
        ("We used a survey from the spring of 2019.", ["spring of 2019"]),
        ("Crews counted 512 fires in 2020 and 480 in 2021.", ["2020", "2021"]),
        ("From 2018, all 30 wards had a cook.", ["From 2018"]),
        ("We searched up to June 2023.", ["up to June 2023"]),
        ("The guide was published in 2019 and has 40 pages.", []),
        ("The rule dates from 1998 and fills 3 pages.", []),
        ("They plan 12 more by 2031.", []),
    ],
)
def test_dates(text, expressions):
    """A date is a period where something was done or counted then, not where something was printed."""
    assert found(text, "period") == expressions


@pytest.mark.parametrize(
    ("text", "expressions"),
    [
        (
            "Boys had a mean of 2.3 dental visits, against 1.1 for girls.",
            ["mean of 2.3 dental visits", "1.1"],
        ),
        ("They drank an average of 1.4 milky coffees per day.", ["average of 1.4 milky coffees per day"]),
        ("Porters ate 3.2 portions a day compared with 2.8.", ["3.2 portions a day", "2.8"]),
        ("Of 90 tailors (mean age 51.2 years; 60% women), 12 left.", ["mean age 51.2 years"]),
        ("Dinner moved by only twelve minutes.", ["twelve minutes"]),
        ("The ban delayed a first drink by 1.6 years on average in one trial.", []),
    ],
)
def test_means(text, expressions):
    """A mean has its name and all of its unit."""
    assert found(text, "mean") == expressions


def test_a_sum_of_money_is_a_statistic_where_it_is_an_average():
    assert found("Tenants had a median monthly income of $2,150.", "median") == [
        "median monthly income of $2,150"
    ]


@pytest.mark.parametrize(
    ("text", "sizes", "counts"),
    [
        ("Data came from 12 bakeries and 31 supermarkets.", ["12 bakeries", "31 supermarkets"], []),
        ("We compared the three towns with four others.", ["three towns"], []),
        ("They held five listening sessions.", ["five listening sessions"], []),
        ("A review of 17 such projects came to the same end.", ["17 such projects"], []),
        ("We compared two programmes.", [], []),
        ("Eighteen programmes were found, of which 7 had a cost.", ["Eighteen programmes"], ["7"]),
        ("Noise was mentioned in 14 studies.", [], ["14 studies"]),
        ("Nine trials lost many people.", [], ["Nine trials"]),
        ("Councils filed 3,100 cases.", [], ["3,100 cases"]),
        ("We did interviews with 22 of the nurses.", ["22 of the nurses"], []),
        ("Of the 880 who wrote back, 12% smoked.", ["880"], []),
        (
            "In all 90 women answered, of whom 50 were from Kenya and 40 from Peru.",
            ["90 women"],
            ["50", "40"],
        ),
        ("The rate was 31 visits per 1,000 people.", [], ["31 visits per 1,000 people"]),
        ("In the Four Rivers Study, many smoked.", [], []),
    ],
)
def test_samples_and_counts(text, sizes, counts):
    """What was studied is a sample, what was found of it is a count."""
    assert (found(text, "sample_size"), found(text, "count")) == (sizes, counts)


def test_each_count_of_a_list_has_its_own_origin():
    told = find_statistics("In all 90 women answered, of whom 50 were from Kenya and 40 from Peru.")
    assert [s.parts["label"] for s in told if s.type == "count"] == ["from Kenya", "from Peru"]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("The crew was 58% female and 42% male.", ["female", "male"]),
        ("Members were 71% White, 18% Black and 11% Asian.", ["White", "Black", "Asian"]),
        ("Some 900 homes were seen, and 83 percent let the team in.", [None]),
        ("Of 60 cooks, 12% had already given notice.", ["given notice"]),
        ("More than 60% of drivers aged 65 or older lived alone.", ["lived alone"]),
    ],
)
def test_labels_of_shares(text, labels):
    """Each share has the words that stand beside it."""
    told = [s.parts.get("label") for s in find_statistics(text) if s.type == "percentage"]
    assert told == labels


@pytest.mark.parametrize(
    ("text", "kind", "expressions"),
    [
        ("Children missed 3.2 fewer days a term than the others.", "effect", ["3.2 fewer"]),
        ("Uptake increased 15% after the letter.", "effect", ["15%"]),
        ("Median rent was $940, and many were late.", "median", ["$940"]),
        ("By the age of 15, 34% had tried it.", "percentage", ["34%"]),
        ("Patients waited 23 days on average.", "mean", ["23 days"]),
        ("Nearly 9 out of 10 knew the number.", "percentage", ["Nearly 9 out of 10"]),
        ("Noise explained 18% of the difference in sleep.", "percentage", ["18% of the difference"]),
        ("Sleep improved by half an hour.", "effect", []),
        ("Nobody was followed past six months.", "period", ["six months"]),
        ("They cry in the first months of life.", "period", []),
        ("Eleven of the hostels had a cook.", "count", ["Eleven of the hostels"]),
        ("Weight fell by 3.1 kg more than in men who got advice.", "effect", ["3.1 kg"]),
        (
            "Scores had gone up by 6 points among campers and by 2 points among the others.",
            "mean",
            ["6 points", "2 points"],
        ),
        ("7% of the variance lay between wards.", "percentage", ["7% of the variance"]),
        ("School starts at 8:30 a.m., and pupils of two towns are late.", "sample_size", ["two towns"]),
        ("Each more year went with 0.4 fewer pregnancies.", "effect", ["0.4 fewer"]),
        ("A sample of 30 of these families was seen.", "sample_size", ["30 of these families"]),
        ("26 of the 80 sailors interviewed had lost a friend.", "count", ["26 of the 80 sailors"]),
    ],
)
def test_further_forms(text, kind, expressions):
    """Figures whose kind is told by words on either side."""
    assert found(text, kind) == expressions


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("Of 90 nurses (mean age 51.2 years; 60% women; 31% Tamil), 12 left.", ["nurses", "nurses"]),
        ("The share of pupils who ate breakfast rose from 44% to 61%.", ["pupils", "pupils"]),
        (
            "The proportion of poor families with a car did not differ (21.4% vs 22.6%).",
            ["poor families"] * 2,
        ),
    ],
)
def test_of_whom(text, whom):
    """A share is of the people before its bracket, or of those whose share is told."""
    assert [s.parts.get("of") for s in find_statistics(text) if s.type == "percentage"] == whom


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Tenants were 34% less likely to move in any month.", "move"),
        ("Shade was tied to a 19% lower rate of heat stroke.", "rate of heat stroke"),
        ("Each dog went along with a 6% rise in daily walks.", "daily walks"),
    ],
)
def test_labels_of_changes(text, label):
    """What a change is of may stand after it."""
    assert [s.parts.get("label") for s in find_statistics(text) if s.type == "effect"] == [label]

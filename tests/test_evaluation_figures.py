"""Figures equal those of scikit-learn and of the krippendorff package, on any data."""

from __future__ import annotations

import krippendorff
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sklearn import metrics

from ecosift.evaluation import formulas
from ecosift.evaluation.agreement import coincidences, confusion, fleiss_row
from ecosift.evaluation.bootstrap import estimates, t_quantile
from ecosift.evaluation.measures import Counts
from ecosift.evaluation.randomisation import holm, p_value
from ecosift.evaluation.samples import Ranking, Sums, value

SIZE = 4
LABELS = list(range(SIZE))
labels = st.integers(0, SIZE - 1)
pairs = st.lists(st.tuples(labels, labels), min_size=1, max_size=40)
close = {"rel": 0, "abs": 1e-9, "nan_ok": True}


@given(pairs)
def test_precision_recall_and_f1_of_labels(items):
    gold, predicted = zip(*items, strict=True)
    counts = formulas.counts_of(confusion(items, SIZE), SIZE)
    p, r, f, _ = metrics.precision_recall_fscore_support(gold, predicted, labels=LABELS, zero_division=np.nan)
    assert formulas.precision(counts) == pytest.approx(p, **close)
    assert formulas.recall(counts) == pytest.approx(r, **close)
    assert formulas.f1(counts) == pytest.approx(f, **close)


@given(pairs)
def test_averages_of_labels(items):
    gold, predicted = zip(*items, strict=True)
    counts = formulas.counts_of(confusion(items, SIZE), SIZE)
    macro = metrics.f1_score(gold, predicted, labels=sorted(set(gold)), average="macro", zero_division=0)
    assert float(formulas.macro_f1(counts)) == pytest.approx(macro, **close)
    micro = metrics.f1_score(gold, predicted, labels=LABELS, average="micro")
    assert float(formulas.micro_f1(counts)) == pytest.approx(micro, **close)


@given(pairs)
def test_cohens_kappa(items):
    a, b = zip(*items, strict=True)
    assume(len(set(a) | set(b)) > 1)
    expected = metrics.cohen_kappa_score(a, b)
    assert float(formulas.cohen_kappa(confusion(items, SIZE))) == pytest.approx(expected, **close)


@given(st.lists(st.tuples(*[st.none() | labels] * 3), min_size=2, max_size=30))
def test_krippendorffs_alpha_with_missing_labels(items):
    pairable = [item for item in items if sum(rating is not None for rating in item) > 1]
    assume(len({rating for item in pairable for rating in item if rating is not None}) > 1)
    data = np.array(
        [[np.nan if r is None else float(r) for r in column] for column in zip(*items, strict=True)]
    )
    expected = krippendorff.alpha(reliability_data=data, level_of_measurement="nominal")
    assert float(formulas.krippendorff_alpha(coincidences(items, SIZE))) == pytest.approx(expected, **close)


@given(st.lists(st.tuples(labels, labels), min_size=1, max_size=30))
def test_fleiss_of_two_is_scotts_pi(items):
    """With two readers, Fleiss takes chance from the shares of both together (Scott 1955)."""
    shares = np.bincount([label for item in items for label in item], minlength=SIZE) / (2 * len(items))
    agreed, chance = np.mean([a == b for a, b in items]), float((shares**2).sum())
    assume(chance < 1 - 1e-9)
    found = float(formulas.fleiss_kappa(fleiss_row(items, SIZE)))
    assert found == pytest.approx((agreed - chance) / (1 - chance), **close)


scored = st.lists(
    st.tuples(st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.9, 1.0]), st.booleans()), min_size=2, max_size=40
)


@given(scored, st.data())
def test_area_under_the_curve_of_weighted_documents(items, data):
    scores, truths = (np.array(side) for side in zip(*items, strict=True))
    owners = np.array(data.draw(st.lists(st.integers(0, 2), min_size=len(items), max_size=len(items))))
    weights = np.array(data.draw(st.lists(st.integers(0, 3), min_size=3, max_size=3)), dtype=np.float64)
    times = weights[owners].astype(int)
    assume(len(set(np.repeat(truths, times).tolist())) == 2)
    expected = metrics.roc_auc_score(np.repeat(truths, times), np.repeat(scores, times))
    sample = Ranking(scores.astype(float), truths, owners, np.ones(len(items)), 3)
    assert float(sample.values(weights[None])[0]) == pytest.approx(expected, **close)


@given(scored)
def test_brier_score(items):
    scores, truths = (np.array(side) for side in zip(*items, strict=True))
    expected = metrics.brier_score_loss(truths, scores, pos_label=True)
    sums = np.array([((scores - truths) ** 2).sum(), len(items)])
    assert float(formulas.share(sums)) == pytest.approx(expected, **close)


def test_calibration_error_is_the_mean_gap_by_items():
    # Two bins: scores of .9 on average that are true 3 times of 4, scores of .2 that are true never of 1.
    assert float(formulas.calibration_error(np.array([3.6, 3, 4, 0.2, 0, 1]))) == pytest.approx(0.8 / 5)


@given(st.tuples(*[st.integers(0, 20)] * 3))
def test_array_formulas_are_the_scalar_ones(counts):
    one, many = Counts(*counts), np.array(counts, dtype=float)
    for scalar, array in (
        (one.precision, formulas.precision),
        (one.recall, formulas.recall),
        (one.f1, formulas.f1),
    ):
        assert np.nan_to_num(float(array(many))) == pytest.approx(scalar, abs=1e-12)


def f1_rows(rng: np.random.Generator, documents: int, skill: float) -> np.ndarray:
    gold = rng.integers(1, 20, documents)
    right = rng.binomial(gold, skill)
    return np.stack([right, rng.integers(0, 4, documents), gold - right], axis=1).astype(float)


def test_intervals_hold_the_figure_and_narrow_with_documents():
    rng = np.random.default_rng(1)
    widths = []
    for documents in (10, 40, 160):
        (found,) = estimates([Sums(f1_rows(rng, documents, 0.8), formulas.f1)])
        assert 0 < found.low < found.value < found.high < 1
        widths.append(found.high - found.low)
    assert widths == sorted(widths, reverse=True)


def test_the_same_data_gives_the_same_interval():
    sample = Sums(f1_rows(np.random.default_rng(2), 25, 0.7), formulas.f1)
    assert estimates([sample]) == estimates([sample])


@pytest.mark.parametrize(
    ("freedom", "expected"), [(1, 12.706), (2, 4.303), (4, 2.776), (9, 2.262), (49, 2.010)]
)
def test_quantiles_of_student(freedom, expected):
    assert t_quantile(freedom) == pytest.approx(expected, abs=2e-3)


def test_one_document_has_no_interval():
    (found,) = estimates([Sums(np.array([[3.0, 1.0, 1.0]]), formulas.f1)])
    assert found.value == pytest.approx(0.75)
    assert np.isnan(found.low)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 2**16))
def test_randomisation_agrees_with_all_swaps_of_few_documents(seed):
    rng = np.random.default_rng(seed)
    one, other = (Sums(f1_rows(rng, 6, skill), formulas.f1) for skill in (0.5, 0.9))
    observed, as_far = abs(value(other) - value(one)), 0
    for swaps in range(2**6):
        kept = np.array([swaps >> place & 1 for place in range(6)], dtype=float)[:, None]
        a = float(formulas.f1((one.rows * kept + other.rows * (1 - kept)).sum(axis=0)))
        b = float(formulas.f1((other.rows * kept + one.rows * (1 - kept)).sum(axis=0)))
        as_far += abs(b - a) >= observed - 1e-12
    assert p_value(one, other) == pytest.approx(as_far / 2**6, abs=0.03)


def test_equal_extractors_do_not_differ():
    sample = Sums(f1_rows(np.random.default_rng(3), 20, 0.7), formulas.f1)
    assert p_value(sample, sample) == 1.0


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([0.01, 0.04, 0.03], [0.03, 0.06, 0.06]),
        ([0.5, 0.9], [1.0, 1.0]),
        ([], []),
    ],
)
def test_holm_corrects_and_keeps_the_order(values, expected):
    assert holm(values) == pytest.approx(expected)


def test_holm_passes_over_what_was_not_tested():
    corrected = holm([0.02, float("nan"), 0.01])
    assert np.isnan(corrected[1])
    assert [corrected[0], corrected[2]] == pytest.approx([0.02, 0.02])

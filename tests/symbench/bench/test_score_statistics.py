"""Intervals, resampling and the exact test."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesteer.symbench.bench.statistics import (
    mcnemar,
    mean_over_tasks,
    normalised,
    percentile,
    reflected,
    resampled,
    wilson,
)

RATES = st.floats(0, 1)


@given(RATES, st.integers(0, 10**6))
def test_an_interval_of_a_rate_holds_it_and_stays_a_rate(rate, count):
    interval = wilson(rate, count)
    assert 0 <= interval.low <= rate <= interval.high <= 1
    assert interval.low < interval.high


@pytest.mark.parametrize(
    ("right", "count", "low", "high"),
    [(8, 10, 0.4902, 0.9433), (0, 10, 0.0, 0.2775), (81, 263, 0.2553, 0.3662)],
)
def test_wilson_gives_the_textbook_ends(right, count, low, high):
    interval = wilson(right / count, count)
    assert (interval.low, interval.high) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(0, 300), st.integers(0, 300))
def test_the_exact_test_does_not_care_which_side_is_first(only_first, only_second):
    p_value = mcnemar(only_first, only_second)
    assert p_value == mcnemar(only_second, only_first)
    assert 0 <= p_value <= 1
    if only_first == only_second:
        assert p_value == 1


def test_the_exact_test_is_twice_the_tail_of_a_coin():
    assert mcnemar(1, 9) == 2 * (1 + 10) / 2**10
    assert mcnemar(0, 5) == 2 / 2**5
    assert mcnemar(0, 0) == 1
    assert mcnemar(5400, 5700) == pytest.approx(0.00454, abs=5e-6)


@given(RATES, st.lists(RATES, max_size=30))
def test_a_bootstrap_interval_holds_the_estimate_and_stays_in_its_bounds(estimate, values):
    for interval in (percentile, reflected):
        ends = interval(estimate, np.array(values, dtype=float))
        assert 0 <= ends.low <= estimate <= ends.high <= 1


def test_resamples_vary_as_fresh_samples_do_even_of_few_rows():
    rng = np.random.default_rng(5)
    for count in (2, 3, 10):
        sets = (rng.random((300, count, 1)) < 0.5).astype(float)
        drawn = resampled(list(sets), draws=400, seed=1)[:, :, 0]
        assert drawn.var(axis=0).mean() == pytest.approx(0.25 / count, rel=0.1)


def test_tasks_of_one_instance_vary_as_they_do_among_one_another():
    rows = [np.array([[float(at % 2)]]) for at in range(30)]
    means = mean_over_tasks(resampled(rows, draws=4000, seed=1))[:, 0]
    assert means.mean() == pytest.approx(0.5, abs=0.02)
    assert means.std() == pytest.approx((0.25 / 30) ** 0.5, rel=0.1)


def test_the_same_seed_draws_the_same_and_other_columns_change_nothing():
    rows = np.random.default_rng(2).integers(0, 2, (20, 3)).astype(float)
    drawn = resampled([rows], draws=50, seed=7)
    assert (drawn == resampled([rows], draws=50, seed=7)).all()
    assert (drawn != resampled([rows], draws=50, seed=8)).any()
    assert drawn[:, :, :1] == pytest.approx(resampled([rows[:, :1]], draws=50, seed=7))


def test_a_row_that_a_column_lacks_is_left_out_of_its_means():
    rows = np.array([[1.0, 1.0], [np.nan, 0.0], [1.0, 0.0]])
    drawn = resampled([rows], draws=200, seed=0)[:, 0]
    assert (drawn[:, 0] == 1).all()
    nothing = resampled([np.full((3, 1), np.nan)], draws=20, seed=0)
    assert np.isnan(nothing).all()


def test_scores_are_normalised_by_the_best_of_their_task():
    rates = np.array([[0.5, 0.25, np.nan], [0.0, 0.0, 0.0], [0.2, 0.8, 0.4]])
    scores = normalised(rates)
    assert scores[0, :2].tolist() == [1, 0.5]
    assert np.isnan(scores[1]).all()
    assert mean_over_tasks(scores).tolist() == pytest.approx([0.625, 0.75, 0.5])

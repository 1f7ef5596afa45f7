"""Intervals, resampling and the exact test: what scores and comparisons rest on.

Everything here is a formula or a few lines of numpy, so that scoring needs no extra.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "DRAWS",
    "Array",
    "Interval",
    "mcnemar",
    "mean_over_tasks",
    "normalised",
    "percentile",
    "reflected",
    "resampled",
    "wilson",
]

Array: TypeAlias = NDArray[Any]

DRAWS = 2000
"""Resamples of a bootstrap: the ends of an interval then vary by a tenth of its width or less."""
_Z = 1.959963984540054
"""Standard normal quantile of 0.975: every interval is one of 95 percent."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Where a number lies, with a confidence of 95 percent."""

    low: float
    high: float


def wilson(rate: float, count: int) -> Interval:
    """Wilson's score interval of a success rate.

    Args:
        rate: 0 to 1; with repeats a mean of means, so that it need not be a multiple of 1/count.
        count: Independent trials.

    Source: Wilson 1927, doi:10.1080/01621459.1927.10502953.
    """
    if count < 1:
        return Interval(0.0, 1.0)
    z2 = _Z * _Z / count
    middle = (rate + z2 / 2) / (1 + z2)
    half = _Z / (1 + z2) * math.sqrt(max(rate * (1 - rate), 0.0) / count + z2 / count / 4)
    return Interval(max(0.0, min(rate, middle - half)), min(1.0, max(rate, middle + half)))


def mcnemar(only_first: int, only_second: int) -> float:
    """Exact McNemar test, two-sided: the chance of a split at least as uneven as this one.

    Args:
        only_first: Pairs of which only the first is right.
        only_second: Pairs of which only the second is.

    Returns:
        The p-value: twice the smaller tail of a fair coin, at most 1.
    """
    count = only_first + only_second
    tail = ways = 1
    for k in range(min(only_first, only_second)):
        ways = ways * (count - k) // (k + 1)
        tail += ways
    # Whole numbers of any size divide exactly; floats would overflow.
    p_value: float = 2 * tail / (1 << count)
    return min(1.0, p_value)


def resampled(groups: Sequence[Array], *, draws: int = DRAWS, seed: int = 0) -> Array:
    """Bootstrap of columns' means within groups: the same rows are drawn for every column.

    Of n rows n - 1 are drawn: means of n draws would vary less than means of fresh samples do, by
    a factor of (n - 1) / n, and groups may be small. Groups of a single row say nothing about
    how much rows vary; they are drawn from among one another.

    Args:
        groups: A table of rows and columns each; NaN where a column lacks a row.
        draws: How many resamples.
        seed: The same seed gives the same resamples.

    Returns:
        draws x groups x columns; NaN where a column has nothing in a group.

    Source: rescaled bootstrap of stratified samples, McCarthy and Snowden 1985 (Vital and Health
    Statistics 2:95).
    """
    rng = np.random.default_rng(seed)
    means = np.full((draws, len(groups), groups[0].shape[1]), np.nan)
    single = [at for at, rows in enumerate(groups) if len(rows) == 1]
    for at, rows in enumerate(groups):
        count = len(rows)
        if count == 1:
            continue
        weights = rng.multinomial(count - 1, np.full(count, 1 / count), draws).astype(float)
        there = ~np.isnan(rows)
        drawn = weights @ there.astype(float)
        sums = weights @ np.where(there, rows, 0.0)
        whole = mean_over_tasks(rows)
        means[:, at] = np.where(drawn > 0, sums / np.maximum(drawn, 1.0), whole)
    if single:
        rows = np.concatenate([groups[at] for at in single])
        means[:, single] = rows[rng.integers(0, len(single), (draws, len(single)))]
    return means


def mean_over_tasks(rates: Array) -> Array:
    """Mean over the last axis but one, of whatever is no NaN; NaN where nothing is."""
    there = ~np.isnan(rates)
    count = there.sum(axis=-2)
    sums = np.where(there, rates, 0.0).sum(axis=-2)
    return np.where(count > 0, sums / np.maximum(count, 1), np.nan)


def normalised(rates: Array) -> Array:
    """Each rate over the best of its task; NaN in tasks that no method has solved once.

    Args:
        rates: ... x tasks x methods.

    Source: the average normalised score of arXiv 2502.04350, section 4.
    """
    best = np.where(np.isnan(rates), 0.0, rates).max(axis=-1, keepdims=True)
    return np.where(best > 0, rates / np.where(best > 0, best, 1.0), np.nan)


def percentile(estimate: float, values: Array) -> Interval:
    """The percentile bootstrap interval: for means, which resampling does not shift.

    Args:
        estimate: What the samples say; it is within the interval.
        values: What the resamples say; NaN is left out.
    """
    known = values[~np.isnan(values)]
    if not len(known):
        return Interval(estimate, estimate)
    below, above = np.quantile(known, [0.025, 0.975])
    return Interval(min(estimate, float(below)), max(estimate, float(above)))


def reflected(estimate: float, values: Array) -> Interval:
    """The basic bootstrap interval: resamples lie about the estimate as it lies about the truth.

    The best of several noisy rates is too high on average, and higher still in resamples; their
    normalised scores are too low. Quantiles as they are would carry that error twice; reflected
    at the estimate they take it back.

    Args:
        estimate: What the samples say, 0 to 1.
        values: What the resamples say; NaN is left out.
    """
    ends = percentile(estimate, values)
    return Interval(max(0.0, 2 * estimate - ends.high), min(1.0, 2 * estimate - ends.low))

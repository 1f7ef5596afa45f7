"""Two methods, or two runs of one, on the same instances: what differs, and is it more than chance.

Samples pair by instance and repeat. What is left over on either side is counted and named, and
takes no part. The first of the two is the base; differences and ratios are the second's to it.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from statistics import fmean

import numpy as np

from codesteer.errors import InvalidRequest
from codesteer.symbench.bench.graded_run import GradedRun
from codesteer.symbench.bench.outcome import Outcome
from codesteer.symbench.bench.sample import SampleKey
from codesteer.symbench.bench.statistics import (
    DRAWS,
    Interval,
    mcnemar,
    percentile,
    resampled,
    wilson,
)

__all__ = ["Comparison", "Side", "compare"]

_Pair = tuple[Outcome, Outcome]


@dataclass(frozen=True, slots=True)
class Side:
    """A method of a run."""

    run: GradedRun
    method: str

    def __str__(self) -> str:
        return f"{self.run.manifest.name}:{self.method}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """How a second method did beside a first one.

    Attributes:
        first: Label of the base.
        second: Label of what is compared with it.
        pairs: Of samples.
        instances: They are of.
        first_rate: Success of the first on these, a mean over instances.
        second_rate: Success of the second.
        difference: Second less first.
        interval: Of the difference: bootstrap over instances, stratified by task.
        p_value: Exact McNemar test over instances: with repeats an instance is won by whichever
            has more of them right.
        won: Instances that only the second has right, or oftener.
        lost: Instances that only the first has right, or oftener.
        token_ratio: Tokens of the second over those of the first; None where the first has none.
        time_ratio: The same of seconds.
        only_first: Keys of answers of the first that have no partner.
        only_second: The same of the second.
        seed: Of the bootstrap.
        draws: Of the bootstrap.
    """

    first: str
    second: str
    pairs: int
    instances: int
    first_rate: float
    second_rate: float
    difference: float
    interval: Interval
    p_value: float
    won: tuple[str, ...]
    lost: tuple[str, ...]
    token_ratio: float | None
    time_ratio: float | None
    only_first: tuple[str, ...]
    only_second: tuple[str, ...]
    seed: int
    draws: int


def compare(first: Side, second: Side, *, seed: int = 0, draws: int = DRAWS) -> Comparison:
    """Compare two methods on the samples that both have answered.

    Raises:
        InvalidRequest: Nothing pairs; the message says what there is on each side.
    """
    left, right = _answers(first), _answers(second)
    keys = sorted(left.keys() & right.keys())
    if not keys:
        raise InvalidRequest(
            f"Nothing pairs: {_told(first, left)}, {_told(second, right)}, and no instance and "
            "repeat is in both. Compare runs of one set of instances."
        )
    pairs: dict[str, list[_Pair]] = defaultdict(list)
    for key in keys:
        pairs[key[0]].append((left[key], right[key]))
    means = {
        wanted: (fmean(a.correct for a, _ in each), fmean(b.correct for _, b in each))
        for wanted, each in pairs.items()
    }
    won = tuple(wanted for wanted, (a, b) in means.items() if b > a)
    lost = tuple(wanted for wanted, (a, b) in means.items() if a > b)
    first_rate = fmean(a for a, _ in means.values())
    second_rate = fmean(b for _, b in means.values())
    paired = [pair for each in pairs.values() for pair in each]
    return Comparison(
        first=str(first),
        second=str(second),
        pairs=len(keys),
        instances=len(pairs),
        first_rate=first_rate,
        second_rate=second_rate,
        difference=second_rate - first_rate,
        interval=_interval(means, second_rate - first_rate, seed, draws),
        p_value=mcnemar(len(lost), len(won)),
        won=won,
        lost=lost,
        token_ratio=_ratio(paired, lambda outcome: outcome.all_tokens),
        time_ratio=_ratio(paired, lambda outcome: outcome.seconds),
        only_first=tuple(left[key].key for key in sorted(left.keys() - right.keys())),
        only_second=tuple(right[key].key for key in sorted(right.keys() - left.keys())),
        seed=seed,
        draws=draws,
    )


def _answers(side: Side) -> dict[tuple[str, int], Outcome]:
    found = {}
    for outcome in side.run.outcomes.values():
        name = outcome.name
        if name.method == side.method:
            found[name.instance, name.repeat] = outcome
    return found


def _told(side: Side, answers: dict[tuple[str, int], Outcome]) -> str:
    """What a side has, with an example, for somebody who wonders why nothing pairs."""
    if not answers:
        there = ", ".join(side.run.methods) or "none"
        return f"{side} has no answers (methods of the run: {there})"
    return f"{side} has {len(answers)} answers, such as {min(answers)[0]}#{min(answers)[1]}"


def _interval(
    means: dict[str, tuple[float, float]], difference: float, seed: int, draws: int
) -> Interval:
    """Each task is as heavy in a resample as it is among the instances.

    Where all instances say the same, resamples do too, and three would seem as good as thousands:
    then it reaches as far as an outcome can be frequent that so many instances have not shown.
    """
    by_task = defaultdict(list)
    for wanted, (a, b) in means.items():
        by_task[SampleKey("", wanted).task].append([b - a])
    groups = [np.array(rows) for _, rows in sorted(by_task.items())]
    if len({b - a for a, b in means.values()}) == 1:
        unseen = wilson(0.0, len(means)).high
        return Interval(max(-1.0, difference - unseen), min(1.0, difference + unseen))
    heavy = np.array([len(rows) for rows in groups]) / len(means)
    drawn = resampled(groups, draws=draws, seed=seed)[:, :, 0] @ heavy
    return percentile(difference, drawn)


def _ratio(pairs: list[_Pair], what: Callable[[Outcome], float]) -> float | None:
    base = sum(what(first) for first, _ in pairs)
    return sum(what(second) for _, second in pairs) / base if base else None

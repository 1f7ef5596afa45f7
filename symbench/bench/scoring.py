"""Scores of runs: success rates by task, their averages, the normalised ones, and what they took.

Errors and missing samples are no wrong answers: they are left out of every rate and counted apart.
Repeats of an instance are averaged first, so that an instance counts once however often it ran.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from statistics import fmean
from typing import TypeAlias

import numpy as np

from codesteer.errors import InvalidRequest, UnknownTask
from codesteer.symbench.bench.graded_run import GradedRun
from codesteer.symbench.bench.outcome import Outcome
from codesteer.symbench.bench.sample import Role
from codesteer.symbench.bench.statistics import (
    DRAWS,
    Array,
    Interval,
    mean_over_tasks,
    normalised,
    percentile,
    reflected,
    resampled,
    wilson,
)
from codesteer.symbench.registry import find_task
from codesteer.symbench.task import LADDER_FROM

__all__ = [
    "GROUPS",
    "Average",
    "MethodScore",
    "Scores",
    "TaskRate",
    "TaskScore",
    "column_label",
    "group_of",
    "score",
]

GROUPS = ("seen", "unseen", "total", "execution", "planning", "reasoning")
"""Over which tasks there are averages: by the paper's split, over all, and by category."""


@dataclass(frozen=True, slots=True)
class TaskRate:
    """A method's success rate on a task.

    Attributes:
        rate: 0 to 1.
        interval: Wilson's, with one trial an instance.
        instances: That have an answer.
        samples: Answers, repeats counted.
    """

    rate: float
    interval: Interval
    instances: int
    samples: int


@dataclass(frozen=True, slots=True)
class TaskScore:
    """A task: what it is, and how each method did that has an answer in it."""

    category: str
    split: str
    rates: dict[str, TaskRate]


@dataclass(frozen=True, slots=True)
class Average:
    """A mean over tasks.

    Attributes:
        value: 0 to 1.
        interval: Bootstrap over instances, stratified by task; Wilson's over a single task.
        tasks: Over how many tasks.
    """

    value: float
    interval: Interval
    tasks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodScore:
    """What a method has reached, and what it took.

    Attributes:
        answers: Graded samples.
        errors: Samples that ended in errors; they are in no rate.
        missing: Samples of the plan that never ended; None where the plan does not say.
        success: Average success rate by group.
        normalised: Average normalised score by group.
        tokens: Mean of a sample, all roles.
        tokens_by_role: The same by role.
        seconds: Mean of a sample.
        model_seconds: Of these, those spent waiting for models.
        turns: Mean of a sample.
        cost: Mean of the samples that have one; None where none has.
        total_cost: Of all samples together.
    """

    answers: int
    errors: int
    missing: int | None
    success: dict[str, Average] = field(default_factory=dict)
    normalised: dict[str, Average] = field(default_factory=dict)
    tokens: float = 0.0
    tokens_by_role: dict[Role, float] = field(default_factory=dict)
    seconds: float = 0.0
    model_seconds: float = 0.0
    turns: float = 0.0
    cost: float | None = None
    total_cost: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """Runs, scored.

    Attributes:
        methods: By label: the method's name, with its run's before it where there are several.
        tasks: By name.
        unsolved: Tasks that no method has solved once; the normalised scores leave them out.
        left_out: Answers on levels of the paper's ladder, which are in no rate where there are
            answers on levels 1 to 5: their sizes differ from task to task.
        uneven: Whether the methods have answers in different tasks, so that their averages are
            not over the same ones.
        seed: Of the bootstrap.
        draws: Of the bootstrap.
    """

    methods: dict[str, MethodScore]
    tasks: dict[str, TaskScore]
    unsolved: tuple[str, ...]
    left_out: int
    uneven: bool
    seed: int
    draws: int


@dataclass(frozen=True, slots=True)
class _Column:
    """A method of a run."""

    answers: list[Outcome]
    errors: int
    missing: int | None

    def at(self, levels: set[int]) -> "_Column":
        """The same with the answers on some levels only."""
        return replace(self, answers=[each for each in self.answers if each.level in levels])


def score(
    runs: Sequence[GradedRun],
    *,
    methods: Iterable[str] = (),
    level: int | None = None,
    seed: int = 0,
    draws: int = DRAWS,
) -> Scores:
    """Score runs together: the normalised scores are relative to the best method among them.

    Args:
        runs: One or several.
        methods: Only these; all by default.
        level: Only this one; without, levels 1 to 5, or the ladder where there is nothing else.
        seed: Of the bootstrap.
        draws: Of the bootstrap.

    Raises:
        InvalidRequest: A run is given twice, has no such method, or nothing has an answer.
    """
    columns = _columns(runs, set(methods))
    levels = {each.level for column in columns.values() for each in column.answers}
    if level is None:
        levels = {each for each in levels if each < LADDER_FROM} or levels
    else:
        levels &= {level}
    before = sum(len(column.answers) for column in columns.values())
    columns = {label: column.at(levels) for label, column in columns.items()}
    left_out = before - sum(len(column.answers) for column in columns.values())
    if not any(column.answers for column in columns.values()):
        raise InvalidRequest(
            "There is nothing to score: no sample has an answer. `codesteer bench resume` runs "
            "what is missing."
        )
    grades = {label: _grades(column.answers) for label, column in columns.items()}
    names = sorted({task for of_task in grades.values() for task in of_task})
    tables = [_rows(name, list(grades.values())) for name in names]
    rates = np.stack([mean_over_tasks(table) for table in tables])
    draws_of = resampled(tables, draws=draws, seed=seed)
    about = {name: group_of(name) for name in names}
    tasks = {
        name: TaskScore(*about[name], _task_rates(name, grades, rates[at]))
        for at, name in enumerate(names)
    }
    success = _averages(rates, draws_of, list(about.values()), _success_interval(tables))
    relative = _averages(normalised(rates), normalised(draws_of), list(about.values()), _relative)
    return Scores(
        methods={
            label: _method_score(column, success[at], relative[at])
            for at, (label, column) in enumerate(columns.items())
        },
        tasks=tasks,
        unsolved=tuple(
            name for name, row in zip(names, rates, strict=True) if not np.nanmax(row) > 0
        ),
        left_out=left_out if level is None else 0,
        uneven=bool(np.isnan(rates[:, [bool(each.answers) for each in columns.values()]]).any()),
        seed=seed,
        draws=draws,
    )


def group_of(task: str) -> tuple[str, str]:
    """Category and split of a task; both "unknown" for one that is not installed."""
    try:
        found = find_task(task)
    except UnknownTask:
        return "unknown", "unknown"
    return found.category, found.split


def column_label(runs: Sequence[GradedRun], run: GradedRun, method: str) -> str:
    """What the scores of several runs call a method of one of them."""
    if len(runs) == 1:
        return method
    names = [each.manifest.name for each in runs]
    title = run.manifest.name if names.count(run.manifest.name) == 1 else str(run.path)
    return f"{title}:{method}"


def _columns(runs: Sequence[GradedRun], wanted: set[str]) -> dict[str, _Column]:
    if len({run.path.resolve() for run in runs}) < len(runs):
        raise InvalidRequest("A run is given twice. Name each once.")
    columns: dict[str, _Column] = {}
    for run in runs:
        answers = defaultdict(list)
        for outcome in run.outcomes.values():
            answers[outcome.name.method].append(outcome)
        errors = [outcome.name.method for outcome in run.errors.values()]
        for method in run.methods:
            if wanted and method not in wanted:
                continue
            label = column_label(runs, run, method)
            columns[label] = _Column(answers[method], errors.count(method), run.missing_of(method))
    known = {method for run in runs for method in run.methods}
    if unknown := sorted(wanted - known):
        raise InvalidRequest(
            f"No run has a sample of {', '.join(unknown)[:80]}. Methods there are: "
            f"{', '.join(sorted(known)) or 'none'}."
        )
    return columns


def _grades(answers: Iterable[Outcome]) -> dict[str, dict[str, list[bool]]]:
    """Grades by task and instance, one for each repeat."""
    grades: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for outcome in answers:
        name = outcome.name
        grades[name.task][name.instance].append(outcome.correct)
    return grades


def _rows(task: str, grades: list[dict[str, dict[str, list[bool]]]]) -> Array:
    """Instances of a task, in the order of their ids, by methods: means over repeats."""
    instances = sorted({one for of_task in grades for one in of_task.get(task, {})})
    rows = np.full((len(instances), len(grades)), np.nan)
    for column, of_task in enumerate(grades):
        found = of_task.get(task, {})
        for row, wanted in enumerate(instances):
            if wanted in found:
                rows[row, column] = fmean(found[wanted])
    return rows


def _task_rates(
    task: str, grades: dict[str, dict[str, dict[str, list[bool]]]], rates: Array
) -> dict[str, TaskRate]:
    out = {}
    for (label, of_task), rate in zip(grades.items(), rates.tolist(), strict=True):
        if task in of_task:
            count = len(of_task[task])
            samples = sum(map(len, of_task[task].values()))
            out[label] = TaskRate(rate, wilson(rate, count), count, samples)
    return out


_MakeInterval: TypeAlias = Callable[[float, Array, list[int], int], Interval]
"""Of a value and its resamples, over which tasks, in which column."""


def _averages(
    rates: Array, draws: Array, about: list[tuple[str, str]], interval: _MakeInterval
) -> list[dict[str, Average]]:
    """Of each column its means over each group of tasks."""
    out: list[dict[str, Average]] = [{} for _ in range(rates.shape[1])]
    for group in GROUPS:
        within = [at for at, tags in enumerate(about) if group in (*tags, "total")]
        values = mean_over_tasks(rates[within])
        drawn = mean_over_tasks(draws[:, within])
        for column, value in enumerate(values.tolist()):
            if np.isnan(value):
                continue
            tasks = [at for at in within if not np.isnan(rates[at, column])]
            ends = interval(value, drawn[:, column], tasks, column)
            out[column][group] = Average(value, ends, len(tasks))
    return out


def _success_interval(tables: list[Array]) -> _MakeInterval:
    """By resampling; by formula for a single task, and where nothing varies, resamples neither."""

    def interval(value: float, drawn: Array, tasks: list[int], column: int) -> Interval:
        found = percentile(value, drawn)
        if len(tasks) == 1 or found.low == found.high:
            count = sum(int((~np.isnan(tables[at][:, column])).sum()) for at in tasks)
            return wilson(value, count)
        return found

    return interval


def _relative(value: float, drawn: Array, tasks: list[int], column: int) -> Interval:
    """Of a normalised score; see `reflected`."""
    return reflected(value, drawn)


def _method_score(
    column: _Column, success: dict[str, Average], relative: dict[str, Average]
) -> MethodScore:
    answers = column.answers
    if not answers:
        return MethodScore(answers=0, errors=column.errors, missing=column.missing)

    def mean(what: Callable[[Outcome], float]) -> float:
        return fmean(map(what, answers))

    roles = sorted({role for outcome in answers for role in outcome.tokens})
    costs = [outcome.cost for outcome in answers if outcome.cost is not None]
    return MethodScore(
        answers=len(answers),
        errors=column.errors,
        missing=column.missing,
        success=success,
        normalised=relative,
        tokens=mean(lambda outcome: outcome.all_tokens),
        tokens_by_role={role: fmean(_of(each, role) for each in answers) for role in roles},
        seconds=mean(lambda outcome: outcome.seconds),
        model_seconds=mean(lambda outcome: outcome.model_seconds),
        turns=mean(lambda outcome: outcome.turns),
        cost=fmean(costs) if costs else None,
        total_cost=sum(costs) if costs else None,
    )


def _of(outcome: Outcome, role: Role) -> int:
    tokens = outcome.tokens.get(role)
    return tokens.prompt_tokens + tokens.completion_tokens if tokens else 0

"""Scores and comparisons as text for a terminal."""

from collections.abc import Iterator, Mapping, Sequence

from codesteer.symbench.bench.comparing import Comparison
from codesteer.symbench.bench.graded_run import GradedRun
from codesteer.symbench.bench.scoring import GROUPS, Average, Scores, TaskRate
from codesteer.symbench.bench.statistics import Interval
from codesteer.symbench.bench.table import RateTable

__all__ = [
    "comparison_lines",
    "run_lines",
    "score_lines",
    "table_lines",
    "warning_lines",
]

_ABREAST = 4
"""Methods side by side; more follow below."""
_NAMED = 20
"""Instances that are named in a list; --json has them all."""
_FEW = 20
"""Instances of a task below which intervals of normalised scores are too narrow."""


def warning_lines(run: GradedRun) -> Iterator[str]:
    """What nobody may overlook about a run; nothing where all is well."""
    name = run.manifest.name
    if run.manifest.source == "synthetic":
        yield f"SYNTHETIC: {name} was made up to try out scoring; its numbers measure nothing."
    if run.manifest.shard:
        yield (
            f"PART: {name} is shard {run.manifest.shard} of a run; `codesteer bench merge` joins "
            "the parts."
        )
    if not run.complete:
        yield (
            f"INCOMPLETE: {name} has {len(run.outcomes)} answers of {run.manifest.samples} "
            f"samples; {len(run.errors)} ended in errors and {run.missing} are missing. These are "
            f"in no rate below. `codesteer bench resume {run.path}` runs them."
        )
    if run.not_graded:
        count = sum(each.samples for each in run.not_graded)
        yield (
            f"NOT GRADED ANEW: {count} answers of {name} keep their stored grades, because this "
            f"installation does not make their instances: {run.not_graded[0].reason}"
        )


def run_lines(run: GradedRun) -> Iterator[str]:
    """What a run is, and what grading it anew has changed."""
    manifest = run.manifest
    model = f", model {manifest.model}" if manifest.model else ""
    yield f"{manifest.name}: {len(run.outcomes)} of {manifest.samples} samples answered{model}"
    if not run.graded_anew:
        yield "  with the stored grades"
    elif not run.changed:
        yield "  graded anew: no grade has changed"
    else:
        yield f"  graded anew: {len(run.changed)} grades have changed"
        for each in run.changed[:_NAMED]:
            now = "right now" if each.now else "wrong now"
            yield f"    {each.key}: {now}: {each.reason}"
        yield from _and_more(run.changed, "    ")


def score_lines(scores: Scores) -> Iterator[str]:
    """The averages, what they took, and the rate of each task, by method."""
    methods = scores.methods
    few = min(
        (rate.instances for task in scores.tasks.values() for rate in task.rates.values()),
        default=0,
    )
    yield f"percent, with 95 % intervals; bootstrap of {scores.draws} draws, seed {scores.seed}"
    if scores.left_out:
        yield (
            f"levels 1 to 5; {scores.left_out:,} answers along the paper's ladder are in no rate "
            "(`codesteer bench report` draws them)"
        )
    if scores.uneven:
        yield "UNEVEN: the methods have answers in different tasks; their averages do not compare."
    if scores.unsolved:
        yield f"no method solved, so left out of normalised scores: {', '.join(scores.unsolved)}"
    if few < _FEW and len(methods) > 1:
        yield (
            f"few instances: a task has {few}; below {_FEW}, intervals of normalised scores are "
            "too narrow"
        )
    labels = list(methods)
    for start in range(0, len(labels), _ABREAST):
        block = labels[start : start + _ABREAST]
        rows = [
            *_average_rows("normalised", {label: methods[label].normalised for label in block}),
            *_average_rows("success", {label: methods[label].success for label in block}),
            ("", {}),
            ("answers", {label: str(methods[label].answers) for label in block}),
            ("errors", {label: str(methods[label].errors) for label in block}),
            ("missing", {label: _count(methods[label].missing) for label in block}),
            ("tokens a sample", {label: f"{methods[label].tokens:,.0f}" for label in block}),
            ("seconds a sample", {label: f"{methods[label].seconds:.1f}" for label in block}),
            ("turns a sample", {label: f"{methods[label].turns:.1f}" for label in block}),
            ("cost a sample", {label: _cost(methods[label].cost) for label in block}),
            ("", {}),
        ]
        rows += [
            (name, {label: _rate(task.rates.get(label)) for label in block})
            for name, task in scores.tasks.items()
        ]
        yield ""
        yield from _table(block, rows)


def comparison_lines(made: Comparison) -> Iterator[str]:
    """A comparison."""
    yield f"{made.second} beside {made.first}, on {made.instances} instances, {made.pairs} pairs"
    yield f"  success      {_percent(made.second_rate)} beside {_percent(made.first_rate)}"
    low, high = 100 * made.interval.low, 100 * made.interval.high
    yield f"  difference   {100 * made.difference:+.1f} [{low:+.1f}, {high:+.1f}] points"
    yield f"  McNemar      p = {made.p_value:.2g}: {len(made.won)} won, {len(made.lost)} lost"
    if made.token_ratio is not None:
        yield f"  tokens       {made.token_ratio:.2f} times as many"
    if made.time_ratio is not None:
        yield f"  time         {made.time_ratio:.2f} times as long"
    for title, names in (("won", made.won), ("lost", made.lost)):
        if names:
            yield f"  {title}:"
            yield from (f"    {name}" for name in names[:_NAMED])
            yield from _and_more(names, "    ")
    for label, keys in ((made.first, made.only_first), (made.second, made.only_second)):
        if keys:
            yield f"  NOT PAIRED: {len(keys)} answers of {label}, such as {keys[0]}"


def table_lines(table: RateTable) -> Iterator[str]:
    """The averages of a table of rates."""
    averages = table.averages()
    width = max(map(len, table.methods))
    yield f"{len(table.tasks)} tasks; averages in percent"
    for title, kind in (("normalised", "normalised"), ("success", "success")):
        yield ""
        yield f"{title:<{width}}" + "".join(f"{group:>11}" for group in GROUPS)
        for method, each in averages.items():
            means: Mapping[str, float] = getattr(each, kind)
            cells = (f"{means[group]:.1f}" if group in means else "-" for group in GROUPS)
            yield f"{method:<{width}}" + "".join(f"{cell:>11}" for cell in cells)


def _average_rows(
    title: str, averages: dict[str, dict[str, Average]]
) -> list[tuple[str, dict[str, str]]]:
    return [
        (
            f"{title}, {group}",
            {
                label: _with_interval(means[group].value, means[group].interval)
                for label, means in averages.items()
                if group in means
            },
        )
        for group in GROUPS
        if any(group in means for means in averages.values())
    ]


def _table(labels: Sequence[str], rows: Sequence[tuple[str, dict[str, str]]]) -> Iterator[str]:
    first = max(len(name) for name, _ in rows)
    widths = {
        label: max(len(label), *(len(cells.get(label, "-")) for _, cells in rows))
        for label in labels
    }
    yield " " * first + "".join(f"   {label:>{widths[label]}}" for label in labels)
    for name, cells in rows:
        if not name:
            yield ""
            continue
        yield f"{name:<{first}}" + "".join(
            f"   {cells.get(label, '-'):>{widths[label]}}" for label in labels
        )


def _rate(rate: TaskRate | None) -> str:
    return _with_interval(rate.rate, rate.interval) if rate else "-"


def _with_interval(value: float, interval: Interval) -> str:
    return f"{_percent(value)} [{100 * interval.low:5.1f}, {100 * interval.high:5.1f}]"


def _percent(value: float) -> str:
    return f"{100 * value:.1f}"


def _count(value: int | None) -> str:
    return "unknown" if value is None else str(value)


def _cost(value: float | None) -> str:
    return "-" if value is None else f"{value:.5f}"


def _and_more(names: Sequence[object], indent: str) -> Iterator[str]:
    if len(names) > _NAMED:
        yield f"{indent}and {len(names) - _NAMED} more; --json has them all"

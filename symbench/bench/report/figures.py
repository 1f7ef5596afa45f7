"""The report's charts as PNG pictures, for papers and slides. Needs matplotlib."""

import math
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from codesteer.errors import InvalidRequest
from codesteer.symbench.bench.report.endings import LABELS
from codesteer.symbench.bench.report.findings import Findings
from codesteer.symbench.bench.report.sections import column_name, point_name

__all__ = ["require_matplotlib", "write_figures"]

_COLOURS = (
    "#7a7670", "#b5651d", "#2f6fb0", "#8a4fa3", "#c23b5a", "#0b7a5f", "#6b7f12", "#3d4db3",
    "#a3522f", "#14808a",
)  # fmt: skip
_MARKERS = "osD^vPX*<>"
_ENDINGS = {
    "solved": "#2f8f5b", "wrong": "#c9503f", "text_like": "#d98a2b", "time_out": "#7d55b5",
    "code_failed": "#b5497f", "kernel_lost": "#5b4a42", "turns_spent": "#4c7bbd",
    "no_answer": "#8b8780", "error": "#3a3a3a",
}  # fmt: skip
_DPI = 160


def require_matplotlib() -> None:
    """Say what to install where it is missing.

    Raises:
        InvalidRequest: matplotlib is not installed.
    """
    if find_spec("matplotlib") is None:
        raise InvalidRequest(
            "Pictures need matplotlib: pip install 'codesteer[bench]'. The page and the tables "
            "need nothing: leave --png out."
        )


def write_figures(findings: Findings, folder: Path) -> list[Path]:
    """Write every chart as `<folder>/<name>.png`.

    Raises:
        InvalidRequest: matplotlib is not installed, or a file cannot be written.
    """
    require_matplotlib()
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, figure in _figures(findings):
            if findings.collected.synthetic:
                figure.text(0.995, 0.99, "SYNTHETIC", ha="right", va="top", color="#b3372b")
            path = folder / f"{name}.png"
            figure.savefig(path, dpi=_DPI, bbox_inches="tight")
            written.append(path)
    except OSError as error:
        raise InvalidRequest(f"{folder} cannot be written: {error.strerror}.") from None
    return written


def _figures(findings: Findings) -> Iterator[tuple[str, Any]]:
    yield "success_rates", _matrix(findings)
    if len(findings.levels) > 1:
        yield "levels", _levels(findings)
    if findings.ladders:
        yield "ladder", _ladder(findings)
    for what in ("tokens", "seconds"):
        yield f"score_by_{what}", _cost(findings, what)
    yield "endings", _endings(findings)


def _new(width: float, height: float, **grid: Any) -> tuple[Any, Any]:
    """A figure of its own: no window system, nothing that other code could see."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.subplots(**grid)


def _matrix(findings: Findings) -> Any:
    columns, names = findings.shown, findings.tasks
    rates = [[findings.rate(column, task) for column in columns] for task in names]
    values = [[math.nan if rate is None else 100 * rate.rate for rate in row] for row in rates]
    figure, axes = _new(2.6 + 1.05 * len(columns), 1.2 + 0.27 * len(names))
    axes.imshow(values, cmap="BuGn", vmin=0, vmax=135, aspect="auto")
    for y, row in enumerate(values):
        for x, value in enumerate(row):
            if not math.isnan(value):
                axes.text(x, y, f"{value:.0f}", ha="center", va="center", fontsize=8)
    labels = [_plain(column_name(findings, column)) for column in columns]
    axes.set_xticks(range(len(columns)), labels, rotation=30, ha="right", fontsize=8)
    axes.set_yticks(range(len(names)), names, fontsize=8)
    axes.set_title("Success rate, per cent", fontsize=10)
    return figure


def _levels(findings: Findings) -> Any:
    figure, axes = _new(7, 4.2)
    for at, column in enumerate(findings.collected.columns):
        points = []
        for level in findings.levels:
            method = findings.at_level[level].methods.get(findings.labels[column])
            average = method.success.get("total") if method else None
            if average:
                points.append((level, average.value, average.interval.low, average.interval.high))
        _line(axes, points, column_name(findings, column), at)
    axes.set_xticks(findings.levels, [f"level {level}" for level in findings.levels])
    _rates_axis(axes, "average success rate, per cent")
    return figure


def _ladder(findings: Findings) -> Any:
    ladders = findings.ladders
    across = min(3, len(ladders))
    down = math.ceil(len(ladders) / across)
    figure, grid = _new(4.2 * across, 3.4 * down, nrows=down, ncols=across, squeeze=False)
    plots = list(grid.flat)
    for axes in plots[len(ladders) :]:
        axes.set_axis_off()
    for axes, (task, levels) in zip(plots, ladders.items(), strict=False):
        for at, column in enumerate(findings.collected.columns):
            rates = [(level, findings.rate(column, task, level)) for level in levels]
            points = [
                (level, rate.rate, rate.interval.low, rate.interval.high)
                for level, rate in rates
                if rate
            ]
            _line(axes, points, column_name(findings, column), at)
        axes.set_xticks(levels, [_plain(point_name(task, level)) for level in levels], fontsize=7)
        _rates_axis(axes, "per cent", legend=axes is plots[0])
        axes.set_title(task, fontsize=9)
    return figure


def _cost(findings: Findings, what: str) -> Any:
    figure, axes = _new(6.4, 4.2)
    for at, column in enumerate(findings.collected.columns):
        of = findings.scores.methods.get(findings.labels[column])
        average = of.normalised.get("total") if of else None
        x = getattr(of, what) if of else 0.0
        if average is None or x <= 0:
            continue
        points = [(x, average.value, average.interval.low, average.interval.high)]
        _line(axes, points, column_name(findings, column), at)
        theirs = findings.published.cost.get(column.method) if findings.published else None
        if theirs is not None and getattr(theirs, what):
            y = 100 * theirs.normalised
            axes.plot([getattr(theirs, what)], [y], "o", mfc="none", color=_colour(at))
    axes.set_xscale("log")
    axes.set_xlabel(f"{what} a sample")
    _rates_axis(axes, "average normalised score, per cent")
    return figure


def _endings(findings: Findings) -> Any:
    columns = findings.collected.columns
    figure, axes = _new(8, 1.4 + 0.36 * len(columns))
    left = [0.0] * len(columns)
    for ending, (label, _) in LABELS.items():
        totals = [findings.endings[column].total() for column in columns]
        counts = [findings.endings[column][ending] for column in columns]
        if not any(counts):
            continue
        shares = [100 * count / total for count, total in zip(counts, totals, strict=True)]
        names = range(len(columns))
        axes.barh(names, shares, left=left, label=label, color=_ENDINGS[ending])
        left = [a + b for a, b in zip(left, shares, strict=True)]
    labels = [_plain(column_name(findings, column)) for column in columns]
    axes.set_yticks(range(len(columns)), labels, fontsize=8)
    axes.invert_yaxis()
    axes.set_xlim(0, 100)
    axes.set_xlabel("per cent of samples")
    axes.legend(fontsize=7, ncols=5, loc="lower center", bbox_to_anchor=(0.5, 1), frameon=False)
    return figure


def _line(
    axes: Any, points: Sequence[tuple[float, float, float, float]], label: str, colour: int
) -> None:
    if not points:
        return
    xs = [x for x, *_ in points]
    ys = [100 * y for _, y, *_ in points]
    below = [100 * (y - low) for _, y, low, _ in points]
    above = [100 * (high - y) for _, y, _, high in points]
    axes.errorbar(
        xs, ys, yerr=[below, above], label=_plain(label), color=_colour(colour), capsize=2,
        marker=_MARKERS[colour % len(_MARKERS)], markersize=4.5, linewidth=1.4, elinewidth=0.7,
    )  # fmt: skip


def _rates_axis(axes: Any, label: str, *, legend: bool = True) -> None:
    axes.set_ylim(-3, 103)
    axes.set_ylabel(label)
    axes.grid(axis="y", color="#dddddd", linewidth=0.6)
    axes.spines[["top", "right"]].set_visible(False)
    if legend:
        axes.legend(fontsize=7, frameon=False)


def _colour(at: int) -> str:
    return _COLOURS[at % len(_COLOURS)]


def _plain(text: str) -> str:
    """A name in which matplotlib sees no formula, and whose legend entry is not left out."""
    return text.replace("$", r"\$").lstrip("_") or "(no name)"

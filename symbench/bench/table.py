"""A table of success rates, task by task, as papers print them: read, and averaged.

The first columns are `task`, `split` (seen or unseen) and `category`; every other column is a
method, its rates in percent. An empty cell is a task that the method was not tried on.
"""

import csv
import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from codesteer.errors import InvalidRequest
from codesteer.symbench.bench.scoring import GROUPS
from codesteer.symbench.bench.statistics import Array, mean_over_tasks, normalised

__all__ = ["RateTable", "TableAverages", "read_table"]

_ABOUT = ("task", "split", "category")


@dataclass(frozen=True, slots=True)
class TableAverages:
    """Averages of a method, by group of tasks.

    Attributes:
        success: Mean success rate, percent.
        normalised: Mean normalised score, percent.
    """

    success: dict[str, float]
    normalised: dict[str, float]


@dataclass(frozen=True, slots=True)
class RateTable:
    """Success rates by task and method.

    Attributes:
        tasks: In the order of the rows.
        about: Split and category of each.
        methods: In the order of the columns.
        rates: tasks x methods, 0 to 1; NaN where a cell is empty.
    """

    tasks: tuple[str, ...]
    about: tuple[tuple[str, str], ...]
    methods: tuple[str, ...]
    rates: Array

    def averages(self) -> dict[str, TableAverages]:
        """The averages of each method, in the order of the columns."""
        relative = normalised(self.rates)
        return {
            method: TableAverages(self._means(self.rates, at), self._means(relative, at))
            for at, method in enumerate(self.methods)
        }

    def _means(self, values: Array, column: int) -> dict[str, float]:
        means = {}
        for group in GROUPS:
            within = [at for at, tags in enumerate(self.about) if group in (*tags, "total")]
            mean = float(mean_over_tasks(values[within])[column])
            if not np.isnan(mean):
                means[group] = 100 * mean
        return means


def read_table(path: Path) -> RateTable:
    """Read a table of success rates.

    Raises:
        InvalidRequest: The file cannot be read, or is no such table; the message names the line.
    """
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidRequest(f"{path} cannot be read ({type(error).__name__}).") from None
    lines = [line for line in csv.reader(io.StringIO(text)) if line]
    head = [name.strip() for name in lines[0]] if lines else []
    methods = tuple(head[len(_ABOUT) :])
    if tuple(head[: len(_ABOUT)]) != _ABOUT or not methods or len(set(head)) < len(head):
        raise InvalidRequest(
            f"The first line of {path} must be task,split,category and then a name of its own for "
            "each method."
        )
    rows = [_row(line, number, len(head), path) for number, line in enumerate(lines[1:], 2)]
    tasks = tuple(name for name, _, _ in rows)
    if not rows or len(set(tasks)) < len(tasks):
        raise InvalidRequest(f"{path} must have one row for each task, and at least one.")
    return RateTable(
        tasks,
        tuple(about for _, about, _ in rows),
        methods,
        np.array([rates for _, _, rates in rows]),
    )


def _row(
    line: list[str], number: int, width: int, path: Path
) -> tuple[str, tuple[str, str], list[float]]:
    if len(line) != width:
        raise InvalidRequest(
            f"Row {number} of {path} has {len(line)} cells; its first row has {width}."
        )
    name, split, category = (cell.strip() for cell in line[: len(_ABOUT)])
    return name, (split, category), [_rate(cell.strip(), number, path) for cell in line[3:]]


def _rate(cell: str, number: int, path: Path) -> float:
    if not cell:
        return float("nan")
    try:
        rate = float(cell)
    except ValueError:
        rate = -1.0
    if not 0 <= rate <= 100:
        raise InvalidRequest(
            f"Row {number} of {path} holds {cell[:40]!r}; success rates are percent, 0 to 100."
        )
    return rate / 100

"""The paper's numbers, to be shown beside those of a run."""

import csv
from dataclasses import dataclass
from importlib.resources import as_file, files

from codesteer.symbench.bench.table import RateTable, TableAverages, read_table

__all__ = ["SOURCE", "Published", "PublishedCost", "read_published"]

SOURCE = "CodeSteer, arXiv 2502.04350, tables 1 and 8"
_FOLDER = "codesteer.symbench.bench.report.paper"
_THEIR_NAME = {"codesteer": "gpt4o_codesteer"}
"""Methods that the paper's table has under another name."""


@dataclass(frozen=True, slots=True)
class PublishedCost:
    """What a method took in the paper; None where it does not say."""

    normalised: float
    tokens: float | None
    seconds: float | None


@dataclass(frozen=True, slots=True)
class Published:
    """The paper's numbers.

    Attributes:
        table: Success rates by task.
        averages: Of each of its columns.
        cost: By the name of the method, as table 8 has it.
    """

    table: RateTable
    averages: dict[str, TableAverages]
    cost: dict[str, PublishedCost]

    def column(self, method: str) -> str:
        """The paper's name of one of our methods; empty where it has none."""
        name = _THEIR_NAME.get(method, method)
        return name if name in self.table.methods else ""

    def rate(self, task: str, method: str) -> float | None:
        """A success rate, 0 to 1, of one of our methods; None where the paper has none."""
        name = self.column(method)
        if not name or task not in self.table.tasks:
            return None
        row = self.table.tasks.index(task)
        return float(self.table.rates[row, self.table.methods.index(name)])

    def average(self, method: str, group: str, *, normalised: bool) -> float | None:
        """An average of one of our methods, 0 to 1; None where the paper has none."""
        averages = self.averages.get(self.column(method))
        if averages is None:
            return None
        value = (averages.normalised if normalised else averages.success).get(group)
        return None if value is None else value / 100


def read_published() -> Published:
    """The numbers that are shipped."""
    with as_file(files(_FOLDER).joinpath("success_rates.csv")) as path:
        table = read_table(path)
    text = files(_FOLDER).joinpath("cost.csv").read_text("utf-8")
    cost = {
        row["method"]: PublishedCost(
            normalised=float(row["average_normalized_score"]) / 100,
            tokens=_number(row["average_tokens"]),
            seconds=_number(row["average_runtime_s"]),
        )
        for row in csv.DictReader(text.splitlines())
    }
    return Published(table, table.averages(), cost)


def _number(text: str) -> float | None:
    return float(text) if text else None

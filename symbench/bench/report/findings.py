"""What a report says: scores, curves over levels, costs, shares of code, endings."""

from collections import Counter
from dataclasses import dataclass

from codesteer.symbench.bench.report.collecting import Collected, Column
from codesteer.symbench.bench.report.endings import LABELS, Ending
from codesteer.symbench.bench.report.published import Published
from codesteer.symbench.bench.scoring import Scores, TaskRate, column_label, score
from codesteer.symbench.task import LADDER_FROM

__all__ = ["Findings", "Share", "find"]

_DRAWS_A_LEVEL = 1000


@dataclass(frozen=True, slots=True)
class Share:
    """Turns in which code was run, of those that were answered."""

    code: int
    answered: int

    @property
    def value(self) -> float:
        """0 to 1."""
        return self.code / self.answered if self.answered else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """All numbers of a report.

    Attributes:
        collected: What they are made from.
        labels: What each column is called in the scores.
        scores: Over levels 1 to 5; over the ladder where nothing else was run.
        at_level: The same at one level, for each there is, the ladder's included.
        shares: Of code, by column and task.
        endings: How many samples ended how, by column.
        published: The paper's numbers, where they are wanted.
    """

    collected: Collected
    labels: dict[Column, str]
    scores: Scores
    at_level: dict[int, Scores]
    shares: dict[tuple[Column, str], Share]
    endings: dict[Column, Counter[Ending]]
    published: Published | None

    @property
    def shown(self) -> tuple[Column, ...]:
        """Columns that have an answer in the scores."""
        methods = self.scores.methods
        return tuple(
            column
            for column in self.collected.columns
            if self.labels[column] in methods and methods[self.labels[column]].answers
        )

    @property
    def levels(self) -> tuple[int, ...]:
        """Levels 1 to 5 that have answers."""
        return tuple(level for level in self.at_level if level < LADDER_FROM)

    @property
    def ladders(self) -> dict[str, tuple[int, ...]]:
        """The ladder's levels that have answers, by task."""
        found: dict[str, list[int]] = {}
        for level, scores in self.at_level.items():
            if level >= LADDER_FROM:
                for task in scores.tasks:
                    found.setdefault(task, []).append(level)
        return {task: tuple(levels) for task, levels in sorted(found.items())}

    @property
    def tasks(self) -> tuple[str, ...]:
        """Tasks in the order of the table: seen, then unseen, each by name."""
        order = {"seen": 0, "unseen": 1}
        about = self.scores.tasks
        return tuple(sorted(about, key=lambda name: (order.get(about[name].split, 2), name)))

    def rate(self, column: Column, task: str, level: int | None = None) -> TaskRate | None:
        """A success rate, over all levels or at one."""
        scores = self.scores if level is None else self.at_level.get(level)
        found = scores.tasks.get(task) if scores else None
        return found.rates.get(self.labels[column]) if found else None

    def missing(self, column: Column) -> int | None:
        """Samples of the plan, on whatever level, that never ended; None where that is unknown."""
        return self.collected.runs[column.run].missing_of(column.method)

    def published_rate(self, task: str, method: str) -> float | None:
        """The paper's rate, 0 to 1, where its numbers are wanted and it has one."""
        return self.published.rate(task, method) if self.published else None

    def published_average(self, method: str, group: str, *, normalised: bool) -> float | None:
        """The paper's average, 0 to 1, where its numbers are wanted and it has one."""
        if self.published is None:
            return None
        return self.published.average(method, group, normalised=normalised)


def find(collected: Collected, published: Published | None = None) -> Findings:
    """Work out all numbers of a report.

    Args:
        collected: The runs.
        published: The paper's numbers, to be shown beside.

    Raises:
        InvalidRequest: No sample has an answer.
    """
    runs = collected.runs
    levels = sorted({row.level for row in collected.rows if row.graded})
    shares: Counter[tuple[Column, str]] = Counter()
    answered: Counter[tuple[Column, str]] = Counter()
    endings: dict[Column, Counter[Ending]] = {column: Counter() for column in collected.columns}
    for row in collected.rows:
        endings[row.column][row.ending] += 1
        shares[row.column, row.task] += row.code_turns
        answered[row.column, row.task] += row.answered_turns
    return Findings(
        collected=collected,
        labels={
            column: column_label(runs, runs[column.run], column.method)
            for column in collected.columns
        },
        scores=score(runs),
        at_level={level: score(runs, level=level, draws=_DRAWS_A_LEVEL) for level in levels},
        shares={key: Share(shares[key], turns) for key, turns in answered.items()},
        endings={
            column: Counter({ending: count[ending] for ending in LABELS if count[ending]})
            for column, count in endings.items()
        },
        published=published,
    )

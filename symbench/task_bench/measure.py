"""Generates, solves and verifies instances of every task and level, and times each."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from codesteer.symbench.registry import find_task, instance, instance_id, tasks
from codesteer.symbench.task import Task

__all__ = ["Measured", "measure", "medians_ms"]


@dataclass(slots=True)
class Measured:
    """What one task gave over all its levels.

    Attributes:
        task: Its name.
        generate_ms: Median milliseconds of making an instance, by level.
        verify_ms: Median milliseconds of judging its solver's answer, by level.
        solve_ms: Median milliseconds of solving, by level.
        slowest_ms: The slowest instance made.
        rejected: Ids whose solver's answer was not accepted.
        repeated: Ids whose prompt an earlier instance of the level has.
    """

    task: str
    generate_ms: list[float] = field(default_factory=list)
    verify_ms: list[float] = field(default_factory=list)
    solve_ms: list[float] = field(default_factory=list)
    slowest_ms: float = 0.0
    rejected: list[str] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether every answer was accepted and no prompt came twice."""
        return not self.rejected and not self.repeated


def measure(count: int, tell: Callable[[str], None], *, seed: int = 0) -> list[Measured]:
    """Measure every task at every level.

    Args:
        count: Instances of each level.
        tell: Takes a line about what is being measured.
        seed: Which stream of instances.
    """
    return [_measured(task, count, seed, tell) for task in tasks().values()]


def medians_ms(task_name: str, configs: list[Any], count: int) -> float:
    """Median milliseconds of drawing an instance and writing its prompt, over configurations."""
    from random import Random

    task = find_task(task_name)
    rng = Random(0)  # noqa: S311 - puzzles, not secrets
    took = []
    for number in range(count):
        config = configs[number % len(configs)]
        started = time.perf_counter()
        task.prompt(task.generate(rng, config))
        took.append((time.perf_counter() - started) * 1e3)
    return statistics.median(took)


def _measured(task: Task[Any], count: int, seed: int, tell: Callable[[str], None]) -> Measured:
    tell(task.name)
    measured = Measured(task.name)
    for level in task.levels:
        seen: set[str] = set()
        generated, solved, verified = [], [], []
        for index in range(count):
            started = time.perf_counter()
            puzzle = instance(instance_id(task.name, level, seed, index))
            generated.append((time.perf_counter() - started) * 1e3)
            started = time.perf_counter()
            answer = task.solve(puzzle.payload)
            solved.append((time.perf_counter() - started) * 1e3)
            started = time.perf_counter()
            verdict = task.verify(puzzle.payload, answer)
            verified.append((time.perf_counter() - started) * 1e3)
            if not verdict.correct:
                measured.rejected.append(str(puzzle.id))
            if puzzle.prompt in seen:
                measured.repeated.append(str(puzzle.id))
            seen.add(puzzle.prompt)
        measured.generate_ms.append(statistics.median(generated))
        measured.solve_ms.append(statistics.median(solved))
        measured.verify_ms.append(statistics.median(verified))
        measured.slowest_ms = max(measured.slowest_ms, *generated)
    return measured

"""SymBench in reasoning-gym: importing this registers each task as `symbench_<task>`.

An index names the same puzzle as in CodeSteer: task, level, seed and index. Only where that puzzle
is in a frozen test set another one, from beyond the dataset's size, stands in its place: what is
trained on here was not tested on.
"""

from collections.abc import Mapping
from dataclasses import dataclass, make_dataclass
from types import MappingProxyType
from typing import Any

from codesteer.symbench.exchange import as_row, judge_row
from codesteer.symbench.held_out import is_held_out
from codesteer.symbench.registry import find_task, instance, instance_id, tasks
from codesteer.symbench.task import Instance

try:
    from reasoning_gym.factory import ProceduralDataset, register_dataset
except ImportError as error:
    raise ImportError(
        "SymBench in reasoning-gym needs it: pip install 'codesteer[reasoning-gym]'"
    ) from error

__all__ = ["DATASETS", "SymBenchConfig", "SymBenchDataset"]


@dataclass
class SymBenchConfig:
    """What reasoning-gym asks for to make a dataset.

    Attributes:
        task: The task; each registered name has its own.
        level: 1 (easiest) to 5, and from 11 on the paper's ladder where the task has one.
        seed: Which stream of puzzles; None for any.
        size: How many puzzles.
    """

    task: str = "game_24"
    level: int = 1
    seed: int | None = None
    size: int = 500

    def validate(self) -> None:
        """Refuse what makes no dataset.

        Raises:
            ValueError: No such task or level, a negative seed, or a size below 1.
        """
        instance_id(self.task, self.level, self.seed or 0)
        if self.size < 1:
            raise ValueError("size must be 1 or more.")


class SymBenchDataset(ProceduralDataset):
    """Puzzles of one task at one level."""

    def __init__(self, config: SymBenchConfig) -> None:
        super().__init__(config=config, seed=config.seed, size=config.size)

    def __getitem__(self, idx: int) -> dict[str, Any]:
        """The question, a right answer of perhaps many, and what its judge needs."""
        puzzle = self._puzzle(idx)
        row = as_row(puzzle)
        question, level = row.pop("prompt"), row.pop("level")
        return {
            "question": question,
            "answer": find_task(puzzle.id.task).solve(puzzle.payload),
            "metadata": {
                "source_dataset": f"symbench_{puzzle.id.task}",
                "source_index": idx,
                **row,
                "difficulty": {"level": level},
            },
        }

    def score_answer(self, answer: str | None, entry: dict[str, Any]) -> float:
        """1.0 where the task's verifier accepts an answer, else 0.0."""
        return judge_row(entry["metadata"], answer).score

    def _puzzle(self, idx: int) -> Instance:
        if not 0 <= idx < self.size:
            raise IndexError(f"There is no puzzle {idx} in a dataset of {self.size}.")
        while True:
            puzzle = instance(instance_id(self.config.task, self.config.level, self.seed, idx))
            if not is_held_out(puzzle.prompt):
                return puzzle
            idx += self.size


def _registered() -> Mapping[str, str]:
    names = {f"symbench_{task}": task for task in tasks()}
    for name, task in names.items():
        fields = [("task", str, task)]
        config = make_dataclass(f"{name}_config", fields, bases=(SymBenchConfig,))
        register_dataset(name, SymBenchDataset, config)
    return MappingProxyType(names)


DATASETS = _registered()
"""The registered names, and the task of each."""

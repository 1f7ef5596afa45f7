"""The published instances of Combinatorial Calculation.

`combinatorial_calculation/sample_<i>/` and, for the ladder,
`combinatorial_calculation_varied_complexity/combinatorial_calculation_complexity<c>/sample_<i>/`,
each with `question.txt` and `solution.json`: numbers, target, an expression in tokens, complexity.
"""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from codesteer.symbench.original.case import Case
from codesteer.symbench.original.samples import samples
from codesteer.symbench.task import Payload
from codesteer.symbench.tasks.combinatorial_calculation import TASK

__all__ = ["payload", "read"]

_MAIN = "combinatorial_calculation"
_LADDER = "combinatorial_calculation_varied_complexity/combinatorial_calculation_complexity"


def payload(case: Case) -> Payload | None:
    """The payload of a published instance."""
    return {"numbers": case.params["numbers"], "target": case.params["target"]}


def read(root: Path) -> Iterator[Case]:
    """Every published instance, the main set first."""
    ladder = sorted(root.glob(f"{_LADDER}*"), key=_complexity)
    folders = [_MAIN, *(path.relative_to(root).as_posix() for path in ladder)]
    for sample in chain.from_iterable(samples(root, folder) for folder in folders):
        stored = sample.stored
        gold = stored["solution"]
        puzzle = {"numbers": stored["numbers"], "target": stored["target"]}
        correct = TASK.verify(puzzle, f"<<<[{', '.join(gold)}]>>>").correct
        yield Case(
            task="combinatorial_calculation",
            id=sample.id,
            question=sample.question,
            params={**puzzle, "order_fixed": True, "complexity": stored["complexity"]},
            gold=gold,
            gold_correct=correct,
            broken="" if correct else "the stored answer breaks the rules",
        )


def _complexity(folder: Path) -> int:
    """The ladder by number, not by name."""
    complexity = folder.name.rpartition("complexity")[2]
    return int(complexity) if complexity.isdecimal() else 0

"""The published instances of Combinatorial Calculation.

`combinatorial_calculation/sample_<i>/` and, for the ladder,
`combinatorial_calculation_varied_complexity/combinatorial_calculation_complexity<c>/sample_<i>/`,
each with `question.txt` and `solution.json`: numbers, target, an expression in tokens, complexity.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from codesteer.symbench.original.case import Case
from codesteer.symbench.task import Payload
from codesteer.symbench.tasks.combinatorial_calculation import TASK

__all__ = ["payload", "read"]

_LADDER = "combinatorial_calculation_varied_complexity/combinatorial_calculation_complexity*"


def payload(case: Case) -> Payload | None:
    """The payload of a published instance."""
    return {"numbers": case.params["numbers"], "target": case.params["target"]}


def read(root: Path) -> Iterator[Case]:
    """Every published instance, the main set first."""
    main = list(root.glob("combinatorial_calculation/sample_*"))
    for folder in (*sorted(main, key=_order), *sorted(root.glob(f"{_LADDER}/*"), key=_order)):
        stored = json.loads((folder / "solution.json").read_text("utf-8"))
        gold = stored["solution"]
        puzzle = {"numbers": stored["numbers"], "target": stored["target"]}
        correct = TASK.verify(puzzle, f"<<<[{', '.join(gold)}]>>>").correct
        yield Case(
            task="combinatorial_calculation",
            id=folder.relative_to(root).as_posix(),
            question=(folder / "question.txt").read_text("utf-8").strip(),
            params={**puzzle, "order_fixed": True, "complexity": stored["complexity"]},
            gold=gold,
            gold_correct=correct,
            broken="" if correct else "the stored answer breaks the rules",
        )


def _order(folder: Path) -> tuple[int, int]:
    """Ladder and sample by number, not by name."""
    complexity = folder.parent.name.rpartition("complexity")[2]
    return (int(complexity) if complexity.isdecimal() else 0, int(folder.name.split("_")[1]))

"""Reads the published instances of standard_sudoku.

A folder an instance in `standard_sudoku`: `question.txt` and `solution.json`.
"""

from collections.abc import Iterator
from pathlib import Path

from codesteer.symbench.original.case import Case
from codesteer.symbench.original.samples import samples
from codesteer.symbench.task import Payload
from codesteer.symbench.tasks.standard_sudoku import TASK

__all__ = ["payload", "read"]


def payload(case: Case) -> Payload:
    """What our verifier judges answers with."""
    return {"grid": [list(row) for row in case.params["puzzle"]]}


def read(root: Path) -> Iterator[Case]:
    """Every instance below the data set's folder, in order of their numbers."""
    for sample in samples(root, "standard_sudoku"):
        stored = sample.stored
        grid, gold = stored["puzzle"], stored["solution"]
        correct = TASK.verify({"grid": grid}, f"<<<{gold}>>>").correct
        yield Case(
            task=TASK.name,
            id=sample.id,
            question=sample.question,
            params={
                "puzzle": grid,
                "complexity": stored["complexity"],
                "blanks": sum(row.count(0) for row in grid),
            },
            gold=gold,
            gold_correct=correct,
            broken="" if correct else "the stored answer is wrong",
        )

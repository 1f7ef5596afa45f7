"""The published boards of Eight Queens.

`eight_queens_dataset/sample_<i>/`, likewise `eight_queens_dataset_2` and
`eight_queens_dataset_hard`, and for the ladder
`eight_queens_dataset_varied_complexity/eight_queens_dataset_complexity<c>/sample_<i>/`, each with
`question.txt` and `solution.json`: the rows of the board, its blocked cells and queens, a full
placement, complexity, and on the ladder the board's size.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from codesteer.symbench.original.case import Case
from codesteer.symbench.original.samples import samples
from codesteer.symbench.task import Payload
from codesteer.symbench.tasks.eight_queens import TASK

__all__ = ["payload", "read"]

_MAIN = ("eight_queens_dataset", "eight_queens_dataset_2", "eight_queens_dataset_hard")
_LADDER = "eight_queens_dataset_varied_complexity/eight_queens_dataset_complexity"


def payload(case: Case) -> Payload | None:
    """The payload of a published instance."""
    return {"board": case.params["initial_board"]}


def read(root: Path) -> Iterator[Case]:
    """Every published instance: the main set, the two others, the ladder."""
    for part in (*_MAIN, *(f"{_LADDER}{c}" for c in range(1, 6))):
        for sample in samples(root, part):
            stored = sample.stored
            board, gold = stored["initial_board"], stored["solution"]
            answer = ", ".join(f"{r} {c}" for r, c in gold)
            correct = TASK.verify({"board": board}, f"<<<{answer}>>>").correct
            yield Case(
                task="eight_queens",
                id=sample.id,
                question=sample.question,
                params={
                    "board_size": len(board),
                    "blocked_positions": stored["blocked_positions"],
                    "placed_queens": stored["placed_queens"],
                    "initial_board": board,
                    "indexing": "0-based row column",
                    "complexity": stored["complexity"],
                },
                gold=gold,
                gold_correct=correct,
                broken=_fault(stored, correct=correct),
            )


def _fault(stored: dict[str, Any], *, correct: bool) -> str:
    """What is wrong with an instance, or nothing."""
    shown = [(r, c, s) for r, row in enumerate(stored["initial_board"]) for c, s in enumerate(row)]
    for sign, cells in (("1", stored["placed_queens"]), ("X", stored["blocked_positions"])):
        if sorted(map(tuple, cells)) != [(r, c) for r, c, s in shown if s == sign]:
            return "the board shown is not the board stored"
    return "" if correct else "the stored answer breaks the rules"

"""The published instances of letter_logic_diagram: `letter_logic_diagram/sample_N`.

Each stores one completion; many have others, which are as right.
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from codesteer.symbench.original.case import Case
from codesteer.symbench.original.samples import samples
from codesteer.symbench.task import Payload
from codesteer.symbench.tasks.letter_logic_diagram import TASK

__all__ = ["payload", "read"]

_FOLDER = "letter_logic_diagram"


def payload(case: Case) -> Payload | None:
    """The grid, with "" for an empty cell."""
    return _payload(case.params["grid"])


def _payload(grid: Sequence[Sequence[str | None]]) -> Payload:
    return {"grid": [[letter or "" for letter in row] for row in grid]}


def read(root: Path) -> Iterator[Case]:
    """Every instance, by number."""
    for sample in samples(root, _FOLDER):
        stored = sample.stored
        grid, gold = stored["grid"], stored["solution"]
        right = TASK.verify(_payload(grid), f"<<<{json.dumps(gold)}>>>").correct
        yield Case(
            task=TASK.name,
            id=sample.id,
            question=sample.question,
            params={"grid": grid, "complexity": stored["complexity"]},
            gold=gold,
            gold_correct=right,
            broken="" if right else "the stored answer is wrong",
        )

"""The published instances of letter_logic_diagram: `letter_logic_diagram/sample_N`.

Each stores one completion; many have others, which are as right.
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from codesteer.symbench.original.case import Case
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
    samples = [path for path in (root / _FOLDER).glob("sample_*") if path.name[7:].isdecimal()]
    for sample in sorted(samples, key=lambda path: int(path.name[7:])):
        stored = json.loads((sample / "solution.json").read_text("utf-8"))
        grid, gold = stored["grid"], stored["solution"]
        right = TASK.verify(_payload(grid), f"<<<{json.dumps(gold)}>>>").correct
        yield Case(
            task=TASK.name,
            id=f"{_FOLDER}/{sample.name}",
            question=(sample / "question.txt").read_text("utf-8").strip(),
            params={"grid": grid, "complexity": stored["complexity"]},
            gold=gold,
            gold_correct=right,
            broken="" if right else "the stored answer is wrong",
        )

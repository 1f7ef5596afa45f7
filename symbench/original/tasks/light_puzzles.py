"""The published instances of light_puzzles: `light_puzzles_dataset/sample_<n>`."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from codesteer.symbench.original.case import Case
from codesteer.symbench.original.samples import samples
from codesteer.symbench.task import Payload
from codesteer.symbench.tasks.light_puzzles import TASK

__all__ = ["payload", "read"]

_FOLDER = "light_puzzles_dataset"


def payload(case: Case) -> Payload:
    """The published grid, buttons and presses; cells are (row, column)."""
    return {
        "grid": case.params["initial_state"],
        "buttons": case.params["buttons"],
        "presses": case.params["operations"],
    }


def read(root: Path) -> Iterator[Case]:
    """Every instance, by number."""
    for sample in samples(root, _FOLDER):
        stored = sample.stored
        case = Case(
            task=TASK.name,
            id=sample.id,
            question=sample.question,
            params={name: value for name, value in stored.items() if name != "solution"},
            gold=stored["solution"],
        )
        right = TASK.verify(payload(case), f"<<<{','.join(map(str, case.gold))}>>>").correct
        broken = "" if right else "the stored grid is not the one after the last press"
        yield replace(case, gold_correct=right, broken=broken)

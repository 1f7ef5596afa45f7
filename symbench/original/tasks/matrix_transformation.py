"""The published matrices of matrix_transformation: `matrix_transformation_dataset/sample_*`."""

import json
from collections.abc import Iterator
from pathlib import Path

from codesteer.symbench.original.case import Case
from codesteer.symbench.task import Payload
from codesteer.symbench.tasks.matrix_transformation import TASK

__all__ = ["payload", "read"]

FOLDER = "matrix_transformation_dataset"


def payload(case: Case) -> Payload | None:
    """The matrix before its turn."""
    return {"matrix": case.params["matrix"]}


def read(root: Path) -> Iterator[Case]:
    """Every sample, in the order of their numbers."""
    for folder in sorted((root / FOLDER).glob("sample_*"), key=lambda path: int(path.name[7:])):
        stored = json.loads((folder / "solution.json").read_text("utf-8"))
        gold = stored["formatted_solution"]
        right = TASK.verify({"matrix": stored["matrix"]}, f"<<<{gold}>>>").correct
        yield Case(
            task=TASK.name,
            id=f"{FOLDER}/{folder.name}",
            question=(folder / "question.txt").read_text("utf-8").strip(),
            params={
                "matrix": stored["matrix"],
                "rotation": "90 clockwise",
                "complexity": stored["complexity"],
            },
            gold=gold,
            gold_correct=right,
            broken="" if right else "the stored matrix is wrong",
        )

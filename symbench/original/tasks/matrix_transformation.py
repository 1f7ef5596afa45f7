"""The published matrices of matrix_transformation: `matrix_transformation_dataset/sample_*`."""

from collections.abc import Iterator
from pathlib import Path

from codesteer.symbench.original.case import Case
from codesteer.symbench.original.samples import samples
from codesteer.symbench.task import Payload
from codesteer.symbench.tasks.matrix_transformation import TASK

__all__ = ["payload", "read"]

FOLDER = "matrix_transformation_dataset"


def payload(case: Case) -> Payload | None:
    """The matrix before its turn."""
    return {"matrix": case.params["matrix"]}


def read(root: Path) -> Iterator[Case]:
    """Every sample, in the order of their numbers."""
    for sample in samples(root, FOLDER):
        stored = sample.stored
        gold = stored["formatted_solution"]
        right = TASK.verify({"matrix": stored["matrix"]}, f"<<<{gold}>>>").correct
        yield Case(
            task=TASK.name,
            id=sample.id,
            question=sample.question,
            params={
                "matrix": stored["matrix"],
                "rotation": "90 clockwise",
                "complexity": stored["complexity"],
            },
            gold=gold,
            gold_correct=right,
            broken="" if right else "the stored matrix is wrong",
        )

"""The published matrices of pattern_recognition: `pattern_recognition/sample_*`.

`pattern_recognition_dataset.json` beside them holds the same instances once more and is not read.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from codesteer.symbench.original.case import Case
from codesteer.symbench.original.samples import samples
from codesteer.symbench.task import Payload
from codesteer.symbench.tasks.pattern_recognition import TASK

__all__ = ["payload", "read"]

FOLDER = "pattern_recognition"
_MATRIX = re.compile(r"^[A-Z](?: [A-Z])+$", re.MULTILINE)


def payload(case: Case) -> Payload | None:
    """The matrix; its square is the largest one, of which each published matrix has one."""
    return {"matrix": case.params["matrix"]}


def read(root: Path) -> Iterator[Case]:
    """Every sample, in the order of their numbers; the matrix stands in the question only."""
    for sample in samples(root, FOLDER):
        stored, question = sample.stored, sample.question
        matrix = [row.replace(" ", "") for row in _MATRIX.findall(question)]
        gold = [stored["row"], stored["column"]]
        right = TASK.verify({"matrix": matrix}, f"<<<{gold}>>>").correct
        yield Case(
            task=TASK.name,
            id=sample.id,
            question=question,
            params={
                "matrix": matrix,
                "min_side": 3,
                "indexing": "0-based",
                "square_side": _side(matrix, gold),
                "complexity": stored["complexity"],
            },
            gold=gold,
            gold_correct=right,
            broken="" if right else "the stored corner is not that of the only largest square",
        )


def _side(matrix: list[str], corner: list[int]) -> int:
    """Side of the largest square that ends at a corner."""
    row, column = corner
    side = 1
    while side <= min(row, column):
        lines = matrix[row - side : row + 1]
        if len({letter for line in lines for letter in line[column - side : column + 1]}) > 1:
            break
        side += 1
    return side

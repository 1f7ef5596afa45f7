"""Reads the published instances of game_2048.

A folder an instance in `2048_dataset`: `question.txt` and `solution.json`, whose start position
counts from 0 where the question counts from 1.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from codesteer.symbench.original.case import Case
from codesteer.symbench.original.samples import samples
from codesteer.symbench.task import Payload
from codesteer.symbench.tasks.game_2048 import TASK

__all__ = ["payload", "read"]


def payload(case: Case) -> Payload:
    """What our verifier judges answers with; nothing moves where the start cell is empty."""
    first = 1 if case.params["start_pos_is_zero_based"] else 0
    return {
        "grid": [list(row) for row in case.params["grid"]],
        "start": [n + first for n in case.params["start_pos"]],
        "moves": case.params["moves"],
    }


def read(root: Path) -> Iterator[Case]:
    """Every instance below the data set's folder, in order of their numbers."""
    for sample in samples(root, "2048_dataset"):
        stored, question = sample.stored, sample.question
        row, column = stored["start_pos"]
        case = Case(
            task=TASK.name,
            id=f"2048/{sample.name}",
            question=question,
            params={
                "grid": stored["grid"],
                "start_pos": stored["start_pos"],
                "start_pos_is_zero_based": True,
                "moves": stored["moves"],
                "complexity": stored["complexity"],
            },
            gold=stored["solution"],
        )
        correct = TASK.verify(payload(case), f"<<<{case.gold}>>>").correct
        broken = "" if correct else "the stored answer is wrong"
        if not stored["grid"][row][column]:
            broken = "the start cell is empty: there is no tile to move"
        yield replace(case, gold_correct=correct, broken=broken)

"""The published grids of logical_puzzle: `logic_puzzle_dataset/sample_*`.

Cells count from 0, selected numbers differ and the corner is one of them, as the questions mean it.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from codesteer.symbench.original.case import Case
from codesteer.symbench.original.samples import samples
from codesteer.symbench.task import Payload
from codesteer.symbench.tasks.logical_puzzle import TASK

__all__ = ["payload", "read"]

FOLDER = "logic_puzzle_dataset"
_PICKS = re.compile(r"select ([0-9]+) different numbers")


def payload(case: Case) -> Payload | None:
    """The grid and its rule; None where no selection keeps it."""
    rule = case.params["constraint"]
    limit = int(rule.removeprefix("sum_le_")) if rule.startswith("sum_le_") else None
    picks = case.params["num_selections"]
    judged = {"grid": case.params["grid"], "picks": picks, "limit": limit}
    try:
        TASK.solve(judged)
    except ValueError:
        return None
    return judged


def read(root: Path) -> Iterator[Case]:
    """Every sample, in the order of their numbers; the number of cells stands in the question."""
    for sample in samples(root, FOLDER):
        stored, question = sample.stored, sample.question
        picks = _PICKS.search(question)
        case = Case(
            task=TASK.name,
            id=sample.id,
            question=question,
            params={
                "grid": stored["grid"],
                "num_selections": int(picks[1]) if picks else len(stored["solution"]),
                "constraint": stored["constraints"]["type"],
                "start_cell": [0, len(stored["grid"]) - 1],
                "indexing": "0-based row column",
                "complexity": stored["complexity"],
            },
            gold=stored["solution"],
        )
        yield _judged(case)


def _judged(case: Case) -> Case:
    judged = payload(case)
    right, broken = False, "no selection keeps all rules"
    if judged is not None:
        right = TASK.verify(judged, f"<<<{case.gold}>>>").correct
        broken = "" if right else "the stored selection breaks a rule"
    return replace(case, gold_correct=right, broken=broken)

"""Reads the published instances of game_24.

A table a target and count of numbers: `game24_dataset/24/24.csv` without answers, and
`game24_dataset/TARGET/TARGET_COUNT_number.csv` with one answer a row. The tables hold no questions;
ours stand in. Of the longer lists some answers reach the target only nearly.
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from codesteer.symbench.original.case import Case
from codesteer.symbench.task import Payload
from codesteer.symbench.tasks.game_24 import TASK

__all__ = ["payload", "read"]


def payload(case: Case) -> Payload:
    """What our verifier judges answers with."""
    return {"numbers": list(case.params["numbers"]), "target": case.params["target"]}


def read(root: Path) -> Iterator[Case]:
    """Every instance below the data set's folder, by target and count of numbers.

    An id ends in the number of its row, counted from 0 below the head of the table.
    """
    for file in sorted((root / "game24_dataset").glob("*/*.csv"), key=_target_and_count):
        target, _ = _target_and_count(file)
        with open(file, encoding="utf-8", newline="") as table:
            for number, row in enumerate(csv.DictReader(table)):
                yield _case(f"game24_dataset/{target}/{file.name}#{number}", row, target)


def _target_and_count(file: Path) -> tuple[int, int]:
    """The target, and how many numbers the file's name says; 0 where it does not."""
    _, _, rest = file.stem.partition("_")
    return int(file.parent.name), int(rest.removesuffix("_number") or 0)


def _case(case_id: str, row: dict[str, str], target: int) -> Case:
    params: dict[str, Any] = {"numbers": list(map(int, row["Puzzles"].split())), "target": target}
    if "Solved rate" in row:
        params["human_solved_rate"] = row["Solved rate"]
    gold = row.get("Solutions")
    correct = None if gold is None else TASK.verify(params, f"<<<{gold}>>>").correct
    return Case(
        task=TASK.name,
        id=case_id,
        question=TASK.prompt(params),
        params=params,
        gold=gold,
        gold_correct=correct,
        broken="the stored answer misses the target" if correct is False else "",
    )

"""Reads the published instances of number_multiply.

A folder an instance, in `number_multiply/digit_...` and, for the curve of growing difficulty, in
`number_multiply_varied_complexity/digit_...`: `input_prompt_1.txt`, `input_value_list.txt` and
`target_answer.txt`.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from codesteer.symbench.original.case import Case
from codesteer.symbench.task import Payload
from codesteer.symbench.tasks.number_multiply import TASK

__all__ = ["payload", "read"]

_FOLDERS = ("number_multiply", "number_multiply_varied_complexity")


def payload(case: Case) -> Payload:
    """What our verifier judges answers with."""
    return {"factors": list(case.params["factors"])}


def read(root: Path) -> Iterator[Case]:
    """Every instance below the data set's folder: by digits of the factors, then by number."""
    for folder in _FOLDERS:
        files = (root / folder).glob("digit_*/sample_*/input_value_list.txt")
        for file in sorted(files, key=lambda file: (_digits(file), _number(file))):
            params = {"factors": json.loads(file.read_text("utf-8")), "digits": _digits(file)}
            gold = file.with_name("target_answer.txt").read_text("utf-8").strip()
            correct = TASK.verify(params, f"<<<{gold}>>>").correct
            yield Case(
                task=TASK.name,
                id=f"{folder}/{file.parents[1].name}/{file.parent.name}",
                question=file.with_name("input_prompt_1.txt").read_text("utf-8").strip(),
                params=params,
                gold=int(gold),
                gold_correct=correct,
                broken="" if correct else "the stored answer is wrong",
            )


def _digits(file: Path) -> list[int]:
    return [int(digits) for digits in file.parents[1].name.split("_")[1:]]


def _number(file: Path) -> int:
    return int(file.parent.name.removeprefix("sample_"))

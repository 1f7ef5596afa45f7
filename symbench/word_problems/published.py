"""The published problems of the MATH data set, and by what published answers are judged."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from codesteer.latex import Form, Quantity, read_quantity
from codesteer.symbench.original.case import Case
from codesteer.symbench.task import Payload

__all__ = ["ANSWER_FORM", "TOLERANCE", "math_payload", "published_answer", "read_math", "read_rows"]

TOLERANCE = "1/1000"
"""Relative deviation with which the authors of the published data compare numbers."""
ANSWER_FORM = (
    "Output final answer with the format <<<answer>>> such as <<<123.42>>>, <<<125.0>>>, "
    "<<<-9867>>>.\nYour answer: "
)
"""The line that the authors put below a published problem, part of what a model was shown."""

_FORMS: tuple[Form, ...] = ("currency", "degrees", "expression", "percent", "units")
_BOXED = re.compile(r"\\(?:boxed|fbox)\s*\{")


def published_answer(case: Case) -> str | None:
    """The answer to judge a published problem by; None where none is known to be right.

    A value that was derived from the text comes before the stored one.
    """
    params: Any = case.params
    if params.get("true_value") is not None:
        return str(params["true_value"])
    if not case.gold_correct or case.gold is None:
        return None
    gold, numeric = str(case.gold), params.get("gold_numeric")
    return gold if _quantity(gold) or numeric is None else str(numeric)


def math_payload(case: Case) -> Payload | None:
    """What a verifier judges answers to a MATH problem with; None where no answer is known."""
    answer = published_answer(case)
    if answer is None:
        return None
    return {
        "kind": "published",
        "problem": case.params["problem"],
        "answer": answer,
        "tolerance": TOLERANCE,
        "rounded": True,
    }


def read_math(task: str, folder: Path, where: str) -> Iterator[Case]:
    """The problems of a folder with one JSON file each, by number.

    Args:
        task: Our name of the task.
        folder: The folder; it may be missing.
        where: Its name below the data set's folder, the beginning of the ids.
    """
    for path in sorted(folder.glob("*.json"), key=lambda path: (len(path.stem), path.stem)):
        row = json.loads(path.read_text("utf-8"))
        yield _case(task, f"{where}/{path.name}", row)


def read_rows(
    task: str, rows: Iterable[Mapping[str, Any]], kind: str, where: str
) -> Iterator[Case]:
    """The problems of one kind among rows of the data set's copies, which have no file names.

    Args:
        task: Our name of the task.
        rows: Each with `problem`, `level`, `type` and `solution`.
        kind: The `type` of those to read.
        where: The beginning of the ids.
    """
    for index, row in enumerate(rows):
        if row["type"] == kind:
            yield _case(task, f"{where}#{index}", row)


def _case(task: str, case_id: str, row: Mapping[str, Any]) -> Case:
    gold = _last_boxed(row["solution"])
    params = {
        "problem": row["problem"],
        "level": row["level"],
        "type": row["type"],
        "gold_numeric": None if gold is None else _numeric(gold),
        "relative_tolerance": 0.001,
    }
    return Case(
        task=task,
        id=case_id,
        question=f"{row['problem']}\n\n{ANSWER_FORM}",
        params=params,
        gold=gold,
        gold_correct=None if gold is None else True,
        broken="its solution gives no answer" if gold is None else "",
    )


def _last_boxed(solution: str) -> str | None:
    """The content of the last box of a solution."""
    boxes = list(_BOXED.finditer(solution))
    if not boxes:
        return None
    depth, start = 1, boxes[-1].end()
    for at in range(start, len(solution)):
        depth += {"{": 1, "}": -1}.get(solution[at], 0)
        if depth == 0:
            return solution[start:at]
    return None


def _quantity(gold: str) -> Quantity | None:
    return read_quantity(gold, _FORMS) or read_quantity(gold, _FORMS, point=True)


def _numeric(gold: str) -> str | None:
    """The value of an answer to twenty digits; None where it is no single number."""
    import sympy

    found = _quantity(gold)
    if found is None or len(found.values) != 1:
        return None
    value = found.values[0]
    return str(sympy.N(sympy.Rational(str(value)) if hasattr(value, "numerator") else value, 20))

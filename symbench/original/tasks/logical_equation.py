"""The published instances of logical_equation: `logical_equation/sample_<letters>_<n>_<i>`.

The folders name the numbers of letters and of statements. The prompts do not say that the letters
have different values; as in the authors' generator, they do. Everything stands in the question
only; the stored file has an assignment.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from codesteer.symbench.original.case import Case
from codesteer.symbench.original.samples import samples
from codesteer.symbench.task import Payload
from codesteer.symbench.tasks.logical_equation import TASK

__all__ = ["payload", "read"]

_FOLDER = "logical_equation"
_NUMBERS = re.compile(r"one of the numbers ([0-9, ]+)\.")
_NUMBERED = re.compile(r"^[0-9]+\. (.+?)\s*$", re.MULTILINE)
_STATEMENT = re.compile(
    r"([A-Z]) (?:= (?:([0-9]+)(?:\.([0-9]))?)?([A-Z])|([+-]) ([A-Z]) = (-?[0-9]+)|> ([A-Z]))"
)


def payload(case: Case) -> Payload:
    """The published numbers and statements."""
    return {
        "values": case.params["values"],
        "statements": [_statement(text) for text in case.params["constraints"]],
    }


def _statement(text: str) -> dict[str, str | int]:
    match = _STATEMENT.fullmatch(text)
    if match is None:
        raise ValueError(f"no statement: {text!r}")
    left, whole, tenths, equal, sign, other, value, smaller = match.groups()
    if equal:
        times = 10 * int(whole or 1) + int(tenths or 0)
        return {"kind": "ratio", "left": left, "right": equal, "value": times}
    if sign:
        kind = "sum" if sign == "+" else "difference"
        return {"kind": kind, "left": left, "right": other, "value": int(value)}
    return {"kind": "greater", "left": left, "right": smaller, "value": 0}


def read(root: Path) -> Iterator[Case]:
    """Every instance, by numbers of letters and statements."""
    for sample in samples(root, _FOLDER):
        question = sample.question
        numbers = _NUMBERS.search(question)
        if numbers is None:
            raise ValueError(f"{sample.id} has no numbers")
        values = [int(number) for number in numbers[1].split(",")]
        case = Case(
            task=TASK.name,
            id=sample.id,
            question=question,
            params={
                "num_letters": len(values),
                "values": values,
                "constraints": _NUMBERED.findall(question),
                "each_value_used_exactly_once": True,
            },
            gold=sample.stored,
        )
        right = TASK.verify(payload(case), f"<<<{case.gold}>>>").correct
        broken = "" if right else "the stored values do not keep the rules"
        yield replace(case, gold_correct=right, broken=broken)

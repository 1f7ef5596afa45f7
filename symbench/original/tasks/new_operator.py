"""The published instances of new_operator: `new_operator_dataset/sample_<n>`.

Their prompts state no order of operations; like the prompts of ours, they are read from left to
right. The expression stands in the question only.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from codesteer.symbench.original.case import Case
from codesteer.symbench.original.samples import samples
from codesteer.symbench.task import Payload
from codesteer.symbench.tasks.new_operator import TASK

__all__ = ["payload", "read"]

_FOLDER = "new_operator_dataset"
_SUM = re.compile(r"([0-9]+)\*a\+([0-9]+)\*b")
_PRODUCT = re.compile(r"([0-9]+)\*a\*b")
_CALCULATE = re.compile(r"^Calculate (.+)\.$", re.MULTILINE)


def payload(case: Case) -> Payload:
    """The published definitions and expression."""
    definitions = case.params["definitions"].items()
    return {
        "operators": {symbol: _definition(formula) for symbol, formula in definitions},
        "expression": case.params["expression"],
    }


def _definition(formula: str) -> dict[str, str | int]:
    formula = formula.replace(" ", "")
    if match := _SUM.fullmatch(formula):
        return {"kind": "sum", "p": int(match[1]), "q": int(match[2])}
    if match := _PRODUCT.fullmatch(formula):
        return {"kind": "product", "p": int(match[1])}
    if formula != "(a+b)/b":
        raise ValueError(f"no operator is defined by {formula!r}")
    return {"kind": "ratio"}


def read(root: Path) -> Iterator[Case]:
    """Every instance, by number."""
    for sample in samples(root, _FOLDER):
        stored, question = sample.stored, sample.question
        asked = _CALCULATE.search(question)
        if asked is None:
            raise ValueError(f"{sample.id} asks for no expression")
        case = Case(
            task=TASK.name,
            id=sample.id,
            question=question,
            params={
                "definitions": stored["operator_definitions"],
                "expression": asked[1],
                "complexity": stored["complexity"],
            },
            gold=stored["solution"],
        )
        right = TASK.verify(payload(case), f"<<<{case.gold}>>>").correct
        broken = "" if right else "the stored number is not the value from left to right"
        yield replace(case, gold_correct=right, broken=broken)

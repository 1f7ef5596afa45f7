"""Reads the published instances of synthesis_decomposition.

A folder an instance in `synthesis_decomposition_dataset`: `question.txt`, the only place of the
methods, and `solution.json`, whose answers always have five counts, A to C, X and Y.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from codesteer.symbench.original.case import Case
from codesteer.symbench.original.samples import samples
from codesteer.symbench.task import Payload
from codesteer.symbench.tasks.synthesis_decomposition import TASK

__all__ = ["payload", "read"]

_STORED_ORDER = "ABCXY"
_METHOD = re.compile(r"Method [0-9]+: (.*?) can be exchanged for (.*?),")
_UNITS = re.compile(r"([0-9]+) units? of (?:crop|product) ([A-Z])")
_ORDER = re.compile(r"\[(?:(?:remaining|obtained)_[A-Z](?:, )?)+\]")


def payload(case: Case) -> Payload:
    """What our verifier judges answers with; in every instance a method is once per cycle."""
    return {
        "initial": dict(case.params["initial"]),
        "methods": [
            {"input": dict(method["input"]), "output": dict(method["output"])}
            for method in case.params["methods"]
        ],
        "order": list(case.params["output_order"]),
    }


def read(root: Path) -> Iterator[Case]:
    """Every instance below the data set's folder, in order of their numbers.

    Raises:
        ValueError: A question does not say the order of its counts.
    """
    for sample in samples(root, "synthesis_decomposition_dataset"):
        stored, question = sample.stored, sample.question
        params = _params(question, stored)
        answer = dict(zip(_STORED_ORDER, map(int, stored["solution"]["answer"]), strict=True))
        case = Case(
            task=TASK.name,
            id=sample.id,
            question=question,
            params=params,
            gold=[answer[kind] for kind in params["output_order"]],
        )
        correct = TASK.verify(payload(case), f"<<<{case.gold}>>>").correct
        broken = "" if correct else "the stored answer is wrong"
        yield replace(case, gold_correct=correct, broken=broken)


def _params(question: str, stored: dict[str, Any]) -> dict[str, Any]:
    order = _ORDER.search(question)
    if order is None:
        raise ValueError(f"no order of counts: {question[-200:]!r}")
    return {
        "initial": stored["initial_state"],
        "methods": [
            {"input": _units(given), "output": _units(got)}
            for given, got in _METHOD.findall(question)
        ],
        "output_order": re.findall(r"_([A-Z])", order.group()),
        "each_method_once_per_cycle": True,
        "complexity": stored["complexity"],
    }


def _units(text: str) -> dict[str, int]:
    return {kind: int(n) for n, kind in _UNITS.findall(text)}

"""The published instances of string_synthesis: `string_synthesis/sample_N`.

The stored answers are those of our rule of order, which the published question does not state.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from codesteer.symbench.original.case import Case
from codesteer.symbench.task import Payload
from codesteer.symbench.tasks.string_synthesis import TASK

__all__ = ["payload", "read"]

_FOLDER = "string_synthesis"
_KINDS = ["[A]", "[B]", "[C]", "{A}", "{B}", "{C}", "(A)", "(B)", "(C)"]
_METHODS: list[dict[str, dict[str, int]]] = [
    {"input": {"[A]": 1, "[B]": 1, "[C]": 1}, "output": {"{A}": 1}},
    {"input": {"[A]": 1, "[B]": 1}, "output": {"{C}": 1}},
    {"input": {"[B]": 1, "[C]": 1}, "output": {"{B}": 1}},
    {"input": {"[C]": 2}, "output": {"{C}": 1}},
    {"input": {"{A}": 1, "{C}": 1}, "output": {"(A)": 1, "(B)": 1}},
    {"input": {"{B}": 2}, "output": {"(C)": 1}},
]


def payload(case: Case) -> Payload | None:
    """The blocks at the start; methods and their order are the same in every instance."""
    return _payload(case.params["initial"])


def _payload(initial: dict[str, Any]) -> Payload:
    return {"start": [initial.get(kind, 0) for kind in _KINDS], "methods": [1, 2, 3, 4, 5, 6]}


def read(root: Path) -> Iterator[Case]:
    """Every instance, by number."""
    samples = [path for path in (root / _FOLDER).glob("sample_*") if path.name[7:].isdecimal()]
    for sample in sorted(samples, key=lambda path: int(path.name[7:])):
        stored = json.loads((sample / "solution.json").read_text("utf-8"))
        initial = {f"[{letter}]": stored[f"{letter}_count"] for letter in "ABC"}
        gold = stored["final_counts"]
        right = TASK.verify(_payload(initial), f"<<<{gold}>>>").correct
        yield Case(
            task=TASK.name,
            id=f"{_FOLDER}/{sample.name}",
            question=(sample / "question.txt").read_text("utf-8").strip(),
            params={
                "initial": initial,
                "methods": _METHODS,
                "output_order": _KINDS,
                "each_method_repeated_until_exhausted": True,
                "complexity": stored["complexity"],
            },
            gold=gold,
            gold_correct=right,
            broken="" if right else "the stored answer is wrong",
        )

"""The published instances of string_synthesis: `string_synthesis/sample_N`.

The stored answers are those of our rule of order, which the published question does not state.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from codesteer.symbench.original.case import Case
from codesteer.symbench.original.samples import samples
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
    for sample in samples(root, _FOLDER):
        stored = sample.stored
        initial = {f"[{letter}]": stored[f"{letter}_count"] for letter in "ABC"}
        gold = stored["final_counts"]
        right = TASK.verify(_payload(initial), f"<<<{gold}>>>").correct
        yield Case(
            task=TASK.name,
            id=sample.id,
            question=sample.question,
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

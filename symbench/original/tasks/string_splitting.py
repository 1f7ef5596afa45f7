"""The published instances of String Splitting: `string_splitting/sample_<i>/`.

Each folder has `question.txt`, which gives the machines at the start and the methods in one of
three wordings, and `solution.json`: the final counts and the complexity. The methods are the same
in all of them. Each is carried out once per visit: that is how the stored counts were found.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from codesteer.symbench.original.case import Case
from codesteer.symbench.original.samples import samples
from codesteer.symbench.task import Payload
from codesteer.symbench.tasks.string_splitting import KINDS, TASK

__all__ = ["payload", "read"]

_METHODS = [
    {"input": {"A": 1}, "output": {"X": 2, "Y": 1}},
    {"input": {"B": 2}, "output": {"X": 1}},
    {"input": {"C": 2}, "output": {"Y": 1}},
    {"input": {"B": 1, "C": 1}, "output": {"A": 1}},
    {"input": {"X": 1, "Y": 1}, "output": {"Z": 1}},
]
_START = re.compile(r"([0-9]+) units? of Machine ([ABC])\b")


def payload(case: Case) -> Payload | None:
    """The payload of a published instance."""
    return {"initial": case.params["initial"], "methods": case.params["methods"]}


def read(root: Path) -> Iterator[Case]:
    """Every published instance."""
    for sample in samples(root, "string_splitting"):
        question, stored = sample.question, sample.stored
        gold = stored["expected_answer"]
        given = question.partition("Initially")[2].partition("?")[0]
        initial = {kind: int(count) for count, kind in _START.findall(given)}
        puzzle = {"initial": initial, "methods": _METHODS}
        correct = TASK.verify(puzzle, f"<<<{json.dumps(gold)}>>>").correct
        yield Case(
            task="string_splitting",
            id=sample.id,
            question=question,
            params={
                **puzzle,
                "output_order": list(KINDS),
                "each_method_once_per_cycle": True,
                "complexity": stored["complexity"],
            },
            gold=gold,
            gold_correct=correct,
            broken="" if correct else "the stored counts are not those of the rules",
        )

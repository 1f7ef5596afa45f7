"""The published instances of string_insertion: `string_insertion/sample_N`."""

import json
from collections.abc import Iterator
from pathlib import Path

from codesteer.symbench.original.case import Case
from codesteer.symbench.task import Payload
from codesteer.symbench.tasks.string_insertion import TASK

__all__ = ["payload", "read"]

_FOLDER = "string_insertion"
_RULES = {"ABCD": "A", "BCDE": "B", "CDEA": "C", "DEAB": "D", "EABC": "E"}


def payload(case: Case) -> Payload | None:
    """The string; the rules are the same in every instance."""
    return {"text": case.params["original_string"]}


def read(root: Path) -> Iterator[Case]:
    """Every instance, by number."""
    samples = [path for path in (root / _FOLDER).glob("sample_*") if path.name[7:].isdecimal()]
    for sample in sorted(samples, key=lambda path: int(path.name[7:])):
        stored = json.loads((sample / "solution.json").read_text("utf-8"))
        text, gold = stored["original_string"], stored["modified_string"]
        right = TASK.verify({"text": text}, f"<<<{gold}>>>").correct
        yield Case(
            task=TASK.name,
            id=f"{_FOLDER}/{sample.name}",
            question=(sample / "question.txt").read_text("utf-8").strip(),
            params={
                "original_string": text,
                "rules": _RULES,
                "complexity": stored["complexity"],
            },
            gold=gold,
            gold_correct=right,
            broken="" if right else "the stored answer is wrong",
        )

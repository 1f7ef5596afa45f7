"""The published instances of string_insertion: `string_insertion/sample_N`."""

from collections.abc import Iterator
from pathlib import Path

from codesteer.symbench.original.case import Case
from codesteer.symbench.original.samples import samples
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
    for sample in samples(root, _FOLDER):
        stored = sample.stored
        text, gold = stored["original_string"], stored["modified_string"]
        right = TASK.verify({"text": text}, f"<<<{gold}>>>").correct
        yield Case(
            task=TASK.name,
            id=sample.id,
            question=sample.question,
            params={
                "original_string": text,
                "rules": _RULES,
                "complexity": stored["complexity"],
            },
            gold=gold,
            gold_correct=right,
            broken="" if right else "the stored answer is wrong",
        )

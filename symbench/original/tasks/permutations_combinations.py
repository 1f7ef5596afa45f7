"""Reads the published instances of permutations_combinations.

A folder an instance in `permutations_and_combinations`: `question.txt` and `solution.json`, which
holds the conditions as text.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from codesteer.symbench.original.case import Case
from codesteer.symbench.original.samples import samples
from codesteer.symbench.task import Payload
from codesteer.symbench.tasks.permutations_combinations import TASK

__all__ = ["payload", "read"]

_CONDITION = re.compile(
    r"[0-9]+\. Book ([A-Z]) (?:(must be placed in position|cannot be placed in position) ([0-9]+)|"
    r"(must be to the left of|must be to the right of|must be adjacent to) book ([A-Z]))\."
)
_KINDS = {
    "must be placed in position": "fixed",
    "cannot be placed in position": "notpos",
    "must be to the left of": "left",
    "must be to the right of": "right",
    "must be adjacent to": "adj",
}


def payload(case: Case) -> Payload:
    """What our verifier judges answers with."""
    return {
        "items": list(case.params["items"]),
        "constraints": [list(condition) for condition in case.params["constraints"]],
    }


def read(root: Path) -> Iterator[Case]:
    """Every instance below the data set's folder, in order of their numbers.

    Raises:
        ValueError: A condition is of no known kind.
    """
    for sample in samples(root, "permutations_and_combinations"):
        stored = sample.stored
        case = Case(
            task=TASK.name,
            id=sample.id,
            question=sample.question,
            params={
                "items": stored["items"],
                "constraints": [
                    _condition(line) for line in stored["constraints_text"].splitlines()
                ],
                "complexity": stored["complexity"],
            },
            gold=stored["correct_solution"],
        )
        correct = TASK.verify(payload(case), f"<<<{json.dumps(case.gold)}>>>").correct
        broken = "" if correct else "the stored answer is wrong"
        yield replace(case, gold_correct=correct, broken=broken)


def _condition(line: str) -> list[str | int]:
    match = _CONDITION.fullmatch(line.strip())
    if match is None:
        raise ValueError(f"no condition: {line!r}")
    book, place_words, place, book_words, other = match.groups()
    if place_words:
        return [_KINDS[place_words], book, int(place)]
    return [_KINDS[book_words], book, other]

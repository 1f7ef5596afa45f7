"""The published instances of string_deletion_modification.

They are in `string_deletion_and_modification/sample_N`; their rules are sentences. The stored
answers are those of our rule of order, which the published question does not state.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from codesteer.symbench.original.case import Case
from codesteer.symbench.original.samples import samples
from codesteer.symbench.task import Payload
from codesteer.symbench.tasks.string_deletion_modification import TASK

__all__ = ["payload", "read"]

_FOLDER = "string_deletion_and_modification"
_ORDER = "always apply the first applicable rule, then restart from rule 1"
_CONDITIONS = (
    (re.compile(r"\b(?:prefix is|starts with) '([abc]+)'"), "start {}"),
    (re.compile(r"\b(?:suffix is|ends with) '([abc]+)'"), "end {}"),
    (re.compile(r"\bcontains '([abc]+)' \(not at the start\)"), "later {}"),
    (re.compile(r"\bcontains '([abc]+)'"), "in {}"),
    (re.compile(r"\beven number of '([abc])'"), "even {}"),
    (re.compile(r"\blength is greater than 15()"), "long"),
)


def payload(case: Case) -> Payload | None:
    """The string and our names of the rules."""
    rules = [_name(sentence) for sentence in case.params["rules"]]
    return {"text": case.params["initial_string"], "rules": rules}


def _name(sentence: str) -> str:
    """Our name of a published rule: no two of them share their condition."""
    for pattern, name in _CONDITIONS:
        if match := pattern.search(sentence):
            return name.format(match.group(1))
    raise ValueError(f"unknown rule: {sentence}")


def read(root: Path) -> Iterator[Case]:
    """Every instance, by number."""
    for sample in samples(root, _FOLDER):
        stored = sample.stored
        case = Case(
            task=TASK.name,
            id=sample.id,
            question=sample.question,
            params={
                "initial_string": stored["initial_string"],
                "rules": stored["selected_rules"],
                "complexity": stored["complexity"],
                "order": _ORDER,
            },
            gold=stored["final_string"],
        )
        right = TASK.verify(payload(case) or {}, f"<<<{case.gold}>>>").correct
        broken = "" if right else "the stored answer is wrong"
        yield replace(case, gold_correct=right, broken=broken)

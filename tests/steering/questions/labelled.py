"""Reads labelled questions, and SymBench's as its tasks are labelled."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from codesteer.steering.guides.formulations import Family
from codesteer.symbench.registry import find_task, instance, instance_id

__all__ = ["FAMILIES", "UNSEEN", "LabelledQuestion", "questions", "symbench"]

FAMILIES = frozenset(get_args(Family))
UNSEEN = frozenset(
    {
        "combinatorial_calculation", "cryptanalysis", "eight_queens", "game_2048", "letters",
        "number_multiply", "permutations_combinations", "string_splitting",
        "synthesis_decomposition",
    }
)  # fmt: skip
"""Tasks that the paper trained no guide on, and ours was not tuned on."""
_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class LabelledQuestion:
    """A question, what sort it is, and the families that are acceptable."""

    id: str
    kind: str
    text: str
    acceptable: frozenset[str]


def questions(name):
    """The questions of a file: "outside" or "development"."""
    data = tomllib.loads((_FOLDER / f"{name}.toml").read_text("utf-8"))
    return tuple(
        LabelledQuestion(q["id"], q["kind"], q["text"], frozenset(q["acceptable"]))
        for q in data["question"]
    )


def symbench(*, levels=(1, 3, 5), seed=77):
    """One instance of every task at each of some levels."""
    data = tomllib.loads((_FOLDER / "symbench.toml").read_text("utf-8"))
    for task in data["task"]:
        name = find_task(task["name"]).name
        for level in levels:
            puzzle = instance(instance_id(name, level, seed))
            acceptable = frozenset(task["acceptable"])
            yield LabelledQuestion(str(puzzle.id), name, puzzle.prompt, acceptable)

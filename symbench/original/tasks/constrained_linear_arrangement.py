"""The published games of constrained_linear_arrangement: `constrained_linear_arrangement/sample_*`.

Their stored answers follow a judge that saw generation and overcoming from one side only; the
questions state them for both sides, and that is what counts here.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from codesteer.symbench.original.case import Case
from codesteer.symbench.original.samples import samples
from codesteer.symbench.task import Payload
from codesteer.symbench.tasks.constrained_linear_arrangement import TASK

__all__ = ["payload", "read"]

FOLDER = "constrained_linear_arrangement"
_PIECES = {"elements": "ABCDE", "stick_game": "ABCD", "animal": "ABCDEFGH"}


def payload(case: Case) -> Payload | None:
    """The cards played and the results; None where no sequence of cards explains them."""
    judged = {
        "game": case.params["game_type"].removesuffix("_game"),
        "cards": list(case.params["pieces"]),
        "moves": case.params["player_moves"],
        "results": case.params["results"],
    }
    try:
        TASK.solve(judged)
    except ValueError:
        return None
    return judged


def read(root: Path) -> Iterator[Case]:
    """Every sample, in the order of their numbers."""
    for sample in samples(root, FOLDER):
        stored = sample.stored
        case = Case(
            task=TASK.name,
            id=sample.id,
            question=sample.question,
            params={
                "game_type": stored["game_type"],
                "pieces": _PIECES[stored["game_type"]],
                "player_moves": stored["player_moves"],
                "results": stored["results"],
                "complexity": stored["complexity"],
            },
            gold=stored["solution"],
        )
        yield _judged(case)


def _judged(case: Case) -> Case:
    judged = payload(case)
    right, broken = False, "no sequence of cards explains all results"
    if judged is not None:
        right = TASK.verify(judged, f"<<<{','.join(case.gold)}>>>").correct
        broken = "" if right else "the stored cards do not explain all results"
    return replace(case, gold_correct=right, broken=broken)

"""The published instances of reversi: `reversi_dataset/sample_N`.

Their questions show the board after the moves. The stored answers are those of the same moves on
the standard opening, which is what `payload` plays them on.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from codesteer.symbench.original.case import Case
from codesteer.symbench.original.samples import samples
from codesteer.symbench.task import Payload
from codesteer.symbench.tasks.reversi import TASK

__all__ = ["payload", "read"]

_FOLDER = "reversi_dataset"
_BLACK = "0"


def payload(case: Case) -> Payload | None:
    """The opening and the moves."""
    return {
        "board": case.params["true_start_board"],
        "player": case.params["first_player"],
        "moves": case.params["moves_one_based"],
    }


def _opening(size: int) -> list[str]:
    sides = "*" * (size // 2 - 1)
    empty = ["*" * size] * (size // 2 - 1)
    return [*empty, f"{sides}10{sides}", f"{sides}01{sides}", *empty]


def read(root: Path) -> Iterator[Case]:
    """Every instance, by number."""
    for sample in samples(root, _FOLDER):
        stored, question = sample.stored, sample.question
        opening, gold = _opening(stored["board_size"]), stored["solution"]
        shown = re.findall(r"^[01*]+$", question, re.MULTILINE)
        played = {"board": opening, "player": _BLACK, "moves": stored["moves"]}
        right = TASK.verify(played, f"<<<{gold}>>>").correct
        broken = "" if right else "the stored answer is wrong"
        if shown != opening:
            broken = "the board shown as the one before the moves is not"
        yield Case(
            task=TASK.name,
            id=sample.id,
            question=question,
            params={
                "board_size": stored["board_size"],
                "moves_one_based": stored["moves"],
                "first_player": _BLACK,
                "true_start_board": opening,
                "displayed_board": shown,
                "complexity": stored["complexity"],
            },
            gold=gold,
            gold_correct=right,
            broken=broken,
        )

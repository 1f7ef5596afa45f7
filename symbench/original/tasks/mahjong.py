"""The published instances of mahjong: `mahjong_pattern_dataset/sample_<n>`.

Only the prompts of three rounds or more have the rule for Chi. The card stored as removed in the
last round is not in the prompt, and does not matter.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from string import ascii_uppercase

from codesteer.symbench.original.case import Case
from codesteer.symbench.task import Payload
from codesteer.symbench.tasks.mahjong import TASK

__all__ = ["payload", "read"]

_FOLDER = "mahjong_pattern_dataset"


def payload(case: Case) -> Payload:
    """The published cards and rounds, judged by the rules that its prompt has."""
    *rounds, last = case.params["rounds"]
    return {
        "cards": case.params["initial_cards"],
        "rounds": [[cards["add"], cards["remove"]] for cards in rounds],
        "last": last["add"],
        "chi": case.params["chi_rule_in_prompt"],
    }


def read(root: Path) -> Iterator[Case]:
    """Every instance, by number."""
    folders = (root / _FOLDER).glob("sample_*")
    for folder in sorted(folders, key=lambda folder: int(folder.name.split("_")[1])):
        stored = json.loads((folder / "solution.json").read_text("utf-8"))
        question = (folder / "question.txt").read_text("utf-8").strip()
        case = Case(
            task=TASK.name,
            id=f"{_FOLDER}/{folder.name}",
            question=question,
            params={
                "initial_cards": stored["initial_cards"],
                "rounds": [
                    *stored["rounds"][:-1],
                    {"add": stored["rounds"][-1]["add"], "remove": None},
                ],
                "chi_rule_in_prompt": '"Chi,"' in question,
                "complexity": stored["complexity"],
            },
            gold=stored["solution"],
        )
        right = TASK.verify(payload(case), f"<<<{case.gold}>>>").correct
        added = {cards["add"] for cards in stored["rounds"]}
        broken = "" if right else "the stored number is not that of the last card"
        if not added <= set(ascii_uppercase):
            broken = "a card is no letter"
        yield replace(case, gold_correct=right, broken=broken)

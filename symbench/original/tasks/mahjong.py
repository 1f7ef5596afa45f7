"""The published instances of mahjong: `mahjong_pattern_dataset/sample_<n>`.

Only the prompts of three rounds or more have the rule for Chi. The card stored as removed in the
last round is not in the prompt, and does not matter.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from string import ascii_uppercase

from codesteer.symbench.original.case import Case
from codesteer.symbench.original.samples import samples
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
    for sample in samples(root, _FOLDER):
        stored, question = sample.stored, sample.question
        case = Case(
            task=TASK.name,
            id=sample.id,
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

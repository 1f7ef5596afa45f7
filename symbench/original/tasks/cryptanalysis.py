"""The published locks of Cryptanalysis: `cryptanalysis/sample_<i>/`.

Each folder has `question.txt`, whose numbered lines are the guesses and their feedback, and
`solution.json`, the password. Feedback is read exactly: a single wrong number that is told to be
neither too small nor too large lies between those of the password.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from codesteer.symbench.original.case import Case
from codesteer.symbench.original.samples import samples
from codesteer.symbench.task import Payload
from codesteer.symbench.tasks.cryptanalysis import TASK

__all__ = ["payload", "read"]

_CLUE = re.compile(r"^[0-9]+\. Guess: ([0-9]{2}[A-Z]{2}), Feedback: (.*)$", re.MULTILINE)
_LOW = re.compile(r"too (?:small|early)")
_HIGH = re.compile(r"too (?:large|late)")


def payload(case: Case) -> Payload | None:
    """The payload of a published instance."""
    return _payload(case.params["guesses"])


def read(root: Path) -> Iterator[Case]:
    """Every published instance."""
    for sample in samples(root, "cryptanalysis"):
        question = sample.question
        gold = sample.stored["answer"]
        guesses = [
            {"guess": guess, "feedback": told.strip()} for guess, told in _CLUE.findall(question)
        ]
        correct = TASK.verify(_payload(guesses), f"<<<{json.dumps(gold)}>>>").correct
        yield Case(
            task="cryptanalysis",
            id=sample.id,
            question=question,
            params={"digits": "0-9 distinct", "letters": "A-Z distinct", "guesses": guesses},
            gold=gold,
            gold_correct=correct,
            broken="" if correct else "the stored password does not fit the feedback",
        )


def _payload(guesses: list[dict[str, str]]) -> Payload:
    clues = []
    for guess in guesses:
        phrases = guess["feedback"].split(";")
        clue = {"guess": guess["guess"]}
        for half, noun in (("digits", "number"), ("letters", "letter")):
            clue[half] = _told([phrase for phrase in phrases if noun in phrase])
        clues.append(clue)
    return {"clues": clues}


def _told(phrases: list[str]) -> str:
    """Our name of the feedback on two numbers, or letters: one phrase on both, or one on each."""
    size = "low" if _LOW.search(phrases[-1]) else "high" if _HIGH.search(phrases[-1]) else ""
    if "incorrect" in phrases[0]:
        return f"both {size or 'wrong'}"
    place = "misplaced" if "wrong position" in phrases[0] else "right"
    return f"both {place}" if len(phrases) == 1 else f"{place} {size or 'between'}"

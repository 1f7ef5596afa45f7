"""Statistical Counting: score a string by its runs of equal letters.

A run is as many equal letters in a row as there are. A run of two letters or more adds the points
of its letter once, however long it is; a single letter adds nothing. The score is the sum.

Answer: one integer in `<<<...>>>`. `.0`, a label or short sentence in front ("The total score is
7"), "points" behind and a sum that holds ("2 + 5 = 7") are read.
Source: CodeSteer (arXiv 2502.04350), table 1.
Differs from the original: the prompt says that a run counts once (its wording could be read as
once for each pair of neighbors, which changes 159 of 200 answers); what is no number is a wrong
answer, where it ended the whole evaluation; the shortest strings are longer (there are only 32 of
the original's); a string of score 0 is never drawn.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from math import prod
from random import Random
from string import ascii_uppercase

from codesteer.answers import bracketed, final_answer, unwrapped
from codesteer.symbench.task import Category, Payload, Split, Verdict

__all__ = ["TASK", "Config", "StatisticalCounting"]

_MOST_CHARS = 2_000
"""Longer answers are not read."""
_NUMBER = re.compile(r"\+?([0-9]{1,12})(?:\.0{1,12})?")
_WORDS = re.compile(
    r"(?:(?:the|this|its|final|total|overall|score|sum|result|answer|value|so|thus|hence|therefore"
    r"|is|are|equals|gives|of|for|string|given|points|number|correct)\b|[:=,\s])*",
    re.IGNORECASE,
)
_UNIT = re.compile(r"\s*points?$", re.IGNORECASE)
_LEAD = re.compile(r".*(?:[:=]|\b(?:is|are|equals|gives|yields|makes|get|of)\b)", re.IGNORECASE)
_DENIAL = re.compile(
    r"\b(?:not|never|no|nor|neither|cannot|wrong|incorrect|false|doubt|unlikely|impossible|hardly"
    r"|opposite|far from|unless|without|if|instead|except|at least|at most"
    r"|(?:less|more|rather) than)\b|n['\u2019]t\b|[!>]=|[<~\u2248\u2260\u2264\u2265]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Difficulty of one instance."""

    length: int
    """Letters in the string, 2 or more."""
    letters: int
    """How many different letters it is drawn from, 1 to 26; the first is worth 1, and so on."""

    def __post_init__(self) -> None:
        if self.length < 2 or not 1 <= self.letters <= 26:
            raise ValueError(f"need length >= 2 and 1 <= letters <= 26, got {self!r}")


class StatisticalCounting:
    """The task; see the module."""

    name = "statistical_counting"
    version = 1
    category: Category = "execution"
    split: Split = "seen"
    levels: Mapping[int, Config] = {
        1: Config(length=12, letters=4),
        2: Config(length=20, letters=5),
        3: Config(length=45, letters=3),
        4: Config(length=65, letters=7),
        5: Config(length=200, letters=7),
    }
    ladder: tuple[Config, ...] = ()

    def generate(self, rng: Random, config: Config) -> Payload:
        """Draw a string in which at least one run scores."""
        letters = ascii_uppercase[: config.letters]
        payload = {"string": "", "scores": {letter: i for i, letter in enumerate(letters, 1)}}
        while not _score(payload):
            payload["string"] = "".join(rng.choices(letters, k=config.length))
        return payload

    def prompt(self, payload: Payload) -> str:
        """The question."""
        scores = "\n".join(
            f"- each such run of {letter} adds {score}"
            for letter, score in payload["scores"].items()
        )
        return (
            f"Compute the score of this string:\n\n{payload['string']}\n\n"
            "Read it from left to right and divide it into runs. A run is one letter that stands "
            "there once or several times in a row, taken as long as possible, so that the letter "
            "before it and the letter behind it, if any, are different from it. A run of two "
            "letters or more adds points once, however long it is; a run of one letter adds "
            f"nothing:\n{scores}\n\n"
            "The score is the sum of all points added. What is it?\n"
            "Finish with the score, one integer, in this form: <<<score>>>"
        )

    def verify(self, payload: Payload, response: str) -> Verdict:
        """Judge any text."""
        answer = _integer(response)
        if answer is None:
            return Verdict(False, "There is no single integer in the form <<<score>>>.")
        if answer != _score(payload):
            return Verdict(False, "The integer is not the score of the string.")
        return Verdict(True, "The integer is the score of the string.")

    def solve(self, payload: Payload) -> str:
        """The score in the demanded form."""
        return f"<<<{_score(payload)}>>>"


def _score(payload: Payload) -> int:
    runs = ((letter, len(list(run))) for letter, run in groupby(payload["string"]))
    return sum(payload["scores"][letter] for letter, length in runs if length >= 2)


def _integer(response: str) -> int | None:
    """The one integer the answer gives, or None."""
    text = final_answer(response)
    if text is None or len(text) > _MOST_CHARS:
        return None
    if bracketed(response) is None and "\n" not in text:
        # Free prose may say anything before its number, but not that this is no answer.
        number = re.search(r"[0-9]", text)
        words = _LEAD.match(text, 0, number.start()) if number else None
        if words and not _DENIAL.search(words.group()):
            text = text[words.end() :]
    words = _WORDS.match(text)
    text = unwrapped(_UNIT.sub("", text[words.end() :] if words else text))
    *sides, last = (side.strip() for side in text.split("="))
    answer = _NUMBER.fullmatch(last)
    if answer is None:
        return None
    value = int(answer.group(1))
    # An equation that does not hold leaves open which of its sides is meant.
    return value if all(_sum(side) == value for side in sides) else None


def _sum(text: str) -> int | None:
    """Value of a sum of products of integers, or None."""
    terms = [
        [_NUMBER.fullmatch(factor.strip()) for factor in term.split("*")]
        for term in text.split("+")
    ]
    if not all(all(term) for term in terms):
        return None
    return sum(prod(int(factor.group(1)) for factor in term if factor) for term in terms)


TASK = StatisticalCounting()

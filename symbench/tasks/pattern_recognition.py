"""Pattern Recognition: find the largest square of one letter in a matrix of letters.

A square is a block of as many rows as columns, all of whose cells hold the same letter. There is
one largest square; wanted are the row and the column of its bottom right cell, counted from 0.

Answer: `<<<[row, column]>>>`. Other brackets or none, and the words row and column, are read.
Source: CodeSteer (arXiv 2502.04350), table 1.
Differs from the original: the prompt asks for the largest square (39 of its 100 matrices hold
several squares of the size it asks for), says that squares are filled, and no second square is as
large as the planted one; harder levels hide smaller squares beside it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from string import ascii_uppercase

from codesteer.answers import final_answer, unwrapped
from codesteer.symbench.task import Category, Payload, Split, Verdict

__all__ = ["TASK", "Config", "PatternRecognition"]

_MOST_CHARS = 500
"""Longer answers are not read."""
_LABEL = re.compile(
    r"\A(?:(?:the\s+)?(?:final\s+)?(?:answer|result|position|coordinates?|corner)"
    r"|\[\s*row\s*,\s*col(?:umn)?\s*\]|\(\s*row\s*,\s*col(?:umn)?\s*\))\s*(?:[:=]|\bis\b\s*:?)\s*",
    re.IGNORECASE,
)
_N = r"([0-9]{1,6})"
_ROW, _COLUMN = r"[\"']?row[\"']?\s*[:=]?\s*", r"[\"']?col(?:umn)?[\"']?\s*[:=]?\s*"
_BETWEEN = r"(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s+)"
_PAIR = re.compile(rf"{_N}(?:\s*,\s*|\s+){_N}")
_ROW_FIRST = re.compile(rf"{_ROW}{_N}{_BETWEEN}{_COLUMN}{_N}", re.IGNORECASE)
_COLUMN_FIRST = re.compile(rf"{_COLUMN}{_N}{_BETWEEN}{_ROW}{_N}", re.IGNORECASE)
_BRACKETS = ("[]", "()", "{}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Difficulty of one instance."""

    low: int
    """Fewest rows and fewest columns."""
    high: int
    """Most rows and most columns."""
    side: int
    """Longest side that is drawn for the largest square; from 3 up, at most half of the matrix."""
    decoys: int = 0
    """Smaller squares that are hidden as well: their side is one less."""

    def __post_init__(self) -> None:
        if not 6 <= self.low <= self.high <= 60 or self.side < 3 or not 0 <= self.decoys <= 5:
            raise ValueError(
                f"need 6 <= low <= high <= 60, side >= 3 and 0 <= decoys <= 5, got {self!r}"
            )


class PatternRecognition:
    """The task; see the module."""

    name = "pattern_recognition"
    version = 1
    category: Category = "execution"
    split: Split = "seen"
    levels: Mapping[int, Config] = {
        1: Config(low=6, high=8, side=3),
        2: Config(low=8, high=11, side=4),
        3: Config(low=11, high=15, side=6),
        4: Config(low=12, high=15, side=6, decoys=1),
        5: Config(low=20, high=25, side=5, decoys=3),
    }
    ladder: tuple[Config, ...] = ()

    def generate(self, rng: Random, config: Config) -> Payload:
        """Plant squares in random letters until the largest one is the only one of its size."""
        while True:
            height, width = (rng.randint(config.low, config.high) for _ in range(2))
            side = rng.randint(3, min(config.side, height // 2, width // 2))
            matrix = [rng.choices(ascii_uppercase, k=width) for _ in range(height)]
            for size in [side - 1] * config.decoys + [side]:
                _plant(matrix, size, rng)
            largest, corners = _largest(matrix)
            if largest == side and len(corners) == 1:
                return {"matrix": ["".join(row) for row in matrix]}

    def prompt(self, payload: Payload) -> str:
        """The question."""
        matrix = payload["matrix"]
        shown = "\n".join(" ".join(row) for row in matrix)
        return (
            f"Here is a matrix of {len(matrix)} rows and {len(matrix[0])} columns of letters:\n\n"
            f"{shown}\n\n"
            "A square is a block of neighboring cells with as many rows as columns, in which "
            "every cell, inside and on the border, holds the same letter. Find the largest "
            "square: the one with the longest side. It is at least 3 cells wide and there is "
            "exactly one of that size; smaller squares, also those within it, do not count.\n\n"
            "Give the row and the column of its bottom right cell. Rows are numbered from the top "
            "and columns from the left, both starting at 0.\n"
            "Finish with the answer in this form: <<<[row, column]>>>"
        )

    def verify(self, payload: Payload, response: str) -> Verdict:
        """Judge any text."""
        answer = final_answer(response)
        position = None if answer is None else _position(answer)
        if position is None:
            return Verdict(False, "There is no single position in the form <<<[row, column]>>>.")
        if _largest(payload["matrix"])[1] != [position]:
            return Verdict(False, "The largest square does not have its bottom right cell there.")
        return Verdict(True, "This is the bottom right cell of the largest square.")

    def solve(self, payload: Payload) -> str:
        """The position in the demanded form.

        Raises:
            ValueError: There are several largest squares; a generated instance has one.
        """
        _, corners = _largest(payload["matrix"])
        if len(corners) != 1:
            raise ValueError(f"there are {len(corners)} largest squares")
        return f"<<<[{corners[0][0]}, {corners[0][1]}]>>>"


def _plant(matrix: list[list[str]], side: int, rng: Random) -> None:
    top, left = rng.randint(0, len(matrix) - side), rng.randint(0, len(matrix[0]) - side)
    letter = rng.choice(ascii_uppercase)
    for r in range(top, top + side):
        matrix[r][left : left + side] = [letter] * side


def _largest(matrix: Sequence[Sequence[str]]) -> tuple[int, list[tuple[int, int]]]:
    """Side of the largest square, and the bottom right cells of all of that size."""
    best = 0
    corners: list[tuple[int, int]] = []
    above: list[int] = []
    for r, row in enumerate(matrix):
        sides: list[int] = []
        for c, letter in enumerate(row):
            neighbors = r and c and (matrix[r - 1][c], row[c - 1], matrix[r - 1][c - 1])
            grows = neighbors == (letter, letter, letter)
            sides.append(1 + min(above[c], sides[c - 1], above[c - 1]) if grows else 1)
            if sides[c] > best:
                best, corners = sides[c], []
            if sides[c] == best:
                corners.append((r, c))
        above = sides
    return best, corners


def _position(text: str) -> tuple[int, int] | None:
    """The row and column that a text names, or None."""
    if len(text) > _MOST_CHARS:
        return None
    text = unwrapped(_LABEL.sub("", text))
    if text[:1] + text[-1:] in _BRACKETS:
        text = text[1:-1].strip()
    if match := _PAIR.fullmatch(text) or _ROW_FIRST.fullmatch(text):
        return int(match[1]), int(match[2])
    if match := _COLUMN_FIRST.fullmatch(text):
        return int(match[2]), int(match[1])
    return None


TASK = PatternRecognition()

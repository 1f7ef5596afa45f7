"""Letter Logic Diagram: complete a 7x7 Latin square whose minor diagonal holds one letter.

Each row and each column holds the letters a to g once each; the seven cells from the top right
corner to the bottom left corner all hold the same letter.

Answer: the whole grid in `<<<...>>>`, seven rows of seven letters separated by commas. Rows in
lines, joined rows, lists, tables and a JSON object of the same letters are read. Every completion
that keeps the rules and the givens is right.
Source: CodeSteer (arXiv 2502.04350), table 1.
Differs from the original: every completion is accepted (theirs compares with a stored one, which
wrongs 84 of 200 instances with up to 202 completions); squares are drawn at random, where all of
theirs are one row shifted on from row to row; empty cells show as a dot; up to 38 cells are empty,
where the original has 15 to 30.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from random import Random
from typing import TypeAlias

from codesteer.answers import final_answer, unwrapped
from codesteer.symbench.task import Category, Payload, Split, Verdict

__all__ = ["TASK", "Config", "LetterLogicDiagram"]

Grid: TypeAlias = list[list[str]]
"""Rows of letters; "" is an empty cell."""

_LETTERS = "abcdefg"
_SIZE = 7
_CELLS = [(r, c) for r in range(_SIZE) for c in range(_SIZE)]
_DIAGONAL = [(r, _SIZE - 1 - r) for r in range(_SIZE)]
_LAYOUT = re.compile(r"[a-g\s,;|\[\]'\"]+")
_RULED_LINE = re.compile(r"^[\s|+:-]*-[\s|+:-]*$", re.MULTILINE)
_ONE_ROW = re.compile(r"\[[^\[\]]*\]")
_LABEL = re.compile(
    r"[\"'*]{0,4}(?:the\s+)?(?:(?:final|completed|filled)\s+)*(?:answer|result|grid|solution)[\"'*]{0,4}"
    r"\s*(?:is\b\s*:?|[:=])\**\s*",
    re.IGNORECASE,
)
_MOST_CHARS = 2_000
"""Longer answers are not read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Difficulty of one instance."""

    low: int
    """Fewest empty cells."""
    high: int
    """Most empty cells."""

    def __post_init__(self) -> None:
        if not 1 <= self.low <= self.high <= 42:
            raise ValueError(f"need 1 <= low <= high <= 42, got {self!r}")


class LetterLogicDiagram:
    """The task; see the module."""

    name = "letter_logic_diagram"
    version = 1
    category: Category = "planning"
    split: Split = "seen"
    levels: Mapping[int, Config] = {
        1: Config(low=12, high=16),
        2: Config(low=17, high=21),
        3: Config(low=22, high=26),
        4: Config(low=27, high=31),
        5: Config(low=33, high=38),
    }
    ladder: tuple[Config, ...] = ()

    def generate(self, rng: Random, config: Config) -> Payload:
        """Empty cells of a random square."""
        grid = _completed([[""] * _SIZE for _ in range(_SIZE)], rng)
        for r, c in rng.sample(_CELLS, rng.randint(config.low, config.high)):
            grid[r][c] = ""
        return {"grid": grid}

    def prompt(self, payload: Payload) -> str:
        """The question."""
        grid = "\n".join(" ".join(letter or "." for letter in row) for row in payload["grid"])
        return (
            "Complete this grid of 7 rows and 7 columns with the letters a to g. The seven lines "
            f"are its rows from top to bottom, a dot marks an empty cell.\n\n{grid}\n\n"
            "Rules:\n"
            "- Fill every empty cell with one letter; leave the given letters alone.\n"
            "- Each row and each column holds every letter from a to g exactly once.\n"
            "- The seven cells of the diagonal from the top right corner to the bottom left "
            "corner all hold the same letter.\n"
            "There is at least one solution; if there are several, any one of them is right.\n\n"
            "Finish with the completed grid, a list of seven rows of seven letters, in this form: "
            "<<<[[row 1], [row 2], ..., [row 7]]>>> with the letters of a row separated by commas."
        )

    def verify(self, payload: Payload, response: str) -> Verdict:
        """Judge any text."""
        grid = _answer(response)
        if grid is None:
            return Verdict(
                False, "There is no grid of 7 rows of 7 letters a to g in the form <<<grid>>>."
            )
        for given, row in zip(payload["grid"], grid, strict=True):
            if any(g not in ("", letter) for g, letter in zip(given, row, strict=True)):
                return Verdict(False, "A given letter was changed.")
        fault = _fault(grid)
        if fault is not None:
            return Verdict(False, fault)
        return Verdict(True, "Rows, columns and the diagonal are complete and the givens stand.")

    def solve(self, payload: Payload) -> str:
        """A completed grid in the demanded form.

        Raises:
            ValueError: There is none; a generated instance always has one.
        """
        rows = ", ".join(f"[{', '.join(row)}]" for row in _completed(payload["grid"]))
        return f"<<<[{rows}]>>>"


def _completed(grid: Grid, rng: Random | None = None) -> Grid:
    """A completion, a random one where `rng` is given.

    Raises:
        ValueError: There is none.
    """
    letters = list(_LETTERS)
    if rng is not None:
        rng.shuffle(letters)
    for letter in letters:
        full = [list(row) for row in grid]
        for r, c in _DIAGONAL:
            full[r][c] = full[r][c] or letter
        one_letter = all(full[r][c] == letter for r, c in _DIAGONAL)
        if one_letter and not _clash(full) and _fill(full, rng):
            return full
    raise ValueError("the grid has no completion")


def _clash(grid: Grid) -> bool:
    """Whether a letter stands twice in a row or a column."""
    lines = [[letter for letter in line if letter] for line in (*grid, *zip(*grid, strict=True))]
    return any(len(set(line)) < len(line) for line in lines)


def _fill(grid: Grid, rng: Random | None) -> bool:
    """Complete a grid in place.

    Each step settles what has the fewest choices left: a cell, or the place of a letter in a row or
    in a column.
    """
    columns = list(zip(*grid, strict=True))
    choices: dict[tuple[str, int, int | str], list[tuple[int, int, str]]] = {}
    for i, letter in product(range(_SIZE), _LETTERS):
        if letter not in grid[i]:
            choices["row", i, letter] = []
        if letter not in columns[i]:
            choices["column", i, letter] = []
    for r, c in _CELLS:
        if not grid[r][c]:
            free = [(r, c, x) for x in _LETTERS if x not in grid[r] and x not in columns[c]]
            choices["cell", r, c] = free
            for choice in free:
                choices["row", r, choice[2]].append(choice)
                choices["column", c, choice[2]].append(choice)
    if not choices:
        return True
    fewest = min(choices.values(), key=len)
    if rng is not None:
        rng.shuffle(fewest)
    for r, c, letter in fewest:
        grid[r][c] = letter
        if _fill(grid, rng):
            return True
        grid[r][c] = ""
    return False


def _fault(grid: Grid) -> str | None:
    """What is wrong with a full grid."""
    columns = [list(column) for column in zip(*grid, strict=True)]
    for kind, lines in (("Row", grid), ("Column", columns)):
        for i, line in enumerate(lines, 1):
            if sorted(line) != list(_LETTERS):
                return f"{kind} {i} does not hold every letter from a to g once."
    if len({grid[r][c] for r, c in _DIAGONAL}) > 1:
        return "The diagonal from top right to bottom left holds more than one letter."
    return None


def _answer(response: str) -> Grid | None:
    """The 49 letters of an answer, or None where it is not exactly that."""
    text = final_answer(response)
    if text is None or len(text) > _MOST_CHARS:
        return None
    if text[0] + text[-1] == "{}":
        text = text[1:-1].strip()
    label = _LABEL.match(text)
    text = _RULED_LINE.sub("", unwrapped(text[label.end() if label else 0 :].removeprefix("**")))
    if text.count("[") > _SIZE:  # A row in brackets ends with them and not with a line.
        text = _ONE_ROW.sub(lambda row: row[0].replace("\n", " "), text)
    if not _LAYOUT.fullmatch(text):
        return None
    rows: list[str] = []
    for part in re.split(r"[\[\]\n;]", re.sub(r"['\"]", "", text)):
        letters = re.split(r"\s*[,|]\s*|\s+", part.strip(" \t\r,|"))
        rows += ["".join(letters)] if all(len(letter) == 1 for letter in letters) else letters
    rows = [row for row in rows if row]
    if len(rows) == 1:
        rows = [rows[0][i : i + _SIZE] for i in range(0, len(rows[0]), _SIZE)]
    return [list(row) for row in rows] if [len(row) for row in rows] == [_SIZE] * _SIZE else None


TASK = LetterLogicDiagram()

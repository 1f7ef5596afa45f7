"""Light Puzzles: press buttons that toggle lights of a square grid, and tell the final grid.

Every press switches each light of its button: 0 becomes 1 and 1 becomes 0.
Answer: the lights row by row, 0 or 1 each, separated by commas, in `<<<...>>>`; a list, a list of
rows, one row a line, digits without separators and a label in front are read as well.
Source: CodeSteer (arXiv 2502.04350), table 1.
Differs from the original: the prompt says that a cell is named by row and column, where counting
starts and in which order the lights are listed; no button repeats another, and the presses never
cancel out, which let the grid be copied. A 2x2 grid with one button has fewer than 200 instances,
so the easiest level has a 3x3 grid.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from string import ascii_uppercase
from typing import TypeAlias

from codesteer.answers import final_answer
from codesteer.symbench.rows import rows_of
from codesteer.symbench.task import Category, Payload, Split, Verdict

__all__ = ["TASK", "Config", "LightPuzzles"]

Grid: TypeAlias = list[list[int]]

_LABEL = re.compile(
    r"(?:\*\*)?(?:(?:(?:so|thus|hence|therefore|and|the|my|our|final|resulting|correct)\b,?\s*){0,6}"
    r"(?:answer|result|output|state|grid|lights|network|light network)\s*(?:is|are|:|=)\s*:?)?"
    r"\s*(?:\*\*)?\s*",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*[,;|]\s*|\s+")
_LAYOUT = str.maketrans({"(": "[", ")": "]", '"': " ", "'": " ", "`": " "})
_MOST_CHARS = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Difficulty of one instance."""

    size: int
    """Rows and columns of the grid, 2 or more."""
    buttons: int
    """How many buttons, 1 to 26; each has 2 lights or more, at most half of all."""
    presses: int
    """How many presses, 1 or more."""

    def __post_init__(self) -> None:
        # A grid of 4 lights has 6 different buttons of 2 lights.
        most = 6 if self.size == 2 else len(ascii_uppercase)
        if self.size < 2 or not 1 <= self.buttons <= most or self.presses < 1:
            raise ValueError(f"need size >= 2, buttons from 1 to {most}, presses >= 1: {self!r}")


class LightPuzzles:
    """The task; see the module."""

    name = "light_puzzles"
    version = 1
    category: Category = "execution"
    split: Split = "seen"
    levels: Mapping[int, Config] = {
        1: Config(size=3, buttons=2, presses=2),
        2: Config(size=4, buttons=2, presses=3),
        3: Config(size=4, buttons=3, presses=3),
        4: Config(size=5, buttons=3, presses=4),
        5: Config(size=6, buttons=5, presses=8),
    }
    ladder: tuple[Config, ...] = ()

    def generate(self, rng: Random, config: Config) -> Payload:
        """Draw grid, buttons and presses until the presses change something."""
        cells = [[r, c] for r in range(1, config.size + 1) for c in range(1, config.size + 1)]
        names = ascii_uppercase[: config.buttons]
        while True:
            grid = [[rng.randrange(2) for _ in range(config.size)] for _ in range(config.size)]
            lights: list[list[list[int]]] = []
            while len(lights) < config.buttons:
                some = sorted(rng.sample(cells, rng.randint(2, len(cells) // 2)))
                if some not in lights:
                    lights.append(some)
            presses = [rng.choice(names) for _ in range(config.presses)]
            payload = {
                "grid": grid,
                "buttons": dict(zip(names, lights, strict=True)),
                "presses": presses,
            }
            if _pressed(payload) != grid:
                return payload

    def prompt(self, payload: Payload) -> str:
        """The question."""
        size = len(payload["grid"])
        grid = "\n".join(" ".join(map(str, row)) for row in payload["grid"])
        buttons = "\n".join(
            f"Button {name}: {', '.join(f'({r}, {c})' for r, c in cells)}"
            for name, cells in payload["buttons"].items()
        )
        return (
            f"{size * size} lights form a grid of {size} rows and {size} columns; 1 is a light "
            f"that is on, 0 one that is off. It starts like this:\n\n{grid}\n\n"
            "Each button is wired to some of the lights. They are given as (row, column); rows "
            "are counted from the top and columns from the left, both starting at 1.\n\n"
            f"{buttons}\n\n"
            "Pressing a button toggles all of its lights, and no others: those that are on go "
            "off, those that are off go on. The buttons are pressed one after the other in this "
            f"order: {', '.join(payload['presses'])}\n\n"
            "What does the grid look like after the last press? List all "
            f"{size * size} lights, 0 or 1 each: the top row from left to right, then the next "
            "row, down to the bottom row.\n"
            "Finish with the lights separated by commas, in this form: <<<light,light,...,light>>>"
        )

    def verify(self, payload: Payload, response: str) -> Verdict:
        """Judge any text."""
        size = len(payload["grid"])
        answer = final_answer(response)
        lights = None if answer is None else _lights(answer, size)
        if lights is None:
            return Verdict(False, f"There are no {size * size} lights in the form <<<0,1,...>>>.")
        if lights != [light for row in _pressed(payload) for light in row]:
            return Verdict(False, "The lights are not those after the last press.")
        return Verdict(True, "Every light is as it is after the last press.")

    def solve(self, payload: Payload) -> str:
        """The final lights in the demanded form."""
        return f"<<<{','.join(str(light) for row in _pressed(payload) for light in row)}>>>"


def _pressed(payload: Payload) -> Grid:
    """The grid after all presses."""
    grid = [list(row) for row in payload["grid"]]
    for name in payload["presses"]:
        for r, c in payload["buttons"][name]:
            grid[r - 1][c - 1] ^= 1
    return grid


def _lights(answer: str, size: int) -> list[int] | None:
    """The lights an answer lists, or None where it is not a square grid of that size."""
    if len(answer) > _MOST_CHARS:
        return None
    text = _LABEL.sub("", answer, count=1).translate(_LAYOUT)
    lines = rows_of(text)
    if lines is None:
        return None
    runs_by_line = [_BETWEEN.split(line) for line in lines]
    runs = [run for line in runs_by_line for run in line]
    # Single digits, whole rows or the whole grid without separators; never a mixture.
    if len({len(run) for run in runs}) != 1 or len(runs[0]) not in (1, size, size * size):
        return None
    if not all(re.fullmatch("[01]+", run) for run in runs):
        return None
    if len(lines) > 1 and any(len("".join(line)) != size for line in runs_by_line):
        return None
    lights = [int(digit) for run in runs for digit in run]
    return lights if len(lights) == size * size else None


TASK = LightPuzzles()

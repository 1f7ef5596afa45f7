r"""2048: walk one tile over a board; it slides into empty cells and merges with its equals.

Only the named tile moves, one cell for each letter (u, d, l, r): into an empty cell; into a tile of
the same number, which doubles it and makes the merged tile the one that moves on; against another
number or the edge it stays where it is.
Answer: the whole board in `<<<...>>>`; a list of lists, rows on lines of their own, one flat list
of all cells, ruled tables and LaTeX matrices are read.
Source: CodeSteer (arXiv 2502.04350), table 1.
Differs from the original: the start cell always holds a tile (half of the original's were empty)
and the board always changes (in three of four it did not, so that a copy was right); the prompt
says that one tile moves one cell a letter, how rows and columns are counted and what happens at an
edge; level 1 starts at 3x3, since there are too few boards of 2x2.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import TypeAlias

from codesteer.answers import final_answer, unwrapped
from codesteer.symbench.task import Category, Payload, Split, Verdict

__all__ = ["TASK", "Config", "Game2048"]

Grid: TypeAlias = list[list[int]]

_STEPS = {"u": (-1, 0), "d": (1, 0), "l": (0, -1), "r": (0, 1)}
_TILES = (2, 4, 8, 16, 32)
_LABEL = re.compile(
    r"(?:the\s+)?(?:final\s+)?(?:answer|matrix|grid|board|result)\s*(?:[:=]|\bis\b\s*:?)",
    re.IGNORECASE,
)
_RULED_LINE = re.compile(r"^[\s|+=\u2500-\u257f-]+$", re.MULTILINE)
_LATEX = re.compile(r"\\(?:begin|end)\{[bpvBV]?matrix\}")
_LAYOUT = re.compile(r"[0-9\s,;|&()\[\]\"'\u2502\u2503]+")
_MOST_CHARS = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Difficulty of one instance."""

    size: int
    """Rows and columns of the board, 3 or more."""
    moves: int
    """How many letters, 2 or more."""
    merges: int = 0
    """Fewest merges on the way; past 2, boards become rare."""

    def __post_init__(self) -> None:
        if self.size < 3 or self.moves < 2 or not 0 <= self.merges <= min(2, self.moves):
            raise ValueError(f"need size >= 3, moves >= 2 and merges 0 to 2, got {self!r}")


class Game2048:
    """The task; see the module."""

    name = "game_2048"
    version = 1
    category: Category = "execution"
    split: Split = "unseen"
    levels: Mapping[int, Config] = {
        1: Config(size=3, moves=3),
        2: Config(size=4, moves=4),
        3: Config(size=5, moves=5, merges=1),
        4: Config(size=5, moves=6, merges=1),
        5: Config(size=6, moves=12, merges=2),
    }
    ladder: tuple[Config, ...] = ()

    def generate(self, rng: Random, config: Config) -> Payload:
        """Draw boards until the moves change one and merge often enough."""
        size = config.size
        cells = [(r, c) for r in range(size) for c in range(size)]
        while True:
            grid = [[0] * size for _ in range(size)]
            taken = rng.sample(cells, rng.randint(size, 2 * size))
            for r, c in taken:
                grid[r][c] = rng.choice(_TILES)
            start = [taken[0][0] + 1, taken[0][1] + 1]
            moves = "".join(rng.choices("udlr", k=config.moves))
            payload = {"grid": grid, "start": start, "moves": moves}
            after = _played(payload)
            if after != grid and _tiles(grid) - _tiles(after) >= config.merges:
                return payload

    def prompt(self, payload: Payload) -> str:
        """The question."""
        size = len(payload["grid"])
        grid = "\n".join(" ".join(map(str, row)) for row in payload["grid"])
        row, column = payload["start"]
        return (
            f"Move one tile on this {size}x{size} board. The {size} lines are its rows from top to "
            f"bottom; 0 marks an empty cell, any other number is a tile.\n\n{grid}\n\n"
            f"The tile that moves is the one in row {row}, column {column}. Rows count from the "
            "top, columns from the left, both from 1. Its moves, in this order, are: "
            f"{', '.join(payload['moves'])} (u is up, d is down, l is left, r is right).\n\n"
            "Rules:\n"
            "- Each letter asks this tile, wherever it is by then, to go one cell in that "
            "direction. No other tile ever moves.\n"
            "- If that cell is empty, the tile goes there, and the cell it leaves becomes empty.\n"
            "- If that cell holds a tile with the same number, the two merge there into one tile "
            "of twice the number, the cell that was left becomes empty, and the merged tile is the "
            "one that makes the remaining moves.\n"
            "- If that cell holds a tile with another number, or lies beyond the edge of the "
            "board, nothing changes, and the next letter follows.\n\n"
            "Finish with the whole board after the last move, row by row from the top, with 0 for "
            f"empty cells, in this form: <<<[[row 1], [row 2], ..., [row {size}]]>>>"
        )

    def verify(self, payload: Payload, response: str) -> Verdict:
        """Judge any text."""
        answer = final_answer(response)
        size = len(payload["grid"])
        grid = None if answer is None else _grid(answer, size)
        if grid is None:
            return Verdict(False, f"There is no {size}x{size} board in the form <<<board>>>.")
        if grid != _played(payload):
            return Verdict(False, "The moves lead to another board.")
        return Verdict(True, "The moves lead to this board.")

    def solve(self, payload: Payload) -> str:
        """The final board in the demanded form."""
        return f"<<<{_played(payload)}>>>"


def _played(payload: Payload) -> Grid:
    """The board after all moves; as it was where the start cell is empty."""
    grid = [list(row) for row in payload["grid"]]
    r, c = (n - 1 for n in payload["start"])
    if not grid[r][c]:
        return grid
    for letter in payload["moves"]:
        down, right = _STEPS[letter]
        to_r, to_c = r + down, c + right
        if not (0 <= to_r < len(grid) and 0 <= to_c < len(grid)):
            continue
        if grid[to_r][to_c] in (0, grid[r][c]):
            grid[to_r][to_c] += grid[r][c]
            grid[r][c] = 0
            r, c = to_r, to_c
    return grid


def _tiles(grid: Grid) -> int:
    return sum(map(bool, (cell for row in grid for cell in row)))


def _grid(answer: str, size: int) -> Grid | None:
    """The cells of an answer, or None where it is not exactly a board of that size."""
    if len(answer) > _MOST_CHARS:
        return None
    if label := _LABEL.match(answer):
        answer = unwrapped(answer[label.end() :])
    text = _LATEX.sub("\n", answer).replace("\\\\", "\n")
    text = _RULED_LINE.sub("\n", text)
    if not _LAYOUT.fullmatch(text):
        return None
    rows = [re.findall(r"[0-9]+", row) for row in re.split(r"[\[\]();\n]", text)]
    rows = [row for row in rows if row]
    if [len(row) for row in rows] == [size * size]:
        rows = [rows[0][start : start + size] for start in range(0, size * size, size)]
    if [len(row) for row in rows] != [size] * size:
        return None
    return [[int(cell) for cell in row] for row in rows]


TASK = Game2048()

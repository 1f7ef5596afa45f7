"""Standard Sudoku: complete a 9x9 grid so that rows, columns and boxes hold 1 to 9 once each.

Answer: the whole grid in `<<<...>>>`; a list of lists, rows of separated digits, rows of nine
joined digits and all 81 joined are read, also with a label in front.
Source: CodeSteer (arXiv 2502.04350), table 1.
Differs from the original: the shape is checked (extra rows and columns passed there), only whole
digits count, grids are drawn at random rather than filled in order, and each is shown with exactly
one solution. Any grid that keeps the rules and the givens would be accepted.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeAlias

from codesteer.answers import final_answer, unwrapped
from codesteer.symbench.task import Category, Payload, Split, Verdict

__all__ = ["TASK", "Config", "StandardSudoku"]

Grid: TypeAlias = list[list[int]]

_DIGITS = range(1, 10)
_ALL = 0b1111111110
_LABEL = re.compile(
    r"(?:the\s+)?(?:final\s+|completed\s+|solved\s+)?(?:answer|grid|result|solution|sudoku)\s*"
    r"(?:[:=]|\bis\b\s*:?)",
    re.IGNORECASE,
)
_RULED_LINE = re.compile(r"^[\s|+=\u2500-\u257f-]+$", re.MULTILINE)
_LAYOUT = re.compile(r"[0-9\s,;|()\[\]\"']+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Difficulty of one instance."""

    low: int
    """Fewest empty cells."""
    high: int
    """Most empty cells; past 55, a unique solution becomes rare."""

    def __post_init__(self) -> None:
        if not 1 <= self.low <= self.high <= 55:
            raise ValueError(f"need 1 <= low <= high <= 55, got {self!r}")


class StandardSudoku:
    """The task; see the module."""

    name = "standard_sudoku"
    version = 1
    category: Category = "planning"
    split: Split = "seen"
    levels: Mapping[int, Config] = {
        1: Config(low=30, high=35),
        2: Config(low=36, high=40),
        3: Config(low=41, high=45),
        4: Config(low=46, high=50),
        5: Config(low=51, high=55),
    }
    ladder: tuple[Config, ...] = ()

    def generate(self, rng: Random, config: Config) -> Payload:
        """Empty cells of a random full grid for as long as its solution stays the only one."""
        wanted = rng.randint(config.low, config.high)
        while True:
            grid = _full_grid(rng)
            cells = [(r, c) for r in range(9) for c in range(9)]
            rng.shuffle(cells)
            empty = 0
            for r, c in cells:
                if empty == wanted:
                    return {"grid": grid}
                digit, grid[r][c] = grid[r][c], 0
                if _count_solutions(grid, 2) == 1:
                    empty += 1
                else:
                    grid[r][c] = digit

    def prompt(self, payload: Payload) -> str:
        """The question."""
        grid = "\n".join(" ".join(map(str, row)) for row in payload["grid"])
        return (
            "Complete this Sudoku. The nine lines are its rows from top to bottom, 0 marks an "
            f"empty cell.\n\n{grid}\n\n"
            "Rules:\n"
            "- Fill every empty cell with a digit from 1 to 9; leave the given digits alone.\n"
            "- Each row, each column and each of the nine 3x3 boxes holds every digit from 1 to 9 "
            "exactly once.\n"
            "There is exactly one solution.\n\n"
            "Finish with the completed grid, a list of nine rows of nine digits, in this form: "
            "<<<[[row 1], [row 2], ..., [row 9]]>>>"
        )

    def verify(self, payload: Payload, response: str) -> Verdict:
        """Judge any text."""
        answer = final_answer(response)
        grid = None if answer is None else _grid(answer)
        if grid is None:
            return Verdict(False, "There is no grid of 9 rows of 9 digits in the form <<<grid>>>.")
        for given, row in zip(payload["grid"], grid, strict=True):
            if any(g not in (0, digit) for g, digit in zip(given, row, strict=True)):
                return Verdict(False, "A given digit was changed.")
        for name, unit in _units(grid):
            if sorted(unit) != list(_DIGITS):
                return Verdict(False, f"{name} does not hold every digit from 1 to 9 once.")
        return Verdict(True, "Rows, columns and boxes are complete and the givens stand.")

    def solve(self, payload: Payload) -> str:
        """The completed grid in the demanded form.

        Raises:
            ValueError: There is none; a generated instance always has one.
        """
        grid = [list(row) for row in payload["grid"]]
        if not _Search(grid).fill():
            raise ValueError("the grid has no solution")
        return f"<<<{grid}>>>"


def _grid(answer: str) -> Grid | None:
    """The 81 digits of an answer, or None where it is not exactly that."""
    if label := _LABEL.match(answer):
        answer = unwrapped(answer[label.end() :])
    text = _RULED_LINE.sub("\n", answer)
    if len(text) > 2_000 or not _LAYOUT.fullmatch(text):
        return None
    runs = re.findall(r"[0-9]+", text)
    width = {1: 81, 9: 9, 81: 1}.get(len(runs[0]) if runs else 0)
    if len(runs) != width or len({len(run) for run in runs}) != 1:
        return None
    if len(runs) == 81 and not _rows_of_nine(text):
        return None
    digits = [int(digit) for run in runs for digit in run]
    if 0 in digits:
        return None
    return [digits[start : start + 9] for start in range(0, 81, 9)]


def _rows_of_nine(text: str) -> bool:
    """Whether brackets or lines, where there are any, part the digits into rows of nine."""
    rows = [re.findall(r"[0-9]", row) for row in re.split(r"[\[\]()\n]", text)]
    lengths = {len(row) for row in rows if row}
    return lengths in ({9}, {81})


def _units(grid: Grid) -> list[tuple[str, list[int]]]:
    rows = [(f"Row {r + 1}", grid[r]) for r in range(9)]
    columns = [(f"Column {c + 1}", [grid[r][c] for r in range(9)]) for c in range(9)]
    boxes = [
        (f"Box {b + 1}", [grid[r][c] for r in range(9) for c in range(9) if _box(r, c) == b])
        for b in range(9)
    ]
    return rows + columns + boxes


def _box(row: int, column: int) -> int:
    return row // 3 * 3 + column // 3


class _Search:
    """Depth-first search on bit masks, always in the cell with the fewest candidates."""

    def __init__(self, grid: Grid, order: Sequence[int] = _DIGITS) -> None:
        self.grid = grid
        self.order = order
        self.rows, self.columns, self.boxes = [0] * 9, [0] * 9, [0] * 9
        self.open: list[tuple[int, int]] = []
        self.contradictory = False
        for r in range(9):
            for c in range(9):
                if grid[r][c]:
                    bit = 1 << grid[r][c]
                    self.contradictory |= bool(self._used(r, c) & bit)
                    self._toggle(r, c, bit)
                else:
                    self.open.append((r, c))

    def fill(self) -> bool:
        """Complete the grid in place; False where that is impossible."""
        return self.count(1) == 1

    def count(self, limit: int) -> int:
        """Solutions, counted up to `limit`; the grid is left as the last one when that is met."""
        if self.contradictory:
            return 0
        if not self.open:
            return 1
        best, free = -1, 0
        fewest = 10
        for i, (r, c) in enumerate(self.open):
            candidates = _ALL & ~self._used(r, c)
            if candidates.bit_count() < fewest:
                best, free, fewest = i, candidates, candidates.bit_count()
                if fewest <= 1:
                    break
        self.open[best], self.open[-1] = self.open[-1], self.open[best]
        r, c = self.open.pop()
        found = 0
        for digit in self.order:
            if not free & 1 << digit:
                continue
            self.grid[r][c] = digit
            self._toggle(r, c, 1 << digit)
            found += self.count(limit - found)
            self._toggle(r, c, 1 << digit)
            if found >= limit:
                return found
        self.grid[r][c] = 0
        self.open.append((r, c))
        return found

    def _used(self, r: int, c: int) -> int:
        return self.rows[r] | self.columns[c] | self.boxes[_box(r, c)]

    def _toggle(self, r: int, c: int, bit: int) -> None:
        self.rows[r] ^= bit
        self.columns[c] ^= bit
        self.boxes[_box(r, c)] ^= bit


def _full_grid(rng: Random) -> Grid:
    """A complete grid, its first row and the order of digits drawn at random."""
    grid = [[0] * 9 for _ in range(9)]
    grid[0] = rng.sample(_DIGITS, 9)
    search = _Search(grid, order=rng.sample(_DIGITS, 9))
    rng.shuffle(search.open)
    search.fill()
    return grid


def _count_solutions(grid: Grid, limit: int) -> int:
    return _Search([list(row) for row in grid]).count(limit)


TASK = StandardSudoku()

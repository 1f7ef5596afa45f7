"""Logical Puzzle: select cells with different numbers so that every row and column keeps a rule.

From a square grid of numbers, a given number of cells is selected, among them the one in the top
right corner. No number is selected twice. In each row and column either the sum of what is selected
is at most a limit, or its product is greater than 0; lines with nothing selected are fine.

Answer: the selected cells in any order, each as its row and its column counted from 0, in
`<<<...>>>`: "0 3, 1 0", "0,3; 1,0", pairs in brackets with or without commas, or a pair a line;
quotes, labels and JSON objects are read.
Source: CodeSteer (arXiv 2502.04350), table 1.
Differs from the original: the prompt counts from 0 throughout (a sentence on coordinates from 1
contradicted its answer form) and says that the selected numbers differ; that, the corner, the edges
of the grid and repeated cells are checked; checks of one grid are not reused for another (27 stored
answers are wrong for it and 24 puzzles have none); every puzzle is solvable; where products count,
positive numbers alone never suffice; small grids hold larger numbers, which makes more of them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import prod
from random import Random
from typing import TypeAlias

from codesteer.answers import final_answer, unwrapped
from codesteer.symbench.task import Category, Payload, Split, Verdict

__all__ = ["TASK", "Config", "LogicalPuzzle"]

Cell: TypeAlias = tuple[int, int]

_POSITIVE = 0.7
"""Share of positive numbers where there are negative ones."""
_MOST_CHARS = 5_000
"""Longer answers are not read."""
_MOST_GRIDS = 10_000
_LABEL = re.compile(
    r"\A(?:(?:so|thus|hence|therefore),?\s+)?(?:the\s+)?(?:final\s+)?"
    r"(?:answer|result|solution|selection|(?:selected[\s_]+)?(?:cells|positions))"
    r"\s*(?::|=|\b(?:is|are)\b)\s*",
    re.IGNORECASE,
)
_N = r"([0-9]{1,4})"
_BARE = re.compile(rf"{_N}[ \t]+{_N}")
_COMMA = re.compile(rf"{_N}[ \t]*,[ \t]*{_N}")
_PAIR = re.compile(rf"\[\s*{_N}(?:\s*,\s*|\s+){_N}\s*\]|\(\s*{_N}(?:\s*,\s*|\s+){_N}\s*\)")
_BETWEEN_BARE = re.compile(r"[ \t]*(?:[,;]|\n)\s*")
_BETWEEN_COMMA = re.compile(r"[ \t]*[;\n]\s*")
_BETWEEN_PAIRS = re.compile(r"\s*(?:[,;]\s*)?")
_FORMS = ((_PAIR, _BETWEEN_PAIRS), (_BARE, _BETWEEN_BARE), (_COMMA, _BETWEEN_COMMA))
_QUOTES = str.maketrans("\"'`", "   ")
_LAYERS = 4
"""Labels and brackets around the cells that are taken off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Difficulty of one instance."""

    size: int
    """Rows and columns of the grid, 2 or more."""
    picks: int
    """How many cells are selected, 2 or more and at most a third of the cells or the size plus 2,
    whichever is more."""
    low: int
    """Smallest number; negative where products count."""
    high: int
    """Largest number. 0 is never drawn."""
    limit: int | None = None
    """Largest sum of a line; None where products must be greater than 0 instead."""

    @property
    def numbers(self) -> list[int]:
        """What cells are drawn from."""
        return [n for n in range(self.low, self.high + 1) if n]

    def __post_init__(self) -> None:
        few = self.picks > max(self.size**2 // 3, self.size + 2) or self.picks > len(self.numbers)
        sums = self.limit is not None
        if not 2 <= self.size <= 12 or self.picks < 2 or few or self.high < 1:
            raise ValueError(f"need 2 <= size <= 12 and picks and numbers that fit, got {self!r}")
        if self.low < 1 if sums else self.low >= 0:
            raise ValueError(f"need low >= 1 with a limit, low < 0 without one, got {self!r}")


class LogicalPuzzle:
    """The task; see the module."""

    name = "logical_puzzle"
    version = 1
    category: Category = "planning"
    split: Split = "seen"
    levels: Mapping[int, Config] = {
        1: Config(size=3, picks=4, low=1, high=9, limit=9),
        2: Config(size=4, picks=6, low=-5, high=8),
        3: Config(size=6, picks=12, low=-12, high=12),
        4: Config(size=8, picks=18, low=-16, high=16),
        5: Config(size=10, picks=25, low=-20, high=20),
    }
    ladder: tuple[Config, ...] = ()

    def generate(self, rng: Random, config: Config) -> Payload:
        """Draw grids until one is solvable, and not by positive numbers alone.

        Raises:
            ValueError: Of very many grids none is.
        """
        numbers = config.numbers
        weights = [1.0] * len(numbers)
        if config.limit is None:
            weights = [
                _POSITIVE / config.high if n > 0 else (1 - _POSITIVE) / -config.low for n in numbers
            ]
        for _ in range(_MOST_GRIDS):
            drawn = iter(rng.choices(numbers, weights, k=config.size**2))
            grid = [[next(drawn) for _ in range(config.size)] for _ in range(config.size)]
            positive = {n for row in grid for n in row if n > 0}
            trivial = grid[0][-1] > 0 and len(positive) >= config.picks
            if config.limit is None and trivial:
                continue
            payload = {"grid": grid, "picks": config.picks, "limit": config.limit}
            if _selection(payload) is not None:
                return payload
        raise ValueError(f"need a configuration with solvable grids, got {config!r}")

    def prompt(self, payload: Payload) -> str:
        """The question."""
        grid, limit = payload["grid"], payload["limit"]
        last = len(grid) - 1
        shown = "\n".join(", ".join(map(str, row)) for row in grid)
        line = (
            f"the sum of the selected numbers is at most {limit}."
            if limit is not None
            else "the product of the selected numbers is greater than 0. The product of a single "
            "number is that number."
        )
        return (
            f"Choose exactly {payload['picks']} cells of this grid, called the selected cells. "
            f"Each line is a row, its numbers separated by commas:\n\n{shown}\n\n"
            f"Rows are numbered from 0 (top) to {last} (bottom), columns from 0 (left) to {last} "
            "(right).\n\n"
            "Rules:\n"
            "- The numbers in the selected cells are all different: no number is selected from "
            "two cells.\n"
            f"- The cell in the top right corner (row 0, column {last}), which holds "
            f"{grid[0][last]}, is selected.\n"
            f"- In each row and in each column, {line} A row or column in which nothing is "
            "selected is fine.\n\n"
            "There may be several right selections; give any one, its cells in any order.\n"
            "Finish with the selected cells, each as its row, a space and its column, in this "
            "form: <<<row column, row column, ..., row column>>>"
        )

    def verify(self, payload: Payload, response: str) -> Verdict:
        """Judge any text."""
        answer = final_answer(response)
        cells = None if answer is None else _cells(answer)
        if cells is None:
            return Verdict(False, "There is no list of cells in the form <<<row column, ...>>>.")
        problem = _problem(payload, cells)
        return Verdict(not problem, problem or "The selection keeps all rules.")

    def solve(self, payload: Payload) -> str:
        """A selection in the demanded form.

        Raises:
            ValueError: There is none; a generated instance always has one.
        """
        cells = _selection(payload)
        if cells is None:
            raise ValueError("no selection keeps all rules")
        return f"<<<{', '.join(f'{row} {column}' for row, column in sorted(cells))}>>>"


def _problem(payload: Payload, cells: Sequence[Cell]) -> str:
    """Which rule a selection breaks; empty where it keeps all."""
    grid, limit = payload["grid"], payload["limit"]
    size = len(grid)
    if len(cells) != payload["picks"]:
        return "The number of selected cells is not the demanded one."
    if any(row >= size or column >= size for row, column in cells):
        return "A cell lies outside the grid."
    if len({grid[row][column] for row, column in cells}) < len(cells):
        return "A cell or a number is selected twice."
    if (0, size - 1) not in cells:
        return "The cell in the top right corner is not selected."
    for i in range(size):
        for axis, name in ((0, "row"), (1, "column")):
            line = [grid[row][column] for row, column in cells if (row, column)[axis] == i]
            if prod(line) <= 0 if limit is None else sum(line) > limit:
                return f"A {name} does not keep its rule."
    return ""


def _selection(payload: Payload) -> list[Cell] | None:
    """Cells that keep all rules, or None."""
    if payload["limit"] is None:
        return _Balance(payload["grid"], payload["picks"]).selection()
    return _Bounds(payload["grid"], payload["limit"]).selection(payload["picks"])


class _Bounds:
    """Looks for different numbers with small sums in all lines; no number may be negative."""

    def __init__(self, grid: Sequence[Sequence[int]], limit: int) -> None:
        self._cells: dict[int, list[Cell]] = {grid[0][-1]: [(0, len(grid) - 1)]}
        for row, numbers in enumerate(grid):
            for column, number in enumerate(numbers):
                if number != grid[0][-1]:
                    self._cells.setdefault(number, []).append((row, column))
        self._values = [
            grid[0][-1],
            *sorted(value for value in self._cells if value != grid[0][-1]),
        ]
        self._rows, self._columns = [limit] * len(grid), [limit] * len(grid)

    def selection(self, picks: int, start: int = 0) -> list[Cell] | None:
        """Cells of so many of the numbers from place `start` on; the corner is place 0."""
        if picks == 0:
            return []
        if len(self._values) - start < picks:
            return None
        value = self._values[start]
        for row, column in self._cells[value]:
            if value <= min(self._rows[row], self._columns[column]):
                self._take(row, column, value)
                rest = self.selection(picks - 1, start + 1)
                self._take(row, column, -value)
                if rest is not None:
                    return [(row, column), *rest]
        return self.selection(picks, start + 1) if start else None

    def _take(self, row: int, column: int, value: int) -> None:
        self._rows[row] -= value
        self._columns[column] -= value


class _Balance:
    """Looks for different numbers with an even number of negative ones in each line.

    Positive numbers never matter to a product's sign: the search is for the negative ones, row by
    row, and as many positive ones as are missing complete it. Sets of columns and of negative
    numbers are bit masks.
    """

    def __init__(self, grid: Sequence[Sequence[int]], picks: int) -> None:
        corner = (0, len(grid) - 1)
        self._grid, self._picks = grid, picks
        self._positive: dict[int, Cell] = {}
        self._rows: list[list[Cell]] = []
        for r, row in enumerate(grid):
            self._positive |= {n: (r, c) for c, n in enumerate(row) if n > 0}
            self._rows.append([(r, c) for c, n in enumerate(row) if n < 0])
        self._forced = grid[0][-1] < 0
        if grid[0][-1] > 0:
            self._positive[grid[0][-1]] = corner
        self._corner = corner
        self._below = [
            _mask(c for row in self._rows[r:] for _, c in row) for r in range(len(grid) + 1)
        ]
        self._hopeless: set[tuple[int, int, int]] = set()

    def selection(self) -> list[Cell] | None:
        """Cells that keep the rule of products, with the corner; None where there are none."""
        if self._grid[0][-1] == 0:
            return None
        negative = self._negative(0, 0, 0)
        if negative is None:
            return None
        positive = sorted(self._positive.values(), key=lambda cell: cell != self._corner)
        return [*negative, *positive[: self._picks - len(negative)]]

    def _negative(self, row: int, odd: int, used: int) -> list[Cell] | None:
        """Negative cells from a row on that make all columns even.

        Args:
            row: The first row that is still open.
            odd: Columns with an odd number of negative cells so far.
            used: The negative numbers selected so far; bit n stands for -n.
        """
        state = (row, odd, used)
        if odd & ~self._below[row] or state in self._hopeless:
            return None
        if row == len(self._grid):
            count = used.bit_count()
            most = self._picks - (0 if self._forced else 1)
            return [] if self._picks - len(self._positive) <= count <= most else None
        for cells, columns, values in self._even(row, used):
            rest = self._negative(row + 1, odd ^ columns, used | values)
            if rest is not None:
                return [*cells, *rest]
        self._hopeless.add(state)
        return None

    def _even(self, row: int, used: int) -> Iterator[tuple[tuple[Cell, ...], int, int]]:
        """Every choice of an even number of a row's negative cells, with its two masks."""
        for size in sorted(range(0, len(self._rows[row]) + 1, 2), key=lambda size: abs(size - 2)):
            for cells in combinations(self._rows[row], size):
                values = _mask(-self._grid[r][c] for r, c in cells)
                if values & used or values.bit_count() < size:
                    continue
                if row == 0 and self._forced and self._corner not in cells:
                    continue
                yield cells, _mask(c for _, c in cells), values


def _mask(bits: Iterable[int]) -> int:
    mask = 0
    for bit in bits:
        mask |= 1 << bit
    return mask


def _cells(text: str) -> list[Cell] | None:
    """The cells that a text lists, or None."""
    if len(text) > _MOST_CHARS:
        return None
    text = text.translate(_QUOTES).strip()
    for _ in range(_LAYERS):
        text = unwrapped(_LABEL.sub("", text))
        for form in _FORMS:
            if (found := _listed(text, *form)) is not None:
                return found
        if text[:1] + text[-1:] not in ("[]", "()", "{}"):
            return None
        text = text[1:-1].strip()
    return None


def _listed(text: str, pair: re.Pattern[str], between: re.Pattern[str]) -> list[Cell] | None:
    """Pairs of one form, with what may stand between them and nothing else."""
    found = []
    position = 0
    while match := pair.match(text, position):
        row, column = (int(number) for number in match.groups() if number is not None)
        found.append((row, column))
        if match.end() == len(text):
            return found
        separator = between.match(text, match.end())
        if separator is None:
            return None
        position = separator.end()
        if position == len(text):  # A comma behind the last pair.
            return found
    return None


TASK = LogicalPuzzle()

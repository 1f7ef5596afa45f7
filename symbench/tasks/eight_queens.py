"""Eight Queens: fill up a board so that no two queens attack each other.

Some queens may stand already and stay, some cells are blocked. Answer: every queen of the full
board, `row column` counted from 0, in `<<<...>>>`; pairs in brackets, nested lists, JSON objects
and a drawn board are read too. Every placement that keeps the rules is right.
Source: CodeSteer (arXiv 2502.04350), table 1; the ladder is published with it but not plotted.
Differs from the original: queens must stand on the board (far-off ones passed there), the given
ones must be kept (they were ignored), and boards of any size are judged (the check was fixed to
eight queens, so that larger boards could not pass); the first level has blocked cells, since there
is only one empty board; the ladder has the published boards, with queens and blocked cells in the
ranges found there.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from random import Random
from typing import TypeAlias

from codesteer.answers import final_answer, unwrapped
from codesteer.symbench.task import Category, Payload, Split, Verdict

__all__ = ["TASK", "Config", "EightQueens"]

Cell: TypeAlias = tuple[int, int]

_LABEL = re.compile(
    r"[*_]{0,2}(?:(?:so|thus|hence|therefore),? )?(?:the )?(?:final )?"
    r"(?:answer|solution|queens|cells|positions|board)"
    r"[*_]{0,2} ?(?:[:=]|(?:is|are)\b:?)[*_]{0,2}\s?",
    re.IGNORECASE,
)
_INDEX = r"(?:0|[1-9][0-9]?)"
_BETWEEN = r"(?: ?[,;] ?\n?| ?\n)"
_PAIRS = tuple(
    re.compile(rf"{pair}(?:{between}{pair})*[,;]?")
    for pair, between in (
        (rf"{_INDEX} {_INDEX}", _BETWEEN),
        (rf"{_INDEX} ?, ?{_INDEX}", r"(?: ?; ?\n?| ?\n)"),
        (rf"\(\s?{_INDEX}(?:\s?,\s?|\s){_INDEX}\s?\)", rf"(?:{_BETWEEN}| )?"),
        (rf"\[\s?{_INDEX}(?:\s?,\s?|\s){_INDEX}\s?\]", rf"(?:{_BETWEEN}| )?"),
    )
)
_OUTER = ("[]", "()", "{}")
_LAYERS = 4
"""Labels and brackets around the queens that are taken off."""
_MOST_CHARS = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Difficulty of one instance."""

    sizes: tuple[int, int]
    """Smallest and largest board; as many queens as rows."""
    queens: tuple[int, int]
    """Fewest and most queens that stand already."""
    blocked: tuple[int, int]
    """Fewest and most blocked cells, none of which a given queen attacks."""

    def __post_init__(self) -> None:
        ranges = (self.sizes, self.queens, self.blocked)
        if any(len(r) != 2 or not 0 <= r[0] <= r[1] for r in ranges):
            raise ValueError(f"need ranges of numbers from 0, got {self!r}")
        # More blocked cells than rows might not all be found beside the solution.
        if self.sizes[0] < 8 or self.sizes[1] > 50 or 3 * self.queens[1] > self.sizes[0]:
            raise ValueError(f"need boards from 8 to 50 and a third given at most, got {self!r}")
        if self.blocked[1] > self.sizes[0]:
            raise ValueError(f"need at most as many blocked cells as rows, got {self!r}")


class EightQueens:
    """The task; see the module."""

    name = "eight_queens"
    version = 1
    category: Category = "planning"
    split: Split = "unseen"
    levels: Mapping[int, Config] = {
        1: Config(sizes=(8, 8), queens=(0, 0), blocked=(4, 6)),
        2: Config(sizes=(8, 10), queens=(1, 1), blocked=(3, 4)),
        3: Config(sizes=(8, 12), queens=(1, 2), blocked=(3, 5)),
        4: Config(sizes=(10, 14), queens=(2, 3), blocked=(3, 6)),
        5: Config(sizes=(10, 14), queens=(3, 3), blocked=(6, 10)),
    }
    ladder = (
        Config(sizes=(8, 8), queens=(0, 0), blocked=(0, 0)),
        Config(sizes=(8, 10), queens=(0, 1), blocked=(0, 2)),
        Config(sizes=(8, 12), queens=(0, 2), blocked=(0, 3)),
        Config(sizes=(10, 14), queens=(0, 2), blocked=(1, 4)),
        Config(sizes=(10, 14), queens=(2, 2), blocked=(2, 4)),
    )

    def generate(self, rng: Random, config: Config) -> Payload:
        """Draw a full board, keep some queens, and block cells that it leaves free."""
        while True:
            size = rng.randint(*config.sizes)
            queens = _completed(size, {}, set(), rng.sample(range(size), size))
            if queens is None:  # Cannot be: every board of these sizes can be filled.
                continue
            given = rng.sample(sorted(queens.items()), rng.randint(*config.queens))
            free = [
                (r, c)
                for r in range(size)
                for c in range(size)
                if queens[r] != c and not any(_attack((r, c), queen) for queen in given)
            ]
            wanted = rng.randint(*config.blocked)
            if len(free) < wanted:
                continue
            board = [["0"] * size for _ in range(size)]
            for r, c in given:
                board[r][c] = "1"
            for r, c in rng.sample(free, wanted):
                board[r][c] = "X"
            return {"board": ["".join(row) for row in board]}

    def prompt(self, payload: Payload) -> str:
        """The question."""
        size = len(payload["board"])
        board = "\n".join(payload["board"])
        return (
            f"Fill up this {size} x {size} chess board so that it holds {size} queens. On it, 1 is "
            f"a queen that stands already, 0 an empty cell and X a blocked cell.\n\n{board}\n\n"
            "Rules:\n"
            "- No two queens may share a row, a column or a diagonal of any length, whatever "
            "stands between them.\n"
            "- Queens that stand already stay where they are.\n"
            "- No queen may be put on a blocked cell.\n\n"
            "Rows are counted from 0 at the top, columns from 0 at the left. List the cells of "
            f"all {size} queens, also of those that stand already, in any order.\n"
            "Finish with the list in this form: <<<row column, row column, ..., row column>>>"
        )

    def verify(self, payload: Payload, response: str) -> Verdict:
        """Judge any text."""
        answer = final_answer(response)
        queens = None if answer is None else _queens(answer, payload["board"])
        if queens is None:
            return Verdict(False, "There is no answer in the form <<<row column, ...>>>.")
        size = len(payload["board"])
        if len(queens) != size:
            return Verdict(False, "There are not as many queens as there are rows.")
        if any(r >= size or c >= size for r, c in queens):
            return Verdict(False, "A queen stands beside the board.")
        if not set(_cells(payload["board"], "1")) <= set(queens):
            return Verdict(False, "A queen that stood already is missing.")
        if set(_cells(payload["board"], "X")) & set(queens):
            return Verdict(False, "A queen stands on a blocked cell.")
        if any(_attack(a, b) for a, b in combinations(queens, 2)):
            return Verdict(False, "Two queens attack each other.")
        return Verdict(True, "All queens stand and none attacks another.")

    def solve(self, payload: Payload) -> str:
        """A full board in the demanded form.

        Raises:
            ValueError: There is none; a generated instance always has one.
        """
        board = payload["board"]
        given, blocked = dict(_cells(board, "1")), set(_cells(board, "X"))
        queens = _completed(len(board), given, blocked, range(len(board)))
        if queens is None:
            raise ValueError(f"this board cannot be filled up: {board}")
        return f"<<<{', '.join(f'{r} {c}' for r, c in sorted(queens.items()))}>>>"


def _attack(a: Cell, b: Cell) -> bool:
    """Whether two queens attack each other; one cell does itself."""
    return a[0] == b[0] or a[1] == b[1] or abs(a[0] - b[0]) == abs(a[1] - b[1])


def _cells(board: Sequence[str], sign: str) -> list[Cell]:
    return [(r, c) for r, row in enumerate(board) for c, cell in enumerate(row) if cell == sign]


def _completed(
    size: int, given: Mapping[int, int], blocked: set[Cell], columns: Sequence[int]
) -> dict[int, int] | None:
    """The column of each row's queen, tried in the order of `columns`; None where none fit."""
    free = {
        row: [column for column in columns if (row, column) not in blocked]
        for row in range(size)
        if row not in given
    }
    for row, column in given.items():
        free = _left(free, row, column)
    return _filled(free, given)


def _filled(free: Mapping[int, list[int]], placed: Mapping[int, int]) -> dict[int, int] | None:
    """The queens placed and one in each other row, in one of its free columns."""
    if not free:
        return dict(placed)
    row = min(free, key=lambda row: len(free[row]))
    rest = {other: columns for other, columns in free.items() if other != row}
    for column in free[row]:
        found = _filled(_left(rest, row, column), {**placed, row: column})
        if found is not None:
            return found
    return None


def _left(free: Mapping[int, list[int]], row: int, column: int) -> dict[int, list[int]]:
    """The columns of each row that a queen does not attack."""
    return {
        other: [c for c in columns if c != column and abs(c - column) != abs(other - row)]
        for other, columns in free.items()
    }


def _queens(answer: str, board: Sequence[str]) -> list[Cell] | None:
    """The cells an answer names, or None where it is in no known form."""
    if len(answer) > _MOST_CHARS:
        return None
    lines = [" ".join(line.split()) for line in answer.splitlines() if line.strip()]
    text = "\n".join(lines).replace('"', "").replace("'", "")
    for _ in range(_LAYERS):
        if label := _LABEL.match(text):
            text = unwrapped(text[label.end() :])
        if any(form.fullmatch(text) for form in _PAIRS):
            numbers = [int(n) for n in re.findall(r"[0-9]+", text)]
            return list(zip(numbers[::2], numbers[1::2], strict=True))
        if (drawn := _drawn(text, board)) is not None:
            return drawn
        if text[:1] + text[-1:] not in _OUTER:
            return None
        text = text[1:-1].strip()
    return None


def _drawn(text: str, board: Sequence[str]) -> list[Cell] | None:
    """The queens of a drawn board, which must be of this size and block no other cells."""
    rows = text.split("\n")
    if len(rows) == 1:
        rows = text.strip("[]() ").split("]" if "]" in text.strip("[]() ") else None)
        rows = rows if len(rows) > 1 else text.split(",")
    drawn = [re.sub(r"[\s,|\[\]()]", "", row) for row in rows]
    if len(drawn) != len(board):
        return None
    if not all(re.fullmatch(r"[01XQ.]+", row) and len(row) == len(board) for row in drawn):
        return None
    if not set(_cells(drawn, "X")) <= set(_cells(board, "X")):
        return None
    return _cells(drawn, "1") + _cells(drawn, "Q")


TASK = EightQueens()

"""Reversi: play listed moves on a board and write down the board they lead to.

Black is 0, white is 1, an empty cell is *. A disc turns over every unbroken line of the other
colour's discs between it and another disc of its own colour, in all eight directions; a player
without such a move passes.

Answer: all cells row by row in `<<<...>>>`, separated by commas. Rows in lines, joined rows, lists
and tables of the same cells are read.
Source: CodeSteer (arXiv 2502.04350), table 1.
Differs from the original: the prompt shows the board before the moves (theirs shows the one after
them, so that to copy it is right in all 200), says which discs turn over and who moves when; boards
come from games that are under way, on 6x6 and 8x8 cells, where the original has 83 puzzles (4x4
boards make too few); every move is legal and passes are listed.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeAlias

from codesteer.answers import bracketed, final_answer, unwrapped
from codesteer.symbench.task import Category, Payload, Split, Verdict

__all__ = ["TASK", "Config", "Reversi"]

Board: TypeAlias = list[list[str]]

_EMPTY = "*"
_OTHER = {"0": "1", "1": "0"}
_COLORS = {"0": "Black", "1": "White"}
_DIRECTIONS = [(r, c) for r in (-1, 0, 1) for c in (-1, 0, 1) if r or c]
_LAYOUT = re.compile(r"[01*\s,;|\[\]'\"]+")
_RULED_LINE = re.compile(r"^[ \t\r|+-]*-[ \t\r|+-]*$", re.MULTILINE)
_FENCE = re.compile(r"^`{3,}[^\n`]*\n(.*?)\n?\s*`{3,}$", re.DOTALL)
_WORDS = r"(?:the\s+)?(?:(?:final|resulting|last)\s+)*(?:answer|result|board)"
_LABEL = re.compile(
    rf"(?:{_WORDS}\s*(?:is\b\s*:?|[:=])|\*\*{_WORDS}(?:\s*[:=]\*\*|\*\*\s*[:=]))\s*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Difficulty of one instance."""

    size: int
    """Rows of the board, an even number; it has as many columns."""
    played: tuple[int, int]
    """Fewest and most discs placed before the board that is shown."""
    moves: int
    """Discs to place."""

    def __post_init__(self) -> None:
        if self.size not in (4, 6, 8, 10, 12):
            raise ValueError(f"need an even size from 4 to 12, got {self!r}")
        few, many = self.played or (-1, -1)
        if not (0 <= few <= many and 1 <= self.moves <= self.size**2 - 4 - self.size - many):
            raise ValueError(f"need fewer discs, so that games can last, got {self!r}")


class Reversi:
    """The task; see the module."""

    name = "reversi"
    version = 1
    category: Category = "execution"
    split: Split = "seen"
    levels: Mapping[int, Config] = {
        1: Config(size=6, played=(6, 12), moves=1),
        2: Config(size=6, played=(6, 16), moves=2),
        3: Config(size=6, played=(6, 20), moves=4),
        4: Config(size=8, played=(8, 30), moves=7),
        5: Config(size=8, played=(12, 36), moves=16),
    }
    ladder: tuple[Config, ...] = ()

    def generate(self, rng: Random, config: Config) -> Payload:
        """Play a game at random; show the board at some point and list what follows."""
        while True:
            board, player = _opening(config.size), "0"
            _, player = _play(rng, board, player, rng.randint(*config.played))
            shown = ["".join(row) for row in board]
            moves, _ = _play(rng, board, player, config.moves)
            if sum(map(bool, moves)) == config.moves:
                return {"board": shown, "player": player, "moves": moves}

    def prompt(self, payload: Payload) -> str:
        """The question."""
        size = len(payload["board"])
        board = "\n".join(payload["board"])
        lines, player = [], payload["player"]
        for i, move in enumerate(payload["moves"], 1):
            what = f"({move[0]}, {move[1]})" if move else "passes (no cell would turn a disc over)"
            lines.append(f"{i}. {_COLORS[player]}: {what}")
            player = _OTHER[player]
        moves = "\n".join(lines)
        return (
            f"This is a Reversi board of {size} rows and {size} columns. A black disc is 0, a "
            "white disc is 1, an empty cell is *.\n\n"
            f"{board}\n\n"
            "Play these moves on it, one after the other. (r, c) is the cell in row r, counted "
            "from 1 at the top, and column c, counted from 1 at the left.\n\n"
            f"{moves}\n\n"
            "Rules:\n"
            "- A move puts a disc of the player's color on the named empty cell.\n"
            "- Then look from that cell in each of the eight directions: left, right, up, down "
            "and the four diagonals. Where one or more discs of the other color follow without a "
            "gap and directly behind them stands a disc of the player's color, all those discs of "
            "the other color change to the player's color.\n"
            "- Discs that change do not make further discs change.\n"
            "- A pass leaves the board as it is.\n\n"
            f"Finish with the board after the last move: all {size * size} cells (0, 1 or *), row "
            "by row from the top, each row from left to right, separated by commas, in this form: "
            "<<<cell,cell,...,cell>>>"
        )

    def verify(self, payload: Payload, response: str) -> Verdict:
        """Judge any text."""
        size = len(payload["board"])
        readings = (_cells(text, size) for text in _texts(response, size))
        answer = next((cells for cells in readings if cells is not None), None)
        if answer is None:
            return Verdict(False, f"There is no board of {size} x {size} cells in the given form.")
        if answer != _cells_after(payload):
            return Verdict(False, "The board is not the one after the last move.")
        return Verdict(True, "The board is the one after the last move.")

    def solve(self, payload: Payload) -> str:
        """The last board in the demanded form."""
        return f"<<<{','.join(_cells_after(payload))}>>>"


def _opening(size: int) -> Board:
    """Four discs in the middle, the falling diagonal white."""
    board = [[_EMPTY] * size for _ in range(size)]
    low, high = size // 2 - 1, size // 2
    board[low][low] = board[high][high] = "1"
    board[low][high] = board[high][low] = "0"
    return board


def _turned(board: Board, row: int, column: int, player: str) -> list[tuple[int, int]]:
    """The discs that turn over when the player takes that cell."""
    size = len(board)
    turned = []
    for down, right in _DIRECTIONS:
        line = []
        r, c = row + down, column + right
        while 0 <= r < size and 0 <= c < size and board[r][c] == _OTHER[player]:
            line.append((r, c))
            r, c = r + down, c + right
        if 0 <= r < size and 0 <= c < size and board[r][c] == player:
            turned += line
    return turned


def _place(board: Board, row: int, column: int, player: str) -> None:
    for r, c in [*_turned(board, row, column, player), (row, column)]:
        board[r][c] = player


def _play(rng: Random, board: Board, player: str, discs: int) -> tuple[list[list[int]], str]:
    """Place discs at random until there are enough or the game is over.

    Returns:
        The moves, [] for a pass, and the player whose turn is next.
    """
    moves: list[list[int]] = []
    cells = [(r, c) for r in range(len(board)) for c in range(len(board))]
    while discs and moves[-2:] != [[], []]:
        open_to_player = [
            (r, c) for r, c in cells if board[r][c] == _EMPTY and _turned(board, r, c, player)
        ]
        if open_to_player:
            row, column = rng.choice(open_to_player)
            _place(board, row, column, player)
            discs -= 1
        moves.append([row + 1, column + 1] if open_to_player else [])
        player = _OTHER[player]
    return moves, player


def _cells_after(payload: Payload) -> str:
    """All cells after the last move, row by row."""
    board, player = [list(row) for row in payload["board"]], payload["player"]
    for move in payload["moves"]:
        if move:
            _place(board, move[0] - 1, move[1] - 1, player)
        player = _OTHER[player]
    return "".join("".join(row) for row in board)


def _texts(response: str, size: int) -> Iterator[str]:
    """The answer as it may be meant: two stars may be emphasis or empty cells."""
    strict = bracketed(response)
    answer = final_answer(response) if strict is None else strict
    if answer is None or len(answer) > 8 * size * size + 200:
        return
    answer = answer.strip()
    fenced = _FENCE.match(answer)
    answer = fenced.group(1).strip() if fenced else answer
    label = _LABEL.match(answer)
    answer = answer[label.end() :].strip() if label else answer
    yield answer
    yield unwrapped(answer)
    if strict is None:
        yield re.sub(r"^\*\*\s+", "", answer)  # The end of an emphasis that began before it.


def _cells(text: str, size: int) -> str | None:
    """All cells of a board, row by row, or None where the text is not exactly that."""
    text = _RULED_LINE.sub("", text)
    if not _LAYOUT.fullmatch(text):
        return None
    listed = [cell.strip() for cell in text.split(",")]
    if len(listed) == size * size and max(map(len, listed)) == 1 == min(map(len, listed)):
        return "".join(listed)  # The demanded form, wherever its lines are broken.
    rows: list[str] = []
    for part in re.split(r"[\[\]\n;]", re.sub(r"['\"]", "", text)):
        cells: Sequence[str] = re.split(r"\s*[,|]\s*|\s+", part.strip(" \t\r,|"))
        rows += ["".join(cells)] if max(map(len, cells)) == 1 == min(map(len, cells)) else cells
    rows = [row for row in rows if row]
    shape = [len(row) for row in rows]
    return "".join(rows) if shape in ([size] * size, [size * size]) else None


TASK = Reversi()

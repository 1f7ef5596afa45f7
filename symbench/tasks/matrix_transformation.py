"""Matrix Transformation: turn a matrix of single characters by 90 degrees clockwise.

Answer: the cells of the turned matrix, row by row, in `<<<...>>>`. One list of all cells or one of
rows is read, with or without brackets and quotes; rows may also stand on lines of their own, their
cells separated by spaces or joined. Characters must match exactly, in upper and lower case.
Source: CodeSteer (arXiv 2502.04350), table 1.
Differs from the original: the matrix stands apart from the prose (a full stop touched its last
cell, which for symbols looks like one of them); the order of the answer is said; rows are checked
where an answer shows them; a matrix that another turn or mirroring would also bring to the right
list is never drawn.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random
from string import ascii_uppercase, digits
from typing import TypeAlias

from codesteer.answers import bracketed, final_answer, unwrapped
from codesteer.symbench.task import Category, Payload, Split, Verdict

__all__ = ["TASK", "Config", "MatrixTransformation"]

Matrix: TypeAlias = list[list[str]]

_SYMBOLS = "!@#$%^&*"
_MOST_CHARS = 20_000
"""Longer answers are not read."""
_LABEL = re.compile(
    r"\A(?:the\s+)?(?:final\s+)?(?:answer|result|output|rotated\s+matrix|matrix)"
    r"\s*(?:[:=]|\bis\b\s*:?)\s*",
    re.IGNORECASE,
)
_ROW = re.compile(r"\s*(?:\[([^\[\]]*)\]|\(([^()]*)\))\s*,?")
_QUOTED = re.compile(r"(?P<quote>[\"'`])(.)(?P=quote)|\\(?=[!@#$%^&*])(.)")
_LAYOUT = re.compile(r"[\s,;.<>()\[\]\"'`\\]")
_DOLLAR = "\ue000"
"""Stands for a dollar sign where that is a cell and never a sign of mathematics."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Difficulty of one instance."""

    rows: int
    """Rows of the matrix to turn, 2 or more."""
    columns: int
    """Columns of the matrix to turn, 2 or more."""
    characters: str
    """What cells are drawn from: five or more characters, none of them layout of a list."""

    def __post_init__(self) -> None:
        few = len(set(self.characters)) < 5
        if self.rows < 2 or self.columns < 2 or few or _LAYOUT.search(self.characters):
            raise ValueError(f"need rows, columns >= 2 and five characters or more, got {self!r}")


class MatrixTransformation:
    """The task; see the module."""

    name = "matrix_transformation"
    version = 1
    category: Category = "execution"
    split: Split = "seen"
    levels: Mapping[int, Config] = {
        1: Config(rows=2, columns=2, characters=ascii_uppercase + digits),
        2: Config(rows=3, columns=3, characters=ascii_uppercase),
        3: Config(rows=3, columns=4, characters=ascii_uppercase + digits),
        4: Config(rows=4, columns=4, characters=_SYMBOLS),
        5: Config(rows=7, columns=9, characters=_SYMBOLS),
    }
    ladder: tuple[Config, ...] = ()

    def generate(self, rng: Random, config: Config) -> Payload:
        """Draw cells until the turn is not mistaken for another one."""
        while True:
            matrix = [rng.choices(config.characters, k=config.columns) for _ in range(config.rows)]
            right, half = _turned(matrix), _turned(_turned(matrix))
            others = (matrix, half, _turned(half), right[::-1], [row[::-1] for row in right])
            if all(_flat(other) != _flat(right) for other in others):
                return {"matrix": matrix}

    def prompt(self, payload: Payload) -> str:
        """The question."""
        matrix = payload["matrix"]
        shown = "\n".join(" ".join(row) for row in matrix)
        rows, columns = len(matrix), len(matrix[0])
        return (
            f"Here is a matrix of {rows} rows and {columns} columns. Each cell is one character, "
            f"and spaces separate the cells of a row:\n\n{shown}\n\n"
            "Rotate it by 90 degrees clockwise, so that its top row becomes the rightmost column "
            f"and its left column becomes the top row. The result has {columns} rows and {rows} "
            "columns; the characters themselves stay as they are.\n\n"
            "Finish with all cells of the result, row by row from top to bottom and each row from "
            "left to right, separated by commas, in this form: <<<cell,cell,...,cell>>>"
        )

    def verify(self, payload: Payload, response: str) -> Verdict:
        """Judge any text."""
        wanted = _turned(payload["matrix"])
        complete = False
        for text in _readings(response, dollar="$" in _flat(wanted)):
            rows = _rows(text)
            if rows == wanted or rows == [_flat(wanted)]:
                return Verdict(True, "The cells are those of the rotated matrix.")
            complete = complete or len(_flat(rows)) == len(_flat(wanted))
        if not complete:
            return Verdict(False, "There is no list of all cells in the form <<<cell,...,cell>>>.")
        return Verdict(False, "The cells are not those of the rotated matrix, in order.")

    def solve(self, payload: Payload) -> str:
        """The cells of the turned matrix in the demanded form."""
        return f"<<<{','.join(_flat(_turned(payload['matrix'])))}>>>"


def _turned(matrix: Matrix) -> Matrix:
    """A quarter turn clockwise."""
    return [list(column) for column in zip(*matrix[::-1], strict=True)]


def _flat(matrix: Matrix) -> list[str]:
    return [cell for row in matrix for cell in row]


def _readings(response: str, *, dollar: bool) -> Iterator[str]:
    """The answer as it stands and without wrappers: some of those may be cells."""
    text = bracketed(response)
    if text is None:
        text = final_answer(response.replace("$", _DOLLAR) if dollar else response)
        text = text and text.replace(_DOLLAR, "$")
    if text and len(text) <= _MOST_CHARS:
        yield text
        yield unwrapped(_LABEL.sub("", unwrapped(text), count=1))


def _rows(text: str) -> Matrix:
    """The rows an answer shows; a single one where it is one list."""
    text = text.strip()
    found = _bracketed_rows(text)
    if found is None and text[:1] + text[-1:] in ("[]", "()"):
        text = text[1:-1].strip()
        found = _bracketed_rows(text)
    if found is None:
        lines = [line.strip() for line in re.split(r"[\n;]", text) if line.strip()]
        found = [line.removesuffix(",") for line in lines] if len(lines) > 1 else lines
    return [_cells(row) for row in found]


def _bracketed_rows(text: str) -> list[str] | None:
    """What stands in each pair of brackets; None where anything stands outside them."""
    found = []
    position = 0
    while match := _ROW.match(text, position):
        found.append(match[1] if match[1] is not None else match[2])
        position = match.end()
    return found if found and not text[position:].strip() else None


def _cells(row: str) -> list[str]:
    if "," in row:
        cells = row.split(",")
    else:
        cells = row.split() if re.search(r"\s", row.strip()) else list(row.strip())
    return [_QUOTED.sub(r"\2\3", cell.strip()) for cell in cells]


TASK = MatrixTransformation()

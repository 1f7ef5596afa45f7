r"""Pooling: slide a window over a matrix and take the maximum or the average of each position.

The window moves by one cell at a time and stays inside the matrix.
Answer: the values row by row, separated by commas, in `<<<...>>>`; a list, a list of rows, one row
a line and a label in front are read as well. A value is an integer, a decimal or a fraction (`7/3`,
`\frac{7}{3}`). A maximum must be exact; an average may be off by 0.000001, so that six decimals do.
Source: CodeSteer (arXiv 2502.04350), table 1.
Differs from the original: the prompt states the stride, the order of the values and how exact an
average must be; averages are compared as fractions (the original read them with `int()`, so that no
answer to any of its average poolings could pass), `16.0` is 16, and the values are not all equal.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Literal

from codesteer.answers import final_answer
from codesteer.symbench.rows import rows_of
from codesteer.symbench.task import Category, Payload, Split, Verdict

__all__ = ["TASK", "Config", "Pooling"]

_LABEL = re.compile(
    r"(?:\*\*)?(?:(?:(?:so|thus|hence|therefore|and|the|my|our|final|resulting|correct|pooled)\b"
    r",?\s*){0,6}(?:answer|result|output|matrix|values|array)\s*(?:is|are|:|=)\s*:?)?"
    r"\s*(?:\*\*)?\s*",
    re.IGNORECASE,
)
_FRACTION = re.compile(r"\\[dt]?frac\s*\{\s*(-?[0-9]{1,60})\s*\}\s*\{\s*([0-9]{1,60})\s*\}")
_NUMBER = re.compile(
    r"[+-]? {0,2}(?:[0-9]{1,60} ?/ ?(?P<divisor>[0-9]{1,60})|[0-9]{1,60}(?:\.[0-9]{0,60})?"
    r"|\.[0-9]{1,60})"
)
_MATH = re.compile(r"\$([^$\n]{1,200})\$")
_BETWEEN = re.compile(r"(?<!\s)\s*[,;|]\s*")
_LAYOUT = str.maketrans(
    {"(": "[", ")": "]", '"': " ", "'": " ", "`": " ", "\u2212": "-", "\u2013": "-"}
)
_TOLERANCE = Fraction(1, 10**6)
_MOST_CHARS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Difficulty of one instance."""

    size: int
    """Rows and columns of the matrix."""
    window: int
    """Rows and columns of the window: 2 or more, fewer than those of the matrix."""
    kind: Literal["max", "average"]
    low: int = -10
    """Smallest number of the matrix."""
    high: int = 20
    """Largest number of the matrix."""

    def __post_init__(self) -> None:
        if not 2 <= self.window < self.size or self.kind not in ("max", "average"):
            raise ValueError(f"need 2 <= window < size and kind max or average, got {self!r}")
        if self.low >= self.high:
            raise ValueError(f"need low < high, got {self!r}")


class Pooling:
    """The task; see the module."""

    name = "pooling"
    version = 1
    category: Category = "execution"
    split: Split = "seen"
    levels: Mapping[int, Config] = {
        1: Config(size=3, window=2, kind="max"),
        2: Config(size=5, window=3, kind="max"),
        3: Config(size=4, window=2, kind="average"),
        4: Config(size=6, window=3, kind="average"),
        5: Config(size=8, window=3, kind="average", low=-99, high=99),
    }
    ladder: tuple[Config, ...] = ()

    def generate(self, rng: Random, config: Config) -> Payload:
        """Draw matrices until the window finds more than one value."""
        side = range(config.size)
        while True:
            payload = {
                "matrix": [[rng.randint(config.low, config.high) for _ in side] for _ in side],
                "window": config.window,
                "kind": config.kind,
            }
            if len(set(_pooled(payload))) > 1:
                return payload

    def prompt(self, payload: Payload) -> str:
        """The question."""
        n, w = len(payload["matrix"]), payload["window"]
        side = n - w + 1
        matrix = "\n".join(" ".join(map(str, row)) for row in payload["matrix"])
        if payload["kind"] == "max":
            what, exactness = "maximum", "Each value is an integer."
        else:
            what = "average"
            exactness = (
                "Do not round to integers: write each average exactly, as an integer or a "
                "fraction such as -2/9, or as a decimal that is off by at most 0.000001."
            )
        return (
            f"A window of {w} x {w} cells slides over this matrix of {n} x {n} numbers:\n\n"
            f"{matrix}\n\n"
            f"The window starts in the top left corner and moves by one cell at a time (stride 1), "
            "to the right and then down, so that windows overlap. It always lies inside the "
            f"matrix; nothing is padded. In each of its {side * side} positions, take the {what} "
            f"of the {w * w} numbers in the window.\n\n"
            f"The results form a matrix of {side} x {side} values. List them row by row: the top "
            f"row from left to right, then the next row, down to the bottom row. {exactness}\n"
            "Finish with the values separated by commas, in this form: "
            "<<<value,value,...,value>>>"
        )

    def verify(self, payload: Payload, response: str) -> Verdict:
        """Judge any text."""
        side = len(payload["matrix"]) - payload["window"] + 1
        answer = final_answer(response)
        values = None if answer is None else _values(answer, side)
        if values is None:
            return Verdict(False, f"There are no {side * side} values in the form <<<a,b,...>>>.")
        tolerance = 0 if payload["kind"] == "max" else _TOLERANCE
        pairs = zip(values, _pooled(payload), strict=True)
        if any(abs(value - exact) > tolerance for value, exact in pairs):
            return Verdict(False, f"Not every value is the {payload['kind']} of its window.")
        return Verdict(True, "Every value is right.")

    def solve(self, payload: Payload) -> str:
        """The values in the demanded form, averages as fractions."""
        return f"<<<{','.join(map(str, _pooled(payload)))}>>>"


def _pooled(payload: Payload) -> list[Fraction]:
    """The values of all window positions, row by row."""
    matrix, w = payload["matrix"], payload["window"]
    starts = range(len(matrix) - w + 1)
    windows = [
        [n for row in matrix[r : r + w] for n in row[c : c + w]] for r in starts for c in starts
    ]
    if payload["kind"] == "max":
        return [Fraction(max(window)) for window in windows]
    return [Fraction(sum(window), w * w) for window in windows]


def _values(answer: str, side: int) -> list[Fraction] | None:
    """The values an answer lists, or None where they are not as many as the result has."""
    if len(answer) > _MOST_CHARS:
        return None
    text = _MATH.sub(r"\1", _LABEL.sub("", answer, count=1)).translate(_LAYOUT)
    text = _FRACTION.sub(r" \1/\2", text)
    lines = rows_of(text)
    if lines is None:
        return None
    # Where there is no other separator, blanks part the values.
    listed = [_BETWEEN.split(line) if _BETWEEN.search(line) else line.split() for line in lines]
    if len(listed) > 1 and any(len(line) != side for line in listed):
        return None
    values = [_number(item) for line in listed for item in line]
    known = [value for value in values if value is not None]
    return known if len(known) == len(values) == side * side else None


def _number(text: str) -> Fraction | None:
    match = _NUMBER.fullmatch(text)
    if match is None or (match["divisor"] and not int(match["divisor"])):
        return None
    return Fraction(text.replace(" ", ""))


TASK = Pooling()

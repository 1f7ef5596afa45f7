"""Logical Equation: give each letter another number of a list so that all statements hold.

Every listed number is the value of exactly one letter. A statement is `X = 1.5 * Y`, `X + Y = c`,
`X - Y = c` or `X > Y`.
Answer: the values in alphabetical order of the letters, as a list in `<<<...>>>`; the list without
its brackets, `A = 1, B = 2, ...`, `36.0` for 36, a label and a JSON object are read as well. There
may be several assignments that keep the rules: each of them is right.
Source: CodeSteer (arXiv 2502.04350), table 1.
Differs from the original: the prompt says that the letters have different values, and repeated
values and fractions are wrong (both passed there); statements are checked exactly, in tenths,
instead of with floats; the numbers are drawn, every letter is in a statement, and no two statements
are about the same two letters.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from random import Random
from string import ascii_uppercase
from typing import TypeAlias

from codesteer.answers import final_answer, unwrapped
from codesteer.symbench.task import Category, Payload, Split, Verdict

__all__ = ["TASK", "Config", "LogicalEquation"]

Statement: TypeAlias = dict[str, str | int]

_LABEL = re.compile(
    r"(?:\*\*)?(?:(?:so|thus|hence|therefore|and|the|my|our|final|correct)\b,?\s*){0,6}"
    r"(?:(?:answer|result|output|values|assignment|solution)\s*(?:is|are|:|=)\s*:?)?"
    r"\s*(?:\*\*(?![^*]*\*\*))?\s*",
    re.IGNORECASE,
)
_NUMBER = r"([0-9]{1,9})(?:\.0{1,20})?"
_ASSIGNED = re.compile(rf"(?<!\w)([A-Z])\s*[=:]\s*{_NUMBER}(?![\w./])")
_BETWEEN = re.compile(r"\s*[,;]\s*|\s+")
_QUOTES = str.maketrans({'"': " ", "'": " ", "`": " "})
_MOST_CHARS = 2_000
_KINDS, _WEIGHTS = ("ratio", "sum", "difference", "greater"), (5, 4, 4, 1)
_HIGHEST = 250


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Difficulty of one instance."""

    letters: int
    """How many letters, 4 to 26."""
    statements: int
    """How many statements: half as many as letters or more, at most as many as letters."""

    def __post_init__(self) -> None:
        if not 4 <= self.letters <= len(ascii_uppercase):
            raise ValueError(f"need 4 to {len(ascii_uppercase)} letters, got {self!r}")
        if not self.letters / 2 <= self.statements <= self.letters:
            raise ValueError(f"need letters / 2 to letters statements, got {self!r}")


class LogicalEquation:
    """The task; see the module."""

    name = "logical_equation"
    version = 1
    category: Category = "planning"
    split: Split = "seen"
    levels: Mapping[int, Config] = {
        1: Config(letters=9, statements=7),
        2: Config(letters=11, statements=10),
        3: Config(letters=13, statements=12),
        4: Config(letters=15, statements=14),
        5: Config(letters=20, statements=18),
    }
    ladder: tuple[Config, ...] = ()

    def generate(self, rng: Random, config: Config) -> Payload:
        """Draw values of the letters, and then statements that hold."""
        values = _values(rng, config.letters)
        while True:
            rng.shuffle(values)
            truth = dict(zip(ascii_uppercase, values, strict=False))
            statements = _statements(rng, truth, config.statements)
            if len(statements) == config.statements and truth.keys() == set(_letters(statements)):
                return {"values": sorted(values), "statements": statements}

    def prompt(self, payload: Payload) -> str:
        """The question."""
        letters = ascii_uppercase[: len(payload["values"])]
        statements = "\n".join(
            f"{i}. {_text(statement)}" for i, statement in enumerate(payload["statements"], 1)
        )
        return (
            f"The {len(letters)} letters {', '.join(letters)} stand for these {len(letters)} "
            f"numbers: {', '.join(map(str, payload['values']))}\n"
            "Every letter stands for one of the numbers, and every number is the value of exactly "
            "one letter, so that no two letters have the same value.\n\n"
            f"All of these statements hold exactly:\n{statements}\n\n"
            "Which number does each letter stand for? There may be more than one solution; any "
            "one of them is right.\n"
            f"Finish with the {len(letters)} values in alphabetical order of the letters, in this "
            f"form: <<<[value of A, value of B, ..., value of {letters[-1]}]>>>"
        )

    def verify(self, payload: Payload, response: str) -> Verdict:
        """Judge any text."""
        letters = ascii_uppercase[: len(payload["values"])]
        answer = final_answer(response)
        values = None if answer is None else _listed(answer, letters)
        if values is None:
            return Verdict(
                False, f"There is no list of {len(letters)} numbers in the form <<<[...]>>>."
            )
        if sorted(values) != sorted(payload["values"]):
            return Verdict(False, "The values are not the given numbers, each of them once.")
        found = dict(zip(letters, values, strict=True))
        for number, statement in enumerate(payload["statements"], 1):
            if not _holds(statement, found[str(statement["left"])], found[str(statement["right"])]):
                return Verdict(False, f"Statement {number} does not hold.")
        return Verdict(True, "Every number is used once and all statements hold.")

    def solve(self, payload: Payload) -> str:
        """Values that keep the rules, in the demanded form.

        Raises:
            ValueError: There are none; a generated instance always has some.
        """
        found = _Search(payload["values"], payload["statements"]).solution()
        if found is None:
            raise ValueError("no values keep the rules")
        return f"<<<{found}>>>"


def _values(rng: Random, count: int) -> list[int]:
    """Different numbers; about half of them are an earlier one times some tenths."""
    values = [rng.randint(1, 50)]
    while len(values) < count:
        value = rng.randint(1, _HIGHEST // 2)
        if rng.randrange(2):
            value, rest = divmod(rng.choice(values) * rng.randint(11, 49), 10)
            value = 0 if rest else value
        if 1 <= value <= _HIGHEST and value not in values:
            values.append(value)
    return values


def _statements(rng: Random, truth: Mapping[str, int], count: int) -> list[Statement]:
    """Statements on different pairs of letters; fewer where there are no more pairs to be had."""
    pairs = list(combinations(truth, 2))
    rng.shuffle(pairs)
    pairs = [pair if rng.randrange(2) else pair[::-1] for pair in pairs]
    statements: list[Statement] = []
    for _ in range(4 * count):
        if len(statements) == count:
            break
        kind = rng.choices(_KINDS, _WEIGHTS)[0]
        if kind in ("ratio", "greater"):
            usable = [(a, b) if truth[a] > truth[b] else (b, a) for a, b in pairs]
        else:
            usable = pairs
        if kind == "ratio":
            usable = [(a, b) for a, b in usable if _tenths(truth[a], truth[b])]
        if not usable:
            continue
        mentioned = list(_letters(statements))
        a, b = min(usable, key=lambda pair: sum(letter in mentioned for letter in pair))
        pairs = [pair for pair in pairs if {*pair} != {a, b}]
        x, y = truth[a], truth[b]
        value = {"ratio": _tenths(x, y), "sum": x + y, "difference": x - y}.get(kind, 0)
        statements.append({"kind": kind, "left": a, "right": b, "value": value})
    rng.shuffle(statements)
    return statements


def _tenths(x: int, y: int) -> int:
    """How many tenths of y make x, where that is a whole number from 11 to 49; else 0."""
    tenths, rest = divmod(10 * x, y)
    return tenths if not rest and 11 <= tenths <= 49 else 0


def _letters(statements: Sequence[Statement]) -> Iterator[str]:
    for statement in statements:
        yield from (str(statement["left"]), str(statement["right"]))


def _text(statement: Statement) -> str:
    a, b, value = statement["left"], statement["right"], int(statement["value"])
    match statement["kind"]:
        case "ratio":
            return f"{a} = {value // 10}.{value % 10} * {b}"
        case "sum":
            return f"{a} + {b} = {value}"
        case "difference":
            return f"{a} - {b} = {value}"
        case _:
            return f"{a} > {b}"


def _holds(statement: Statement, x: int, y: int) -> bool:
    match statement["kind"]:
        case "ratio":
            return 10 * x == int(statement["value"]) * y
        case "sum":
            return x + y == statement["value"]
        case "difference":
            return x - y == statement["value"]
        case _:
            return x > y


def _listed(answer: str, letters: str) -> list[int] | None:
    """The values an answer gives, in order of the letters; None where it is no list of them."""
    if len(answer) > _MOST_CHARS:
        return None
    text = answer.translate(_QUOTES)
    for _ in range(2):  # The label may stand before the brackets, or be a key between two of them.
        text = unwrapped(_LABEL.sub("", text.strip(), count=1))
        if text[:1] + text[-1:] in ("[]", "()", "{}"):
            text = text[1:-1].strip()
    if assigned := dict(_ASSIGNED.findall(text)):
        left = _ASSIGNED.sub("", text)
        if left.strip(",; \n") or len(_ASSIGNED.findall(text)) != len(letters):
            return None
        return [int(assigned[a]) for a in letters] if assigned.keys() == {*letters} else None
    numbers = [re.fullmatch(_NUMBER, item) for item in _BETWEEN.split(text)]
    known = [int(number[1]) for number in numbers if number is not None]
    return known if len(known) == len(numbers) == len(letters) else None


class _Search:
    """Backtracking; of the letters without a value, the one with fewest candidates comes first.

    The candidates of a letter are a bit mask of positions in the list of values.
    """

    def __init__(self, values: Sequence[int], statements: Sequence[Statement]) -> None:
        self._values = values
        self._bound: list[list[tuple[int, list[int]]]] = [[] for _ in values]
        for statement in statements:
            a, b = (ascii_uppercase.index(str(statement[side])) for side in ("left", "right"))
            table = [[_holds(statement, x, y) for y in values] for x in values]
            self._bound[a].append((b, [_mask(row) for row in table]))
            self._bound[b].append((a, [_mask(column) for column in zip(*table, strict=True)]))

    def solution(self) -> list[int] | None:
        """Values in order of the letters, or None."""
        candidates = dict.fromkeys(range(len(self._values)), (1 << len(self._values)) - 1)
        for letter, bound in enumerate(self._bound):
            for _, masks in bound:
                candidates[letter] &= _mask(masks)
        found = self._filled(candidates, {})
        return None if found is None else [self._values[found[i]] for i in range(len(found))]

    def _filled(self, open_: dict[int, int], found: dict[int, int]) -> dict[int, int] | None:
        if not open_:
            return found
        letter = min(open_, key=lambda other: open_[other].bit_count())
        for i in range(len(self._values)):
            if not open_[letter] >> i & 1:
                continue
            rest = {other: mask & ~(1 << i) for other, mask in open_.items() if other != letter}
            for other, masks in self._bound[letter]:
                if other in rest:
                    rest[other] &= masks[i]
            if all(rest.values()):
                filled = self._filled(rest, {**found, letter: i})
                if filled is not None:
                    return filled
        return None


def _mask(bits: Sequence[int]) -> int:
    return sum(1 << i for i, bit in enumerate(bits) if bit)


TASK = LogicalEquation()

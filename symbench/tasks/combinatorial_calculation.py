"""Combinatorial Calculation: put + - * / and parentheses between numbers to reach a target.

The numbers keep their order. Answer: an infix expression in `<<<...>>>`, with or without "= target"
behind it or "target =" before it; quotes, a label, a JSON object, and lists of tokens such as
`[4, +, (, 6, -, 2, )]`, quoted or not, are read too. Every expression that keeps the rules counts.
Source: CodeSteer (arXiv 2502.04350), table 1 and figure 4.
Differs from the original: the order of the numbers is checked (a reordered expression passed
there); tokens are never joined (two stars made a power, two slashes a floor division, two digits a
number); values are exact fractions found without `eval`; the answer is asked for as an expression,
since the original's example of a token list is damaged; a sign in front of a number is refused
aloud; the first levels vary the target, because there are few puzzles of a fixed one.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from codesteer.answers import final_answer, unwrapped
from codesteer.symbench.expressions import plain_signs, tokens_of, value_of
from codesteer.symbench.task import Category, Payload, Split, Verdict

__all__ = ["TASK", "CombinatorialCalculation", "Config"]

_TOKEN = re.compile(r"\s*(?:(0|[1-9][0-9]{0,11})(?![0-9])|([-+*/()\[\]{}]))")
_LABEL = re.compile(
    r"[*_]{0,2}(?:(?:so|thus|hence|therefore),? )?(?:the |an |one )?(?:final )?"
    r"(?:answer|expression|solution)[*_]{0,2} ?(?:[:=]|is\b:?)[*_]{0,2} ?",
    re.IGNORECASE,
)
_KEYED = re.compile(
    r"\{\s*([\"'])(?:answer|expression|solution)\1\s*:(.*)\}", re.IGNORECASE | re.DOTALL
)
_QUOTED = re.compile(r"([\"'`])([^\"'`,]{1,14})\1")
_MOST_CHARS = 20_000
_LISTED = 3
"""Numbers of which the full search lists all values; of more it looks for one value."""
_LONG = 7
"""From so many numbers on, a search from left to right comes first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Difficulty of one instance."""

    numbers: int
    """How many numbers, 2 or more."""
    targets: tuple[int, int]
    """Lowest and highest target."""
    high: int = 9
    """Largest number; the smallest is 1."""

    def __post_init__(self) -> None:
        if self.numbers < 2 or self.high < 2:
            raise ValueError(f"need numbers >= 2 and high >= 2, got {self!r}")
        if len(self.targets) != 2 or not 1 <= self.targets[0] <= self.targets[1]:
            raise ValueError(f"need 1 <= lowest <= highest target, got {self!r}")


class CombinatorialCalculation:
    """The task; see the module."""

    name = "combinatorial_calculation"
    version = 1
    category: Category = "planning"
    split: Split = "unseen"
    levels: Mapping[int, Config] = {
        1: Config(numbers=3, targets=(10, 100), high=50),
        2: Config(numbers=4, targets=(10, 99), high=12),
        3: Config(numbers=5, targets=(50, 99)),
        4: Config(numbers=6, targets=(80, 120)),
        5: Config(numbers=15, targets=(300, 300)),
    }
    ladder = tuple(
        Config(numbers=n, targets=(target, target))
        for n, target in ((3, 10), (5, 78), (6, 100), (15, 300), (20, 500))
    )

    def generate(self, rng: Random, config: Config) -> Payload:
        """Draw numbers and a target until the one can reach the other."""
        find = _fold if config.numbers >= _LONG else _find
        while True:
            numbers = [rng.randint(1, config.high) for _ in range(config.numbers)]
            target = rng.randint(*config.targets)
            if find(numbers, target) is not None:
                return {"numbers": numbers, "target": target}

    def prompt(self, payload: Payload) -> str:
        """The question."""
        numbers = ", ".join(map(str, payload["numbers"]))
        return (
            f"These numbers stand in a row: {numbers}. Turn the row into an arithmetic expression "
            f"whose value is exactly {payload['target']}.\n\n"
            "Rules:\n"
            "- Keep the numbers as they are and in this order; each is used exactly once.\n"
            "- Between any two neighbors put exactly one of the operators +, -, * and /. No sign "
            "stands in front of a number or a parenthesis.\n"
            "- Add parentheses wherever you like. Without them, * and / come before + and -, and "
            "operators of the same rank are worked out from left to right.\n"
            "- Division is exact: 1/3 is a third. Dividing by zero is not allowed.\n\n"
            "Finish with the expression in this form: <<<expression>>>, for instance "
            "<<<a-(b+c)*d>>> with the numbers in place of the letters."
        )

    def verify(self, payload: Payload, response: str) -> Verdict:
        """Judge any text."""
        answer = final_answer(response)
        if answer is None:
            return Verdict(False, "There is no answer in the form <<<expression>>>.")
        tokens = _tokens(answer, payload["target"])
        if tokens is None:
            return Verdict(
                False, "The answer is no expression of numbers, + - * / and parentheses."
            )
        if [int(token) for token in tokens if token.isdecimal()] != payload["numbers"]:
            return Verdict(False, "The expression does not have the given numbers in their order.")
        value = value_of(tokens, signed=False)
        if value is None:
            return Verdict(False, "The expression is malformed or divides by zero.")
        if value != payload["target"]:
            return Verdict(False, "The expression has another value than the target.")
        return Verdict(True, "The expression keeps the numbers' order and reaches the target.")

    def solve(self, payload: Payload) -> str:
        """An expression in the demanded form.

        Raises:
            ValueError: There is none; a generated instance always has one.
        """
        found = _find(payload["numbers"], payload["target"])
        if found is None:
            raise ValueError(f"no expression of {payload['numbers']} is {payload['target']}")
        return f"<<<{found}>>>"


def _tokens(answer: str, target: int) -> list[str] | None:
    """The expression's tokens, without "= target"; None where it is not made of tokens."""
    if len(answer) > _MOST_CHARS:
        return None
    if keyed := _KEYED.fullmatch(answer):
        answer = keyed.group(2).strip()
    if label := _LABEL.match(answer):
        answer = unwrapped(answer[label.end() :])
    if answer[:1] + answer[-1:] in ("''", '""') and answer[0] not in answer[1:-1]:
        answer = answer[1:-1]
    expression, *rest = plain_signs(answer).split("=")
    if len(rest) == 1 and expression.strip() == str(target):
        expression, rest = rest[0], []
    if rest and (len(rest) > 1 or rest[0].strip() != str(target)):
        return None
    expression = expression.strip()
    inner = expression[1:-1]
    if expression[:1] + expression[-1:] == "[]" and "," in inner and not set("[]") & set(inner):
        expression = _QUOTED.sub(r"\2", inner).replace(",", " ").strip()
    return tokens_of(expression, _TOKEN)


def _find(numbers: Sequence[int], target: int) -> str | None:
    """An expression that reaches the target, or None where there is none."""
    if len(numbers) >= _LONG and (found := _fold(numbers, target)) is not None:
        return found
    return _FullSearch(numbers).find(0, len(numbers), Fraction(target))


def _fold(numbers: Sequence[int], target: int) -> str | None:
    """An expression worked out from left to right over whole numbers from 0 to twice the target.

    Nearly every long list has one; None says only that there is none of this kind.
    """
    steps: list[dict[int, tuple[str, int]]] = [{numbers[0]: ("", 0)}]
    for n in numbers[1:]:
        reached: dict[int, tuple[str, int]] = {}
        for before in steps[-1]:
            results = [("+", before + n), ("-", before - n), ("*", before * n)]
            if before % n == 0:
                results.append(("/", before // n))
            for operator, value in results:
                if 0 <= value <= 2 * target:
                    reached.setdefault(value, (operator, before))
        steps.append(reached)
    if target not in steps[-1]:
        return None
    parts: list[str] = []
    value = target
    for n, step in zip(reversed(numbers), reversed(steps), strict=True):
        operator, value = step[value]
        closing = ")" if len(parts) < len(numbers) - 1 else ""
        parts.append(f"{operator}{n}{closing}")
    return "(" * (len(numbers) - 1) + "".join(reversed(parts))


class _FullSearch:
    """Every expression there is, from its outermost operator inwards.

    An expression is split into its two operands. All values of the shorter one are listed; each
    value and operator then say what the other operand must be.
    """

    def __init__(self, numbers: Sequence[int]) -> None:
        self._numbers = numbers
        self._values: dict[tuple[int, int], dict[Fraction, str]] = {}
        self._hopeless: set[tuple[int, int, Fraction]] = set()

    def find(self, start: int, end: int, target: Fraction) -> str | None:
        """An expression of `numbers[start:end]` that has the value `target`, or None."""
        if end - start <= _LISTED:
            return self._all(start, end).get(target)
        if (start, end, target) in self._hopeless:
            return None
        for middle in range(start + 1, end):
            listed, other = (start, middle), (middle, end)
            first = middle - start <= end - middle
            if not first:
                listed, other = other, listed
            for x, a in self._all(*listed).items():
                if (found := self._completed(x, a, other, target, first=first)) is not None:
                    return found
        self._hopeless.add((start, end, target))
        return None

    def _completed(
        self, x: Fraction, text: str, other: tuple[int, int], target: Fraction, *, first: bool
    ) -> str | None:
        """An expression of one operand and the numbers of `other` that makes the target."""
        if not x and not target:
            anything = "+".join(map(str, self._numbers[slice(*other)]))
            return f"({text}*({anything}))" if first else f"(({anything})*{text})"
        for y, operator in _others(x, target, first=first):
            if (found := self.find(*other, y)) is not None:
                return f"({text}{operator}{found})" if first else f"({found}{operator}{text})"
        return None

    def _all(self, start: int, end: int) -> dict[Fraction, str]:
        """Every value of `numbers[start:end]`, each with one expression."""
        if end - start == 1:
            return {Fraction(self._numbers[start]): str(self._numbers[start])}
        if (start, end) not in self._values:
            found: dict[Fraction, str] = {}
            for middle in range(start + 1, end):
                for x, a in self._all(start, middle).items():
                    for y, b in self._all(middle, end).items():
                        found.setdefault(x + y, f"({a}+{b})")
                        found.setdefault(x - y, f"({a}-{b})")
                        found.setdefault(x * y, f"({a}*{b})")
                        if y:
                            found.setdefault(x / y, f"({a}/{b})")
            self._values[start, end] = found
        return self._values[start, end]


def _others(x: Fraction, target: Fraction, *, first: bool) -> Iterator[tuple[Fraction, str]]:
    """What must stand behind `x`, or before it, to make the target, with each operator."""
    yield target - x, "+"
    yield (x - target if first else target + x), "-"
    if x:
        yield target / x, "*"
        if not first:
            yield target * x, "/"
        elif target:
            yield x / target, "/"


TASK = CombinatorialCalculation()

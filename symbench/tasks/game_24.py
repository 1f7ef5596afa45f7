"""Game 24: combine all given numbers with + - * / and parentheses to reach the target.

Answer: an infix expression in `<<<...>>>`, with or without "= 24" behind it or "24 =" or a label in
front. Every expression that keeps the rules is right; a sign in front of a number or parenthesis is
allowed.
Source: CodeSteer (arXiv 2502.04350), table 1 and figure 4.
Differs from the original: exact fractions instead of floats (which rejected 8/(3-8/3) and accepted
near misses), an own parser instead of `eval` (which ran any code, and let comments and conditionals
hide unused numbers), instances drawn from their id, every instance solvable exactly.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from random import Random
from typing import TypeAlias

from codesteer.answers import final_answer, unwrapped
from codesteer.symbench.expressions import CLOSED, OPENED, plain_signs, tokens_of, value_of
from codesteer.symbench.task import Category, Payload, Split, Verdict

__all__ = ["TASK", "Config", "Game24"]

Term: TypeAlias = tuple[Fraction, str]

_TOKEN = re.compile(r"\s*(?:([0-9]{1,12})|([-+*/()\[\]{}\ue000\ue001]))")
_FRACTION = re.compile(r"\\[cdt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
_QUOTIENT = f"({OPENED}\\1{CLOSED}/{OPENED}\\2{CLOSED})"
"""A fraction as a division; the signs around its parts are brackets that pair with no others."""
_NESTED = 10
"""Fractions within one another that are read."""
_LABEL = re.compile(
    r"(?:the\s+)?(?:final\s+)?(?:answer|expression|result|solution)\s*(?:[:=]|\bis\b\s*:?)",
    re.IGNORECASE,
)
_MOST_CHARS = 20_000
_LISTED = 3
"""Terms of which the full search lists all values; of more it looks for one value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Difficulty of one instance."""

    numbers: int
    """How many numbers, 2 or more."""
    high: int
    """Largest number; the smallest is 1."""
    target: int = 24

    def __post_init__(self) -> None:
        if self.numbers < 2 or self.high < 2 or self.target < 1:
            raise ValueError(f"need numbers >= 2, high >= 2 and target >= 1, got {self!r}")


class Game24:
    """The task; see the module."""

    name = "game_24"
    version = 1
    category: Category = "planning"
    split: Split = "seen"
    levels: Mapping[int, Config] = {
        1: Config(numbers=4, high=16),
        2: Config(numbers=4, high=24),
        3: Config(numbers=5, high=20),
        4: Config(numbers=6, high=20),
        5: Config(numbers=8, high=50),
    }
    ladder = tuple(
        Config(numbers=n, high=high) for n, high in ((4, 13), (6, 20), (8, 50), (20, 50), (80, 100))
    )

    def generate(self, rng: Random, config: Config) -> Payload:
        """Draw numbers until they can reach the target."""
        while True:
            numbers = [rng.randint(1, config.high) for _ in range(config.numbers)]
            if _search(numbers, config.target) is not None:
                return {"numbers": numbers, "target": config.target}

    def prompt(self, payload: Payload) -> str:
        """The question."""
        numbers = ", ".join(map(str, payload["numbers"]))
        return (
            f"Combine the numbers {numbers} into one arithmetic expression whose value is exactly "
            f"{payload['target']}.\n\n"
            "Rules:\n"
            "- Use every listed number exactly once, in any order. A number that is listed "
            "twice is used twice.\n"
            "- Use only +, -, *, / and parentheses. Division is exact: 1/3 is a third.\n"
            "- Do not join digits into new numbers and do not use any other number.\n\n"
            "Finish with the answer in this form: <<<expression>>>, for instance <<<(a+b)*(c-d)>>> "
            "with numbers in place of the letters."
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
        used = Counter(int(token) for token in tokens if token.isdecimal())
        if used != Counter(payload["numbers"]):
            return Verdict(False, "The expression does not use each given number exactly once.")
        value = value_of(tokens, signed=True)
        if value is None:
            return Verdict(False, "The expression is malformed or divides by zero.")
        if value != payload["target"]:
            return Verdict(False, "The expression has another value than the target.")
        return Verdict(True, "The expression uses each number once and reaches the target.")

    def solve(self, payload: Payload) -> str:
        """An expression in the demanded form.

        Raises:
            ValueError: There is none; a generated instance always has one.
        """
        found = _search(payload["numbers"], payload["target"])
        if found is None:
            raise ValueError(f"no expression of {payload['numbers']} reaches {payload['target']}")
        return f"<<<{found}>>>"


def _tokens(answer: str, target: int) -> list[str] | None:
    """The expression's tokens, without the target beside it; None where there are others."""
    if len(answer) > _MOST_CHARS:
        return None
    if label := _LABEL.match(answer):
        answer = unwrapped(answer[label.end() :])
    if len(answer) > 1 and answer[0] == answer[-1] and answer[0] in "\"'":
        answer = answer[1:-1]
    for _ in range(_NESTED):
        answer, found = _FRACTION.subn(_QUOTIENT, answer)
        if not found:
            break
    sides = [side.strip() for side in plain_signs(answer.replace("x", "*")).split("=")]
    if len(sides) == 2 and str(target) in sides:
        sides.remove(str(target))
    if len(sides) > 1:
        return None
    return tokens_of(sides[0], _TOKEN)


def _search(numbers: Sequence[int], target: int) -> str | None:
    """An expression that reaches the target, or None.

    Long lists are first merged once or twice and then summed with signs, which nearly always
    suffices; the full search that follows is complete.
    """
    terms = [(Fraction(n), str(n)) for n in numbers]
    for merges in range(min(3, len(terms) - 3)):
        if (found := _merge_and_sum(terms, Fraction(target), merges)) is not None:
            return found
    return _FullSearch(terms).find((1 << len(terms)) - 1, Fraction(target))


def _merge_and_sum(terms: list[Term], target: Fraction, merges: int) -> str | None:
    if merges == 0:
        return _signed_sum(terms, target)
    for smaller in _one_merge(terms):
        if (found := _merge_and_sum(smaller, target, merges - 1)) is not None:
            return found
    return None


def _one_merge(terms: list[Term]) -> Iterator[list[Term]]:
    for i in range(len(terms)):
        for j in range(i):
            rest = [term for k, term in enumerate(terms) if k not in (i, j)]
            for merged in _merged(terms[j], terms[i]):
                yield [*rest, merged]


def _merged(first: Term, second: Term) -> list[Term]:
    (x, a), (y, b) = first, second
    terms = [
        (x * y, f"({a}*{b})"),
        (x + y, f"({a}+{b})"),
        (x - y, f"({a}-{b})"),
        (y - x, f"({b}-{a})"),
    ]
    if y:
        terms.append((x / y, f"({a}/{b})"))
    if x:
        terms.append((y / x, f"({b}/{a})"))
    return terms


def _signed_sum(terms: Sequence[Term], target: Fraction) -> str | None:
    """The target as a sum of all terms with a sign each, by subset sums on a bit set."""
    if any(value.denominator != 1 or value < 0 for value, _ in terms):
        return None
    total = sum(value.numerator for value, _ in terms)
    if target.denominator != 1 or (total + target.numerator) % 2 or total < target:
        return None
    wanted = (total + target.numerator) // 2
    reach = [1]
    for value, _ in terms:
        reach.append(reach[-1] | (reach[-1] << value.numerator))
    if not reach[-1] >> wanted & 1:
        return None
    plus, minus = [], []
    for before, (value, text) in zip(reversed(reach[:-1]), reversed(terms), strict=True):
        if before >> wanted & 1:
            minus.append(text)
        else:
            plus.append(text)
            wanted -= value.numerator
    return "(" + "+".join(plus) + "".join(f"-{text}" for text in minus) + ")"


class _FullSearch:
    """Every expression there is, from its outermost operator inwards.

    An expression is split into its two operands. All values of the one with fewer numbers are
    listed, once for each set of numbers; each value and operator then say what the other operand
    must be. Sets of terms are bit masks.
    """

    def __init__(self, terms: Sequence[Term]) -> None:
        self._terms = terms
        self._values: dict[int, dict[Fraction, str]] = {}
        self._hopeless: set[tuple[tuple[Fraction, ...], Fraction]] = set()

    def find(self, mask: int, target: Fraction) -> str | None:
        """An expression of exactly the terms in `mask` that has the value `target`, or None."""
        if mask.bit_count() <= _LISTED:
            return self._all(mask).get(target)
        key = (tuple(sorted(value for value, _ in self._of(mask))), target)
        if key in self._hopeless:
            return None
        for part in _parts(mask):
            for x, a in self._all(part).items():
                if not x and not target:
                    return f"({a}*({'+'.join(text for _, text in self._of(mask ^ part))}))"
                for y, form in _completions(x, target):
                    if (b := self.find(mask ^ part, y)) is not None:
                        return form.format(a=a, b=b)
        self._hopeless.add(key)
        return None

    def _all(self, mask: int) -> dict[Fraction, str]:
        """Every value of the terms in `mask`, each with one expression."""
        if mask not in self._values:
            terms = self._of(mask)
            if len(terms) > 1:
                terms = [
                    merged
                    for part in _parts(mask)
                    for first in self._all(part).items()
                    for second in self._all(mask ^ part).items()
                    for merged in _merged(first, second)
                ]
            self._values[mask] = dict(terms)
        return self._values[mask]

    def _of(self, mask: int) -> list[Term]:
        return [term for i, term in enumerate(self._terms) if mask >> i & 1]


def _parts(mask: int) -> Iterator[int]:
    """One of the two parts of every split, the one with fewer terms; smallest first."""
    bits = [1 << i for i in range(mask.bit_length()) if mask >> i & 1]
    for size in range(1, len(bits) // 2 + 1):
        for chosen in combinations(bits, size):
            if 2 * size < len(bits) or bits[0] in chosen:
                yield sum(chosen)


def _completions(x: Fraction, target: Fraction) -> Iterator[tuple[Fraction, str]]:
    """The operands that make the target with `x`, each with the form of the expression."""
    yield target - x, "({a}+{b})"
    yield x - target, "({a}-{b})"
    yield x + target, "({b}-{a})"
    if x:
        yield target / x, "({a}*{b})"
        yield target * x, "({b}/{a})"
        if target:
            yield x / target, "({a}/{b})"


TASK = Game24()

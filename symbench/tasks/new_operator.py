r"""New Operator: work out an expression of operators that the prompt defines.

An operator is `p*a + q*b`, `p*a*b` or `(a + b)/b`. What stands in parentheses comes first; apart
from that all operators have the same precedence and are applied from left to right.
Answer: one number in `<<<...>>>`: an integer, a fraction (`7/3`, `\frac{7}{3}`) or a decimal that
is off by at most 0.000001. The expression and "=" in front of it, a label, a JSON object, thousands
separators and a rounded value behind the exact one (`7/3 \approx 2.33`) are read as well.
Source: CodeSteer (arXiv 2502.04350), table 1.
Differs from the original: the prompt states precedence, order, exactness and a form of the answer
(the original asked for a list of symbols); values are worked out with fractions over the whole
expression (the original's evaluator dropped a part of it, so that 99 of its 100 longer expressions
have wrong answers) and compared with a tolerance instead of as floats; parentheses stand anywhere;
the operators of an instance differ; numbers go up to 20, or 50 where there is but one operator.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from codesteer.answers import bracketed, final_answer, unwrapped
from codesteer.symbench.task import Category, Payload, Split, Verdict

__all__ = ["TASK", "Config", "NewOperator"]

_SYMBOLS = "#@$&%~"
_LABEL = re.compile(
    r"(?:\*\*)?(?:(?:so|thus|hence|therefore|and|the|my|our|final|exact|correct)\b,?\s*){0,6}"
    r"(?:(?:answer|result|output|value)(?:\s+of\s+the\s+expression)?\s*(?:is|:|=)\s*:?)?"
    r"\s*(?:\*\*(?![^*]*\*\*))?\s*",
    re.IGNORECASE,
)
_FRACTION = re.compile(r"\\[dt]?frac\s*\{\s*([0-9]{1,60})\s*\}\s*\{\s*([0-9]{1,60})\s*\}")
_BOXED = re.compile(r"\\boxed\s*\{([^{}]*)\}")
_NUMBER = re.compile(
    r"[+-]? ?(?:[0-9]{1,3}(?:,[0-9]{3}){1,20}|[0-9]{1,60})"
    r"(?:\.[0-9]{0,60}| ?/ ?(?P<divisor>[0-9]{1,60}))?"
)
_ROUNDED = re.compile(
    r"\s?\(?(?:\u2248|\\approx|approximately|approx\.?) ?([+-]?[0-9]{1,9}(?:\.([0-9]{1,40}))?)\)?$"
)
_SIGNS = str.maketrans({"\u2212": "-", '"': " ", "'": " ", "`": " "})
_TOLERANCE = Fraction(1, 10**6)
_MOST_CHARS = 2_000
_HIGHEST_VALUE, _HIGHEST_DIVISOR = 10**6, 10**4


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Difficulty of one instance."""

    operators: int
    """How many operators are defined, 1 to 6; each occurs in the expression."""
    operands: int
    """How many numbers the expression has, more than operators and 3 or more."""
    groups: int
    """How many pairs of parentheses, at most two fewer than operands."""
    high: int = 20
    """Largest number; the smallest is 1."""

    def __post_init__(self) -> None:
        if not 1 <= self.operators <= len(_SYMBOLS) or self.operands < max(3, self.operators + 1):
            raise ValueError(f"need 1 to 6 operators and more operands, 3 or more, got {self!r}")
        if not 0 <= self.groups <= self.operands - 2 or self.high < 2:
            raise ValueError(f"need 0 <= groups <= operands - 2 and high >= 2, got {self!r}")


class NewOperator:
    """The task; see the module."""

    name = "new_operator"
    version = 1
    category: Category = "execution"
    split: Split = "seen"
    levels: Mapping[int, Config] = {
        1: Config(operators=1, operands=3, groups=1, high=50),
        2: Config(operators=2, operands=4, groups=1),
        3: Config(operators=3, operands=4, groups=1),
        4: Config(operators=3, operands=6, groups=2),
        5: Config(operators=4, operands=8, groups=3),
    }
    ladder: tuple[Config, ...] = ()

    def generate(self, rng: Random, config: Config) -> Payload:
        """Draw operators and expressions until the value is of a size to be written down."""
        while True:
            symbols = rng.sample(_SYMBOLS, config.operators)
            definitions: list[dict[str, str | int]] = []
            while len(definitions) < config.operators:
                definition = _definition(rng)
                if definition not in definitions:
                    definitions.append(definition)
            payload = {
                "operators": dict(zip(symbols, definitions, strict=True)),
                "expression": _expression(rng, config, symbols),
            }
            value = _value(payload)
            if value < _HIGHEST_VALUE and value.denominator < _HIGHEST_DIVISOR:
                return payload

    def prompt(self, payload: Payload) -> str:
        """The question."""
        definitions = "\n".join(
            f"a {symbol} b = {_formula(definition)}"
            for symbol, definition in payload["operators"].items()
        )
        one = len(payload["operators"]) == 1
        return (
            f"Here {'an operator is' if one else 'some operators are'} defined by what "
            f"{'it makes' if one else 'they make'} of two numbers a and b:\n\n"
            f"{definitions}\n\n"
            "On the right sides, +, * and / are ordinary addition, multiplication and division. "
            "Division is exact: 1/3 is a third.\n\n"
            f"What is the value of this expression?\n\n{payload['expression']}\n\n"
            "Parentheses are worked out first. Apart from that, the defined operators all have "
            "the same precedence and are applied from left to right, each to the result so far "
            "and the next number or parenthesis: with a symbol ? for any of them, a ? b ? c means "
            "(a ? b) ? c.\n\n"
            "Give one number: an integer or a fraction such as 7/3, or a decimal that is off by "
            "at most 0.000001.\n"
            "Finish with the answer in this form: <<<number>>>"
        )

    def verify(self, payload: Payload, response: str) -> Verdict:
        """Judge any text."""
        answer = _answer(response, payload["expression"])
        if answer is None:
            return Verdict(False, "There is no single number in the form <<<number>>>.")
        if abs(answer - _value(payload)) > _TOLERANCE:
            return Verdict(False, "The number is not the value of the expression.")
        return Verdict(True, "The number is the value of the expression.")

    def solve(self, payload: Payload) -> str:
        """The exact value in the demanded form."""
        return f"<<<{_value(payload)}>>>"


def _definition(rng: Random) -> dict[str, str | int]:
    match rng.choice(("sum", "product", "ratio")):
        case "sum":
            return {"kind": "sum", "p": rng.randint(1, 5), "q": rng.randint(1, 5)}
        case "product":
            return {"kind": "product", "p": rng.randint(1, 5)}
        case kind:
            return {"kind": kind}


def _expression(rng: Random, config: Config, symbols: list[str]) -> str:
    """An expression in which every symbol occurs and no pair of parentheses holds all of it."""
    terms = [str(rng.randint(1, config.high)) for _ in range(config.operands)]
    between = [*symbols, *rng.choices(symbols, k=config.operands - 1 - len(symbols))]
    rng.shuffle(between)
    for _ in range(config.groups):
        i = rng.randrange(len(between))
        terms[i : i + 2] = [f"({terms[i]} {between.pop(i)} {terms[i + 1]})"]
    rest = (f" {symbol} {term}" for symbol, term in zip(between, terms[1:], strict=True))
    return terms[0] + "".join(rest)


def _formula(definition: Mapping[str, str | int]) -> str:
    def times(factor: str | int, rest: str) -> str:
        return rest if factor == 1 else f"{factor}*{rest}"

    match definition["kind"]:
        case "sum":
            return f"{times(definition['p'], 'a')} + {times(definition['q'], 'b')}"
        case "product":
            return times(definition["p"], "a*b")
        case _:
            return "(a + b)/b"


def _value(payload: Payload) -> Fraction:
    parts = re.findall(r"[0-9]+|\S", payload["expression"])
    return _from_left(iter(parts), payload["operators"])


def _from_left(parts: Iterator[str], operators: Mapping[str, Mapping[str, str | int]]) -> Fraction:
    """Value of the parts up to the end or to a closing parenthesis."""
    value, symbol = Fraction(0), ""
    for part in parts:
        if part == ")":
            break
        if part in operators:
            symbol = part
            continue
        operand = _from_left(parts, operators) if part == "(" else Fraction(int(part))
        value = _apply(operators[symbol], value, operand) if symbol else operand
    return value


def _apply(definition: Mapping[str, str | int], a: Fraction, b: Fraction) -> Fraction:
    match definition["kind"]:
        case "sum":
            return int(definition["p"]) * a + int(definition["q"]) * b
        case "product":
            return int(definition["p"]) * a * b
        case _:
            return (a + b) / b


def _answer(response: str, expression: str) -> Fraction | None:
    """The one number the answer gives, or None."""
    text = final_answer(response)
    if text is None or len(text) > _MOST_CHARS:
        return None
    if bracketed(response) is None:
        text, *rest = text.splitlines()
        if re.search("[0-9]", "".join(rest)):
            return None  # More than one number is left to choose from.
    text = text.translate(_SIGNS).strip()
    if text[:1] + text[-1:] == "{}":
        text = text[1:-1].strip()
    text = unwrapped(_LABEL.sub("", text, count=1))
    text = _FRACTION.sub(r" \1/\2", text.replace("{,}", ",")).strip().removesuffix(".")
    rounded = _ROUNDED.search(text)
    if rounded is not None:
        text = text[: rounded.start()]
    *sides, last = text.split("=")
    if sides and "".join(sides[0].split()) == "".join(expression.split()):
        sides = sides[1:]
    values = [_number(side) for side in (*sides, last)]
    known = [value for value in values if value is not None]
    if len(known) < len(values) or any(abs(value - known[-1]) > _TOLERANCE for value in known):
        return None  # An equation that does not hold leaves open which of its sides is meant.
    if rounded is not None:
        unit = Fraction(1, 10 ** len(rounded[2] or ""))
        if 2 * abs(Fraction(rounded[1]) - known[-1]) > unit:
            return None
    return known[-1]


def _number(text: str) -> Fraction | None:
    text = _BOXED.sub(r"(\1)", text).strip()
    for pair in ("[]", "$$", "()"):
        if text[:1] + text[-1:] == pair:
            text = text[1:-1].strip()
    match = _NUMBER.fullmatch(text)
    if match is None or (match["divisor"] and not int(match["divisor"])):
        return None
    return Fraction(text.replace(" ", "").replace(",", ""))


TASK = NewOperator()

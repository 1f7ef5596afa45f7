"""Works out infix expressions of numbers, + - * / and brackets exactly, from their tokens."""

import re
from collections.abc import Sequence
from fractions import Fraction

__all__ = ["CLOSED", "OPENED", "plain_signs", "tokens_of", "value_of"]

OPENED, CLOSED = "\ue000", "\ue001"
"""Brackets of a private kind, for callers that put some in; they pair with no others."""
_OPENED_BY = {")": "(", "]": "[", "}": "{", CLOSED: OPENED}
_PRECEDENCE = {"+": 1, "-": 1, "*": 2, "/": 2, "negate": 3}
_OPENING: dict[str, tuple[str, ...]] = {sign: (sign,) for sign in _OPENED_BY.values()}
_SIGNED = _OPENING | {"-": ("negate",), "+": ()}
_REWRITES = (
    (re.compile(r"\\times|\\cdot|[\u00d7\u00b7\u2217\u22c5]"), "*"),
    (re.compile(r"\\div|[\u00f7\u2215]"), "/"),
    (re.compile(r"[\u2212\u2013]"), "-"),
    (re.compile(r"\\left|\\right"), " "),
)


def plain_signs(text: str) -> str:
    """Text with the operators of print and LaTeX written as + - * /."""
    for pattern, replacement in _REWRITES:
        text = pattern.sub(replacement, text)
    return text


def tokens_of(text: str, token: re.Pattern[str]) -> list[str] | None:
    """The tokens that a text is made of; None where there are none, or something else.

    Args:
        text: An expression.
        token: One token with the blanks before it; its groups are the kinds.
    """
    tokens: list[str] = []
    position = 0
    while position < len(text):
        match = token.match(text, position)
        if match is None:
            return None
        tokens.append(match[match.lastindex or 0])
        position = match.end()
    return tokens or None


def value_of(tokens: Sequence[str], *, signed: bool) -> Fraction | None:
    """Exact value of an expression; None where it is malformed or divides by zero.

    Args:
        tokens: Numbers in ASCII digits, operators, and brackets, which pair with their own kind.
        signed: Whether + and - may stand in front of a number or a bracket.
    """
    values: list[Fraction] = []
    operators: list[str] = []
    operand_next = True
    prefixes = _SIGNED if signed else _OPENING
    try:
        for token in tokens:
            if operand_next:
                if token.isdecimal():
                    values.append(Fraction(int(token)))
                    operand_next = False
                elif token in prefixes:
                    operators.extend(prefixes[token])
                else:
                    return None
            elif token in _OPENED_BY:
                while operators[-1] in _PRECEDENCE:
                    _apply(operators.pop(), values)
                if operators.pop() != _OPENED_BY[token]:
                    return None
            elif token in _PRECEDENCE:
                while operators and _PRECEDENCE.get(operators[-1], 0) >= _PRECEDENCE[token]:
                    _apply(operators.pop(), values)
                operators.append(token)
                operand_next = True
            else:
                return None
        while operators:
            _apply(operators.pop(), values)
    except (IndexError, KeyError, ZeroDivisionError):
        return None
    return values[0] if len(values) == 1 and not operand_next else None


def _apply(operator: str, values: list[Fraction]) -> None:
    right = values.pop()
    if operator == "negate":
        values.append(-right)
        return
    left = values.pop()
    values.append(
        {
            "+": lambda: left + right,
            "-": lambda: left - right,
            "*": lambda: left * right,
            "/": lambda: left / right,
        }[operator]()
    )

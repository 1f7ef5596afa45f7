"""Exact numbers of geometry as text: sums of rational multiples of roots and of pi."""

from collections.abc import Sequence
from fractions import Fraction
from math import isqrt
from typing import TypeAlias

__all__ = ["PI", "Number", "point", "root", "total"]

Number: TypeAlias = int | Fraction
PI = "pi"


def root(square: Number, times: Number = 1) -> str:
    """`times` the square root of a positive number."""
    square, times = Fraction(square), Fraction(times)
    # sqrt(a/b) is sqrt(a*b)/b.
    rest, inside, outside, factor = square.numerator * square.denominator, 1, 1, 2
    while factor**3 <= rest:
        while rest % (factor * factor) == 0:
            rest //= factor * factor
            outside *= factor
        if rest % factor == 0:
            rest //= factor
            inside *= factor
        factor += 1
    # At most two primes are left.
    if isqrt(rest) ** 2 == rest:
        outside *= isqrt(rest)
    else:
        inside *= rest
    coefficient = times * outside / square.denominator
    return total((coefficient, "" if inside == 1 else f"sqrt({inside})"))


def total(*terms: tuple[Number, str]) -> str:
    """A sum of terms, each a coefficient and what it multiplies, empty for a plain number."""
    text = ""
    for coefficient, what in terms:
        value = Fraction(coefficient)
        if value == 0:
            continue
        top, bottom = abs(value.numerator), value.denominator
        body = str(top) if not what else what if top == 1 else f"{top}*{what}"
        body += f"/{bottom}" if bottom > 1 else ""
        sign = "-" if value < 0 else "+"
        text += f" {sign} {body}" if text else body if value > 0 else f"-{body}"
    return text or "0"


def point(coordinates: Sequence[Number]) -> str:
    """A point as (x, y)."""
    return f"({', '.join(str(Fraction(value)) for value in coordinates)})"

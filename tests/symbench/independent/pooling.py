"""A second judge of pooling."""

import re
from fractions import Fraction

NUMBER = r"[+-]?[0-9]+(?:\.[0-9]+|/[1-9][0-9]*)?"


def check(payload, answer):
    """Adds every cell to each window it lies in; the order of the windows is the prompt's."""
    if not re.fullmatch(rf"\s*{NUMBER}(?:\s*,\s*{NUMBER})*\s*", answer):
        return False
    found = [Fraction(item.strip()) for item in answer.split(",")]
    matrix, width = payload["matrix"], payload["window"]
    side = len(matrix) - width + 1
    seen = {(r, c): [] for r in range(side) for c in range(side)}
    for r, row in enumerate(matrix):
        for c, number in enumerate(row):
            for up in range(width):
                for left in range(width):
                    if (r - up, c - left) in seen:
                        seen[r - up, c - left].append(number)
    if len(found) != len(seen):
        return False
    for value, window in zip(found, seen.values(), strict=True):
        if payload["kind"] == "max":
            if value != sorted(window)[-1]:
                return False
        elif abs(value * width**2 - sum(window)) > Fraction(width**2, 10**6):
            return False
    return True


def plain(answer):
    return re.fullmatch(r"[0-9*+/.-]+(,[0-9*+/.-]+)*", answer) is not None

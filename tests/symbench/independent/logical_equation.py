"""A second judge of logical_equation."""

import re
from fractions import Fraction


def check(payload, answer):
    """Crosses off the numbers one by one, and reads the statements as the prompt prints them."""
    answer = answer.strip()
    if not re.fullmatch(r"\[\s*[0-9]+(\s*,\s*[0-9]+)*\s*\]", answer):
        return False
    values = [int(item) for item in answer[1:-1].split(",")]
    left = list(payload["values"])
    for value in values:
        if value not in left:
            return False
        left.remove(value)
    if left:
        return False
    found = {chr(ord("A") + i): value for i, value in enumerate(values)}
    for statement in payload["statements"]:
        x, y = found[statement["left"]], found[statement["right"]]
        known = statement["value"]
        holds = {
            "ratio": Fraction(x, y) == Fraction(known, 10),
            "sum": known - y == x,
            "difference": y + known == x,
            "greater": max(x, y) != y,
        }
        if not holds[statement["kind"]]:
            return False
    return True


def plain(answer):
    return not re.search(r"[0-9(\[]\s+[0-9]|\A\s*\(", answer)

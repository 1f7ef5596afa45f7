"""A second judge of path_plan."""

import re
from fractions import Fraction

NUMBER = r"(-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?)"
POINT = re.compile(rf"\s*\(\s*{NUMBER}\s*,\s*{NUMBER}\s*\)\s*")


def check(payload, answer):
    """Cuts every leg down to the part within a rectangle, side by side."""
    answer = answer.strip()
    if answer[:1] != "[" or answer[-1:] != "]":
        return False
    path, position, body = [], 0, answer[1:-1]
    while match := POINT.match(body, position):
        path.append((Fraction(match[1]), Fraction(match[2])))
        position = match.end()
        if position == len(body):
            break
        if body[position] != ",":
            return False
        position += 1
    if not path or position < len(body) or body.rstrip().endswith(",") or len(path) > 200:
        return False
    if path[0] != point(payload["start"]) or path[-1] != point(payload["end"]):
        return False
    legs = list(zip(path, path[1:] or path, strict=False))
    rooms = payload["rooms"]
    forbidden = payload["walls"] + [rooms[name] for name in payload["avoid"]]
    if any(inside(leg, rectangle) for leg in legs for rectangle in forbidden):
        return False
    return all(any(inside(leg, rooms[name]) for leg in legs) for name in payload["visit"])


def point(texts):
    return tuple(map(Fraction, texts))


def inside(leg, rectangle):
    (ax, ay), (bx, by) = leg
    left, right, low, high = map(Fraction, rectangle)
    first, last = Fraction(0), Fraction(1)
    for a, step, lowest, highest in ((ax, bx - ax, left, right), (ay, by - ay, low, high)):
        if step == 0:
            if not lowest <= a <= highest:
                return False
            continue
        enter, leave = sorted(((lowest - a) / step, (highest - a) / step))
        first, last = max(first, enter), min(last, leave)
    return first <= last


def plain(answer):
    """With numbers that are written in one way only, and no comma to spare."""
    return not re.search(r"\+|(?<![0-9.])0[0-9]|\.(?![0-9])|(?<![0-9])\.|,\s*\]", answer)

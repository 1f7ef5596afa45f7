"""A second judge of string_splitting."""

from collections import Counter
from itertools import cycle


def check(payload, answer):
    """Goes round the methods until so many visits in a row as there are methods did nothing."""
    stock = Counter(payload["initial"])
    methods = [(Counter(m["input"]), Counter(m["output"])) for m in payload["methods"]]
    skipped = 0
    for used, made in cycle(methods):
        if used <= stock:
            stock = stock - used + made
            skipped = 0
        else:
            skipped += 1
        if skipped == len(methods):
            break
    return answer.strip() == "[" + ", ".join(str(stock[kind]) for kind in "ABCXYZ") + "]"


def plain(answer):
    inner = answer.removeprefix("[").removesuffix("]")
    return answer == f"[{inner}]" and all(item.isdecimal() for item in inner.split(", "))

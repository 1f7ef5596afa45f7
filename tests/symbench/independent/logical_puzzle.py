"""A second judge of logical_puzzle."""

import re


def check(payload, answer):
    """Blots out what is not selected and looks at the lines left over, signs counted."""
    if not re.fullmatch(r"[0-9]+ +[0-9]+( *, *[0-9]+ +[0-9]+)*", answer.strip()):
        return False
    named = [tuple(map(int, pair.split())) for pair in answer.split(",")]
    grid = payload["grid"]
    left = [
        [n if (r, c) in named else None for c, n in enumerate(row)] for r, row in enumerate(grid)
    ]
    selected = [n for row in left for n in row if n is not None]
    if not len(named) == len(selected) == len(set(selected)) == payload["picks"]:
        return False
    for line in [*left, *zip(*left, strict=True)]:
        numbers = [n for n in line if n is not None]
        if payload["limit"] is None:
            if 0 in numbers or str(numbers).count("-") % 2:
                return False
        elif sum(numbers) > payload["limit"]:
            return False
    return left[0][-1] is not None


def plain(answer):
    return not set(answer) & set("[]()")

"""A second judge of synthesis_decomposition."""

import json
from itertools import cycle


def check(payload, answer):
    """Takes turns until a whole round has passed in vain, one visit at a time."""
    if not plain(answer):
        return False
    stock = {kind: payload["initial"].get(kind, 0) for kind in payload["order"]}
    visits = cycle(payload["methods"])
    idle = 0
    while idle < len(payload["methods"]):
        method = next(visits)
        idle += 1
        after = {kind: n - method["input"].get(kind, 0) for kind, n in stock.items()}
        if min(after.values()) >= 0:
            idle = 0
            stock = {kind: n + method["output"].get(kind, 0) for kind, n in after.items()}
    return json.loads(answer) == list(stock.values())


def plain(answer):
    """Whether it is a JSON list of whole numbers."""
    try:
        counts = json.loads(answer)
    except (ValueError, RecursionError):
        return False
    return (
        isinstance(counts, list)
        and "-" not in answer
        and all(isinstance(n, int) and not isinstance(n, bool) for n in counts)
    )

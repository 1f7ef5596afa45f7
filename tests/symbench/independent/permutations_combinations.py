"""A second judge of permutations_combinations."""

import json
from itertools import pairwise


def check(payload, answer):
    """Crosses each condition off against the pairs that the list makes."""
    if not plain(answer):
        return False
    books = json.loads(answer)
    if len(books) != len(payload["items"]) or set(books) != set(payload["items"]):
        return False
    placed = set(enumerate(books, 1))
    ordered = {(a, b) for i, a in enumerate(books) for b in books[i + 1 :]}
    touching = set(pairwise(books)) | set(pairwise(books[::-1]))
    for kind, a, b in payload["constraints"]:
        match kind:
            case "fixed":
                kept = (b, a) in placed
            case "notpos":
                kept = (b, a) not in placed
            case "left":
                kept = (a, b) in ordered
            case "right":
                kept = (b, a) in ordered
            case "adj":
                kept = (a, b) in touching
        if not kept:
            return False
    return True


def plain(answer):
    """Whether it is a JSON list of strings, none of them with a second reading."""
    try:
        books = json.loads(answer)
    except (ValueError, RecursionError):
        return False
    return isinstance(books, list) and all(isinstance(b, str) and b.isalpha() for b in books)

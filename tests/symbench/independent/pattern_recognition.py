"""A second judge of pattern_recognition."""

import re


def check(payload, answer):
    """Tries every square from the largest that fits, cell by cell."""
    match = re.fullmatch(r"\[\s*([0-9]+)\s*,\s*([0-9]+)\s*\]", answer.strip())
    if match is None:
        return False
    rows = payload["matrix"]
    for side in range(min(len(rows), len(rows[0])), 0, -1):
        corners = [
            (r + side - 1, c + side - 1)
            for r in range(len(rows) - side + 1)
            for c in range(len(rows[0]) - side + 1)
            if all(set(row[c : c + side]) == {rows[r][c]} for row in rows[r : r + side])
        ]
        if corners:
            return corners == [(int(match[1]), int(match[2]))]
    return False


def plain(answer):
    return bool(re.fullmatch(r"\[[^\[\]]*,[^\[\]]*\]", answer))

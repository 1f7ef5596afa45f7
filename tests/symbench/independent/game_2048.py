"""A second judge of game_2048."""

import json
import re


def check(payload, answer):
    """Walks with complex numbers over a dictionary of tiles."""
    if not plain(answer):
        return False
    rows = json.loads(answer)
    tiles = {
        complex(x, y): n
        for y, row in enumerate(payload["grid"], 1)
        for x, n in enumerate(row, 1)
        if n
    }
    size = len(payload["grid"])
    y, x = payload["start"]
    at = complex(x, y)
    for letter in payload["moves"]:
        to = at + {"u": -1j, "d": 1j, "l": -1, "r": 1}[letter]
        inside = 1 <= to.real <= size and 1 <= to.imag <= size
        if at in tiles and inside and tiles.get(to, tiles[at]) == tiles[at]:
            tiles[to] = tiles.get(to, 0) + tiles.pop(at)
            at = to
    numbers = range(1, size + 1)
    return rows == [[tiles.get(complex(x, y), 0) for x in numbers] for y in numbers]


def plain(answer):
    """Whether it is a list of lists of numbers, nested as it should be."""
    try:
        rows = json.loads(answer) if re.fullmatch(r"[0-9, \[\]]+", answer) else 0
    except ValueError:
        return False
    return isinstance(rows, list) and all(
        isinstance(row, list) and all(isinstance(cell, int) for cell in row) for row in rows
    )

"""A second judge of standard_sudoku."""

import itertools
import re


def check(payload, answer):
    """Looks for any two cells that see each other and agree; commas and blanks mean nothing."""
    rows = [[]]
    for symbol in answer.strip():
        if symbol in "[]()\n":
            rows.append([])
        elif symbol.strip(", "):
            rows[-1].append(symbol)
    rows = [row for row in rows if row]
    digits = [symbol for row in rows for symbol in row]
    if len(digits) != 81 or not set(digits) <= set("123456789") or re.search("[0-9]{2}", answer):
        return False
    if len(rows) > 1 and any(len(row) != 9 for row in rows):
        return False
    cells = {(i // 9, i % 9): int(digit) for i, digit in enumerate(digits)}
    for (a, b), (c, d) in itertools.combinations(cells, 2):
        sees = a == c or b == d or (a // 3, b // 3) == (c // 3, d // 3)
        if sees and cells[a, b] == cells[c, d]:
            return False
    return all(payload["grid"][r][c] in (0, cells[r, c]) for r in range(9) for c in range(9))

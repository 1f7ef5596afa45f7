"""A second judge of letter_logic_diagram."""

import itertools
import re


def check(payload, answer):
    """Looks for any two cells that see each other and agree; brackets end rows."""
    if re.search(r"[a-g]{2}|,\s*,|[^][a-g, ]", answer):
        return False
    rows = [re.findall("[a-g]", part) for part in re.split(r"[][]", answer)]
    rows = [row for row in rows if row]
    if [len(row) for row in rows] != [7] * 7:
        return False
    cells = {(r, c): letter for r, row in enumerate(rows) for c, letter in enumerate(row)}
    for (a, b), (c, d) in itertools.combinations(cells, 2):
        same = cells[a, b] == cells[c, d]
        if same and (a == c or b == d):
            return False
        if not same and a + b == 6 == c + d:
            return False
    given = itertools.chain.from_iterable(payload["grid"])
    return all(want in ("", cell) for want, cell in zip(given, cells.values(), strict=True))


def plain(answer):
    return not re.search(r",\s*,", answer)

"""A second judge of reversi."""

import re


def check(payload, answer):
    """Turns discs over in strings: a line from the taken cell outwards must match "others, own"."""
    size = len(payload["board"])
    cells = dict(enumerate("".join(payload["board"])))
    for turn, move in enumerate(payload["moves"]):
        own, other = ("01", "10")[(turn + int(payload["player"])) % 2]
        if not move:
            continue
        row, column = move[0] - 1, move[1] - 1
        if cells[row * size + column] != "*":
            return False
        cells[row * size + column] = own
        for line in lines(row, column, size):
            match = re.match(f"({other}+){own}", "".join(cells[cell] for cell in line))
            for cell in line[: match.end(1)] if match else ():
                cells[cell] = own
    return [cell.strip() for cell in answer.split(",")] == list(cells.values())


def lines(row, column, size):
    for down in (-1, 0, 1):
        for right in (-1, 0, 1):
            line = []
            for step in range(1, size):
                r, c = row + down * step, column + right * step
                if (down or right) and 0 <= r < size and 0 <= c < size:
                    line.append(r * size + c)
            yield line


def plain(answer):
    return re.fullmatch(r"[01*]+", re.sub(r"\s*,\s*", "", answer)) and not re.search(
        r"[01*]\s+[01*]", answer
    )

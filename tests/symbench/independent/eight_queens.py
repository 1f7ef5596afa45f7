"""A second judge of eight_queens."""

import re

FORM = re.compile(r"[0-9]+ [0-9]+(?:, [0-9]+ [0-9]+)*")


def check(payload, answer):
    """Counts queens on every line of the board; a line may hold one."""
    board, answer = payload["board"], answer.strip()
    if not FORM.fullmatch(answer) or re.search(r"\b0[0-9]", answer):
        return False
    queens = [tuple(map(int, pair.split())) for pair in answer.split(", ")]
    size = len(board)
    on_board = {(r, c): board[r][c] for r in range(size) for c in range(size)}
    if len(queens) != size or any(on_board.get(queen, "X") == "X" for queen in queens):
        return False
    for line in (lambda r, c: r, lambda r, c: c, lambda r, c: r + c, lambda r, c: r - c):
        if len({line(*queen) for queen in queens}) != size:
            return False
    return sum(on_board[queen] == "1" for queen in queens) == "".join(board).count("1")


def plain(answer):
    return FORM.fullmatch(answer) is not None

"""What eight_queens generates, solves and reads, and what the published verifier got wrong."""

import json

import pytest

from codesteer.answers import bracketed
from codesteer.symbench.original.case import original_task
from codesteer.symbench.registry import find_task, instance, instance_id
from codesteer.symbench.task import LEVELS

QUEENS = [(0, 2), (1, 0), (2, 6), (3, 4), (4, 7), (5, 1), (6, 3), (7, 5)]
BOARD = ["00100000", "00000000", "00000000", "0X000000", "000X0000", "00000000", "00000000",
         "000000X0"]  # fmt: skip
FULL = ["".join("1" if (r, c) in QUEENS else "0" for c in range(8)) for r in range(8)]
PAIRS = ", ".join(f"{r} {c}" for r, c in QUEENS)


def right(answer, board=BOARD):
    return find_task("eight_queens").verify({"board": board}, f"<<<{answer}>>>").correct


def some(level, n=15):
    return [instance(instance_id("eight_queens", level, 5, i)).payload["board"] for i in range(n)]


def test_the_prompt_states_the_rules_and_how_cells_are_counted():
    prompt = find_task("eight_queens").prompt({"board": BOARD})
    assert "\n".join(BOARD) in prompt
    assert "8 x 8" in prompt
    assert "stay where they are" in prompt
    assert "blocked cell" in prompt
    assert "Rows are counted from 0 at the top, columns from 0 at the left" in prompt
    assert "all 8 queens, also of those that stand already, in any order" in prompt


@pytest.mark.parametrize("level", LEVELS)
def test_boards_are_those_of_the_level_and_can_be_filled_up(level):
    task = find_task("eight_queens")
    config = task.levels[level]
    for board in some(level):
        cells = "".join(board)
        assert config.sizes[0] <= len(board) <= config.sizes[1]
        assert all(len(row) == len(board) for row in board)
        assert config.queens[0] <= cells.count("1") <= config.queens[1]
        assert config.blocked[0] <= cells.count("X") <= config.blocked[1]
        payload = {"board": board}
        assert task.verify(payload, task.solve(payload)).correct


def test_given_queens_attack_no_blocked_cell():
    for board in some(5):
        signs = {(r, c): s for r, row in enumerate(board) for c, s in enumerate(row)}
        queens = [cell for cell, sign in signs.items() if sign == "1"]
        for r, c in (cell for cell, sign in signs.items() if sign == "X"):
            assert all(r != a and c != b and abs(r - a) != abs(c - b) for a, b in queens)


def test_the_ladder_has_the_boards_of_the_published_one():
    sizes = [config.sizes for config in find_task("eight_queens").ladder]
    assert sizes == [(8, 8), (8, 10), (8, 12), (10, 14), (10, 14)]


@pytest.mark.parametrize(
    "answer",
    [
        PAIRS,
        ", ".join(f"{r} {c}" for r, c in reversed(QUEENS)),
        "\n".join(f"{r} {c}" for r, c in QUEENS),
        "; ".join(f"{r}, {c}" for r, c in QUEENS),
        ", ".join(str(queen) for queen in QUEENS),
        " ".join(str(queen) for queen in QUEENS),
        str(QUEENS),
        json.dumps(QUEENS),
        json.dumps([f"{r} {c}" for r, c in QUEENS]),
        f"[{PAIRS}]",
        f"{PAIRS},",
        f"Answer: {PAIRS}",
        f"```\n{PAIRS}\n```",
        "\n".join(FULL),
        "\n".join(" ".join(row) for row in FULL),
        "\n".join(FULL).replace("1", "Q").replace("0", "."),
        json.dumps(FULL),
        json.dumps([[int(cell) for cell in row] for row in FULL]),
        "\n".join([*FULL[:3], "0X001000", *FULL[4:]]),
        json.dumps(QUEENS, indent=4),
        json.dumps({"queens": QUEENS}),
        json.dumps({"answer": PAIRS}),
        json.dumps({"board": FULL}),
        f"Queens: {PAIRS}",
        f"The queens are {PAIRS}",
        f"The answer is **{PAIRS}**",
    ],
)
def test_every_clear_form_counts(answer):
    assert right(answer)


def test_another_placement_that_keeps_the_rules_counts():
    assert right("0 2, 1 7, 2 3, 3 6, 4 0, 5 5, 6 1, 7 4")


@pytest.mark.parametrize(
    "answer",
    [
        PAIRS.replace("7 5", "7 6"),
        PAIRS.replace("7 5", "7 4"),
        PAIRS.replace(", 7 5", ""),
        PAIRS.replace("0 2, ", ""),
        f"{PAIRS}, 7 5",
        f"{PAIRS}, 9",
        f"{PAIRS} or {PAIRS}",
        f"not {PAIRS}",
        f"The queens are not {PAIRS}",
        f"The queens are {PAIRS} or {PAIRS}",
        json.dumps({"draft": QUEENS}),
        json.dumps({"queens": [*QUEENS, QUEENS[0]]}),
        json.dumps([[r, c, 0] for r, c in QUEENS], indent=4),
        PAIRS.replace(",", ""),
        PAIRS.replace("0 2", "-0 2"),
        PAIRS.replace("0 2", "00 2"),
        ", ".join(f"{r + 1} {c + 1}" for r, c in QUEENS),
        "\n".join(FULL[:7]),
        "\n".join([*FULL, FULL[0]]),
        "\n".join([*FULL[:3], "X0001000", *FULL[4:]]),
        "\n".join(FULL).replace("1", "2"),
        "2, 0, 6, 4, 7, 1, 3, 5",
    ],
)
def test_what_breaks_a_rule_is_wrong(answer):
    assert not right(answer)


def test_a_blocked_cell_stays_empty():
    blocked = [row[:5] + "X" + row[6:] if r == 7 else row for r, row in enumerate(BOARD)]
    assert not right(PAIRS, blocked)


def test_defect_given_queens_are_not_ignored():
    assert not right("0 0, 1 4, 2 7, 3 5, 4 2, 5 6, 6 1, 7 3")
    assert right("0 0, 1 4, 2 7, 3 5, 4 2, 5 6, 6 1, 7 3", ["0" * 8] * 8)


def test_defect_queens_beside_the_board_do_not_pass():
    empty = ["0" * 8] * 8
    assert not right(
        "100 200, 110 225, 120 250, 130 275, 140 300, 150 325, 160 350, 170 375", empty
    )
    assert not right("10 20, 11 22, 12 25, 13 27, 14 30, 15 32, 16 35, 17 37", empty)
    assert not right("0 0, 1 4, 2 7, 3 5, 4 2, 5 6, 6 1, 8 3", empty)


def test_defect_boards_larger_than_eight_can_pass():
    task = find_task("eight_queens")
    payload = {"board": ["0" * 14] * 14}
    answer = task.solve(payload)
    assert task.verify(payload, answer).correct
    assert len(bracketed(answer).split(", ")) == 14
    assert not right(PAIRS, payload["board"])


def test_the_samples_of_the_published_data_are_read(upstream_layout):
    module, task = original_task("eight_queens"), find_task("eight_queens")
    cases = list(module.read(upstream_layout))
    names = [case.id.removeprefix("eight_queens_dataset") for case in cases]
    ladder = "_varied_complexity/eight_queens_dataset_complexity"
    assert names == [
        *("/sample_53", "/sample_142", "_2/sample_0", "_2/sample_202", "_2/sample_307"),
        *("_hard/sample_0", "_hard/sample_2", "_hard/sample_14"),
        *(f"{ladder}1/sample_0", f"{ladder}2/sample_3", f"{ladder}4/sample_14"),
    ]
    for case in cases:
        assert case.gold_correct
        assert not case.broken
        assert "\n".join(case.params["initial_board"]) in case.question
        payload = module.payload(case)
        answer = ", ".join(f"{r} {c}" for r, c in case.gold)
        assert task.verify(payload, f"<<<{answer}>>>").correct

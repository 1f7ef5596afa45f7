"""The task game_2048: the walk of one tile, the forms of a board, and what the generator avoids."""

import pytest

from codesteer.symbench.original.tasks import game_2048 as original
from codesteer.symbench.registry import find_task, instance, instance_id
from codesteer.symbench.task import LEVELS

TASK = find_task("game_2048")
PUZZLE = {"grid": [[2, 0, 4], [0, 4, 0], [8, 0, 0]], "start": [1, 1], "moves": "rdru"}


def board(grid, start, moves, answer):
    payload = {"grid": grid, "start": start, "moves": moves}
    return TASK.verify(payload, f"<<<{answer}>>>").correct


def played(response, puzzle=None):
    return TASK.verify(puzzle or PUZZLE, response).correct


def some(n=40):
    return [instance(instance_id("game_2048", level, 5, i)) for level in LEVELS for i in range(n)]


def test_a_tile_goes_one_cell_into_an_empty_one():
    assert board([[2, 0, 0], [0] * 3, [0] * 3], [1, 1], "r", "[[0,2,0],[0,0,0],[0,0,0]]")
    assert not board([[2, 0, 0], [0] * 3, [0] * 3], [1, 1], "r", "[[0,0,2],[0,0,0],[0,0,0]]")


def test_equal_tiles_merge_and_the_merged_tile_moves_on():
    grid = [[2, 2, 4], [0] * 3, [0] * 3]
    assert board(grid, [1, 1], "rr", "[[0,0,8],[0,0,0],[0,0,0]]")
    assert board(grid, [1, 1], "rd", "[[0,0,4],[0,4,0],[0,0,0]]")


def test_another_number_and_the_edge_stop_a_tile_for_one_move_only():
    grid = [[2, 4, 0], [0] * 3, [0] * 3]
    assert board(grid, [1, 1], "rulrd", "[[0,4,0],[2,0,0],[0,0,0]]")


def test_no_other_tile_moves():
    grid = [[2, 0, 0], [0, 0, 0], [0, 4, 4]]
    assert board(grid, [1, 1], "rr", "[[0,0,2],[0,0,0],[0,4,4]]")


@pytest.mark.parametrize(
    "answer",
    [
        "[[0, 2, 4], [0, 4, 0], [8, 0, 0]]",
        "[0,2,4],[0,4,0],[8,0,0]",
        "0, 2, 4\n0, 4, 0\n8, 0, 0",
        "0 2 4\n0 4 0\n8 0 0",
        "```\n0 2 4\n0 4 0\n8 0 0\n```",
        "0, 2, 4, 0, 4, 0, 8, 0, 0",
        "Answer: [[0, 2, 4], [0, 4, 0], [8, 0, 0]]",
        "+---+---+\n| 0 | 2 | 4 |\n+---+---+\n| 0 | 4 | 0 |\n| 8 | 0 | 0 |",
        "\\begin{bmatrix} 0 & 2 & 4 \\\\ 0 & 4 & 0 \\\\ 8 & 0 & 0 \\end{bmatrix}",
        "(0, 2, 4); (0, 4, 0); (8, 0, 0)",
    ],
)
def test_every_clear_layout_of_a_board_counts(answer):
    assert board(PUZZLE["grid"], [1, 1], "r", answer)
    assert board(PUZZLE["grid"], [1, 1], "r", f"\n{answer}\n")


@pytest.mark.parametrize(
    "answer",
    [
        "[[0, 2, 4], [0, 4, 0]]",
        "[[0, 2, 4], [0, 4, 0], [8, 0, 0], [0, 0, 0]]",
        "[[0, 2, 4, 0], [4, 0, 8], [0, 0]]",
        "[[0, 2, 4], [0, 4, 0], [8, 0, 0]] or [[2, 0, 4], [0, 4, 0], [8, 0, 0]]",
        "[[0, 2.0, 4], [0, 4, 0], [8, 0, 0]]",
        "[[0, -2, 4], [0, 4, 0], [8, 0, 0]]",
        "024\n040\n800",
        "not [[0, 2, 4], [0, 4, 0], [8, 0, 0]]",
    ],
)
def test_what_is_more_or_less_than_the_board_is_wrong(answer):
    assert not board(PUZZLE["grid"], [1, 1], "r", answer)


def test_a_board_without_brackets_is_read_where_it_is_clear():
    puzzle = {**PUZZLE, "moves": "r"}
    assert played("The answer is 0, 2, 4\n0, 4, 0\n8, 0, 0", puzzle)
    assert played("It ends so:\n[[0, 2, 4], [0, 4, 0], [8, 0, 0]]", puzzle)
    assert not played("The answer is not [[0, 2, 4], [0, 4, 0], [8, 0, 0]]", puzzle)
    assert not played("The answer is <<<0, 2, 4\n0, 4, 0\n8, 0", puzzle)


@pytest.mark.parametrize("label", ["The final board is", "The result is:", "Answer:", "board ="])
def test_a_label_in_front_is_read(label):
    answer = "[[0, 2, 4], [0, 4, 0], [8, 0, 0]]"
    assert board(PUZZLE["grid"], [1, 1], "r", f"{label} {answer}")
    assert not board(PUZZLE["grid"], [1, 1], "r", f"{label} not {answer}")


def test_the_last_board_counts():
    puzzle = {**PUZZLE, "moves": "r"}
    right, wrong = "<<<[[0, 2, 4], [0, 4, 0], [8, 0, 0]]>>>", f"<<<{PUZZLE['grid']}>>>"
    assert played(f"{wrong} No: {right}", puzzle)
    assert not played(f"{right} No: {wrong}", puzzle)


def test_the_prompt_states_the_rules():
    text = TASK.prompt(PUZZLE)
    assert "\n2 0 4\n0 4 0\n8 0 0\n" in text
    for part in ("row 1, column 1", "both from 1", "r, d, r, u", "one cell", "same number",
                 "twice the number", "another number", "edge", "No other tile"):  # fmt: skip
        assert part in text


def test_levels_grow():
    sizes = [(c.size, c.moves) for c in TASK.levels.values()]
    assert sizes == sorted(sizes)


def test_defect_a_start_cell_is_never_empty():
    for puzzle in some():
        row, column = puzzle.payload["start"]
        assert puzzle.payload["grid"][row - 1][column - 1] in (2, 4, 8, 16, 32)


def test_defect_the_given_board_is_never_the_answer():
    for puzzle in some():
        assert not played(f"<<<{puzzle.payload['grid']}>>>", puzzle.payload)


def test_defect_the_demanded_form_passes_as_it_is():
    for puzzle in some(5):
        assert played(TASK.solve(puzzle.payload), puzzle.payload)


def test_merges_happen_where_a_level_asks_for_them():
    for puzzle in some():
        after = TASK.solve(puzzle.payload).strip("<>")
        before = str(puzzle.payload["grid"])
        count = [sum(n != "0" for n in text.strip("[]").replace("], [", ", ").split(", "))
                 for text in (before, after)]  # fmt: skip
        assert count[0] - count[1] >= TASK.levels[puzzle.id.level].merges


def test_the_published_samples_are_read(upstream_layout):
    cases = list(original.read(upstream_layout))
    assert [case.id for case in cases] == ["2048/sample_0", "2048/sample_38", "2048/sample_158"]
    assert [bool(case.broken) for case in cases] == [False, True, True]
    for case in cases:
        assert case.gold_correct
        assert TASK.verify(original.payload(case), f"<<<{case.gold}>>>").correct
        row, column = original.payload(case)["start"]
        assert f"position ({row}, {column}) using the sequence '{case.params['moves']}'" in (
            case.question
        )


def test_a_folder_without_the_data_has_no_cases(tmp_path):
    assert list(original.read(tmp_path)) == []


def test_defect_an_empty_start_cell_of_the_published_data_is_marked(upstream_layout):
    for case in original.read(upstream_layout):
        row, column = case.params["start_pos"]
        assert ("empty" in case.broken) == (case.params["grid"][row][column] == 0)

"""What standard_sudoku asks and reads."""

import pytest

from codesteer.symbench.registry import find_task, instance, instance_id

TASK = find_task("standard_sudoku")
PUZZLE = instance(instance_id("standard_sudoku", 3))
LIST = TASK.solve(PUZZLE.payload).strip("<>")
ROWS = [row.replace(", ", "") for row in LIST.strip("[]").split("], [")]

COLUMNS = list(map("".join, zip(*ROWS, strict=True)))


def right(response):
    return TASK.verify(PUZZLE.payload, response).correct


@pytest.mark.parametrize(
    "answer",
    [LIST, LIST.replace(" ", ""), LIST.replace("], ", "],\n "), "\n".join(ROWS), ",".join(ROWS),
     "".join(ROWS), "\n".join(map(" ".join, ROWS)), "\n".join(map(",".join, ROWS)), str(ROWS),
     "\n------+-------+------\n".join(map(" ".join, ROWS)), f"```\n{LIST}\n```", f"**{LIST}**",
     f"{LIST}.", f"Answer: {LIST}", f"The completed grid is {LIST}", f"Solution:\n{LIST}",
     f"The answer is: {LIST}", f'"{LIST}"', LIST[1:-1]],
)  # fmt: skip
def test_every_clear_layout_counts(answer):
    assert right(f"<<<{answer}>>>")
    assert right(f"The answer is:\n{answer}")


@pytest.mark.parametrize(
    "answer",
    [LIST[:-4] + "]]", LIST + ", " + ROWS[0], LIST.replace("], [", ", ", 1), "".join(ROWS)[:-1],
     "".join(ROWS) + "1", "".join(ROWS) * 2, f"not {LIST}", f"{LIST} or not", f"{LIST}!",
     f"The solution is not {LIST}", LIST.replace("1", "1.0"), LIST.replace("1", "-1"),
     str(PUZZLE.payload["grid"]), "\n".join(ROWS[::-1]), "\n".join(COLUMNS),
     "\n".join([*ROWS[1:], ROWS[0]]), "\n".join(COLUMNS[::-1]), ""],
)  # fmt: skip
def test_other_grids_and_other_shapes_are_wrong(answer):
    assert not right(f"<<<{answer}>>>")
    assert not right(f"The answer is {answer}")


def test_two_cells_swapped_break_a_rule():
    for i in range(0, 80, 9):
        digits = [*"".join(ROWS)]
        digits[i], digits[i + 1] = digits[i + 1], digits[i]
        assert not right(f"<<<{' '.join(digits)}>>>")


def test_the_prompt_states_the_rules():
    for words in ("0 marks an empty cell", "leave the given digits alone", "3x3 boxes",
                  "exactly one solution"):  # fmt: skip
        assert words in PUZZLE.prompt

"""What letter_logic_diagram asks, generates and reads."""

import json
from itertools import combinations, product

import pytest

from codesteer.answers import bracketed
from codesteer.symbench.original.case import original_task
from codesteer.symbench.registry import find_task, instance, instance_id
from codesteer.symbench.tasks.letter_logic_diagram import Config

TASK = find_task("letter_logic_diagram")
LETTERS = "abcdefg"
DONE = ["cgefbad", "gefbadc", "efbadcg", "fbadcge", "badcgef", "adcgefb", "dcgefba"]
GIVEN = ["..e....", "gef...c", "...a...", "......e", ".adc...", ".dcg..b", "dcg.fb."]
PUZZLE = {"grid": [["" if letter == "." else letter for letter in row] for row in GIVEN]}
EMPTY = {"grid": [[""] * 7 for _ in range(7)]}


def right(response, payload=PUZZLE):
    return TASK.verify(payload, response).correct


def solved(payload):
    rows = bracketed(TASK.solve(payload)).strip("[]").split("], [")
    return [row.replace(", ", "") for row in rows]


def puzzles(level, n=25):
    return [instance(instance_id("letter_logic_diagram", level, 5, index)) for index in range(n)]


def test_the_prompt_states_every_rule_and_shows_the_grid():
    prompt = TASK.prompt(PUZZLE)
    assert ". . e . . . .\ng e f . . . c\n. . . a . . ." in prompt
    assert "Each row and each column holds every letter from a to g exactly once." in prompt
    assert "from the top right corner to the bottom left corner all hold the same" in prompt
    assert "any one of them is right" in prompt
    assert prompt.isascii()


@pytest.mark.parametrize(
    "answer",
    [
        json.dumps([list(row) for row in DONE]),
        "[[" + "],[".join(map(",".join, DONE)) + "]]",
        "\n" + "\n".join(map(",".join, DONE)) + "\n",
        "\n".join(map(", ".join, DONE)),
        "\n".join(map(" ".join, DONE)),
        "\n".join(DONE),
        ", ".join(DONE),
        "; ".join(DONE),
        "".join(DONE),
        ",".join("".join(DONE)),
        json.dumps(DONE),
        "\n".join(f"| {' | '.join(row)} |" for row in DONE),
        "\n```\n" + "\n".join(map(",".join, DONE)) + "\n```\n",
        "Answer:\n" + "\n".join(map(",".join, DONE)),
        "**" + ", ".join(DONE) + "**",
        json.dumps([list(row) for row in DONE], indent=2),
        json.dumps({"grid": [list(row) for row in DONE]}),
        json.dumps({"answer": DONE}),
    ],
)
def test_a_grid_is_read_in_every_clear_layout(answer):
    assert right(f"<<<{answer}>>>")
    assert right(f"The final answer is {answer}.")
    assert not right(f"<<<{answer.replace('a', 'b', 1)}>>>")


@pytest.mark.parametrize(
    "answer",
    [
        "\n".join(DONE[:6]),
        "\n".join([*DONE, DONE[0]]),
        "\n".join([f"{DONE[0]}{DONE[1][0]}", DONE[1][1:], *DONE[2:]]),
        "\n".join(DONE).upper(),
        json.dumps([[*DONE[0], DONE[1][0]], [*DONE[1][1:]], *map(list, DONE[2:])], indent=2),
        json.dumps({"draft": [list(row) for row in DONE]}),
        json.dumps({"grid": [list(row) for row in [*DONE, DONE[0]]]}),
        "not " + "\n".join(DONE),
        "\n".join(DONE) + "\nor another",
        "\n".join(DONE) + "\n\n" + "\n".join(DONE),
        "\n".join(DONE).replace("a", "?", 1),
        "\n".join(DONE).replace("a", "1", 1),
        ",".join("".join(DONE)) + ",a",
    ],
)
def test_what_is_not_exactly_one_grid_is_wrong(answer):
    assert not right(f"<<<{answer}>>>")


def test_a_changed_given_is_wrong():
    swapped = [row.translate(str.maketrans("ab", "ba")) for row in DONE]
    assert right(f"<<<{swapped}>>>", EMPTY)
    assert not right(f"<<<{swapped}>>>")


def test_rows_columns_and_the_diagonal_all_count():
    rows_only = [LETTERS] * 7
    no_diagonal = [LETTERS[i:] + LETTERS[:i] for i in range(7)][::-1]
    assert not right(f"<<<{rows_only}>>>", EMPTY)
    assert not right(f"<<<{list(map(''.join, zip(*rows_only, strict=True)))}>>>", EMPTY)
    assert not right(f"<<<{no_diagonal}>>>", EMPTY)
    assert right(f"<<<{no_diagonal[::-1]}>>>", EMPTY)


def test_every_completion_is_right_and_not_only_a_stored_one():
    """The original compares with one, though 84 of 200 instances have 2 to 202 completions."""
    seen = 0
    for puzzle in puzzles(3):
        rows = solved(puzzle.payload)
        for (r, s), (c, d) in product(combinations(range(7), 2), repeat=2):
            corners = [(r, c), (r, d), (s, c), (s, d)]
            letters = [rows[i][j] for i, j in corners]
            on_diagonal = any(i + j == 6 for i, j in corners)
            if letters[:2] != letters[:1:-1] or on_diagonal:
                continue
            grid, other = [list(row) for row in rows], [list(row) for row in rows]
            for (i, j), letter in zip(corners, [*letters[1::-1], *letters[:2]], strict=True):
                grid[i][j], other[i][j] = "", letter
            assert right(f"<<<{rows}>>>", {"grid": grid})
            assert right(f"<<<{other}>>>", {"grid": grid})
            assert not right(f"<<<{other}>>>", {"grid": [list(row) for row in rows]})
            seen += 1
    assert seen > 10


def test_squares_are_not_only_one_row_shifted_on():
    """The original's are, all 200."""
    shifted = 0
    for level in TASK.levels:
        for puzzle in puzzles(level, n=10):
            rows = solved(puzzle.payload)
            shifted += all(rows[r] == rows[0][r:] + rows[0][:r] for r in range(7))
    assert shifted <= 5


def test_squares_differ_in_kind():
    """Rows that hold the letters in the same circular order are one kind; there are many."""
    orders = set()
    for puzzle in puzzles(1):
        rows = solved(puzzle.payload)
        circles = {row[row.index("a") :] + row[: row.index("a")] for row in rows}
        orders.add(len(circles))
    assert max(orders) >= 5


@pytest.mark.parametrize("level", TASK.levels)
def test_a_grid_has_as_many_empty_cells_as_its_level_says(level):
    config = TASK.levels[level]
    for puzzle in puzzles(level):
        empty = sum(row.count("") for row in puzzle.payload["grid"])
        assert config.low <= empty <= config.high
        assert right(TASK.solve(puzzle.payload), puzzle.payload)


def test_a_grid_without_a_completion_has_no_solution():
    clash = [["a", "a"] + [""] * 5, *[[""] * 7 for _ in range(6)]]
    diagonal = [[""] * 6 + ["a"], *[[""] * 7 for _ in range(5)], ["b"] + [""] * 6]
    for grid in (clash, diagonal):
        with pytest.raises(ValueError, match="no completion"):
            TASK.solve({"grid": grid})


@pytest.mark.parametrize("bad", [{"low": 0}, {"low": 21}, {"high": 43}])
def test_a_configuration_refuses_what_cannot_be_drawn(bad):
    with pytest.raises(ValueError, match="need"):
        Config(**{"low": 15, "high": 20, **bad})


def test_published_instances_are_read(upstream_layout):
    original = original_task("letter_logic_diagram")
    cases = list(original.read(upstream_layout))
    assert [case.id.rpartition("_")[2] for case in cases] == ["0", "38", "158"]
    for case in cases:
        rows = [",".join(letter or "" for letter in row) for row in case.params["grid"]]
        assert "\n".join(rows) in case.question
        assert case.gold_correct
        assert not case.broken
        lines = "\n".join(map(",".join, case.gold))
        assert TASK.verify(original.payload(case), f"<<<\n{lines}\n>>>").correct


def test_a_missing_folder_holds_no_instances(tmp_path):
    assert list(original_task("letter_logic_diagram").read(tmp_path)) == []

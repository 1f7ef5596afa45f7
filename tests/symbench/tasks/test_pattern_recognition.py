"""What pattern_recognition generates, asks and reads."""

import random

import pytest

from codesteer.symbench.original.tasks import pattern_recognition as original
from codesteer.symbench.registry import find_task, instance, instance_id
from codesteer.symbench.tasks.pattern_recognition import Config

from ..independent.pattern_recognition import check

NAME = "pattern_recognition"
# A square of 4 with its bottom right cell at row 4, column 5, and one of 3 beside it.
PAYLOAD = {"matrix": ["ABCDEFGHI", "XYSSSSQAB", "XYSSSSQQQ", "XYSSSSQQQ", "XYSSSSQQQ", "ABCDEFGHI"]}


def right(response, payload=PAYLOAD):
    return find_task(NAME).verify(payload, response).correct


@pytest.mark.parametrize(
    "answer",
    ["[4, 5]", "[4,5]", "(4, 5)", "4,5", "4 5", "[4 5]", "row 4, column 5", "Row: 4, Column: 5",
     "row=4, col=5", "column 5, row 4", "row 4 and column 5", '{"row": 4, "column": 5}',
     "[row 4, column 5]", "Answer: [4, 5]", "```\n[4, 5]\n```", "**[4, 5]**", "$[4, 5]$",
     "[4, 5].", "\n[4,\n5]\n", "The answer is (4, 5)", "The final answer is: [4, 5]",
     "[row, column] = [4, 5]", "(row, column) = (4, 5)"],
)  # fmt: skip
def test_every_clear_layout_counts(answer):
    assert right(f"<<<{answer}>>>")


@pytest.mark.parametrize(
    "text", ["The final answer is [4, 5]", "So \\boxed{[4, 5]}", "Checked.\n[4, 5]"]
)
def test_without_brackets_a_clear_position_counts(text):
    assert right(text)


@pytest.mark.parametrize(
    "answer",
    ["[5, 4]", "[5, 6]", "[1, 2]", "[3, 4]", "[4, 8]", "[4, 5], [4, 8]", "[4, 5, 4]", "[4]", "45",
     "not [4, 5]", "[4, 5] or [3, 4]", "[-4, 5]", "[4.0, 5]", "row 5, column 4", "[4, 5",
     "(4, 5]", "column 4, row 5", "[[4, 5], [4, 8]]", "4-5", "[4, 5]!", "[4, 15]", "[14, 5]",
     "[column, row] = [4, 5]", "[row, column] = not [4, 5]", "row 4, row 5", "[\u0664, 5]", ""],
)  # fmt: skip
def test_other_positions_and_more_than_one_are_wrong(answer):
    assert not right(f"<<<{answer}>>>")


@pytest.mark.parametrize(
    "text", ["The answer is not [4, 5]", "It cannot be [4, 5]", "The answer is <<<[4, 5"]
)
def test_a_denied_or_cut_off_position_is_no_answer(text):
    assert not right(text)


def test_a_smaller_square_within_the_largest_is_not_the_answer():
    # The original's prompt called the square unique although its parts met the description too.
    for corner in ([3, 4], [3, 5], [4, 4], [4, 8]):
        assert not right(f"<<<{corner}>>>")
    assert find_task(NAME).solve(PAYLOAD) == "<<<[4, 5]>>>"


def test_a_hollow_square_is_none():
    hollow = ["SSSSAB", "SABSCD", "SCDSEF", "SSSSGH", "ABCTTT", "DEFTTT", "GHITTT"]
    assert right("<<<[6, 5]>>>", {"matrix": hollow})
    assert not right("<<<[3, 3]>>>", {"matrix": hollow})


def test_several_largest_squares_are_told_apart_from_one():
    with pytest.raises(ValueError, match="largest squares"):
        find_task(NAME).solve({"matrix": ["AAAB", "AAAB", "AAAB", "CCCD", "CCCD", "CCCD"]})


def test_the_prompt_states_the_rules():
    prompt = instance(instance_id(NAME, 3)).prompt
    for words in ("largest square", "every cell, inside and on the border", "bottom right cell",
                  "starting at 0", "exactly one of that size"):  # fmt: skip
        assert words in prompt


@pytest.mark.parametrize("level", [1, 2, 3, 4, 5])
def test_the_largest_square_is_the_only_one_of_its_size(level):
    task = find_task(NAME)
    config = task.levels[level]
    for seed in range(40):
        payload = task.generate(random.Random(seed), config)
        assert config.low <= len(payload["matrix"]) <= config.high
        assert check(payload, task.solve(payload).strip("<>"))


def test_smaller_squares_stand_beside_the_largest_where_decoys_are_wanted():
    payload = find_task(NAME).generate(random.Random(1), Config(low=20, high=20, side=3, decoys=5))
    rows = payload["matrix"]
    pairs = sum(
        len({*rows[r][c : c + 2], *rows[r + 1][c : c + 2]}) == 1
        for r in range(19)
        for c in range(19)
    )
    assert pairs >= 6


def test_sides_reach_what_the_configuration_says():
    task = find_task(NAME)
    sides = set()
    for seed in range(60):
        payload = task.generate(random.Random(seed), Config(low=12, high=12, side=6))
        r, c = map(int, task.solve(payload).strip("<>[]").split(","))
        sides.add(original._side(payload["matrix"], [r, c]))
    assert sides == {3, 4, 5, 6}


def test_the_published_samples_are_read(upstream_layout):
    cases = list(original.read(upstream_layout))
    assert [case.id for case in cases] == [f"{NAME}/sample_38", f"{NAME}/sample_68"]
    assert [case.gold for case in cases] == [[7, 7], [4, 10]]
    assert [case.params["square_side"] for case in cases] == [3, 4]
    for case in cases:
        assert case.gold_correct
        assert not case.broken
        assert right(f"<<<{case.gold}>>>", original.payload(case))
        assert not right(f"<<<[{case.gold[0]}, {case.gold[1] - 1}]>>>", original.payload(case))


def test_missing_data_is_no_data(tmp_path):
    assert not list(original.read(tmp_path))

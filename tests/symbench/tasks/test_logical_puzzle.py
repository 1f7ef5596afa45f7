"""What logical_puzzle generates, asks and reads."""

import json
import random
from itertools import combinations

import pytest

from codesteer.symbench.original.tasks import logical_puzzle as original
from codesteer.symbench.registry import find_task, instance, instance_id
from codesteer.symbench.tasks.logical_puzzle import Config

from ..independent.logical_puzzle import check

NAME = "logical_puzzle"
SUMS = {"grid": [[2, 1], [3, 3]], "picks": 3, "limit": 4}  # 2 and 1, and the 3 below the 1.
PRODUCTS = {"grid": [[-1, 5, -2], [-3, 2, -4], [2, 1, 7]], "picks": 5, "limit": None}


def right(answer, payload=SUMS):
    return find_task(NAME).verify(payload, f"<<<{answer}>>>").correct


def reason(answer, payload=SUMS):
    return find_task(NAME).verify(payload, f"<<<{answer}>>>").reason


def text(cells):
    return ", ".join(f"{row} {column}" for row, column in cells)


@pytest.mark.parametrize("payload", [SUMS, PRODUCTS])
def test_every_selection_that_keeps_the_rules_is_accepted_and_no_other(payload):
    size = len(payload["grid"])
    cells = [(row, column) for row in range(size) for column in range(size)]
    found = [
        [right(text(chosen), payload), check(payload, text(chosen))]
        for count in range(1, size * size + 1)
        for chosen in combinations(cells, count)
    ]
    assert all(ours == theirs for ours, theirs in found)
    assert 0 < sum(ours for ours, _ in found) < 20


def test_the_order_of_the_cells_does_not_matter():
    assert right("0 1, 1 1, 0 0")
    assert right("1 1, 0 0, 0 1")


def test_the_corner_must_be_selected():
    grid = {"grid": [[1, 4], [2, 3]], "picks": 2, "limit": 4}
    assert right("0 1, 1 0", grid)
    assert not right("0 0, 1 1", grid)
    assert "corner" in reason("0 0, 1 1", grid)


def test_no_number_is_selected_from_two_cells():
    same = {"grid": [[1, 2], [2, 1]], "picks": 3, "limit": 9}
    assert not right("0 0, 0 1, 1 0", same)
    assert "twice" in reason("0 0, 0 1, 1 0", same)
    signs = {"grid": [[1, 3], [5, -3]], "picks": 2, "limit": 9}
    assert right("0 1, 1 1", signs)  # 3 and -3 are different numbers.


def test_a_cell_that_is_repeated_counts_once():
    assert not right("0 1, 0 1, 0 1")
    assert not right("0 1, 1 1, 0 0, 0 0")
    assert not right("0 1, 1 1, 1 1")


@pytest.mark.parametrize("answer", ["50 50, 51 50, 52 50", "0 1, 1 1, 2 0", "0 1, 1 1, -1 0"])
def test_cells_outside_the_grid_are_wrong(answer):
    assert not right(answer)
    assert not right(answer, {**SUMS, "limit": None})


def test_cells_count_from_0_only():
    assert right("0 0, 0 1, 1 1")
    assert not right("1 1, 1 2, 2 2")


def test_a_check_of_one_grid_is_not_used_for_another():
    # The original remembered what it found for the same cells of an earlier grid.
    assert right("0 0, 0 1, 1 1")
    assert not right("0 0, 0 1, 1 1", {**SUMS, "grid": [[3, 2], [3, 1]]})
    assert right("0 0, 0 1, 1 1")


def test_a_product_of_0_is_not_greater_than_0():
    zero = {"grid": [[0, 3], [4, 5]], "picks": 2, "limit": None}
    assert right("0 1, 1 0", zero)
    assert not right("0 0, 0 1", zero)


@pytest.mark.parametrize(
    "answer",
    ["0 0, 0 1, 1 1", "0 0,0 1,1 1", "0 0; 0 1; 1 1", "0 0\n0 1\n1 1", "0 0,\n0 1,\n1 1",
     "(0, 0), (0, 1), (1, 1)", "(0 0), (0 1), (1 1)", "[(0, 0), (0, 1), (1, 1)]",
     "[[0, 0], [0, 1], [1, 1]]", "[0,0],[0,1],[1,1]", "[0 0, 0 1, 1 1]", "(0,0) (0,1) (1,1)",
     "{(0, 0), (0, 1), (1, 1)}", "```\n0 0, 0 1, 1 1\n```", "**0 0, 0 1, 1 1**", "0 0, 0 1, 1 1.",
     "Answer: 0 0, 0 1, 1 1", "Selected cells: (0, 0), (0, 1), (1, 1)",
     "[\n  [0, 0],\n  [0, 1],\n  [1, 1]\n]", '["0 0", "0 1", "1 1"]', '"0 0, 0 1, 1 1"',
     "0, 0\n0, 1\n1, 1", "0,0; 0,1; 1,1", '{"cells": [[0, 0], [0, 1], [1, 1]]}', "0 0, 0 1, 1 1,",
     '{"answer": "0 0, 0 1, 1 1"}', "[(0, 0), (0, 1), (1, 1),]", "So the cells are 0 0, 0 1, 1 1"],
)  # fmt: skip
def test_every_clear_layout_counts(answer):
    assert right(answer)


@pytest.mark.parametrize(
    "answer",
    ["0 0, 0 1", "0 0, 0 1, 1 0", "0 0, 0 1, 1 1, 1 0", "not 0 0, 0 1, 1 1", "0,0,0,1,1,1",
     "0 0 0 1 1 1", "0 0, 0 1 1 1", "0 0, 0 1, 1 1 or 0 0", "[0 0, 0 1, 1 1", "0 0,, 0 1, 1 1",
     "00, 01, 11", "0\n0\n0\n1\n1\n1", "0 0, 0 1, 1 1,1", "0.0 0.0, 0 1, 1 1", "",
     "0 0,\n0 1 1 1", "0 0, (0, 1), 1 1", "(0, 0], (0, 1), (1, 1)",
     "0,0 0,1 1,1", "0 0, 0 1, 1 1,,", "[0, 0, 0, 1, 1, 1]", '{"draft": "0 0, 0 1, 1 1"}',
     "The cells are not 0 0, 0 1, 1 1", "0, 0\n0, 1, 1, 1", '["0 0", "0 1"], ["1 1"]'],
)  # fmt: skip
def test_anything_else_is_wrong(answer):
    assert not right(answer)


def test_without_brackets_a_clear_list_counts():
    verify = find_task(NAME).verify
    assert verify(SUMS, "After all, the final answer is 0 0, 0 1, 1 1").correct
    assert not verify(SUMS, "The final answer is not 0 0, 0 1, 1 1").correct
    assert not verify(SUMS, "The final answer is <<<0 0, 0 1, 1 1").correct


@pytest.mark.parametrize("level", [1, 2, 3, 4, 5])
def test_each_puzzle_is_solvable_and_needs_a_negative_number_where_products_count(level):
    # 24 of the original's puzzles had no answer.
    task = find_task(NAME)
    for seed in range(40):
        payload = task.generate(random.Random(seed), task.levels[level])
        assert check(payload, task.solve(payload).strip("<>"))
        if payload["limit"] is None:
            positive = {n for row in payload["grid"] for n in row if n > 0}
            assert payload["grid"][0][-1] < 0 or len(positive) < payload["picks"]


@pytest.mark.parametrize("limit", [None, 4, 6])
def test_the_solver_finds_a_selection_exactly_where_there_is_one(limit):
    task, rng = find_task(NAME), random.Random(5)
    solvable = 0
    for _ in range(60):
        low = -3 if limit is None else 1
        grid = [[rng.randint(low, 4) for _ in range(3)] for _ in range(3)]
        payload = {"grid": grid, "picks": 4, "limit": limit}
        cells = [(row, column) for row in range(3) for column in range(3)]
        if any(check(payload, text(chosen)) for chosen in combinations(cells, 4)):
            solvable += 1
            assert check(payload, task.solve(payload).strip("<>"))
        else:
            with pytest.raises(ValueError, match="no selection"):
                task.solve(payload)
    assert 0 < solvable < 60


@pytest.mark.parametrize("level", [1, 5])
def test_the_prompt_states_the_rules_with_one_way_to_count(level):
    puzzle = instance(instance_id(NAME, level))
    for words in ("exactly", "all different", "top right corner (row 0, column", "from 0 (top)",
                  "In each row and in each column", "in any order"):  # fmt: skip
        assert words in puzzle.prompt
    assert "(1,1)" not in puzzle.prompt
    assert f"which holds {puzzle.payload['grid'][0][-1]}," in puzzle.prompt


def test_configurations_that_cannot_work_are_refused():
    for bad in ({"size": 2, "picks": 5, "low": -9, "high": 9}, {"size": 3, "picks": 4, "low": 1,
                "high": 9}, {"size": 3, "picks": 4, "low": 0, "high": 9, "limit": 9},
                {"size": 3, "picks": 5, "low": 1, "high": 4, "limit": 4}):  # fmt: skip
        with pytest.raises(ValueError, match="need"):
            Config(**bad)
    hopeless = Config(size=3, picks=4, low=5, high=9, limit=4)
    with pytest.raises(ValueError, match="need"):
        find_task(NAME).generate(random.Random(0), hopeless)


def test_the_published_samples_are_read(upstream_layout):
    cases = list(original.read(upstream_layout))
    marked = {case.id.split("/")[1]: (case.gold_correct, case.broken) for case in cases}
    assert marked == {
        "sample_0": (True, ""),
        "sample_38": (False, "no selection keeps all rules"),
        "sample_158": (True, ""),
    }
    for case in cases:
        payload = original.payload(case)
        assert (payload is None) == bool(case.broken)
        assert payload is None or right(str(case.gold), payload)
        assert case.params["num_selections"] == len(case.gold)


@pytest.mark.parametrize(
    ("grid", "broken"),
    [([[3, 1], [2, 3]], "no selection"), ([[2, 1], [3, 3]], "breaks a rule")],
)
def test_published_puzzles_whose_stored_answer_is_wrong_are_marked(tmp_path, grid, broken):
    sample = tmp_path / "logic_puzzle_dataset" / "sample_2"
    sample.mkdir(parents=True)
    (sample / "question.txt").write_text("must select 3 different numbers", "utf-8")
    stored = {
        "grid": grid, "solution": [[0, 1], [1, 0], [0, 0]], "complexity": 1,
        "constraints": {"type": "sum_le_4"},
    }  # fmt: skip
    (sample / "solution.json").write_text(json.dumps(stored), "utf-8")
    (case,) = original.read(tmp_path)
    assert case.gold_correct is False
    assert broken in case.broken
    assert (original.payload(case) is None) == (broken == "no selection")

"""What light_puzzles generates, asks and reads."""

import json

import pytest

from codesteer.symbench.original.tasks import light_puzzles as original
from codesteer.symbench.registry import find_task, instance, instance_id

TASK = find_task("light_puzzles")
PUZZLE = {
    "grid": [[0, 1, 1], [0, 0, 0], [1, 0, 0]],
    "buttons": {"A": [[1, 1], [1, 2]], "B": [[1, 2], [3, 1]], "C": [[2, 3], [3, 3]]},
    "presses": ["A", "C", "B", "C", "A", "C"],
}
FINAL = "0,0,1,0,0,1,0,0,1"
"""A twice, B once, C three times."""


def right(answer, puzzle=PUZZLE):
    return TASK.verify(puzzle, f"<<<{answer}>>>").correct


def puzzles(n=20):
    return [instance(instance_id("light_puzzles", level, 5, i)) for level in TASK.levels
            for i in range(n)]  # fmt: skip


def test_presses_toggle_the_named_lights_in_order():
    assert TASK.solve(PUZZLE) == f"<<<{FINAL}>>>"
    assert right(FINAL)


def test_the_prompt_says_how_cells_are_named_and_lights_are_listed():
    prompt = TASK.prompt(PUZZLE)
    for rule in (
        "(row, column)",
        "starting at 1",
        "from the top",
        "from left to right",
        "toggles",
        "A, C, B, C, A, C",
        "0 1 1\n0 0 0\n1 0 0",
        "Button B: (1, 2), (3, 1)",
    ):
        assert rule in prompt  # fmt: skip


@pytest.mark.parametrize(
    "answer",
    [
        "0, 0, 1, 0, 0, 1, 0, 0, 1", "[0,0,1,0,0,1,0,0,1]", "(0,0,1,0,0,1,0,0,1)", "001001001",
        "[[0, 0, 1], [0, 0, 1], [0, 0, 1]]", "0 0 1\n0 0 1\n0 0 1", "001\n001\n001",
        "0,0,1,\n0,0,1,\n0,0,1", "[0,0,1]\n[0,0,1]\n[0,0,1]", "[[0 0 1]\n [0 0 1]\n [0 0 1]]",
        '["001", "001", "001"]', "001 001 001", "| 0 | 0 | 1 |\n| 0 | 0 | 1 |\n| 0 | 0 | 1 |",
        "```\n0,0,1,0,0,1,0,0,1\n```", "**0,0,1,0,0,1,0,0,1**", '"0,0,1,0,0,1,0,0,1"',
        "Answer: 0,0,1,0,0,1,0,0,1", "The final state is 001001001",
        "0,0,1;0,0,1;0,0,1", "0,0,1 | 0,0,1 | 0,0,1", "0;0;1;0;0;1;0;0;1",
    ],
)  # fmt: skip
def test_every_clear_layout_of_the_lights_is_read(answer):
    assert right(answer)


@pytest.mark.parametrize(
    "response",
    ["So the final answer is 0,0,1,0,0,1,0,0,1", "The answer is:\n001\n001\n001",
     "We press.\n**Final state:** 0 0 1 0 0 1 0 0 1", "\\boxed{0,0,1,0,0,1,0,0,1}",
     "<<<0,0,0,0,0,0,0,0,0>>> no: <<<0,0,1,0,0,1,0,0,1>>>"],
)  # fmt: skip
def test_a_clear_answer_without_the_brackets_is_read(response):
    assert TASK.verify(PUZZLE, response).correct


@pytest.mark.parametrize(
    "answer",
    [
        "0,0,1,0,0,1,0,0;1", "0|0,1,0,0,1,0,0,1", "0,0,1;0,0,1",
        "", "0,0,1,0,0,1,0,0", "0,0,1,0,0,1,0,0,1,0", "0,0,1,0,0,1,0,0,1,", "0,0,,1,0,0,1,0,0,1",
        "0,1,1,0,0,0,1,0,0", "[0,0,1,0,0,1,0,0,1", "0,0,1,0,0,1,0,0,1 or 0,0,1,0,0,1,0,0,0",
        "0,0,1,0\n0,1,0,0,1", "[[0,0,1,0],[0,1,0,0,1]]", "00,10,01,00,1", "0,0,1,001,0,0,1",
        "0,0,1,0,0,1,0,0,-1", "0,0,1,0,0,1,0,0,1.0", "0,0,2,0,0,1,0,0,1", "001001001001001001",
        "The initial state is 001001001", "not 001001001", "off,off,on,off,off,on,off,off,on",
        "[[0,0,1],[0,0,1],[0,0,1]], 0", "{0,0,1,0,0,1,0,0,1}", "0,0,1,0,0,1,0,0,1!",
    ],
)  # fmt: skip
def test_anything_else_is_wrong(answer):
    assert not right(answer)


def test_the_presses_never_cancel_out_so_that_the_grid_cannot_be_copied():
    # A published button pressed four times leaves the grid as it is shown.
    for puzzle in puzzles():
        shown = [light for row in puzzle.payload["grid"] for light in row]
        assert TASK.solve(puzzle.payload) != f"<<<{','.join(map(str, shown))}>>>"


def test_no_two_buttons_are_alike_and_each_has_lights_of_the_grid():
    # Two published buttons of an instance may toggle the same lights.
    for puzzle in puzzles():
        size, buttons = len(puzzle.payload["grid"]), list(puzzle.payload["buttons"].values())
        assert all(buttons.count(lights) == 1 for lights in buttons)
        for lights in buttons:
            assert 2 <= len(lights) == len({(r, c) for r, c in lights}) <= size * size // 2
            assert all(1 <= r <= size and 1 <= c <= size for r, c in lights)
        assert set(puzzle.payload["presses"]) <= set(puzzle.payload["buttons"])


def test_the_published_layout_is_read(upstream_layout, upstream_cases):
    cases = list(original.read(upstream_layout))
    assert [case.id.rpartition("_")[2] for case in cases] == ["0", "38", "158"]
    known = {
        row["id"]: row for row in map(json.loads, upstream_cases.read_text("utf-8").splitlines())
    }
    for case in cases:
        assert case.gold_correct
        assert not case.broken
        answer = f"<<<{','.join(map(str, case.gold))}>>>"
        assert TASK.verify(original.payload(case), answer).correct
        if row := known.get(case.id):
            assert (case.question, case.params) == (row["question"], row["params"])


def test_a_wrong_published_answer_is_marked(upstream_layout, tmp_path):
    folder = tmp_path / "light_puzzles_dataset" / "sample_0"
    folder.mkdir(parents=True)
    source = upstream_layout / "light_puzzles_dataset" / "sample_0"
    stored = json.loads((source / "solution.json").read_text("utf-8"))
    stored["solution"][0] ^= 1
    (folder / "solution.json").write_text(json.dumps(stored), "utf-8")
    (folder / "question.txt").write_text("?", "utf-8")
    (case,) = original.read(tmp_path)
    assert case.gold_correct is False
    assert case.broken

"""What blocksworld generates, solves and reads."""

import pytest

from codesteer.symbench.original.tasks import blocksworld as original
from codesteer.symbench.registry import find_task, instance, instance_id

PUZZLE = {"start": [["A"], ["C", "B"], []], "goal": [["A", "B"], ["C"], []]}
LONGER = {"start": [["A"], ["C", "B"], []], "goal": [["A", "B", "C"], [], []]}
PLAN = "Move B from stack2 to stack1\nMove C from stack2 to stack1"


def right(response, puzzle=PUZZLE):
    return find_task("blocksworld").verify(puzzle, response).correct


def puzzles(n=60):
    return [
        instance(instance_id("blocksworld", level, 5, index))
        for level in range(1, 6)
        for index in range(n)
    ]


def test_the_prompt_shows_both_states_and_every_rule():
    prompt = find_task("blocksworld").prompt(PUZZLE)
    assert "Start:\nstack1: A\nstack2: C B\nstack3: (empty)\n" in prompt
    assert "Goal:\nstack1: A B\nstack2: C\nstack3: (empty)\n" in prompt
    for rule in ("bottom to top", "another stack", "may be empty", "one at a time", "Any number"):
        assert rule in prompt


def test_puzzles_have_the_same_blocks_in_both_states_and_half_of_them_out_of_place():
    for puzzle in puzzles():
        start, goal = puzzle.payload["start"], puzzle.payload["goal"]
        blocks = [block for stack in start for block in stack]
        assert sorted(blocks) == sorted(block for stack in goal for block in stack)
        kept = 0
        for stack, wanted in zip(start, goal, strict=True):
            while stack and wanted and stack[0] == wanted[0]:
                stack, wanted, kept = stack[1:], wanted[1:], kept + 1
        assert 2 * kept <= len(blocks)


def test_every_puzzle_has_a_plan():
    task = find_task("blocksworld")
    for puzzle in puzzles():
        assert task.verify(puzzle.payload, task.solve(puzzle.payload)).correct


def test_a_state_that_cannot_be_reached_is_said_to_be_so():
    with pytest.raises(ValueError, match="cannot be reached"):
        find_task("blocksworld").solve({"start": [["A", "B"], []], "goal": [["B", "A"], []]})


def test_any_legal_plan_counts_whatever_its_length():
    assert right("<<<Move B from stack2 to stack1>>>")
    assert right("<<<Move B from stack2 to stack3\nMove B from stack3 to stack1>>>")
    there_and_back = "Move A from stack1 to stack3\nMove A from stack3 to stack1\n"
    assert right(f"<<<{there_and_back * 200}Move B from stack2 to stack1>>>")


@pytest.mark.parametrize(
    "plan",
    [
        "Move C from stack2 to stack1",
        "Move B from stack1 to stack2",
        "Move B from stack3 to stack1",
        "Move B from stack2 to stack3",
        "Move B from stack2 to stack4",
        "Move B from stack2 to table",
        "Move b from stack2 to stack1",
        "Move B from stack2 to stack01",
        "Move B from stack2 to stack1\nMove B from stack1 to stack3",
        "Move A from stack1 to stack1\nMove B from stack2 to stack1",
        "Move D from stack3 to stack3\nMove B from stack2 to stack1",
        "Move B from stack2 to stack1 or stack3",
        "Move B from stack2 to stack1\nor\nMove B from stack2 to stack3",
        "do not Move B from stack2 to stack1",
        "B from stack2 to stack1",
        "",
    ],
)
def test_a_plan_that_breaks_a_rule_is_wrong(plan):
    assert not right(f"<<<{plan}>>>")


@pytest.mark.parametrize(
    "plan",
    [
        "Move B from stack2 to stack1.\nMove C from stack2 to stack1.",
        "1. Move B from stack2 to stack1\n2. Move C from stack2 to stack1",
        "Step 1: Move B from stack2 to stack1\nStep 2: Move C from stack2 to stack1",
        "- move B from stack2 to stack1\n\n- move C from stack2 to stack1\n",
        "* **Move B from stack2 to stack1**\n* **Move C from stack2 to stack1**",
        "Move B from 2 to 1\nMove C from 2 to 1",
        "Move block B from Stack 2 to Stack 1;\nMove block C from Stack 2 to Stack 1;",
        '["Move B from stack2 to stack1", "Move C from stack2 to stack1"]',
        "Answer:\nMove B from stack2 to stack1, Move C from stack2 to stack1",
        "```\n" + PLAN + "\n```",
        "**Answer:**\n" + PLAN,
        "**Final answer**:\n1) " + PLAN.replace("\n", "\n2) "),
    ],
)
def test_the_layout_of_a_plan_is_free(plan):
    assert right(f"<<<{plan}>>>", LONGER)


def test_the_last_line_is_not_the_plan_where_moves_stand_before_it():
    assert right("Move B from stack2 to stack1")
    assert not right("Move A from stack1 to stack3\nMove B from stack2 to stack1")
    assert right(f"I would do this.\n\n{PLAN}", LONGER)
    assert right("So:\n1. " + PLAN.replace("\n", "\n2. "), LONGER)


def test_a_plan_that_the_line_before_it_denies_is_none():
    for line in ("It isn't", "Not this:", "A plan that fails:", "Move A from stack1 to stack3\nor"):
        assert not right(f"{line}\n{PLAN}", LONGER)


@pytest.mark.parametrize("numbers", [(2, 1), (1, 1), (1, 3)])
def test_moves_whose_numbers_are_not_in_order_are_no_plan(numbers):
    for mark in ("{}. ", "Step {}: "):
        lines = zip(numbers, PLAN.splitlines(), strict=True)
        text = "\n".join(mark.format(number) + move for number, move in lines)
        assert not right(f"<<<{text}>>>", LONGER)
        assert not right(text, LONGER)


# The defects of the original.


def test_a_puzzle_does_not_start_solved_and_one_that_does_takes_an_empty_plan():
    solved = {"start": [["A"], ["B"], []], "goal": [["A"], ["B"], []]}
    for empty in ("<<<>>>", "<<<  >>>", "<<<\n```\n\n```\n>>>"):
        assert right(empty, solved)
        assert not right(empty)
    assert not right("", solved)
    assert not right("<<<", solved)


def test_a_plan_without_brackets_is_read():
    assert right(f"After all, the final answer is {PLAN}", LONGER)
    assert right(f"Answer:\n{PLAN}", LONGER)


def test_blank_lines_numbers_and_full_stops_do_not_fail_a_plan():
    assert right(
        "<<<1. Move B from stack2 to stack1.\n\n2. Move C from stack2 to stack1.>>>", LONGER
    )


def test_the_form_of_the_answer_names_no_stack_that_does_not_exist():
    for puzzle in puzzles(5):
        assert "table" not in puzzle.prompt
        assert puzzle.prompt.endswith("<<<Move BLOCK from stackI to stackJ>>>")


def test_published_samples_are_read(upstream_layout):
    cases = list(original.read(upstream_layout))
    assert [case.id.split("/")[1] for case in cases] == ["2_3_2_0", "3_3_2_0", "4_3_2_0"]
    assert cases[0].params == {
        "initial": {"stack1": [], "stack2": ["B", "A"], "stack3": []},
        "goal": {"stack1": [], "stack2": ["A", "B"]},
    }
    task = find_task("blocksworld")
    for case in cases:
        payload = original.payload(case)
        assert not case.broken
        assert case.question == task.prompt(payload)
        assert task.verify(payload, task.solve(payload)).correct


def test_a_published_sample_that_starts_solved_is_marked(tmp_path):
    folder = tmp_path / "Blocksworld_dataset" / "2_3_2_2"
    folder.mkdir(parents=True)
    text = "Initial State:\nstack1: A\nstack2: B\nstack3: \n\nGoal State:\nstack1: A\nstack2: B\n"
    (folder / "blocksworld_task.txt").write_text(text)
    (case,) = original.read(tmp_path)
    assert case.broken
    assert right("<<<>>>", original.payload(case))

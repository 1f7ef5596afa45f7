"""What box_net generates, solves and reads."""

import json
from collections import Counter

import pytest

from codesteer.symbench.original.tasks import box_net as original
from codesteer.symbench.registry import find_task, instance, instance_id

PUZZLE = {"squares": [[["box_red", "target_blue"], ["target_red"]], [["box_blue"], []]]}
PLAN = [
    {
        "Agent[0.5, 0.5]": "move(box_red, square[0.5, 1.5])",
        "Agent[1.5, 0.5]": "move(box_blue, square[0.5, 0.5])",
    },
    {
        "Agent[0.5, 0.5]": "move(box_blue, target_blue)",
        "Agent[0.5, 1.5]": "move(box_red, target_red)",
    },
]
TEXT = json.dumps(PLAN)


def right(response, puzzle=PUZZLE):
    return find_task("box_net").verify(puzzle, response).correct


def accepted(*steps, puzzle=PUZZLE):
    return right(f"<<<{json.dumps(steps)}>>>", puzzle)


def puzzles(n=20):
    return [
        instance(instance_id("box_net", level, 5, index))
        for level in range(1, 6)
        for index in range(n)
    ]


def test_the_prompt_shows_the_grid_and_every_rule():
    prompt = find_task("box_net").prompt(PUZZLE)
    assert "2 x 2 squares" in prompt
    assert "Agent[0.5, 0.5]: box_red, target_blue\nAgent[0.5, 1.5]: target_red\n" in prompt
    assert "Agent[1.5, 0.5]: box_blue\nAgent[1.5, 1.5]: (empty)\n" in prompt
    for rule in ("at most one action", "neighboring square", "same color", "at the same time",
                 "before the next one", "whole plan is wrong", "Any number of steps",
                 "differs by exactly 1"):  # fmt: skip
        assert rule in prompt


def test_every_puzzle_has_a_plan_and_as_many_targets_as_boxes():
    task = find_task("box_net")
    for puzzle in puzzles():
        items = Counter(i for row in puzzle.payload["squares"] for s in row for i in s)
        for item, count in items.items():
            kind, color = item.split("_")
            assert items[f"{'target' if kind == 'box' else 'box'}_{color}"] == count
        assert task.verify(puzzle.payload, task.solve(puzzle.payload)).correct


def test_half_of_the_boxes_must_move():
    for puzzle in puzzles():
        boxes = home = 0
        for row in puzzle.payload["squares"]:
            for items in row:
                left = list(items)
                for item in items:
                    if item.startswith("box_"):
                        boxes += 1
                        if item.replace("box", "target") in left:
                            left.remove(item.replace("box", "target"))
                            home += 1
        assert 2 * home <= boxes


def test_boxes_without_targets_are_said_to_have_no_plan():
    with pytest.raises(ValueError, match="pair up"):
        find_task("box_net").solve({"squares": [[["box_red"], ["target_blue"]]]})


def test_any_plan_that_keeps_the_rules_counts():
    assert accepted(*PLAN)
    assert accepted(*({agent: action} for step in PLAN for agent, action in step.items()))
    assert accepted(PLAN[0], {}, PLAN[1], {})
    there = {"Agent[1.5, 0.5]": "move(box_blue, square[1.5, 1.5])"}
    back = {"Agent[1.5, 1.5]": "move(box_blue, square[1.5, 0.5])"}
    assert accepted(*[there, back] * 50, *PLAN)


@pytest.mark.parametrize(
    "step",
    [
        {"Agent[1.5, 0.5]": "move(box_blue, square[0.5, 1.5])"},
        {"Agent[1.5, 0.5]": "move(box_blue, square[1.5, 0.5])"},
        {"Agent[1.5, 0.5]": "move(box_blue, square[2.5, 0.5])"},
        {"Agent[1.5, 0.5]": "move(box_blue, target_blue)"},
        {"Agent[1.5, 0.5]": "move(box_red, square[0.5, 0.5])"},
        {"Agent[0.5, 0.5]": "move(box_red, target_blue)"},
        {"Agent[0.5, 0.5]": "move(target_blue, square[0.5, 1.5])"},
        {"Agent[0.5, 1.5]": "move(box_blue, square[0.5, 0.5])"},
        {"Agent[1, 0]": "move(box_blue, square[0.5, 0.5])"},
        {"Agent[1.5, 0.5]": "wait"},
        {"Agent[1.5, 0.5]": ["move(box_blue, square[0.5, 0.5])"]},
        {"Agent[1.5, 0.5]": None},
        ["Agent[1.5, 0.5]"],
        3,
    ],
)
def test_one_impossible_action_makes_a_plan_wrong(step):
    assert not accepted(step, *PLAN)
    assert not accepted(step)


def test_a_plan_that_leaves_something_is_wrong():
    assert not accepted(PLAN[0])
    assert not accepted(PLAN[0], {"Agent[0.5, 0.5]": "move(box_blue, target_blue)"})
    assert not accepted()
    assert not accepted(*PLAN, puzzle={"squares": [*PUZZLE["squares"][:1], [["box_blue"] * 2, []]]})


@pytest.mark.parametrize(
    "layout",
    [
        json.dumps(PLAN, indent=1),
        json.dumps(PLAN, separators=(",", ":")),
        str(PLAN),
        TEXT.replace(", square", ",square").replace("[0.5, ", "[0.5,"),
        TEXT.replace("}]", "},]"),
        f"```json\n{TEXT}\n```",
        f"```\n{TEXT}\n```",
        TEXT.replace("Agent", "agent"),
        f"Answer: {TEXT}",
        f"**Final answer:**\n```json\n{TEXT}\n```",
    ],
)
def test_the_layout_of_a_plan_is_free(layout):
    assert right(f"<<<{layout}>>>")


@pytest.mark.parametrize(
    "text",
    [
        f"The final answer is {TEXT}",
        TEXT,
        f"This is my plan:\n```json\n{json.dumps(PLAN, indent=2)}\n```",
        f"This is my plan:\n{json.dumps(PLAN, indent=2)}",
    ],
)
def test_a_plan_without_brackets_is_read(text):
    assert right(text)


@pytest.mark.parametrize(
    "text",
    [
        f"The answer is not {TEXT}",
        f"The answer is not this:\n{json.dumps(PLAN, indent=2)}",
        f"It isn't\n{json.dumps(PLAN, indent=2)}",
        f"{json.dumps(PLAN[:1], indent=2)}\n\nor\n\n{json.dumps(PLAN, indent=2)}",
        f"A plan that fails:\n```json\n{json.dumps(PLAN, indent=2)}\n```",
        f"<<<Wrong plan: {TEXT}>>>",
        f"<<<{TEXT}",
        f"{TEXT} or {TEXT}",
        f"<<<{TEXT} {TEXT}>>>",
        f"<<<{TEXT[:-1]}>>>",
        TEXT[:-1],
        '<<<{"plan": ' + TEXT + "}>>>",
    ],
)
def test_a_text_that_leaves_its_plan_open_gives_none(text):
    assert not right(text)


# The defects of the original.


def test_an_illegal_action_is_not_ignored():
    assert not accepted(*PLAN, {"Agent[0.5, 0.5]": "move(box_white, target_white)"})
    assert not accepted(*PLAN, {"Agent[0.5, 1.5]": "move(box_red, target_red)"})


def test_a_box_does_not_cross_two_squares_in_one_step():
    row = {"squares": [[["box_red"], [], ["target_red"]]]}
    first = {"Agent[0.5, 0.5]": "move(box_red, square[0.5, 1.5])"}
    second = {"Agent[0.5, 1.5]": "move(box_red, square[0.5, 2.5])"}
    last = {"Agent[0.5, 2.5]": "move(box_red, target_red)"}
    assert accepted(first, second, last, puzzle=row)
    assert not accepted(first | second, last, puzzle=row)
    assert not accepted(first, second | last, puzzle=row)


def test_boxes_may_change_places_in_one_step():
    pair = {"squares": [[["box_red", "target_blue"], ["box_blue", "target_red"]]]}
    both = {
        "Agent[0.5, 0.5]": "move(box_red, square[0.5, 1.5])",
        "Agent[0.5, 1.5]": "move(box_blue, square[0.5, 0.5])",
    }
    match = {
        "Agent[0.5, 0.5]": "move(box_blue, target_blue)",
        "Agent[0.5, 1.5]": "move(box_red, target_red)",
    }
    assert accepted(both, match, puzzle=pair)


@pytest.mark.parametrize("agent", ["Agent[9.5, 0.5]", "Agent[-0.5, 0.5]", "Nobody"])
def test_an_agent_outside_the_grid_is_wrong_and_stops_nothing(agent):
    assert not accepted(*PLAN, {agent: "move(box_red, target_red)"})


def test_a_second_action_of_an_agent_is_not_lost():
    action = '"Agent[0.5, 0.5]": "move(box_red, square[0.5, 1.5])"'
    assert action in TEXT
    assert not right(f"<<<{TEXT.replace(action, f'{action}, {action}')}>>>")
    other = action.replace("[0.5, 1.5]", "[1.5, 0.5]")
    assert not right(f"<<<{TEXT.replace(action, f'{other}, {action}')}>>>")


def test_a_missing_space_after_a_comma_does_not_hide_an_action():
    assert right(f"<<<{TEXT.replace(', ', ',')}>>>")


def test_the_fewest_moves_are_not_asked_for():
    for puzzle in puzzles(2):
        assert "minim" not in puzzle.prompt
        assert "efficien" not in puzzle.prompt


def test_published_samples_are_read(upstream_layout):
    cases = list(original.read(upstream_layout))
    assert [case.id for case in cases] == [
        "BoxNet1_dataset/env_pg_state_1_2/pg_state0",
        "BoxNet1_dataset/env_pg_state_2_2/pg_state6",
        "BoxNet1_dataset/env_pg_state_4_4/pg_state2",
        "BoxNet1_dataset_SFT/env_pg_state_1_2/pg_state0",
        "BoxNet1_dataset_SFT/env_pg_state_1_4/pg_state0",
        "BoxNet1_dataset_SFT/env_pg_state_2_3/pg_state0",
    ]
    assert (cases[2].params["rows"], cases[2].params["cols"]) == (4, 4)
    assert cases[3].params["state"]["0.5_1.5"] == ["target_blue", "target_green"]
    task = find_task("box_net")
    for case in cases:
        payload = original.payload(case)
        assert not case.broken
        assert task.verify(payload, task.solve(payload)).correct


def test_a_published_sample_without_a_target_is_marked(tmp_path):
    folder = tmp_path / "BoxNet1_dataset" / "env_pg_state_1_2" / "pg_state0"
    folder.mkdir(parents=True)
    (folder / "pg_state0.json").write_text('{"0.5_0.5": ["box_red"], "0.5_1.5": []}')
    (case,) = original.read(tmp_path)
    assert "pair up" in case.broken

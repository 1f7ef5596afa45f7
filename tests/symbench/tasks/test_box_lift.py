"""What box_lift generates, solves and reads."""

import json
import time

import pytest

from codesteer.symbench.original.tasks import box_lift as original
from codesteer.symbench.registry import find_task, instance, instance_id
from codesteer.symbench.tasks.box_lift import Config, greedy_steps

PUZZLE = {"boxes": [30, 50, 30], "lifters": [40, 30, 20], "max_steps": 2}
PLAN = "Step 1: [(50, [0, 2]), (30, [1])]\nStep 2: [(30, [1])]"


def right(response, puzzle=PUZZLE):
    return find_task("box_lift").verify(puzzle, response).correct


def puzzles(n=20):
    return [
        instance(instance_id("box_lift", level, 5, index))
        for level in range(1, 6)
        for index in range(n)
    ]


def test_the_prompt_shows_the_numbers_and_every_rule():
    prompt = find_task("box_lift").prompt(PUZZLE)
    assert "weights: 30, 50, 30\n" in prompt
    assert "lifter 0: 40\nlifter 1: 30\nlifter 2: 20\n" in prompt
    for rule in ("at most one box", "at least its weight", "exactly once", "two boxes",
                 "at most 2 steps", "breaks a rule is wrong", "1, 2, 3"):  # fmt: skip
        assert rule in prompt


def test_every_puzzle_has_a_plan_within_its_bound():
    task = find_task("box_lift")
    for puzzle in puzzles():
        assert max(puzzle.payload["boxes"]) <= sum(puzzle.payload["lifters"])
        assert puzzle.payload["max_steps"] >= 2
        assert task.verify(puzzle.payload, task.solve(puzzle.payload)).correct


def test_the_hardest_level_allows_fewer_steps_than_a_greedy_plan_takes():
    spare = [
        greedy_steps(puzzle.payload["boxes"], puzzle.payload["lifters"])
        - puzzle.payload["max_steps"]
        for puzzle in puzzles()
    ]
    assert set(spare[:80]) == {0}
    assert min(spare[80:]) >= 0
    assert sum(spare[80:]) > 0


def test_the_solver_says_where_it_finds_no_plan():
    with pytest.raises(ValueError, match="no plan"):
        find_task("box_lift").solve({**PUZZLE, "max_steps": 1})


@pytest.mark.parametrize(
    "plan",
    [
        PLAN,
        "Step 1: [(50, [0, 1]), (30, [])]\nStep 2: [(30, [0]), (30, [1])]".replace(
            ", (30, [])", ""
        ),
        "Step 1: [(30, [0]), (30, [1])]\nStep 2: [(50, [2, 1, 0])]",
        "Step 1: [(30, [0]), (30, [2, 1])]\nStep 2: [(50, [1, 2])]",
    ],
)
def test_every_plan_that_keeps_the_rules_counts(plan):
    assert right(f"<<<{plan}>>>")


@pytest.mark.parametrize(
    "plan",
    [
        "Step 1: [(50, [0, 2]), (30, [1])]",
        "Step 1: [(50, [0, 2]), (30, [1])]\nStep 2: [(30, [2])]",
        "Step 1: [(50, [0, 2]), (30, [])]\nStep 2: [(30, [1])]",
        "Step 1: [(50, [0, 2])]\nStep 2: [(30, [1])]\nStep 3: [(30, [1])]",
        "Step 1: [(50, [0, 2]), (30, [2])]\nStep 2: [(30, [1])]",
        "Step 1: [(50, [0, 2]), (30, [1])]\nStep 2: [(30, [1]), (50, [0, 2])]",
        "Step 1: [(50, [0, 2]), (30, [1])]\nStep 2: [(30, [3])]",
        "Step 1: [(50, [0, 2]), (30, [1])]\nStep 1: [(30, [1])]",
        "Step 2: [(50, [0, 2]), (30, [1])]\nStep 3: [(30, [1])]",
        "Step 1: [(50, [0, 2)], (30, [1])]\nStep 2: [(30, [1])]",
        "Step 1: [(50, [0, 02]), (30, [1])]\nStep 2: [(30, [1])]",
        "Step 1: [(50, [0, 2]), (30, [1])] or not\nStep 2: [(30, [1])]",
        "Step 1: [(50, [0, 2]), (30, [1])]\nStep 2: [(30, [1])]\nor not",
        "not this:\n" + PLAN,
        "This plan is invalid:\n" + PLAN,
        "An attempt that fails:\n" + PLAN,
        PLAN + "\nThis fails.",
        PLAN + "\nI am unsure",
        PLAN.replace("0, 2", "0 2"),
        PLAN + "\n" + PLAN,
        "Step 1: []",
        "",
    ],
)
def test_a_plan_that_breaks_a_rule_is_wrong(plan):
    assert not right(f"<<<{plan}>>>")


@pytest.mark.parametrize(
    "layout",
    [
        PLAN.replace("\n", " "),
        PLAN.replace(" ", "").replace("Step", "Step "),
        PLAN.replace("Step 1:", "**Step 1:**").replace("Step 2:", "**Step 2**:"),
        PLAN.replace("(", "[").replace(")", "]"),
        PLAN.replace("])]", "],),]"),
        f"```\n{PLAN}\n```",
        f"Answer:\n\n{PLAN}\n",
        f"Final answer: {PLAN}",
        f"**Answer:** {PLAN}",
        f"Answer:\n```\n{PLAN}\n```",
        "- " + PLAN.replace("\n", "\n- "),
        PLAN.replace("(", " ( ").replace(")", " ) ").replace(",", " , ").replace(":", " : "),
        PLAN.replace("[", "[ ").replace("]", " ] ").replace("), (", "),\n  ("),
    ],
)
def test_the_layout_of_a_plan_is_free(layout):
    assert right(f"<<<{layout}>>>")


def test_configurations_whose_boxes_nobody_can_lift_are_refused():
    with pytest.raises(ValueError, match="need lifters"):
        Config(boxes=3, lifters=2, weights=(5, 50), capacities=(10, 20))


# The defects of the original.


def test_a_repeated_index_does_not_use_a_lifter_twice():
    assert not right("<<<Step 1: [(50, [1, 1]), (30, [0])]\nStep 2: [(30, [0])]>>>")


def test_a_negative_index_is_no_lifter():
    assert not right("<<<Step 1: [(50, [0, 1, 2]), (30, [-1, -2])]\nStep 2: [(30, [0])]>>>")


@pytest.mark.parametrize("entry", ["(9999, [1])", "(30, [2])", "(30, [7])", "(30, [0])"])
def test_an_entry_that_breaks_a_rule_is_not_skipped(entry):
    extra = PLAN.replace("(30, [1])]", f"(30, [1]), {entry}]", 1)
    assert not right(f"<<<{extra}>>>")


def test_a_plan_without_brackets_is_read():
    assert right(f"After all, the final answer is {PLAN}")
    assert right(f"This is how it goes.\n\n{PLAN}")
    assert right(f"Answer:\n{PLAN}")
    assert right(f"First I tried\nStep 1: [(50, [0])]\nThis is the plan.\n\n{PLAN}")
    assert not right(f"The answer is not this:\n{PLAN}")
    assert not right(f"It isn't\n{PLAN}")
    assert not right(f"A plan that fails:\n```\n{PLAN}\n```")
    assert not right(f"Either\n{PLAN.replace('50', '30')}\nor\n{PLAN}\nwould do.")
    assert not right(f"{PLAN}\nStep 3: [(30, [1])]")


def test_words_and_markdown_inside_the_brackets_do_not_fail_a_plan():
    assert right(f"<<<Plan\n{PLAN.replace('Step', '**Step').replace(':', ':**')}\nAll lifted.>>>")


def test_the_bound_of_a_box_that_nobody_can_lift_is_refused_not_sought_forever():
    with pytest.raises(ValueError, match="heaviest"):
        greedy_steps([50], [20, 20])


def test_text_is_never_run():
    assert not right("<<<Step 1: __import__('os').system('true')>>>")
    assert not right("<<<Step 1: [(50, [0, 2]), (30, [1])] + [(30, [1])][:0]\nStep 2: []>>>")


def test_a_long_text_with_blanks_in_many_places_is_judged_at_once():
    started = time.process_time()
    for entry in ("(1, [0] ), ", "(1, [0 ]), ", "(1 , [0, 1 , ] , ) , "):
        assert not right(f"<<<Step 1: [{entry * 500}x>>>")
    assert time.process_time() - started < 5


def test_the_fewest_steps_are_not_asked_for_because_the_bound_decides():
    for puzzle in puzzles(2):
        assert "at most" in puzzle.prompt
        assert "minimum" not in puzzle.prompt
        assert "fewest" not in puzzle.prompt


def test_the_bound_is_that_of_the_published_cases(upstream_cases):
    for line in upstream_cases.read_text("utf-8").splitlines():
        case = json.loads(line)
        if case["task"] == "box_lift":
            params = case["params"]
            assert greedy_steps(params["boxes"], params["lifters"]) == params["max_steps"]


def test_published_samples_are_read(upstream_layout):
    cases = list(original.read(upstream_layout))
    assert [case.id for case in cases] == [
        "BoxLift_dataset/BoxLift_10_3/BoxLift0",
        "BoxLift_dataset/BoxLift_15_4/BoxLift3",
        "BoxLift_dataset/BoxLift_20_5/BoxLift6",
        "BoxLift_dataset_SFT/BoxLift_10_3/BoxLift0",
        "BoxLift_dataset_SFT/BoxLift_15_5/BoxLift14",
        "BoxLift_dataset_SFT/BoxLift_20_6/BoxLift2",
    ]
    assert cases[0].params["max_steps"] == 7
    task = find_task("box_lift")
    for case in cases:
        payload = original.payload(case)
        assert not case.broken
        assert task.verify(payload, task.solve(payload)).correct


def test_a_published_sample_with_a_box_too_heavy_is_marked(tmp_path):
    folder = tmp_path / "BoxLift_dataset" / "BoxLift_2_2" / "BoxLift0"
    folder.mkdir(parents=True)
    (folder / "BoxLift.json").write_text('{"boxes": [50, 10], "lifters": [20, 20]}')
    (case,) = original.read(tmp_path)
    assert "too heavy" in case.broken

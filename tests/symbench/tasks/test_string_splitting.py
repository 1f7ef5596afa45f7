"""What string_splitting generates, solves and reads, and what the original left open."""

import json
from itertools import product

import pytest

from codesteer.answers import bracketed
from codesteer.symbench.original.case import original_task
from codesteer.symbench.registry import find_task, instance, instance_id
from codesteer.symbench.task import LEVELS

METHODS = [
    {"input": {"A": 1}, "output": {"X": 2, "Y": 1}},
    {"input": {"B": 2}, "output": {"X": 1}},
    {"input": {"C": 2}, "output": {"Y": 1}},
    {"input": {"B": 1, "C": 1}, "output": {"A": 1}},
    {"input": {"X": 1, "Y": 1}, "output": {"Z": 1}},
]
LARGE = {"initial": {"A": 10, "B": 8, "C": 9}, "methods": METHODS}  # 0, 0, 1, 12, 0, 15
SMALL = {"initial": {"A": 5, "B": 5, "C": 6}, "methods": METHODS}  # 0, 0, 1, 6, 0, 8


def right(answer, payload=LARGE):
    return find_task("string_splitting").verify(payload, f"<<<{answer}>>>").correct


def exhausted(payload):
    """The counts if each visited method went on for as long as it can."""
    stock = {kind: payload["initial"].get(kind, 0) for kind in "ABCXYZ"}
    before = None
    while stock != before:
        before = dict(stock)
        for method in payload["methods"]:
            times = min(stock[kind] // n for kind, n in method["input"].items())
            for kind, n in method["input"].items():
                stock[kind] -= times * n
            for kind, n in method["output"].items():
                stock[kind] += times * n
    return list(stock.values())


def test_the_prompt_states_the_rules_and_the_order_of_the_counts():
    prompt = find_task("string_splitting").prompt(LARGE)
    assert "10 A, 8 B, 9 C" in prompt
    assert "1. Use up 1 A to make 2 X and 1 Y." in prompt
    assert "4. Use up 1 B and 1 C to make 1 A." in prompt
    assert "Work ends when none of the methods can be carried out" in prompt
    assert "in the order A, B, C, X, Y, Z" in prompt


@pytest.mark.parametrize("level", LEVELS)
def test_puzzles_take_turns_and_end(level):
    task = find_task("string_splitting")
    config = task.levels[level]
    for index in range(15):
        payload = instance(instance_id("string_splitting", level, 5, index)).payload
        assert all(config.low <= n <= config.high for n in payload["initial"].values())
        assert len(payload["methods"]) == 5
        final = dict(zip("ABCXYZ", json.loads(bracketed(task.solve(payload))), strict=True))
        for method in payload["methods"]:
            assert any(final[kind] < n for kind, n in method["input"].items())


@pytest.mark.parametrize(
    "answer",
    [
        "[0, 0, 1, 12, 0, 15]",
        '["0", "0", "1", "12", "0", "15"]',
        "['0', '0', '1', '12', '0', '15']",
        "0, 0, 1, 12, 0, 15",
        "0 0 1 12 0 15",
        "(0, 0, 1, 12, 0, 15)",
        "A: 0, B: 0, C: 1, X: 12, Y: 0, Z: 15",
        '{"A": 0, "B": 0, "C": 1, "X": 12, "Y": 0, "Z": 15}',
        "X = 12; Y = 0; Z = 15; A = 0; B = 0; C = 1",
        "A: 0\nB: 0\nC: 1\nX: 12\nY: 0\nZ: 15",
        "Machine A = 0\nMachine B = 0\nMachine C = 1\nPart X = 12\nPart Y = 0\nPart Z = 15",
        "A=0 B=0 C=1 X=12 Y=0 Z=15",
        "Answer: [0, 0, 1, 12, 0, 15]",
        "**Answer:** [0, 0, 1, 12, 0, 15]",
        "Answer:\n```\n[0, 0, 1, 12, 0, 15]\n```",
        "```json\n[0, 0, 1, 12, 0, 15]\n```",
    ],
)
def test_every_clear_form_counts(answer):
    assert right(answer)


@pytest.mark.parametrize(
    "answer",
    [
        "[0, 0, 1, 12, 0, 14]",
        "[0, 0, 1, 12, 0]",
        "[0, 0, 1, 12, 0, 15, 0]",
        "[[0, 0, 1, 12, 0, 15]]",
        "[0, 0, 1, 12, 0, 15",
        "[0, 0, 1, 12.0, 0, 15]",
        "[0, 0, 1, 12, -0, 15]",
        "[0, 0, 01, 12, 0, 15]",
        "[0, 0, 1, 12, 0, 15] or more",
        "not [0, 0, 1, 12, 0, 15]",
        "A: 0, B: 0, C: 1, X: 12, Y: 0, Y: 15",
        "A: 0, B: 0, C: 1, X: 12, Y: 15, Z: 0",
        "A: 0, 0, 1, 12, 0, 15",
        "A: 0\nB: 0\nC: 1\nX: 1 2\nY: 0\nZ: 15",
        "A: 0\nB: 0\nC: 1\nX: 12\nY: 0\nZ: 15\nZ: 15",
        "A: 0\nB: 0\nC: 1\nX: 12\nY: 0\nnot Z: 15",
        "A: B: 0\nC: 1\nX: 12\nY: 0\nZ: 15",
        "001",
    ],
)
def test_what_says_anything_else_is_wrong(answer):
    assert not right(answer)


def test_defect_counts_are_not_compared_as_joined_digits():
    assert not right("[0, 0, 1, 1, 20, 15]")
    assert not right("[0, 0, 1, 12, 01, 5]")
    assert not right("[0, 0, 11, 2, 0, 15]")
    assert not right("001120015")
    assert not right("00112015")
    assert right("001608", SMALL)
    assert not right("0016080", SMALL)


def test_defect_the_prompt_says_that_a_visit_carries_a_method_out_once():
    prompt = find_task("string_splitting").prompt(LARGE)
    assert "carried out exactly once if everything it uses up is there" in prompt
    assert "even if there is enough to do it more often" in prompt
    assert not right(exhausted(LARGE))


def test_defect_every_puzzle_turns_on_that_rule():
    task = find_task("string_splitting")
    for level, index in product(LEVELS, range(10)):
        payload = instance(instance_id("string_splitting", level, 6, index)).payload
        assert not task.verify(payload, f"<<<{exhausted(payload)}>>>").correct


def test_defect_the_form_asked_for_is_the_form_that_passes():
    prompt = find_task("string_splitting").prompt(LARGE)
    assert "<<<[A, B, C, X, Y, Z]>>>" in prompt
    assert find_task("string_splitting").solve(LARGE) == "<<<[0, 0, 1, 12, 0, 15]>>>"


def test_the_samples_of_the_published_data_are_read(upstream_layout):
    module, task = original_task("string_splitting"), find_task("string_splitting")
    cases = list(module.read(upstream_layout))
    assert [case.id for case in cases] == [f"string_splitting/sample_{n}" for n in (0, 38, 158)]
    assert cases[0].params["initial"] == {"A": 2, "B": 2, "C": 3}
    for case in cases:
        assert case.gold_correct
        assert not case.broken
        payload = module.payload(case)
        assert task.verify(payload, f"<<<{json.dumps(case.gold)}>>>").correct
        assert task.solve(payload) == f"<<<[{', '.join(case.gold)}]>>>"

"""What string_synthesis asks, generates and reads."""

import re

import pytest

from codesteer.answers import bracketed
from codesteer.symbench.original.case import original_task
from codesteer.symbench.registry import find_task, instance, instance_id
from codesteer.symbench.tasks.string_synthesis import Config

TASK = find_task("string_synthesis")
LISTED = [1, 2, 3, 4, 5, 6]
PUZZLE = {"start": [3, 5, 2, 0, 0, 0, 0, 0, 0], "methods": LISTED}
DONE = [0, 2, 0, 1, 0, 0, 1, 1, 0]


def right(response, payload=PUZZLE):
    return TASK.verify(payload, response).correct


def counts(start, methods):
    start = [*start, *[0] * (9 - len(start))]
    return list(map(int, bracketed(TASK.solve({"start": start, "methods": methods})).split(",")))


def puzzles(level, n=25):
    return [instance(instance_id("string_synthesis", level, 5, index)) for index in range(n)]


def test_the_prompt_states_the_methods_the_rounds_the_order_and_the_separator():
    prompt = TASK.prompt({"start": [3, 5, 12, 0, 1, 0, 0, 0, 0], "methods": [4, 5, 6, 3, 2, 1]})
    assert "3 [A], 5 [B], 12 [C], 1 {B}, and no others" in prompt
    assert "1. 2 [C] -> 1 {C}\n2. 1 {A} + 1 {C} -> 1 (A) + 1 (B)\n3. 2 {B} -> 1 (C)" in prompt
    assert "6. 1 [A] + 1 [B] + 1 [C] -> 1 {A}" in prompt
    assert "as many times as" in prompt
    assert "a whole round from 1 to 6 changes nothing" in prompt
    assert "in this order: [A], [B], [C], {A}, {B}, {C}, (A), (B), (C)." in prompt
    assert "separated by commas" in prompt
    assert prompt.isascii()


@pytest.mark.parametrize(
    ("start", "methods", "done"),
    [
        ([3, 1, 2], LISTED, [2, 0, 1, 1, 0, 0, 0, 0, 0]),
        ([1, 2, 3], LISTED, [0, 0, 1, 1, 1, 0, 0, 0, 0]),
        ([5, 2, 5], LISTED, [3, 0, 1, 1, 0, 0, 1, 1, 0]),
        ([0, 4, 4], LISTED, [0, 0, 0, 0, 0, 0, 0, 0, 2]),
        ([0, 0, 25], LISTED, [0, 0, 1, 0, 0, 12, 0, 0, 0]),
        ([1, 1, 1, 0, 0, 1], [5, 1, 2, 3, 4, 6], [0, 0, 0, 0, 0, 0, 1, 1, 0]),
    ],
)
def test_methods_run_out_in_the_listed_order_until_nothing_changes(start, methods, done):
    assert counts(start, methods) == done


def test_a_method_is_repeated_before_the_next_one():
    """The original does not say so; once a round gives 142 of its 200 another answer."""
    start = [2, 2, 2, 0, 0, 0, 0, 0, 0]
    assert right("<<<0,0,0,2,0,0,0,0,0>>>", {"start": start, "methods": LISTED})
    assert not right("<<<0,0,1,0,0,0,1,1,0>>>", {"start": start, "methods": LISTED})
    assert "before you go on to the next one" in TASK.prompt({"start": start, "methods": LISTED})


def test_a_count_of_several_digits_is_not_taken_for_several_counts():
    """The original reads one character a count."""
    many = {"start": [0, 0, 25, 0, 0, 0, 0, 0, 0], "methods": LISTED}
    assert right("<<<0, 0, 1, 0, 0, 12, 0, 0, 0>>>", many)
    for joined in ("0010012000", "001001200", "0,0,1,0,0,1,2,0,0,0", "0 0 1 0 0 1 2 0 0 0"):
        assert not right(f"<<<{joined}>>>", many)


@pytest.mark.parametrize(
    "answer",
    ["0,2,0,1,0,0,1,1,0", "0, 2, 0, 1, 0, 0, 1, 1, 0", "0 2 0 1 0 0 1 1 0", "020100110",
     "[0, 2, 0, 1, 0, 0, 1, 1, 0]", "(0, 2, 0, 1, 0, 0, 1, 1, 0)", '"020100110"', "`020100110`",
     '["0", "2", "0", "1", "0", "0", "1", "1", "0"]', "\n```\n020100110\n```\n",
     "2 [B], 1 {A}, 1 (A), 1 (B)", "2 [B], 1 {A}, 1 (A) and 1 (B)", "2[B] 1{A} 1(A) 1(B)",
     "0 [A], 2 [B], 0 [C], 1 {A}, 0 {B}, 0 {C}, 1 (A), 1 (B), 0 (C)",
     "[A]: 0, [B]: 2, {A}: 1, (A): 1, (B): 1", "[B] = 2\n{A} = 1\n(A) = 1\n(B) = 1",
     "- [B]: 2\n- {A}: 1\n- (A): 1\n- (B): 1", "* [B] = 2\n* {A} = 1\n* (A) = 1\n* (B) = 1",
     "{'[B]': 2, '{A}': 1, '(A)': 1, '(B)': 1}", "Answer: 0 2 0 1 0 0 1 1 0",
     "0;2;0;1;0;0;1;1;0", "**020100110**"],
)  # fmt: skip
def test_counts_are_read_in_every_clear_form(answer):
    assert right(f"<<<{answer}>>>")
    assert right(f"The final answer is {answer}.")
    assert not right(f"<<<{answer.replace('2', '3')}>>>")
    assert not right(f"<<<{answer.replace('1', '0', 1)}>>>")


@pytest.mark.parametrize(
    "answer",
    ["0,2,0,1,0,0,1,1", "0,2,0,1,0,0,1,1,0,0", "-0,2,0,1,0,0,1,1,0", "0,2,0,1,0,0,1,1,0.0",
     "0,2,0,1,0,0,1,1,00", "0,,2,0,1,0,0,1,1,0", "20100110", "0201001100", "not 020100110",
     "020100110 or 000000000", "2 [B], 1 {A}, 1 (A)", "2 [B], 1 {A}, 1 (A), 1 (B), 1 (B)",
     "2 [B], 1 {A}, 1 (A), 1 (B), maybe", "2 [B], 1 {A}, 1 (A), 1 (B), 1 (D)",
     "2 [B], 1 {A], 1 (A), 1 (B)", "1 [B], 1 [B], 1 {A}, 1 (A), 1 (B)", "[B], {A}, (A), (B)",
     "- 2 [B], 1 {A}, 1 (A), 1 (B)", "[B]: - 2, {A}: 1, (A): 1, (B): 1",
     "[[0, 2, 0, 1, 0, 0, 1, 1, 0]", "020,100,110", "0 2 0 1 0 0 1 1 0?"],
)  # fmt: skip
def test_what_is_not_exactly_the_nine_counts_is_wrong(answer):
    assert not right(f"<<<{answer}>>>")


@pytest.mark.parametrize("level", TASK.levels)
def test_an_instance_has_the_blocks_and_the_rounds_of_its_level(level):
    config = TASK.levels[level]
    for puzzle in puzzles(level):
        start, methods = puzzle.payload["start"], puzzle.payload["methods"]
        assert all(config.low <= n <= config.high for n in start[:3])
        assert all(n <= config.extra for n in start[3:6])
        assert start[6:] == [0, 0, 0]
        assert sorted(methods) == LISTED
        assert counts(start, methods) != start


def test_there_are_far_more_puzzles_than_the_280_of_the_original():
    prompts = {puzzle.prompt for puzzle in puzzles(1, n=300)}
    assert len(prompts) == 300


def test_from_level_3_on_a_second_round_is_needed_and_level_5_has_long_counts():
    for puzzle in puzzles(5):
        assert re.search(r"[0-9]{2}", TASK.solve(puzzle.payload))
    for level in (3, 4, 5):
        for puzzle in puzzles(level):
            after = _one_round(puzzle.payload["start"], puzzle.payload["methods"])
            assert after != counts(puzzle.payload["start"], puzzle.payload["methods"])


def _one_round(start, methods):
    """What a single round gives, each method alone in a list of its own."""
    for method in methods:
        start = counts(start, [method])
    return start


@pytest.mark.parametrize(
    "bad", [{"low": 0}, {"low": 9}, {"extra": -1}, {"rounds": 3}, {"low": 1, "high": 2}]
)
def test_a_configuration_refuses_what_cannot_be_drawn(bad):
    with pytest.raises(ValueError, match="need"):
        Config(**{"low": 1, "high": 8, "extra": 2, "rounds": 1, **bad})


def test_published_instances_are_read(upstream_layout):
    original = original_task("string_synthesis")
    cases = list(original.read(upstream_layout))
    assert [case.id.rpartition("_")[2] for case in cases] == ["0", "38", "158"]
    for case in cases:
        initial = case.params["initial"]
        assert f"{initial['[A]']} [A], {initial['[B]']} [B], and" in case.question
        assert len(case.params["methods"]) == 6
        assert case.gold_correct
        assert not case.broken
        joined = "".join(map(str, case.gold))
        assert TASK.verify(original.payload(case), f"<<<{joined}>>>").correct


def test_a_missing_folder_holds_no_instances(tmp_path):
    assert list(original_task("string_synthesis").read(tmp_path)) == []

"""What letters generates, solves and reads, and what the published verifier got wrong."""

import random

import pytest

from codesteer.symbench.original.case import original_task
from codesteer.symbench.registry import find_task, instance, instance_id
from codesteer.symbench.task import LEVELS

BANANA = {"word": "banana", "letter": "a"}
ACACIA = {"word": "rachipaguses", "letter": "z"}


def right(response, payload=BANANA):
    return find_task("letters").verify(payload, response).correct


def test_the_prompt_says_where_counting_starts_and_that_order_is_free():
    prompt = find_task("letters").prompt(BANANA)
    assert "'a'" in prompt
    assert "'banana'" in prompt
    assert "first letter of the word is at position 1" in prompt
    assert "exactly once; their order does not matter" in prompt


def test_words_have_the_length_and_the_count_of_their_level():
    task = find_task("letters")
    for level in LEVELS:
        config = task.levels[level]
        for index in range(20):
            payload = instance(instance_id("letters", level, 5, index)).payload
            assert config.lengths[0] <= len(payload["word"]) <= config.lengths[1]
            assert payload["word"].count(payload["letter"]) in config.counts
            assert payload["word"].isalpha()
            assert payload["word"].islower()


def test_the_ladder_has_the_lengths_of_the_paper():
    task = find_task("letters")
    ladder = [config.lengths for config in task.ladder]
    assert ladder == [(10, 30), (50, 100), (150, 200), (350, 700), (750, 800)]
    payload = task.generate(random.Random(0), task.ladder[-1])
    assert 750 <= len(payload["word"]) <= 800


@pytest.mark.parametrize(
    "answer",
    [
        "Count: 3, Positions: [2, 4, 6]",
        "Count: 3, Positions: [6, 2, 4]",
        "count:3,positions:[2,4,6]",
        "Count: 3\nPositions: [2, 4, 6]",
        "**Count:** 3, **Positions:** [2, 4, 6]",
        "Count = 3, Positions = (2, 4, 6)",
        "Count: 3, Positions: 2, 4 and 6",
        '{"Count": 3, "Positions": [2, 4, 6]}',
        "{'count': 3, 'positions': ['2', '4', '6']}",
        "3 occurrences at positions 2, 4, 6",
        "3 times, at positions 2, 4, and 6",
        "Answer: Count: 3, Positions: [2, 4, 6]",
        "```\nCount: 3, Positions: [2, 4, 6]\n```",
        "- Count: 3\n- Positions: [2, 4, 6]",
        '"Count: 3, Positions: [2, 4, 6]"',
        "[Count: 3, Positions: [2, 4, 6]]",
        "Positions: [2, 4, 6], Count: 3",
        '{"positions": [2, 4, 6], "count": 3}',
        "The answer is Count: 3, Positions: [2, 4, 6]",
    ],
)
def test_every_clear_form_counts(answer):
    assert right(f"<<<{answer}>>>")
    assert right(f"So the final answer is {answer}")


@pytest.mark.parametrize(
    "answer",
    [
        "Count: 3, Positions: [1, 3, 5]",
        "Count: 2, Positions: [2, 4, 6]",
        "Count: 3, Positions: [2, 4]",
        "Count: 3, Positions: [2, 4, 6], Count: 2",
        "Count: 3, Positions: [2, 4, 6] or [1, 3, 5]",
        "Count: 3, Positions: [2, 4, 6",
        "Count: 3, Positions: 246",
        "Count: 3, Positions: [2 4 6]",
        "Count: 3, Positions: [2, 4, 6.0]",
        "Count: 3, Positions: [2, 4, -6]",
        "Count: 3, Positions: [02, 4, 6]",
        "Count: -3, Positions: [2, 4, 6]",
        "Count: not 3, Positions: [2, 4, 6]",
        "Count: 3, Positions: not [2, 4, 6]",
        "Positions: [2, 4, 6], Count: 2",
        "Positions: [2, 4, 6] or [1, 3, 5], Count: 3",
        "Positions: [2, 4, 6], Count: not 3",
        "Positions: [2, 4], [6], Count: 3",
        "The answer is not Count: 3, Positions: [2, 4, 6]",
        "- 3\n- [2, 4, 6]",
        "[2, 4, 6]",
        "3",
    ],
)
def test_what_says_anything_else_is_wrong(answer):
    assert not right(f"<<<{answer}>>>")


def test_defect_a_position_listed_twice_does_not_pass():
    assert not right("<<<Count: 3, Positions: [2, 4, 6, 2]>>>")
    assert not right("<<<Count: 4, Positions: [2, 4, 6, 6]>>>")
    assert not right("<<<Count: 3, Positions: [2, 4, 4]>>>")


def test_defect_a_trailing_comma_does_not_stop_the_run():
    assert right("<<<Count: 3, Positions: [2, 4, 6,]>>>")
    assert right("<<<Count: 3, Positions: [2, 4, 6, ]>>>")
    assert not right("<<<Count: 3, Positions: [,]>>>")
    assert not right("<<<Count: 3, Positions: [2, , 6]>>>")


def test_defect_an_empty_list_is_the_answer_when_the_letter_is_not_there():
    assert right("<<<Count: 0, Positions: []>>>", ACACIA)
    assert not right("<<<Count: 0, Positions: []>>>")


def test_the_samples_of_the_published_data_are_read(upstream_layout):
    module, task = original_task("letters"), find_task("letters")
    cases = list(module.read(upstream_layout))
    assert [case.id.rpartition("/")[2] for case in cases] == ["a_1_0", "r_3_6", "j_4_2"]
    for case in cases:
        assert not case.broken
        assert case.gold is None
        assert case.params["word"] in case.question
        payload = module.payload(case)
        assert task.verify(payload, task.solve(payload)).correct

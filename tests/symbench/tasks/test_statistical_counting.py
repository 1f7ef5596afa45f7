"""What statistical_counting generates, asks and reads."""

import random
import re

import pytest

from codesteer.symbench.original.tasks import statistical_counting as original
from codesteer.symbench.registry import find_task, instance, instance_id
from codesteer.symbench.tasks.statistical_counting import Config

NAME = "statistical_counting"
PAYLOAD = {"string": "AAABBABCC", "scores": {"A": 1, "B": 2, "C": 3}}  # Worth 1 + 2 + 3.


def right(response, payload=PAYLOAD):
    return find_task(NAME).verify(payload, response).correct


@pytest.mark.parametrize(
    ("string", "score"),
    [("AB", 0), ("AA", 1), ("AAAA", 1), ("AABAA", 2), ("ABBBBA", 2), ("AABBCC", 6), ("CCCACC", 6)],
)
def test_each_maximal_run_of_two_or_more_counts_once(string, score):
    payload = {**PAYLOAD, "string": string}
    assert find_task(NAME).solve(payload) == f"<<<{score}>>>"
    assert right(f"<<<{score}>>>", payload)


def test_a_run_of_three_does_not_count_for_each_pair():
    assert not right("<<<7>>>")


def test_the_prompt_says_that_a_run_counts_once():
    puzzle = instance(instance_id(NAME, 3))
    assert "once, however long" in puzzle.prompt
    assert puzzle.payload["string"] in puzzle.prompt
    for letter, score in puzzle.payload["scores"].items():
        assert f"run of {letter} adds {score}" in puzzle.prompt


@pytest.mark.parametrize(
    "answer", ["unknown", "six", "", "None", "6x", "<<<", "\u0666", "9" * 5_000, "[6, 7]", "6/1"]
)
def test_what_is_no_integer_is_wrong_and_ends_nothing(answer):
    assert not right(f"<<<{answer}>>>")


@pytest.mark.parametrize(
    "answer",
    ["6", " 6 ", "6.0", "+6", "\n6\n", "```\n6\n```", "**6**", "$6$", "The total score is 6",
     "The total score is 6.", "Total score: 6", "Answer: **6**", "score = 6", "6 points",
     "1 + 2 + 3 = 6", "1*1 + 2*1 + 3*1 = 6", "The sum is 1 + 2 + 3 = 6"],
)  # fmt: skip
def test_every_clear_way_to_write_the_score_counts(answer):
    assert right(f"<<<{answer}>>>")


@pytest.mark.parametrize(
    "text",
    ["So the final answer is 6", "The total score of AAABBABCC is 6.", "$\\boxed{6}$",
     "The total score is $\\boxed{6}$.", "Adding up: 1 + 2 + 3 = 6", "6"],
)  # fmt: skip
def test_without_brackets_a_clear_score_counts(text):
    assert right(text)


@pytest.mark.parametrize(
    "answer",
    ["not 6", "The total score is not 6", "6 or 7", "7 or 6", "-6", "6 - 0", "6, 7", "7, 6", "16",
     "60", "6.5", "6 7", "1 + 2 + 3", "1 + 2 = 6", "3 = 6", "less than 6", "6 = 7", "6!", "66"],
)  # fmt: skip
def test_a_score_with_something_of_meaning_beside_it_is_wrong(answer):
    assert not right(f"<<<{answer}>>>")
    assert not right(f"The answer is {answer}")


@pytest.mark.parametrize(
    "text",
    ["The answer is not 6", "It isn't true that the score is 6", "If pairs counted the sum is 6",
     "The score is <<<6", "The answer is 6\nor rather 7", "The score is at most 6",
     "I doubt that the score is 6", "It is false that the score is 6", "Incorrect result: 6",
     "The score is >= 6", "score != 6", "At least: 6", "It is unlikely to be: 6",
     "More than: 6"],
)  # fmt: skip
def test_a_denied_or_doubtful_score_is_no_answer(text):
    assert not right(text)


def test_every_string_scores_something():
    for letters in (2, 26):
        for seed in range(200):
            config = Config(length=3, letters=letters)
            payload = find_task(NAME).generate(random.Random(seed), config)
            assert re.search(r"(.)\1", payload["string"])
            assert not right("<<<0>>>", payload)


def test_the_published_samples_are_read(upstream_layout):
    cases = list(original.read(upstream_layout))
    assert [case.id.split("/")[1] for case in cases] == ["sample_0", "sample_38", "sample_158"]
    assert [case.gold for case in cases] == [3, 15, 27]
    for case in cases:
        assert case.gold_correct
        assert not case.broken
        assert case.params["sequence"] in case.question
        assert right(f"<<<{case.gold}>>>", original.payload(case))
        assert not right(f"<<<{case.gold + 1}>>>", original.payload(case))


def test_missing_data_is_no_data(tmp_path):
    assert not list(original.read(tmp_path))

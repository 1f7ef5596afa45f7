"""What combinatorial_calculation generates, solves and reads, and the original's faults."""

import random
import time
from fractions import Fraction

import pytest

from codesteer.symbench.original.case import original_task
from codesteer.symbench.registry import find_task, instance, instance_id
from codesteer.symbench.task import LEVELS

NAME = "combinatorial_calculation"


def right(numbers, target, response):
    return find_task(NAME).verify({"numbers": numbers, "target": target}, response).correct


def values(numbers):
    """Every value of every expression of the numbers in their order."""
    if len(numbers) == 1:
        return {Fraction(numbers[0])}
    found = set()
    for middle in range(1, len(numbers)):
        for x in values(numbers[:middle]):
            for y in values(numbers[middle:]):
                found |= {x + y, x - y, x * y, *([x / y] if y else [])}
    return found


def test_the_prompt_states_the_rules():
    prompt = find_task(NAME).prompt({"numbers": [4, 4, 2], "target": 10})
    assert "4, 4, 2" in prompt
    assert "exactly 10" in prompt
    assert "in this order; each is used exactly once" in prompt
    assert "No sign stands in front" in prompt
    assert "1/3 is a third" in prompt


def test_numbers_and_targets_are_those_of_the_level():
    task = find_task(NAME)
    for level in LEVELS:
        config = task.levels[level]
        for index in range(10):
            payload = instance(instance_id(NAME, level, 5, index)).payload
            assert len(payload["numbers"]) == config.numbers
            assert all(1 <= n <= config.high for n in payload["numbers"])
            assert config.targets[0] <= payload["target"] <= config.targets[1]


def test_the_ladder_has_the_points_of_the_paper():
    points = [(config.numbers, *config.targets) for config in find_task(NAME).ladder]
    assert points == [(3, 10, 10), (5, 78, 78), (6, 100, 100), (15, 300, 300), (20, 500, 500)]


@pytest.mark.parametrize(
    ("length", "high", "target"), [(2, 9, 5), (4, 9, 24), (4, 3, 0), (5, 4, 7)]
)
def test_the_solver_finds_an_expression_exactly_where_there_is_one(length, high, target):
    task, rng = find_task(NAME), random.Random(length * high)
    for _ in range(15):
        payload = {"numbers": [rng.randint(1, high) for _ in range(length)], "target": target}
        if target in values(payload["numbers"]):
            assert task.verify(payload, task.solve(payload)).correct
        else:
            with pytest.raises(ValueError, match="no expression"):
                task.solve(payload)


@pytest.mark.parametrize(
    "answer",
    [
        "4*(5*3+3)-3",
        "4 * ( 5 * 3 + 3 ) - 3 = 69",
        "[4, *, (, 5, *, 3, +, 3, ), -, 3]",
        "[4, *, (5, *, 3, +, 3), -, 3]",
        '["4", "*", "(", "5", "*", "3", "+", "3", ")", "-", "3"]',
        "['4', '*', '(', '5', '*', '3', '+', '3', ')', '-', '3']",
        "[4, \u00d7, (, 5, \u00d7, 3, +, 3, ), \u2212, 3]",
        "[4, *, (, 5, *, 3, +, 3, ), -, 3] = 69",
        "4*[5*3+3]-3",
        "((4*(5*3))+(3*3))",
        "$4 \\times (5 \\times 3 + 3) - 3$",
        "Answer: 4*(5*3+3)-3",
        "```\n[4, *, (, 5, *, 3, +, 3, ), -, 3]\n```",
        "69 = 4*(5*3+3)-3",
        '"4*(5*3+3)-3"',
        "'4*(5*3+3)-3 = 69'",
        "Expression: 4*(5*3+3)-3",
        "The expression is 4*(5*3+3)-3 = 69",
        "The answer is **4*(5*3+3)-3**",
        '{"expression": "4*(5*3+3)-3"}',
        '{"answer": "4*(5*3+3)-3 = 69"}',
    ],
)
def test_every_way_to_write_a_right_expression_counts(answer):
    assert right([4, 5, 3, 3, 3], 69, f"<<<{answer}>>>")


def test_a_long_list_that_never_closes_takes_no_time():
    started = time.process_time()
    for _ in range(4):
        assert not right([4, 4, 2], 10, f"<<<[{',' * 19_000}>>>")
    assert time.process_time() - started < 0.5


def test_an_exact_third_counts():
    assert right([8, 3, 8, 3], 24, "<<<8/(3-8/3)>>>")
    assert not right([8, 3, 8, 3], 25, "<<<8/(3-8/3)>>>")
    assert not right([1, 3, 3], 1, "<<<1/(3-3)>>>")


@pytest.mark.parametrize(
    "answer",
    ["4+4+2=11", "4+4+2 = 10 = 10", "4+4+2 or 4+(4+2)", "4+4+2, 4+4+2", "(4+4+2", "4+4+2)",
     "(4+4]+2", "+4+4+2", "4+4+2+0", "4+4++2", "4+4+2.0", "10", "not 4+4+2", "4+4+02", "()4+4+2",
     "11 = 4+4+2", "10 = 4+4+2 = 10", "10 = 10", "The expression is not 4+4+2",
     '{"draft": "4+4+2"}', "'4+4'+'2'", "10 + 4+4+2", '"4+4+2" or "4+4+2"',
     "[4, +, 4, +, 2", "[[4, +, 4, +, 2]]", "sum([4, 4, 2])"],
)  # fmt: skip
def test_what_breaks_a_rule_is_wrong(answer):
    assert right([4, 4, 2], 10, "<<<4+4+2>>>")
    assert not right([4, 4, 2], 10, f"<<<{answer}>>>")


def test_a_sign_in_front_of_a_number_is_wrong():
    assert not right([3, 2, 9], 8, "<<<-3+2+9>>>")
    assert right([3, 2, 9], 10, "<<<3-(2-9)>>>")
    assert not right([3, 2, 9], 10, "<<<3+-2+9>>>")
    assert not right([3, 2, 9], -14, "<<<-(3+2+9)>>>")


def test_defect_reordered_numbers_do_not_pass():
    assert right([4, 4, 2], 10, "<<<[4, +, 4, +, 2]>>>")
    assert not right([4, 4, 2], 10, "<<<[2, +, 4, +, 4]>>>")
    assert not right([7, 8, 5], 10, "<<<[(, 8, -, (, 5, -, 7, ), )]>>>")


def test_defect_two_stars_do_not_make_a_power():
    assert not right([6, 2, 2], 10, "<<<[6, +, 2, *, *, 2]>>>")
    assert not right([6, 2, 2], 10, "<<<6+2**2>>>")


def test_defect_two_slashes_do_not_make_a_floor_division():
    assert not right([3, 2, 9], 10, "<<<[3, /, /, 2, +, 9]>>>")
    assert not right([3, 2, 9], 10, "<<<3//2+9>>>")


def test_defect_two_digits_do_not_make_a_number():
    assert not right([9, 2, 3, 8], 24, "<<<[9, +, 2, 3, -, 8]>>>")
    assert not right([9, 2, 3, 8], 24, "<<<9+23-8>>>")
    assert not right([9, 2, 3, 8], 24, "<<<9+2 3-8>>>")
    assert not right([9, 23, 8], 24, "<<<[9, +, 2, 3, -, 8]>>>")


def test_defect_the_example_of_the_prompt_is_a_whole_expression():
    prompt = find_task(NAME).prompt({"numbers": [4, 4, 2], "target": 10})
    assert prompt.count("<<<a-(b+c)*d>>>") == 1


def test_the_samples_of_the_published_data_are_read(upstream_layout):
    module, task = original_task(NAME), find_task(NAME)
    cases = list(module.read(upstream_layout))
    ids = [case.id for case in cases]
    assert ids[:3] == [f"{NAME}/sample_{n}" for n in (0, 54, 143)]
    ladder = f"{NAME}_varied_complexity/{NAME}_complexity"
    assert ids[3:] == [f"{ladder}{n}" for n in ("2/sample_18", "5/sample_13", "10/sample_0")]
    for case in cases:
        assert case.gold_correct
        assert not case.broken
        assert str(case.params["target"]) in case.question
        payload = module.payload(case)
        assert task.verify(payload, f"<<<[{', '.join(case.gold)}]>>>").correct
        assert task.verify(payload, task.solve(payload)).correct

"""What game_24 generates, solves and reads."""

import random
from fractions import Fraction
from functools import cache
from itertools import permutations

import pytest

from codesteer.symbench.registry import find_task, instance


def right(numbers, answer):
    return (
        find_task("game_24").verify({"numbers": numbers, "target": 24}, f"<<<{answer}>>>").correct
    )


@cache
def reachable(values, target):
    """Whether values can be merged to the target two at a time, by trying everything."""
    if len(values) == 1:
        return values[0] == target
    for i, j in permutations(range(len(values)), 2):
        x, y = values[i], values[j]
        rest = [value for k, value in enumerate(values) if k not in (i, j)]
        merged = {x + y, x - y, x * y, *([x / y] if y else [])}
        if any(reachable(tuple(sorted([*rest, value])), target) for value in merged):
            return True
    return False


@pytest.mark.timeout(8)
def test_numbers_that_are_hard_to_combine_do_not_hold_a_puzzle_up():
    # The exhaustive search of old took half a minute here, for the puzzle and for each grade.
    puzzle = instance("game_24@1/5/2/56858")
    assert puzzle.payload["numbers"] == [27, 43, 44, 50, 34, 42, 34, 50]
    task = find_task("game_24")
    assert task.verify(puzzle.payload, task.solve(puzzle.payload)).correct


@pytest.mark.timeout(20)
@pytest.mark.parametrize("numbers", [[49] * 8, [50] * 8, [12] * 8, [47, 47, 47, 47, 47, 47, 47, 1]])
def test_the_least_varied_lists_are_decided_too(numbers):
    task = find_task("game_24")
    payload = {"numbers": numbers, "target": 24}
    assert task.verify(payload, task.solve(payload)).correct


@pytest.mark.parametrize(("length", "high"), [(2, 30), (3, 13), (4, 13), (4, 3), (5, 2)])
def test_the_solver_finds_an_expression_exactly_where_there_is_one(length, high):
    task, rng = find_task("game_24"), random.Random(length * high)
    for _ in range(12):
        numbers = [rng.randint(1, high) for _ in range(length)]
        payload = {"numbers": numbers, "target": 24}
        if reachable(tuple(Fraction(n) for n in numbers), 24):
            assert task.verify(payload, task.solve(payload)).correct
        else:
            with pytest.raises(ValueError, match="no expression"):
                task.solve(payload)


@pytest.mark.parametrize(
    "answer",
    [
        "(4*6]*1*1",
        "{4*6)*1*1",
        "\\left(4*6\\right]*1*1",
        "\\frac{4)*(6}{1}*1",
        "4*6*(1*1",
        "4*6)*1*1",
    ],
)
def test_brackets_that_do_not_belong_together_are_malformed(answer):
    assert not right([1, 1, 4, 6], answer)


def test_what_parts_two_digits_does_not_join_them():
    assert right([12, 2], "12*2")
    assert not right([12, 2], "1\\left2*2")


@pytest.mark.parametrize("bracket", ["]*[", ")*("])
def test_a_fraction_does_not_part_what_stands_in_it(bracket):
    assert not right([4, 6, 1, 1], f"\\frac{{4{bracket}6}}{{1}}*1")
    assert not right([4, 6, 1, 1], f"\\frac{{4*6}}{{1{bracket}1}}")


@pytest.mark.parametrize(
    "answer",
    ["\\frac{8}{3-\\frac{8}{3}}", "\\cfrac{8}{3 - \\cfrac{8}{3}} = 24", "8/(3-\\tfrac{8}{3})"],
)
def test_fractions_within_fractions_are_read(answer):
    assert right([3, 3, 8, 8], answer)
    assert not right([3, 3, 8, 9], answer)
    assert not right([3, 3, 8, 8], answer.replace("8", "3", 1).replace("3-", "8-"))


@pytest.mark.parametrize(
    ("answer", "accepted"),
    [("Answer: 4*6*1*1", True), ("The answer is 4*6*1*1 = 24", True),
     ("Expression: **4*6*1*1**", True),
     ("24 = 4*6*1*1", True), ("25 = 4*6*1*1", False), ("24 = 4*6*1*1 = 24", False),
     ("4 x 6 x 1 x 1", True), ('"4*6*1*1"', True), ('"4*6*1*1', False), ('"', False),
     ("The answer is not 4*6*1*1", False),
     ("Not the answer: 4*6*1*1", False), ("Answer: 4*6*1*1 or 6*4*1*1", False)],
)  # fmt: skip
def test_what_stands_beside_an_expression_is_read_where_it_is_clear(answer, accepted):
    assert right([1, 1, 4, 6], answer) == accepted


def test_any_number_of_parentheses_is_allowed():
    assert right([1, 1, 4, 6], "(" * 500 + "4*6*1*1" + ")" * 500)

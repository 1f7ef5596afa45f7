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


def test_any_number_of_parentheses_is_allowed():
    assert right([1, 1, 4, 6], "(" * 500 + "4*6*1*1" + ")" * 500)

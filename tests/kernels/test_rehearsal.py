"""Code that was copied to lie together does what it did."""

import functools

from codesteer.kernels.inside.rehearsal import gather_code


def outer(step, /, start=1, *, times=2):
    total = start

    @functools.wraps(outer)
    def inner():
        nonlocal total
        total += step * times
        return total

    return inner


def untouched():
    return outer


def recursive(n):
    return 1 if n < 2 else n * recursive(n - 1)


def test_what_ran_is_copied_and_does_the_same():
    before = outer.__code__, recursive.__code__, untouched.__code__
    gather_code(lambda: (outer(3)(), recursive(4)))
    assert outer.__code__ is not before[0]
    assert recursive.__code__ is not before[1]
    assert untouched.__code__ is before[2]
    count = outer(3, times=5)
    assert (count(), count(), outer(1)()) == (16, 31, 3)
    assert recursive(5) == 120


def test_a_failure_of_what_ran_is_not_hidden_and_ends_the_notes():
    import sys

    try:
        gather_code(lambda: 1 / 0)
    except ZeroDivisionError:
        assert sys.getprofile() is None
    else:
        raise AssertionError("the failure was lost")

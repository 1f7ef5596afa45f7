"""What the symbolic checker sees in a program."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesteer.steering.checkers.symbolic import check_program

SEARCH = """
from itertools import permutations
numbers = [1, 2, 3]
for p in permutations(numbers):
    if p[0] * p[1] == 6:
        print(p)
"""
RECURSION = "def f(n):\n    return 1 if n < 2 else n * f(n - 1)\nprint(f(5))"
SOLVER = "from ortools.sat.python import cp_model\nm = cp_model.CpModel()\nprint(m)"


@pytest.mark.parametrize(
    ("program", "does"),
    [
        (SEARCH, {"loops", "enumeration", "arithmetic", "branching"}),
        (RECURSION, {"recursion", "arithmetic", "branching"}),
        (SOLVER, {"solver OR-tools"}),
        ("from fractions import Fraction\nprint(Fraction(1, 3))", {"exact arithmetic"}),
        ("print([n for n in range(9)])", {"comprehensions"}),
        ("import sympy as s\nprint(s.Symbol('x'))", {"solver sympy"}),
    ],
)
def test_what_a_program_does_is_named(program, does):
    report = check_program(program)
    assert report.parsed
    assert set(report.does) == does


def test_a_solver_that_is_imported_and_not_used_does_not_count():
    assert check_program("import z3\nprint(1 + 2)").does == ()


def test_real_searches_are_not_too_simple_and_a_print_is():
    for program in (SEARCH, RECURSION, SOLVER):
        assert not check_program(program).too_simple
    assert check_program("print(6 * 7)").too_simple


@pytest.mark.parametrize(
    "program",
    [
        "print('<<<42>>>')",
        "print(42)",
        "answer = 42\nprint(answer)",
        "answer = 42\nprint(f'<<<{answer}>>>')",
        "a, b = '(1+', '2)*8'\nprint(a + b)",
        "grid = [[1, 2], [3, 4]]\nprint('<<<' + str(grid) + '>>>')",
        "print('<<<%s>>>' % '42')",
        "parts = ['4', '2']\nprint(''.join(parts))",
        "# reasoning: 6 * 7 = 42\nresult: int = 42\nprint(result)",
        "for _ in range(3):\n    pass\nprint('A')",
        "'<<<42>>>'\n[1, 2]",
    ],
)
def test_a_printed_answer_that_was_written_in_is_seen(program):
    assert check_program(program).literal_output


@pytest.mark.parametrize(
    "program",
    [
        "print(6 * 7)",
        "answer = 6 * 7\nprint(f'<<<{answer}>>>')",
        "total = 0\nfor n in range(9):\n    total += n\nprint(total)",
        "def f(x):\n    return x\nprint(f(3))",
        "grid = [[0, 2]]\ngrid[0][0] = 1\nprint(grid)",
        "path = []\npath.append(1)\nprint(path)",
        "import math\nprint(math.gcd(4, 6))",
        "if (n := 3) > 2:\n    print(n)",
        "found = None\nfor n in (1, 2):\n    found = n\nprint(found)",
        SEARCH,
        RECURSION,
    ],
)
def test_a_computed_answer_is_not_taken_for_a_literal(program):
    assert not check_program(program).literal_output


@pytest.mark.parametrize("text", ["def f(:", "", "\0", "(" * 10_000, "x = " + "-" * 100_000 + "1"])
def test_text_that_is_no_program_gives_a_report(text):
    report = check_program(text)
    assert not report.literal_output


@given(st.text(alphabet="ab12=+*()[]{}:,.'\"#\n forinprdefx%", max_size=120))
def test_any_text_gives_a_report(text):
    assert check_program(text).score >= 0

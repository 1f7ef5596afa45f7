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
        "if True:\n    print('<<<42>>>')",
        "if 1 < 2 and not False:\n    print('<<<42>>>')\nelse:\n    print('<<<41>>>')",
        "DEBUG = False\nif not DEBUG:\n    print('<<<42>>>')",
        "print('<<<42>>>' if True else '<<<41>>>')",
        "while True:\n    print('<<<42>>>')\n    break",
        "for _ in range(3):\n    print('<<<42>>>')",
        "def main():\n    print('<<<42>>>')\nif __name__ == '__main__':\n    main()",
        "try:\n    answer = '42'\n    print(answer)\nexcept ValueError:\n    print('none')",
        "for n in [1, 2]:\n    pass\nelse:\n    print('<<<42>>>')",
        "data = [1, 2]\nassert len(data) == 2\nprint('<<<42>>>')",
        "total = sum([1, 2])\nprint('<<<42>>>')",
        "a = b = '42'\nprint(a, b)",
        "match 1:\n    case 1:\n        print('<<<42>>>')",
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
        "if 7 ** 2 > 48:\n    print('<<<No>>>')\nelse:\n    print('<<<Yes>>>')",
        "import math\nif math.isqrt(91):\n    print('A')\nelif False:\n    print('B')",
        "ok = 91 % 7 == 0\nprint('Yes' if ok else 'No')",
        "found = False\nfor n in [3, 5]:\n    if n * n == 25:\n        found = True\nprint(found)",
        "answer = 'No'\nfor d in range(2, 9):\n    if 91 % d == 0:\n        answer = 'Yes'\n"
        "        break\nprint(f'<<<{answer}>>>')",
        "for d in [2, 3]:\n    if 91 % d == 0:\n        break\nelse:\n    print('<<<prime>>>')",
        "n = 91\nwhile n % 2:\n    n -= 7\n    print('odd')",
        "for d in [2, 7]:\n    if 91 % d:\n        continue\n    print('<<<composite>>>')",
        "def prime(n):\n    return n % 2\nif prime(91):\n    print('Yes')\nelse:\n    print('No')",
        "def tell():\n    print('Yes')\nif 91 % 7 == 0:\n    tell()",
        "def main():\n    if 91 % 7:\n        return\n    print('<<<composite>>>')\nmain()",
        "if 91 % 7:\n    raise SystemExit\nprint('<<<composite>>>')",
        "import sys\nif 91 % 7:\n    sys.exit()\nprint('<<<composite>>>')",
        "try:\n    int('4x')\n    print('Yes')\nexcept ValueError:\n    print('No')",
        "try:\n    answer = 'A'\n    1 / 0\nexcept Exception:\n    answer = 'B'\nprint(answer)",
        "91 % 7 == 0 and print('<<<composite>>>')",
        "print('Yes') if 91 % 7 == 0 else print('No')",
        "[print('<<<7>>>') for d in [7] if 91 % d == 0]",
        "match 91 % 7:\n    case 0:\n        print('Yes')\n    case _:\n        print('No')",
        "answers = {0: 'Yes'}\nprint(answers[91 % 7])",
        "print('{n}'.format(n=6 * 7))",
        "def fill(board):\n    board[0] = 6 * 7\ngrid = [0]\nfill(grid)\nprint(grid)",
        "import random\nitems = [1, 2]\nrandom.shuffle(items)\nprint(items)",
        SEARCH,
        RECURSION,
    ],
)
def test_a_computed_answer_is_not_taken_for_a_literal(program):
    assert not check_program(program).literal_output


ELIFS = "if a == 0:\n    print(0)\n" + "elif a == 1:\n    print(1)\n" * 600


def test_deeply_nested_programs_are_read_all_the_same():
    report = check_program(ELIFS)
    assert report.parsed
    assert "branching" in report.does
    assert not report.literal_output
    assert check_program("print('<<<42>>>')\n" + "x = a" + " + a" * 990).literal_output
    names = "".join(f"v{n + 1} = f'{{v{n}}}{{v{n}}}'\n" for n in range(500))
    assert check_program(f"v0 = 'x'\n{names}print(v500)").literal_output


def test_a_decorator_of_any_size_is_read():
    code = "@f(0x" + "f" * 9_000 + ")\n@lru_cache(maxsize=" + "-" * 300 + "1)\ndef g(): return 1"
    assert check_program(code).does == ("memoisation",)


def test_what_is_nested_too_deeply_even_for_python_is_reported_as_not_analysed():
    report = check_program("x = " + "-" * 100_000 + "1\nprint(x)")
    assert not report.parsed
    assert not report.too_simple


@pytest.mark.parametrize("text", ["def f(:", "", "\0", "(" * 10_000, "x = " + "-" * 100_000 + "1"])
def test_text_that_is_no_program_gives_a_report(text):
    report = check_program(text)
    assert not report.literal_output


@given(st.text(alphabet="ab12=+*()[]{}:,.'\"#\n forinprdefx%", max_size=120))
def test_any_text_gives_a_report(text):
    assert check_program(text).score >= 0

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
SOLVER = (
    "from ortools.sat.python import cp_model\nm = cp_model.CpModel()\n"
    "s = cp_model.CpSolver()\nprint(s.Solve(m))"
)
PENS = "A shop sells 14 red and 9 blue pens at 37 cents. What does it take? Finish with <<<cents>>>"


@pytest.mark.parametrize(
    ("program", "does"),
    [
        (SEARCH, {"loops", "itertools", "enumeration"}),
        (RECURSION, {"recursion"}),
        (SOLVER, {"solver:ortools"}),
        ("from fractions import Fraction\nprint(Fraction(1, 3))", {"exact_arithmetic"}),
        ("print([n for n in range(9)])", {"comprehension"}),
        ("import sympy as s\nprint(s.factorint(91))", {"solver:sympy"}),
        ("def f():\n    return [n for n in range(9)]\nprint(3)", set()),
        ("from math import gcd\nimport itertools\nprint(gcd(4, 6))", set()),
        (
            "t = [1, 1]\nfor n in range(9):\n    t.append(t[n] + t[n + 1])\nprint(t)",
            {"loops", "memoisation"},
        ),
        (
            "from functools import cache\n@cache\ndef f(n):\n    return n and f(n - 1) + n\n"
            "print(f(9))",
            {"recursion", "memoisation"},
        ),
        (
            "def a(n):\n    return n and b(n - 1)\ndef b(n):\n    return a(n)\nprint(a(3))",
            {"recursion"},
        ),
        (
            "x = 0\nfor c in 'RRU':\n    if c == 'R':\n        x += 1\n    else:\n        x -= 1\n"
            "print(x)",
            {"loops", "simulation"},
        ),
        ("print(eval('2 + 3'))", {"expression_evaluation"}),
        (
            "for a in range(9):\n    for b in range(a + 1, 9):\n        if a * b == 12:\n"
            "            print(a, b)",
            {"loops", "enumeration"},
        ),
    ],
)
def test_what_a_program_does_is_named(program, does):
    report = check_program(program)
    assert report.parsed
    assert set(report.does) == does


def test_a_solver_that_is_imported_and_not_used_does_not_count():
    assert check_program("import z3\nprint(1 + 2)").does == ()
    assert check_program("import z3\ns = z3.Solver()\nprint(1 + 2)").does == ()


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
        "def f(x):\n    return x\nprint(f(3))",
        "grid = [[0, 2]]\ngrid[0][0] = 1\nprint(grid)",
        "path = []\npath.append(1)\nprint(path)",
        "if (n := 3) > 2:\n    print(n)",
        "found = None\nfor n in (1, 2):\n    found = n\nprint(found)",
        "total = 6 * 7\ntotal = 42\nprint(total)",
        "def solve():\n    return 'B'\nprint(solve())",
        "class Solver:\n    def go(self):\n        self.best = 'B'\n        return self.best\n"
        "print(Solver().go())",
        "results = {'a': 1, 'b': 42}\nprint(results['b'])",
        "out = ''\nfor part in ['4', '2']:\n    out += part\nprint(out)",
        "if 91 % 7 == 0:\n    print('<<<A>>>')\nelse:\n    print('<<<A>>>')",
        "if 91 % 7 == 0:\n    print('checked')\nprint('<<<A>>>')",
        "import json\nprint(json.loads('[42]'))",
        "print(6 * 7, 'is beside the point')\nprint('<<<42>>>')",
        "names = ['Ann', 'Ben']\nfor i, name in enumerate(names, 1):\n    print(f'{i}. {name}')",
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
        "import math\nprint(math.gcd(4, 6))",
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
        "answer = '042'\nassert sum(int(d) for d in answer) == 6\nprint(answer)",
        "def best(words):\n    return max(words, key=len)\nprint(best(['a', 'bc']))",
        "total = 0\nfor n in [4, 5]:\n    total += n\nprint('checked')\nprint(total)",
        "def move(n, a, b):\n    if n:\n        move(n - 1, b, a)\n        print(a, b)\n"
        "move(3, 'A', 'B')",
        "class Box:\n    def __init__(self):\n        self.n = 0\n    def put(self, n):\n"
        "        self.n += n\nbox = Box()\nfor n in [3, 4]:\n    box.put(n)\nprint(box.n)",
        "rows = ['ab', 'cd']\nprint([list(row) for row in zip(*rows)])",
        SEARCH,
        RECURSION,
    ],
)
def test_a_computed_answer_is_not_taken_for_a_literal(program):
    assert not check_program(program).literal_output


def test_literals_are_told_by_the_question_they_are_for():
    assert check_program("print(37 * (14 + 9))", PENS).computes
    assert not check_program("print(518 + 333)", PENS).computes  # worked out beforehand
    assert check_program("print(518 + 333)").computes
    assert not check_program("print(sum([518, 333]))", PENS).computes
    assert check_program(
        "total = 0\nfor n in (14, 9):\n    total += 37 * n\nprint(total)", PENS
    ).computes


def test_a_program_that_shows_nothing_is_judged_by_what_it_works_out():
    assert check_program("x = 6 * 7").computes
    assert not check_program("def f():\n    return 6 * 7").computes
    assert not check_program("# 42").computes
    assert check_program("6 * 7").computes
    assert not check_program("answer = 42\nanswer").computes


@pytest.mark.parametrize(
    ("program", "ignores"),
    [
        ("print('<<<851>>>')", True),
        ("red, blue = 12, 11\nprint(red * 25 + blue * 25)", True),
        ("red, blue = 14, 9\nprint(37 * (red + blue))", False),
        ("print(sum(int(n) for n in '14 9'.split()) * 37)", False),
        ("import sys\nprint(sum(map(int, sys.stdin.read().split())))", False),
        ("n = int(input())\nprint(n * 25)", False),
        ("pens = {'red': 14, 'blue': 9}\nprint('<<<851>>>')", False),
    ],
)
def test_a_program_without_the_questions_data_is_seen(program, ignores):
    assert check_program(program, PENS).ignores_data is ignores
    assert not check_program(program).ignores_data


def test_data_in_another_form_count_as_held():
    board = "How many # have a # on their right?\n#..#.\n.##..\n..#.#\n#####"
    rows = "[[1,0,0,1,0],[0,1,1,0,0],[0,0,1,0,1],[1,1,1,1,1]]"
    counting = "print(sum(a & b for r in rows for a, b in zip(r, r[1:])))"
    assert not check_program(f"rows = {rows}\n{counting}", board).ignores_data
    assert check_program(f"rows = [[1, 1, 1]]\n{counting}", board).ignores_data
    assert not check_program(
        "print('B D D E'.split().count('D'))", "Count D in B, D, D, E."
    ).ignores_data


@pytest.mark.parametrize(
    ("program", "trivial"),
    [
        ("for _ in range(1):\n    x = 6 * 7\nprint(x * 2)", True),
        ("while True:\n    x = 6 * 7\n    break\nprint(x)", True),
        ("for row in [[1, 2], [3, 4]]:\n    print(*row)\nprint(6 * 7)", True),
        ("for n in range(9):\n    pass\nprint('<<<42>>>')", True),
        ("total = 0\nfor n in range(9):\n    total += n\nprint('<<<36>>>')", True),
        ("total = 0\nfor n in range(9):\n    total += n\nprint(total)", False),
        ("print([n for n in range(9) if n % 2])", False),
        ("n = 91\nwhile n % 2:\n    n //= 3\nprint(n)", False),
        ("print(6 * 7)", False),
    ],
)
def test_loops_that_do_no_work_are_seen(program, trivial):
    assert check_program(program).trivial_loops is trivial


JUGS = """
queue = [(0, 0)]
seen = {(0, 0)}
while queue:
    a, b = queue.pop(0)
    if a == 4:
        break
    for state in [(a, 0), (0, b), (5, b), (a, 8)]:
        MAYBE
            queue.append(state)
print(a)
"""


@pytest.mark.parametrize(
    "program",
    [
        "n = 1\nwhile True:\n    n += 1\nprint(n)",
        "n, k = 1, 2\nwhile n < 9:\n    k += 1\nprint(n)",
        "n = 9\nwhile n > 0:\n    n += 1\nprint(n)",
        "x = 0.0\nwhile x != 1.0:\n    x += 0.1\nprint(x)",
        "def f(n):\n    return n * f(n - 1)\nprint(f(5))",
        "def f(n):\n    if n == 0:\n        return 1\n    return f(n)\nprint(f(5))",
        "from itertools import permutations\nfor p in permutations(range(16)):\n    print(p)",
        "from itertools import product\nn = 40\nprint(sum(1 for p in product('ab', repeat=n)))",
        "for a in range(10**6):\n    for b in range(10**6):\n        print(a * b)",
        "def f(n):\n    return n if n < 2 else f(n - 1) + f(n - 2)\nprint(f(80))",
        JUGS.replace("MAYBE", "if True:"),
    ],
)
def test_programs_that_will_hardly_end_are_seen(program):
    assert check_program(program).endless


@pytest.mark.parametrize(
    "program",
    [
        "n = 1\nwhile True:\n    n += 1\n    if n > 5:\n        break\nprint(n)",
        "def f():\n    while True:\n        return 1\nprint(f())",
        "n = 9\nwhile n > 0:\n    n -= 1\nprint(n)",
        "items = [1]\nwhile items:\n    items.pop()\nprint(items)",
        "def f(n):\n    return 1 if n == 0 else n * f(n - 1)\nprint(f(5))",
        "from itertools import permutations\nfor p in permutations(range(8)):\n    print(p)",
        "from itertools import combinations\nprint(len(list(combinations(range(30), 3))))",
        "from functools import cache\n@cache\ndef f(n):\n"
        "    return n if n < 2 else f(n - 1) + f(n - 2)\nprint(f(80))",
        "def f(n):\n    return n if n < 2 else f(n - 1) + f(n - 2)\nprint(f(20))",
        "for n in range(10**6):\n    print(n)",
        JUGS.replace("MAYBE", "if state not in seen:\n            seen.add(state)"),
    ],
)
def test_programs_that_end_are_not_taken_for_endless(program):
    assert not check_program(program).endless


ELIFS = "if a == 0:\n    print(0)\n" + "elif a == 1:\n    print(1)\n" * 600


def test_deeply_nested_programs_are_read_all_the_same():
    report = check_program(ELIFS)
    assert report.parsed
    assert report.score >= 2
    assert not report.literal_output
    assert check_program("print('<<<42>>>')\n" + "x = a" + " + a" * 990).literal_output
    names = "".join(f"v{n + 1} = f'{{v{n}}}{{v{n}}}'\n" for n in range(500))
    assert check_program(f"v0 = 'x'\n{names}print(v500)").literal_output


def test_a_decorator_of_any_size_is_read():
    code = (
        "@f(0x" + "f" * 9_000 + ")\n@lru_cache(maxsize=" + "-" * 300 + "1)\ndef g(): return 1\ng()"
    )
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


NAMES = st.sampled_from(["a", "b", "f", "answer", "print", "range"])
INDENT = "    "
OPERATORS = st.sampled_from(["+", "-", "*", "/", "%", "**", "//", "==", "<", "in", "and", "or"])
VALUES = st.recursive(
    st.one_of(
        NAMES,
        st.integers(-(10**30), 10**30).map(str),
        st.sampled_from(["''", "'<<<'", "1e400", "None", "True", "[]", "{}", "10**10**10", "..."]),
    ),
    lambda inner: st.one_of(
        st.tuples(
            inner,
            OPERATORS,
            inner,
        ).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        st.tuples(NAMES, inner).map(lambda t: f"{t[0]}({t[1]})"),
        st.tuples(NAMES, inner).map(lambda t: f"{t[0]}.pop({t[1]})"),
        st.tuples(inner, inner).map(lambda t: f"[{t[0]}, {t[1]}][{t[1]}:]"),
        st.tuples(inner, inner).map(lambda t: f"[{t[0]} for a, b in {t[1]} if {t[0]}]"),
        st.tuples(inner, inner).map(lambda t: f"(lambda a: {t[0]})({t[1]})"),
        inner.map(lambda v: f"f'{{ {v} }}'" if "'" not in v else v),
    ),
    max_leaves=6,
)
STATEMENTS = st.recursive(
    st.one_of(
        VALUES,
        st.tuples(NAMES, VALUES).map(lambda t: f"{t[0]} = {t[1]}"),
        st.tuples(NAMES, VALUES).map(lambda t: f"a, *{t[0]} = {t[1]}"),
        st.tuples(NAMES, VALUES).map(lambda t: f"{t[0]}[{t[1]}] += {t[1]}"),
        VALUES.map(lambda v: f"print({v}, end={v})"),
        VALUES.map(lambda v: f"return {v}"),
        st.sampled_from(["break", "continue", "pass", "raise", "global a", "from z3 import *"]),
    ),
    lambda inner: st.tuples(
        st.one_of(
            VALUES.map(lambda v: f"if {v}:"),
            VALUES.map(lambda v: f"while {v}:"),
            VALUES.map(lambda v: f"for a, b in {v}:"),
            VALUES.map(lambda v: f"with {v} as b:"),
            st.sampled_from(["def f(a, b=1, *c, **d):", "class f(a):", "try:"]),
            VALUES.map(lambda v: f"match {v}:\n{INDENT}case [a, *b] if a:\n{INDENT}"),
        ),
        inner,
    ).map(
        lambda t: "\n".join((t[0], *(INDENT * (2 if "match" in t[0] else 1) + line
                                     for line in t[1].splitlines())))
        + ("\nfinally:\n    print(a)" if t[0] == "try:" else "")
    ),
    max_leaves=4,
)  # fmt: skip


@given(st.lists(STATEMENTS, max_size=6), st.text(max_size=60))
def test_any_program_gives_a_report(statements, question):
    report = check_program("\n".join(statements), question)
    assert report.score >= 0
    assert not (report.computes and report.literal_output)


@given(st.text(max_size=300))
def test_any_question_gives_a_report(question):
    assert check_program("print([3, 'a'], 4)", question).prints


@pytest.mark.parametrize(
    "program",
    [
        "def ways(n):\n    if n == 0:\n        return 88\n    return ways(n - 1)\nprint(ways(9))",
        "q = 'How many of the red pens are sold?'\nif 'red' in q:\n    print('88')\n"
        "else:\n    print('77')",
        "costs = [5.18, 3.33, 8.51]\ntotal = 0\nfor c in costs:\n    total += c\nprint(total)",
        "import json\nprint(json.dumps({'cents': 851}))",
        "print(''.join(map(chr, [56, 53, 49])))",
        "n = 851\nprint('Cents:', n)\nprint('Check:', 14 * 37 + 9 * 37 == n)",
        "n = 851\nif 23 * 37 == n:\n    print('Verified')\nprint('It takes', n)",
    ],
)
def test_results_worked_out_by_hand_are_seen_behind_steps_that_add_nothing(program):
    question = "A shop sells 14 red and 9 blue pens at 37 cents. How many of the red pens are sold?"
    assert check_program(program, question).literal_output


def test_a_recursion_that_works_on_its_argument_computes():
    program = "def fall(n):\n    return n if n < 37 else fall(n - 37)\nprint(fall(14 * 9))"
    assert check_program(program, PENS).computes


@pytest.mark.parametrize(
    "program",
    [
        "done = False\nwhile not done:\n    left = [n for n in [3, 0] if n == 0]\n"
        "    if len(left) == 0:\n        done = True",
        "def cuts(n):\n    total = 0\n    for p in (2, 3):\n        total += cuts(n - p)\n"
        "    return total\nprint(cuts(9))",
    ],
)
def test_rounds_that_repeat_themselves_never_end(program):
    assert check_program(program).endless


def test_a_flag_that_progress_sets_ends_a_loop():
    program = "n, done = 0, False\nwhile not done:\n    n += 1\n    if n > 4:\n        done = True"
    assert not check_program(program).endless


MEETING = (
    "Slots: Ann 9, 10, 13, 15; Bo 10, 11, 15. Order the words plum, fig, kiwi, date by length."
)


@pytest.mark.parametrize(
    "program",
    [
        "words = ['fig', 'plum', 'kiwi', 'date']\nfor w in words:\n    print(w)",
        "table = [('Ann', 14), ('Bo', 16), ('Cy', 17)]\ntable.sort(key=lambda r: r[1])\n"
        "last = 0\nfor who, hour in table:\n    if hour > last:\n        last = hour\nprint(last)",
        "for n in range(99):\n    if n == 14:\n        print('Slot', n)",
        "free = {8: False, 14: True, 16: True}\ncount = 0\nfor h, both in free.items():\n"
        "    if both:\n        count += 1\nprint(count)",
        "steps = ['take 14', 'take 16']\nk = 0\nwhile k < len(steps):\n    print(steps[k])\n"
        "    k = k + 1",
        "import math\nhours = [14, 16]\nprint('pi is', math.pi)\nprint('Hours:', hours)",
    ],
)
def test_what_adds_nothing_to_results_worked_out_by_hand_is_no_work(program):
    assert not check_program(program, MEETING).computes


@pytest.mark.parametrize(
    "program",
    [
        "for h in [9, 10, 13, 15]:\n    if h in [10, 11, 15]:\n        print(h)",
        "words = ['plum', 'fig', 'kiwi', 'date']\nwords.sort(key=len)\nprint(words)",
        "tally = {}\nfor h in [9, 10, 13, 15, 10, 15]:\n    tally[h] = tally.get(h, 0) + 1\n"
        "print(tally)",
        "for a in (True, False):\n    for b in (True, False):\n        if a == (not b):\n"
        "            print(a, b)",
        "code = {'p': '1', 'l': '2', 'u': '3', 'm': '4'}\nprint(''.join(code[c] for c in 'plum'))",
        "after = {'plum': 'fig', 'fig': 'kiwi', 'kiwi': 'date'}\nw = 'plum'\n"
        "while w in after:\n    w = after[w]\nprint(w)",
        "print(15 * 0.5 + 9 / 2)",
    ],
)
def test_small_literals_do_not_hide_work_on_the_questions_data(program):
    assert check_program(program, MEETING).computes


@pytest.mark.parametrize(
    "program",
    [
        "debt = 900.0\nwhile debt > 0:\n    debt = debt + debt * 0.02 - 10",
        "high, day = 0, 0\nwhile high < 20:\n    day += 1\n    at = high + 3\n    if at >= 20:\n"
        "        break\n    at -= 2",
        "m = n = 7\nwhile m != 1:\n    m = n // 2 if n % 2 == 0 else 3 * n + 1",
    ],
)
def test_loops_that_come_no_nearer_to_their_end_are_seen(program):
    assert check_program(program).endless


@pytest.mark.parametrize(
    "program",
    [
        "debt = 900.0\nwhile debt > 0:\n    debt = debt + debt * 0.01 - 10",
        "a, b = 84, 126\nwhile b:\n    a, b = b, a % b",
        "n = 7\nwhile n != 1:\n    n = n // 2 if n % 2 == 0 else 3 * n + 1",
        "low, high = 0, 9\nwhile low < high:\n    mid = (low + high) // 2\n    if mid * mid < 9:\n"
        "        low = mid + 1\n    else:\n        high = mid",
        "while True:\n    line = input()\n    if line == 'end':\n        break",
    ],
)
def test_loops_that_come_nearer_to_their_end_are_not_taken_for_endless(program):
    assert not check_program(program).endless

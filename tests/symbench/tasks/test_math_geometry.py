"""What math_geometry asks, reads and knows of the published items."""

import json
import random
from fractions import Fraction

import pytest
import sympy

from codesteer.symbench.original.case import Case
from codesteer.symbench.original.tasks import math_geometry as original
from codesteer.symbench.registry import find_task, instance, instance_id
from codesteer.symbench.word_problems.radicals import point, root, total

TASK = find_task("math_geometry")


def right(response, answer="16 + 8*pi", **more):
    payload = {"kind": "x", "problem": "", "answer": answer, "given": {}, **more}
    return TASK.verify(payload, response).correct


def published(answer, expected):
    return right(f"<<<{answer}>>>", expected, tolerance="1/1000", rounded=True)


def test_the_prompt_says_how_exact_the_answer_is_and_how_to_write_it():
    prompt = instance("math_geometry@1/3/0/0").prompt
    for rule in ("round nothing", "sqrt(a)", "(x, y)", "LaTeX"):
        assert rule in prompt
    assert prompt.endswith("<<<value>>>")


@pytest.mark.parametrize(
    "answer",
    ["16 + 8*pi", "8\\pi+16", "8(2+\\pi)", "$16+8\\pi$", "\\boxed{16+8\\pi}", "16+8\u03c0",
     "x = 16 + 8*pi", "\\frac{32+16\\pi}{2}", "2^4 + 2^3 \\cdot \\pi", "**16 + 8 pi**"],
)  # fmt: skip
def test_every_exact_form_counts(answer):
    assert right(f"<<<{answer}>>>")
    assert right(f"The answer is {answer}.")


@pytest.mark.parametrize(
    "answer",
    ["41.13274123", "16 - 8*pi", "16 + 8*pi cm", "16 + 8*3.14159", "24*pi", "16 + 8*pi or 3", "",
     "16 + 8*pi = 41.13", "not 16 + 8*pi", "16, 8*pi", "(16, 8*pi)", "-(16 + 8*pi)", "16 + 8"],
)  # fmt: skip
def test_what_is_not_exactly_the_value_is_wrong(answer):
    assert not right(f"<<<{answer}>>>")


def test_roots_need_not_be_simplified():
    for answer in ("2*sqrt(3)", "\\sqrt{12}", "2\\sqrt{3}", "6/sqrt(3)", "\\frac{6}{\\sqrt{3}}"):
        assert right(f"<<<{answer}>>>", "2*sqrt(3)"), answer
    assert not right("<<<3*sqrt(2)>>>", "2*sqrt(3)")


def test_points_are_read_as_points():
    for answer in ("(18, -18)", "(18,-18)", "\\left(18, -18\\right)", "(36/2, -18.0)"):
        assert right(f"<<<{answer}>>>", "(18, -18)"), answer
    for answer in ("(-18, 18)", "18", "(18, -18), 1", "(18, -18, 0)", "18 -18", "(18,-18) + 1"):
        assert not right(f"<<<{answer}>>>", "(18, -18)"), answer


def test_published_answers_are_read_with_units_and_as_decimals():
    assert published("60^\\circ", "60^\\circ")
    assert published("60", "60^\\circ")
    assert published("\\$675", "\\$675")
    assert published("675", "\\$675")
    assert published("37.69911184", "12\\pi")
    assert published("12\\pi \\text{ square units}", "12\\pi")
    assert published("0.79", ".79")
    assert published("\\text{isosceles}", "\\text{Isosceles}")
    assert not published("38.95309408", "12\\pi")
    assert not published("-37.69911184", "12\\pi")
    assert not published("21/100", ".79")
    assert not published("(28, -18)", "(18, -18)")


def test_a_unit_beside_a_published_answer_is_one_of_the_problem():
    payload = {"kind": "published", "problem": "How many square feet?", "answer": "12\\pi",
               "tolerance": "1/1000", "rounded": True}  # fmt: skip
    for answer in ("12\\pi \\text{ square feet}", "12\\pi\\text{ ft}^2", "12\\pi square feet"):
        assert TASK.verify(payload, f"<<<{answer}>>>").correct, answer
    for answer in ("12\\pi \\text{ square inches}", "12\\pi cm", "12\\pi %", "12\\pi square miles"):
        assert not TASK.verify(payload, f"<<<{answer}>>>").correct, answer


def test_own_answers_are_written_as_sympy_would_work_them_out():
    rng = random.Random(3)
    for _ in range(60):
        square = Fraction(rng.randint(1, 400), rng.randint(1, 30))
        times = Fraction(rng.randint(1, 40), rng.randint(1, 9))
        wanted = sympy.sqrt(sympy.Rational(str(square))) * sympy.Rational(str(times))
        assert sympy.sympify(root(square, times)) == wanted
        assert root(square * 4, times / 2) == root(square, times)
    assert total((3, ""), (Fraction(-1, 2), "pi"), (0, "sqrt(2)")) == "3 - pi/2"
    assert total((-3, "pi"), (1, "")) == "-3*pi + 1"
    assert point([Fraction(1, 2), -3]) == "(1/2, -3)"


@pytest.mark.parametrize("level", [1, 5])
def test_lengths_and_areas_are_positive_and_need_no_drawing(level):
    for index in range(80):
        payload = instance(instance_id("math_geometry", level, 3, index)).payload
        assert "asy" not in payload["problem"]
        if not payload["answer"].startswith("("):
            assert sympy.sympify(payload["answer"]) > 0


def test_a_judge_that_cannot_be_read_does_not_make_a_response_right():
    """Defect: whatever the judging model said counted as right unless it was exactly "False"."""
    for response in ("I cannot tell.", "", "maybe", "False", "<<<True>>>"):
        assert not right(response)


def test_own_problems_are_not_those_of_a_training_split(upstream_layout):
    """Defect: the published items are of MATH's training split."""
    texts = {case.params["problem"] for case in original.read(upstream_layout)}
    for index in range(50):
        puzzle = instance(instance_id("math_geometry", 1, 0, index))
        assert puzzle.payload["problem"] not in texts


def test_an_answer_that_is_not_known_to_be_right_is_not_used():
    case = Case(task="math_geometry", id="x", question="", params={"problem": ""},
                gold="7", gold_correct=False)  # fmt: skip
    assert original.payload(case) is None


def test_the_samples_of_the_published_data_are_read(upstream_layout, upstream_cases):
    cases = list(original.read(upstream_layout))
    assert [case.id for case in cases] == [f"MATH/train/geometry/{n}.json" for n in (1, 1000, 1001)]
    assert [case.gold for case in cases] == ["(18, -18)", "\\frac{7}{25}", "37\\pi"]
    for case in cases:
        payload = original.payload(case)
        assert case.gold_correct
        assert TASK.verify(payload, f"<<<{case.gold}>>>").correct
        assert TASK.prompt(payload).startswith(case.params["problem"])
    known = {c["id"]: c for c in map(json.loads, upstream_cases.read_text("utf-8").splitlines())}
    same = known[cases[0].id]
    assert (cases[0].question, cases[0].params) == (same["question"], same["params"])
    assert list(original.read(upstream_layout / "nothing")) == []


def test_numeric_values_of_golds_are_those_of_the_published_cases(upstream_cases):
    for line in upstream_cases.read_text("utf-8").splitlines():
        case = json.loads(line)
        if case["task"] in ("math_geometry", "math_count_probability"):
            row = {**case["params"], "solution": f"So \\boxed{{{case['gold']}}}.",
                   "type": "Geometry"}  # fmt: skip
            [found] = original.read_hub([row])
            assert found.params["gold_numeric"] == case["params"]["gold_numeric"]


def test_rows_of_copies_become_the_same_cases():
    row = {"problem": "How long?", "level": "Level 1", "type": "Geometry",
           "solution": "First \\boxed{2}, then $\\boxed{2\\sqrt{3}}$."}  # fmt: skip
    [found] = original.read_hub([{**row, "type": "Algebra"}, row])
    assert (found.id, found.gold) == ("MATH/train/geometry#1", "2\\sqrt{3}")
    assert TASK.verify(original.payload(found), "<<<\\sqrt{12}>>>").correct

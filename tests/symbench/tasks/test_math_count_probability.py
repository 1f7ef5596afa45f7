"""What math_count_probability asks, reads and knows of the published items."""

import json

import pytest

from codesteer.symbench.original.case import Case
from codesteer.symbench.original.tasks import math_count_probability as original
from codesteer.symbench.registry import find_task, instance, instance_id

TASK = find_task("math_count_probability")


def right(response, answer="5/324", **more):
    payload = {"kind": "x", "problem": "", "answer": answer, "given": {}, **more}
    return TASK.verify(payload, response).correct


def published(answer, expected):
    return right(f"<<<{answer}>>>", expected, tolerance="1/1000", rounded=True)


def test_the_prompt_says_how_exact_the_answer_is_and_in_which_form():
    prompt = instance("math_count_probability@1/3/0/0").prompt
    assert "Round nothing" in prompt
    assert prompt.endswith("<<<number>>>")


@pytest.mark.parametrize(
    "answer",
    ["5/324", "\\frac{5}{324}", "\\dfrac5{324}", "10/648", "$\\frac{5}{324}$", "P = 5/324",
     "\\boxed{\\frac{5}{324}}", "**5/324**", "5 / 324", "5*1/324 = 5/324"],
)  # fmt: skip
def test_every_exact_number_counts(answer):
    assert right(f"<<<{answer}>>>")
    assert right(f"So the answer is {answer}.")


@pytest.mark.parametrize(
    "answer",
    ["0.0154", "0.015432098765", "5/323", "319/324", "-5/324", "1.54%", "5/324 or 6/324", "5",
     "not 5/324", "C(5,1)/324", "5:324", "5/324!", "1/5/324", "5*1/324", "", "5/324, 1"],
)  # fmt: skip
def test_what_is_not_exactly_the_number_is_wrong(answer):
    assert not right(f"<<<{answer}>>>")


@pytest.mark.parametrize("answer", ["1,\\!000,\\!000", "1,000,000", "1000000.0", "1 000 000"])
def test_large_counts_may_be_grouped(answer):
    assert right(f"<<<{answer}>>>", "1000000")


def test_an_unfinished_product_is_no_answer():
    assert not right("<<<10*9*8>>>", "720")
    assert not right("<<<6!>>>", "720")
    assert right("<<<10*9*8 = 720>>>", "720")


@pytest.mark.parametrize("level", [1, 5])
def test_no_chance_is_certain_or_impossible_and_no_count_is_trivial(level):
    for index in range(150):
        payload = instance(instance_id("math_count_probability", level, 3, index)).payload
        assert payload["answer"] not in ("0", "1")
        assert "-" not in payload["answer"]


def test_published_answers_are_read_in_latex_and_as_decimals():
    for answer in ("\\frac{1}{3}", "0.3333333333", "1/3", "x = \\frac{1}{3}", "\\dfrac13",
                   "\\frac{1}{3} \\approx 0.333"):  # fmt: skip
        assert published(answer, "\\frac13"), answer
    for answer in ("0.84", "2/3", "-1/3", "333/1000", "0.3", "1/3 or 2/3"):
        assert not published(answer, "\\frac13"), answer
    assert published("53130.0", "53130")
    assert not published("53131", "53130")
    assert right(
        "<<<25\\%>>>", ".25", problem="What is the chance?", tolerance="1/1000", rounded=True
    )
    assert not published("25\\%", "25")
    assert published("0.6", ".6")


def test_a_judge_that_cannot_be_read_does_not_make_a_response_right():
    """Defect: whatever the judging model said counted as right unless it was exactly "False"."""
    for response in ("I cannot tell.", "", "maybe", "False", "<<<True>>>"):
        assert not right(response)


def test_own_problems_are_not_those_of_a_training_split(upstream_layout):
    """Defect: the published items are of MATH's training split."""
    texts = {case.params["problem"] for case in original.read(upstream_layout)}
    for index in range(50):
        puzzle = instance(instance_id("math_count_probability", 1, 0, index))
        assert puzzle.payload["problem"] not in texts


def test_an_answer_that_is_not_known_to_be_right_is_not_used():
    case = Case(task="math_count_probability", id="x", question="", params={"problem": ""},
                gold="7", gold_correct=False)  # fmt: skip
    assert original.payload(case) is None


def test_the_samples_of_the_published_data_are_read(upstream_layout, upstream_cases):
    cases = list(original.read(upstream_layout))
    where = "MATH/train/counting_and_probability"
    assert [case.id for case in cases] == [f"{where}/{n}.json" for n in (1, 1000, 1001)]
    assert [case.gold for case in cases] == ["1000", "7", "1"]
    for case in cases:
        payload = original.payload(case)
        assert case.gold_correct
        assert TASK.verify(payload, f"<<<{case.gold}>>>").correct
        assert TASK.prompt(payload).startswith(case.params["problem"])
    known = {c["id"]: c for c in map(json.loads, upstream_cases.read_text("utf-8").splitlines())}
    same = known[cases[0].id]
    assert (cases[0].question, cases[0].params) == (same["question"], same["params"])
    assert list(original.read(upstream_layout / "nothing")) == []


def test_rows_of_copies_become_the_same_cases():
    row = {"problem": "How many?", "level": "Level 1", "type": "Counting & Probability",
           "solution": "First \\boxed{2}, then $\\boxed{\\frac{1}{2}}$."}  # fmt: skip
    rows = [{**row, "type": "Geometry"}, row, {**row, "solution": "none"}]
    first, second = original.read_hub(rows)
    assert (first.gold, first.params["gold_numeric"]) == (
        "\\frac{1}{2}",
        "0.50000000000000000000",
    )
    assert first.id == "MATH/train/counting_and_probability#1"
    assert second.gold is None
    assert second.broken
    assert original.payload(second) is None

"""What new_operator generates, asks and reads."""

import json
import re
from dataclasses import replace
from fractions import Fraction

import pytest

from codesteer.symbench.original.tasks import new_operator as original
from codesteer.symbench.registry import find_task, instance, instance_id

TASK = find_task("new_operator")
SUM = {"kind": "sum", "p": 5, "q": 2}
RATIO = {"kind": "ratio"}
OTHER = {"kind": "sum", "p": 1, "q": 4}
CHAIN = {"operators": {"%": SUM, "$": RATIO, "#": OTHER}, "expression": "(3%4)$5#6"}
"""23, then 28/5, then 28/5 + 24 = 148/5; the published answer is 29."""
PRODUCT = {"operators": {"@": {"kind": "product", "p": 4}}, "expression": "(10 @ 9) @ 5"}
"""7200."""
THIRD = {"operators": {"&": RATIO}, "expression": "(1 & 1) & 3"}
"""5/3."""


def right(answer, puzzle=CHAIN):
    return TASK.verify(puzzle, f"<<<{answer}>>>").correct


def test_operators_are_applied_to_the_end_of_the_expression_and_from_left_to_right():
    # The original drops what follows the first match, and so stores 29 here.
    assert TASK.solve(CHAIN) == "<<<148/5>>>"
    assert right("29.6")
    assert not right("29")
    assert not right("52/29")  # from right to left


@pytest.mark.parametrize(
    ("expression", "value"),
    [("2 # 3 # 4", 30), ("2 # (3 # 4)", 78), ("(2 # 3) # (4 # 5)", 110), ("7 # 8", 39),
     ("1 # (2 # (3 # 4)) # 5", 333), ("1 # ((2 # 3) # 4) # 5", 141)],
)  # fmt: skip
def test_parentheses_come_first(expression, value):
    puzzle = {"operators": {"#": OTHER}, "expression": expression}
    assert TASK.solve(puzzle) == f"<<<{value}>>>"


def test_the_prompt_states_precedence_order_and_exactness():
    # The published prompts state none of them, and ask for a "list of values and symbols".
    prompt = TASK.prompt(CHAIN)
    for rule in ("same precedence", "left to right", "Parentheses are worked out first",
                 "off by at most 0.000001", "a % b = 5*a + 2*b", "a $ b = (a + b)/b",
                 "a # b = a + 4*b", "(3%4)$5#6", "<<<number>>>"):  # fmt: skip
        assert rule in prompt


@pytest.mark.parametrize(
    "answer",
    ["29.6", "29.60", "148/5", "148 / 5", "296/10", "+29.6", "[29.6]", "(29.6)", "\\frac{148}{5}",
     "$29.6$", "\\boxed{29.6}", "\\boxed{\\frac{148}{5}}", "148/5 = 29.6", "(3%4)$5#6 = 29.6",
     "(3 % 4) $ 5 # 6 = 148/5 = 29.6", "29.6.", "**29.6**", "```\n29.6\n```", "Answer: 29.6",
     "29.6000005", '"29.6"', "Result: (3%4)$5#6 = 29.6",
     '{"answer": 29.6}', '{"answer": "148/5"}', "The value of the expression is 148/5",
     "So the result is **29.6**"],
)  # fmt: skip
def test_every_clear_form_of_the_number_is_read(answer):
    assert right(answer)


@pytest.mark.parametrize(
    "answer", ["1.6666666666666667", "1.666667", "1.6666667", "1.666666", "5/3", "10/6"]
)
def test_a_value_that_does_not_terminate_may_be_given_with_six_decimals(answer):
    # The original compares floats for equality, so that only all 17 digits pass.
    assert right(answer, THIRD)


@pytest.mark.parametrize(
    "answer",
    ["5/3 ~ 1.67", "5/3 ~ 1.667", "5/3 (~ 1.7)", "5/3 \\approx 1.6667", "5/3 ~ 2",
     "(1 & 1) & 3 = 5/3 ~ 1.67"],
)  # fmt: skip
def test_a_rounded_value_may_follow_the_exact_one(answer):
    assert right(answer.replace("~", "\u2248"), THIRD)


@pytest.mark.parametrize(
    "answer",
    ["5/3 ~ 1.66", "5/3 ~ 1.6", "5/3 ~ -1.67", "1.67 ~ 5/3", "1.67 ~ 1.666667", "5/4 ~ 1.67",
     "~ 5/3", "~ 1.666667", "5/3 ~ 1.67 ~ 1.7", "5/3 ~"],
)  # fmt: skip
def test_what_is_only_near_or_no_rounding_is_wrong(answer):
    assert not right(answer.replace("~", "\u2248"), THIRD)


@pytest.mark.parametrize("answer", ["1.6667", "1.67", "2", "1.6666", "1.666..."])
def test_a_coarser_decimal_is_wrong(answer):
    assert not right(answer, THIRD)


@pytest.mark.parametrize("answer", ["7200", "7,200", "7200.0", "7{,}200", "14400/2", "7,200.00"])
def test_an_integer_is_read_with_separators(answer):
    assert right(answer, PRODUCT)


@pytest.mark.parametrize("answer", ["7,20,0", "7 200 0", "7200.1", "72,00", "7200,0", "72 00"])
def test_an_integer_is_not_glued_together(answer):
    assert not right(answer, PRODUCT)


@pytest.mark.parametrize(
    "answer",
    ["", "-29.6", "29,6", "29.6 or 30", "29.6, 30", "[29.6, 30]", "not 29.6", "~29.6", "29.6%",
     "$29.6", "29.6e0", "148//5", "148/5/1", "148/0", "30 = 29.6", "29.6 = 30", "(3%4)$5#6",
     "(3%4)$5 = 29.6", "29 3/5", "29.6 apples", "2(9.6)", "\u0662\u0669.6", "--29.6", "29..6",
     "29.6\n30", "2\\boxed{9.6}", "1/0+29.6", "= 29.6",
     '{"draft": 29.6}', "The value of the expression is not 29.6", "{29.6, 30}", "29.6**2"],
)  # fmt: skip
def test_anything_else_is_wrong(answer):
    assert not right(answer)


@pytest.mark.parametrize(
    "response",
    ["The final answer is 29.6", "The answer is 29.6.\nThat is all.", "So (3%4)$5#6 = 29.6",
     "**Result:** 29.6", "\\boxed{29.6}", "First <<<29>>>, in truth <<<29.6>>>"],
)  # fmt: skip
def test_a_clear_answer_without_the_brackets_is_read(response):
    assert TASK.verify(CHAIN, response).correct


@pytest.mark.parametrize(
    "response", ["The answer is not 29.6", "The answer is 29.6\nor 30", "29.6 is not the answer"]
)
def test_a_denied_or_doubtful_answer_is_wrong(response):
    assert not TASK.verify(CHAIN, response).correct


def test_every_operator_is_used_differs_from_the_others_and_the_value_can_be_written_down():
    for level, config in TASK.levels.items():
        for index in range(25):
            puzzle = instance(instance_id("new_operator", level, 5, index)).payload
            expression, operators = puzzle["expression"], puzzle["operators"]
            assert len(operators) == config.operators
            assert set(operators) == set(re.findall(r"[#@$&%~]", expression))
            definitions = list(operators.values())
            assert all(definitions.count(definition) == 1 for definition in definitions)
            numbers = [int(number) for number in re.findall("[0-9]+", expression)]
            assert len(numbers) == config.operands
            assert 1 <= min(numbers) <= max(numbers) <= config.high
            assert expression.count("(") == expression.count(")") == config.groups
            value = Fraction(TASK.solve(puzzle)[3:-3])
            assert value < 10**6
            assert TASK.verify(puzzle, f"<<<{float(value)!r}>>>").correct


@pytest.mark.parametrize("change", [{"operands": 1}, {"groups": 9}, {"high": 1}, {"operators": 7}])
def test_configurations_that_make_no_expression_are_refused(change):
    with pytest.raises(ValueError, match="need"):
        replace(TASK.levels[3], **change)


def test_the_published_layout_is_read(upstream_layout, upstream_cases):
    cases = {case.id.rpartition("_")[2]: case for case in original.read(upstream_layout)}
    assert list(cases) == ["0", "38", "158"]
    known = [json.loads(line) for line in upstream_cases.read_text("utf-8").splitlines()]
    shape = next(row["params"] for row in known if row["task"] == "new_operator")
    for case in cases.values():
        assert {*case.params, "value_left_to_right", "value_right_to_left"} == set(shape)
        accepted = TASK.verify(original.payload(case), f"<<<{case.gold}>>>").correct
        assert accepted == case.gold_correct == (not case.broken)
    # (3~4)&5@6 is 3 * (60 + 25) * 6 = 1530; the published 90 is 5@6 alone.
    assert cases["0"].params["expression"] == "(3~4)&5@6"
    assert cases["0"].broken
    assert TASK.verify(original.payload(cases["0"]), "<<<1530>>>").correct


def test_a_right_published_answer_is_known_as_such(upstream_cases):
    for line in upstream_cases.read_text("utf-8").splitlines():
        row = json.loads(line)
        if row["task"] == "new_operator":
            case = original.Case(
                task=row["task"], id=row["id"], question=row["question"], params=row["params"]
            )
            value = TASK.solve(original.payload(case))[3:-3]
            assert value == row["params"]["value_left_to_right"]
            found = TASK.verify(original.payload(case), f"<<<{row['gold']}>>>").correct
            assert found == row["gold_correct"]

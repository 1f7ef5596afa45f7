"""What pooling generates, asks and reads."""

import json
from fractions import Fraction

import pytest

from codesteer.symbench.original.tasks import pooling as original
from codesteer.symbench.registry import find_task, instance, instance_id

TASK = find_task("pooling")
MATRIX = [[3, -4, 5, 0], [1, 7, -9, 2], [8, 0, 6, -1], [2, 2, 2, 2]]
MAX = {"matrix": [row[:3] for row in MATRIX[:3]], "window": 2, "kind": "max"}
"""7 7 / 8 7."""
AVERAGE = {"matrix": MATRIX, "window": 3, "kind": "average"}
"""17/9 6/9 / 19/9 11/9."""


def right(answer, puzzle=MAX):
    return TASK.verify(puzzle, f"<<<{answer}>>>").correct


def test_maxima_and_averages_are_those_of_overlapping_windows():
    assert TASK.solve(MAX) == "<<<7,7,8,7>>>"
    assert TASK.solve(AVERAGE) == "<<<17/9,2/3,19/9,11/9>>>"


@pytest.mark.parametrize("puzzle", [MAX, AVERAGE])
def test_the_prompt_states_stride_padding_order_and_exactness(puzzle):
    # The published prompt says neither how far the window moves nor how averages are rounded.
    prompt = TASK.prompt(puzzle)
    for rule in ("stride 1", "one cell at a time", "nothing is padded", "row by row",
                 "from left to right", "-4 5"):  # fmt: skip
        assert rule in prompt
    assert ("off by at most 0.000001" in prompt) == (puzzle is AVERAGE)
    assert ("maximum" in prompt, "average" in prompt) == (puzzle is MAX, puzzle is AVERAGE)


@pytest.mark.parametrize(
    "answer",
    [
        "7, 7, 8, 7", "[7,7,8,7]", "[[7, 7], [8, 7]]", "7 7\n8 7", "7,7\n8,7", "[7, 7]\n[8, 7]",
        "[[7 7]\n [8 7]]", "7,7,\n8,7", "| 7 | 7 |\n| 8 | 7 |", "7; 7; 8; 7", "+7,7,8,7",
        "```\n7,7,8,7\n```", "**7,7,8,7**", "$7,7,8,7$", "Answer: 7,7,8,7", "14/2,7,8,7",
        "The pooled matrix is [[7, 7], [8, 7]]", "7 7 8 7", "7,7,8,7.", "[[7. 7.]\n [8. 7.]]",
        "7,7;8,7", "7,7 | 8,7",
        '"7,7,8,7"', "((7, 7), (8, 7))",
    ],
)  # fmt: skip
def test_every_clear_layout_of_the_values_is_read(answer):
    assert right(answer)


def test_an_integer_may_be_written_with_a_point():
    # `int("7.0")` raises, so that the original rejected this.
    assert right("7.0,7.00,8,7.0")


@pytest.mark.parametrize(
    "answer",
    [
        "17/9,2/3,19/9,11/9", "17/9,6/9,19/9,11/9", "17/9, 0.666667, 2.111111, 1.222222",
        "1.8888888888888888,0.6666666666666666,2.111111111111111,1.2222222222222223",
        "1.888888,0.666666,2.111112,1.222222", "\\frac{17}{9}, \\frac23, 19/9, 11/9".replace(
            "\\frac23", "\\dfrac{2}{3}"), "[[17/9, 2/3], [19/9, 11/9]]", "17 / 9, 2/3, 19/9, 11/9",
        "$17/9$, $2/3$, $19/9$, $11/9$", "17/9 2/3\n19/9 11/9",
    ],
)  # fmt: skip
def test_averages_that_are_no_integers_can_be_given(answer):
    # The original read every value with `int()`: none of its average poolings could be answered.
    assert right(answer, AVERAGE)


@pytest.mark.parametrize("answer", ["2,1,2,1", "1,0,2,1", "1.89,0.67,2.11,1.22"])
def test_averages_are_not_rounded(answer):
    assert not right(answer, AVERAGE)


def test_a_negative_average_keeps_its_sign():
    puzzle = {"matrix": [[-1, -2, 0], [0, 0, 0], [0, 0, 0]], "window": 2, "kind": "average"}
    assert right("-3/4,-0.5,0,0", puzzle)
    assert right("\u22123/4,-1/2,0,0", puzzle)
    assert right("-\\frac{3}{4},-\\frac{1}{2},0,0", puzzle)
    assert right("\\frac{-3}{4}, - \\frac{1}{2}, 0, 0", puzzle)
    assert right("-.75,-.5,0,0", puzzle)
    assert not right("3/4,-1/2,0,0", puzzle)
    assert not right("-\\frac{-3}{4},-1/2,0,0", puzzle)
    assert not right("-.75,-.5,.,0", puzzle)


@pytest.mark.parametrize(
    "response",
    ["The final answer is 7,7,8,7", "The answer is:\n[[7, 7], [8, 7]]", "**Result:** 7, 7, 8, 7",
     "\\boxed{7,7,8,7}", "<<<1,1,1,1>>> was a slip: <<<7,7,8,7>>>"],
)  # fmt: skip
def test_a_clear_answer_without_the_brackets_is_read(response):
    assert TASK.verify(MAX, response).correct


@pytest.mark.parametrize(
    "answer",
    [
        "7,7,8;7", "7|7,8,7", "7,7,8|7",
        "", "7,8", "7,7,8", "7,7,8,7,7", "7,7,,8,7", "7,7,8,7,", "7,8,7,7", "7,7,8,8",
        "7,7,8\n7", "[[7,7,8],[7]]", "7,7,8,7 or 7,7,8,8", "not 7,7,8,7", "~7,7,8,7", "7,7,8,-7",
        "7,7,8,7e0", "7,7,8,7/0", "7,7,8,7%", "7 7, 8 7", "7,7,8,[7]", "[7,7,8,7",
        "7,7,8,7.0.0", "7,7,8,7.0000001", "7,7,8,--7", "[[7,7],[8,7]], 7", "7,7,8,six", "7787",
        "$7,7,8,7", "7,7,8,-\t7", "7,7,8,-\n7", "7,7,8,7/",
    ],
)  # fmt: skip
def test_anything_else_is_wrong(answer):
    assert not right(answer)


@pytest.mark.timeout(5)
def test_many_blanks_hold_nothing_up():
    for _ in range(8):
        assert not right("7" + " " * 19_900 + "x")
    assert right("7" + " " * 19_000 + ", 7, 8, 7")


def test_no_instance_has_one_value_everywhere():
    for level in TASK.levels:
        for index in range(30):
            puzzle = instance(instance_id("pooling", level, 5, index)).payload
            values = TASK.solve(puzzle)[3:-3].split(",")
            assert len(set(values)) > 1
            assert len(values) == (len(puzzle["matrix"]) - puzzle["window"] + 1) ** 2
            assert TASK.verify(puzzle, f"<<<{','.join(str(float(Fraction(v))) for v in values)}>>>")


def test_the_published_layout_is_read(upstream_layout, upstream_cases):
    cases = list(original.read(upstream_layout))
    assert [case.id.rpartition("_")[2] for case in cases] == ["0", "38", "158"]
    assert [case.params["pooling_type"] for case in cases] == ["max", "max", "average"]
    known = [json.loads(line) for line in upstream_cases.read_text("utf-8").splitlines()]
    shape = next(row["params"] for row in known if row["task"] == "pooling")
    for case in cases:
        assert case.gold_correct
        assert not case.broken
        assert {*case.params, "expected_fractions"} == set(shape)
        rows = [",".join(map(str, row)) for row in case.gold]
        assert TASK.verify(original.payload(case), f"<<<{','.join(rows)}>>>").correct


def test_a_wrong_published_answer_is_marked(upstream_layout, tmp_path):
    folder = tmp_path / "pooling_dataset" / "sample_0"
    folder.mkdir(parents=True)
    source = upstream_layout / "pooling_dataset" / "sample_0"
    stored = json.loads((source / "solution.json").read_text("utf-8"))
    stored["solution"][0][0] += 1
    (folder / "solution.json").write_text(json.dumps(stored), "utf-8")
    (folder / "question.txt").write_text("?", "utf-8")
    (case,) = original.read(tmp_path)
    assert case.gold_correct is False
    assert case.broken

"""One test for each defect of the published verifiers that ours must not have."""

import json

import pytest

from codesteer.symbench.registry import find_task

ROW = [[1, 2, 3, 4, 5, 6, 7, 8, 9], [4, 5, 6, 7, 8, 9, 1, 2, 3], [7, 8, 9, 1, 2, 3, 4, 5, 6]]
SOLVED = ROW + [r[1:3] + r[:1] + r[4:6] + r[3:4] + r[7:9] + r[6:7] for r in ROW]
SOLVED += [r[2:3] + r[:2] + r[5:6] + r[3:5] + r[8:9] + r[6:8] for r in ROW]
PUZZLE = {"grid": [[0] * 9, *[list(row) for row in SOLVED[1:]]]}


def game(numbers, response, target=24):
    payload = {"numbers": numbers, "target": target}
    return find_task("game_24").verify(payload, response).correct


def product(factors, response):
    return find_task("number_multiply").verify({"factors": factors}, response).correct


def sudoku(grid, puzzle=PUZZLE):
    return find_task("standard_sudoku").verify(puzzle, f"<<<{grid}>>>").correct


def test_float_equality_does_not_reject_an_exact_solution():
    assert game([3, 3, 8, 8], "<<<8/(3-8/3)>>>")
    assert game([1, 6, 8, 9], "<<<(8/(1-(6/9)))>>>")


def test_a_near_miss_is_not_accepted_for_being_near():
    assert not game([7, 3, 3, 7], "<<<7*(3+3/7)+1/1>>>")
    assert not game([10**9, 10**9 + 1, 24, 1], "<<<24*1000000000/1000000001*1>>>")


@pytest.mark.parametrize(
    "answer",
    [
        "[4*6, __import__('os').system('true'),1,1][False]",
        "4*6 if 1 and 1 else None",
        "4*6 # 1 1",
        "4*6+1//1-1",
        "4**1*6*1",
        "46-11*2",
        "4*6*1 1",
        "4*6+(1-1",
        "4*6+1-1)",
    ],
)
def test_only_expressions_of_the_rules_count_in_game_24(answer):
    assert not game([1, 1, 4, 6], f"<<<{answer}>>>")


@pytest.mark.parametrize(
    "answer",
    ["(1-1)+4*6", "4*6+1-1 = 24", "\u22121+1+4\u00d76", "(4 \\times 6)+1-1", "[4*6]+1-1",
     "-1+1+4*6", "\\frac{4}{1}*6*1"],
)  # fmt: skip
def test_every_way_to_write_a_right_expression_counts(answer):
    assert game([1, 1, 4, 6], f"<<<{answer}>>>")


def test_an_equation_with_another_right_side_is_wrong():
    assert not game([1, 1, 4, 6], "<<<4*6+1-1 = 25>>>")
    assert not game([1, 1, 4, 6], "<<<4*6+1-1 = 24 = 24>>>")


def test_a_bare_target_is_no_expression():
    assert not game([3, 8, 10, 11], "<<<24>>>")


def test_an_answer_in_a_revised_text_is_the_last_one():
    text = "First <<<1+1+4+6>>>. A slip, so finally <<<(1-1)+4*6>>>"
    assert game([1, 1, 4, 6], text)
    assert not game([1, 1, 4, 6], text + " or <<<4")


@pytest.mark.parametrize("wrong", ["-24", "240", "2.4", "24.5", "024 1", "2 4", "12 * 2", "24e0"])
def test_a_product_is_compared_as_a_number_not_as_a_substring(wrong):
    assert not product([12, 2], f"<<<{wrong}>>>")


@pytest.mark.parametrize("right", ["24", "+24", "24.0", "12 * 2 = 24", "$24$", "**24**"])
def test_a_product_may_be_written_in_any_clear_form(right):
    assert product([12, 2], f"<<<{right}>>>")


def test_a_sign_apart_from_its_number_still_counts():
    assert product([12, -2], "<<<- 24>>>")
    assert not product([12, 2], "<<<- 24>>>")


@pytest.mark.parametrize(
    "text", ["1,234,567", "1 234 567", "1_234_567", "1234567", "1{,}234{,}567"]
)
def test_thousands_may_be_grouped(text):
    assert product([1234567, 1], f"<<<{text}>>>")


def test_wrongly_grouped_thousands_are_not_glued_together():
    assert not product([1234567, 1], "<<<1,2345,67>>>")
    assert not product([1234567, 1], "<<<123 4567>>>")


def test_extra_rows_and_columns_do_not_pass_in_sudoku():
    assert sudoku(SOLVED)
    assert not sudoku([[*row, 99] for row in SOLVED] + [[0]])
    assert not sudoku([*SOLVED, SOLVED[0]])
    assert not sudoku(SOLVED[:8])


def test_only_whole_digits_count_in_sudoku():
    floats = [[float(digit) for digit in row] for row in SOLVED]
    assert not sudoku(floats)
    assert not sudoku([[True if d == 1 else d for d in row] for row in SOLVED])
    assert not sudoku([[-d for d in row] for row in SOLVED])


def test_digits_in_rows_of_another_length_are_no_grid():
    flat = [digit for row in SOLVED for digit in row]
    assert not sudoku([flat[:10], *[flat[i : i + 9] for i in range(10, 73, 9)], flat[73:]])


def test_changed_givens_are_wrong_in_sudoku():
    swapped = [[{1: 2, 2: 1}.get(d, d) for d in row] for row in SOLVED]
    assert not sudoku(swapped)
    assert sudoku(swapped, {"grid": [[0] * 9 for _ in range(9)]})


@pytest.mark.parametrize(
    "layout",
    [
        "\n".join("".join(map(str, row)) for row in SOLVED),
        "\n".join(" ".join(map(str, row)) for row in SOLVED),
        "\n".join(",".join(map(str, row)) for row in SOLVED),
        "\n------+------\n".join("| ".join(map(str, row)) for row in SOLVED),
        json.dumps(SOLVED),
    ],
)
def test_every_clear_layout_of_a_grid_counts(layout):
    assert sudoku(layout)


def test_the_upstream_cases_of_these_tasks_are_judged_as_they_should_be(upstream_cases):
    params = {
        "game_24": lambda p: {"numbers": p["numbers"], "target": p["target"]},
        "number_multiply": lambda p: {"factors": p["factors"]},
        "standard_sudoku": lambda p: {"grid": p["puzzle"]},
    }
    wrong, lenient = [], []
    for line in upstream_cases.read_text("utf-8").splitlines():
        case = json.loads(line)
        if case["task"] not in params:
            continue
        payload = params[case["task"]](case["params"])
        for response in case["responses"]:
            if response.get("ambiguous"):
                continue
            found = find_task(case["task"]).verify(payload, response["text"]).correct
            if response["format"] == "lenient" and response["true_verdict"]:
                lenient.append(found)
            elif found != (response["true_verdict"] and response["format"] == "strict"):
                wrong.append((case["id"], response["kind"], response["text"][-80:]))
    assert not wrong
    assert sum(lenient) / len(lenient) >= 0.9

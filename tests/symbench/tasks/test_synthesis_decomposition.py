"""The task synthesis_decomposition: methods that take turns, and the counts they leave."""

import pytest

from codesteer.symbench.original.tasks import synthesis_decomposition as original
from codesteer.symbench.registry import find_task, instance, instance_id
from codesteer.symbench.task import LEVELS

TASK = find_task("synthesis_decomposition")
PUZZLE = {
    "initial": {"A": 4, "B": 2},
    "methods": [
        {"input": {"A": 1, "B": 1}, "output": {"X": 1}},
        {"input": {"A": 3}, "output": {"X": 2}},
    ],
    "order": ["A", "B", "X"],
}
LONG = {
    "initial": {"A": 12, "B": 3},
    "methods": [{"input": {"A": 1}, "output": {"X": 1}}, {"input": {"B": 1}, "output": {"X": 1}}],
    "order": ["A", "B", "X"],
}


def accepted(response, puzzle=PUZZLE):
    return TASK.verify(puzzle, response).correct


def some(n=40):
    ids = [instance_id(TASK.name, level, 5, i) for level in LEVELS for i in range(n)]
    return [instance(each) for each in ids]


def fired(payload, once):
    """How often each method is carried out, and the last counts: one unit step at a time."""
    stock = dict.fromkeys(payload["order"], 0) | payload["initial"]
    done = [0] * len(payload["methods"])
    busy = True
    while busy:
        busy = False
        for i, method in enumerate(payload["methods"]):
            while all(stock[kind] >= n for kind, n in method["input"].items()):
                for kind, n in method["input"].items():
                    stock[kind] -= n
                for kind, n in method["output"].items():
                    stock[kind] += n
                done[i] += 1
                busy = True
                if once:
                    break
    return done, list(stock.values())


def test_methods_take_turns_and_each_is_carried_out_once_a_visit():
    assert accepted("<<<[0, 1, 3]>>>")
    assert not accepted("<<<[2, 0, 2]>>>")  # Method 1 as often as possible, then method 2.


def test_it_goes_on_until_no_method_can_be_carried_out():
    assert accepted("<<<[0, 0, 15]>>>", LONG)
    assert not accepted("<<<[9, 0, 6]>>>", LONG)


@pytest.mark.parametrize(
    "answer",
    [
        "[0, 1, 3]",
        "0, 1, 3",
        "0 1 3",
        "(0, 1, 3)",
        '["0", "1", "3"]',
        "['0', '1', '3']",
        "A=0, B=1, X=3",
        "X=3, A=0, B=1",
        '{"A": 0, "B": 1, "X": 3}',
        "remaining_A: 0, remaining_B: 1, obtained_X: 3",
        "crop A: 0\ncrop B: 1\nproduct X: 3",
        "```\n[0, 1, 3]\n```",
        "**[0, 1, 3]**",
        "Answer: [0, 1, 3]",
        "**Answer:** [0, 1, 3]",
        "[0, 1, 3,]",
        "| 0 | 1 | 3 |",
        "0\n1\n3",
        "'A': '0', 'B': '1', 'X': '3'",
        "  [0,1,3]  ",
    ],
)
def test_every_clear_layout_of_the_counts_is_read(answer):
    assert accepted(f"<<<{answer}>>>")
    assert accepted(f"<<<\n{answer}\n>>>")


@pytest.mark.parametrize(
    "answer",
    [
        "[0, 1]",
        "[0, 1, 3, 0]",
        "[1, 0, 3]",
        "[0, 1, -3]",
        "[0, 1, 3.0]",
        "013",
        "[0,, 1, 3]",
        "[, 0, 1, 3]",
        "[0, 1, 3",
        "0, 1, 3]",
        "[0, 1], [3]",
        "[[0, 1, 3]]",
        "(0, 1, 3]",
        "[0, 01, 3]",
        "['0, '1', 3]",
        "{0 1 A=3}",
        "A=0, B=1",
        "A=0, B=1, B=3",
        "A=0, B=1, Y=3",
        "A=0, B=1, 3",
        "[0, 1, 3] or [2, 0, 2]",
        "not [0, 1, 3]",
        "[0, 1, 3]?",
        "A=0, B=1, X=3, C=2",
        "",
    ],
)
def test_other_counts_and_anything_beside_them_are_wrong(answer):
    assert not accepted(f"<<<{answer}>>>")


def test_counts_without_brackets_are_read_where_they_are_clear():
    assert accepted("The answer is [0, 1, 3].")
    assert accepted("So it ends with\nA=0, B=1, X=3")
    assert accepted("\\boxed{[0, 1, 3]}")
    assert not accepted("The answer is not [0, 1, 3]")
    assert not accepted("After 3 visits there are [0, 1, 3] units")
    assert not accepted("The final answer is <<<[0, 1, 3")


def test_the_last_counts_are_the_answer():
    assert accepted("<<<[2, 0, 2]>>> Again: <<<[0, 1, 3]>>>")
    assert not accepted("<<<[0, 1, 3]>>> Again: <<<[2, 0, 2]>>>")


def test_defect_the_demanded_form_passes_with_its_brackets():
    for puzzle in some(5):
        answer = TASK.solve(puzzle.payload)
        assert answer.startswith("<<<[")
        assert accepted(answer, puzzle.payload)


def test_defect_counts_of_several_digits_are_not_run_together():
    assert not accepted("<<<[0, 0, 1, 5]>>>", LONG)
    assert not accepted("<<<0015>>>", LONG)


def test_defect_a_crop_is_never_called_a_product():
    for puzzle in some():
        for crop in "ABCD":
            assert f"product {crop}" not in puzzle.prompt
        for product in "XYZ":
            assert f"crop {product}" not in puzzle.prompt


def test_defect_prompts_do_not_repeat():
    assert len({puzzle.prompt for puzzle in some()}) == 200


def test_defect_the_other_reading_has_another_answer():
    for puzzle in some():
        _, turns = fired(puzzle.payload, once=True)
        _, exhausted = fired(puzzle.payload, once=False)
        assert accepted(f"<<<{turns}>>>", puzzle.payload)
        assert not accepted(f"<<<{exhausted}>>>", puzzle.payload)


def test_every_method_is_carried_out_and_every_kind_is_used():
    for puzzle in some():
        methods = puzzle.payload["methods"]
        done, _ = fired(puzzle.payload, once=True)
        assert min(done) >= 1
        assert sum(done) >= 2 * len(done)
        assert len({str(method) for method in methods}) == len(methods)
        touched = {kind for m in methods for side in m.values() for kind in side}
        assert touched == {*puzzle.payload["order"]}


def test_the_prompt_states_the_rules():
    text = TASK.prompt(PUZZLE)
    for part in ("crops (A, B)", "products (X)", "4 units of crop A and 2 units of crop B",
                 "Method 1: give 1 unit of crop A and 1 unit of crop B; get 1 unit of product X.",
                 "after method 2 start again with method 1", "exactly once, even if there is",
                 "Stop when no method can be", "in the order A, B, X"):  # fmt: skip
        assert part in text


def test_the_published_samples_are_read(upstream_layout):
    cases = list(original.read(upstream_layout))
    assert [case.id.split("_")[-1] for case in cases] == ["0", "38", "158"]
    for case in cases:
        assert case.gold_correct
        assert not case.broken
        assert accepted(f"<<<{case.gold}>>>", original.payload(case))
    first, _, last = cases
    assert first.params["methods"][1] == {"input": {"A": 3}, "output": {"X": 2}}
    assert first.gold == [1, 0, 2]
    assert last.params["output_order"] == ["A", "B", "C", "X", "Y"]
    assert last.params["methods"][2] == {"input": {"C": 2, "X": 1}, "output": {"Y": 1}}


def test_a_crop_that_the_published_text_calls_a_product_is_one_crop(upstream_layout):
    case = list(original.read(upstream_layout))[1]
    assert "product C" in case.question
    assert "product C" not in TASK.prompt(original.payload(case))


def test_a_folder_without_the_data_has_no_cases(tmp_path):
    assert list(original.read(tmp_path)) == []


def test_a_question_without_an_order_of_counts_is_refused(tmp_path):
    folder = tmp_path / "synthesis_decomposition_dataset" / "sample_0"
    folder.mkdir(parents=True)
    (folder / "question.txt").write_text("How many?", "utf-8")
    (folder / "solution.json").write_text('{"initial_state": {}, "complexity": 1}', "utf-8")
    with pytest.raises(ValueError, match="order"):
        list(original.read(tmp_path))

"""What logical_equation generates, asks and reads."""

import json
from dataclasses import replace
from itertools import permutations

import pytest

from codesteer.symbench.original.tasks import logical_equation as original
from codesteer.symbench.registry import find_task, instance, instance_id

TASK = find_task("logical_equation")


def statement(kind, left, right, value=0):
    return {"kind": kind, "left": left, "right": right, "value": value}


PUZZLE = {
    "values": [2, 3, 10, 15, 40],
    "statements": [
        statement("ratio", "A", "B", 15),
        statement("difference", "C", "D", -30),
        statement("greater", "E", "B"),
    ],
}
"""A = 3, B = 2, C = 10, D = 40, E = 15, and no other way."""
LOOSE = {"values": [1, 2, 3, 4], "statements": [statement("sum", "A", "B", 5),
                                                statement("greater", "C", "D")]}  # fmt: skip


def right(answer, puzzle=PUZZLE):
    return TASK.verify(puzzle, f"<<<{answer}>>>").correct


def test_the_prompt_states_the_rules_and_that_the_values_differ():
    # The published prompt does not say that no value occurs twice.
    prompt = TASK.prompt(PUZZLE)
    for rule in (
        "no two letters have the same value",
        "every number is the value of exactly one",
        "A, B, C, D, E",
        "2, 3, 10, 15, 40",
        "1. A = 1.5 * B",
        "2. C - D = -30",
        "3. E > B",
        "alphabetical order",
        "value of E",
        "more than one solution",
    ):
        assert rule in prompt  # fmt: skip
    assert "1. A + B = 5" in TASK.prompt(LOOSE)


def test_every_assignment_that_keeps_the_rules_is_right_and_no_other():
    accepted = [values for values in permutations([1, 2, 3, 4]) if right(str(list(values)), LOOSE)]
    assert accepted == [(a, b, c, d) for a, b, c, d in permutations([1, 2, 3, 4])
                        if a + b == 5 and c > d]  # fmt: skip
    assert len(accepted) == 4
    assert [v for v in permutations(PUZZLE["values"]) if right(str(v))] == [(3, 2, 10, 40, 15)]


def test_repeated_values_are_wrong():
    # The original's test for this is commented out.
    puzzle = PUZZLE | {"statements": PUZZLE["statements"][:2]}
    assert right("[3, 2, 10, 40, 15]", puzzle)
    assert not right("[3, 2, 10, 40, 3]", puzzle)


def test_fractions_are_not_cut_down_to_integers():
    # The original compares int(value) with the list, and so takes 1.9 for 1.
    puzzle = {"values": [1, 2, 3, 9], "statements": [statement("greater", "B", "A")]}
    assert right("[1, 2, 3, 9]", puzzle)
    assert not right("[1.9, 2, 3, 9]", puzzle)
    assert not right("[1, 2.5, 3, 9]", puzzle)


def test_tenths_are_exact():
    # In floats, 4.1 * 30 is 122.99999999999999.
    for x, tenths, y in [(123, 41, 30), (55, 11, 50), (110, 22, 50), (115, 23, 50)]:
        puzzle = {"values": [x, y], "statements": [statement("ratio", "A", "B", tenths)]}
        assert right(f"[{x}, {y}]", puzzle)
        assert not right(f"[{y}, {x}]", puzzle)


@pytest.mark.parametrize(
    "answer",
    ["3", "[[3, 2], [10]]", "['x', 2, 10, 40, 15]", "{}", "[]", "__import__('os').getcwd()",
     "[None, 2, 10, 40, 15]"],
)  # fmt: skip
def test_what_is_no_list_of_numbers_is_wrong_and_runs_nothing(answer):
    # The original evaluates the answer as Python and fails on lists of mixed types.
    assert not right(answer)


@pytest.mark.parametrize(
    "answer",
    [
        "[3, 2, 10, 40, 15]", "[3,2,10,40,15]", "3, 2, 10, 40, 15", "(3, 2, 10, 40, 15)",
        "3 2 10 40 15", "[3.0, 2.0, 10.0, 40.0, 15.00]", "[3 2 10 40 15]", "[3, 2, 10,\n40, 15]",
        "A = 3, B = 2, C = 10, D = 40, E = 15", "A=3\nB=2\nC=10\nD=40\nE=15", "A: 3; B: 2; C: 10; "
        "D: 40; E: 15", '{"A": 3, "B": 2, "C": 10, "D": 40, "E": 15}', "A=3 B=2 C=10 D=40 E=15",
        "E = 15, A = 3, B = 2, C = 10, D = 40", "[A = 3, B = 2, C = 10.0, D = 40, E = 15]",
        "```\n[3, 2, 10, 40, 15]\n```", "**[3, 2, 10, 40, 15]**", "Answer: [3, 2, 10, 40, 15]",
        "$[3, 2, 10, 40, 15]$", "['3', '2', '10', '40', '15']", "The values are 3, 2, 10, 40, 15.",
        '{"answer": [3, 2, 10, 40, 15]}', '{"values": [3, 2, 10, 40, 15]}',
        '{"solution": {"A": 3, "B": 2, "C": 10, "D": 40, "E": 15}}',
        "So the values are **[3, 2, 10, 40, 15]**",
    ],
)  # fmt: skip
def test_every_clear_form_of_the_values_is_read(answer):
    assert right(answer)


@pytest.mark.parametrize(
    "answer",
    [
        "", "[3, 2, 10, 40]", "[3, 2, 10, 40, 15, 15]", "[3, 2, 10, 40, 15", "3, 2, 10, 40, 15]",
        "[2, 3, 10, 40, 15]", "[3, 2, 40, 10, 15]", "[3, 2, 10, 40, 16]", "[3, 2, 10, 40, -15]",
        "[3, 2, 10, 40, 15] or [2, 3, 10, 40, 15]", "not [3, 2, 10, 40, 15]", "[3, 2, 10, 4015]",
        "[3, 2, 10, 40, 15.5]", "[3, 2, 10, 40, 15e0]", "[3, 2, 10, 40, 30/2]",
        "[3,, 2, 10, 40, 15]", "[3, 2, 10, 40, 15,]", "[3, 2, 10, 40, 15]!",
        "[3, 2, 10, 40, \uff11\uff15]", "A = 3, B = 2, C = 10, D = 40",
        "A = 3, B = 2, C = 10, D = 40, D = 15", "A = 3, B = 2, C = 10, D = 40, E = 15, F = 7",
        "A = 3, B = 2, C = 10, D = 40, E = 15, 7", "A = 3, B = 2, C = 10, D = 40, E = 15, E = 15",
        "A = 3, B = 2, C = 10, D = 40, E = 15.5", "A = 3, B = 2, C = 10, D = 40, E = -15",
        "A != 3, B = 2, C = 10, D = 40, E = 15", "A = 3, B = 2, C = 10, D = 40, E = 15?",
        '{"answer": [2, 3, 10, 40, 15]}', '{"draft": [3, 2, 10, 40, 15]}',
        "The values are not [3, 2, 10, 40, 15]",
        "A = 3, B = 2, C = 10, D = 40, 15", "-A = 3, B = 2, C = 10, D = 40, E = 15",
        "2A = 3, B = 2, C = 10, D = 40, E = 15", "2*A = 3, B = 2, C = 10, D = 40, E = 15",
        "A = 3, B = 2, C = 10, D = 40, E = 15 = 16", "A = 3, B = 2, C = 10, D = 40, E = 15*2",
    ],
)  # fmt: skip
def test_anything_else_is_wrong(answer):
    assert not right(answer)


@pytest.mark.parametrize(
    "response",
    ["The final answer is [3, 2, 10, 40, 15]", "\\boxed{[3, 2, 10, 40, 15]}",
     "**Answer:** A = 3, B = 2, C = 10, D = 40, E = 15", "So A=3, B=2, C=10, D=40, E=15.",
     "<<<[2, 3, 10, 40, 15]>>> is wrong: <<<[3, 2, 10, 40, 15]>>>"],
)  # fmt: skip
def test_a_clear_answer_without_the_brackets_is_read(response):
    assert TASK.verify(PUZZLE, response).correct


def test_the_solver_tells_when_there_is_no_solution():
    puzzle = {"values": [1, 2, 3], "statements": [statement("sum", "A", "B", 7)]}
    with pytest.raises(ValueError, match="no values"):
        TASK.solve(puzzle)


def test_numbers_differ_all_letters_are_mentioned_and_no_pair_twice():
    for level, config in TASK.levels.items():
        for index in range(25):
            payload = instance(instance_id("logical_equation", level, 5, index)).payload
            values, statements = payload["values"], payload["statements"]
            assert values == sorted(set(values))
            assert len(values) == config.letters
            assert len(statements) == config.statements
            pairs = [frozenset((s["left"], s["right"])) for s in statements]
            assert len(set(pairs)) == len(pairs)
            assert set().union(*pairs) == {chr(ord("A") + i) for i in range(config.letters)}
            for each in statements:
                assert each["kind"] != "ratio" or 11 <= each["value"] <= 49


@pytest.mark.parametrize("change", [{"letters": 27}, {"statements": 4}, {"statements": 14}])
def test_configurations_that_cannot_be_met_are_refused(change):
    with pytest.raises(ValueError, match="need"):
        replace(TASK.levels[3], **change)


def test_the_published_layout_is_read(upstream_layout, upstream_cases):
    cases = list(original.read(upstream_layout))
    names = [case.id.rpartition("/")[2] for case in cases]
    assert names == ["sample_11_10_0", "sample_13_11_13", "sample_15_13_5"]
    known = {
        row["id"]: row for row in map(json.loads, upstream_cases.read_text("utf-8").splitlines())
    }
    for case in cases:
        assert case.gold_correct
        assert not case.broken
        assert TASK.verify(original.payload(case), f"<<<{case.gold}>>>").correct
        if row := known.get(case.id):
            assert (case.question, case.params) == (row["question"], row["params"])


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [("A = 3.0B", "ratio", 30), ("A = 1.5B", "ratio", 15), ("A = B", "ratio", 10),
     ("A + B = 5", "sum", 5), ("A - B = -7", "difference", -7), ("A > B", "greater", 0)],
)  # fmt: skip
def test_every_kind_of_published_statement_is_understood(text, kind, value):
    case = original.Case(
        task="logical_equation", id="", question="", params={"values": [1], "constraints": [text]}
    )
    assert original.payload(case)["statements"] == [statement(kind, "A", "B", value)]


def test_a_wrong_published_answer_is_marked(upstream_layout, tmp_path):
    folder = tmp_path / "logical_equation" / "sample_11_10_0"
    folder.mkdir(parents=True)
    source = upstream_layout / "logical_equation" / "sample_11_10_0"
    stored = json.loads((source / "solution.json").read_text("utf-8"))
    (folder / "solution.json").write_text(json.dumps(stored[::-1]), "utf-8")
    (folder / "question.txt").write_text((source / "question.txt").read_text("utf-8"), "utf-8")
    (case,) = original.read(tmp_path)
    assert case.gold_correct is False
    assert case.broken

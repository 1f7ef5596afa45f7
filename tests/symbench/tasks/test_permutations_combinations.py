"""The task permutations_combinations: conditions, every valid order, and whole permutations."""

import json
from itertools import permutations

import pytest

from codesteer.symbench.original.tasks import permutations_combinations as original
from codesteer.symbench.registry import find_task, instance, instance_id
from codesteer.symbench.task import LEVELS

from ..independent.permutations_combinations import check

TASK = find_task("permutations_combinations")
PUZZLE = {
    "items": ["A", "B", "C", "D", "E"],
    "constraints": [["fixed", "C", 1], ["left", "B", "A"], ["adj", "D", "E"], ["notpos", "A", 5]],
}
RIGHT = '["C", "B", "A", "E", "D"]'


def shelved(answer, constraints=(), items="ABCD"):
    payload = {"items": list(items), "constraints": [list(c) for c in constraints]}
    return TASK.verify(payload, f"<<<{answer}>>>").correct


def accepted(response):
    return TASK.verify(PUZZLE, response).correct


def some(n=40, levels=LEVELS):
    ids = [instance_id(TASK.name, level, 5, i) for level in levels for i in range(n)]
    return [instance(each) for each in ids]


@pytest.mark.parametrize(
    ("condition", "kept", "broken"),
    [
        (["fixed", "A", 2], "B A C D", "A B C D"),
        (["notpos", "A", 2], "A B C D", "B A C D"),
        (["left", "A", "C"], "A B C D", "C A B D"),
        (["right", "A", "C"], "C B D A", "A B C D"),
        (["adj", "A", "C"], "B C A D", "A B C D"),
    ],
)
def test_each_kind_of_condition(condition, kept, broken):
    assert shelved(kept, [condition])
    assert not shelved(broken, [condition])


def test_left_and_right_reach_farther_than_the_next_position():
    assert shelved("A B C D", [["left", "A", "D"], ["right", "D", "A"]])


def test_every_order_that_keeps_the_conditions_is_accepted_and_no_other():
    for puzzle in some(2, levels=(1,)):
        for order in permutations(puzzle.payload["items"]):
            assert _right(puzzle, order) == check(puzzle.payload, json.dumps(order))


def _right(puzzle, order):
    return TASK.verify(puzzle.payload, f"<<<{list(order)}>>>").correct


@pytest.mark.parametrize(
    "answer",
    [
        RIGHT,
        RIGHT.replace('"', "'"),
        RIGHT.replace('"', ""),
        "C, B, A, E, D",
        "C B A E D",
        "C\nB\nA\nE\nD",
        "1. C\n2. B\n3. A\n4. E\n5. D",
        "1: C, 2: B, 3: A, 4: E, 5: D",
        '{"1": "C", "2": "B", "3": "A", "4": "E", "5": "D"}',
        "Position 1: C, Position 2: B, Position 3: A, Position 4: E, Position 5: D",
        f"```json\n{RIGHT}\n```",
        f"Answer: {RIGHT}",
        f"**{RIGHT}**",
        '["C",\n "B",\n "A",\n "E",\n "D"]',
        '["Book C", "Book B", "Book A", "Book E", "Book D"]',
        "book C, book B, book A, book E, book D",
        "1. Book C\n2. Book B\n3. Book A\n4. Book E\n5. Book D",
        "- Position 1: C\n- Position 2: B\n- Position 3: A\n- Position 4: E\n- Position 5: D",
        "C -> B -> A -> E -> D",
        "C \u2192 B \u2192 A \u2192 E \u2192 D",
        f'{{"order": {RIGHT}}}',
        f'{{"answer": {RIGHT}}}',
        f"The order is {RIGHT}",
        "**Order:** C, B, A, E, D",
        "The answer is **C, B, A, E, D**",
    ],
)
def test_every_clear_layout_counts(answer):
    assert accepted(f"<<<{answer}>>>")


def test_an_order_without_brackets_is_read_where_it_is_clear():
    assert accepted(f"I tried all. The answer is {RIGHT}.")
    assert accepted(f"I tried all.\n{RIGHT}")
    assert accepted("So \\boxed{C, B, A, E, D}")
    assert not accepted(f"The answer is not {RIGHT}")
    assert not accepted(f"I tried {RIGHT} and it works")
    assert not accepted('The answer is <<<["C", "B", "A", "E"')


@pytest.mark.parametrize(
    "answer",
    [
        f"{RIGHT} or {RIGHT}",
        f'{RIGHT}, ["C", "B", "A", "D", "E"]',
        f"not {RIGHT}",
        "CBAED",
        "c, b, a, e, d",
        "C, B, A, E, D?",
        "2. C\n1. B\n3. A\n4. E\n5. D",
        "1. C, B, A, E, D",
        "C 1: B 2: A 3: E 4: D 5:",
        "C 1: B, 2: A, 3: E, 4: D, 5:",
        "C, 1: B, 2: A, 3: E, 4: D, 5:",
        "C, 2: B, A, E, D",
        '["C"B, ",", "A", "E", "D"]',
        '["C", "B", "A", "E", "D]',
        "[C, B], [A, E, D]",
        "Book C, Book B, Book A, Book E, Book",
        "C <- B <- A <- E <- D",
        f'{{"draft": {RIGHT}}}',
        f"The order is not {RIGHT}",
        "C > B > A > E > D",
        "C, B, A, E/D",
        "",
        "[]",
    ],
)
def test_anything_beside_the_order_is_wrong(answer):
    assert not accepted(f"<<<{answer}>>>")


@pytest.mark.parametrize("answer", ["A B C", "A B C D E", "A B C C", "A B C Z", "A B C D A"])
def test_defect_missing_repeated_and_invented_books_do_not_pass(answer):
    assert shelved("A B C D", [["left", "A", "B"]])
    assert not shelved(answer, [["left", "A", "B"]])


def test_the_last_order_counts():
    assert accepted(f"<<<[A, B, C, D, E]>>> no, rather <<<{RIGHT}>>>")
    assert not accepted(f"<<<{RIGHT}>>> no, rather <<<[A, B, C, D, E]>>>")


def test_the_prompt_states_the_rules():
    text = TASK.prompt(PUZZLE)
    for part in ("A, B, C, D, E", "1 (far left) to 5 (far right)", "1. Book C is at position 1.",
                 "2. Book B is somewhere to the left of book A.", "each book exactly once",
                 "3. Book D is directly next to book E, on either side.",
                 "4. Book A is not at position 5.", "not only at the next one"):  # fmt: skip
        assert part in text


def test_defect_no_condition_is_listed_twice():
    for puzzle in some():
        told = [_meaning(condition) for condition in puzzle.payload["constraints"]]
        assert len({*told}) == len(told)
        level = TASK.levels[puzzle.id.level]
        assert len(told) == level.conditions


def _meaning(condition):
    kind, a, b = condition
    if kind == "adj":
        return (kind, *sorted((a, b)))
    return ("left", b, a) if kind == "right" else (kind, a, b)


def test_a_fixed_book_is_not_kept_from_positions_as_well():
    for puzzle in some():
        constraints = puzzle.payload["constraints"]
        fixed = [a for kind, a, _ in constraints if kind == "fixed"]
        assert len({*fixed}) == len(fixed)
        assert not [a for kind, a, _ in constraints if kind == "notpos" and a in fixed]


def test_defect_every_book_stands_in_a_condition():
    for puzzle in some():
        named = {name for condition in puzzle.payload["constraints"] for name in condition[1:]}
        assert named.issuperset(puzzle.payload["items"])


def test_no_order_that_needs_no_thought_is_a_solution():
    for puzzle in some():
        items = puzzle.payload["items"]
        assert not _right(puzzle, items)
        assert not _right(puzzle, items[::-1])


def test_the_solver_says_where_there_is_no_order():
    with pytest.raises(ValueError, match="no order"):
        TASK.solve({"items": ["A", "B"], "constraints": [["left", "A", "B"], ["fixed", "B", 1]]})


def test_the_published_samples_are_read(upstream_layout):
    cases = list(original.read(upstream_layout))
    assert [case.id.split("_")[-1] for case in cases] == ["0", "38", "158"]
    for case in cases:
        assert case.gold_correct
        assert not case.broken
        payload = original.payload(case)
        assert TASK.verify(payload, f"<<<{case.gold}>>>").correct
        assert f"\n{len(payload['constraints'])}. Book" in case.question
    assert cases[0].params["constraints"][0] == ["adj", "C", "A"]
    assert cases[1].params["constraints"][0] == ["notpos", "C", 1]


def test_a_folder_without_the_data_has_no_cases(tmp_path):
    assert list(original.read(tmp_path)) == []


def test_a_wrong_published_answer_would_be_marked(tmp_path, upstream_layout):
    source = upstream_layout / "permutations_and_combinations" / "sample_0"
    target = tmp_path / "permutations_and_combinations" / "sample_0"
    target.mkdir(parents=True)
    (target / "question.txt").write_text((source / "question.txt").read_text("utf-8"), "utf-8")
    text = (source / "solution.json").read_text("utf-8")
    wrong = text.replace('"E",\n    "F",\n    "B"', '"F",\n    "E",\n    "B"')
    (target / "solution.json").write_text(wrong, "utf-8")
    (case,) = original.read(tmp_path)
    assert case.gold_correct is False
    assert case.broken

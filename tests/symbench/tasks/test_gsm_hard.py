"""What gsm_hard asks, reads and knows of the published items."""

import json
import re
from fractions import Fraction

import pytest

from codesteer.symbench.original.case import Case
from codesteer.symbench.original.tasks import gsm_hard as original
from codesteer.symbench.registry import find_task, instance, instance_id

TASK = find_task("gsm_hard")


def right(response, answer="56437687/4", **more):
    payload = {"kind": "x", "problem": "", "answer": answer, "given": {}, **more}
    return TASK.verify(payload, response).correct


def published(response, answer, **more):
    return right(response, answer, tolerance="1/1000", rounded=False, **more)


def case(gold, correct, **params):
    return Case(
        task="gsm_hard", id="x", question="", gold=gold, gold_correct=correct,
        params={"input": "", **params},
    )  # fmt: skip


def test_the_prompt_says_how_exact_the_answer_is_and_in_which_form():
    prompt = instance("gsm_hard@1/3/0/0").prompt
    assert "round nothing" in prompt
    assert "without a unit" in prompt
    assert prompt.endswith("<<<number>>>")


@pytest.mark.parametrize(
    "answer",
    ["56437687/4", "14109421.75", "14,109,421.75", "14109421 3/4", "14 109 421.75",
     "\\frac{56437687}{4}", "14109421\\frac{3}{4}", "**14109421.75**", "```\n14109421.75\n```",
     "$14109421.75$", "x = 14109421.75", "\\boxed{14109421.75}", "+14109421.75"],
)  # fmt: skip
def test_every_exact_number_counts(answer):
    assert right(f"<<<{answer}>>>")
    assert right(f"The final answer is {answer}")


@pytest.mark.parametrize(
    "answer",
    ["14109421.7", "14109422", "14109421", "-14109421.75", "$14109421.75", "14109421.75 or 5",
     "14109421.75, 3", "not 14109421.75", "14109421.75 dollars", "1.410942175e7", "",
     "14109421 .75 8", "14109421,75", "56437687", "28218843.5/2/1", "1410942175%"],
)  # fmt: skip
def test_what_is_not_exactly_the_number_is_wrong(answer):
    assert not right(f"<<<{answer}>>>")


@pytest.mark.parametrize(
    "text",
    ["The answer is not 14109421.75", "The answer is 14109421.75\nor rather 14109422",
     "I have 14109421.75 in mind", "<<<14109421.75>>> <<<3>>>", "<<<14109421.75"],
)  # fmt: skip
def test_a_number_in_passing_is_no_answer(text):
    assert not right(text)


@pytest.mark.parametrize(
    "text",
    ["<<<3>>> or <<<14109421.75>>>", "\\boxed{3} or \\boxed{14109421.75}", "3\nor\n14109421.75",
     "The answer is 14109421.75\nNo, that is wrong.", "<<<14109421.75>>> is not the answer",
     "The answer is 14109421.75.\n\nWait, that cannot be.", "Either 3 or\n14109421.75",
     '<<<{"answer": 14109421.75, "other": 3}>>>'],
)  # fmt: skip
def test_a_number_that_is_taken_back_or_joined_to_another_is_no_answer(text):
    assert not right(text)


@pytest.mark.parametrize(
    "text",
    ['<<<"14109421.75">>>', '<<<{"answer": "14109421.75"}>>>', '{"answer": 14109421.75}',
     '<<<["14109421.75"]>>>', "<<<The answer is 14109421.75>>>",
     "First <<<3>>>, but then <<<14109421.75>>>",
     "The answer is 14109421.75.\n\nI hope this helps."],
)  # fmt: skip
def test_quotes_and_labels_around_a_number_are_read(text):
    assert right(text)


@pytest.mark.parametrize("level", [1, 3, 5])
def test_counts_are_whole_and_nothing_is_negative(level):
    counted = {"crowd_that_leaves", "two_kinds_of_tickets", "heads_and_legs",
               "books_that_come_and_go", "good_pieces_of_machines", "room_in_the_last_truck",
               "units_for_a_profit", "bells_that_ring_together", "each_compared_with_the_last",
               "ages_of_trees", "pages_more_each_day"}  # fmt: skip
    for index in range(120):
        payload = instance(instance_id("gsm_hard", level, 3, index)).payload
        answer = Fraction(payload["answer"])
        assert answer > 0
        assert answer.denominator == 1 or payload["kind"] not in counted
        assert not re.search(r"-[0-9]", payload["problem"])


def test_an_answer_is_no_number_of_the_story():
    for index in range(120):
        payload = instance(instance_id("gsm_hard", 1, 3, index)).payload
        assert payload["answer"] not in re.findall(r"[0-9.]+", payload["problem"])


def test_published_numbers_may_deviate_by_a_thousandth_and_have_a_unit():
    for answer in ("12", "$12", "12.0", "12.01", "1.2e+01", "12 units", "\\$12.00", "12.000001"):
        assert published(f"<<<{answer}>>>", "12"), answer
    for answer in ("-12", "12.12", "12 or 13", "x", "1.2e+02", "$-12", "12 + 0.1"):
        assert not published(f"<<<{answer}>>>", "12"), answer


def test_a_judge_that_cannot_be_read_does_not_make_a_response_right():
    """Defect: whatever the judging model said counted as right unless it was exactly "False"."""
    for response in ("I cannot tell.", "", "maybe", "False", "True", "<<<True>>>"):
        assert not right(response)
        assert not published(response, "12")


def test_a_stored_result_that_contradicts_the_text_is_not_used():
    """Defect: of some items a number was replaced in the text only."""
    repaired = original.payload(case(9435680550.0, False, true_value="14178334486374317338200"))
    assert TASK.verify(repaired, "<<<14178334486374317338200>>>").correct
    assert not TASK.verify(repaired, "<<<9435680550>>>").correct
    assert original.payload(case(1.0, False)) is None
    assert original.payload(case(1.0, None)) is None


def test_items_with_known_defects_are_marked():
    rows = [{"input": "?", "code": "", "target": 1.0}] * 1_319
    cases = list(original.read_hub(rows))
    wrong = [i for i, found in enumerate(cases) if found.gold_correct is False]
    assert wrong == [51, 401, 676, 776, 801, 876, 1176]
    assert all(cases[i].broken for i in (*wrong, 626, 726, 751, 901, 1251))
    assert original.payload(cases[401])["answer"] == "144711891"
    assert original.payload(cases[1176]) is None


def test_a_large_number_of_the_text_that_its_program_lacks_makes_the_result_doubtful():
    row = {"input": "5 cats eat 123456 mice.", "target": 20.0,
           "code": 'def f():\n    """5 cats eat 4 mice."""\n    return 5 * 4'}  # fmt: skip
    [found] = original.read_hub([row])
    assert found.gold_correct is None
    assert "program" in found.broken
    [found] = original.read_hub([{**row, "code": "return 5 * 123456"}])
    assert found.gold_correct
    assert not found.broken


def test_the_samples_of_the_published_data_are_read(upstream_layout, upstream_cases):
    cases = list(original.read(upstream_layout))
    assert [found.id for found in cases] == [f"gsmhardv2.jsonl#{i}" for i in range(5)]
    for found in cases:
        assert found.gold_correct
        payload = original.payload(found)
        assert TASK.verify(payload, f"<<<{found.gold}>>>").correct
        assert TASK.prompt(payload).startswith(found.params["input"])
    known = {c["id"]: c for c in map(json.loads, upstream_cases.read_text("utf-8").splitlines())}
    same = known["gsmhardv2.jsonl#1"]
    assert (cases[1].question, cases[1].params) == (same["question"], same["params"])
    assert list(original.read(upstream_layout / "nothing")) == []

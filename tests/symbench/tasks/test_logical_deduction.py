"""What logical_deduction generates, asks and reads."""

import json
import re
from collections import Counter
from itertools import permutations

import pytest

from codesteer.symbench.choices import letter_in
from codesteer.symbench.original.case import original_task
from codesteer.symbench.registry import find_task, instance, instance_id
from codesteer.symbench.tasks import logical_deduction
from codesteer.symbench.tasks.logical_deduction import Config, order_of

from ..independent.logical_deduction import NUMBERS, ORDINALS, check

TASK = find_task("logical_deduction")
PUZZLE = {
    "objects": ["owl", "crow", "wren"],
    "clues": [["before", "owl", "crow"], ["at", "wren", 2]],
    "options": [
        ["A", "The crow is the leftmost", ["at", "crow", 0]],
        ["B", "The owl is the leftmost", ["at", "owl", 0]],
        ["C", "The wren is the leftmost", ["at", "wren", 0]],
    ],
}
ROW = {
    "input": "The following paragraphs each describe a set of three objects arranged in a fixed "
    "order. The statements are logically consistent within each paragraph. A fruit stand sells "
    "three fruits: plums, kiwis, and pears. The plums are less expensive than the pears. The kiwis "
    "are the second-most expensive.\nOptions:\n(A) The plums are the cheapest\n(B) The kiwis are "
    "the cheapest\n(C) The pears are the cheapest",
    "target": "(A)",
}


def right(response, payload=PUZZLE):
    return TASK.verify(payload, response).correct


def skeleton(puzzle):
    """The prompt's changing part with objects, numbers and ordinals masked."""
    options = [text for _, text, _ in puzzle.payload["options"]]
    text = "\n".join([*puzzle.payload["story"], puzzle.payload["question"], *options])
    words = [*puzzle.payload["objects"], *NUMBERS, *ORDINALS, "[0-9]+"]
    return re.sub(rf"\b(?:{'|'.join(words)})\b", "#", text, flags=re.IGNORECASE)


def skeletons(per_level):
    return Counter(
        skeleton(instance(instance_id("logical_deduction", level, 7, i)))
        for level in TASK.levels
        for i in range(per_level)
    )


def test_many_skeletons_and_none_too_common():
    found = skeletons(20)
    assert len(found) >= 30
    assert found.most_common(1)[0][1] <= 10


@pytest.mark.slow
def test_a_thousand_instances_have_many_skeletons_and_none_too_common():
    found = skeletons(200)
    assert len(found) >= 30
    assert found.most_common(1)[0][1] <= 100


@pytest.mark.parametrize("level", TASK.levels)
def test_the_story_allows_one_order_and_one_option(level):
    # The second judge reads the words, and fails where a second order fits.
    for i in range(10):
        puzzle = instance(instance_id("logical_deduction", level, 2, i))
        assert check(puzzle.payload, TASK.solve(puzzle.payload).strip("<>"))


@pytest.mark.parametrize("level", [1, 2, 3])
def test_no_clue_follows_from_the_others_and_one_order_fits_them(level):
    holds = logical_deduction._holds
    for i in range(4):
        payload = instance(instance_id("logical_deduction", level, 3, i)).payload
        objects, clues = payload["objects"], payload["clues"]
        fits = []
        for order in permutations(objects):
            places = {name: place for place, name in enumerate(order)}
            fits.append([holds(clue, places) for clue in clues])
        assert sum(map(all, fits)) == 1
        for j in range(len(clues)):
            assert sum(all([*fit[:j], *fit[j + 1 :]]) for fit in fits) > 1


@pytest.mark.parametrize("level", TASK.levels)
def test_options_differ_and_the_right_one_is_anywhere(level):
    letters = Counter()
    for i in range(60):
        payload = instance(instance_id("logical_deduction", level, 4, i)).payload
        texts = [text for _, text, _ in payload["options"]]
        assert len(set(texts)) == len(texts) >= 5
        assert len(payload["objects"]) == TASK.levels[level].objects
        letters[TASK.solve(payload)] += 1
    assert len(letters) >= 5
    assert letters.most_common(1)[0][1] <= 30


def test_the_prompt_states_the_rules():
    prompt = instance("logical_deduction@1/4/0/0").prompt
    for words in ("only one order fits", "mean neighbors", "Exactly one option is right"):
        assert words in prompt
    assert prompt.isascii()


def test_configurations_refuse_clues_that_cannot_settle_an_order():
    for kinds in (("at",), ("before", "magic")):
        with pytest.raises(ValueError, match="need"):
            Config(objects=6, kinds=kinds)


@pytest.mark.parametrize(
    ("clue", "orders"),
    [
        (["at", "b", 1], {"abc", "cba"}),
        (["not_at", "b", 1], {"bac", "bca", "acb", "cab"}),
        (["either", "b", 0, 2], {"bac", "bca", "acb", "cab"}),
        (["before", "a", "c"], {"abc", "acb", "bac"}),
        (["gap", "a", "c", 1], {"acb", "bac"}),
        (["gap", "a", "c", 2], {"abc"}),
        (["apart", "a", "c", 2], {"abc", "cba"}),
        (["between", "a", "b", "c"], {"abc", "cba"}),
    ],
)
def test_what_each_kind_of_clue_means(clue, orders):
    for order in permutations("abc"):
        fixed = [["at", name, place] for place, name in enumerate(order)]
        assert (order_of(["a", "b", "c"], [*fixed, clue]) is not None) == ("".join(order) in orders)


@pytest.mark.parametrize(
    "text",
    ["<<<(B)>>>", "<<< (B) >>>", "<<<B>>>", "<<<(b)>>>", "<<<B)>>>", "<<<Option B>>>", "(B)",
     "<<<(B) The owl is the leftmost>>>", "<<<B. The owl is the leftmost.>>>", "\\boxed{B}",
     "<<<The owl is the leftmost>>>", "<<<owl is the leftmost>>>", "<<<\n```\n(B)\n```\n>>>",
     "The final answer is (B)", "**Answer:** (B)", "First <<<(A)>>>. A slip: <<<(B)>>>",
     "<<<\\text{(B)}>>>", "<<<['B']>>>"],
)  # fmt: skip
def test_clear_ways_to_name_an_option_are_read(text):
    assert right(text)


@pytest.mark.parametrize(
    "text",
    ["<<<(A)>>>", "<<<(D)>>>", "<<<(B) The crow is the leftmost>>>", "<<<(A) or (B)>>>",
     "<<<(B), (C)>>>", "<<<not (B)>>>", "<<<(B) is wrong>>>", "<<<AB>>>", "<<<BB>>>", "<<<2>>>",
     "<<<leftmost>>>", "<<<The owl>>>", "<<<(B) or not>>>", "<<<(A)>>> or <<<(B)>>>", "<<<(B",
     "The answer is not (B)", "This is not the answer: (B)", "A wrong answer is (B)",
     "The answer is (A).\nThe answer is (B).", "(A)\n(B)",
     "<<<(letter)>>>"],
)  # fmt: skip
def test_what_names_no_option_or_several_is_no_answer(text):
    assert not right(text)


def test_an_options_text_that_two_options_share_is_no_answer():
    assert letter_in("a cat", {"A": "a cat", "B": "a cat", "C": "a dog"}) is None
    assert letter_in("a dog", {"A": "a cat", "B": "a cat", "C": "a dog"}) == "C"


@pytest.mark.parametrize("level", TASK.levels)
def test_the_right_option_is_none_of_the_clues(level):
    for i in range(80):
        payload = instance(instance_id("logical_deduction", level, 6, i)).payload
        letter = TASK.solve(payload).strip("<>()")
        [claim] = [claim for name, _, claim in payload["options"] if name == letter]
        assert claim not in payload["clues"]


def test_questions_and_settings_are_good_english():
    for i in range(200):
        prompt = instance(instance_id("logical_deduction", 1, 6, i)).prompt
        plural = "A stand sells" in prompt
        assert f"at which place {'does' if plural else 'do'} " not in prompt
        assert "each at another" not in prompt
        assert "each of another" not in prompt


def test_the_word_incorrect_does_not_count_as_correct():
    # The judge of the original was right if its reply held "correct", as "Incorrect" does.
    assert not right("<<<[(B), Incorrect]>>>")
    assert not right("<<<[(A), Correct]>>>")


def test_samples_of_the_published_data_are_read_and_all_right(upstream_layout):
    original = original_task("logical_deduction")
    cases = list(original.read(upstream_layout))
    assert len(cases) >= 20
    assert all(case.gold_correct and not case.broken for case in cases)
    assert right(f"<<<{cases[0].gold}>>>", original.payload(cases[0]))


def test_published_cases_are_read_as_they_were_stored(upstream_cases):
    original = original_task("logical_deduction")
    for line in upstream_cases.read_text("utf-8").splitlines():
        row = json.loads(line)
        if row["task"] == "logical_deduction":
            (case,) = original.read_hub([{"input": row["params"]["input"], "target": row["gold"]}])
            assert (case.question, case.params) == (row["question"], row["params"])
            assert case.gold_correct == row["gold_correct"]


def test_a_copy_in_a_hub_gives_cases_too_and_other_words_have_no_payload():
    original = original_task("logical_deduction")
    good, wrong, strange, empty = original.read_hub(
        [
            ROW,
            {**ROW, "target": "(B)"},
            {**ROW, "input": ROW["input"].replace("less expensive", "rounder")},
            {**ROW, "input": "What?"},
        ]
    )
    assert good.id == "BIG-Bench-Hard/bbh/logical_deduction_seven_objects.json#0"
    assert (good.gold_correct, good.broken) == (True, "")
    assert (wrong.gold_correct, bool(wrong.broken)) == (False, True)
    assert original.payload(strange) is original.payload(empty) is None
    assert strange.gold_correct is None

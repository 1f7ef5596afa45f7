"""What navigate generates, asks and reads."""

import json
import re
from collections import Counter

import pytest

from codesteer.symbench.original.case import original_task
from codesteer.symbench.registry import find_task, instance, instance_id
from codesteer.symbench.tasks.navigate import Config

from ..independent.navigate import NUMBERS, check

TASK = find_task("navigate")
HOME = {"steps": [["walk", 0, 3], ["turn", 2], ["walk", 0, 3]], "asked": [0, 0, True]}
AWAY = {"steps": [["walk", 0, 3], ["turn", 1], ["walk", 0, 3]], "asked": [0, 0, True]}


def right(payload, response):
    return TASK.verify(payload, response).correct


def skeleton(puzzle):
    """The prompt's changing part with numbers and colors masked."""
    text = "\n".join([*puzzle.payload["story"], puzzle.payload["question"]])
    return re.sub(
        rf"\b(?:[0-9]+|{'|'.join(NUMBERS)}|red|green|blue|yellow)\b(?: steps?)?", "#", text
    )


def skeletons(per_level):
    return Counter(
        skeleton(instance(instance_id("navigate", level, 7, i)))
        for level in TASK.levels
        for i in range(per_level)
    )


def test_many_skeletons_and_none_too_common():
    found = skeletons(30)
    assert len(found) >= 30
    assert found.most_common(1)[0][1] <= 15


@pytest.mark.slow
def test_a_thousand_instances_have_many_skeletons_and_none_too_common():
    found = skeletons(200)
    assert len(found) >= 30
    assert found.most_common(1)[0][1] <= 100


@pytest.mark.parametrize("level", TASK.levels)
def test_yes_and_no_are_about_as_common(level):
    answers = Counter(
        TASK.solve(instance(instance_id("navigate", level, 1, i)).payload) for i in range(200)
    )
    assert answers.keys() == {"<<<Yes>>>", "<<<No>>>"}
    assert min(answers.values()) >= 60


@pytest.mark.parametrize("level", TASK.levels)
def test_the_story_says_what_the_payload_says(level):
    for i in range(40):
        puzzle = instance(instance_id("navigate", level, 2, i))
        assert check(puzzle.payload, TASK.solve(puzzle.payload).strip("<>"))


@pytest.mark.parametrize("level", TASK.levels)
def test_walks_have_as_many_instructions_as_asked_for_and_are_no_trifle(level):
    config = TASK.levels[level]
    for i in range(60):
        payload = instance(instance_id("navigate", level, 3, i)).payload
        steps = [step for step in payload["steps"] if step[0] != "repeat"]
        walks = [step for step in steps if step[0] in ("walk", "go")]
        assert len(steps) == config.steps
        assert len(walks) >= 2
        assert all(1 <= step[2] <= config.high for step in walks)
        assert len(payload["steps"]) - len(steps) <= config.repeats


def test_what_does_not_matter_never_stands_among_repeated_instructions():
    for i in range(60):
        story = instance(instance_id("navigate", 5, 4, i)).payload["story"]
        for at, line in enumerate(story):
            if line.startswith("Carry out"):
                above = story[at - NUMBERS.index(line.split()[4]) : at]
                assert all(re.match("Turn|Take|Walk|Move", said) for said in above)


def test_the_prompt_states_the_rules():
    prompt = instance("navigate@1/4/0/0").prompt
    for words in ("face north", "never change the way you face", "right above", "90 degrees"):
        assert words in prompt
    assert prompt.isascii()


def test_the_prompt_says_that_only_instructions_matter():
    prompt = instance("navigate@1/4/0/0").prompt
    assert "Sentences that are no instructions do not matter." in prompt


def test_configurations_refuse_modes_that_do_not_exist():
    with pytest.raises(ValueError, match="need modes"):
        Config(steps=5, modes=("flying",))


@pytest.mark.parametrize(
    "text",
    ["<<<Yes>>>", "<<<YES>>>", "<<<True>>>", "<<<Yes, that is the conclusion.>>>", "Answer: yes",
     "<<<Yes, you return to the starting point.>>>", "So the final answer is Yes",
     "Yes, you do return to the starting point.", "<<<\n```\nYes\n```\n>>>"],
)  # fmt: skip
def test_clear_ways_to_say_yes_are_read(text):
    assert right(HOME, text)
    assert not right(AWAY, text)


@pytest.mark.parametrize(
    "text", ["<<<No>>>", "<<<no.>>>", "No, you do not return to the starting point.", "<<<False>>>"]
)
def test_clear_ways_to_say_no_are_read(text):
    assert right(AWAY, text)
    assert not right(HOME, text)


@pytest.mark.parametrize(
    "text",
    ["<<<Yes or No>>>", "<<<- Yes\n- No>>>", "- Yes\n- No", "<<<Yes>>> / <<<No>>>", "<<<maybe>>>",
     "<<<No, you return to the starting point>>>", "<<<Yes, you do not return to the start>>>",
     "<<<Yes, not really>>>", "<<<(0, 0)>>>", "", "The answer is neither Yes nor No", "<<<No"],
)  # fmt: skip
def test_what_says_both_or_neither_is_no_answer(text):
    assert not right(HOME, text)
    assert not right(AWAY, text)


def test_the_word_incorrect_does_not_count_as_correct():
    # The judge of the original was right if its reply held "correct", as "Incorrect" does.
    assert not right(HOME, "<<<Incorrect>>>")
    assert not right(AWAY, "<<<[Yes, Correct]>>>")


def test_stepping_sideways_does_not_turn_and_compass_steps_do_not_either():
    steps = [["walk", 3, 2], ["walk", 0, 5], ["walk", 1, 2], ["walk", 2, 5]]
    assert right({"steps": steps, "asked": [0, 0, True]}, "<<<Yes>>>")
    steps = [["turn", 1], ["go", 0, 2], ["walk", 0, 1], ["face", 2], ["walk", 0, 2], ["go", 3, 1]]
    assert right({"steps": steps, "asked": [0, 0, True]}, "<<<Yes>>>")
    assert right({"steps": steps, "asked": [0, 0, False]}, "<<<No>>>")


def test_a_repetition_does_what_stands_right_above_again():
    steps = [["walk", 0, 2], ["turn", 1], ["repeat", 2], ["repeat", 4], ["go", 1, 1]]
    assert right({"steps": steps, "asked": [1, 0, True]}, "<<<Yes>>>")


def test_samples_of_the_published_data_are_read_and_all_right(upstream_layout):
    original = original_task("navigate")
    cases = list(original.read(upstream_layout))
    assert len(cases) == 250
    assert all(case.gold_correct and not case.broken for case in cases)
    assert right(original.payload(cases[0]), f"<<<{cases[0].gold}>>>")
    assert cases[3].id == "BIG-Bench-Hard/bbh/navigate.json#3"


def test_published_cases_are_read_as_they_were_stored(upstream_cases, upstream_layout):
    cases = {case.id: case for case in original_task("navigate").read(upstream_layout)}
    for line in upstream_cases.read_text("utf-8").splitlines():
        row = json.loads(line)
        if row["task"] == "navigate":
            case = cases[row["id"]]
            assert (case.question, case.params, case.gold, case.gold_correct) == (
                row["question"], row["params"], row["gold"], row["gold_correct"],
            )  # fmt: skip


def test_a_copy_in_a_hub_gives_cases_too_and_other_words_have_no_payload():
    original = original_task("navigate")
    text = "If you follow these instructions, do you return to the starting point? "
    rows = [
        {
            "input": f"{text}Take 1 step. Turn around. Take 1 step.\nOptions:\n- Yes\n- No",
            "target": "No",
        },
        {"input": f"{text}Fly home.\nOptions:\n- Yes\n- No", "target": "Yes"},
        {"input": "Where are you?", "target": "Yes"},
    ]
    wrong, *strange = original.read_hub(rows)
    assert (wrong.gold_correct, bool(wrong.broken)) == (False, True)
    assert [(case.gold_correct, original.payload(case)) for case in strange] == [(None, None)] * 2

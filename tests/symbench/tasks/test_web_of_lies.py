"""What web_of_lies generates, asks and reads."""

import json
import re
from collections import Counter

import pytest

from codesteer.symbench.original.case import original_task
from codesteer.symbench.registry import find_task, instance, instance_id

from ..independent.web_of_lies import check

TASK = find_task("web_of_lies")
YES = {"known": [["Jim", True]], "claims": [["Ann", ["Jim"], [1]]], "asked": [["Ann"], [1]]}
NO = {**YES, "known": [["Jim", False]]}
ROW = {
    "input": "Question: Leda lies. Fidel says Leda lies. Does Fidel tell the truth?",
    "target": "Yes",
}


def right(payload, response):
    return TASK.verify(payload, response).correct


def skeleton(puzzle):
    """The prompt with names, colors and numbers masked."""
    text = "\n".join([*puzzle.payload["story"], puzzle.payload["question"]])
    return re.sub(
        r"\b[A-Z][a-z]+\b(?! it| you|ing)|\b(?:red|green|blue|yellow|gray|brown)\b", "_", text
    )


def skeletons(per_level):
    return Counter(
        skeleton(instance(instance_id("web_of_lies", level, 7, i)))
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
        TASK.solve(instance(instance_id("web_of_lies", level, 1, i)).payload) for i in range(200)
    )
    assert answers.keys() == {"<<<Yes>>>", "<<<No>>>"}
    assert min(answers.values()) >= 60


@pytest.mark.parametrize("level", TASK.levels)
def test_the_story_says_what_the_payload_says(level):
    for i in range(40):
        puzzle = instance(instance_id("web_of_lies", level, 2, i))
        assert check(puzzle.payload, TASK.solve(puzzle.payload).strip("<>"))


@pytest.mark.parametrize("level", TASK.levels)
def test_the_one_asked_about_is_a_whole_chain_away_from_the_one_known(level):
    for i in range(40):
        payload = instance(instance_id("web_of_lies", level, 3, i)).payload
        assert payload["asked"][0][0] not in [name for name, _ in payload["known"]]
        speakers = [speaker for speaker, _, _ in payload["claims"]]
        assert len(set(speakers)) == len(speakers) >= TASK.levels[level].chain - 1
        for speaker, others, counts in payload["claims"]:
            assert speaker not in others
            assert len(set(others)) == len(others)
            assert 0 < len(counts) <= len(others)


def test_the_prompt_states_the_rules():
    prompt = instance("web_of_lies@1/3/0/0").prompt
    for words in ("always tells the truth or always lies", "as a whole", "either Yes or No"):
        assert words in prompt
    assert prompt.isascii()


@pytest.mark.parametrize(
    "text",
    ["<<<Yes>>>", "<<< yes >>>", "<<<YES>>>", "<<<True>>>", "<<<Yes.>>>", "**<<<Yes>>>**",
     "<<<**Yes**>>>", "<<<'Yes'>>>", "<<<[Yes]>>>", "<<<Answer: Yes>>>", "<<<\n```\nYes\n```\n>>>",
     "<<<\\text{Yes}>>>", "<<<Yes, that is the conclusion.>>>", "<<<Yes, Ann tells the truth.>>>",
     "First <<<No>>>. A slip, so finally <<<Yes>>>", "The final answer is Yes.", "\\boxed{Yes}",
     "Is it no?\nI think so.\nYes", "It is either Yes or No.\n\n**Answer:** Yes",
     "<<<Yes>>> and again: <<<Yes>>>"],
)  # fmt: skip
def test_clear_ways_to_say_yes_are_read(text):
    assert right(YES, text)
    assert not right(NO, text)


@pytest.mark.parametrize(
    "text",
    ["<<<No>>>", "<<<no>>>", "<<<False>>>", "<<<No, Ann lies>>>",
     "<<<No, that's my answer>>>", "No, Ann does not tell the truth."],
)  # fmt: skip
def test_clear_ways_to_say_no_are_read(text):
    assert right(NO, text)
    assert not right(YES, text)


@pytest.mark.parametrize(
    "text",
    ["<<<Yes or No>>>", "<<<Yes/No>>>", "<<<Yes, No>>>", "<<<Yes>>> or <<<No>>>",
     "<<<No>>> or <<<Yes>>>", "<<<No>>><<<Yes>>>", "<<<Yes>>>\n\n<<<No>>>",
     "<<<Yes>>>, or <<<No>>>",
     "<<<not Yes>>>", "<<<Yes, but no>>>", "<<<Yes, Ann lies>>>", "<<<No, Ann tells the truth>>>",
     "<<<Yes, that is not the answer>>>", "<<<No, that is not the answer>>>", "<<<Yes no>>>",
     "<<<nope>>>", "<<<yesterday>>>", "<<<1>>>", "<<<>>>", "The answer is not Yes",
     "That is not the answer: Yes", "The wrong answer is No",
     "It isn't the right answer: Yes", "An incorrect answer: No",
     "The answer is Yes. The answer is No.", "No\nYes", "Yes\nNo", "The answer is Yes or No",
     "The answer is No.\nYes", "Yes and No", "<<<Yes", "Answer: Yes\nAnswer: No"],
)  # fmt: skip
def test_what_says_both_or_neither_is_no_answer(text):
    assert not right(YES, text)
    assert not right(NO, text)


def test_an_answer_that_is_taken_back_or_joined_to_the_other_one_is_none():
    payload = instance("web_of_lies@1/3/0/0").payload
    right = TASK.solve(payload).strip("<>")
    wrong = {"Yes": "No", "No": "Yes"}[right]
    for text in (
        f"\\boxed{{{wrong}}} or \\boxed{{{right}}}", f"I guess {wrong}, or\n{right}",
        f"<<<{right}>>> is not the answer", f"\\boxed{{\\text{{{right}}}}} is wrong.",
        f"<<<{wrong}>>> or <<<{right}>>>", f'<<<{{"answer": "{right}", "other": "{wrong}"}}>>>',
    ):  # fmt: skip
        assert not TASK.verify(payload, text).correct, text
    for text in (
        f"First <<<{wrong}>>>, but no: <<<{right}>>>", f'<<<{{"answer": "{right}"}}>>>',
        f'{{"answer": "{right}"}}', f"<<<{right}>>> is the answer", f"\\boxed{{{right}}} it is",
    ):  # fmt: skip
        assert TASK.verify(payload, text).correct, text


def test_the_prompt_says_what_kinds_and_even_numbers_are():
    prompt = instance("web_of_lies@1/3/0/0").prompt
    assert "of the same kind if both tell the truth or both lie" in prompt
    assert "Zero is an even number" in prompt


def test_the_word_incorrect_does_not_count_as_correct():
    # The judge of the original was right if its reply held "correct", as "Incorrect" does.
    assert not right(YES, "<<<Incorrect>>>")
    assert not right(YES, "<<<[No, Incorrect]>>>")
    assert not right(NO, "<<<[Yes, Correct]>>>")


def test_a_liars_claim_about_a_group_is_false_as_a_whole():
    group = {"known": [["A", True], ["B", False]], "claims": [["C", ["A", "B"], [0]]]}
    assert right({**group, "asked": [["C"], [1]]}, "<<<No>>>")
    assert right({**group, "asked": [["C"], [0]]}, "<<<Yes>>>")


def test_a_copy_in_a_hub_gives_the_cases_that_the_files_give(tmp_path):
    folder = tmp_path / "BIG-Bench-Hard" / "bbh"
    folder.mkdir(parents=True)
    wrong = {**ROW, "target": "No"}
    text = json.dumps({"canary": "", "examples": [ROW, wrong]}, indent=1)
    (folder / "web_of_lies.json").write_text(text, "utf-8")
    original = original_task("web_of_lies")
    cases = list(original.read(tmp_path))
    assert cases == list(original.read_hub([ROW, wrong]))
    assert [case.gold_correct for case in cases] == [True, False]
    assert [bool(case.broken) for case in cases] == [False, True]
    assert cases[1].id == "BIG-Bench-Hard/bbh/web_of_lies.json#1"
    assert right(original.payload(cases[0]), "<<<Yes>>>")


def test_missing_and_cut_files_give_what_is_there(tmp_path, upstream_layout):
    original = original_task("web_of_lies")
    assert list(original.read(tmp_path)) == []
    assert list(original.read(upstream_layout)) == []  # There is no sample of this one.
    folder = tmp_path / "BIG-Bench-Hard" / "bbh"
    folder.mkdir(parents=True)
    text = json.dumps({"examples": [ROW] * 3})
    (folder / "web_of_lies.json").write_text(text[:-20], "utf-8")
    assert len(list(original.read(tmp_path))) == 2


def test_published_cases_are_read_as_they_were_stored(upstream_cases):
    original = original_task("web_of_lies")
    for line in upstream_cases.read_text("utf-8").splitlines():
        row = json.loads(line)
        if row["task"] == "web_of_lies":
            (case,) = original.read_hub([{"input": row["params"]["input"], "target": row["gold"]}])
            assert (case.question, case.params) == (row["question"], row["params"])
            assert case.gold_correct == row["gold_correct"]


def test_a_text_of_other_words_has_no_payload():
    original = original_task("web_of_lies")
    (case,) = original.read_hub([{"input": "Who is it? Nobody knows.", "target": "Yes"}])
    assert original.payload(case) is None
    assert case.gold_correct is None

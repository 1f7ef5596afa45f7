"""What string_insertion asks, generates and reads."""

from itertools import pairwise

import pytest

from codesteer.answers import bracketed
from codesteer.symbench.original.case import original_task
from codesteer.symbench.registry import find_task, instance, instance_id
from codesteer.symbench.tasks.string_insertion import Config

TASK = find_task("string_insertion")
PATTERNS = {"ABCD": "A", "BCDE": "B", "CDEA": "C", "DEAB": "D", "EABC": "E"}
THREE = "BCDECABCDCABCD"
DONE = "BCDEBCABCDACABCDA"


def right(response, text=THREE):
    return TASK.verify({"text": text}, response).correct


def matches(text):
    return [i for i in range(len(text)) if text[i : i + 4] in PATTERNS]


def puzzles(level, n=25):
    return [instance(instance_id("string_insertion", level, 5, index)) for index in range(n)]


def test_the_prompt_states_every_rule_and_the_string():
    prompt = TASK.prompt({"text": THREE})
    assert THREE in prompt
    for pattern, letter in PATTERNS.items():
        assert f"behind every {pattern} insert {letter}" in prompt
    assert "as given above" in prompt
    assert prompt.isascii()
    assert prompt.endswith("in this form: <<<string>>>")


@pytest.mark.parametrize(
    ("text", "done"),
    [
        ("ABCD", "ABCDA"),
        ("EABCD", "EABCEDA"),
        ("ABCDEABCD", "ABCDAEBACBDCEDA"),
        ("ABCE", "ABCE"),
    ],
)
def test_matches_are_those_of_the_given_string(text, done):
    assert bracketed(TASK.solve({"text": text})) == done
    assert right(f"<<<{done}>>>", text)


def test_an_overlap_is_not_broken_by_the_letter_inserted_in_it():
    assert not right("<<<ABCDAE>>>", "ABCDE")
    assert right("<<<ABCDAEB>>>", "ABCDE")


def test_an_inserted_letter_makes_no_match():
    # ABCD gets A behind it; C, D, A would go on to a pattern only with it.
    assert right("<<<EABCECDEACA>>>", "EABCCDEAA")
    assert right("<<<BCDABCDA>>>", "BCDABCD")


@pytest.mark.parametrize(
    "form",
    ["<<<{}>>>", "<<<  {}  >>>", "<<<\n{}\n>>>", "<<<\n```\n{}\n```\n>>>", "**<<<{}>>>**.",
     '<<<"{}">>>', "<<<'{}'>>>", "<<<`{}`>>>", "<<<Answer: {}>>>", "<<<the new string is {}>>>",
     "First <<<ABCD>>>, then <<<{}>>>", "The final answer is {}", "The answer is **{}**.",
     "**Final answer:** {}", "Thus\nResult: {}", "So \\boxed{{{}}}", "\\boxed{{\\text{{{}}}}}",
     'The final answer is "{}".', "Done.\n\n{}", '<<<["{}"]>>>', "<<<[{}]>>>"],
)  # fmt: skip
def test_a_string_is_read_in_every_clear_form(form):
    assert right(form.format(DONE))
    assert not right(form.format(DONE[:-1]))
    assert not right(form.format(THREE))


def test_letters_may_be_spelled_out():
    assert right(f"<<<{' '.join(DONE)}>>>")
    assert right(f"<<<{', '.join(DONE)}>>>")
    assert right(f"<<<{list(DONE)}>>>")


@pytest.mark.parametrize(
    "form",
    ["<<<not {}>>>", "<<<{} or ABCD>>>", "<<<{}, ABCD>>>", "<<<{}A>>>", "<<<A {}>>>", "<<<{}?>>>",
     "The answer is not {}", "The answer isn't {}", "<<<{}", "{}>>>\n\nI give up.",
     "<<<{} {}>>>", "<<<{}>>> <<<no>>>",
     '<<<["{}", "{}"]>>>', '<<<["{}">>>', '<<<["not {}"]>>>', "<<<[{}] [{}]>>>"],
)  # fmt: skip
def test_a_right_string_beside_anything_else_is_wrong(form):
    assert not right(form.format(DONE, DONE))


def test_the_wrong_case_or_a_split_string_is_wrong():
    assert not right(f"<<<{DONE.lower()}>>>")
    assert not right(f"<<<{DONE[:5]} {DONE[5:]}>>>")


@pytest.mark.parametrize("level", TASK.levels)
def test_a_string_has_exactly_the_matches_of_its_level(level):
    config = TASK.levels[level]
    for puzzle in puzzles(level):
        starts = matches(puzzle.payload["text"])
        assert len(starts) == config.matches
        answer = bracketed(TASK.solve(puzzle.payload))
        assert len(answer) == len(puzzle.payload["text"]) + config.matches
        if config.run == 1:
            assert all(b - a >= 4 for a, b in pairwise(starts))


def test_the_complexity_is_not_always_the_same_three_matches_apart():
    """The original has strings of 14 to 18 letters with three separate matches, and no other."""
    assert {config.matches for config in TASK.levels.values()} > {3}
    for puzzle in puzzles(5):
        starts = matches(puzzle.payload["text"])
        assert any(b - a < 4 for a, b in pairwise(starts))


@pytest.mark.parametrize(
    "bad", [{"matches": 0}, {"run": 0}, {"run": 3}, {"filler": 0}, {"matches": 1_000}]
)
def test_a_configuration_refuses_what_cannot_be_drawn(bad):
    with pytest.raises(ValueError, match="need"):
        Config(**{"matches": 2, "run": 1, "filler": 2, **bad})


def test_published_instances_are_read(upstream_layout):
    original = original_task("string_insertion")
    cases = list(original.read(upstream_layout))
    assert [case.id.rpartition("_")[2] for case in cases] == ["0", "38", "158"]
    for case in cases:
        assert case.params["original_string"] in case.question
        assert set(case.params) == {"original_string", "rules", "complexity"}
        assert case.gold_correct
        assert not case.broken
        assert TASK.verify(original.payload(case), f"<<<{case.gold}>>>").correct


def test_a_missing_folder_holds_no_instances(tmp_path):
    assert list(original_task("string_insertion").read(tmp_path)) == []

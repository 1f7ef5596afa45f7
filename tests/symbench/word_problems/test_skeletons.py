"""The stories of word problems vary in kind, not only in their numbers and names."""

import re
from collections import Counter

import pytest

from codesteer.symbench.registry import find_task, instance, instance_id
from codesteer.symbench.task import LEVELS
from codesteer.symbench.word_problems.story import NAMES, SURNAMES

from ..independent import judge

TASKS = ("gsm_hard", "math_count_probability", "math_geometry")
EACH_TASK = pytest.mark.parametrize("name", TASKS)
NAME = re.compile(rf"\b(?:{'|'.join(NAMES + SURNAMES)})\b")
NUMBER = re.compile(r"[0-9]+(?:[.,/:][0-9]+)*")


def skeleton(prompt):
    """A prompt with its numbers and names masked, and without what is counted out of them."""
    masked = NUMBER.sub("#", NAME.sub("@", prompt))
    # A story of three purchases is no other story than one of two.
    return tuple(sorted(set(re.split(r"[^a-zA-Z@#]+", masked))))


def counted(name, level, n):
    puzzles = [instance(instance_id(name, level, 5, index)) for index in range(n)]
    return (
        Counter(puzzle.payload["kind"] for puzzle in puzzles),
        Counter(skeleton(puzzle.prompt) for puzzle in puzzles),
    )


@EACH_TASK
def test_there_are_thirty_kinds_and_none_prevails(name):
    kinds, skeletons = counted(name, 3, 300)
    assert min(len(kinds), len(skeletons)) >= 30
    assert max(kinds.values()) <= 30


@pytest.mark.slow
@EACH_TASK
@pytest.mark.parametrize("level", LEVELS)
def test_a_thousand_problems_are_of_thirty_kinds_of_which_none_prevails(name, level):
    for counts in counted(name, level, 1_000):
        assert len(counts) >= 30
        assert max(counts.values()) <= 100


@EACH_TASK
def test_every_kind_has_a_second_judge(name):
    kinds, _ = counted(name, 1, 400)
    assert set(kinds) == set(judge(name).HOLDS)


@EACH_TASK
@pytest.mark.parametrize("level", LEVELS)
def test_a_second_judge_derives_every_answer_from_what_is_given(name, level):
    for index in range(80):
        puzzle = instance(instance_id(name, level, 8, index))
        assert judge(name).check(puzzle.payload, puzzle.payload["answer"]), puzzle.id


@EACH_TASK
def test_prompts_are_plain_text(name):
    for index in range(60):
        puzzle = instance(instance_id(name, 2, 9, index))
        assert puzzle.payload["problem"] in puzzle.prompt
        assert puzzle.prompt.isascii()
        assert "  " not in puzzle.prompt


@EACH_TASK
def test_harder_levels_have_longer_stories_or_larger_numbers(name):
    def weight(level):
        prompts = [instance(instance_id(name, level, 4, i)).prompt for i in range(60)]
        return sum(len(number) for p in prompts for number in NUMBER.findall(p))

    weights = [weight(level) for level in LEVELS]
    assert weights[0] < weights[2] < weights[4]
    assert find_task(name).levels[1] != find_task(name).levels[5]

"""What cryptanalysis generates, solves and reads, and what the original left unsaid."""

import json
from itertools import pairwise, permutations
from string import ascii_uppercase, digits

import pytest

from codesteer.symbench.original.case import original_task
from codesteer.symbench.registry import find_task, instance, instance_id
from codesteer.symbench.task import LEVELS
from codesteer.symbench.tasks.cryptanalysis import feedback

from ..independent.cryptanalysis import holds

LOCK = {
    "clues": [
        {"guess": "87ID", "digits": "misplaced high", "letters": "misplaced low"},
        {"guess": "50FH", "digits": "both low", "letters": "misplaced low"},
    ]
}


def right(answer, payload=LOCK):
    return find_task("cryptanalysis").verify(payload, f"<<<{answer}>>>").correct


def fitting(payload, half, part, signs):
    """Every pair that the second judge lets pass."""
    return [
        pair
        for pair in permutations(signs, 2)
        if all(holds(clue[half], pair, tuple(clue["guess"][part])) for clue in payload["clues"])
    ]


def test_the_prompt_says_what_feedback_means():
    prompt = find_task("cryptanalysis").prompt(LOCK)
    assert (
        "1. 87ID: one digit is right but in the wrong place, the other is wrong and too large; "
        in prompt
    )
    assert "2. 50FH: both digits are wrong and too small; " in prompt
    assert "one letter is right but in the wrong place, the other is wrong and too early." in prompt
    assert "two different digits (0 to 9) followed by two different letters" in prompt
    assert "it does not say which of the two" in prompt
    assert "Exactly one password fits" in prompt


@pytest.mark.parametrize(
    ("secret", "guess", "told"),
    [
        ("58", "58", "both right"),
        ("58", "85", "both misplaced"),
        ("58", "34", "both low"),
        ("58", "90", "both wrong"),
        ("58", "67", "both wrong"),
        ("57", "98", "both high"),
        ("58", "51", "right low"),
        ("58", "98", "right high"),
        ("58", "56", "right between"),
        ("58", "15", "misplaced low"),
        ("85", "59", "misplaced high"),
        ("LV", "VP", "misplaced between"),
    ],
)
def test_feedback_is_exact(secret, guess, told):
    assert feedback(secret, guess) == told


@pytest.mark.parametrize("level", LEVELS)
def test_exactly_one_password_fits_and_every_guess_helps(level):
    config = find_task("cryptanalysis").levels[level]
    for index in range(6):
        payload = instance(instance_id("cryptanalysis", level, 5, index)).payload
        clues = payload["clues"]
        assert config.low <= len(clues) <= config.high
        assert "both right" not in [told for clue in clues for told in clue.values()]
        left = []
        for n in range(len(clues) + 1):
            some = {"clues": clues[:n]}
            pairs = fitting(some, "digits", slice(0, 2), digits)
            left.append(len(pairs) * len(fitting(some, "letters", slice(2, 4), ascii_uppercase)))
        assert left[-1] == 1
        assert all(after < before for before, after in pairwise(left))


@pytest.mark.parametrize(
    "answer",
    [
        '["7", "6", "H", "I"]',
        "['7', '6', 'H', 'I']",
        ' [ "7" , "6" , "H" , "I" ] ',
        '[7, 6, "H", "I"]',
        "7, 6, H, I",
        "7 6 H I",
        "(7, 6, H, I)",
        "76HI",
        '"76HI"',
        "76hi",
        "76 HI",
        "Password: 76HI",
        "**76HI**",
        '```json\n["7", "6", "H", "I"]\n```',
        '[\n    "7",\n    "6",\n    "H",\n    "I"\n]',
        '["7", "6", "H", "I",]',
        '{"password": ["7", "6", "H", "I"]}',
        '{"answer": "76HI"}',
        "The password is 76HI",
        "So the password is **76HI**",
        "The answer is 76HI",
    ],
)
def test_every_clear_form_counts(answer):
    assert right(answer)


@pytest.mark.parametrize(
    "answer",
    ["67HI", "76IH", "76HJ", "HI76", "7H6I", "76HI or 67HI", "not 76HI", "76HI?", "176HI", "76HII",
     "7, 6, H, I, 7", "[7, 6, H, I", "7.6HI", "-76HI", "76H", "76", "HI", "77HI", "76HH",
     "The password is not 76HI", "not the password is 76HI", '{"guess": "76HI"}',
     "The password is 67HI or 76HI", '{"password": ["7", "6", "H"]}',
     '["digit", "digit", "letter", "letter"]'],
)  # fmt: skip
def test_what_says_anything_else_is_wrong(answer):
    assert not right(answer)


def test_defect_a_single_wrong_digit_told_nothing_more_lies_in_between():
    # Read as no more than "incorrect", the second guess would let 1 and 2 be the digits.
    clues = [{"guess": "15AB", "digits": "right between", "letters": "both right"}]
    assert not right("12AB", {"clues": clues})
    assert right("19AB", {"clues": clues})
    prompt = find_task("cryptanalysis").prompt({"clues": clues})
    assert "the other is wrong and in between;" in prompt
    assert "in between otherwise" in prompt


def test_defect_both_wrong_without_more_means_not_on_one_side():
    clues = [{"guess": "15AB", "digits": "both wrong", "letters": "both right"}]
    assert right("36AB", {"clues": clues})
    assert not right("67AB", {"clues": clues})
    assert "neither of the two holds" in find_task("cryptanalysis").prompt({"clues": clues})


def test_the_samples_of_the_published_data_are_read(upstream_layout):
    module, task = original_task("cryptanalysis"), find_task("cryptanalysis")
    cases = list(module.read(upstream_layout))
    assert [case.id for case in cases] == [f"cryptanalysis/sample_{n}" for n in (0, 39, 69)]
    assert [len(case.params["guesses"]) for case in cases] == [5, 2, 3]
    for case in cases:
        assert case.gold_correct
        assert not case.broken
        payload = module.payload(case)
        assert task.solve(payload) == f"<<<{json.dumps(case.gold)}>>>"
        assert task.verify(payload, task.solve(payload)).correct

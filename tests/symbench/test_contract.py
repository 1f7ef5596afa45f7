"""The contract that every SymBench task meets, over all levels and ladder points."""

import dataclasses
import json
import os
import random
import string
import subprocess
import sys
import time

import pytest

from codesteer.answers import bracketed
from codesteer.errors import UnknownTask
from codesteer.symbench.registry import find_task, instance, instance_id, tasks
from codesteer.symbench.task import LADDER_FROM, LEVELS, InstanceId

from .independent import CHECKERS, judge

SHORT = 5
"""Shorter answers, such as Yes or 17, stand in any text."""
LEVEL_CASES = [(name, level) for name in tasks() for level in LEVELS]
EACH_TASK = pytest.mark.parametrize("name", list(tasks()))
EACH_LEVEL = pytest.mark.parametrize(("name", "level"), LEVEL_CASES)

# What may stand beside a right answer and makes another one of it, or none.
BESIDE = [(sign, "") for sign in ("not ", "~", "\u2260", "\u00b1", "\u221a", "$", "1/0+", "!")]
BESIDE += [("", sign) for sign in ("!", "\u00b2", "%", "^2", "**2", "^9^9^9", "\u00bd", "e0", "?")]
BESIDE += [("", sign) for sign in (" or not", ",1", "$", "//1")]
LONG = [
    *(sign * 200_000 for sign in ("(", "9", "[", "-", "!", "$", "\n", ". ", "is ", "=", "<<<")),
    *("9" * digits for digits in (4_000, 4_300, 4_301, 5_000)),
    *("1" + ",000" * groups for groups in (1_333, 1_433, 1_434, 1_500)),
    *("**".join(["9"] * n) for n in (5, 9, 2_000)),
    *(sign * 50_000 for sign in ("```\n", "\\boxed{", "\\frac{1}{", "9!", "1=", "1*")),
    "is" + " " * 100_000 + "x1",
]


def some(name, level, seed=0, n=8):
    return [instance(instance_id(name, level, seed, index)) for index in range(n)]


def solved(puzzle):
    return find_task(puzzle.id.task).solve(puzzle.payload)


def verdict(puzzle, response):
    return find_task(puzzle.id.task).verify(puzzle.payload, response)


def mutated(answer, rng):
    """Answers near a right one: a symbol changed, dropped, doubled, or two swapped."""
    symbols = list(answer)
    i, j = rng.randrange(len(symbols)), rng.randrange(len(symbols))
    match rng.randrange(4):
        case 0:
            symbols[i] = rng.choice("0123456789+-*/(),[] ")
        case 1:
            del symbols[i]
        case 2:
            symbols.insert(i, symbols[i])
        case 3:
            symbols[i], symbols[j] = symbols[j], symbols[i]
    return "".join(symbols)


@EACH_TASK
def test_a_task_has_five_levels_and_a_place_in_the_paper(name):
    task = find_task(name)
    assert tuple(task.levels) == LEVELS
    assert task.name == name
    assert task.version >= 1
    assert task.category in ("execution", "planning", "reasoning")
    assert task.split in ("seen", "unseen")


@EACH_TASK
def test_configurations_are_frozen_and_refuse_nonsense(name):
    config = find_task(name).levels[1]
    field = dataclasses.fields(config)[0].name
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(config, field, 3)
    bad = () if isinstance(getattr(config, field), tuple) else -1
    with pytest.raises(ValueError, match="need"):
        dataclasses.replace(config, **{field: bad})


@EACH_LEVEL
def test_the_solvers_answer_is_accepted_and_found_right_by_a_second_checker(name, level):
    for puzzle in some(name, level):
        answer = solved(puzzle)
        assert verdict(puzzle, answer).correct
        assert CHECKERS[name](puzzle.payload, bracketed(answer))


@EACH_TASK
def test_every_point_of_the_ladder_is_solvable(name):
    task = find_task(name)
    for config in task.ladder:
        payload = task.generate(random.Random(1), config)
        assert task.verify(payload, task.solve(payload)).correct


@EACH_LEVEL
def test_empty_echoed_and_foreign_answers_are_rejected(name, level):
    puzzles = some(name, level)
    for puzzle, other in zip(puzzles, puzzles[1:] + puzzles[:1], strict=True):
        answer = solved(puzzle)
        for response in ("", " ", "<<<>>>", puzzle.prompt, f"{answer} <<<nope>>>", answer[:-4]):
            assert not verdict(puzzle, response).correct
        foreign = solved(other)
        right = CHECKERS[name](puzzle.payload, bracketed(foreign))
        assert verdict(puzzle, foreign).correct == right


@EACH_LEVEL
def test_mutated_answers_are_judged_as_a_second_checker_judges_them(name, level):
    rng = random.Random(f"{name}{level}")
    for puzzle in some(name, level):
        answer = bracketed(solved(puzzle))
        for _ in range(40):
            candidate = mutated(answer, rng)
            if CHECKERS[name](puzzle.payload, candidate):
                assert verdict(puzzle, f"<<<{candidate}>>>").correct, candidate
            elif _plain(name, candidate):
                assert not verdict(puzzle, f"<<<{candidate}>>>").correct, candidate


def _plain(name, candidate):
    """Whether a candidate has no second reading: a verifier may read more than one form."""
    return getattr(judge(name), "plain", lambda answer: True)(candidate)


@EACH_LEVEL
def test_a_right_answer_with_a_sign_of_another_meaning_beside_it_is_wrong(name, level):
    for puzzle in some(name, level, n=2):
        answer = bracketed(solved(puzzle))
        for before, behind in BESIDE:
            response = f"<<<{before}{answer}{behind}>>>"
            assert not verdict(puzzle, response).correct, response


@EACH_LEVEL
@pytest.mark.parametrize("zero", ["\uff10", "\u0660", "\u0966", "\u2080"])
def test_only_ascii_digits_count(name, level, zero):
    others = {ord(str(digit)): chr(ord(zero) + digit) for digit in range(10)}
    for puzzle in some(name, level, n=2):
        plain = bracketed(solved(puzzle))
        answer = plain.translate(others)
        if answer == plain:
            continue  # There is no digit in it.
        assert not verdict(puzzle, f"<<<{answer}>>>").correct
        assert not verdict(puzzle, answer).correct


@EACH_LEVEL
def test_the_reason_never_gives_the_answer_away(name, level):
    for puzzle in some(name, level):
        answer = bracketed(solved(puzzle))
        if len(answer) < SHORT:
            continue
        for response in ("", "<<<0>>>", f"<<<{answer[:-1]}>>>"):
            assert answer not in verdict(puzzle, response).reason


@EACH_LEVEL
def test_the_prompt_does_not_contain_the_answer(name, level):
    if getattr(judge(name), "COPIED", False):
        return
    for puzzle in some(name, level):
        answer = bracketed(solved(puzzle))
        assert len(answer) < SHORT or answer not in puzzle.prompt


@EACH_LEVEL
def test_neighbouring_seeds_share_no_prompt_and_a_seed_does_not_repeat_itself(name, level):
    first = [puzzle.prompt for puzzle in some(name, level, seed=0, n=20)]
    second = [puzzle.prompt for puzzle in some(name, level, seed=1, n=20)]
    assert len({*first, *second}) == 40


@EACH_LEVEL
def test_payloads_are_json(name, level):
    for puzzle in some(name, level):
        assert json.loads(json.dumps(puzzle.payload)) == puzzle.payload


@EACH_LEVEL
def test_ids_round_trip(name, level):
    for puzzle in some(name, level):
        again = instance(str(puzzle.id))
        assert InstanceId.parse(str(puzzle.id)) == puzzle.id
        assert (again.prompt, again.payload) == (puzzle.prompt, puzzle.payload)


@EACH_TASK
def test_any_text_is_judged_without_an_error_and_in_bounded_time(name):
    rng = random.Random(0)
    puzzle = some(name, 5, n=1)[0]
    answer = solved(puzzle)
    alphabet = (
        string.printable + "<>()[]{}\u0663\u00b2\u00bd\u2212\u2013\u00d7\u2028\x00\ud800" + answer
    )
    started = time.process_time()
    for _ in range(1_000):
        text = "".join(rng.choices(alphabet, k=rng.randrange(60)))
        verdict(puzzle, text)
        verdict(puzzle, f"<<<{text}>>>")
    for long in (*LONG, "(" * 5_000 + bracketed(answer) + ")" * 5_001):
        assert not verdict(puzzle, f"<<<{long}>>>").correct
        assert not verdict(puzzle, long).correct
    # Not a benchmark: only that no text makes a verifier run away.
    assert time.process_time() - started < 60


def test_instances_do_not_depend_on_the_hash_seed_or_the_order_of_imports():
    program = (
        "import sys, importlib\n"
        "from codesteer.symbench.registry import instance, instance_id, tasks\n"
        "names = sys.argv[1].split(',')\n"
        "for name in names: importlib.import_module(f'codesteer.symbench.tasks.{name}')\n"
        "print([instance(instance_id(n, l, 3, i)).prompt for n in sorted(names)"
        " for l in (1, 5) for i in range(3)])"
    )
    names = list(tasks())
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program, ",".join(order)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for order, seed in ((names, "1"), (names[::-1], "2"))
    }
    assert len(outputs) == 1


@pytest.mark.parametrize(
    "text",
    ["", "game_24", "game_24@1/3/7", "game_24@1/3/7/-1", "game_24@1/9/0/0", "game_24@9/1/0/0",
     "nothing@1/1/0/0", "../x@1/1/0/0", "game_24@1/1/0/0\n\n/../", "x" * 5_000],
)  # fmt: skip
def test_what_is_no_id_is_refused_with_advice(text):
    with pytest.raises(UnknownTask) as refused:
        instance(text)
    assert len(str(refused.value)) < 300


@pytest.mark.slow
@EACH_LEVEL
def test_the_contract_holds_for_two_hundred_instances(name, level):
    puzzles = some(name, level, n=200)
    assert all(verdict(puzzle, solved(puzzle)).correct for puzzle in puzzles)
    assert len({puzzle.prompt for puzzle in puzzles}) == 200


@pytest.mark.slow
@EACH_TASK
def test_ten_thousand_random_texts_raise_nothing(name):
    rng = random.Random(1)
    puzzle = some(name, 3, n=1)[0]
    for _ in range(10_000):
        text = "".join(rng.choices(string.printable + "<>", k=rng.randrange(200)))
        verdict(puzzle, f"<<<{text}>>>")


@pytest.mark.parametrize("name", [name for name, task in tasks().items() if task.ladder])
def test_the_papers_ladder_is_levels_from_11_on(name):
    task = find_task(name)
    for level, config in enumerate(task.ladder, LADDER_FROM):
        puzzle = instance(instance_id(name, level))
        assert puzzle.payload == task.generate(puzzle.id.rng(), config)
        assert verdict(puzzle, solved(puzzle)).correct
    with pytest.raises(UnknownTask, match=f"11 to {10 + len(task.ladder)}"):
        instance_id(name, LADDER_FROM + len(task.ladder))

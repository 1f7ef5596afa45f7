"""The study with simulated models: the machinery holds, and what steering changes comes out."""

import json
import os
import subprocess
import sys

import pytest

from codesteer.steering.bench.puzzles import PUZZLES
from codesteer.steering.bench.simulated import CHARACTERS, GoodCoder
from codesteer.steering.bench.study import MOST_TURNS, Cell, open_kernels, study
from codesteer.steering.chat import Message
from codesteer.steering.executor import Execution, FakeExecutor
from codesteer.steering.methods.registry import METHODS

pytestmark = pytest.mark.anyio
COINS, PRODUCT = PUZZLES[:2]


def silent(line):
    pass


def faked(code):
    """What a kernel would give, as far as it matters here."""
    if "while True" in code:
        return Execution(status="timeout", note="It was interrupted.")
    if "result =" not in code:
        return Execution(status="error", error="NameError: name 'result' is not defined")
    return next(f"<<<{known.answer}>>>" for known in PUZZLES if known.program in code)


async def test_every_method_ends_within_its_turns_with_every_character():
    cells = await study(FakeExecutor(faked), silent, puzzles=PUZZLES[:2])
    assert len(cells) == len(CHARACTERS) * len(METHODS)
    for cell in cells:
        assert cell.holds, cell
        assert len(cell.turns) == cell.of == 2
        assert cell.words["task"] > 0
        assert "model_failed" not in cell.endings


async def test_in_real_kernels_a_good_coder_is_saved_from_its_guesses_and_one_that_loops_is_not():
    wanted = [character for character in CHARACTERS if character.name != "weak coder"]
    async with open_kernels() as executor:
        cells = await study(
            executor, silent, characters=wanted, methods=["only_question", "codesteer"],
            puzzles=[COINS],
        )  # fmt: skip
    solved = {(cell.character, cell.method): cell.solved for cell in cells}
    assert all(cell.holds for cell in cells)
    assert solved["good coder", "only_question"] == 0
    assert solved["good coder", "codesteer"] == 1
    assert solved["loops for ever", "codesteer"] == 0


async def test_the_answer_of_each_puzzle_is_what_its_program_computes_and_the_check_accepts():
    async with open_kernels() as executor, executor.fresh() as place:
        for puzzle in PUZZLES:
            test = f"answer = {puzzle.answer!r}\nprint(result, {puzzle.test})"
            ran = await place.run(f"{puzzle.program}\n{test}", timeout_s=10)
            assert ran.output == f"{puzzle.answer} True", ran.error


async def test_a_simulated_model_says_the_same_to_the_same_and_counts_words():
    asked = (Message("user", PRODUCT.question),)
    first, second = await GoodCoder().reply(asked), await GoodCoder().reply(asked)
    assert first == second
    assert first.prompt_tokens == len(PRODUCT.question.split())
    assert first.completion_tokens == len(first.text.split())
    assert (await GoodCoder().reply((Message("user", "Who?"),))).text == "I do not know."


def test_a_run_that_breaks_its_bounds_does_not_hold():
    assert not Cell("c", "m", turns=[MOST_TURNS + 1]).holds
    assert not Cell("c", "m", raised=["coins: ValueError: x"]).holds


def test_the_command_says_that_it_is_a_simulation():
    command = [sys.executable, "-m", "codesteer", "steering", "study", "--method", "only_question"]
    for form, label in (([], "SIMULATION"), (["--json"], '"simulation": true')):
        done = subprocess.run([*command, *form], capture_output=True, text=True, env=os.environ)
        assert done.returncode == 0, done.stderr
        assert label in done.stdout
    assert len(json.loads(done.stdout)["cells"]) == len(CHARACTERS)

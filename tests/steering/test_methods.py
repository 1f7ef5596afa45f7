"""The CodeSteer method over steering in this process, with real kernels."""

import pytest

from codesteer.steering.chat import ScriptedChat
from codesteer.steering.guides.rules import RulesGuide
from codesteer.steering.kernel_executor import KernelExecutor
from codesteer.steering.methods.codesteer import Replied, messages_for, steps
from codesteer.steering.steerer import Checked, Steerer
from codesteer.steering.store import MemoryEpisodeStore
from codesteer.steering.tools import LocalTools

from ..pools import real_pool

pytestmark = pytest.mark.anyio

GRID = (
    "Fill the grid so that each row and each column holds every digit exactly once; 0 is open.\n"
    "1 2 0\n2 0 1\n0 1 2\nGive it as <<<rows>>>."
)
BROKEN = "```python\nprint(grid)\n```"
SOLVES = (
    "```python\n"
    "data = [[1, 2, 0], [2, 0, 1], [0, 1, 2]]\n"
    "grid = [[v or 6 - sum(row) for v in row] for row in data]\n"
    "print(f'<<<{grid}>>>')\n```"
)
CHECKS = (
    "```python\nimport ast\ngrid = ast.literal_eval(answer)\n"
    "ok = all(sorted(g) == [1, 2, 3] for g in [*grid, *zip(*grid)])\n"
    "print('Correct' if ok else 'Wrong: repeats')\n```"
)


@pytest.fixture
async def tools():
    async with real_pool() as pool:
        executor = KernelExecutor(pool)
        yield LocalTools(Steerer(store=MemoryEpisodeStore(), guide=RulesGuide(), executor=executor))


async def test_a_model_is_steered_past_its_error_to_a_checked_answer(tools):
    model = ScriptedChat([BROKEN, SOLVES, CHECKS])
    story = [step async for step in steps(GRID, model, tools)]
    replies = [step for step in story if isinstance(step, Replied)]
    assert len(replies) == 3
    assert isinstance(story[-1], Checked)
    assert story[-1].check.verdict == "correct"
    assert story[-1].steered.directive.final_answer == "<<<[[1, 2, 3], [2, 3, 1], [3, 1, 2]]>>>"


async def test_each_turn_shows_the_question_and_the_guidance_alone(tools):
    model = ScriptedChat([BROKEN, SOLVES, CHECKS])
    async for _ in steps(GRID, model, tools):
        pass
    first, second, third = model.asked
    assert all(len(asked) == 1 and asked[0].content.startswith(GRID) for asked in model.asked)
    assert "NameError" in second[0].content
    assert "print(grid)\n```" not in second[0].content
    assert "variable `answer`" in third[0].content
    assert first == messages_for(GRID, first[0].content.removeprefix(f"{GRID}\n\n"))


async def test_a_model_that_says_nothing_is_stopped_within_the_turns(tools):
    story = [step async for step in steps(GRID, ScriptedChat([""] * 9), tools)]
    assert story[-1].directive.action == "stop"

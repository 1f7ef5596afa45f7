"""The loop for methods that ask once."""

from collections.abc import AsyncGenerator

from codesteer.steering.methods.asking import Layout, messages_for
from codesteer.steering.methods.loop import follow
from codesteer.steering.methods.method import Case, Step
from codesteer.steering.methods.own_tools import own_tools
from codesteer.steering.methods.single_turn import SingleTurn

__all__ = ["ask_once"]


async def ask_once(
    case: Case, guide: SingleTurn, layout: Layout = messages_for
) -> AsyncGenerator[Step, None]:
    """Ask the task model once and take its answer."""
    async with own_tools(case, guide, max_turns=1) as tools:
        async for step in follow(case.question, case.model, tools, layout=layout):
            yield step

"""Symbolic agent: the full loop with an untrained model as guide, the task model by default.

Its guidance is recorded as any guide's is, so that its episodes are data for training one.

Source: CodeSteer (arXiv 2502.04350), section 4.2.
"""

from collections.abc import AsyncGenerator

from codesteer.steering.methods.agent_guide import AgentGuide
from codesteer.steering.methods.loop import follow
from codesteer.steering.methods.method import Case, Method, Step
from codesteer.steering.methods.own_tools import own_tools

__all__ = ["METHOD"]


async def _steps(case: Case) -> AsyncGenerator[Step, None]:
    guide = AgentGuide(case.helper)
    turns = case.options.max_turns
    async with own_tools(case, guide, max_turns=turns, runs_unasked=True) as tools:
        async for step in follow(case.question, case.model, tools, context=case.options.context):
            yield step


METHOD = Method(
    name="symbolic_agent",
    about="the full loop, guided by an untrained model with hints",
    steps=_steps,
)

"""Code-first agent: the strategy of the code-first rule, each guidance phrased by a model.

Source: CodeSteer (arXiv 2502.04350), table 9, a heuristic; the prompts are ours.
"""

from collections.abc import AsyncGenerator
from dataclasses import replace

from codesteer.steering.chat import ChatModel, Message
from codesteer.steering.guide import Guidance
from codesteer.steering.methods.code_first_rule import CodeFirst, code_first
from codesteer.steering.methods.method import Case, Method, Step
from codesteer.steering.methods.telling import story
from codesteer.steering.trajectory import Trajectory

__all__ = ["METHOD"]

_ROLE = (
    "You guide another model that answers a question. The strategy is fixed: programs first, each "
    "more thorough than the last, then words. You are told what the strategy wants next; put it "
    "into a guidance for this very question. Say which computation settles it and what to change "
    "after what happened. Do not answer the question. Reply with the guidance alone, in at most "
    "120 words."
)
_LONGEST = 3_000


class _Phrased:
    """The rule, in a model's words."""

    name = "code_first_agent"

    def __init__(self, phraser: ChatModel) -> None:
        self._phraser = phraser
        self._rule = CodeFirst(self.name)

    async def decide(self, trajectory: Trajectory) -> Guidance:
        """Decide by the rule and have it phrased; see `Guide.decide`."""
        decision = await self._rule.decide(trajectory)
        if decision.action not in ("code", "text"):
            return decision
        asked = f"{story(trajectory)}\n\nThe strategy wants next: {decision.guidance}"
        reply = await self._phraser.reply((Message("system", _ROLE), Message("user", asked)))
        return replace(
            decision,
            guidance=reply.text.strip()[:_LONGEST] or decision.guidance,
            prompt_tokens=reply.prompt_tokens,
            completion_tokens=reply.completion_tokens,
        )


def _steps(case: Case) -> AsyncGenerator[Step, None]:
    return code_first(case, _Phrased(case.helper))


METHOD = Method(
    name="code_first_agent", about="the code-first rule, phrased by a model", steps=_steps
)

"""Code/text choice: a fine-tuned model picks code or text once, the task model answers that way.

Source: CodeSteer (arXiv 2502.04350), section 5, a baseline; the prompts are ours.
"""

import re
from collections.abc import AsyncGenerator

from codesteer.steering.chat import ChatModel, Message
from codesteer.steering.guide import Guidance
from codesteer.steering.methods.all_code_cot import PROMPT as CODE
from codesteer.steering.methods.all_text_cot import PROMPT as TEXT
from codesteer.steering.methods.loop import follow
from codesteer.steering.methods.method import Case, Method, Step
from codesteer.steering.methods.own_tools import own_tools
from codesteer.steering.methods.single_turn import answer_of, closing
from codesteer.steering.trajectory import Trajectory

__all__ = ["METHOD"]

_CHOOSE = (
    "Which way is this question answered more reliably: by a Python program, or by reasoning in "
    "words? Do not answer the question. Reply with one word: code or text."
)
_WORD = re.compile(r"\b(code|text)\b", re.IGNORECASE)


class _Choice:
    """A guide that lets a model choose the mode, and takes the answer."""

    name = "code_text_choice"

    def __init__(self, chooser: ChatModel) -> None:
        self._chooser = chooser

    async def decide(self, trajectory: Trajectory) -> Guidance:
        """Have the mode chosen, then take the answer; see `Guide.decide`."""
        if trajectory.turn is not None:
            return closing(answer_of(trajectory.turn))
        asked = (Message("user", f"{trajectory.question}\n\n{_CHOOSE}"),)
        reply = await self._chooser.reply(asked)
        words = _WORD.findall(reply.text)
        chosen = words[-1].lower() if words else "code"
        return Guidance(
            action="text" if chosen == "text" else "code",
            guidance=TEXT if chosen == "text" else CODE,
            reason=f"The chooser said {chosen}." if words else "The chooser said neither: code.",
            prompt_tokens=reply.prompt_tokens,
            completion_tokens=reply.completion_tokens,
        )


async def _steps(case: Case) -> AsyncGenerator[Step, None]:
    async with own_tools(case, _Choice(case.helper), max_turns=1) as tools:
        async for step in follow(case.question, case.model, tools):
            yield step


METHOD = Method(
    name="code_text_choice",
    about="a fine-tuned model picks code or text, once",
    steps=_steps,
    fine_tuned="says code or text to a question",
)

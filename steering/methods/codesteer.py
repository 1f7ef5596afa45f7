"""The CodeSteer method, headless: a guide steers a task model turn by turn.

Each turn the model sees the question and the guidance alone, not the dialogue so far: a small model
that is shown its failed program mostly writes it again.

Source: CodeSteer (arXiv 2502.04350), figure 3 and section 4.1.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import TypeAlias

from codesteer.steering.chat import ChatModel, Message, Reply
from codesteer.steering.steerer import Checked, Steered
from codesteer.steering.tools import Tools

__all__ = ["Replied", "Step", "messages_for", "steps"]


@dataclass(frozen=True, slots=True)
class Replied:
    """The task model has answered a directive."""

    reply: Reply


_SILENCE = "(no answer)"
Step: TypeAlias = Steered | Replied | Checked


async def steps(question: str, model: ChatModel, tools: Tools) -> AsyncIterator[Step]:
    """Solve a question, yielding every step as it happens.

    The last step is a `Steered` or `Checked` whose directive is "answer" or "stop".

    Raises:
        ModelError: The model is out of reach.
    """
    steered = await tools.steer(question=question)
    yield steered
    while steered.directive.action not in ("answer", "stop"):
        reply = await model.reply(messages_for(question, steered.directive.guidance))
        yield Replied(reply)
        session = steered.session_id
        if steered.directive.action == "verify":
            checked = await tools.check_answer(session_id=session, program=reply.text or "pass")
            steered = checked.steered
            yield checked
        else:
            answer = reply.text if reply.text.strip() else _SILENCE
            steered = await tools.steer(session_id=session, answer=answer)
            yield steered


def messages_for(question: str, guidance: str) -> tuple[Message, ...]:
    """What the task model reads in one turn."""
    return (Message("user", f"{question}\n\n{guidance}"),)

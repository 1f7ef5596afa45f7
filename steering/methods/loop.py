"""The loop that all steered methods share: guidance, answer, what became of it, guidance."""

from collections.abc import AsyncGenerator, Callable
from typing import TypeAlias

from codesteer.steering.chat import ChatModel
from codesteer.steering.checkers.self_answer import source_of
from codesteer.steering.methods.asking import SILENCE, Asker, Layout, messages_for
from codesteer.steering.methods.method import Context, Replied
from codesteer.steering.steerer import Checked, Steered
from codesteer.steering.tools import Tools

__all__ = ["SteeringStep", "follow"]

SteeringStep: TypeAlias = Steered | Replied | Checked

_REPLIES_A_TURN = 3
"""An answer and two checks. A guide that wants more than that has lost its way."""


async def follow(
    question: str,
    model: ChatModel,
    tools: Tools,
    *,
    context: Context = "fresh",
    layout: Layout = messages_for,
    answering: Callable[[int], ChatModel] | None = None,
) -> AsyncGenerator[SteeringStep, None]:
    """Let a model follow the guidance that tools give, yielding every step as it happens.

    The last step is a `Steered` or `Checked` whose directive is "answer" or "stop", unless the
    guide has asked for checks without end.

    Args:
        question: The whole task text.
        model: The task model.
        tools: Where the guide is.
        context: What the model reads in a turn.
        layout: How its first message is laid out.
        answering: The model that answers a turn, where that is not always the same.

    Raises:
        ModelError: The model is out of reach.
    """
    asker = Asker(question, context=context, layout=layout)
    steered = await tools.steer(question=question)
    yield steered
    replies_left = _REPLIES_A_TURN * (steered.directive.turn + steered.directive.turns_left)
    while steered.directive.action not in ("answer", "stop") and replies_left:
        replies_left -= 1
        directive = steered.directive
        asked = model if answering is None else answering(directive.turn)
        run = None if steered.run is None else steered.run.execution
        reply = await asker.ask(asked, directive.guidance, run)
        yield Replied(reply)
        session = steered.session_id
        if directive.action == "verify":
            program = reply.text if source_of(reply.text).strip() else "pass"
            checked = await tools.check_answer(session_id=session, program=program)
            steered = checked.steered
            yield checked
        else:
            answer = reply.text if reply.text.strip() else SILENCE
            steered = await tools.steer(session_id=session, answer=answer)
            yield steered

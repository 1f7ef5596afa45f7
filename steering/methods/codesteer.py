"""The CodeSteer method, headless: the guide behind the tools steers a task model turn by turn.

Each turn the model sees the question and the guidance alone, not the dialogue so far: a small model
that is shown its failed program mostly writes it again. A model that corrects itself from a
traceback is served better by the dialogue, which is the other context.

Source: CodeSteer (arXiv 2502.04350), figure 3 and section 4.1.
"""

from collections.abc import AsyncGenerator
from typing import TypeAlias

from codesteer.steering.chat import ChatModel
from codesteer.steering.methods.asking import messages_for
from codesteer.steering.methods.loop import SteeringStep, follow
from codesteer.steering.methods.method import Case, Context, Method, Replied
from codesteer.steering.tools import Tools

__all__ = ["METHOD", "Replied", "Step", "messages_for", "steps"]

Step: TypeAlias = SteeringStep


def steps(
    question: str, model: ChatModel, tools: Tools, *, context: Context = "fresh"
) -> AsyncGenerator[Step, None]:
    """Solve a question, yielding every step as it happens; see `follow`.

    Raises:
        ModelError: The model is out of reach.
    """
    return follow(question, model, tools, context=context)


def _steps(case: Case) -> AsyncGenerator[Step, None]:
    return steps(case.question, case.model, case.tools, context=case.options.context)


METHOD = Method(
    name="codesteer",
    about="the server's guide and both checkers, turn by turn",
    steps=_steps,
    by_server=True,
)

"""Only question: the question as it stands, and the answer as it comes. No code is run.

Source: CodeSteer (arXiv 2502.04350), section 5, a baseline.
"""

from collections.abc import AsyncGenerator

from codesteer.steering.methods.method import Case, Method, Step
from codesteer.steering.methods.once import ask_once
from codesteer.steering.methods.single_turn import SingleTurn

__all__ = ["METHOD"]


def _steps(case: Case) -> AsyncGenerator[Step, None]:
    return ask_once(case, SingleTurn("only_question", "text", ""))


METHOD = Method(name="only_question", about="the question as it stands", steps=_steps)

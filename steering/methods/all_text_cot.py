"""All text with chain of thought: reasoning in words, no code.

Source: CodeSteer (arXiv 2502.04350), section 5, a baseline; the prompt is ours.
"""

from collections.abc import AsyncGenerator

from codesteer.steering.methods.method import Case, Method, Step
from codesteer.steering.methods.once import ask_once
from codesteer.steering.methods.single_turn import SingleTurn

__all__ = ["METHOD", "PROMPT"]

PROMPT = (
    "Work this out in words, one step after the other, and write no code. Finish with the answer "
    "in the form that the question demands."
)


def _steps(case: Case) -> AsyncGenerator[Step, None]:
    return ask_once(case, SingleTurn("all_text_cot", "text", PROMPT))


METHOD = Method(name="all_text_cot", about="reasons in words, step by step", steps=_steps)

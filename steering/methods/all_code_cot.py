"""All code with chain of thought: think, then one program, whose output is the answer.

Source: CodeSteer (arXiv 2502.04350), section 5, a baseline; the prompt is ours.
"""

from collections.abc import AsyncGenerator

from codesteer.steering.methods.method import Case, Method, Step
from codesteer.steering.methods.once import ask_once
from codesteer.steering.methods.single_turn import SingleTurn

__all__ = ["METHOD", "PROMPT"]

PROMPT = (
    "First think about how a program can find the answer. Then write one complete Python program "
    "in a ```python block that computes it and prints it in the form that the question demands. "
    "The program is run as it stands, without input; what it prints is your answer."
)


def _steps(case: Case) -> AsyncGenerator[Step, None]:
    return ask_once(case, SingleTurn("all_code_cot", "code", PROMPT))


METHOD = Method(name="all_code_cot", about="thinks, then writes one program, run", steps=_steps)

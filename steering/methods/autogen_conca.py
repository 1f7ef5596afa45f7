"""AutoGen concatenated: a general preface on code and words, then the question.

Source: CodeSteer (arXiv 2502.04350), section 5, a baseline that puts AutoGen's system prompt before
the question; this preface says as much in words of our own.
"""

from collections.abc import AsyncGenerator

from codesteer.steering.methods.asking import guidance_first
from codesteer.steering.methods.method import Case, Method, Step
from codesteer.steering.methods.once import ask_once
from codesteer.steering.methods.single_turn import SingleTurn

__all__ = ["METHOD", "PROMPT"]

PROMPT = """\
You are an assistant with good judgement in two things: language and programming.
Where something has to be looked up, calculated, searched or tried out, write Python code for it.
Put it into one ```python block that is complete: it will be run exactly as it is, by somebody who \
changes nothing in it and types nothing in. Print the result, for only what is printed counts.
Where words are enough, use words. Say shortly how you proceed and which step needs code.
Give the answer in the form that the question demands.

The question:"""


def _steps(case: Case) -> AsyncGenerator[Step, None]:
    return ask_once(case, SingleTurn("autogen_conca", "code", PROMPT), guidance_first)


METHOD = Method(
    name="autogen_conca", about="a general preface on code and words, once", steps=_steps
)

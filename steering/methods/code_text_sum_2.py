"""Code + text + summary 2: both ways, and a fine-tuned model merges the two answers.

Source: CodeSteer (arXiv 2502.04350), section 5, a baseline; the prompts are ours.
"""

from collections.abc import AsyncGenerator

from codesteer.steering.methods.merging import Merging, merged
from codesteer.steering.methods.method import Case, Method, Step

__all__ = ["METHOD"]


def _steps(case: Case) -> AsyncGenerator[Step, None]:
    return merged(case, Merging("code_text_sum_2"), case.helper)


METHOD = Method(
    name="code_text_sum_2",
    about="words and code, merged by a fine-tuned model",
    steps=_steps,
    fine_tuned="merges two answers into one",
)

"""Code + text + summary 1: both ways, and the same model merges the two answers.

Source: CodeSteer (arXiv 2502.04350), section 5, a baseline; the prompts are ours.
"""

from collections.abc import AsyncGenerator

from codesteer.steering.methods.merging import Merging, merged
from codesteer.steering.methods.method import Case, Method, Step

__all__ = ["METHOD"]


def _steps(case: Case) -> AsyncGenerator[Step, None]:
    return merged(case, Merging("code_text_sum_1"), case.model)


METHOD = Method(
    name="code_text_sum_1", about="words and code, merged by the same model", steps=_steps
)

r"""Math Counting and Probability: a number of ways, a probability or an expected value.

Answer: one exact number in `<<<...>>>`: an integer, a fraction a/b or `\frac{a}{b}`, reduced or
not, or a decimal that is exact. A payload with a `tolerance` is of the published data: there sums,
products, percentages, units and exponents are read as well, and an answer written as a decimal may
deviate by that relative tolerance.
Source: CodeSteer (arXiv 2502.04350), table 1; the published items are those of the MATH data set.
Differs from the original: problems are drawn from templates with exact answers (the published ones
are of MATH's training split, which models have seen); a number is compared as a number (a language
model's verdict counted as right unless it was exactly "False").
"""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from codesteer.latex import Form
from codesteer.symbench.task import Category, Payload, Split, Verdict
from codesteer.symbench.word_problems import arrangements, chances
from codesteer.symbench.word_problems.answer import judged
from codesteer.symbench.word_problems.story import Draw, draw_story

__all__ = ["TASK", "Config", "MathCountProbability"]

_PUBLISHED: tuple[Form, ...] = (
    "currency", "degrees", "expression", "percent", "scientific", "units",
)  # fmt: skip
_TEMPLATES = arrangements.TEMPLATES + chances.TEMPLATES


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Difficulty of one instance."""

    parts: int
    """How many colors, groups, dice, conditions and so on: 2 to 4."""
    size: int
    """About how many people, steps, balls and so on: 5 to 30."""

    def __post_init__(self) -> None:
        if not (2 <= self.parts <= 4 and 5 <= self.size <= 30):
            raise ValueError(f"need 2 to 4 parts and a size of 5 to 30, got {self!r}")


class MathCountProbability:
    """The task; see the module."""

    name = "math_count_probability"
    version = 1
    category: Category = "reasoning"
    split: Split = "seen"
    levels: Mapping[int, Config] = {
        1: Config(parts=2, size=5),
        2: Config(parts=2, size=7),
        3: Config(parts=3, size=8),
        4: Config(parts=3, size=11),
        5: Config(parts=4, size=15),
    }
    ladder: tuple[Config, ...] = ()

    def generate(self, rng: Random, config: Config) -> Payload:
        """Draw a problem."""
        return draw_story(_TEMPLATES, Draw(rng, config.parts, config.size))

    def prompt(self, payload: Payload) -> str:
        """The question."""
        return (
            f"{payload['problem']}\n\n"
            "Round nothing. The answer is one number without a unit, worked out: an integer, or a "
            "fraction a/b of two integers.\n"
            "Finish with the answer in this form: <<<number>>>"
        )

    def verify(self, payload: Payload, response: str) -> Verdict:
        """Judge any text."""
        return judged(payload, response, published=_PUBLISHED)

    def solve(self, payload: Payload) -> str:
        """The stored answer in the demanded form."""
        return f"<<<{payload['answer']}>>>"


TASK = MathCountProbability()

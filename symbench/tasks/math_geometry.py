r"""Math Geometry: a length, an area, an angle, a volume or a point.

Answer: the exact value in `<<<...>>>`: numbers, fractions, sqrt, pi, + - * / ^ and parentheses, in
plain text or LaTeX, simplified or not; of a point its coordinates as (x, y). A payload with a
`tolerance` is of the published data: there units, degrees, currencies, percentages and exponents
are read as well, and an answer written as a decimal may deviate by that relative tolerance.
Source: CodeSteer (arXiv 2502.04350), table 1; the published items are those of the MATH data set.
Differs from the original: problems are drawn from templates with exact answers and need no drawing
(the published ones are of MATH's training split, which models have seen, and many rest on a drawing
in a programming language); values are compared exactly (a language model's verdict counted as right
unless it was exactly "False").
"""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from codesteer.latex import Form
from codesteer.symbench.task import Category, Payload, Split, Verdict
from codesteer.symbench.word_problems import plane, space
from codesteer.symbench.word_problems.answer import judged
from codesteer.symbench.word_problems.story import Draw, draw_story

__all__ = ["TASK", "Config", "MathGeometry"]

_OWN: tuple[Form, ...] = ("expression",)
_PUBLISHED: tuple[Form, ...] = (
    "currency", "degrees", "expression", "percent", "scientific", "units",
)  # fmt: skip
_TEMPLATES = plane.TEMPLATES + space.TEMPLATES


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Difficulty of one instance."""

    parts: int
    """How many corners, pieces, balls and so on a problem speaks of: 2 to 4."""
    size: int
    """About the longest length and the largest coordinate: 12 to 1,000."""

    def __post_init__(self) -> None:
        if not (2 <= self.parts <= 4 and 12 <= self.size <= 1_000):
            raise ValueError(f"need 2 to 4 parts and a size of 12 to 1,000, got {self!r}")


class MathGeometry:
    """The task; see the module."""

    name = "math_geometry"
    version = 1
    category: Category = "reasoning"
    split: Split = "seen"
    levels: Mapping[int, Config] = {
        1: Config(parts=2, size=12),
        2: Config(parts=2, size=25),
        3: Config(parts=3, size=40),
        4: Config(parts=3, size=90),
        5: Config(parts=4, size=250),
    }
    ladder: tuple[Config, ...] = ()

    def generate(self, rng: Random, config: Config) -> Payload:
        """Draw a problem."""
        return draw_story(_TEMPLATES, Draw(rng, config.parts, config.size))

    def prompt(self, payload: Payload) -> str:
        """The question."""
        return (
            f"{payload['problem']}\n\n"
            "Give the exact value without a unit, and round nothing. Write a fraction as a/b, a "
            "root as sqrt(a), the number pi as pi and a product with *, for instance "
            "a*sqrt(b)/c + d*pi; write a point as (x, y). LaTeX is read as well.\n"
            "Finish with the answer in this form: <<<value>>>"
        )

    def verify(self, payload: Payload, response: str) -> Verdict:
        """Judge any text."""
        return judged(payload, response, allowed=_OWN, published=_PUBLISHED)

    def solve(self, payload: Payload) -> str:
        """The stored answer in the demanded form."""
        return f"<<<{payload['answer']}>>>"


TASK = MathGeometry()

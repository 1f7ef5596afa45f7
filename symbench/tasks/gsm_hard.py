r"""GSM-Hard: a story with many or awkward numbers, of which one exact number is asked.

Answer: one number in `<<<...>>>`: an integer, an exact decimal, a fraction, a mixed number or
`\frac{a}{b}`, with or without thousands separators. A payload with a `tolerance` is of the
published data: there a unit, a currency, a percent sign and an exponent may stand beside the
number, which may deviate by that relative tolerance, since the stored answers are floats.
Source: CodeSteer (arXiv 2502.04350), table 1; the published items are GSM-Hard's.
Differs from the original: stories are drawn from templates (there are fixed texts, in some of
which a number was replaced in the text only, so that the stored answer is wrong, or which speak of
negative or fractional people); answers are exact fractions; a number is compared as a number (a
language model's verdict counted as right unless it was exactly "False").
"""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from codesteer.latex import Form
from codesteer.symbench.task import Category, Payload, Split, Verdict
from codesteer.symbench.word_problems import amounts, purchases
from codesteer.symbench.word_problems.answer import judged
from codesteer.symbench.word_problems.story import Draw, draw_story

__all__ = ["TASK", "Config", "GsmHard"]

_PUBLISHED: tuple[Form, ...] = ("currency", "degrees", "percent", "scientific", "units")
_TEMPLATES = purchases.TEMPLATES + amounts.TEMPLATES


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Difficulty of one instance."""

    parts: int
    """How many purchases, pipes, stages and so on a story speaks of: 2 to 6."""
    digits: int
    """Digits of its larger numbers: 2 to 12."""

    def __post_init__(self) -> None:
        if not (2 <= self.parts <= 6 and 2 <= self.digits <= 12):
            raise ValueError(f"need 2 to 6 parts and 2 to 12 digits, got {self!r}")


class GsmHard:
    """The task; see the module."""

    name = "gsm_hard"
    version = 1
    category: Category = "reasoning"
    split: Split = "seen"
    levels: Mapping[int, Config] = {
        1: Config(parts=2, digits=2),
        2: Config(parts=2, digits=3),
        3: Config(parts=3, digits=4),
        4: Config(parts=4, digits=6),
        5: Config(parts=5, digits=7),
    }
    ladder: tuple[Config, ...] = ()

    def generate(self, rng: Random, config: Config) -> Payload:
        """Draw a story."""
        return draw_story(_TEMPLATES, Draw(rng, config.parts, config.digits))

    def prompt(self, payload: Payload) -> str:
        """The question."""
        return (
            f"{payload['problem']}\n\n"
            "Take every number as exact and round nothing. The answer is one number without a "
            "unit: an integer, a decimal with all its digits, or a fraction a/b.\n"
            "Finish with the answer in this form: <<<number>>>"
        )

    def verify(self, payload: Payload, response: str) -> Verdict:
        """Judge any text."""
        return judged(payload, response, published=_PUBLISHED)

    def solve(self, payload: Payload) -> str:
        """The stored answer in the demanded form."""
        return f"<<<{payload['answer']}>>>"


TASK = GsmHard()

"""Number Multiplying: multiply a list of signed integers exactly.

Answer: one integer in `<<<...>>>`. Thousands separators and "a * b = c" are read; the number
itself must match exactly, sign included.
Source: CodeSteer (arXiv 2502.04350), table 1 and figure 4.
Differs from the original: the prompt states an answer form; the product is compared as a number,
not as a substring (which let a wrong sign and a further digit pass); every factor has exactly the
digits its configuration says.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from random import Random

from codesteer.answers import bracketed, final_answer, is_cut_off
from codesteer.symbench.task import Category, Payload, Split, Verdict

__all__ = ["TASK", "Config", "NumberMultiply"]

_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:[,_ \u00a0\u202f'][0-9]{3})+(?![0-9])")
_INTEGER = re.compile(r"(?<![0-9.+-])[+-]?[0-9]{1,4000}(?:\.0+)?(?![0-9]|\.[0-9])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Difficulty of one instance."""

    digits: tuple[int, ...]
    """Digits of each factor, in order."""

    def __post_init__(self) -> None:
        if len(self.digits) < 2 or min(self.digits) < 1:
            raise ValueError(f"need two factors or more of one digit or more, got {self!r}")


class NumberMultiply:
    """The task; see the module."""

    name = "number_multiply"
    version = 1
    category: Category = "execution"
    split: Split = "unseen"
    levels: Mapping[int, Config] = {
        1: Config(digits=(1, 2, 4)),
        2: Config(digits=(1, 3, 4)),
        3: Config(digits=(1, 2, 2, 4)),
        4: Config(digits=(8, 8)),
        5: Config(digits=(20, 20)),
    }
    ladder = tuple(Config(digits=(n, n)) for n in (4, 8, 12, 16, 20))

    def generate(self, rng: Random, config: Config) -> Payload:
        """Draw the factors, each with a random sign; one-digit factors are at least 2."""
        factors = []
        for digits in config.digits:
            low = 2 if digits == 1 else 10 ** (digits - 1)
            factors.append(rng.choice((-1, 1)) * rng.randrange(low, 10**digits))
        return {"factors": factors}

    def prompt(self, payload: Payload) -> str:
        """The question."""
        factors = [f"({n})" if n < 0 else str(n) for n in payload["factors"]]
        return (
            f"What is {' * '.join(factors)}?\n\n"
            "The answer is one integer, exact to the last digit and with its sign.\n"
            "Finish with the answer in this form: <<<integer>>>"
        )

    def verify(self, payload: Payload, response: str) -> Verdict:
        """Judge any text."""
        answer = _integer(response)
        if answer is None:
            return Verdict(False, "There is no single integer in the form <<<integer>>>.")
        if answer != prod(payload["factors"]):
            return Verdict(False, "The integer is not the product.")
        return Verdict(True, "The integer is the exact product.")

    def solve(self, payload: Payload) -> str:
        """The product in the demanded form."""
        return f"<<<{prod(payload['factors'])}>>>"


def _integer(response: str) -> int | None:
    """The one integer the answer gives, or None."""
    text = final_answer(response)
    if text is None:
        return None
    if bracketed(response) is None and not is_cut_off(response):
        text = text.splitlines()[0] if text else text
    text = text.rsplit("=", 1)[-1].replace("\u2212", "-").replace("{,}", ",")
    text = text.replace("\\,", "").replace("\\!", "").strip()
    text = re.sub(r"([+-])\s+(?=[0-9])", r"\1", text)
    if grouped := _GROUPED.fullmatch(text):
        return int(re.sub(r"[^0-9-]", "", grouped.group()))
    found = [match.group() for match in _INTEGER.finditer(text)]
    if len(found) != 1:
        return None
    return int(found[0].split(".")[0])


TASK = NumberMultiply()

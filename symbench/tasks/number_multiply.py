r"""Number Multiplying: multiply a list of signed integers exactly.

Answer: one integer in `<<<...>>>`. A sign, thousands separators, `.0`, parentheses, `\boxed{...}`,
"a * b = c" and a label in front are read; the number must match exactly, sign included.
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

from codesteer.answers import bracketed, final_answer, unwrapped
from codesteer.symbench.task import Category, Payload, Split, Verdict

__all__ = ["TASK", "Config", "NumberMultiply"]

_INTEGER = re.compile(
    r"(?P<sign>[+-]?)\s*(?:(?P<open>\()\s*(?P<inner>[+-]?)\s*)?"
    r"(?P<digits>[0-9]+|[0-9]{1,3}(?P<mark>[,_ \u00a0\u202f'])[0-9]{3}(?:(?P=mark)[0-9]{3})*)"
    r"(?:\.0+)?\s*(?(open)\))"
)
_TIMES = re.compile(r"\\times|\\cdot|[*x\u00d7\u00b7\u2217\u22c5]")
_BOXED = re.compile(r"\\boxed\s*\{([^{}]*)\}")
_WORDS = re.compile(
    r".*(?:[:=]|\b(?:is|are|gives?|equals?|equal to|yields?|makes|produces|returns|get|obtain|have|"
    r"exactly|so|thus|hence|therefore)\b,?)",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"\s*(?:the\s+)?(?:final\s+)?(?:answer|result|product|integer)\s*(?:[:=]|\bis\b\s*:?)",
    re.IGNORECASE,
)
_DENIAL = re.compile(
    r"\b(?:not|never|no|nor|neither|cannot|wrong|incorrect|false|doubt|unlikely|impossible|hardly"
    r"|opposite|far from|unless|without|if|instead|except|at least|at most"
    r"|(?:less|more|rather) than)\b|n['\u2019]t\b|[!>]=|[<~\u2248\u2260\u2264\u2265]",
    re.IGNORECASE,
)
_RETRACTED = re.compile(
    r"[0-9]|\b(?:wait|actually|mistaken?|error|recheck|unsure|maybe|perhaps)\b", re.IGNORECASE
)
"""Behind an answer: another number to choose from, or words that take it back."""
_MOST_CHARS = 4_000
"""Longer answers are not read: Python turns at most 4,300 digits into a number."""


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
    if text is not None and bracketed(response) is None:
        text, *rest = text.splitlines()
        behind = "\n".join(rest)
        if _RETRACTED.search(behind) or _DENIAL.search(behind):
            return None
        text = _without_words(text)
    elif text is not None and (label := _LABEL.match(text)):
        text = unwrapped(text[label.end() :])
    if text is None or len(text) > _MOST_CHARS:
        return None
    text = text.replace("\u2212", "-").replace("{,}", ",").replace(",\\!", ",")
    *sides, last = _BOXED.sub(r"(\1)", text).replace("\\,", " ").split("=")
    answer = _number(last)
    # An equation that does not hold leaves open which of its sides is meant.
    return answer if all(_product(side) == answer for side in sides) else None


def _without_words(line: str) -> str:
    """A line of prose without the words that lead to its number; as it is where they deny it."""
    line = unwrapped(line[: 2 * _MOST_CHARS])
    number = re.search(r"[0-9]", line)
    words = _WORDS.match(line, 0, number.start()) if number else None
    if words is None or _DENIAL.search(words.group()):
        return line
    return unwrapped(line[words.end() :])


def _number(text: str) -> int | None:
    match = _INTEGER.fullmatch(text.strip())
    if match is None or (match["sign"] and match["inner"]):
        return None
    magnitude = int(re.sub(r"[^0-9]", "", match["digits"]))
    return -magnitude if "-" in (match["sign"], match["inner"]) else magnitude


def _product(text: str) -> int | None:
    factors = [_number(factor) for factor in _TIMES.split(text)]
    known = [factor for factor in factors if factor is not None]
    return prod(known) if len(known) == len(factors) else None


TASK = NumberMultiply()

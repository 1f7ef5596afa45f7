"""How the answer to a word problem is judged."""

import re
from collections.abc import Collection
from fractions import Fraction

from codesteer.answers import bracketed, final_answer
from codesteer.latex import Form, same
from codesteer.symbench.choices import unclear
from codesteer.symbench.task import Payload, Verdict

__all__ = ["judged"]

_WORD = re.compile(r"(?<![a-z\\\\])[a-z]+")
_VALUE = re.compile(r"[0-9\u03c0\u221a]|\bpi\b|\\pi|sqrt")
_TAKEN_BACK = re.compile(
    r"\b(?:not|no|or|wrong|incorrect|false|instead|rather|wait|actually|mistake|sorry)\b"
    r"|n['\u2019]t\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(
    r"\"([^\"]*)\"|'([^']*)'|\[\s*\"([^\"]*)\"\s*\]|\{\s*\"answer\"\s*:\s*\"?([^\"{}]*)\"?\s*\}"
)
_SHARE = re.compile(r"%|percent|probab|chance|ratio|fraction|odds", re.IGNORECASE)
_SHORT = {
    "mm": "millimeters", "cm": "centimeters", "m": "meters", "km": "kilometers", "in": "inches",
    "ft": "feet", "foot": "feet", "yd": "yards", "mi": "miles", "g": "grams", "kg": "kilograms",
    "inch": "inches", "meter": "meters", "mile": "miles", "yard": "yards", "hour": "hours",
    "minute": "minutes", "second": "seconds", "day": "days", "week": "weeks", "year": "years",
    "cent": "cents", "ounce": "ounces", "pound": "pounds", "liter": "liters", "gram": "grams",
}  # fmt: skip
_UNITS = frozenset(_SHORT.values())


def judged(
    payload: Payload,
    response: str,
    *,
    allowed: Collection[Form] = (),
    published: Collection[Form] = (),
) -> Verdict:
    """Judge any text.

    Args:
        payload: Has the exact `answer` as text. One of the published data has a `tolerance` as
            well, and `rounded`: whether only answers written as decimals may use it.
        response: Any text.
        allowed: What may stand in an answer beyond a plain number.
        published: What may stand in an answer to a problem of the published data.
    """
    answer = _answer(response)
    if answer is None or unclear(response, lambda text: not _VALUE.search(text) or text == answer):
        return Verdict(False, "There is no single answer in the form <<<answer>>>.")
    if "tolerance" in payload:
        right = _has_its_units(answer, payload) and same(
            answer,
            payload["answer"],
            allowed=[form for form in published if form != "percent" or _in_percent(payload)],
            tolerance=Fraction(payload["tolerance"]),
            rounded=payload["rounded"],
        )
    else:
        right = same(answer, payload["answer"], allowed=allowed)
    if not right:
        return Verdict(False, "The answer is not what is asked for.")
    return Verdict(True, "The answer is what is asked for.")


def _in_percent(payload: Payload) -> bool:
    """Whether a percentage can be what is asked for."""
    return bool(_SHARE.search(f"{payload['problem']} {payload['answer']}"))


def _has_its_units(answer: str, payload: Payload) -> bool:
    """Whether every unit beside an answer is one of the problem: 5 feet are not 5 inches."""
    said = f"{payload['problem']} {payload['answer']}".lower()
    for word in _WORD.findall(answer[:1_000].lower()):
        name = _SHORT.get(word, word)
        if name in _UNITS and not re.search(rf"(?<![a-z])(?:{word}(?![a-z])|{name[:4]})", said):
            return False
    return True


def _answer(response: str) -> str | None:
    """The answer a text gives; of prose only the first line, if nothing behind it revises it."""
    answer = final_answer(response)
    if answer is not None and bracketed(response) is None:
        line, _, rest = answer.partition("\n")
        if _VALUE.search(rest) or _TAKEN_BACK.search(rest):
            return None
        answer = line.strip().rstrip(".").strip()
    if answer is not None and (quoted := _QUOTED.fullmatch(answer)):
        answer = next(group for group in quoted.groups() if group is not None).strip()
    return answer

"""How the answer to a word problem is judged."""

import re
from collections.abc import Collection
from fractions import Fraction

from codesteer.answers import bracketed, final_answer
from codesteer.latex import Form, same
from codesteer.symbench.task import Payload, Verdict

__all__ = ["judged"]

_DIGIT = re.compile(r"[0-9]")


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
    if answer is None:
        return Verdict(False, "There is no single answer in the form <<<answer>>>.")
    if "tolerance" in payload:
        right = same(
            answer,
            payload["answer"],
            allowed=published,
            tolerance=Fraction(payload["tolerance"]),
            rounded=payload["rounded"],
        )
    else:
        right = same(answer, payload["answer"], allowed=allowed)
    if not right:
        return Verdict(False, "The answer is not what is asked for.")
    return Verdict(True, "The answer is what is asked for.")


def _answer(response: str) -> str | None:
    """The answer a text gives; of prose only the first line, if no number follows it."""
    answer = final_answer(response)
    if answer is None or bracketed(response) is not None:
        return answer
    line, _, rest = answer.partition("\n")
    return None if _DIGIT.search(rest) else line.strip().rstrip(".").strip()

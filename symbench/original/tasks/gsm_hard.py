"""The published items of gsm_hard: `gsmhardv2.jsonl`, one JSON object a line.

An item holds a text, a program and the program's result. Some results contradict the text, since
a number was replaced in one of the two only; what is known of them stands here by index.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from codesteer.symbench.original.case import Case
from codesteer.symbench.task import Payload
from codesteer.symbench.word_problems.published import ANSWER_FORM, TOLERANCE, published_answer

__all__ = ["payload", "read", "read_hub"]

_FILE = "gsmhardv2.jsonl"
_WRONG = "the stored result contradicts the text"
_ILL_POSED = "the replaced number makes quantities of the text impossible"
_BROKEN = {
    **dict.fromkeys((51, 401, 676, 776, 801, 876, 1176), _WRONG),
    **dict.fromkeys((626, 726, 751, 901, 1251), _ILL_POSED),
}
_DERIVED = {
    51: "14178334486374317338200",
    401: "144711891",
    676: "4179589/3",
    801: "5632776/2816387",
}
"""Values that follow from the text where the stored result is wrong."""
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")


def payload(case: Case) -> Payload | None:
    """What our verifier judges answers with; None where no answer is known to be right."""
    answer = published_answer(case)
    if answer is None:
        return None
    return {
        "kind": "published",
        "problem": case.params["input"],
        "answer": answer,
        "tolerance": TOLERANCE,
        "rounded": False,
    }


def read(root: Path) -> Iterator[Case]:
    """Every published item below the data set's folder."""
    path = root / _FILE
    if path.is_file():
        with open(path, encoding="utf-8") as file:
            yield from read_hub(json.loads(line) for line in file if line.strip())


def read_hub(rows: Iterable[Mapping[str, Any]]) -> Iterator[Case]:
    """The same items from rows of the data set's copies, in their order.

    Args:
        rows: Each with `input`, `code` and `target`.
    """
    for index, row in enumerate(rows):
        target = Fraction(Decimal(repr(float(row["target"]))))
        broken = _BROKEN.get(index, "") or _unlike_its_program(row["input"], row.get("code") or "")
        # What is ill-posed still has a formal result, which is what the program gives.
        correct = {_WRONG: False, _ILL_POSED: True, "": True}.get(broken)
        params: dict[str, Any] = {"input": row["input"], "relative_tolerance": 0.001}
        value = str(target) if correct else _DERIVED.get(index)
        if value is not None:
            params["true_value"] = value
        yield Case(
            task="gsm_hard",
            id=f"{_FILE}#{index}",
            question=f"{row['input']}\n\n{ANSWER_FORM}",
            params=params,
            gold=row["target"],
            gold_correct=correct,
            broken=broken,
        )


def _unlike_its_program(text: str, code: str) -> str:
    """Why a stored result is in doubt: a large number of the text is not in the program."""
    body = code.split('"""')[-1]
    large = {n for n in _NUMBER.findall(text.replace(",", "")) if len(n) >= 6}
    missing = large - {n.replace("_", "") for n in _NUMBER.findall(body)}
    return "a number of the text does not occur in its program" if missing else ""

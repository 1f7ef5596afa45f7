"""The published items: `MATH/train/counting_and_probability/<number>.json`."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from codesteer.symbench.original.case import Case
from codesteer.symbench.task import Payload
from codesteer.symbench.word_problems.published import math_payload, read_math, read_rows

__all__ = ["payload", "read", "read_hub"]

_WHERE = "MATH/train/counting_and_probability"


def payload(case: Case) -> Payload | None:
    """What our verifier judges answers with; None where no answer is known to be right."""
    return math_payload(case)


def read(root: Path) -> Iterator[Case]:
    """Every published item below the data set's folder, by number."""
    return read_math("math_count_probability", root / _WHERE, _WHERE)


def read_hub(rows: Iterable[Mapping[str, Any]]) -> Iterator[Case]:
    """The items of this task among rows of the data set's copies.

    Args:
        rows: Each with `problem`, `level`, `type` and `solution`.
    """
    return read_rows("math_count_probability", rows, "Counting & Probability", _WHERE)

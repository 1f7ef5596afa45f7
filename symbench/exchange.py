"""The flat row in which an instance leaves the house, and the verdict on a response to one.

The payload is JSON text: tables of other libraries give nested values keys and types of their own.
"""

import json
from collections.abc import Mapping
from typing import Any

from codesteer.errors import InvalidRequest
from codesteer.symbench.registry import find_task
from codesteer.symbench.task import Instance, Verdict

__all__ = ["as_row", "judge_row"]


def as_row(puzzle: Instance) -> dict[str, Any]:
    """What it takes to ask a puzzle and to judge a response, without an answer."""
    task = find_task(puzzle.id.task)
    return {
        "id": str(puzzle.id),
        "task": task.name,
        "category": task.category,
        "split": task.split,
        "level": puzzle.id.level,
        "prompt": puzzle.prompt,
        "payload": json.dumps(puzzle.payload, ensure_ascii=False),
    }


def judge_row(row: Mapping[str, Any], response: str | None) -> Verdict:
    """The verdict of the task's verifier on a response to the puzzle of a row.

    Args:
        row: At least `task` and `payload`, as `as_row` made them.
        response: What a model answered; nothing counts as an empty answer.

    Raises:
        InvalidRequest: The row is none of ours.
        UnknownTask: There is no such task.
    """
    try:
        name, payload = row["task"], json.loads(row["payload"])
    except (KeyError, TypeError, ValueError):
        raise InvalidRequest(
            "The row has no `task`, or no `payload` that is JSON text. Take rows that "
            "`codesteer tasks export` wrote, with all their columns."
        ) from None
    return find_task(name).verify(payload, response or "")

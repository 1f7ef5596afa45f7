"""Published BoxNet: what lies in each square, by the middle of the square, in a JSON file.

The authors' code puts its own prompt around the state; the question here is ours. The actions of a
step are taken to be simultaneous.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from codesteer.symbench.original.case import Case
from codesteer.symbench.task import Payload
from codesteer.symbench.tasks.box_net import TASK

__all__ = ["payload", "read"]

FOLDERS = ("BoxNet1_dataset", "BoxNet1_dataset_SFT")
_KINDS = ("box", "target")
_NUMBERS = re.compile(r"[0-9]+")


def payload(case: Case) -> Payload:
    """The items of every square, row by row."""
    return _payload(case.params)


def read(root: Path) -> Iterator[Case]:
    """Every instance, the test set first, by size of the grid."""
    for folder in FOLDERS:
        files = (root / folder).glob("env_pg_state_*/pg_state*/pg_state*.json")
        for file in sorted(files, key=lambda path: _place(path.relative_to(root / folder))):
            rows, columns, *_ = _place(file.relative_to(root / folder))
            state = json.loads(file.read_text("utf-8"))
            params = {"rows": rows, "cols": columns, "state": state}
            items = [item.split("_", 1) for square in state.values() for item in square]
            boxes, targets = (Counter(c for k, c in items if k == kind) for kind in _KINDS)
            yield Case(
                task=TASK.name,
                id=file.parent.relative_to(root).as_posix(),
                question=TASK.prompt(_payload(params)),
                params=params,
                broken="" if boxes == targets else "boxes and targets do not pair up",
            )


def _place(path: Path) -> list[int]:
    return [int(number) for number in _NUMBERS.findall(str(path))]


def _payload(params: Mapping[str, Any]) -> Payload:
    return {
        "squares": [
            [list(params["state"].get(f"{r}.5_{c}.5", [])) for c in range(params["cols"])]
            for r in range(params["rows"])
        ]
    }

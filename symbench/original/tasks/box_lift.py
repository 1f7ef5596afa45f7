"""Published BoxLift: weights and capacities in `BoxLift.json`, one folder an instance.

The bound on steps is not stored: the authors' code computes it anew, as `greedy_steps` does. It
also puts its own prompt around the numbers; the question here is ours.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from codesteer.symbench.original.case import Case
from codesteer.symbench.task import Payload
from codesteer.symbench.tasks.box_lift import TASK, greedy_steps

__all__ = ["payload", "read"]

FOLDERS = ("BoxLift_dataset", "BoxLift_dataset_SFT")
_NUMBERS = re.compile(r"[0-9]+")


def payload(case: Case) -> Payload:
    """Weights, capacities and the bound on steps."""
    return {name: case.params[name] for name in ("boxes", "lifters", "max_steps")}


def read(root: Path) -> Iterator[Case]:
    """Every instance, the test set first, by number of boxes and of lifters."""
    for folder in FOLDERS:
        files = (root / folder).glob("BoxLift_*/BoxLift*/BoxLift.json")
        for file in sorted(files, key=lambda path: _place(path.relative_to(root / folder))):
            stored = json.loads(file.read_text("utf-8"))
            boxes, lifters = stored["boxes"], stored["lifters"]
            liftable = max(boxes) <= sum(lifters)
            params = {
                "boxes": boxes,
                "lifters": lifters,
                "max_steps": greedy_steps(boxes, lifters) if liftable else 0,
            }
            yield Case(
                task=TASK.name,
                id=file.parent.relative_to(root).as_posix(),
                question=TASK.prompt(params),
                params=params,
                broken="" if liftable else "a box is too heavy for all lifters together",
            )


def _place(path: Path) -> list[int]:
    return [int(number) for number in _NUMBERS.findall(str(path))]

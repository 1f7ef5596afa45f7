"""Published Blocksworld: a folder an instance, with both states in `blocksworld_task.txt`.

The authors' code puts its own prompt around the states; the question here is ours.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from codesteer.symbench.original.case import Case
from codesteer.symbench.task import Payload
from codesteer.symbench.tasks.blocksworld import TASK

__all__ = ["payload", "read"]

FOLDER = "Blocksworld_dataset"
_STACK = re.compile(r"stack([0-9]{1,2}):(.*)")


def payload(case: Case) -> Payload:
    """Both states by stack number; stacks that the goal does not name end empty."""
    return _payload(case.params)


def read(root: Path) -> Iterator[Case]:
    """Every instance, by number of blocks, of stacks at the start and in the goal."""
    folders = [path.parent for path in (root / FOLDER).glob("*/blocksworld_task.txt")]
    for folder in sorted(folders, key=lambda path: [int(n) for n in path.name.split("_")]):
        text = (folder / "blocksworld_task.txt").read_text("utf-8")
        initial, goal = text.split("Goal State:")
        params = {"initial": _stacks(initial), "goal": _stacks(goal)}
        puzzle = _payload(params)
        yield Case(
            task=TASK.name,
            id=f"{FOLDER}/{folder.name}",
            question=TASK.prompt(puzzle),
            params=params,
            broken="the start is the goal already" if puzzle["start"] == puzzle["goal"] else "",
        )


def _stacks(text: str) -> dict[str, list[str]]:
    return {f"stack{n}": blocks.split() for n, blocks in _STACK.findall(text)}


def _payload(params: Mapping[str, Any]) -> Payload:
    count = max(int(name.removeprefix("stack")) for name in [*params["initial"], *params["goal"]])
    names = [f"stack{number}" for number in range(1, count + 1)]
    return {
        "start": [list(params["initial"].get(name, [])) for name in names],
        "goal": [list(params["goal"].get(name, [])) for name in names],
    }

"""All tasks on one page: what they are, how they grow harder, and a prompt of each."""

import dataclasses
import inspect
import sys
from typing import Any

from codesteer.symbench.registry import instance, instance_id, tasks
from codesteer.symbench.task import Task

__all__ = ["about", "described", "gallery", "knobs"]

_SHOWN_LEVEL = 2


def gallery() -> str:
    """The page, as Markdown; the same bytes wherever it is made."""
    found = tasks()
    lines = [
        "# The tasks of SymBench",
        "",
        "Made by `make gallery`; a test compares. `seen` and `unseen` say whether the guide of the "
        "paper was trained on a task.",
        "",
        "| task | category | split |",
        "|---|---|---|",
        *(f"| [`{t.name}`](#{t.name}) | {t.category} | {t.split} |" for t in found.values()),
        "",
    ]
    for task in found.values():
        lines += _entry(task)
    return "\n".join(lines)


def described(task: Task[Any]) -> dict[str, Any]:
    """A task as JSON values: name, place in the paper, levels and ladder."""
    return {
        "name": task.name,
        "version": task.version,
        "category": task.category,
        "split": task.split,
        "about": about(task),
        "levels": {str(level): dataclasses.asdict(task.levels[level]) for level in task.levels},
        "ladder": [dataclasses.asdict(config) for config in task.ladder],
    }


def about(task: Task[Any]) -> str:
    """The documentation of a task's module."""
    return inspect.cleandoc(sys.modules[type(task).__module__].__doc__ or "")


def knobs(config: Any) -> str:
    """A configuration on one line."""
    return ", ".join(
        f"{name} {_short(value)}" for name, value in dataclasses.asdict(config).items()
    )


def _entry(task: Task[Any]) -> list[str]:
    puzzle = instance(instance_id(task.name, _SHOWN_LEVEL))
    head = about(task).partition("\n\n")[0].replace("\n", " ")
    lines = [f"## {task.name}", "", f"{head}", ""]
    lines += [f"- level {level}: {knobs(config)}" for level, config in task.levels.items()]
    if task.ladder:
        lines.append(f"- the paper's ladder: {'; '.join(map(knobs, task.ladder))}")
    fence = "````" if "```" in puzzle.prompt else "```"
    return [*lines, "", f"`{puzzle.id}`:", "", f"{fence}text", puzzle.prompt, fence, ""]


def _short(value: object) -> str:
    if isinstance(value, tuple | list):
        return f"({', '.join(map(_short, value))})"
    return str(value)

"""All tasks, by name."""

from difflib import get_close_matches
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from pkgutil import iter_modules
from types import MappingProxyType
from typing import Any

from codesteer.errors import UnknownTask
from codesteer.symbench import tasks as _modules
from codesteer.symbench.task import Instance, InstanceId, Task, config_at, make_instance

__all__ = ["ENTRY_POINTS", "find_task", "instance", "instance_id", "tasks"]

ENTRY_POINTS = "codesteer.tasks"
"""The group of entry points by which other packages add tasks: `name = "module:TASK"`."""


@cache
def tasks() -> MappingProxyType[str, Task[Any]]:
    """Every task, in alphabetical order: ours, then whatever other packages add by other names."""
    found: dict[str, Task[Any]] = {
        entry.name: entry.load() for entry in entry_points(group=ENTRY_POINTS)
    }
    for module in iter_modules(_modules.__path__):
        found[module.name] = import_module(f"{_modules.__name__}.{module.name}").TASK
    return MappingProxyType(dict(sorted(found.items())))


def find_task(name: str) -> Task[Any]:
    """The task of that name.

    Raises:
        UnknownTask: There is none; the message names those that are near.
    """
    task = tasks().get(name)
    if task is None:
        near = get_close_matches(name[:80], tasks(), n=3, cutoff=0.4)
        meant = f"Did you mean {' or '.join(near)}? " if near else ""
        raise UnknownTask(
            f"There is no task {name[:80]!r}. {meant}`codesteer tasks list` lists them, as does "
            "symbench_task without a task."
        )
    return task


def instance_id(name: str, level: int = 1, seed: int = 0, index: int = 0) -> InstanceId:
    """The id of an instance of the current version.

    Raises:
        UnknownTask: No such task or level, or a negative seed or index.
    """
    task = find_task(name)
    config_at(task, level)
    if not (0 <= seed < 10**18 and 0 <= index < 10**18):
        raise UnknownTask("Seed and index must be whole numbers from 0 to 10**18 - 1.")
    return InstanceId(task.name, task.version, level, seed, index)


def instance(wanted: InstanceId | str) -> Instance:
    """The instance an id names.

    Raises:
        UnknownTask: The id does not parse, or names nothing that this version makes.
    """
    if isinstance(wanted, str):
        wanted = InstanceId.parse(wanted)
    return make_instance(find_task(wanted.task), wanted)

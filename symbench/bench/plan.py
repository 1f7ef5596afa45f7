"""Which samples a configuration asks for, and in which order."""

from collections.abc import Iterable, Iterator, Sequence

from codesteer.errors import InvalidRequest
from codesteer.steering.methods.registry import METHODS, find_method
from codesteer.symbench.bench.config import RunConfig, What
from codesteer.symbench.bench.sample import SampleKey
from codesteer.symbench.held_out import ids
from codesteer.symbench.registry import find_task, instance_id, tasks
from codesteer.symbench.task import LADDER_FROM, InstanceId, config_at

__all__ = ["ALL", "methods_of", "plan", "tasks_of"]

ALL = "all"
_USUAL_LEVEL = 3


def plan(config: RunConfig) -> tuple[SampleKey, ...]:
    """The samples, each once; what is done first is spread over all tasks, levels and methods.

    Raises:
        InvalidRequest: A method, task or level is unknown, or nothing is left to do.
    """
    methods = methods_of(config)
    instances = sorted(
        _instances(config.what), key=lambda each: (each.index, each.seed, each.level, each.task)
    )
    if not instances:
        raise InvalidRequest(
            "No instance is like that: the frozen set has none of these tasks and levels. "
            "`codesteer tasks list` lists the tasks; leave levels out for all of the set."
        )
    return tuple(
        SampleKey(method, str(instance), repeat)
        for repeat in range(config.what.repeats)
        for instance in instances
        for method in methods
    )


def methods_of(config: RunConfig) -> tuple[str, ...]:
    """The methods, as they were named.

    Raises:
        InvalidRequest: One is unknown, or needs a fine-tuned model that is not configured.
    """
    named: list[str] = []
    for name in config.what.methods:
        able = [m.name for m in METHODS.values() if config.helper is not None or not m.fine_tuned]
        named += able if name == ALL else [find_method(name).name]
    for name in named:
        need = find_method(name).fine_tuned
        if need and config.helper is None:
            raise InvalidRequest(
                f"{name} needs a fine-tuned model of its own, one that {need}. Give its endpoint "
                "in [helper], or leave the method out."
            )
    if not named:
        raise InvalidRequest(f"No method is named. There are: {', '.join(METHODS)}.")
    return tuple(dict.fromkeys(named))


def tasks_of(named: Iterable[str]) -> tuple[str, ...]:
    """The tasks, in alphabetical order; all, seen, unseen and ladder name several.

    Raises:
        UnknownTask: There is no such task.
    """
    found: set[str] = set()
    for name in named:
        match name:
            case "all":
                found |= set(tasks())
            case "seen" | "unseen":
                found |= {task.name for task in tasks().values() if task.split == name}
            case "ladder":
                found |= {task.name for task in tasks().values() if task.ladder}
            case _:
                found.add(find_task(name).name)
    return tuple(sorted(found))


def _instances(what: What) -> Iterator[InstanceId]:
    wanted = tasks_of(what.tasks)
    if what.frozen:
        seldom = what.instances or None
        for text in ids(what.frozen):
            each = InstanceId.parse(text)
            if each.task not in wanted or (what.levels and each.level not in what.levels):
                continue
            if seldom is None or each.index < seldom:
                yield each
        return
    for task in wanted:
        for level in _levels(task, what.levels or (_USUAL_LEVEL,)):
            for seed in dict.fromkeys(what.seeds):
                for index in range(what.instances or 1):
                    yield instance_id(task, level, seed, index)


def _levels(task: str, levels: Sequence[int | str]) -> Iterator[int]:
    """The levels of a task. It leaves out points of the ladder where there is none."""
    found = find_task(task)
    points = range(LADDER_FROM, LADDER_FROM + len(found.ladder))
    numbers = [
        number for level in levels for number in (points if isinstance(level, str) else (level,))
    ]
    for number in dict.fromkeys(numbers):
        config_at(found, number)  # Refuses what there is not.
        yield number

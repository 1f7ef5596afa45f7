"""Which instances are meant: those of a frozen set, or drawn ones that stay clear of the sets."""

from collections.abc import Iterable, Iterator
from itertools import islice

from codesteer.symbench.held_out import ids, training_instances
from codesteer.symbench.registry import find_task, instance, tasks
from codesteer.symbench.task import LEVELS, Instance

__all__ = ["select"]


def select(
    only: str = "",
    *,
    levels: Iterable[int] = LEVELS,
    count: int = 100,
    seed: int = 0,
    test_set: str = "",
) -> Iterator[Instance]:
    """Instances, task by task in alphabetical order and level by level.

    Args:
        only: Name of one task; empty for all.
        levels: Levels to draw from.
        count: Instances of each level of each task. None of them is in a frozen set.
        seed: Which stream of instances.
        test_set: Name of a frozen set to take instead.

    Raises:
        InvalidRequest: There is no such set.
        UnknownTask: No such task or level.
    """
    names = [find_task(only).name] if only else list(tasks())
    if test_set:
        yield from (instance(text) for text in ids(test_set) if text.partition("@")[0] in names)
        return
    wanted = list(levels)
    for name in names:
        for level in wanted:
            yield from islice(training_instances(name, level, seed), count)

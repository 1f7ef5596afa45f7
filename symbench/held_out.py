"""Frozen test sets: the ids of their instances, and hashes by which training data avoids them.

A set is a file of lines `id hash`, shipped with the package; the hash is the first 32 hexadecimal
digits of the SHA-256 of the prompt. The ids of a set never change; a new selection gets a new name.
"""

import itertools
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.resources import files

from codesteer.errors import InvalidRequest
from codesteer.symbench.registry import instance, instance_id, tasks
from codesteer.symbench.task import LEVELS, Instance, InstanceId

__all__ = ["SETS", "frozen", "ids", "is_held_out", "prompt_hash", "selection", "training_instances"]

SETS = {"test-v1": (1_000_000_001, LEVELS, 20), "dev-v1": (1_000_000_002, (1, 3, 5), 1)}
"""By name: the seed, the levels, and how many instances of each level of each task."""


def selection(name: str) -> Iterator[InstanceId]:
    """The ids that a set is made of, task by task, from the easiest level to the hardest.

    Raises:
        InvalidRequest: There is no such set.
    """
    seed, levels, count = SETS[_known(name)]
    for task, level, index in itertools.product(tasks(), levels, range(count)):
        yield instance_id(task, level, seed, index)


def frozen() -> str:
    """The lines of every set, made anew; for the file that is shipped."""
    return "".join(
        f"{name} {wanted} {prompt_hash(instance(wanted).prompt)}\n"
        for name in SETS
        for wanted in selection(name)
    )


def ids(name: str) -> list[str]:
    """The ids of a shipped set, in order.

    Raises:
        InvalidRequest: There is no such set.
    """
    known = _known(name)
    return [wanted for of, wanted, _ in _lines() if of == known]


def prompt_hash(prompt: str) -> str:
    """What the sets keep of a prompt."""
    return sha256(prompt.encode()).hexdigest()[:32]


def is_held_out(prompt: str) -> bool:
    """Whether a prompt is one of a shipped set's, and so must not be trained on."""
    return prompt_hash(prompt) in _hashes()


def training_instances(task: str, level: int, seed: int = 0) -> Iterator[Instance]:
    """Instances to train on: those of a seed, without any whose prompt is held out.

    Args:
        task: Name of the task.
        level: 1 to 5.
        seed: Which stream; the same seed gives the same instances.

    Raises:
        UnknownTask: No such task or level.
    """
    for index in itertools.count():
        puzzle = instance(instance_id(task, level, seed, index))
        if not is_held_out(puzzle.prompt):
            yield puzzle


def _known(name: str) -> str:
    if name not in SETS:
        raise InvalidRequest(f"There is no set {name[:40]!r}. Sets: {', '.join(SETS)}.")
    return name


def _lines() -> Iterator[tuple[str, str, str]]:
    text = files("codesteer.symbench").joinpath("held_out.txt").read_text("ascii")
    for line in text.splitlines():
        name, wanted, digest = line.split()
        yield name, wanted, digest


@cache
def _hashes() -> frozenset[str]:
    return frozenset(digest for _, _, digest in _lines())

"""What a SymBench task is: configurations by level, a generator, a prompt, a verifier, a solver."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from random import Random
from typing import Any, Literal, Protocol, TypeAlias, TypeVar

from codesteer.errors import UnknownTask

__all__ = [
    "LADDER_FROM",
    "LEVELS",
    "Category",
    "Instance",
    "InstanceId",
    "Payload",
    "Split",
    "Task",
    "Verdict",
    "config_at",
    "make_instance",
]

Category: TypeAlias = Literal["execution", "planning", "reasoning"]
Split: TypeAlias = Literal["seen", "unseen"]
Payload: TypeAlias = Mapping[str, Any]
"""Everything that determines an instance, as JSON values."""

LEVELS = (1, 2, 3, 4, 5)
LADDER_FROM = 11
"""The level of the first point of the paper's complexity curve, where a task has one."""
_ID = re.compile(r"([a-z][a-z0-9_]*)@([0-9]{1,4})/([0-9]{1,2})/([0-9]{1,18})/([0-9]{1,18})")
ConfigT = TypeVar("ConfigT")


@dataclass(frozen=True, slots=True)
class InstanceId:
    """Names one instance: `task@version/level/seed/index`."""

    task: str
    version: int
    level: int
    seed: int
    index: int

    def __str__(self) -> str:
        return f"{self.task}@{self.version}/{self.level}/{self.seed}/{self.index}"

    @classmethod
    def parse(cls, text: str) -> "InstanceId":
        """Read an id back from its text.

        Raises:
            UnknownTask: The text is no id.
        """
        match = _ID.fullmatch(text.strip())
        if match is None:
            raise UnknownTask(
                f"{text[:80]!r} is no instance id. One looks like game_24@1/3/7/0: "
                "task@version/level/seed/index."
            )
        return cls(match.group(1), *map(int, match.groups()[1:]))

    def rng(self) -> Random:
        """A random source of this id's own: neighbouring seeds and indexes share nothing."""
        digest = sha256(str(self).encode()).digest()
        return Random(int.from_bytes(digest, "big"))  # noqa: S311 - puzzles, not secrets


@dataclass(frozen=True, slots=True)
class Instance:
    """One puzzle: its id, the prompt a model reads, and the payload a verifier reads."""

    id: InstanceId
    prompt: str
    payload: Payload


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an answer is right.

    Attributes:
        correct: All or nothing.
        reason: Why, in words that do not give the answer away.
    """

    correct: bool
    reason: str

    @property
    def score(self) -> float:
        """1.0 or 0.0: there is no part credit."""
        return 1.0 if self.correct else 0.0


class Task(Protocol[ConfigT]):
    """One kind of puzzle. A module of `codesteer.symbench.tasks` holds one as `TASK`."""

    name: str
    """The name in the paper's table."""
    version: int
    """Raised when the same id would give other bytes."""
    category: Category
    split: Split
    """Whether the paper's guide was trained on it."""
    levels: Mapping[int, ConfigT]
    """Configurations of levels 1 (easiest) to 5."""
    ladder: tuple[ConfigT, ...]
    """The points of the paper's complexity curve; empty where it has none."""

    def generate(self, rng: Random, config: ConfigT) -> Payload:
        """Draw a puzzle that is solvable and not degenerate."""
        ...

    def prompt(self, payload: Payload) -> str:
        """The question: every rule the answer depends on, and the form of the answer."""
        ...

    def verify(self, payload: Payload, response: str) -> Verdict:
        """Judge any text: by rule, exactly, accepting every valid answer, never raising."""
        ...

    def solve(self, payload: Payload) -> str:
        """A right answer in the demanded form."""
        ...


def config_at(task: Task[ConfigT], level: int) -> ConfigT:
    """The configuration of a level; those from 11 on are the points of the task's ladder.

    Raises:
        UnknownTask: There is no such level.
    """
    if level in task.levels:
        return task.levels[level]
    if 0 <= level - LADDER_FROM < len(task.ladder):
        return task.ladder[level - LADDER_FROM]
    last = LADDER_FROM + len(task.ladder) - 1
    ladder = f", or a point of the paper's ladder, {LADDER_FROM} to {last}" if task.ladder else ""
    raise UnknownTask(f"Level {level} does not exist; choose one of 1 to 5{ladder}.")


def make_instance(task: Task[Any], instance_id: InstanceId) -> Instance:
    """The instance an id names.

    Raises:
        UnknownTask: The id is of another version, or its level does not exist.
    """
    if instance_id.version != task.version:
        raise UnknownTask(
            f"{instance_id} is of version {instance_id.version}; this CodeSteer makes version "
            f"{task.version}: {task.name}@{task.version}/..."
        )
    payload = task.generate(instance_id.rng(), config_at(task, instance_id.level))
    return Instance(instance_id, task.prompt(payload), payload)

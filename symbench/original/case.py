"""One instance of the published data set, and the modules that know its layouts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol, cast

from codesteer.symbench.task import Payload

__all__ = ["Case", "OriginalTask", "original_task"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One published instance.

    Attributes:
        task: Our name of its task.
        id: Where it lies below the data set's folder, for example `reversi/sample_3`.
        question: The prompt as the authors' code presents it.
        params: What determines it, as JSON values.
        gold: The stored answer as its file has it; None where none is stored.
        gold_correct: Whether that answer is right; None where there is none, or nobody has checked.
        broken: Why no fair question can be made of it; empty when it is sound.
    """

    task: str
    id: str
    question: str
    params: Mapping[str, Any]
    gold: Any = None
    gold_correct: bool | None = None
    broken: str = ""


class OriginalTask(Protocol):
    """What a module of `codesteer.symbench.original.tasks` offers."""

    def read(self, root: Path) -> Iterator[Case]:
        """Every instance of the task below the data set's folder, in a fixed order.

        Args:
            root: The folder; parts of it may be missing.
        """
        ...

    def payload(self, case: Case) -> Payload | None:
        """The payload our verifier judges answers with; None where no answer can be right."""
        ...


def original_task(name: str) -> OriginalTask:
    """The module that knows the published data of a task.

    Args:
        name: Our name of the task, one of `codesteer.symbench.registry.tasks()`.
    """
    return cast("OriginalTask", import_module(f"codesteer.symbench.original.tasks.{name}"))

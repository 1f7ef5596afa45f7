"""Imports the published data set: instances with ids, the broken ones marked with the reason."""

import csv
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias

from codesteer.errors import InvalidRequest, UnknownTask
from codesteer.symbench.original.case import Case, original_task
from codesteer.symbench.registry import find_task, tasks
from codesteer.symbench.task import Payload

__all__ = ["Imported", "OriginalSplit", "import_original", "load_imported"]

OriginalSplit: TypeAlias = Literal["verified", "published"]
"""Without the broken instances, or all as they are."""

_DAMAGE = (
    *(OSError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError),
    *(RecursionError, csv.Error),
)
"""What a module raises over a file that is not as published."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """One published instance as ours.

    Attributes:
        id: `task@original/` and where it lies in the data set.
        task: Name of the task.
        prompt: The published prompt.
        payload: What our verifier judges by; None where no answer can be right.
        gold: The stored answer; None where none is stored.
        gold_correct: Whether our rules find it right; None where that is unknown.
        broken: Why the instance is left out of the verified split; empty when it is sound.
    """

    id: str
    task: str
    prompt: str
    payload: Payload | None
    gold: Any
    gold_correct: bool | None
    broken: str

    def as_json(self) -> dict[str, Any]:
        """As it is kept in a file, one line an instance."""
        return asdict(self)


def import_original(root: Path, only: str = "") -> Iterator[Imported]:
    """Every published instance below a folder, task by task, each in a fixed order.

    Args:
        root: The authors' data-set folder, or a part of it.
        only: Name of one task; empty for all.

    Raises:
        InvalidRequest: The folder is not there, holds nothing that is known, or a file in it is
            missing or damaged.
        UnknownTask: There is no such task.
    """
    if not root.is_dir():
        raise InvalidRequest(f"{root} is no folder. Give the folder that holds the data set.")
    found = False
    for name in [find_task(only).name] if only else tasks():
        for imported in _read(name, root):
            found = True
            yield imported
    if not found:
        raise InvalidRequest(
            f"Nothing of the published data set is in {root}. It is the folder with sub-folders "
            "such as game24_dataset and reversi_dataset."
        )


def load_imported(path: Path, wanted: str) -> Imported:
    """One instance of a file that `codesteer tasks import` has written.

    Raises:
        InvalidRequest: The file cannot be read.
        UnknownTask: It holds no instance of that id.
    """
    try:
        with open(path, encoding="utf-8") as file:
            for line in file:
                row = json.loads(line)
                if row["id"] == wanted:
                    return Imported(**row)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InvalidRequest(f"{path} cannot be read as imported instances: {error}.") from None
    raise UnknownTask(f"{path} holds no instance {wanted[:80]!r}.")


def _read(name: str, root: Path) -> Iterator[Imported]:
    try:
        module = original_task(name)
    except ModuleNotFoundError:
        return  # A task that another package has added.
    try:
        for case in module.read(root):
            yield _imported(case, module.payload(case))
    except InvalidRequest:
        raise
    except _DAMAGE as error:
        reason = " ".join(str(error).split()) or type(error).__name__
        if isinstance(error, KeyError):
            reason = f"{reason} is missing or unknown"
        raise InvalidRequest(
            f"The published data of {name} cannot be read: {reason.removesuffix('.')}."
        ) from None


def _imported(case: Case, payload: Payload | None) -> Imported:
    broken = case.broken or ("" if payload is not None else "no answer can be right")
    return Imported(
        id=f"{case.task}@original/{case.id}",
        task=case.task,
        prompt=case.question,
        payload=payload,
        gold=case.gold,
        gold_correct=case.gold_correct,
        broken=broken,
    )

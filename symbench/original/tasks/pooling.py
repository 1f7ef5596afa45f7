"""The published instances of pooling: `pooling_dataset/sample_<n>`."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from codesteer.symbench.original.case import Case
from codesteer.symbench.original.samples import samples
from codesteer.symbench.task import Payload
from codesteer.symbench.tasks.pooling import TASK

__all__ = ["payload", "read"]

_FOLDER = "pooling_dataset"


def payload(case: Case) -> Payload:
    """The published matrix and window; the window moves by one cell at a time."""
    return {
        "matrix": case.params["matrix"],
        "window": case.params["window_size"],
        "kind": case.params["pooling_type"],
    }


def read(root: Path) -> Iterator[Case]:
    """Every instance, by number."""
    for sample in samples(root, _FOLDER):
        stored = sample.stored
        values = [value for row in stored["solution"] for value in row]
        case = Case(
            task=TASK.name,
            id=sample.id,
            question=sample.question,
            params={
                "matrix": stored["matrix"],
                "window_size": stored["window_size"],
                "stride": 1,
                "pooling_type": stored["pooling_type"],
                "complexity": stored["complexity"],
            },
            gold=stored["solution"],
        )
        right = TASK.verify(payload(case), f"<<<{','.join(map(str, values))}>>>").correct
        broken = "" if right else "the stored values are not those of the windows"
        yield replace(case, gold_correct=right, broken=broken)

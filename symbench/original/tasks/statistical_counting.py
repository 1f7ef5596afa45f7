"""The published strings of statistical_counting: `statistical_counting_dataset/sample_*`."""

from collections.abc import Iterator
from pathlib import Path

from codesteer.symbench.original.case import Case
from codesteer.symbench.original.samples import samples
from codesteer.symbench.task import Payload
from codesteer.symbench.tasks.statistical_counting import TASK

__all__ = ["payload", "read"]

FOLDER = "statistical_counting_dataset"


def payload(case: Case) -> Payload | None:
    """The string and the points of each letter; a run counts once, however long."""
    return {"string": case.params["sequence"], "scores": case.params["scores"]}


def read(root: Path) -> Iterator[Case]:
    """Every sample, in the order of their numbers."""
    for sample in samples(root, FOLDER):
        stored = sample.stored
        params = {
            "sequence": stored["sequence"],
            "scores": {rule["letter"]: rule["score"] for rule in stored["rules"]},
            "min_consecutive": stored["rules"][0]["min_consecutive"],
            "complexity": stored["complexity"],
        }
        gold = stored["solution"]
        judged = {"string": params["sequence"], "scores": params["scores"]}
        right = TASK.verify(judged, f"<<<{gold}>>>").correct
        yield Case(
            task=TASK.name,
            id=sample.id,
            question=sample.question,
            params=params,
            gold=gold,
            gold_correct=right,
            broken="" if right else "the stored score is wrong",
        )

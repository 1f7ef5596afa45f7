"""What became of a sample, in one word, and how much of it was code."""

from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

from codesteer.symbench.bench.sample import Sample

__all__ = ["LABELS", "Ending", "ending_of", "share_of_code"]

Ending: TypeAlias = Literal[
    "solved", "wrong", "text_like", "time_out", "code_failed", "kernel_lost", "turns_spent",
    "no_answer", "error",
]  # fmt: skip

LABELS: Mapping[Ending, tuple[str, str]] = {
    "solved": ("solved", "The grader accepted the answer."),
    "wrong": ("wrong answer", "An answer was submitted and the grader refused it."),
    "text_like": (
        "text-like code",
        "Wrong, and the last program computed nothing: what it printed was written into it.",
    ),
    "time_out": ("time-out", "No answer, and the last program did not end in time."),
    "code_failed": ("program failed", "No answer, and the last program raised an error."),
    "kernel_lost": ("kernel lost", "No answer, and the last program ended its kernel."),
    "turns_spent": ("turns spent", "No answer when the last turn was over."),
    "no_answer": ("no answer", "Given up, or nothing that could be read as an answer."),
    "error": ("error", "Not graded: model or server failed. Tried again on resume."),
}
"""Every ending: its name for people, and what it means."""

_BY_RUN: Mapping[str, Ending] = {
    "timeout": "time_out",
    "error": "code_failed",
    "dead": "kernel_lost",
}


def ending_of(sample: Sample) -> Ending:
    """What became of a sample; of several reasons for a failure, the one that is nearest to it."""
    if sample.error:
        return "error"
    if sample.correct:
        return "solved"
    if sample.answer.strip():
        return "text_like" if _text_like(sample) else "wrong"
    run = _last(sample, "execution")
    execution = run.get("execution")
    status = execution.get("status") if isinstance(execution, Mapping) else ""
    if isinstance(status, str) and status in _BY_RUN:
        return _BY_RUN[status]
    return "turns_spent" if sample.stopped_because == "turns_spent" else "no_answer"


def share_of_code(sample: Sample) -> tuple[int, int]:
    """In how many of its answered turns code was run, and how many turns were answered."""
    answered: set[Any] = set()
    ran: set[Any] = set()
    for record in sample.trajectory:
        kind, turn = record.get("kind"), record.get("turn")
        if not isinstance(turn, int):
            continue
        if kind == "answer":
            answered.add(turn)
        elif kind == "execution":
            ran.add(turn)
    return len(ran), len(answered | ran)


def _text_like(sample: Sample) -> bool:
    """Whether the program that the symbolic checker has read last computes nothing."""
    read = _last(sample, "symbolic")
    report = read.get("report")
    if not isinstance(report, Mapping) or not report.get("parsed"):
        return False
    return bool(report.get("literal_output")) or not report.get("computes", True)


def _last(sample: Sample, kind: str) -> Mapping[str, Any]:
    """The last record of a kind; an empty one where there is none."""
    found = (record for record in reversed(sample.trajectory) if record.get("kind") == kind)
    return next(found, {})

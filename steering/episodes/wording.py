"""What the events of an episode are called, in words for people and models."""

from datetime import datetime

from codesteer.steering.checkers.symbolic import SymbolicReport
from codesteer.steering.trajectory import (
    AnswerChecked,
    CodeRun,
    GuidanceGiven,
    Trajectory,
    VerdictKind,
)

__all__ = [
    "check_said",
    "code_unseen",
    "guidance_heading",
    "local_time",
    "outcome_of",
    "program_seen",
    "run_heading",
    "run_output",
    "verdict_words",
]

_RAN = {
    "ok": "ran",
    "error": "failed",
    "timeout": "took too long",
    "dead": "ended its kernel",
    "running": "is still running",
}
_VERDICTS: dict[VerdictKind, str] = {
    "correct": "nothing is wrong with it",
    "incorrect": "it is wrong",
    "unknown": "the check proves nothing",
}


def guidance_heading(given: GuidanceGiven) -> str:
    """What a guide asks for, in a few words."""
    return {
        "code": "write code",
        "text": "reason in words",
        "verify": "check the answer by a program",
        "answer": "finished",
        "stop": "stop: no answer was found",
    }.get(given.action, given.action)


def run_heading(run: CodeRun) -> str:
    """What became of a program, in a few words."""
    what = "the program of the answer" if run.origin == "answer" else "a call of run_code"
    status = run.execution.status
    return f"{what} {_RAN.get(status, status)} ({run.execution.duration_s:.2f} s)"


def code_unseen(run: CodeRun, before: Trajectory) -> str:
    """The code that was run; empty where it can be read in the answer before it."""
    answer = "" if before.turn is None else before.turn.answer or ""
    return "" if run.origin == "answer" and run.code.strip() in answer else run.code


def run_output(run: CodeRun) -> str:
    """What a program showed, the error it raised, and what happened to its kernel."""
    execution = run.execution
    pictures = f"[{execution.pictures} pictures]" if execution.pictures else ""
    shown = (execution.output, execution.error, pictures, execution.note)
    return "\n".join(part.strip("\n") for part in shown if part.strip()) or "(no output)"


def program_seen(report: SymbolicReport) -> str:
    """What the symbolic checker saw, on one line."""
    if not report.parsed:
        return "the program could not be analysed"
    parts = [", ".join(report.does) or "no computation", f"score {report.score:g}"]
    if report.literal_output:
        parts.append("all it prints was written into it")
    if not report.prints:
        parts.append("it prints nothing")
    return "; ".join(parts)


def verdict_words(check: AnswerChecked) -> str:
    """A verdict, in a few words."""
    return _VERDICTS.get(check.verdict, check.verdict)


def check_said(check: AnswerChecked) -> str:
    """What a check gives as its reason, and what an unreliable one held against the answer."""
    objection = check.objection and f"It held against the answer: {check.objection}"
    return "\n".join(part for part in (check.reason, objection) if part)


def outcome_of(trajectory: Trajectory) -> str:
    """How an episode ended, in one word: "answer", "stop", or "open" while it goes on."""
    return trajectory.outcome.action if trajectory.outcome is not None else "open"


def local_time(at: str, *, seconds: bool = False) -> str:
    """A recorded time on the reader's clock; what is no time is given back.

    Args:
        at: The time, in ISO 8601.
        seconds: Whether to say the seconds too.
    """
    try:
        moment = datetime.fromisoformat(at).astimezone()
    except (ValueError, OverflowError, OSError):
        return at
    return moment.strftime("%Y-%m-%d %H:%M:%S" if seconds else "%Y-%m-%d %H:%M")

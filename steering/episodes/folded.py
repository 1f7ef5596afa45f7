"""An episode as one JSON object: what its events add up to."""

from dataclasses import asdict
from typing import Any

from codesteer.steering.episodes.wording import outcome_of
from codesteer.steering.store import Recorded
from codesteer.steering.trajectory import (
    SCHEMA_VERSION,
    AnswerChecked,
    CodeRun,
    GuidanceGiven,
    SessionOpened,
    Turn,
)

__all__ = ["as_folded"]


def as_folded(recorded: Recorded) -> dict[str, Any]:
    """The trajectory of an episode, in the fields that docs/episodes.md lists.

    Args:
        recorded: The episode.
    """
    trajectory = recorded.trajectory
    first = recorded.events[0]
    opening = first if isinstance(first, SessionOpened) else None
    closing = trajectory.outcome
    return {
        "schema": SCHEMA_VERSION,
        "session_id": recorded.session_id,
        "opened": recorded.times[0],
        "ended": recorded.times[-1] if closing is not None else None,
        "codesteer": opening.codesteer if opening else "",
        "client": opening.client if opening else "",
        "guide": trajectory.guide,
        "max_turns": trajectory.max_turns,
        "question": trajectory.question,
        "turns": [_turn(turn) for turn in trajectory.turns],
        "early_runs": [_run(run) for run in trajectory.early_runs],
        "outcome": outcome_of(trajectory),
        "answer": closing.answer if closing is not None else "",
        "closing": None if closing is None else _guidance(closing),
        "notices": list(trajectory.notices),
    }


def _turn(turn: Turn) -> dict[str, Any]:
    return {
        "turn": turn.number,
        "guidance": _guidance(turn.guidance),
        "answer": turn.answer,
        "runs": [_run(run) for run in turn.runs],
        "symbolic": None if turn.report is None else asdict(turn.report),
        "verify": None if turn.verify is None else _guidance(turn.verify),
        "checks": [_check(check) for check in turn.checks],
    }


def _guidance(given: GuidanceGiven) -> dict[str, Any]:
    return {
        "action": given.action,
        "guidance": given.guidance,
        "reason": given.reason,
        "guide": given.guide,
        "fallback": given.fallback,
        "answer": given.answer,
        "seconds": given.seconds,
    }


def _run(run: CodeRun) -> dict[str, Any]:
    execution = run.execution
    return {
        "origin": run.origin,
        "code": run.code,
        "status": execution.status,
        "output": execution.output,
        "error": execution.error,
        "pictures": execution.pictures,
        "variables_kept": execution.variables_kept,
        "note": execution.note,
        "seconds": execution.duration_s,
    }


def _check(check: AnswerChecked) -> dict[str, Any]:
    return {
        "answer": check.answer,
        "program": check.program,
        "verdict": check.verdict,
        "reason": check.reason,
        "objection": check.objection,
        "seconds": check.seconds,
    }

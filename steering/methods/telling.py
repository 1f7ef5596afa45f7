"""An episode told to a model that is to guide it."""

from codesteer.steering.methods.outcome import told
from codesteer.steering.trajectory import Trajectory, Turn

__all__ = ["story"]

_MOST = 24_000
"""Characters of all turns, about 8,000 tokens."""
_ANSWER = 4_000


def story(trajectory: Trajectory) -> str:
    """The question and the turns so far; of what is too long, the oldest turns are left out."""
    told_turns: list[str] = []
    left = _MOST
    for turn in reversed(trajectory.turns):
        part = _turn(turn)
        left -= len(part)
        if left < 0 and told_turns:
            told_turns.append("(Earlier turns are left out.)")
            break
        told_turns.append(part)
    return "\n\n".join((f"The question:\n{trajectory.question}", *reversed(told_turns)))


def _turn(turn: Turn) -> str:
    parts = [f"Turn {turn.number}. You said ({turn.guidance.action}): {turn.guidance.guidance}"]
    if turn.answer is not None:
        answer = turn.answer
        shown = answer if len(answer) <= _ANSWER else f"[...] {answer[-_ANSWER:]}"
        parts.append(f"The model answered:\n{shown}")
    if turn.last_run is not None:
        parts.append(f"Its program was run. {told(turn.last_run.execution)}")
    if turn.report is not None:
        does = ", ".join(turn.report.does) or "nothing to speak of"
        parts.append(f"What the program does: {does}; complexity {turn.report.score:g}.")
        if turn.report.too_simple:
            parts.append("It may be too simple to have computed the answer.")
        if turn.report.literal_output:
            parts.append("What it prints was written into it.")
    if turn.check is not None:
        parts.append(f"A check of the answer says: {turn.check.verdict} ({turn.check.reason}).")
    return "\n".join(parts)

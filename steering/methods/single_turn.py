"""Guides that take what the model answers as it stands."""

from codesteer.steering.guide import Guidance
from codesteer.steering.methods.asking import SILENCE
from codesteer.steering.program import find_program, program_key
from codesteer.steering.trajectory import Action, CodeRun, Trajectory, Turn

__all__ = ["SingleTurn", "answer_of", "closing", "run_of"]


class SingleTurn:
    """A guide that asks once and takes the answer.

    Args:
        name: Of the method.
        action: "code" runs a program in the answer, "text" does not.
        guidance: What the model is told beside the question.
    """

    def __init__(self, name: str, action: Action, guidance: str) -> None:
        self.name = name
        self._action = action
        self._guidance = guidance

    async def decide(self, trajectory: Trajectory) -> Guidance:
        """Ask, then take the answer; see `Guide.decide`."""
        turn = trajectory.turn
        if turn is None:
            return Guidance(
                action=self._action, guidance=self._guidance, reason=f"{self.name} asks once."
            )
        return closing(answer_of(turn))


def closing(answer: str) -> Guidance:
    """The end of an episode with an answer that nobody has judged, or without any."""
    if not answer:
        return Guidance(
            action="stop", guidance="There is no answer.", reason="Nothing was answered or printed."
        )
    return Guidance(
        action="answer", guidance="Finished.", reason="The answer is taken as it is.", answer=answer
    )


def answer_of(turn: Turn) -> str:
    """What a turn answers: what its program printed, else its text.

    Returns:
        Empty for a program that failed, now or before, or printed nothing, and for silence.
    """
    run = run_of(turn)
    if run is not None:
        return run.execution.answerable.strip() if run.execution.status == "ok" else ""
    if turn.guidance.action == "code" and find_program(turn.answer or "") is not None:
        return ""
    text = turn.answer or ""
    return "" if text.strip() == SILENCE else text


def run_of(turn: Turn) -> CodeRun | None:
    """The run of the program in a turn's answer; None when there is none or it was not run."""
    program = find_program(turn.answer or "")
    if program is None:
        return None
    key = program_key(program)
    return next((run for run in reversed(turn.runs) if program_key(run.code) == key), None)

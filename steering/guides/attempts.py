"""What an episode's turns have shown so far: the attempts, and whether guidance changed them."""

from collections.abc import Sequence
from dataclasses import dataclass

from codesteer.steering.guides.features import Features
from codesteer.steering.guides.formulations import FORMULATIONS, formulations_for
from codesteer.steering.program import find_program, program_key
from codesteer.steering.reading import Finding, Reading, read_turn, squeezed
from codesteer.steering.trajectory import Trajectory, Turn

__all__ = ["Attempt", "attempts_of", "best_of", "is_stuck", "known_from", "objections_of"]

_SHOWN = 160
_UNFIT = ("no_form", "no_answer")
"""An answer with such a finding is not in the demanded form: better than none, and no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """An answered turn as the guide sees it.

    Attributes:
        turn: The turn.
        reading: What it stands for, or what is wrong with it.
        program: Digest of its program; empty when it has none.
        orders: Names of the formulations its guidance spoke of, each with whether it showed code.
    """

    turn: Turn
    reading: Reading
    program: str
    orders: frozenset[tuple[str, bool]]

    @property
    def finding(self) -> Finding | None:
        """What is wrong with it by itself, whatever a check said."""
        return self.reading.finding


def attempts_of(trajectory: Trajectory, features: Features) -> list[Attempt]:
    """The answered turns of an episode, in order."""
    return [
        _attempt(trajectory, turn, features) for turn in trajectory.turns if turn.answer is not None
    ]


def _attempt(trajectory: Trajectory, turn: Turn, features: Features) -> Attempt:
    guidance = turn.guidance.guidance
    program = find_program(turn.answer or "")
    sketched = "sketch" in guidance
    return Attempt(
        turn=turn,
        reading=read_turn(
            trajectory,
            turn,
            brackets=features.bracketed,
            form=features.template,
            words=not formulations_for(features),
        ),
        program="" if program is None else program_key(program),
        orders=frozenset(
            (formulation.name, sketched)
            for formulation in FORMULATIONS
            if f"{formulation.name}." in guidance
        ),
    )


def is_stuck(attempts: Sequence[Attempt]) -> bool:
    """Whether the last guidance changed nothing: the same program, or the same words, once more."""
    if len(attempts) < 2:
        return False
    *before, last = attempts
    if last.program:
        return any(last.program == attempt.program for attempt in before)
    words = squeezed(last.turn.answer or "")
    return not before[-1].program and words == squeezed(before[-1].turn.answer or "")


def known_from(attempts: Sequence[Attempt]) -> str:
    """What the attempts before the last one have shown that a new one may build on."""
    for attempt in reversed(attempts[:-1]):
        answer = attempt.reading.answer
        if answer is not None and not attempt.turn.objection and not _is_unfit(attempt.reading):
            how = "A program gave" if attempt.program else "Reasoning in words gave"
            return f"{how} {answer[:_SHOWN]!r} before; confirm or refute it."
    for attempt in reversed(attempts):
        run = attempt.turn.last_run
        if run is not None and run.execution.status != "dead":
            lines = run.execution.answerable.strip().splitlines()
            if lines and attempt.finding is not None and attempt.finding.kind != "no_solution":
                return f"What a program printed before it failed: {lines[-1][:_SHOWN]!r}."
    return ""


def objections_of(trajectory: Trajectory) -> dict[str, str]:
    """What checks that could not be relied on held against answers, by answer."""
    return {
        squeezed(turn.check.answer): turn.objection
        for turn in trajectory.turns
        if turn.check is not None and turn.objection
    }


def best_of(attempts: Sequence[Attempt], objections: dict[str, str]) -> Reading | None:
    """The latest answer that was not found wrong: computed ones first, then any no check faults."""
    found = [
        attempt.reading
        for attempt in reversed(attempts)
        if attempt.reading.answer is not None
        and not (attempt.turn.check and attempt.turn.check.verdict == "incorrect")
    ]

    def faults(reading: Reading) -> tuple[bool, bool, bool]:
        sound = reading.computed and reading.finding is None
        return squeezed(reading.answer or "") in objections, not sound, _is_unfit(reading)

    return min(found, key=faults, default=None)


def _is_unfit(reading: Reading) -> bool:
    return reading.finding is not None and reading.finding.kind in _UNFIT

"""The boundary to whatever decides: a guide reads a trajectory and says what comes next."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from codesteer.steering.trajectory import Action, Trajectory

__all__ = ["Guidance", "Guide", "ScriptedGuide"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Guidance:
    """A decision.

    Attributes:
        action: "code" or "text" (answer that way), "verify" (check the answer by a program),
            "answer" (finished) or "stop" (hopeless).
        guidance: The order, written to the task model.
        reason: Why, in a sentence.
        answer: With "verify" the answer to check, with "answer" and "stop" the final one.
        guide: Which guide decided, where it is not the one that was asked.
        fallback: With that, why.
        prompt_tokens: Tokens read for it; 0 where no model was asked.
        completion_tokens: Tokens written for it.
    """

    action: Action
    guidance: str
    reason: str
    answer: str = ""
    guide: str = ""
    fallback: str = ""
    prompt_tokens: int = 0
    completion_tokens: int = 0


class Guide(Protocol):
    """Decides from the trajectory alone, so that any turn can be decided again."""

    name: str

    async def decide(self, trajectory: Trajectory) -> Guidance:
        """Say what the task model should do next.

        Args:
            trajectory: An episode with a question in which the guide has the next word.
        """
        ...


class ScriptedGuide:
    """A guide for tests: gives the decisions it was made with, then "stop"."""

    name = "scripted"

    def __init__(self, decisions: Iterable[Guidance]) -> None:
        self._decisions = iter(decisions)

    async def decide(self, trajectory: Trajectory) -> Guidance:
        """Give the next decision of the script."""
        last = Guidance(action="stop", guidance="The script has ended.", reason="script ended")
        return next(self._decisions, last)

"""Decides a recorded episode again, with another guide, from what was known at each decision."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from codesteer.steering.episode import Episode
from codesteer.steering.guide import Guide
from codesteer.steering.trajectory import Event, GuidanceGiven, Trajectory

__all__ = ["ReplayedDecision", "first_difference", "replay"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayedDecision:
    """One decision of an episode, as it was and as it would be now.

    Attributes:
        said: What was said.
        now: What the other guide says from the same trajectory, within the same budget; None when
            it failed.
        failure: How it failed; empty when it did not.
    """

    said: GuidanceGiven
    now: GuidanceGiven | None
    failure: str = ""

    @property
    def same_action(self) -> bool:
        """Whether the same kind of thing is asked for."""
        return self.now is not None and self.now.action == self.said.action

    @property
    def same_text(self) -> bool:
        """Whether it is asked for in the same words, of the same answer."""
        return (
            self.now is not None
            and self.now.guidance == self.said.guidance
            and self.now.answer == self.said.answer
        )

    @property
    def differs(self) -> bool:
        """Whether the task model would notice."""
        return not (self.same_action and self.same_text)


async def replay(events: Iterable[Event], guide: Guide) -> tuple[ReplayedDecision, ...]:
    """Decide every decision of an episode again.

    Each is decided from the events before it, as they were recorded: after a first difference the
    model's answers are still those to the earlier guidance. A guide that fails at one decision is
    asked for the next one all the same.

    Args:
        events: The episode.
        guide: Decides again.
    """
    replayed: list[ReplayedDecision] = []
    trajectory = Trajectory()
    for event in events:
        if isinstance(event, GuidanceGiven):
            replayed.append(await _decided_again(trajectory, event, guide))
        trajectory = trajectory.after(event)
    return tuple(replayed)


def first_difference(replayed: Sequence[ReplayedDecision]) -> int | None:
    """The turn of the first decision that differs; None where none does."""
    return next((decision.said.turn for decision in replayed if decision.differs), None)


async def _decided_again(
    trajectory: Trajectory, said: GuidanceGiven, guide: Guide
) -> ReplayedDecision:
    started = time.perf_counter()
    try:
        guidance = await guide.decide(trajectory)
        # A live episode overrules a guide that is out of turns, or checks no answer; so does this.
        episode = Episode(trajectory)
        seconds = round(time.perf_counter() - started, 6)
        episode.guided(guidance, guide=guide.name, seconds=seconds)
    except Exception as error:
        return ReplayedDecision(said=said, now=None, failure=f"{type(error).__name__}: {error}")
    now = next(event for event in episode.pending if isinstance(event, GuidanceGiven))
    return ReplayedDecision(said=said, now=now)

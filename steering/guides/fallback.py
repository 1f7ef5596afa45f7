"""A guide with another behind it, which takes the turn when the first one fails or is late."""

import logging
import time
from collections.abc import Callable
from dataclasses import replace

import anyio

from codesteer.errors import CodeSteerError, ReplyUnusable
from codesteer.steering.guide import Guidance, Guide
from codesteer.steering.trajectory import Trajectory

__all__ = ["FallbackGuide"]

_log = logging.getLogger("codesteer")

_FAILURES = 2
_MOST_SAID = 300


class FallbackGuide:
    """Asks one guide, and another where that one fails. The decision says who took it and why.

    After two failures in a row the first guide is left alone for a while, so that not every turn
    waits for a guide that is gone. What it says badly, but in time, is no such failure.

    Args:
        first: The guide that is wanted.
        second: The one that always can; its errors are not caught.
        within_s: Wall-clock seconds the first may take for a decision, retries included.
        rest_s: Wall-clock seconds it is left alone.
        clock: Tells the time, in seconds.
    """

    def __init__(
        self,
        first: Guide,
        second: Guide,
        *,
        within_s: float = 10.0,
        rest_s: float = 30.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name = first.name
        self._first = first
        self._second = second
        self._within_s = within_s
        self._rest_s = rest_s
        self._clock = clock
        self._failures = 0
        self._rests_until = float("-inf")

    async def decide(self, trajectory: Trajectory) -> Guidance:
        """Decide from the trajectory alone; see `Guide.decide`."""
        if self._clock() < self._rests_until:
            why = "The guide failed repeatedly and is left alone for a while."
            return await self._instead(trajectory, why)
        try:
            with anyio.move_on_after(self._within_s):
                guidance = await self._first.decide(trajectory)
                self._failures = 0
                return guidance
            why = f"The guide did not decide within {self._within_s:g} s."
        except ReplyUnusable as error:
            self._failures = 0
            instead = await self._instead(trajectory, str(error))
            return replace(
                instead,
                prompt_tokens=error.prompt_tokens,
                completion_tokens=error.completion_tokens,
            )
        except CodeSteerError as error:
            why = str(error)
        except Exception as error:
            # A defect of one guide must not end an episode that another can guide.
            _log.exception("The %s guide failed.", self._first.name)
            why = f"The guide failed unexpectedly ({type(error).__name__})."
        self._failures += 1
        if self._failures >= _FAILURES:
            self._rests_until = self._clock() + self._rest_s
        return await self._instead(trajectory, why)

    async def _instead(self, trajectory: Trajectory, why: str) -> Guidance:
        guidance = await self._second.decide(trajectory)
        return replace(guidance, guide=self._second.name, fallback=why[:_MOST_SAID])

"""The tools a method works with, the same in this process and over MCP."""

from typing import Protocol

from codesteer.steering.program import unfenced
from codesteer.steering.steerer import Checked, Ran, Steered, Steerer

__all__ = ["LocalTools", "Tools"]


class Tools(Protocol):
    """Steering as a task model's driver sees it."""

    async def steer(self, *, question: str = "", session_id: str = "", answer: str = "") -> Steered:
        """Open an episode, take an answer, or read where an episode stands."""
        ...

    async def run_code(self, *, code: str, session_id: str = "", timeout_s: float = 30.0) -> Ran:
        """Run code in a session's kernel."""
        ...

    async def check_answer(self, *, session_id: str, program: str, answer: str = "") -> Checked:
        """Run a checking program on an answer."""
        ...

    async def reset(self, session_id: str) -> None:
        """End a session's kernel."""
        ...


class LocalTools:
    """`Tools` on a `Steerer` in this process."""

    def __init__(self, steerer: Steerer) -> None:
        self._steerer = steerer

    async def steer(self, *, question: str = "", session_id: str = "", answer: str = "") -> Steered:
        """See `Tools.steer`."""
        if session_id and answer:
            return await self._steerer.answer(session_id, answer)
        if question:
            return await self._steerer.open(question, session_id=session_id)
        return await self._steerer.current(session_id)

    async def run_code(self, *, code: str, session_id: str = "", timeout_s: float = 30.0) -> Ran:
        """See `Tools.run_code`; a fence around the code is taken off, as the server does."""
        return await self._steerer.run_code(
            unfenced(code), session_id=session_id, timeout_s=timeout_s
        )

    async def check_answer(self, *, session_id: str, program: str, answer: str = "") -> Checked:
        """See `Tools.check_answer`."""
        return await self._steerer.check(session_id, answer=answer, program=program)

    async def reset(self, session_id: str) -> None:
        """See `Tools.reset`."""
        await self._steerer.reset(session_id)

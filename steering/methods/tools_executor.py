"""An `Executor` over the tools: a method with a guide of its own still runs no code itself."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio

from codesteer.errors import CodeSteerError
from codesteer.steering.executor import Executed, Execution, FreshPlace, as_script
from codesteer.steering.program import unfenced
from codesteer.steering.tools import Tools

__all__ = ["ToolsExecutor"]

_LONGEST = 200_000
"""Characters that `run_code` takes."""
_CLOSE_S = 4.0


class ToolsExecutor:
    """Runs the code of episodes by `run_code`, each in a session of its own there. Close it.

    What it gives holds what every kind of tools can tell: status, text, traceback, note. So an
    episode reads the same wherever its code has run. For the kernel it names the tools' session.
    """

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._theirs: dict[str, str] = {}

    def kernel(self, session_id: str) -> str:
        """Name of the session that holds the variables there; see `Executor.kernel`."""
        return self._theirs.get(session_id, "")

    def lost(self, session_id: str) -> str:
        """The tools say it with the next run; see `Executor.lost`."""
        return ""

    def sandbox(self, session_id: str) -> str:
        """Not told; see `Executor.sandbox`."""
        return ""

    async def run(
        self, session_id: str, code: str, *, timeout_s: float, wait_s: float | None = None
    ) -> Executed:
        """Run code to its end; see `Executor.run`."""
        theirs, execution = await self._run(code, self._theirs.get(session_id, ""), timeout_s)
        if theirs:
            self._theirs[session_id] = theirs
        return Executed(execution)

    async def poll(self, session_id: str, *, wait_s: float) -> Executed | None:
        """Nothing is left running; see `Executor.poll`."""
        return None

    async def stop(self, session_id: str) -> None:
        """Nothing is left running; see `Executor.stop`."""

    @asynccontextmanager
    async def fresh(self) -> AsyncIterator[FreshPlace]:
        """A new session for each program, whose kernel is then ended; see `Executor.fresh`."""
        yield _NewSessions(self)

    async def run_in_new_session(self, program: str, *, timeout_s: float) -> Execution:
        """Run a program as a script in a new session, whose kernel is then ended."""
        theirs, execution = await self._run(as_script(program), "", timeout_s)
        if theirs:
            await self._tools.reset(theirs)
        return execution

    async def reset(self, session_id: str) -> bool:
        """End the kernel of a session; see `Executor.reset`."""
        theirs = self._theirs.pop(session_id, "")
        if theirs:
            await self._tools.reset(theirs)
        return bool(theirs)

    async def close(self) -> None:
        """End the kernels of all sessions, as far as the tools can still be reached."""
        with anyio.move_on_after(_CLOSE_S, shield=True):
            for session_id in list(self._theirs):
                try:
                    await self.reset(session_id)
                except CodeSteerError:
                    return  # There is nobody left who holds kernels.

    async def _run(self, code: str, theirs: str, timeout_s: float) -> tuple[str, Execution]:
        if not unfenced(code).strip():  # The tools would refuse it.
            return theirs, Execution(status="ok", kernel=theirs)
        if len(code) > _LONGEST:
            error = f"The program has more than {_LONGEST:,} characters and was not run."
            return theirs, Execution(status="error", kernel=theirs, error=error)
        ran = await self._tools.run_code(code=code, session_id=theirs, timeout_s=timeout_s)
        theirs, gave = ran.session_id, ran.execution
        if gave.status == "running":
            await self._tools.reset(theirs)
            gave = Execution(
                status="timeout",
                variables_kept=False,
                note="It took longer than a call may, and its kernel was ended.",
            )
        return theirs, Execution(
            status=gave.status,
            kernel=theirs,
            output=gave.output,
            error=gave.error,
            duration_s=gave.duration_s,
            variables_kept=gave.variables_kept and gave.status != "dead",
            note=" ".join((gave.note, *ran.notices)).strip(),
        )


class _NewSessions:
    """Runs each program in a session of its own."""

    def __init__(self, executor: ToolsExecutor) -> None:
        self._executor = executor

    async def run(self, program: str, *, timeout_s: float) -> Execution:
        """Run a program; see `FreshPlace.run`."""
        return await self._executor.run_in_new_session(program, timeout_s=timeout_s)

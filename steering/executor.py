"""The boundary to whatever runs code: a protocol, and a fake."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias

__all__ = [
    "Executed",
    "Execution",
    "ExecutionStatus",
    "Executor",
    "FakeExecutor",
    "FreshPlace",
    "Picture",
    "as_script",
]

ExecutionStatus: TypeAlias = Literal["ok", "error", "timeout", "dead", "running"]
_STDERR = "[stderr] "


@dataclass(frozen=True, slots=True, kw_only=True)
class Execution:
    """What running one piece of code gave.

    Attributes:
        status: "ok", "error" (the code raised), "timeout", "dead" (the kernel ended), or "running",
            which is never recorded.
        kernel: Id of the kernel it ran in.
        output: Everything it showed, as capped plain text.
        printed: The part of the output that an answer is read from: without standard error, the
            marks of pictures, and what earlier code wrote late. None where that is all of it.
        error: The traceback, with status "error".
        pictures: How many pictures it showed.
        duration_s: Wall-clock seconds.
        variables_kept: Whether that kernel still holds its variables.
        note: What happened to the kernel, in a sentence; empty when nothing did.
    """

    status: ExecutionStatus
    kernel: str = ""
    output: str = ""
    printed: str | None = None
    error: str = ""
    pictures: int = 0
    duration_s: float = 0.0
    variables_kept: bool = True
    note: str = ""

    @property
    def answerable(self) -> str:
        """Where an answer may be read."""
        if self.printed is not None:
            return self.printed
        lines = self.output.split("\n")
        return "\n".join(line for line in lines if not line.startswith(_STDERR))


@dataclass(frozen=True, slots=True)
class Executed:
    """An execution, and what it showed that the record does not keep.

    Attributes:
        execution: What is recorded.
        images: The pictures.
        run_id: Names the run.
    """

    execution: Execution
    images: tuple["Picture", ...] = ()
    run_id: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that code has shown.

    Attributes:
        data: Its bytes.
        kind: Its MIME type.
    """

    data: bytes
    kind: str = "image/png"


def as_script(program: str) -> str:
    """A cell that runs a program as a script, in a namespace that holds nothing of the shell."""
    return f'exec(compile({program!r}, "<program>", "exec"), {{"__name__": "__main__"}})'


class FreshPlace(Protocol):
    """Runs programs outside every session, each as if it were the first; see `Executor.fresh`."""

    async def run(self, program: str, *, timeout_s: float) -> Execution:
        """Run a program.

        Args:
            program: Source.
            timeout_s: Wall-clock seconds it may take.

        Raises:
            KernelError: No kernel could be had.
        """
        ...


class Executor(Protocol):
    """Runs code in kernels that belong to sessions."""

    def kernel(self, session_id: str) -> str:
        """Id of the session's living kernel; empty when it has none."""
        ...

    def lost(self, session_id: str) -> str:
        """Why the session's last kernel ended, where that is known; else empty."""
        ...

    def sandbox(self, session_id: str) -> str:
        """How the session's kernel is confined, as a word for people; empty when unknown."""
        ...

    async def run(
        self, session_id: str, code: str, *, timeout_s: float, wait_s: float | None = None
    ) -> Executed:
        """Run code in the session's kernel, starting one when there is none.

        Args:
            session_id: The session.
            code: The source.
            timeout_s: Wall-clock seconds before it is interrupted.
            wait_s: Wall-clock seconds after which it is left running; None waits to the end.

        Raises:
            KernelError: No kernel could be had.
        """
        ...

    async def poll(self, session_id: str, *, wait_s: float) -> Executed | None:
        """The session's latest run, waited for; None when the session has none.

        Raises:
            KernelError: No kernel could be had for it.
        """
        ...

    async def stop(self, session_id: str) -> None:
        """Stop the session's running code; its variables stay, unless it ignores that."""
        ...

    def fresh(self) -> AbstractAsyncContextManager["FreshPlace"]:
        """A place for programs of which none meets what another has left in memory."""
        ...

    async def reset(self, session_id: str) -> bool:
        """End the session's kernel; returns whether there was one."""
        ...


class FakeExecutor:
    """Runs nothing: answers each program with what `answer` makes of it.

    Args:
        answer: Gives the output of a program, or a whole execution.
    """

    def __init__(self, answer: Callable[[str], str | Execution] = lambda code: "") -> None:
        self._answer = answer
        self._kernels: dict[str, str] = {}
        self._started = 0
        self.programs: list[str] = []

    def kernel(self, session_id: str) -> str:
        """Id of the session's kernel; empty before its first program."""
        return self._kernels.get(session_id, "")

    def lost(self, session_id: str) -> str:
        """A fake knows no reason."""
        return ""

    def sandbox(self, session_id: str) -> str:
        """A fake has none."""
        return ""

    async def run(
        self, session_id: str, code: str, *, timeout_s: float, wait_s: float | None = None
    ) -> Executed:
        """Answer one program."""
        if session_id not in self._kernels:
            self._started += 1
            self._kernels[session_id] = f"fake-{self._started}"
        return Executed(self.execute(code, self._kernels[session_id]))

    async def poll(self, session_id: str, *, wait_s: float) -> Executed | None:
        """A fake leaves nothing running."""
        return None

    async def stop(self, session_id: str) -> None:
        """A fake leaves nothing running."""

    @asynccontextmanager
    async def fresh(self) -> AsyncIterator[FreshPlace]:
        """A place outside every session."""
        yield _FakePlace(self)

    async def reset(self, session_id: str) -> bool:
        """Forget the session's kernel."""
        return self._kernels.pop(session_id, None) is not None

    def execute(self, code: str, kernel: str = "") -> Execution:
        """What it says to a program, at once."""
        self.programs.append(code)
        answer = self._answer(code)
        if isinstance(answer, Execution):
            return answer
        return Execution(status="ok", kernel=kernel, output=answer)


class _FakePlace:
    """Where a fake runs nothing either."""

    def __init__(self, executor: FakeExecutor) -> None:
        self._executor = executor

    async def run(self, program: str, *, timeout_s: float) -> Execution:
        """Answer one program."""
        return self._executor.execute(program)

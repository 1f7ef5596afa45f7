"""A kernel over any transport: deadlines, interrupts, and what became of the variables."""

import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import anyio

from codesteer.errors import KernelDied, KernelStartFailed
from codesteer.kernels.collect import OutputCollector
from codesteer.kernels.kernel import KernelInfo
from codesteer.kernels.limits import Limits
from codesteer.kernels.result import CellError, CellResult, Status
from codesteer.kernels.transport import Message, Transport, TransportLost

__all__ = ["JupyterKernel"]

_QUIET_S = 0.25
"""Without a sign of life for this long after the reply, a cell is over."""
_AGAIN_S = 0.5
"""An interrupt that comes before the cell has begun is lost, so there is more than one."""


@dataclass(frozen=True, slots=True)
class _Ended:
    """How a cell left the kernel."""

    status: Status
    note: str = ""
    variables_kept: bool = True


@dataclass(slots=True)
class _Cell:
    """A running cell: what it has shown, and how far its messages have come."""

    message_id: str
    output: OutputCollector
    ordered: bool
    idle: bool = False
    replied: bool = False

    @property
    def over(self) -> bool:
        return self.replied and (self.idle or self.ordered)

    def take(self, message: Message) -> None:
        """Take one message of the kernel."""
        mine = message.parent == self.message_id
        match message.kind:
            case "execute_reply":
                self.replied = self.replied or mine
                if mine and message.content.get("status") == "error" and not self.output.error:
                    # Some failures come with the reply alone.
                    self.output.add("error", message.content)
            case "status":
                if mine:
                    self.idle = message.content.get("execution_state") == "idle"
            case "stream" if not mine:
                self.output.add_late(str(message.content.get("text", "")))
            case kind if mine:
                self.output.add(kind, message.content)


class JupyterKernel:
    """A running kernel; see `Kernel` for the contract.

    Args:
        transport: Connected to a kernel that is ready.
        limits: Caps on its cells.
        tier: How its sandbox holds it: "A", "B" or "C"; empty for a kernel that is not ours.
        directory: The session's own directory, which the owner of the kernel removes.
        setup: Code to run in a new process before its first cell.
    """

    def __init__(
        self,
        transport: Transport,
        limits: Limits,
        *,
        tier: str = "",
        directory: Path | None = None,
        setup: str = "",
    ) -> None:
        self._transport = transport
        self._limits = limits
        self._tier = tier
        self._directory = directory
        self._setup = setup
        self._lock = anyio.Lock(fast_acquire=True)
        self._alive = True
        self._closed = False
        self._busy = False
        self._why = ""
        self._running: anyio.CancelScope | None = None

    @property
    def alive(self) -> bool:
        """Whether the process is there and holds its variables."""
        return self._alive and not self._transport.lost

    @property
    def info(self) -> KernelInfo:
        """What it is."""
        return KernelInfo(
            transport=self._transport.name,
            tier=self._tier,
            directory=self._directory,
            pid=self._transport.pid,
            forks=self._transport.forks,
        )

    async def set_up(self) -> None:
        """Run the set-up code of a new process.

        Raises:
            KernelStartFailed: It failed.
        """
        if not self._setup:
            return
        try:
            message_id = await self._transport.execute(self._setup, silent=True)
            cell = self._cell(message_id, OutputCollector(self._limits))
            with anyio.fail_after(self._limits.start_s):
                await self._collect(cell)
        except (TransportLost, TimeoutError):
            raise KernelStartFailed("The kernel ended or hung while it was set up.") from None
        if cell.output.error is not None:
            raise KernelStartFailed(
                f"The kernel could not be set up: {cell.output.error.traceback}"
            )

    async def run(
        self,
        code: str,
        *,
        timeout_s: float,
        output: OutputCollector | None = None,
        apart: bool = False,
    ) -> CellResult:
        """Run one cell and wait until it has ended; see `Kernel.run`."""
        if apart and not self._transport.forks:
            raise ValueError(f"a kernel over {self._transport.name} runs no cells apart")
        if timeout_s <= 0:
            raise ValueError(f"timeout_s must be positive, got {timeout_s!r}")
        try:
            code.encode()
        except UnicodeEncodeError as error:
            return CellResult(
                status="error", error=CellError("UnicodeEncodeError", str(error), f"{error}")
            )
        async with self._lock:
            if self._alive and not await self._transport.is_alive():
                self._alive = False
            if not self._alive:
                raise KernelDied("The kernel has ended, and its variables are gone.")
            self._busy = True
            try:
                return await self._run_cell(code, timeout_s, output, apart=apart)
            finally:
                self._busy = False

    async def flush(self) -> None:
        """Have the running cell send what it holds in a buffer."""
        if self._busy:
            await self._transport.flush()

    async def interrupt(self) -> None:
        """Stop the running cell, if any, as its deadline would; see `Kernel.interrupt`."""
        if self._running is not None:
            self._running.cancel()

    async def restart(self) -> None:
        """Put an empty kernel in the place of this one; the directory and its files stay.

        Raises:
            KernelStartFailed: None could be started.
        """
        await self.interrupt()
        async with self._lock:
            self._alive = False
            await self._transport.restart()
            await self.set_up()
            self._alive = True

    async def close(self, why: str = "") -> None:
        """End the process; see `Kernel.close`."""
        if self._closed:
            return
        self._why = why
        self._closed = True
        self._alive = False
        with anyio.CancelScope(shield=True):
            await self._transport.close()

    def _cell(self, message_id: str, output: OutputCollector) -> _Cell:
        return _Cell(message_id, output, ordered=self._transport.ordered)

    async def _run_cell(
        self, code: str, timeout_s: float, output: OutputCollector | None, *, apart: bool
    ) -> CellResult:
        started = time.perf_counter()
        collector = OutputCollector(self._limits) if output is None else output
        cell = self._cell("", collector)
        try:
            cell.message_id = await self._transport.execute(code, apart=apart)
            with anyio.move_on_after(timeout_s) as self._running:
                await self._collect(cell)
            ended = await self._ended(cell, started + timeout_s, timeout_s)
        except TransportLost as lost:
            ended = await self._died(lost)
        except anyio.get_cancelled_exc_class():
            with suppress(TransportLost):
                await self._stop(cell)
            raise
        finally:
            self._running = None
        return CellResult(
            status=ended.status,
            outputs=cell.output.outputs(),
            late=cell.output.late,
            error=_error(cell, ended),
            duration_s=time.perf_counter() - started,
            variables_kept=ended.variables_kept,
            note=ended.note,
        )

    async def _collect(self, cell: _Cell, following: str = "") -> None:
        """Take the cell's messages until it is over.

        Args:
            cell: The cell.
            following: Id of a request sent after it, whose reply tells that it is over as well.

        Raises:
            TransportLost: The process ended first.
        """
        while not cell.over:
            message = await self._transport.receive(_QUIET_S)
            if message is not None:
                cell.take(message)
                if following and (message.kind, message.parent) == ("execute_reply", following):
                    return
            elif cell.replied:
                return  # A flood can lose the last message on the output channel, never the reply.

    async def _ended(self, cell: _Cell, deadline: float, timeout_s: float) -> _Ended:
        """How a cell has ended that nobody waits for any more; stops it where it has not."""
        if cell.over or cell.replied:
            if _left_on_purpose(cell.output.error):
                cell.output.error = None
            return _Ended("ok" if cell.output.error is None else "error")
        late = time.perf_counter() >= deadline
        what = f"The code did not finish within {timeout_s:g} s" if late else "The code was stopped"
        if await self._stop(cell):
            how = " and was interrupted. Variables are kept." if late else "; variables are kept."
            return _Ended("timeout" if late else "error", what + how)
        return _Ended(
            "timeout",
            f"{what}, ignored the interrupt and was killed with its kernel. "
            "All variables are gone.",
            variables_kept=False,
        )

    async def _stop(self, cell: _Cell) -> bool:
        """Interrupt the cell; kill the kernel when it does not stop. Not to be cancelled.

        Returns:
            Whether the kernel is still there.

        Raises:
            TransportLost: It ended by itself.
        """
        with anyio.CancelScope(shield=True):
            if await self._interrupted(cell):
                return True
            await self._kill()
        return False

    async def _interrupted(self, cell: _Cell) -> bool:
        """Interrupt until the cell is over; False when it outlasts the time to settle."""
        following = ""
        with anyio.move_on_after(self._limits.settle_s):
            while True:
                await self._transport.interrupt()
                with anyio.move_on_after(_AGAIN_S):
                    await self._collect(cell, following)
                    return True
                # An ipykernel that is interrupted just before it runs a cell may drop it without a
                # word. Then it answers what comes after.
                following = following or await self._transport.execute("", silent=True)
        return False

    async def _died(self, lost: TransportLost) -> _Ended:
        await self._kill()
        how = f" {lost.how}" if lost.how else ""
        what = (
            f"The kernel was ended, {self._why}," if self._why else f"The kernel process ended{how}"
        )
        return _Ended(
            "dead",
            f"{what} while the code ran. All variables are gone.",
            variables_kept=False,
        )

    async def _kill(self) -> None:
        self._alive = False
        with suppress(TransportLost):
            await self._transport.kill()


def _error(cell: _Cell, ended: _Ended) -> CellError | None:
    if ended.status != "error":
        return None
    # An interrupt that meets a kernel before the code may end the cell without a word.
    return cell.output.error or CellError("KeyboardInterrupt", "", "KeyboardInterrupt")


def _left_on_purpose(error: CellError | None) -> bool:
    """Whether a cell ended with exit(), as programs do that have done their work."""
    return error is not None and error.name == "SystemExit" and error.message in ("", "0", "None")

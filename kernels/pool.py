"""Hands out kernels, one a session, and ends those that were idle too long."""

import secrets
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import anyio
from anyio.abc import TaskGroup

from codesteer.errors import KernelDied, KernelError
from codesteer.kernels.collect import OutputCollector
from codesteer.kernels.directory import remove_directory
from codesteer.kernels.kernel import Kernel, KernelInfo
from codesteer.kernels.limits import Limits
from codesteer.kernels.memory import session_memory
from codesteer.kernels.result import CellResult
from codesteer.kernels.sources import KernelSource

__all__ = ["KernelPool", "Run", "open_pool"]

_MEMORY_EVERY_S = 0.5


class Run:
    """One cell that was given to a session's kernel, whoever still waits for it.

    Attributes:
        id: Names it within its session.
        code: Its source.
    """

    def __init__(self, code: str, limits: Limits) -> None:
        self.id = f"run_{secrets.token_hex(4)}"
        self.code = code
        self.kernel_id = ""
        self._output = OutputCollector(limits)
        self._done = anyio.Event()
        self._result: CellResult | None = None
        self._error: Exception | None = None
        self._kernel: Kernel | None = None
        self._queued = anyio.CancelScope()
        self._started = time.perf_counter()

    @property
    def done(self) -> bool:
        """Whether it has ended."""
        return self._done.is_set()

    async def wait(self, wait_s: float | None = None) -> CellResult:
        """Wait until it has ended, or until the time is up.

        Args:
            wait_s: Wall-clock seconds; None waits to the end.

        Returns:
            Its result, or one with status "running" and what it has shown so far.

        Raises:
            KernelError: No kernel could be had.
        """
        if not self._done.is_set():
            with anyio.move_on_after(wait_s):
                await self._done.wait()
        if self._error is not None:
            raise self._error
        if self._result is not None:
            return self._result
        return CellResult(
            status="running",
            outputs=self._output.outputs(),
            duration_s=time.perf_counter() - self._started,
            note="The code is still running and keeps its variables.",
        )

    async def stop(self) -> None:
        """Stop it, whether it runs or still waits for its turn; `wait` then has its result."""
        if self._kernel is not None:
            await self._kernel.interrupt()
        elif not self.done:
            self._queued.cancel()


@dataclass(slots=True)
class _Seat:
    """One session's place in the pool."""

    lock: anyio.Lock = field(default_factory=partial(anyio.Lock, fast_acquire=True))
    kernel: Kernel | None = None
    kernel_id: str = ""
    directory: Path | None = None
    used_at: float = 0.0
    waiting: int = 0
    lost: str = ""
    run: Run | None = None


class KernelPool:
    """Kernels by session. Make one with `open_pool`.

    A session's kernel is started by its first cell and keeps its variables until it is reset,
    dies, or has been idle too long. A kernel that is gone is never replaced unnoticed: every
    kernel has an id, and `lost` says why a session's last one ended. A session's files stay when
    its kernel is replaced, and go with the session's seat.

    Args:
        source: Starts kernels.
        tasks: Runs cells that nobody waits for any more.
        max_kernels: Kernels alive at once, those of `fresh` among them.
        idle_s: Seconds after which an idle kernel is ended.
        limits: Caps on what is kept of a running cell's output.
        clock: Tells seconds.
    """

    def __init__(
        self,
        source: KernelSource,
        tasks: TaskGroup,
        *,
        max_kernels: int = 16,
        idle_s: float = 1800.0,
        limits: Limits | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._source = source
        self._tasks = tasks
        self._max = max_kernels
        self._idle_s = idle_s
        self._limits = limits or Limits()
        self._clock = clock
        self._seats: dict[str, _Seat] = {}
        self._room = anyio.Lock()
        self._others = 0
        self._closed = False

    def kernel_id(self, session_id: str) -> str:
        """Id of the session's living kernel; empty when it has none."""
        seat = self._seats.get(session_id)
        alive = seat is not None and seat.kernel is not None and seat.kernel.alive
        return seat.kernel_id if seat is not None and alive else ""

    def lost(self, session_id: str) -> str:
        """Why this pool ended the session's last kernel; empty when it did not."""
        seat = self._seats.get(session_id)
        return "" if seat is None else seat.lost

    def info(self, session_id: str) -> KernelInfo | None:
        """What the session's living kernel is; None when it has none."""
        seat = self._seats.get(session_id)
        return None if seat is None or seat.kernel is None else seat.kernel.info

    def directory(self, session_id: str) -> Path | None:
        """The session's own directory; None before its first cell and on other machines."""
        seat = self._seats.get(session_id)
        return None if seat is None else seat.directory

    def running(self, session_id: str) -> Run | None:
        """The session's latest run, ended or not; None when it has none."""
        seat = self._seats.get(session_id)
        return None if seat is None else seat.run

    def start_run(self, session_id: str, code: str, *, timeout_s: float) -> Run:
        """Give a cell to the session's kernel; a kernel is started when there is none.

        Args:
            session_id: The session.
            code: The cell's source.
            timeout_s: Wall-clock seconds before it is interrupted.
        """
        seat = self._seats.setdefault(session_id, _Seat())
        run = seat.run = Run(code, self._limits)
        self._tasks.start_soon(self._drive, seat, run, timeout_s)
        return run

    async def run(self, session_id: str, code: str, *, timeout_s: float) -> CellResult:
        """Run a cell and wait until it has ended; when cancelled, it is interrupted.

        Raises:
            KernelStartFailed: No kernel could be started.
            KernelError: Every kernel is busy and the pool is full.
        """
        seat = self._seats.setdefault(session_id, _Seat())
        run = seat.run = Run(code, self._limits)
        await self._drive(seat, run, timeout_s)
        return await run.wait(0)

    async def partial(self, run: Run, session_id: str) -> CellResult:
        """What a run has given so far, its buffered output included."""
        seat = self._seats.get(session_id)
        if seat is not None and seat.kernel is not None and not run.done:
            await seat.kernel.flush()
            return await run.wait(0.05)
        return await run.wait(0)

    @asynccontextmanager
    async def fresh(self) -> AsyncIterator[Kernel]:
        """A kernel that no session has seen, ended on exit.

        Raises:
            KernelError: None could be had.
        """
        await self._reserve()
        try:
            kernel = await self._source.start()
            try:
                yield kernel
            finally:
                with anyio.CancelScope(shield=True):
                    await kernel.close()
                    await _remove(kernel.info.directory)
        finally:
            self._others -= 1

    async def reset(self, session_id: str) -> bool:
        """End the session's kernel, running or not; the next cell starts an empty one.

        Returns:
            Whether there was a kernel to end.
        """
        seat = self._seats.get(session_id)
        if seat is None or seat.kernel is None:
            return False
        return await self._end(seat, "it was reset")

    async def end_idle(self) -> int:
        """End kernels that have been idle too long, and their sessions' files; returns how many."""
        ended = 0
        for session_id, seat in list(self._seats.items()):
            if not self._is_idle(seat):
                continue
            async with seat.lock:
                if self._is_idle(seat):  # It may have been used while others were ended.
                    await self._end(seat, f"it was idle for more than {self._idle_s:g} s")
                    await self._forget_files(seat)
                    ended += 1
            if seat.kernel is None and not seat.waiting and not seat.lost:
                self._seats.pop(session_id, None)
        return ended

    async def end_greedy(self) -> int:
        """End kernels whose sessions take more memory than they may; returns how many."""
        cap = self._limits.memory_bytes
        ended = 0
        for seat in list(self._seats.values()):
            pid = 0 if seat.kernel is None else seat.kernel.info.pid
            if pid and session_memory(pid, enough=cap) > cap:
                await self._end(seat, f"it took more than {cap >> 20:,} MiB of memory")
                ended += 1
        return ended

    async def close(self) -> None:
        """End every kernel; no other is started."""
        self._closed = True
        async with anyio.create_task_group() as tasks:
            for seat in self._seats.values():
                tasks.start_soon(self._close_seat, seat)
            tasks.start_soon(self._source.close)
        self._seats.clear()

    async def _close_seat(self, seat: _Seat) -> None:
        await self._end(seat, "the server was stopped")
        await self._forget_files(seat)

    async def _drive(self, seat: _Seat, run: Run, timeout_s: float) -> None:
        seat.waiting += 1
        try:
            with run._queued:
                await seat.lock.acquire()
            if run._queued.cancelled_caught:
                raise KernelError("The code was stopped before its turn came.")
            try:
                run._result = await self._run_in(seat, run, timeout_s)
            finally:
                run._kernel = None
                seat.lock.release()
        except Exception as error:
            run._error = error
        finally:
            seat.waiting -= 1
            seat.used_at = self._clock()
            run._done.set()

    async def _run_in(self, seat: _Seat, run: Run, timeout_s: float) -> CellResult:
        while True:
            had = seat.kernel
            kernel = await self._kernel(seat)
            run.kernel_id, run._kernel = seat.kernel_id, kernel
            try:
                return await kernel.run(run.code, timeout_s=timeout_s, output=run._output)
            except KernelDied:
                # It ended between two cells; the caller sees another kernel id.
                await self._end(seat, "its process ended")
                if kernel is not had:
                    raise

    async def _kernel(self, seat: _Seat) -> Kernel:
        if seat.kernel is not None and seat.kernel.alive:
            return seat.kernel
        if seat.kernel is not None:
            await self._end(seat, "its process ended")
        await self._reserve()
        try:
            kernel = await self._source.start(seat.directory)
            if self._closed:
                await kernel.close()
                await _remove(kernel.info.directory)
                raise KernelError("The server is stopping.")
            seat.kernel, seat.directory = kernel, kernel.info.directory
        finally:
            self._others -= 1
        seat.kernel_id = secrets.token_hex(4)
        seat.lost = ""
        return seat.kernel

    async def _reserve(self) -> None:
        """Make room for one more kernel, and count it as one of the others until it has a seat."""
        async with self._room:
            if self._closed:
                raise KernelError("The server is stopping.")
            while True:
                taken = [seat for seat in self._seats.values() if seat.kernel is not None]
                if len(taken) + self._others < self._max:
                    self._others += 1
                    return
                idle = [seat for seat in taken if not seat.waiting]
                if not idle:
                    raise KernelError(
                        f"All {self._max} kernels are busy. "
                        "Wait for a running call to finish, then try again."
                    )
                oldest = min(idle, key=lambda seat: seat.used_at)
                async with oldest.lock:
                    await self._end(oldest, f"more than {self._max} sessions were in use")

    def _is_idle(self, seat: _Seat) -> bool:
        unused_s = self._clock() - seat.used_at
        return seat.kernel is not None and not seat.waiting and unused_s > self._idle_s

    async def _end(self, seat: _Seat, why: str) -> bool:
        kernel, seat.kernel, seat.kernel_id = seat.kernel, None, ""
        if kernel is None:
            return False
        seat.lost = why
        with anyio.CancelScope(shield=True):
            await kernel.close(why)
        return True

    async def _forget_files(self, seat: _Seat) -> None:
        directory, seat.directory = seat.directory, None
        await _remove(directory)


@asynccontextmanager
async def open_pool(
    source: KernelSource,
    *,
    max_kernels: int = 16,
    idle_s: float = 1800.0,
    limits: Limits | None = None,
    clock: Callable[[], float] = time.monotonic,
    check_every_s: float = 30.0,
) -> AsyncIterator[KernelPool]:
    """A pool that keeps idle kernels in check, and ends them all on exit.

    Args:
        source: Starts kernels.
        max_kernels: Kernels alive at once.
        idle_s: Seconds after which an idle kernel is ended.
        limits: Caps on what is kept of a running cell's output.
        clock: Tells seconds.
        check_every_s: Seconds between looks at idle kernels.
    """
    async with anyio.create_task_group() as tasks:
        pool = KernelPool(
            source, tasks, max_kernels=max_kernels, idle_s=idle_s, limits=limits, clock=clock
        )

        async def repeat(look: Callable[[], Awaitable[int]], every_s: float) -> None:
            while True:
                await anyio.sleep(every_s)
                await look()

        tasks.start_soon(repeat, pool.end_idle, min(check_every_s, idle_s))
        tasks.start_soon(repeat, pool.end_greedy, _MEMORY_EVERY_S)
        try:
            yield pool
        finally:
            with anyio.CancelScope(shield=True):
                await pool.close()
            tasks.cancel_scope.cancel()


async def _remove(directory: Path | None) -> None:
    if directory is not None:
        await anyio.to_thread.run_sync(remove_directory, directory)

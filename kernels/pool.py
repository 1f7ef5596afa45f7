"""Hands out kernels, one a session, and ends those that were idle too long."""

import os
import secrets
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import anyio

from codesteer.errors import KernelDied, KernelError
from codesteer.kernels.jupyter import DIRECTORY_PREFIX
from codesteer.kernels.kernel import Kernel
from codesteer.kernels.result import CellResult

__all__ = ["KernelPool", "open_pool", "remove_leftovers"]


@dataclass(slots=True)
class _Seat:
    """One session's place in the pool."""

    lock: anyio.Lock = field(default_factory=anyio.Lock)
    kernel: Kernel | None = None
    kernel_id: str = ""
    used_at: float = 0.0
    waiting: int = 0
    lost: str = ""


class KernelPool:
    """Kernels by session. Make one with `open_pool`.

    A session's kernel is started by its first cell and keeps its variables until it is reset,
    dies, or has been idle too long. A kernel that is gone is never replaced unnoticed: every
    kernel has an id, and `lost` says why a session's last one ended.
    """

    def __init__(
        self,
        start: Callable[[], Awaitable[Kernel]],
        *,
        max_kernels: int = 16,
        idle_s: float = 1800.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._start = start
        self._max = max_kernels
        self._idle_s = idle_s
        self._clock = clock
        self._seats: dict[str, _Seat] = {}
        self._room = anyio.Lock()
        self._starting = 0

    def kernel_id(self, session_id: str) -> str:
        """Id of the session's living kernel; empty when it has none."""
        seat = self._seats.get(session_id)
        alive = seat is not None and seat.kernel is not None and seat.kernel.alive
        return seat.kernel_id if seat is not None and alive else ""

    def lost(self, session_id: str) -> str:
        """Why this pool ended the session's last kernel; empty when it did not."""
        seat = self._seats.get(session_id)
        return "" if seat is None else seat.lost

    async def run(self, session_id: str, code: str, *, timeout_s: float) -> CellResult:
        """Run a cell in the session's kernel, starting one when there is none.

        Raises:
            KernelStartFailed: No kernel could be started.
            KernelError: Every kernel is busy and the pool is full.
        """
        seat = self._seats.setdefault(session_id, _Seat())
        seat.waiting += 1
        try:
            async with seat.lock:
                kernel = await self._kernel(seat)
                try:
                    return await kernel.run(code, timeout_s=timeout_s)
                except KernelDied:
                    # It ended between two cells; the caller sees another kernel id.
                    await self._end(seat, "its process ended")
                    kernel = await self._kernel(seat)
                    return await kernel.run(code, timeout_s=timeout_s)
        finally:
            seat.waiting -= 1
            seat.used_at = self._clock()

    @asynccontextmanager
    async def fresh(self) -> AsyncIterator[Kernel]:
        """A kernel that no session has seen, ended on exit."""
        kernel = await self._start()
        try:
            yield kernel
        finally:
            with anyio.CancelScope(shield=True):
                await kernel.close()

    async def reset(self, session_id: str) -> bool:
        """End the session's kernel; the next cell starts an empty one.

        Returns:
            Whether there was a kernel to end.
        """
        seat = self._seats.get(session_id)
        if seat is None or seat.kernel is None:
            return False
        await seat.kernel.interrupt()
        async with seat.lock:
            return await self._end(seat, "it was reset")

    async def end_idle(self) -> int:
        """End kernels that have been idle too long; returns how many."""
        now = self._clock()
        idle = [
            seat
            for seat in self._seats.values()
            if seat.kernel is not None and not seat.waiting and now - seat.used_at > self._idle_s
        ]
        minutes = self._idle_s / 60
        for seat in idle:
            async with seat.lock:
                await self._end(seat, f"it was idle for {minutes:.0f} minutes")
        return len(idle)

    async def close(self) -> None:
        """End every kernel."""
        async with anyio.create_task_group() as tasks:
            for seat in self._seats.values():
                if seat.kernel is not None:
                    tasks.start_soon(seat.kernel.close)
        self._seats.clear()

    async def _kernel(self, seat: _Seat) -> Kernel:
        if seat.kernel is not None and seat.kernel.alive:
            return seat.kernel
        if seat.kernel is not None:
            await self._end(seat, "its process ended")
        async with self._room:
            await self._make_room()
            self._starting += 1
        try:
            seat.kernel = await self._start()
        finally:
            self._starting -= 1
        seat.kernel_id = secrets.token_hex(4)
        seat.lost = ""
        return seat.kernel

    async def _make_room(self) -> None:
        while True:
            taken = [seat for seat in self._seats.values() if seat.kernel is not None]
            if len(taken) + self._starting < self._max:
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

    async def _end(self, seat: _Seat, why: str) -> bool:
        kernel, seat.kernel, seat.kernel_id = seat.kernel, None, ""
        if kernel is None:
            return False
        seat.lost = why
        with anyio.CancelScope(shield=True):
            await kernel.close()
        return True


@asynccontextmanager
async def open_pool(pool: KernelPool, *, check_every_s: float = 30.0) -> AsyncIterator[KernelPool]:
    """Keep idle kernels in check while the pool is used, and end them all on exit."""

    async def watch() -> None:
        while True:
            await anyio.sleep(check_every_s)
            await pool.end_idle()

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(watch)
        try:
            yield pool
        finally:
            with anyio.CancelScope(shield=True):
                await pool.close()
            tasks.cancel_scope.cancel()


def remove_leftovers() -> int:
    """Remove directories of kernels whose server was killed; returns how many."""
    removed = 0
    for directory in Path(tempfile.gettempdir()).glob(f"{DIRECTORY_PREFIX}*-*"):
        owner = directory.name.removeprefix(DIRECTORY_PREFIX).split("-")[0]
        if owner.isdecimal() and not _runs(int(owner)) and _ours(directory):
            shutil.rmtree(directory, ignore_errors=True)
            removed += 1
    return removed


def _ours(directory: Path) -> bool:
    try:
        found = directory.lstat()
    except OSError:
        return False
    return not hasattr(os, "getuid") or found.st_uid == os.getuid()


def _runs(pid: int) -> bool:
    if os.name != "posix":
        return True  # No harmless way to ask; leave the directory alone.
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True

"""Ctrl-C once finishes what is in flight, twice gives it up; SIGTERM is once, with a time limit."""

import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import anyio
from anyio.abc import TaskGroup

from codesteer.errors import CodeSteerError
from codesteer.symbench.bench.runner import Runner

__all__ = ["stopped_by_signals"]


@asynccontextmanager
async def stopped_by_signals(within_s: float) -> AsyncIterator[Callable[[Runner], None]]:
    """Listen to signals while the block runs; yields what takes the runner to stop.

    Args:
        within_s: Wall-clock seconds after SIGTERM at which what is in flight is given up.

    Raises:
        KeyboardInterrupt: A signal came before anything was in flight, or a third one.
    """
    listener = _Listener(within_s)
    if sys.platform == "win32":  # asyncio has no signal handlers there
        yield listener.runners.append
        return
    failure: CodeSteerError | None = None
    with listener.block:
        async with anyio.create_task_group() as tasks:
            await tasks.start(listener.listen, tasks)
            try:
                yield listener.runners.append
            except CodeSteerError as error:
                failure = error  # Raised below: the task group would wrap it.
            tasks.cancel_scope.cancel()
    if failure is not None:
        raise failure
    if listener.block.cancelled_caught:
        raise KeyboardInterrupt


class _Listener:
    """Heeds signals: the first stops the runner, the second cancels it, the third everything."""

    def __init__(self, within_s: float) -> None:
        self.runners: list[Runner] = []
        self.block = anyio.CancelScope()
        self._within_s = within_s
        self._told = 0

    async def listen(
        self,
        tasks: TaskGroup,
        *,
        task_status: anyio.abc.TaskStatus[None] = anyio.TASK_STATUS_IGNORED,
    ) -> None:
        with anyio.open_signal_receiver(signal.SIGINT, signal.SIGTERM) as signals:
            task_status.started()
            async for number in signals:
                self._heed(number)
                if self._told == 1 and number == signal.SIGTERM:
                    tasks.start_soon(self._give_up_in_time)

    def _heed(self, number: int) -> None:
        self._told += 1
        if not self.runners or self._told > 2:
            self.block.cancel()  # Nothing is in flight yet, or it does not end.
        for runner in self.runners:
            runner.stop("interrupted" if number == signal.SIGINT else "terminated")
            if self._told > 1:
                runner.cancel()

    async def _give_up_in_time(self) -> None:
        await anyio.sleep(self._within_s)
        for runner in self.runners:
            runner.cancel()

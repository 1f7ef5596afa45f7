"""Ctrl-C once finishes what is in flight, twice gives it up; SIGTERM is once, with a time limit."""

import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import anyio

from codesteer.symbench.bench.runner import Runner

__all__ = ["stopped_by_signals"]


@asynccontextmanager
async def stopped_by_signals(within_s: float) -> AsyncIterator[Callable[[Runner], None]]:
    """Listen to signals while the block runs; yields what takes the runner to stop.

    Args:
        within_s: Wall-clock seconds after SIGTERM at which what is in flight is given up.
    """
    runners: list[Runner] = []
    if sys.platform == "win32":  # asyncio has no signal handlers there
        yield runners.append
        return
    outer = anyio.CancelScope()

    async def give_up_in_time() -> None:
        await anyio.sleep(within_s)
        for runner in runners:
            runner.cancel()

    async def listen() -> None:
        told = 0
        with anyio.open_signal_receiver(signal.SIGINT, signal.SIGTERM) as signals:
            async for number in signals:
                told += 1
                if not runners or told > 2:
                    outer.cancel()  # Nothing is in flight yet, or it does not end.
                for runner in runners:
                    runner.stop("interrupted" if number == signal.SIGINT else "terminated")
                    if told > 1:
                        runner.cancel()
                if told == 1 and number == signal.SIGTERM:
                    tasks.start_soon(give_up_in_time)

    with outer:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(listen)
            yield runners.append
            tasks.cancel_scope.cancel()
    if outer.cancelled_caught:
        raise KeyboardInterrupt

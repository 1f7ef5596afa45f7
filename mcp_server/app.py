"""What the tools work with: one steerer over a store, a guide and a pool of kernels."""

import logging
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import TypeAlias

import anyio

from codesteer.kernels.isolation import Isolation, own_paths
from codesteer.kernels.jupyter import start_jupyter_kernel
from codesteer.kernels.kernel import Kernel
from codesteer.kernels.limits import Limits
from codesteer.kernels.pool import KernelPool, open_pool, remove_leftovers
from codesteer.settings import Settings
from codesteer.steering.guides.rules import RulesGuide
from codesteer.steering.kernel_executor import KernelExecutor
from codesteer.steering.steerer import Steerer
from codesteer.steering.store import FileEpisodeStore

__all__ = ["App", "AppFactory", "ended_by_signals", "open_app"]


@dataclass(frozen=True, slots=True)
class App:
    """What every tool call has at hand.

    Attributes:
        steerer: Drives the episodes.
        close: Ends every kernel at once; for a process that is told to end.
    """

    steerer: Steerer
    close: Callable[[], Awaitable[None]]


_log = logging.getLogger("codesteer")

AppFactory: TypeAlias = Callable[[], AbstractAsyncContextManager[App]]


@asynccontextmanager
async def open_app(settings: Settings) -> AsyncIterator[App]:
    """The app of a real server; ends its kernels on exit.

    Args:
        settings: Where episodes are kept, and what kernels may do.
    """
    isolation = Isolation(hidden=(*own_paths(), settings.home), readable=settings.readable)
    if isolation.level != "files":
        _log.warning(
            "This machine cannot confine what kernels read and write (no Landlock); "
            "docs/security.md says what still holds."
        )
    for path in settings.readable:
        if not path.exists():
            _log.warning("CODESTEER_READABLE names %s, which is not there.", path)
    limits = Limits()

    async def start() -> Kernel:
        return await start_jupyter_kernel(isolation=isolation, limits=limits)

    await anyio.to_thread.run_sync(remove_leftovers)
    pool = KernelPool(start, max_kernels=settings.max_kernels, idle_s=settings.kernel_idle_s)
    async with open_pool(pool):
        steerer = Steerer(
            store=FileEpisodeStore(settings.episodes),
            guide=RulesGuide(),
            executor=KernelExecutor(pool),
        )
        yield App(steerer, pool.close)


@asynccontextmanager
async def ended_by_signals(app: App) -> AsyncIterator[None]:
    """End the kernels and then the process on SIGTERM and SIGINT.

    Over stdio the thread that reads standard input cannot be cancelled, so the process does not
    wait for it.
    """
    if sys.platform == "win32":  # asyncio has no signal handlers there
        yield
        return

    async def watch() -> None:
        with anyio.open_signal_receiver(signal.SIGTERM, signal.SIGINT) as signals:
            async for _ in signals:
                with anyio.move_on_after(2.0, shield=True):
                    await app.close()
                os._exit(0)

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(watch)
        try:
            yield
        finally:
            tasks.cancel_scope.cancel()

"""What the tools work with: one steerer over a store, a guide and a pool of kernels."""

import logging
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import anyio

from codesteer.kernels.directory import remove_leftovers
from codesteer.kernels.isolation import Isolation, own_paths
from codesteer.kernels.limits import Limits
from codesteer.kernels.pool import open_pool
from codesteer.kernels.sources import (
    ForkedKernels,
    KernelSource,
    ReadyKernels,
    SpawnedKernels,
    can_fork,
)
from codesteer.kernels.zygote import PRELOADED
from codesteer.settings import Settings
from codesteer.steering.guides.choosing import guide_of
from codesteer.steering.guides.making import MODEL_DECIDES_WITHIN_S
from codesteer.steering.kernel_executor import KernelExecutor
from codesteer.steering.steerer import Steerer
from codesteer.steering.store import FileEpisodeStore

__all__ = ["App", "AppFactory", "ended_by_signals", "make_kernels", "make_limits", "open_app"]


@dataclass(frozen=True, slots=True)
class App:
    """What every tool call has at hand.

    Attributes:
        steerer: Drives the episodes.
        close: Ends every kernel at once; for a process that is told to end.
        directory: The directory of a session on this machine; None where it has none.
        episodes: Keeps the records on disk; None where they are kept elsewhere.
    """

    steerer: Steerer
    close: Callable[[], Awaitable[None]]
    directory: Callable[[str], Path | None] = lambda session_id: None
    episodes: FileEpisodeStore | None = None


_log = logging.getLogger("codesteer")

AppFactory: TypeAlias = Callable[[], AbstractAsyncContextManager[App]]


def make_kernels(settings: Settings, *, zygote: bool = True) -> ReadyKernels:
    """Where the kernels of a server come from; nothing is started yet.

    Args:
        settings: What kernels may do, and how many are kept ready.
        zygote: Whether kernels are forked where that is safe; else each is started anew.
    """
    ready = min(settings.ready_kernels, settings.max_kernels)
    if settings.kernel_url:
        return ReadyKernels(_remote_kernels(settings), ready)
    isolation = Isolation(
        hidden=(*own_paths(), settings.home),
        readable=settings.readable,
        network=settings.network,
        at_least=settings.sandbox_at_least,
    )
    limits = make_limits(settings)
    source: KernelSource
    if zygote and can_fork():
        preload = PRELOADED if settings.preload is None else settings.preload
        source = ForkedKernels(isolation=isolation, limits=limits, preload=preload)
    else:
        source = SpawnedKernels(isolation=isolation, limits=limits)
    return ReadyKernels(source, ready)


def _remote_kernels(settings: Settings) -> KernelSource:
    from codesteer.kernels.remote import RemoteKernels  # needs an extra

    return RemoteKernels(
        settings.kernel_url,
        settings.kernel_token.get_secret_value(),
        name=settings.kernel_name,
        limits=make_limits(settings),
    )


def make_limits(settings: Settings) -> Limits:
    """Caps on every session of a server."""
    return Limits(memory_bytes=settings.memory_mb << 20)


@asynccontextmanager
async def open_app(settings: Settings, *, zygote: bool = True) -> AsyncIterator[App]:
    """The app of a real server; ends its kernels on exit.

    Args:
        settings: Where episodes are kept, and what kernels may do.
        zygote: Whether kernels are forked where that is safe.
    """
    for path in settings.readable:
        if not path.exists():
            _log.warning("CODESTEER_READABLE names %s, which is not there.", path)
    await anyio.to_thread.run_sync(remove_leftovers)
    async with guide_of(settings) as guide:
        kernels = make_kernels(settings, zygote=zygote)
        kernels.open()
        async with open_pool(
            kernels,
            max_kernels=settings.max_kernels,
            idle_s=settings.kernel_idle_s,
            limits=make_limits(settings),
        ) as pool:
            episodes = FileEpisodeStore(settings.episodes)
            steerer = Steerer(
                store=episodes,
                guide=guide,
                executor=KernelExecutor(pool),
                checkers=settings.checkers,
                guide_s=MODEL_DECIDES_WITHIN_S if settings.guide_url else 0.0,
            )
            yield App(steerer, pool.close, pool.directory, episodes)


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

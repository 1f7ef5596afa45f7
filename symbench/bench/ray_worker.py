"""A worker on a Ray cluster: its own server and models, several samples at a time.

It runs in a process that Ray starts. Keys come from the environment of that process, never with
what it is asked.
"""

import asyncio
import platform
import signal
import tempfile
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import codesteer
from codesteer.errors import CodeSteerError
from codesteer.settings import Settings, read_settings
from codesteer.symbench.bench.chats import open_chats, shown
from codesteer.symbench.bench.config import checked
from codesteer.symbench.bench.executor import Executor, Job, local_executor
from codesteer.symbench.bench.mcp_tools import ServerLost
from codesteer.symbench.bench.metering import Budget
from codesteer.symbench.bench.sample import SampleKey, sample_line

__all__ = ["Worker", "secrets_of"]

_KEYS = ("model_api_key", "helper_api_key", "guide_api_key", "server_token")
_ADDRESSES = ("model_url", "helper_url")


def secrets_of(settings: Settings) -> frozenset[str]:
    """Names of the settings of a process that hold secrets; never their values."""
    keys = {name for name in _KEYS if getattr(settings, name).get_secret_value()}
    given = {name: getattr(settings, name) for name in _ADDRESSES}
    return frozenset(keys | {name for name, url in given.items() if url and shown(url) != url})


class Worker:
    """Tries samples; Ray makes it an actor.

    Args:
        table: The configuration for one worker.
        folder: Where its server keeps and logs things; empty for a folder of its own.
        secrets: Names of the settings it needs.
    """

    def __init__(self, table: dict[str, Any], folder: str, secrets: Sequence[str]) -> None:
        self._config = checked(table, "The configuration")
        self._folder = folder
        self._secrets = tuple(secrets)
        self._executor: Executor | None = None
        self._closing = asyncio.Event()
        self._held: asyncio.Task[None] | None = None

    async def begin(self) -> dict[str, Any]:
        """Start what samples are tried with.

        Returns:
            `version` of CodeSteer, `node`, `lacking`: variables that are not in the environment,
            and `fault`: what else is wrong; empty when all is well.
        """
        here = secrets_of(read_settings())
        lacking = [f"CODESTEER_{name.upper()}" for name in self._secrets if name not in here]
        about: dict[str, Any] = {
            "version": codesteer.__version__,
            "node": platform.node(),
            "lacking": lacking,
            "fault": "",
        }
        if lacking:
            return about
        ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._held = asyncio.create_task(self._hold(ready))
        try:
            await ready
        except CodeSteerError as error:
            about["fault"] = str(error)
        return about

    async def tried(self, key: str, attempt: int) -> bytes:
        """Try a sample; returns its line.

        Raises:
            ServerLost: Its server cannot be kept running.
        """
        assert self._executor is not None  # noqa: S101 - nobody asks before it has begun
        async with self._executor.tried(SampleKey.parse(key), attempt) as sample:
            return sample_line(sample)

    async def close(self) -> None:
        """End the server; what is in flight is given up."""
        self._closing.set()
        if self._held is not None:
            await asyncio.wait([self._held])

    async def _hold(self, ready: "asyncio.Future[None]") -> None:
        """Keep everything open until `close`, in one task: the one that has opened it."""
        if hasattr(signal, "pthread_sigmask"):
            # Ray's processes begin with SIGINT blocked. Servers and kernels would inherit that,
            # and no program in a kernel could be interrupted.
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        try:
            async with AsyncExitStack() as stack:
                folder = self._folder or stack.enter_context(
                    tempfile.TemporaryDirectory(prefix="codesteer-bench-")
                )
                settings = read_settings()
                job = Job(
                    config=self._config,
                    folder=Path(folder),
                    settings=settings,
                    chats=await open_chats(self._config, settings, stack),
                    budget=Budget(),
                )
                self._executor = await stack.enter_async_context(local_executor(job))
                ready.set_result(None)
                await self._closing.wait()
        except Exception as error:  # Whatever it is, nobody may wait for it.
            if ready.done():
                raise
            known = isinstance(error, CodeSteerError)
            ready.set_exception(
                error if known else ServerLost(f"{type(error).__name__}: {error}"[:300])
            )

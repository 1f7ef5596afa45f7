"""Where samples are tried: in this process, with its servers, or wherever an executor leads."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeAlias

from codesteer.settings import Settings
from codesteer.symbench.bench.cache import ReplyCache
from codesteer.symbench.bench.chats import Chats, setting_of
from codesteer.symbench.bench.config import RunConfig
from codesteer.symbench.bench.episode import Setting, try_sample
from codesteer.symbench.bench.metering import Budget
from codesteer.symbench.bench.sample import Sample, SampleKey
from codesteer.symbench.bench.servers import Servers, open_servers

__all__ = ["Executor", "Job", "LocalExecutor", "OpenExecutor", "local_executor", "open_cache"]


class Executor(Protocol):
    """Tries samples. Whatever goes wrong with one is in the sample; nothing is written here."""

    def tried(self, key: SampleKey, attempt: int) -> AbstractAsyncContextManager[Sample]:
        """A sample, tried once; what it was tried with is free again when the block ends.

        Args:
            key: Which.
            attempt: Which try it is.

        Raises:
            ServerLost: There is nothing left to try samples with.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What an executor is opened for.

    Attributes:
        config: What is to be run, the names of models in it.
        folder: The run's.
        settings: Of this process.
        chats: The models.
        budget: Of the whole run.
    """

    config: RunConfig
    folder: Path
    settings: Settings
    chats: Chats
    budget: Budget


OpenExecutor: TypeAlias = Callable[[Job], AbstractAsyncContextManager[Executor]]


class LocalExecutor:
    """Tries samples in this process.

    Args:
        servers: Where the tools are.
        setting: What all samples have in common.
        budget: Counts what models cost.
    """

    def __init__(self, servers: Servers, setting: Setting, budget: Budget) -> None:
        self._servers = servers
        self._setting = setting
        self._budget = budget

    @asynccontextmanager
    async def tried(self, key: SampleKey, attempt: int) -> AsyncIterator[Sample]:
        """A sample, tried once; see `Executor.tried`."""
        async with self._servers.one() as connection:
            sample = await try_sample(key, connection, self._setting, self._budget, attempt=attempt)
            yield sample
            if sample.error:
                await self._servers.suspect(connection)


@asynccontextmanager
async def local_executor(job: Job) -> AsyncIterator[Executor]:
    """An executor in this process, with the servers that the configuration names or has started.

    Raises:
        ServerLost: No server could be started or reached.
        InvalidRequest: The cache cannot be opened.
    """
    async with AsyncExitStack() as stack:
        cache = open_cache(job.config, job.folder, stack)
        servers = await stack.enter_async_context(
            open_servers(
                job.config,
                job.folder,
                token=job.settings.server_token.get_secret_value(),
                guide_key=job.settings.guide_api_key.get_secret_value(),
            )
        )
        yield LocalExecutor(servers, setting_of(job.config, job.chats, cache), job.budget)


def open_cache(config: RunConfig, folder: Path, stack: AsyncExitStack) -> ReplyCache | None:
    """The response cache of a run, closed with the stack; None where none is wanted.

    Raises:
        InvalidRequest: It cannot be opened.
    """
    if not config.cache:
        return None
    path = folder / "cache.sqlite" if config.cache == "run" else Path(config.cache)
    cache = ReplyCache(path.expanduser())
    stack.callback(cache.close)
    return cache

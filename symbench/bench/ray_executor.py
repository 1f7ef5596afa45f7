"""Tries samples on a Ray cluster: the workers try, and this process alone writes the run's files.

A worker that dies, alone or with its machine, costs the samples in it a try, as a server that dies
does here; another worker takes its place.
"""

import logging
import math
import os
import secrets
import signal
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, redirect_stdout, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import anyio

import codesteer
from codesteer.errors import CodeSteerError, InvalidRequest
from codesteer.symbench.bench.episode import now
from codesteer.symbench.bench.executor import Executor, Job, OpenExecutor
from codesteer.symbench.bench.mcp_tools import ServerLost
from codesteer.symbench.bench.metering import Budget, paid_tokens
from codesteer.symbench.bench.ray_worker import Worker, secrets_of
from codesteer.symbench.bench.sample import Sample, SampleKey, read_sample
from codesteer.symbench.bench.servers import processes

__all__ = ["RayExecutor", "on_ray"]

_PLACED_WITHIN_S = 300.0
_CLOSED_WITHIN_S = 10.0
_PAUSE_S = 0.5
_STORE_BYTES = 80 * 2**20
"""Samples go by message: nothing large is ever put into Ray's object store."""
_A_CALL_MORE = 16
_QUIET = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_USAGE_STATS_PROMPT_ENABLED": "0",
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
}
_ON_LOOPBACK = "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"
"""Ray binds to the loopback alone where this says that it makes no clusters."""


class _Slot:
    """The place of one worker, whichever process is in it."""

    def __init__(self) -> None:
        self.load = 0
        self.actor: Any = None
        self.node = ""
        self.failure = ""
        self.given_up = False
        self.gone = anyio.Event()


class RayExecutor:
    """Tries samples with workers on a cluster; see `on_ray`.

    Args:
        job: What is run.
        workers: How many workers there are to be.
        folder: Where workers keep and log things; empty for folders of their own.
    """

    def __init__(self, job: Job, workers: int, folder: str) -> None:
        self._model = job.config.model.name
        self._budget: Budget = job.budget
        self._restarts = job.config.server.restarts
        self._most = math.ceil(job.config.limits.concurrency / workers)
        self._slots = [_Slot() for _ in range(workers)]
        self._given = (_table(job, self._most), folder, _needed(job))
        self._changed = anyio.Event()
        self._closing = anyio.Event()
        self._fault: CodeSteerError | None = None

    @asynccontextmanager
    async def tried(self, key: SampleKey, attempt: int) -> AsyncIterator[Sample]:
        """A sample, tried once; see `Executor.tried`."""
        slot = await self._free()
        slot.load += 1
        try:
            yield await self._ask(slot, key, attempt)
        finally:
            slot.load -= 1
            self._wake()

    async def ready(self) -> None:
        """Wait for the first worker.

        Raises:
            CodeSteerError: There will be none.
        """
        try:
            with anyio.fail_after(_PLACED_WITHIN_S):
                await self._free()
        except TimeoutError:
            raise ServerLost(
                f"No worker was placed within {_PLACED_WITHIN_S:.0f} s. Each wants one CPU: "
                "`ray status` shows whether the cluster has one free."
            ) from None

    async def hold(self, slot: _Slot) -> None:
        """Keep a worker in its place until the end, or until it was lost too often."""
        for start in range(self._restarts + 1):
            actor = self._made()
            try:
                slot.node = self._checked(await actor.begin.remote())
                slot.gone = anyio.Event()
                slot.actor = actor
                self._wake()
                await slot.gone.wait()
            except CodeSteerError as fault:
                slot.failure = str(fault)
                if not isinstance(fault, ServerLost):
                    self._fault = fault  # The same everywhere: others would not do better.
            except _ray_errors() as error:
                slot.failure = _first_line(error)
            finally:
                await self._end(actor, begun=slot.actor is not None)
                slot.actor = None
            if self._closing.is_set() or self._fault is not None:
                break
            with anyio.move_on_after(_PAUSE_S * start):
                await self._closing.wait()
        slot.given_up = True
        self._wake()

    async def run(self) -> None:
        """Hold all workers until `close`."""
        async with anyio.create_task_group() as tasks:
            for slot in self._slots:
                tasks.start_soon(self.hold, slot)
            await self._closing.wait()
            tasks.cancel_scope.cancel()

    def close(self) -> None:
        """End the workers."""
        self._closing.set()
        self._wake()

    async def _free(self) -> _Slot:
        """A worker that may be given a sample: the one with the fewest."""
        while True:
            usable = [each for each in self._slots if each.actor and each.load < self._most]
            if usable:
                return min(usable, key=lambda each: each.load)
            if self._fault is not None:
                raise self._fault
            if all(slot.given_up for slot in self._slots):
                told = dict.fromkeys(slot.failure for slot in self._slots if slot.failure)
                raise ServerLost(f"No worker is left on the Ray cluster: {'; '.join(told)}")
            await self._changed.wait()

    async def _ask(self, slot: _Slot, key: SampleKey, attempt: int) -> Sample:
        started, gone = now(), slot.gone
        try:
            sample = read_sample(await slot.actor.tried.remote(str(key), attempt))
        except _ray_errors() as error:
            slot.failure = _first_line(error)
            if gone is slot.gone:
                slot.actor = None
                gone.set()
            return Sample(
                key=str(key),
                model=self._model,
                attempt=attempt,
                started=started,
                error=f"worker lost on {slot.node}: {slot.failure}",
                stopped_because="model_failed",
            )
        self._budget.use(paid_tokens(sample), sample.cost or 0.0)
        return sample

    def _made(self) -> Any:
        """A new worker, somewhere on the cluster."""
        import ray

        options = {
            "num_cpus": 1,
            "max_restarts": 0,
            "max_concurrency": self._most + _A_CALL_MORE,
            "scheduling_strategy": "SPREAD",
        }
        return ray.remote(Worker).options(**options).remote(*self._given)

    def _checked(self, about: dict[str, Any]) -> str:
        """The node of a worker that can be used.

        Raises:
            InvalidRequest: It runs another CodeSteer, or lacks a key.
            ServerLost: Its server cannot be kept running.
        """
        node, version = str(about["node"]), about["version"]
        if version != codesteer.__version__:
            raise InvalidRequest(
                f"{node} has CodeSteer {version}, and this is {codesteer.__version__}. Install the "
                "same on all machines of the cluster."
            )
        if about["lacking"]:
            raise InvalidRequest(
                f"The Ray node on {node} has no {', '.join(about['lacking'])} in its environment. "
                "Set it there before `ray start`: keys are not sent over the cluster."
            )
        if about["fault"]:
            raise ServerLost(f"on {node}: {about['fault']}")
        return node

    async def _end(self, actor: Any, *, begun: bool) -> None:
        """End a worker: kindly where it still answers."""
        import ray

        if begun:
            with suppress(*_ray_errors()), anyio.move_on_after(_CLOSED_WITHIN_S, shield=True):
                await actor.close.remote()
        ray.kill(actor)

    def _wake(self) -> None:
        self._changed.set()
        self._changed = anyio.Event()


def on_ray(address: str = "") -> OpenExecutor:
    """What opens an executor on a Ray cluster.

    Args:
        address: Of a cluster that runs, like "auto" or "10.0.0.5:6379"; empty starts one on this
            machine, on the loopback, for the time of the run.

    Raises:
        InvalidRequest: Ray is not installed, or the address is of another kind.
    """
    if "://" in address:
        raise InvalidRequest(
            f"{address[:80]!r} is for Ray's own client. Run the command on a machine of the "
            "cluster, with --ray-address auto or the address of its head, like 10.0.0.5:6379."
        )
    if find_spec("ray") is None:
        raise InvalidRequest("--executor ray needs Ray: pip install 'codesteer[ray]'")

    @asynccontextmanager
    async def opened(job: Job) -> AsyncIterator[Executor]:
        if address and job.config.cache == "run":
            raise InvalidRequest(
                'cache = "run" is a file of this machine, which others of the cluster cannot use. '
                "Give the path of a file: each machine keeps its own there. Or run without."
            )
        count = processes(job.config)
        with _prints_in(job.folder / "server.log"), _cluster(address, count):
            workers = count if job.config.server.processes or not address else _workers(job)
            executor = RayExecutor(job, workers, "" if address else str(job.folder.resolve()))
            failure: CodeSteerError | None = None
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(executor.run)
                try:
                    await executor.ready()
                    yield executor
                except CodeSteerError as error:
                    failure = error  # Raised below: the task group would wrap it.
                finally:
                    executor.close()
            if failure is not None:
                raise failure

    return opened


def _workers(job: Job) -> int:
    """How many workers a cluster is given that runs elsewhere: one a CPU at most."""
    import ray

    cpus = int(ray.cluster_resources().get("CPU", 1))
    return max(1, min(math.ceil(job.config.limits.concurrency / 8), cpus))


@contextmanager
def _cluster(address: str, workers: int) -> Iterator[None]:
    """Be connected to a cluster, which is started where no address is given."""
    added = dict(_QUIET)
    if not address:
        added[_ON_LOOPBACK] = "0"
        if "RAY_AUTH_MODE" not in os.environ:
            # Else Ray makes a token itself and leaves it in the home.
            added |= {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": secrets.token_hex(32)}
    before = {name: os.environ.get(name) for name in added}
    os.environ.update(added)  # Ray reads them when it is imported and when it starts.
    try:
        import ray

        handlers = _handlers()
        options: dict[str, Any] = {"logging_level": logging.ERROR, "log_to_driver": False}
        if not address:
            options |= {
                "num_cpus": max(workers, os.cpu_count() or 1),
                "num_gpus": 0,
                "include_dashboard": False,
                "object_store_memory": _STORE_BYTES,
            }
        try:
            ray.init(address=address or "local", **options)
        except (ConnectionError, ValueError, RuntimeError, OSError) as error:
            where = f"The Ray cluster {address} cannot be used" if address else "Ray cannot start"
            raise InvalidRequest(
                f"{where}: {_first_line(error)}. `ray status` shows whether a cluster runs; the "
                "command must run on a machine of it."
            ) from None
        finally:
            for number, handler in handlers.items():
                signal.signal(number, handler)  # Ray takes SIGTERM, which ends a run cleanly.
        try:
            yield
        finally:
            ray.shutdown()
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


@contextmanager
def _prints_in(path: Path) -> Iterator[None]:
    """Let what Ray prints go into a file: standard output may be read by a script."""
    try:
        file = open(path, "a", encoding="utf-8", buffering=1)  # noqa: SIM115 - closed below
    except OSError as error:
        raise InvalidRequest(f"{path} cannot be written: {error.strerror}.") from None
    with file, redirect_stdout(file):
        yield


def _handlers() -> dict[signal.Signals, Any]:
    """What is done about signals, where it can be set."""
    if threading.current_thread() is not threading.main_thread():
        return {}
    return {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}


def _table(job: Job, concurrency: int) -> dict[str, Any]:
    """The configuration for one worker, which starts one server."""
    table = job.config.model_dump(exclude_none=True)
    table["server"] |= {"processes": 1}
    table["limits"] |= {"concurrency": concurrency}
    return table


def _needed(job: Job) -> tuple[str, ...]:
    """Names of the settings with secrets that a worker must have of its own."""
    config = job.config
    used = {"model_api_key", "model_url"}
    if config.helper is not None:
        used |= {"helper_api_key", "helper_url"}
    if config.guide.url:
        used.add("guide_api_key")
    if config.server.url:
        used.add("server_token")
    return tuple(sorted(used & secrets_of(job.settings)))


def _ray_errors() -> tuple[type[Exception], ...]:
    from ray.exceptions import RayError

    return (RayError, ServerLost)


def _first_line(error: BaseException) -> str:
    """What has happened, in a line."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return f"{type(error).__name__}: {lines[0] if lines else ''}"[:300]

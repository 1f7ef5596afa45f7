"""The servers a run works with: processes of its own over standard input and output, or one by URL.

Each is held by a task of its own, which starts it anew when it has ended. Those who waited for an
answer of it are told that it was lost.
"""

import math
import os
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TextIO

import anyio
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client

from codesteer.errors import CodeSteerError, InvalidRequest
from codesteer.symbench.bench.config import RunConfig
from codesteer.symbench.bench.mcp_tools import McpTools, ServerLost

__all__ = ["Connection", "Servers", "open_servers", "processes", "server_environment"]

_ALIVE_WITHIN_S = 15.0
_PAUSE_S = 0.5
_PASSED_ON = ("PYTHONPATH", "OMP_NUM_THREADS", "TMPDIR")
_KEPT_BACK = ("MODEL_", "HELPER_", "GUIDE_", "SERVER_", "HOME", "CHECKERS", "MAX_KERNELS")


class Connection:
    """A server that answers, until it is lost."""

    def __init__(self, client: Client, slot: "_Slot") -> None:
        self.tools = McpTools(client)
        self.slot = slot
        self._client = client
        self.ended = anyio.Event()

    async def record(self, session_id: str) -> str:
        """The record of an episode that the server steered, as JSON Lines.

        Raises:
            ServerLost: It cannot be read.
        """
        try:
            read = await self._client.read_resource(f"codesteer://episodes/{session_id}")
            return "".join(getattr(part, "text", "") for part in read.contents)
        except Exception as error:  # Of whichever kind: nothing can be had.
            raise ServerLost(
                f"The record of {session_id} could not be read from the server: {error}. It must "
                "offer codesteer://episodes/{session_id}: upgrade it, or start it anew."
            ) from error

    async def lives(self) -> bool:
        """Whether the server still answers."""
        try:
            with anyio.fail_after(_ALIVE_WITHIN_S):
                await self._client.call_tool("symbench_task", {})
        except Exception:  # Whatever it is, there was no answer.
            return False
        return True


class _Slot:
    """The place of one server, whichever process is in it."""

    def __init__(self, client: Callable[[], Client], restarts: int) -> None:
        self.load = 0
        self.connection: Connection | None = None
        self.failure = ""
        self._client = client
        self._restarts = restarts
        self._changed = anyio.Event()
        self._closing = False

    async def hold(self) -> None:
        """Keep a server in this place until `close`, or until it has ended too often."""
        for start in range(self._restarts + 1):
            why = "it ended"
            try:
                async with self._client() as client:
                    connection = Connection(client, self)
                    self._change(connection)
                    await connection.ended.wait()
            except Exception as error:  # The client wraps what has happened in groups.
                why = _told(error)
            if self._closing:
                return
            self._change(None)
            self.failure = f"{why} ({start + 1} times)" if start else why
            with anyio.move_on_after(_PAUSE_S * start):
                await self._closed()
        self._restarts = -1
        self._change(None)

    @property
    def given_up(self) -> bool:
        """Whether no server will be in this place again."""
        return self._restarts < 0

    async def connected(self) -> Connection:
        """The server, waited for.

        Raises:
            ServerLost: There will be none.
        """
        while self.connection is None:
            if self.given_up:
                raise ServerLost(
                    f"The server could not be kept running: {self.failure}. The end of server.log "
                    "in the run's folder may say more; `codesteer doctor` tries what it needs."
                )
            await self._changed.wait()
        return self.connection

    def lost(self, connection: Connection) -> None:
        """Give nobody this server any more, and start another one."""
        connection.ended.set()
        if self.connection is connection:
            self._change(None)

    def close(self) -> None:
        """End the server."""
        self._closing = True
        if self.connection is not None:
            self.connection.ended.set()
        self._change(None)

    async def _closed(self) -> None:
        while not self._closing:
            await self._changed.wait()

    def _change(self, connection: Connection | None) -> None:
        self.connection = connection
        self._changed.set()
        self._changed = anyio.Event()


class Servers:
    """The servers of a run; each sample is given the one with the fewest."""

    def __init__(self, slots: list[_Slot]) -> None:
        self._slots = slots

    @asynccontextmanager
    async def one(self) -> AsyncIterator[Connection]:
        """A server for one sample.

        Raises:
            ServerLost: None is left.
        """
        usable = [slot for slot in self._slots if not slot.given_up] or self._slots
        slot = min(usable, key=lambda each: each.load)
        slot.load += 1
        try:
            yield await slot.connected()
        finally:
            slot.load -= 1

    async def suspect(self, connection: Connection) -> None:
        """Have a server started anew if it no longer answers."""
        if not connection.ended.is_set() and not await connection.lives():
            connection.slot.lost(connection)

    @property
    def usable(self) -> bool:
        """Whether there is any server left, or will be again."""
        return any(not slot.given_up for slot in self._slots)


@asynccontextmanager
async def open_servers(
    config: RunConfig,
    home: Path,
    *,
    environment: Mapping[str, str] | None = None,
    token: str = "",
    guide_key: str = "",
) -> AsyncIterator[Servers]:
    """Start the servers of a run, or connect to the one that is named; end them on exit.

    Args:
        config: What is to be run.
        home: The run's folder: where servers keep episodes, and where they log to.
        environment: Where settings for kernels are taken from; by default the process's own.
        token: Bearer token for a server by URL; empty for none.
        guide_key: Key of the guide's endpoint.

    Raises:
        ServerLost: No server could be started or reached.
    """
    log: TextIO | None = None
    given = os.environ if environment is None else environment
    if config.server.url:
        slots = [_Slot(lambda: _by_url(config, token), config.server.restarts)]
    else:
        count = processes(config)
        variables = server_environment(config, home, given, count, guide_key)
        out = log = _log_file(home)
        slots = [
            _Slot(lambda: _by_pipe(config, variables, out), config.server.restarts)
            for _ in range(count)
        ]
    failure: CodeSteerError | None = None
    try:
        async with anyio.create_task_group() as tasks:
            try:
                for slot in slots:
                    tasks.start_soon(slot.hold)
                await slots[0].connected()
                yield Servers(slots)
            except CodeSteerError as error:
                failure = error  # Raised below: the task group would wrap it.
            finally:
                for slot in slots:
                    slot.close()
    finally:
        if log is not None:
            log.close()
    if failure is not None:
        raise failure


def _log_file(home: Path) -> TextIO:
    """Where servers log to."""
    try:
        return open(home / "server.log", "a", encoding="utf-8")
    except OSError as error:
        raise InvalidRequest(f"{home} cannot be written: {error.strerror}.") from None


def processes(config: RunConfig) -> int:
    """How many servers a run starts."""
    if config.server.processes:
        return config.server.processes
    return max(1, min(math.ceil(config.limits.concurrency / 16), os.cpu_count() or 1))


def server_environment(
    config: RunConfig, home: Path, given: Mapping[str, str], count: int, guide_key: str = ""
) -> dict[str, str]:
    """The variables of servers that are started here.

    Settings of the sandbox are passed on; what the configuration decides is not left to them, and
    keys of models that are measured never reach a server.
    """
    at_once = math.ceil(config.limits.concurrency / count)
    variables = {name: given[name] for name in _PASSED_ON if name in given}
    for name, value in given.items():
        setting = name.removeprefix("CODESTEER_")
        if setting != name and not setting.startswith(_KEPT_BACK):
            variables[name] = value
    variables.setdefault("CODESTEER_READY_KERNELS", str(min(100, max(2, at_once // 2))))
    variables |= {
        "CODESTEER_HOME": str(home),
        "CODESTEER_CHECKERS": ",".join(config.server.checkers) or "none",
        # A sample has a kernel, and another one while an answer is checked: none is taken away.
        "CODESTEER_MAX_KERNELS": str(min(1000, 2 * at_once + 2)),
    }
    if config.guide.url:
        variables |= {
            "CODESTEER_GUIDE_URL": config.guide.url,
            "CODESTEER_GUIDE_NAME": config.guide.name,
            "CODESTEER_GUIDE_PROFILE": config.guide.profile,
            "CODESTEER_GUIDE_API_KEY": guide_key,
        }
    return variables


def _by_pipe(config: RunConfig, variables: dict[str, str], log: TextIO) -> Client:
    server = StdioServerParameters(
        command=sys.executable, args=["-m", "codesteer", "serve"], env=variables
    )
    return Client(stdio_client(server, errlog=log), read_timeout_seconds=config.server.timeout_s)


def _by_url(config: RunConfig, token: str) -> Client:
    return Client(_over_http(config, token), read_timeout_seconds=config.server.timeout_s)


@asynccontextmanager
async def _over_http(config: RunConfig, token: str) -> AsyncIterator[Any]:
    """The transport to a server by URL."""
    import httpx2
    from mcp.client.streamable_http import streamable_http_client

    timeout = httpx2.Timeout(30.0, read=config.server.timeout_s)
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    # The client is ours to close; records of episodes may be longer than the SDK takes by default.
    async with (
        httpx2.AsyncClient(headers=headers, timeout=timeout) as http,
        streamable_http_client(
            config.server.url, http_client=http, max_sse_event_size=None
        ) as streams,
    ):
        yield streams


def _told(error: BaseException) -> str:
    """What has happened, out of whatever it was wrapped in."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return f"{type(error).__name__}: {error}"[:300]

"""Messages over a WebSocket, to a kernel that a Jupyter server on another machine has started.

A kernel's process can end where we do not see it, and its server puts another in its place unasked.
So whatever tells of another process counts as the end of the kernel: the server's word, a process
that names itself differently in its messages, a lost connection behind which nothing can be told.
"""

import asyncio
import logging
import secrets
import socket
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import anyio

from codesteer.errors import KernelStartFailed
from codesteer.kernels.inside.channel import MAX_MESSAGE_BYTES
from codesteer.kernels.rest import JupyterServer, ServerRefused
from codesteer.kernels.transport import Message, TransportLost
from codesteer.kernels.transports.frames import SUBPROTOCOL, Frame, decode, encode
from codesteer.kernels.transports.inbox import Inbox, on_stderr

try:
    from websockets.asyncio.client import ClientConnection, connect
    from websockets.exceptions import ConnectionClosed, WebSocketException
    from websockets.typing import Subprotocol
except ImportError as error:
    raise ImportError(
        "Kernels on another machine need more packages: pip install 'codesteer[remote]'"
    ) from error

__all__ = ["WebSocketTransport"]

_CONNECT_S = 10.0
_CLOSE_S = 1.0
_DISCARD_S = 5.0
_AGAIN_S = 0.5
"""A kernel that does not answer may not have listened yet, so it is asked again."""
_QUICK_ACK = getattr(socket, "TCP_QUICKACK", None)
_END_OF_INPUT = "\x04"
_REPLACED = ("restarting", "autorestarting", "dead")
_BROKEN = "when the connection to it was lost"
_MENDED = "[The connection to the kernel broke off and was made again: output may be missing.]\n"
_UNKNOWN = (
    "The connection to the kernel broke off, and the reply to this code was lost with it. Whether "
    "the code ran is not known. The kernel is there, with its variables: look at them first."
)

# At DEBUG, websockets logs the headers it sends, the token among them.
_no_log = logging.Logger("codesteer.websockets", logging.CRITICAL + 1)


@dataclass(slots=True)
class _Cell:
    """The cell that was asked for last.

    Attributes:
        message_id: The request's id.
        replied: Whether its reply has come.
        idle: Whether the kernel has told that it has sent all the output.
        mended: Whether the connection broke off since, and was made again.
        overtaken_by: Id of what the kernel answers after this cell, and not before.
    """

    message_id: str = ""
    replied: bool = True
    idle: bool = True
    mended: bool = False
    overtaken_by: str = ""

    @property
    def over(self) -> bool:
        return self.replied and self.idle


class WebSocketTransport:
    """A `Transport` over a WebSocket; see there for what the methods do.

    Args:
        server: Has the kernel; it is closed with this transport.
        kernel_name: Which of the server's kernels to start.
        start_s: Seconds a kernel may take to start, and to restart.
        silent_s: Seconds without a message after which a connection is not taken on trust, and
            a kernel may take to answer then.
    """

    name = "websocket"
    ordered = False
    forks = False
    pid = 0

    def __init__(
        self,
        server: JupyterServer,
        kernel_name: str,
        *,
        start_s: float = 30.0,
        silent_s: float = 5.0,
    ) -> None:
        self._server = server
        self._kernel_name = kernel_name
        self._start_s = start_s
        self._silent_s = silent_s
        self._kernel_id = ""
        self._connection: ClientConnection | None = None
        self._reader: asyncio.Task[None] | None = None
        self._begin_anew()

    async def start(self) -> None:
        """Start a kernel and wait until it answers.

        Raises:
            KernelStartFailed: It does not; the text says what to check.
        """
        await self._explained(self._start)

    async def execute(self, code: str, *, silent: bool = False, apart: bool = False) -> str:
        """Ask for a cell to be run; see `Transport.execute`."""
        if not await self._connected():
            raise TransportLost(self._how)
        self._cell = _Cell(secrets.token_hex(8), replied=False, idle=False)
        content = {
            "code": code,
            "silent": silent,
            "store_history": not silent,
            "user_expressions": {},
            "allow_stdin": False,
            "stop_on_error": False,
        }
        await self._send("shell", "execute_request", content, self._cell.message_id)
        return self._cell.message_id

    async def receive(self, timeout_s: float) -> Message | None:
        """The next message; see `Transport.receive`."""
        message = self._inbox.take()
        if message is None and not self._lost:
            await self._inbox.news(timeout_s)
            message = self._inbox.take()
        if message is not None:
            return message
        if self._lost:
            raise TransportLost(self._how)
        if self._silent() and not await self._server.has_kernel(self._kernel_id):
            self._lose("on its server")
        return None

    async def flush(self) -> None:
        """Nothing to ask: such kernels send as they go."""

    async def interrupt(self) -> None:
        """Interrupt the kernel; see `Transport.interrupt`."""
        if self._lost:
            raise TransportLost(self._how)
        try:
            await self._server.interrupt(self._kernel_id)
        except ServerRefused as refused:
            if refused.status == 404:
                self._lose("on its server")
            elif refused.status == 0:
                self._lose("with its server, which stopped answering,")
            else:
                return  # Whoever interrupts tries again, and kills what goes on.
            raise TransportLost(self._how) from None

    @property
    def lost(self) -> bool:
        """Whether the kernel is known to be gone."""
        return self._lost

    async def is_alive(self) -> bool:
        """Whether the kernel is there; it is asked only after a silence."""
        if await self._connected() and self._silent():
            try:
                async with asyncio.timeout(self._silent_s):
                    await self._hear()
            except (TimeoutError, TransportLost):
                # Some connections are gone without a word: after a sleep, behind a router.
                await self._disconnect()
        return await self._connected()

    async def kill(self) -> None:
        """End the kernel; see `Transport.kill`."""
        self._lose("")
        await self._disconnect()
        kernel_id, self._kernel_id = self._kernel_id, ""
        if kernel_id:
            await self._server.delete(kernel_id)

    async def restart(self) -> None:
        """Put a new process in the place of the kernel's; see `Transport.restart`."""
        await self._disconnect()
        await self._explained(self._restart)

    async def close(self) -> None:
        """End the kernel and let go of everything; a second call does nothing."""
        await self.kill()
        await self._server.close()

    async def _explained(self, start: Callable[[], Awaitable[None]]) -> None:
        """Start a process in time, or say what to check.

        Raises:
            KernelStartFailed: It did not start.
        """
        at = f"The Jupyter server at {self._server.url}"
        try:
            async with asyncio.timeout(self._start_s):
                await start()
        except ServerRefused as refused:
            raise KernelStartFailed(str(refused)) from None
        except TransportLost as lost:
            how = lost.how or "by itself"
            raise KernelStartFailed(
                f"{at} started a kernel that ended {how}. The server's log should say why."
            ) from None
        except TimeoutError:
            raise KernelStartFailed(
                f"{at} had no kernel ready within {self._start_s:g} s. "
                "The server's log should say why."
            ) from None
        except (OSError, WebSocketException) as error:
            why = self._server.without_token(error)
            raise KernelStartFailed(
                f"{at} started a kernel, and then no WebSocket to it could be opened ({why}). "
                "A proxy in between must let WebSockets through."
            ) from None

    async def _start(self) -> None:
        asked = asyncio.create_task(self._server.start_kernel(self._kernel_name))
        try:
            self._kernel_id = await asyncio.shield(asked)
        except asyncio.CancelledError:
            # The server may start it all the same, and nobody would ever end it.
            with anyio.move_on_after(_DISCARD_S, shield=True), suppress(ServerRefused):
                await self._server.delete(await asked)
            raise
        await self._meet()

    async def _restart(self) -> None:
        if self._kernel_id:
            try:
                await self._server.restart(self._kernel_id)
            except ServerRefused as refused:
                if refused.status != 404:
                    raise
                self._kernel_id = ""
        await (self._meet() if self._kernel_id else self._start())

    async def _meet(self) -> None:
        """Connect to a new process, and learn how it names itself in its messages."""
        self._begin_anew()
        await self._connect()
        await self._hear()
        # Some kernels repeat our name, or take another each time: they cannot be told apart.
        names = self._names - {"", self._session}
        self._process = names.pop() if len(names) == 1 else ""
        self._met = True

    def _begin_anew(self) -> None:
        """Forget all that was heard: what comes next comes from another process."""
        self._session = secrets.token_hex(16)
        self._met = False
        self._process = ""
        self._names: set[str] = set()
        self._cell = _Cell()
        self._inbox = Inbox()
        self._lost: bool = False
        self._how: str = ""
        self._replied: bool = False
        self._published: bool = False
        self._answered = asyncio.Event()
        self._heard_at = 0.0

    async def _connect(self) -> None:
        """Open a WebSocket; the server sends on it what it has kept for this session."""
        self._connection = await self._dial()
        self._reader = asyncio.create_task(self._read())

    async def _dial(self) -> ClientConnection:
        connection = await connect(
            self._server.channels(self._kernel_id, self._session),
            subprotocols=[Subprotocol(SUBPROTOCOL)],
            additional_headers=self._server.headers,
            ssl=self._server.tls,
            proxy=True if self._server.proxied else None,
            compression=None,
            max_size=MAX_MESSAGE_BYTES,
            max_queue=4,
            open_timeout=_CONNECT_S,
            close_timeout=_CLOSE_S,
            logger=_no_log,
        )
        self._heard_at = asyncio.get_running_loop().time()
        return connection

    async def _disconnect(self) -> None:
        reader, self._reader = self._reader, None
        if reader is not None:
            reader.cancel()
            await asyncio.gather(reader, return_exceptions=True)
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.close()

    async def _connected(self) -> bool:
        """Whether there is a connection; one that broke off between cells is made again."""
        if self._lost or not self._kernel_id:
            return False
        if self._connection is None:
            if not self._process:
                self._lose(_BROKEN)  # Nothing would show that another process is there.
                return False
            try:
                async with asyncio.timeout(_CONNECT_S):
                    await self._connect()
                    await self._hear()
            except (OSError, WebSocketException, TransportLost):
                self._lose(_BROKEN)
        return not self._lost

    async def _hear(self) -> None:
        """Ask until the kernel answers, on the channel of replies and on that of output.

        Raises:
            TransportLost: It cannot answer any more.
        """
        self._replied = self._published = False
        self._answered.clear()
        while not self._answered.is_set():
            await self._ask()
            with suppress(TimeoutError):
                async with asyncio.timeout(_AGAIN_S):
                    await self._answered.wait()
            if self._lost:
                raise TransportLost(self._how)

    async def _ask(self) -> str:
        question = f"{self._session}_{secrets.token_hex(4)}"
        await self._send("shell", "kernel_info_request", {}, question)
        return question

    async def _send(
        self,
        channel: str,
        kind: str,
        content: Mapping[str, Any],
        message_id: str,
        parent: Mapping[str, Any] | None = None,
    ) -> None:
        connection = self._connection
        if connection is None:
            raise TransportLost(self._how or _BROKEN)
        frame = encode(
            channel,
            kind,
            content,
            message_id=message_id,
            session=self._session,
            parent=parent,
            binary=connection.subprotocol is not None,
        )
        with suppress(ConnectionClosed):  # The reader sees it too, and knows what it means.
            await connection.send(frame)

    def _silent(self) -> bool:
        """Whether nothing came for long; then not again before as long has passed."""
        now = asyncio.get_running_loop().time()
        silent = now - self._heard_at > self._silent_s
        if silent:
            self._heard_at = now
        return silent

    async def _read(self) -> None:
        """Take what the kernel sends, as long as there is a connection."""
        while self._connection is not None:
            connection = self._connection
            with suppress(ConnectionClosed):
                while True:
                    data = await connection.recv()
                    _acknowledge(connection)
                    await self._take(data, binary=connection.subprotocol is not None)
                    while self._inbox.full:
                        await self._make_room()
            self._connection = None
            if not self._lost and not self._cell.over:
                await self._mend()

    async def _mend(self) -> None:
        """Connect again while a cell runs, once."""
        if self._cell.mended or not self._process:
            self._lose(_BROKEN)
            return
        self._cell.mended = True
        try:
            self._connection = await self._dial()
            self._cell.overtaken_by = await self._ask()
        except (OSError, WebSocketException):
            self._lose(_BROKEN)
        else:
            self._inbox.put(on_stderr(_MENDED, parent=self._cell.message_id))

    async def _take(self, data: bytes | str, *, binary: bool) -> None:
        """Take one frame; one without a message in it is passed over."""
        try:
            frame = decode(data, binary=binary)
        except ValueError:
            return
        self._heard_at = asyncio.get_running_loop().time()
        # Of the output, servers write some themselves, under names of their own.
        signed = frame.channel == "shell" or frame.kind == "status"
        if signed and not self._met:
            self._names.add(frame.session)
        expected = ("", self._process, self._session)
        if signed and self._process and frame.session not in expected:
            self._lose("when it was restarted on its server")
        elif frame.kind == "status" and frame.content.get("execution_state") in _REPLACED:
            self._lose("")
        elif frame.kind == "shutdown_reply":
            self._lose("when it was shut down on its server")
        elif frame.kind == "input_request":
            reply = {"value": _END_OF_INPUT}
            await self._send("stdin", "input_reply", reply, secrets.token_hex(8), frame.header)
        elif frame.parent.startswith(f"{self._session}_"):
            self._take_answer(frame)
        else:
            self._take_output(frame, len(data))

    def _take_answer(self, frame: Frame) -> None:
        """Take what answers a question of our own."""
        self._replied = self._replied or frame.kind == "kernel_info_reply"
        self._published = self._published or frame.channel == "iopub"
        if self._replied and self._published:
            self._answered.set()
        overtaken = frame.kind == "kernel_info_reply" and frame.parent == self._cell.overtaken_by
        if overtaken and not self._cell.replied:
            # A kernel answers in order: the reply to the cell is lost.
            self._cell.replied = self._cell.idle = True
            parent = self._cell.message_id
            error = {"ename": "ConnectionLost", "evalue": _UNKNOWN, "traceback": [_UNKNOWN]}
            self._inbox.put(Message("execute_reply", parent, {"status": "error", **error}))
            self._inbox.put(Message("status", parent, {"execution_state": "idle"}))

    def _take_output(self, frame: Frame, size: int) -> None:
        """Keep what others wait for."""
        if frame.parent == self._cell.message_id:
            if frame.kind == "execute_reply":
                self._cell.replied = True
            elif frame.kind == "status":
                self._cell.idle = frame.content.get("execution_state") == "idle"
        self._inbox.put(Message(frame.kind, frame.parent, frame.content), size)

    async def _make_room(self) -> None:
        """Wait for whoever takes messages; between cells nobody does, and old ones are dropped."""
        if self._cell.replied or self._lost:
            self._inbox.drop()
        else:
            await self._inbox.room()

    def _lose(self, how: str) -> None:
        """The kernel is gone, or cannot be told from another."""
        if not self._lost:
            self._lost, self._how = True, how
        self._answered.set()
        self._inbox.wake()


def _acknowledge(connection: ClientConnection) -> None:
    """Acknowledge at once: servers hold the next small message back until then."""
    wire = connection.transport.get_extra_info("socket")
    if _QUICK_ACK is not None and wire is not None:
        with suppress(OSError):  # It was closed meanwhile.
            wire.setsockopt(socket.IPPROTO_TCP, _QUICK_ACK, 1)

"""Messages over a socket pair, to a kernel forked from a zygote."""

import asyncio
import json
import secrets
import socket
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from codesteer.kernels.inside.channel import LENGTH, MAX_MESSAGE_BYTES, decode, encode
from codesteer.kernels.inside.signals import FLUSH_SIGNAL, INTERRUPT_SIGNAL
from codesteer.kernels.transport import Message, TransportLost

__all__ = ["Ends", "SocketPairTransport"]

_READ_BYTES = 1 << 18
_MANY = 256
"""Messages waiting to be taken, above which the kernel is made to wait."""
_END_S = 5.0


class Ends:
    """The server's ends of one kernel's two sockets.

    Args:
        connection: Carries messages.
        control: Leads to the kernel's warden; closing it ends the session.
    """

    def __init__(self, connection: socket.socket, control: socket.socket) -> None:
        self.connection = connection
        self.control = control
        connection.setblocking(False)
        control.setblocking(False)

    def close(self) -> None:
        """Let go of both; the warden then ends the session."""
        self.control.close()
        self.connection.close()


class SocketPairTransport:
    """A `Transport` over a socket pair; see there for what the methods do.

    Args:
        fork: Asks for a new kernel.
    """

    name = "socketpair"
    ordered = True
    forks = True

    def __init__(self, fork: Callable[[], Awaitable[Ends]]) -> None:
        self._fork = fork
        self._ends: Ends | None = None
        self._messages: deque[Message] = deque()
        self._buffer = bytearray()
        self._news = asyncio.Event()
        self._ended = asyncio.Event()
        self._paused = False
        self._how = ""
        self._pid = 0

    @property
    def pid(self) -> int:
        """Process id of the session's first process; 0 while none runs."""
        return self._pid

    @property
    def lost(self) -> bool:
        """Whether the kernel is known to be gone."""
        return self._ends is None or self._ended.is_set()

    async def start(self) -> None:
        """Fork a kernel and wait until it is ready.

        Raises:
            TransportLost: It ended at once; `how` says why.
        """
        self._messages.clear()
        self._buffer.clear()
        self._news, self._ended = asyncio.Event(), asyncio.Event()
        self._how, self._pid, self._paused = "", 0, False
        self._ends = await self._fork()
        loop = asyncio.get_running_loop()
        loop.add_reader(self._ends.connection, self._read)
        loop.add_reader(self._ends.control, self._hear)
        while True:
            message = await self.receive(3600)
            if message is not None and message.kind == "status":
                return

    async def execute(self, code: str, *, silent: bool = False, apart: bool = False) -> str:
        """See `Transport.execute`."""
        message_id = secrets.token_hex(8)
        content = {"code": code, "silent": silent, "apart": apart}
        frame = encode("execute_request", content, message_id=message_id)
        ends = self._require()
        try:
            sent = ends.connection.send(frame)
            if sent < len(frame):
                await asyncio.get_running_loop().sock_sendall(ends.connection, frame[sent:])
        except BlockingIOError:
            await asyncio.get_running_loop().sock_sendall(ends.connection, frame)
        except OSError:
            raise TransportLost(self._how) from None
        return message_id

    async def receive(self, timeout_s: float) -> Message | None:
        """See `Transport.receive`."""
        if not self._messages and not self._ended.is_set():
            self._news.clear()
            try:
                async with asyncio.timeout(timeout_s):
                    await self._news.wait()
            except TimeoutError:
                return None
        if self._messages:
            message = self._messages.popleft()
            if self._paused and len(self._messages) < _MANY // 2 and self._ends is not None:
                self._paused = False
                asyncio.get_running_loop().add_reader(self._ends.connection, self._read)
            return message
        if self._ended.is_set():
            raise TransportLost(self._how)
        return None

    async def flush(self) -> None:
        """See `Transport.flush`."""
        self._signal(FLUSH_SIGNAL)

    async def interrupt(self) -> None:
        """See `Transport.interrupt`."""
        self._signal(INTERRUPT_SIGNAL)

    async def is_alive(self) -> bool:
        """See `Transport.is_alive`."""
        if self._ends is not None and not self.lost:
            with suppress(BlockingIOError):
                # Nobody may have had time to hear what the warden has told.
                if not self._ends.control.recv(1, socket.MSG_PEEK):
                    self._hear()
        return not self.lost

    async def kill(self) -> None:
        """See `Transport.kill`."""
        ends = self._ends
        if ends is None:
            return
        self._ends = None
        loop = asyncio.get_running_loop()
        loop.remove_reader(ends.control)
        loop.remove_reader(ends.connection)
        ends.control.close()
        # The kernel's end closes once every process of the session is gone.
        try:
            async with asyncio.timeout(_END_S):
                while await loop.sock_recv(ends.connection, _READ_BYTES):
                    pass
        except (OSError, TimeoutError):
            pass
        ends.connection.close()
        self._end()

    async def restart(self) -> None:
        """See `Transport.restart`."""
        await self.kill()
        await self.start()

    async def close(self) -> None:
        """See `Transport.close`."""
        await self.kill()

    def _require(self) -> Ends:
        if self._ends is None or self._ended.is_set():
            raise TransportLost(self._how)
        return self._ends

    def _signal(self, number: int) -> None:
        if self._ends is not None and not self._ended.is_set():
            try:
                self._ends.control.send(json.dumps({"signal": int(number)}).encode())
            except OSError:
                return  # It is ending; the other socket says so.

    def _read(self) -> None:
        """Take what the kernel has sent."""
        assert self._ends is not None  # noqa: S101 - a reader is registered only while it is there
        try:
            data = self._ends.connection.recv(_READ_BYTES)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            asyncio.get_running_loop().remove_reader(self._ends.connection)
            return  # Its warden tells how it ended.
        self._buffer += data
        try:
            self._split()
        except ValueError:
            # The model's code wrote to the socket; nothing after that can be trusted.
            self._how = "after it garbled its own messages"
            self._end()
        if len(self._messages) > _MANY and not self._paused:
            self._paused = True
            asyncio.get_running_loop().remove_reader(self._ends.connection)

    def _split(self) -> None:
        while len(self._buffer) >= LENGTH.size:
            (length,) = LENGTH.unpack_from(self._buffer)
            if length > MAX_MESSAGE_BYTES:
                raise ValueError("a message beyond all limits")
            end = LENGTH.size + length
            if len(self._buffer) < end:
                return
            message = decode(bytes(self._buffer[LENGTH.size : end]))
            del self._buffer[:end]
            self._messages.append(
                Message(
                    kind=str(message["header"].get("msg_type", "")),
                    parent=str(message["parent_header"].get("msg_id", "")),
                    content=message["content"],
                )
            )
            self._news.set()

    def _hear(self) -> None:
        """Take what the warden tells."""
        assert self._ends is not None  # noqa: S101 - a reader is registered only while it is there
        try:
            data = self._ends.control.recv(1 << 16)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        told: dict[str, Any] = json.loads(data) if data else {"exit": None}
        if "started" in told:
            self._pid = int(told["started"])
        elif "failed" in told:
            self._how = f"before it had started: {told['failed']}"
        elif "exit" in told:
            asyncio.get_running_loop().remove_reader(self._ends.control)
            self._how = self._how or _how(told["exit"])
            self._drain()
            self._end()

    def _drain(self) -> None:
        """Read what the kernel sent before it ended."""
        ends = self._ends
        if ends is None:
            return
        asyncio.get_running_loop().remove_reader(ends.connection)
        try:
            while data := ends.connection.recv(_READ_BYTES):
                self._buffer += data
                self._split()
        except (OSError, ValueError):
            return

    def _end(self) -> None:
        self._ended.set()
        self._news.set()


def _how(code: int | None) -> str:
    if code is None:
        return ""
    return f"by signal {-code}" if code < 0 else f"with exit code {code}"

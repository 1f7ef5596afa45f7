"""The process of a forked kernel, for those who do not speak over its socket pair."""

import asyncio
import json
import signal
import socket
from contextlib import suppress

from codesteer.errors import KernelStartFailed
from codesteer.kernels.transports.socketpair import Ends

__all__ = ["ForkedProcess"]

_MESSAGE_BYTES = 1 << 16


class ForkedProcess:
    """What `subprocess.Popen` is for a program, this is for a fork of the zygote.

    Any thread and any event loop may use it, one at a time.

    Args:
        ends: Its two sockets.
    """

    def __init__(self, ends: Ends) -> None:
        self._ends = ends
        self.pid = 0
        """Process id of the session's first process, the warden; 0 before it has told."""
        self.code: int | None = None
        """The exit code, negative for a signal, as far as `poll` has heard."""
        self.why = ""
        """What went wrong before the kernel had started."""

    async def started(self) -> None:
        """Wait until the session has begun, with its sandbox around it.

        Raises:
            KernelStartFailed: It has not.
        """
        while self.poll() is None and not self.pid:
            await self._news()
        if self.code is not None:
            raise KernelStartFailed(
                f"The kernel did not start: {self.why or f'it ended with exit code {self.code}'}."
            )

    def poll(self) -> int | None:
        """Its exit code once it and all that it has started are gone; None until then."""
        while self.code is None:
            try:
                data = self._ends.control.recv(_MESSAGE_BYTES)
            except BlockingIOError:
                break
            except OSError:
                data = b""
            # Whoever kills the warden from outside kills all, and nobody is left to tell.
            told = json.loads(data) if data else {"exit": -signal.SIGKILL}
            self.pid = int(told.get("started", self.pid))
            if "failed" in told:
                self.why = str(told["failed"])
            if "exit" in told:
                with suppress(OSError):
                    said = self._ends.connection.recv(_MESSAGE_BYTES)
                    self.why = self.why or said.decode("utf-8", "replace")
                self.code = int(told["exit"])
        return self.code

    async def wait(self) -> int:
        """Wait for its end; returns the exit code."""
        while (code := self.poll()) is None:
            await self._news()
        return code

    def send_signal(self, number: int) -> None:
        """Signal the kernel and the programs in its process group."""
        message = json.dumps({"signal": int(number), "group": True})
        with suppress(OSError):  # It has ended.
            self._ends.control.send(message.encode())

    def close(self) -> None:
        """Let go of it, which ends it."""
        self._ends.close()
        if self.code is None:
            self.code = -signal.SIGKILL

    async def _news(self) -> None:
        # A descriptor of its own, for there may be several who wait.
        with self._ends.control.dup() as control:
            await _readable(control)


async def _readable(connection: socket.socket) -> None:
    loop = asyncio.get_running_loop()
    ready: asyncio.Future[None] = loop.create_future()

    def tell() -> None:
        if not ready.done():
            ready.set_result(None)

    loop.add_reader(connection, tell)
    try:
        await ready
    finally:
        loop.remove_reader(connection)

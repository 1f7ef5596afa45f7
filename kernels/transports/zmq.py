"""Messages over ZMQ, to a kernel of any kernelspec that jupyter_client starts."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from subprocess import DEVNULL
from typing import Any

import anyio
import zmq
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from zmq.asyncio import Poller

from codesteer.kernels.inside.channel import MAX_MESSAGE_BYTES
from codesteer.kernels.transport import Message, TransportLost

__all__ = ["ZmqTransport"]


class _OneSpec(KernelSpecManager):
    """Knows a single kernel specification, whatever name is asked for."""

    def __init__(self, spec: KernelSpec) -> None:
        super().__init__()
        self._spec = spec

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        return self._spec


class ZmqTransport:
    """A `Transport` over ZMQ sockets; see there for what the methods do.

    Args:
        spec: Says how to start the kernel.
        directory: Holds the connection file and the sockets.
        cwd: Where the kernel starts.
        env: Its whole environment.
        before: Called before each start, with the connection file not yet written.
    """

    name = "zmq"
    ordered = False
    forks = False

    def __init__(
        self,
        spec: KernelSpec,
        *,
        directory: Path,
        cwd: Path,
        env: dict[str, str],
        before: Callable[[], None],
    ) -> None:
        self._before = before
        self._manager = AsyncKernelManager(
            kernel_spec_manager=_OneSpec(spec), connection_file=str(directory / ".connection.json")
        )
        self._manager.transport = "ipc"
        self._manager.ip = str(directory / ".k")
        self._cwd = cwd
        self._env = env
        self._client: AsyncKernelClient | None = None
        self._poller = Poller()

    @property
    def pid(self) -> int:
        """Process id of what was started; 0 when nothing runs."""
        return int(getattr(self._manager.provisioner, "pid", 0) or 0)

    @property
    def lost(self) -> bool:
        """Whether the kernel is known to be gone."""
        return self._client is None

    async def start(self) -> None:
        """Start the kernel and wait until it answers.

        Raises:
            TransportLost: It ended before it answered.
            OSError: It could not be started.
        """
        await self._launch()
        await self._connect()

    async def execute(self, code: str, *, silent: bool = False, apart: bool = False) -> str:
        """See `Transport.execute`."""
        if self._client is None:
            raise TransportLost
        message_id: str = self._client.execute(
            code, silent=silent, allow_stdin=False, stop_on_error=False
        )
        return message_id

    async def receive(self, timeout_s: float) -> Message | None:
        """See `Transport.receive`."""
        client = self._client
        if client is None:
            raise TransportLost
        ready = dict(await self._poller.poll(timeout_s * 1_000))
        # Output before replies, so that a cell's output is complete when its reply is seen.
        for channel in (client.iopub_channel, client.shell_channel):
            if channel.socket in ready:
                try:
                    return _message(await channel.get_msg())
                except (ValueError, TypeError, KeyError):
                    return None  # The model's code wrote to the socket.
        if not await self._manager.is_alive():
            raise TransportLost(await self._how())
        return None

    async def flush(self) -> None:
        """Nothing to ask: such kernels send as they go."""

    async def interrupt(self) -> None:
        """See `Transport.interrupt`."""
        with suppress(RuntimeError):
            await self._manager.interrupt_kernel()

    async def is_alive(self) -> bool:
        """See `Transport.is_alive`."""
        return self._client is not None and bool(await self._manager.is_alive())

    async def kill(self) -> None:
        """See `Transport.kill`."""
        with suppress(RuntimeError):
            await self._manager.shutdown_kernel(now=True)

    async def restart(self) -> None:
        """See `Transport.restart`."""
        self._disconnect()
        # First the end, so that nothing of the old kernel meddles with the new one's files.
        with suppress(RuntimeError):
            await self._manager.shutdown_kernel(now=True, restart=True)
        self._manager.cleanup_connection_file()  # Whatever stands in its place by now.
        await self._launch()
        await self._connect()

    async def close(self) -> None:
        """See `Transport.close`."""
        self._disconnect()
        with suppress(Exception):  # Ending a kernel that half started must not hide why.
            await self._manager.shutdown_kernel(now=True)
        self._manager.cleanup_connection_file()

    async def _launch(self) -> None:
        self._before()
        await self._manager.start_kernel(
            env=self._env, cwd=str(self._cwd), stdout=DEVNULL, stderr=DEVNULL
        )

    async def _connect(self) -> None:
        client = self._manager.client()
        self._client = client
        client.start_channels(stdin=False, hb=False)
        self._poller = Poller()
        for channel in (client.iopub_channel, client.shell_channel):
            channel.socket.setsockopt(zmq.MAXMSGSIZE, MAX_MESSAGE_BYTES)
            self._poller.register(channel.socket, zmq.POLLIN)
        client.kernel_info()
        # The first message on the output channel proves that the subscription has arrived.
        heard = replied = False
        while not (heard and replied):
            message = await self.receive(0.25)
            if message is None:
                if not heard:
                    client.kernel_info()
                continue
            replied = replied or message.kind == "kernel_info_reply"
            heard = heard or message.kind == "status"

    def _disconnect(self) -> None:
        if self._client is not None:
            self._client.stop_channels()
            self._client = None

    async def _how(self) -> str:
        provisioner = self._manager.provisioner
        code = None
        with anyio.move_on_after(1.0):
            code = None if provisioner is None else await provisioner.poll()
        if code is None:
            return ""
        return f"by signal {-code}" if code < 0 else f"with exit code {code}"


def _message(raw: dict[str, Any]) -> Message | None:
    content = raw["content"]
    if not isinstance(content, dict):
        return None
    parent = raw.get("parent_header") or {}
    return Message(str(raw["msg_type"]), str(parent.get("msg_id", "")), content)

"""The default Python kernel: ipykernel in a confined process, spoken to over ZMQ."""

import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from queue import Empty
from subprocess import DEVNULL
from typing import Any

import anyio
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager

from codesteer.errors import KernelDied, KernelStartFailed
from codesteer.kernels import confine
from codesteer.kernels.collect import OutputCollector
from codesteer.kernels.isolation import Isolation, kernel_environment
from codesteer.kernels.limits import Limits
from codesteer.kernels.result import CellError, CellResult, Status
from codesteer.kernels.startup import STARTUP

__all__ = ["DIRECTORY_PREFIX", "JupyterKernel", "start_jupyter_kernel"]

DIRECTORY_PREFIX = "codesteer-"
_POLL_S = 0.25
_AGAIN_S = 0.5
_CONFINE = Path(confine.__file__).resolve()
_CONFINE = Path(confine.__file__).resolve()
_IPYKERNEL_OPTIONS = (
    "--InteractiveShell.colors=nocolor",
    "--InteractiveShell.xmode=Plain",
    "--InteractiveShell.cache_size=0",
    "--HistoryManager.enabled=False",
    "--IPKernelApp.log_level=ERROR",
)


class _Died(Exception):
    """The process ended while a cell was running."""


class _OneSpec(KernelSpecManager):
    """Knows a single kernel specification, whatever name is asked for."""

    def __init__(self, spec: KernelSpec) -> None:
        super().__init__()
        self._spec = spec

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        return self._spec


@dataclass(frozen=True, slots=True)
class _Ended:
    """How a cell left the kernel."""

    status: Status
    note: str = ""
    variables_kept: bool = True


@dataclass(slots=True)
class _Cell:
    """A running cell: what it has shown, and how far its messages have come."""

    message_id: str
    output: OutputCollector
    idle: bool = False
    replied: bool = False

    def take(self, message: Mapping[str, Any]) -> None:
        """Take one message of the iopub channel."""
        kind, content = message["msg_type"], message["content"]
        if _parent(message) != self.message_id:
            if kind == "stream":
                self.output.add_late(str(content.get("text", "")))
        elif kind == "status":
            self.idle = content.get("execution_state") == "idle"
        else:
            self.output.add(kind, content)

    def take_reply(self, message: Mapping[str, Any]) -> None:
        """Take one message of the shell channel."""
        self.replied = _parent(message) == self.message_id
        content = message["content"]
        if self.replied and content.get("status") == "error" and self.output.error is None:
            # Some failures, such as an unknown magic, come with the reply alone.
            self.output.add("error", content)


async def start_jupyter_kernel(
    *, isolation: Isolation, limits: Limits, environ: Mapping[str, str] | None = None
) -> "JupyterKernel":
    """Start a confined ipykernel in a directory of its own and wait until it answers.

    Args:
        isolation: What the kernel may not see.
        limits: Caps on its cells, and how long it may take to start.
        environ: Environment from which harmless variables are taken; the server's by default.

    Raises:
        KernelStartFailed: It ended or stayed silent; the message says what was seen.
    """
    directory = Path(tempfile.mkdtemp(prefix=f"{DIRECTORY_PREFIX}{os.getpid()}-"))
    work = directory / "work"
    work.mkdir()
    grants = json.dumps(isolation.grants(directory))
    spec = KernelSpec(
        argv=[
            *(sys.executable, "-I", "-S", os.fspath(_CONFINE), grants),
            *(sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"),
            *_IPYKERNEL_OPTIONS,
        ],
        display_name="Python",
        language="python",
    )
    manager = AsyncKernelManager(
        kernel_spec_manager=_OneSpec(spec), connection_file=str(directory / "connection.json")
    )
    if os.name == "posix":
        manager.transport = "ipc"
        manager.ip = str(directory / "k")
    kernel = JupyterKernel(manager, directory, limits)
    try:
        env = kernel_environment(work, os.environ if environ is None else environ)
        with anyio.fail_after(limits.start_s):
            await manager.start_kernel(env=env, cwd=str(work), stdout=DEVNULL, stderr=DEVNULL)
            await kernel._wait_until_ready()
    except BaseException as error:
        with anyio.CancelScope(shield=True):
            await kernel.close()
        if isinstance(error, TimeoutError):
            raise KernelStartFailed(
                f"The kernel did not answer within {limits.start_s:g} s. Try again; if it stays "
                "so, check that `python -m ipykernel --version` works for the server's Python."
            ) from None
        if isinstance(error, _Died):
            raise KernelStartFailed(
                "The kernel process ended while starting. Check that "
                "`python -m ipykernel --version` works in the server's environment."
            ) from None
        raise
    return kernel


class JupyterKernel:
    """A running ipykernel. Made by `start_jupyter_kernel`; see `Kernel` for the contract."""

    def __init__(self, manager: AsyncKernelManager, directory: Path, limits: Limits) -> None:
        self._manager = manager
        self._directory = directory
        self._limits = limits
        self._client: AsyncKernelClient | None = None
        self._lock = anyio.Lock()
        self._alive = False
        self._closed = False

    @property
    def alive(self) -> bool:
        """Whether the process is there and holds its variables."""
        return self._alive

    @property
    def pid(self) -> int | None:
        """Process id of the kernel; None before it has started or after it ended."""
        provisioner = self._manager.provisioner
        return getattr(provisioner, "pid", None) if self._alive else None

    @property
    def directory(self) -> Path:
        """The session's own directory, removed by `close`."""
        return self._directory

    async def run(self, code: str, *, timeout_s: float) -> CellResult:
        """Run one cell and wait until it has ended; see `Kernel.run`."""
        if timeout_s <= 0:
            raise ValueError(f"timeout_s must be positive, got {timeout_s!r}")
        try:
            code.encode()
        except UnicodeEncodeError as error:
            return CellResult(
                status="error", error=CellError("UnicodeEncodeError", str(error), f"{error}")
            )
        async with self._lock:
            if self._alive and not await self._manager.is_alive():
                self._alive = False
            if not self._alive:
                raise KernelDied("The kernel has ended, and its variables are gone.")
            return await self._run_cell(code, timeout_s)

    async def interrupt(self) -> None:
        """Interrupt the running cell, if any; its variables stay."""
        if self._alive:
            await self._manager.interrupt_kernel()

    async def close(self) -> None:
        """End the process and remove its directory; a second call does nothing."""
        if self._closed:
            return
        self._closed = True
        self._alive = False
        if self._client is not None:
            self._client.stop_channels()
        with suppress(Exception):  # Ending a kernel that half started must not hide why.
            await self._manager.shutdown_kernel(now=True)
        await anyio.to_thread.run_sync(_remove, self._directory)

    async def _wait_until_ready(self) -> None:
        client = self._manager.client()
        self._client = client
        client.start_channels(stdin=False, hb=False)
        client.kernel_info()
        # The first message on iopub proves that the subscription has arrived.
        heard = replied = False
        while not (heard and replied):
            if not heard and await self._receive(client.get_iopub_msg) is not None:
                heard = True
            if not replied and await self._receive(client.get_shell_msg) is not None:
                replied = True
        self._alive = True
        await self._collect(
            _Cell(client.execute(STARTUP, silent=True), OutputCollector(self._limits))
        )

    async def _run_cell(self, code: str, timeout_s: float) -> CellResult:
        assert self._client is not None  # noqa: S101 - set before the kernel is handed out
        started = time.perf_counter()
        message_id = self._client.execute(code, allow_stdin=False, stop_on_error=False)
        cell = _Cell(message_id, OutputCollector(self._limits))
        try:
            with anyio.fail_after(timeout_s):
                await self._collect(cell)
            ended = _Ended("ok" if cell.output.error is None else "error")
        except TimeoutError:
            ended = await self._stop(cell, timeout_s)
        except _Died:
            ended = await self._died()
        except anyio.get_cancelled_exc_class():
            await self._stop(cell, timeout_s)
            raise
        return CellResult(
            status=ended.status,
            outputs=cell.output.outputs(),
            late=cell.output.late,
            error=cell.output.error if ended.status == "error" else None,
            duration_s=time.perf_counter() - started,
            variables_kept=ended.variables_kept,
            note=ended.note,
        )

    async def _collect(self, cell: "_Cell") -> None:
        """Take the cell's messages until the kernel is idle again and has replied.

        Raises:
            _Died: The process ended first.
        """
        client = self._client
        assert client is not None  # noqa: S101 - set before the first cell
        while not (cell.replied and cell.idle):
            if not cell.idle:
                message = await self._receive(client.get_iopub_msg)
                if message is None and cell.replied:
                    return  # A flood can lose the idle message; the reply is never lost.
                if message is not None:
                    cell.take(message)
            if not cell.replied:
                reply = await self._receive(client.get_shell_msg, _POLL_S if cell.idle else 0)
                if reply is not None:
                    cell.take_reply(reply)

    async def _receive(self, get: Any, timeout_s: float = _POLL_S) -> dict[str, Any] | None:
        try:
            message: dict[str, Any] = await get(timeout=timeout_s)
        except Empty:
            if timeout_s and not await self._manager.is_alive():
                raise _Died from None
            return None
        return message

    async def _stop(self, cell: "_Cell", timeout_s: float) -> _Ended:
        """Interrupt the cell; kill the kernel when it does not stop. Not to be cancelled."""
        after = f"The code did not finish within {timeout_s:g} s"
        with anyio.CancelScope(shield=True):
            try:
                if await self._interrupted(cell):
                    return _Ended("timeout", f"{after} and was interrupted. Variables are kept.")
            except _Died:
                return await self._died()
            await self._kill()
        return _Ended(
            "timeout",
            f"{after}, ignored the interrupt and was killed with its kernel. "
            "All variables are gone.",
            variables_kept=False,
        )

    async def _interrupted(self, cell: "_Cell") -> bool:
        """Interrupt until the cell has ended; False when it outlasts the time to settle.

        An interrupt that comes before the cell has begun is lost, so there is more than one.
        """
        with anyio.move_on_after(self._limits.settle_s):
            while True:
                await self._manager.interrupt_kernel()
                with anyio.move_on_after(_AGAIN_S):
                    await self._collect(cell)
                    return True
        return False

    async def _died(self) -> _Ended:
        code = None
        provisioner = self._manager.provisioner
        if provisioner is not None:
            code = await provisioner.poll()
        await self._kill()
        how = f"by signal {-code}" if code is not None and code < 0 else f"with exit code {code}"
        return _Ended(
            "dead",
            f"The kernel process ended {how} while the code ran. All variables are gone.",
            variables_kept=False,
        )

    async def _kill(self) -> None:
        self._alive = False
        with suppress(RuntimeError):
            await self._manager.shutdown_kernel(now=True)


def _parent(message: Mapping[str, Any]) -> str:
    return str((message.get("parent_header") or {}).get("msg_id", ""))


def _remove(directory: Path) -> None:
    shutil.rmtree(directory, ignore_errors=True)

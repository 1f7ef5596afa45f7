"""Where kernels come from: forked from a zygote, or started anew; and a few that are ready."""

import asyncio
import json
import logging
import os
import secrets
import shutil
import sys
from collections import deque
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Protocol

import zmq
from jupyter_client.kernelspec import KernelSpec

from codesteer.errors import KernelError, KernelStartFailed
from codesteer.kernels.directory import make_directory
from codesteer.kernels.inside.sandbox import Tier
from codesteer.kernels.isolation import Isolation, kernel_environment
from codesteer.kernels.jupyter import JupyterKernel
from codesteer.kernels.kernel import Kernel
from codesteer.kernels.limits import Limits
from codesteer.kernels.startup import startup_code
from codesteer.kernels.transport import TransportLost
from codesteer.kernels.transports.socketpair import SocketPairTransport
from codesteer.kernels.transports.zmq import ZmqTransport
from codesteer.kernels.zygote import ENTRY, PRELOADED, Zygote

__all__ = [
    "ForkedKernels",
    "KernelSource",
    "ReadyKernels",
    "SpawnedKernels",
    "Uids",
    "can_fork",
    "owner_of",
]

_log = logging.getLogger("codesteer")

_DESCRIPTION = ".sandbox.json"
_IPYKERNEL = (
    *(sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"),
    "--InteractiveShell.colors=nocolor",
    "--InteractiveShell.cache_size=0",
    "--HistoryManager.enabled=False",
    "--IPKernelApp.log_level=ERROR",
)


class KernelSource(Protocol):
    """Starts kernels of one kind."""

    async def start(self, directory: Path | None = None) -> Kernel:
        """A new kernel that is ready to run cells.

        Args:
            directory: The session's own, from an earlier kernel of this source; a new one is made
                without it. It is the caller's to remove.

        Raises:
            KernelStartFailed: None could be started.
        """
        ...

    async def warm(self) -> None:
        """Wait until further kernels start as fast as they ever will."""
        ...

    async def close(self) -> None:
        """Let go of what kernels are started from; kernels live on."""
        ...


def can_fork() -> bool:
    """Whether kernels can be forked from a zygote here: elsewhere than on Linux it is unsafe."""
    return sys.platform == "linux"


class ForkedKernels:
    """Kernels forked from a zygote: in milliseconds, with the scientific stack imported.

    Args:
        isolation: What sessions may touch.
        limits: Caps on each.
        preload: Modules the zygote imports.
        environ: Environment from which harmless variables are taken; the server's by default.
    """

    def __init__(
        self,
        *,
        isolation: Isolation,
        limits: Limits,
        preload: tuple[str, ...] = PRELOADED,
        environ: Mapping[str, str] | None = None,
    ) -> None:
        self._isolation = isolation
        self._limits = limits
        self._environ = os.environ if environ is None else environ
        self._uids = Uids()
        self.zygote = Zygote(
            isolation.grants(), limits, tiers=isolation.tiers, preload=preload, environ=environ
        )

    async def start(self, directory: Path | None = None) -> JupyterKernel:
        """A new kernel; see `KernelSource.start`."""
        await self.zygote.start()
        tier = self.zygote.tier
        uid = 0
        if directory is not None:
            uid = await asyncio.to_thread(owner_of, directory)
        elif tier != "C":
            uid = self._uids.next()
        made = None
        if directory is None:
            made = directory = make_directory(uid)
        sandbox = self._isolation.sandbox(tier, directory, self._limits, uid=uid)
        environment = kernel_environment(directory, self._environ)
        transport = SocketPairTransport(lambda: self.zygote.fork(sandbox, environment))
        kernel = JupyterKernel(transport, self._limits, tier=tier, directory=directory)
        try:
            async with asyncio.timeout(self._limits.start_s):
                await transport.start()
        except (TransportLost, TimeoutError, KernelError) as error:
            await kernel.close()
            if made is not None:
                shutil.rmtree(made, ignore_errors=True)
            if isinstance(error, KernelError):
                raise
            how = f": it ended {error.how}" if isinstance(error, TransportLost) else " in time"
            raise KernelStartFailed(f"The kernel did not start{how}. Try again.") from None
        except BaseException:
            await kernel.close()
            if made is not None:
                shutil.rmtree(made, ignore_errors=True)
            raise
        return kernel

    async def warm(self) -> None:
        """Wait until the zygote has imported everything."""
        await self.zygote.warm()

    async def close(self) -> None:
        """End the zygote."""
        await self.zygote.close()


class SpawnedKernels:
    """Kernels that are programs of their own, spoken to over ZMQ: slower, and for any language.

    Args:
        isolation: What sessions may touch.
        limits: Caps on each.
        spec: The kernel specification; None for a Python kernel of this environment.
        environ: Environment from which harmless variables are taken; the server's by default.
    """

    def __init__(
        self,
        *,
        isolation: Isolation,
        limits: Limits,
        spec: KernelSpec | None = None,
        environ: Mapping[str, str] | None = None,
    ) -> None:
        self._isolation = isolation
        self._limits = limits
        self._spec = spec
        self._environ = os.environ if environ is None else environ
        self._uids = Uids()
        self._tier: Tier = ""

    async def start(self, directory: Path | None = None) -> JupyterKernel:
        """A new kernel; see `KernelSource.start`."""
        tier = await self._probed()
        made = None
        if directory is None:
            made = directory = make_directory(self._uids.next() if tier != "C" else 0)
        uid = await asyncio.to_thread(owner_of, directory)
        kernel: JupyterKernel | None = None
        try:
            transport = ZmqTransport(
                self._command(tier, directory, uid),
                directory=directory,
                cwd=directory,
                env=kernel_environment(directory, self._environ),
                before=lambda: self._describe(tier, directory, uid),
            )
            setup = startup_code(self._limits) if self._spec is None else ""
            kernel = JupyterKernel(
                transport, self._limits, tier=tier, directory=directory, setup=setup
            )
            async with asyncio.timeout(self._limits.start_s):
                await transport.start()
                await kernel.set_up()
        except BaseException as error:
            if kernel is not None:
                await kernel.close()
            if made is not None:
                shutil.rmtree(made, ignore_errors=True)
            if isinstance(error, TransportLost | TimeoutError | OSError | zmq.ZMQError):
                how = f"ended {error.how}" if isinstance(error, TransportLost) else str(error)
                raise KernelStartFailed(
                    f"The kernel did not start ({how or 'no answer in time'}). Check that "
                    "`python -m ipykernel --version` works in the server's environment, and that "
                    "the path of its temporary directory (TMPDIR) is short."
                ) from None
            raise
        return kernel

    async def warm(self) -> None:
        """Find out which tier works here."""
        await self._probed()

    async def close(self) -> None:
        """Nothing to let go of."""

    async def _probed(self) -> Tier:
        if not self._tier:
            zygote = Zygote(
                self._isolation.grants(), self._limits, tiers=self._isolation.tiers, preload=()
            )
            if can_fork():
                try:
                    await zygote.start()
                    self._tier = zygote.tier
                finally:
                    await zygote.close()
            elif "C" in self._isolation.tiers:
                self._tier = "C"
            else:
                raise KernelStartFailed(
                    "No sandbox of the demanded strength works on this system. Allow a weaker one "
                    "with CODESTEER_SANDBOX_AT_LEAST."
                )
        return self._tier

    def _command(self, tier: Tier, directory: Path, uid: int) -> KernelSpec:
        argv = list(self._spec.argv) if self._spec is not None else list(_IPYKERNEL)
        argv[0] = shutil.which(argv[0]) or argv[0]
        if can_fork():
            argv = [
                sys.executable,
                "-I",
                "-S",
                ENTRY,
                "spawn",
                str(directory / _DESCRIPTION),
                *argv,
            ]
        language = "python" if self._spec is None else self._spec.language
        return KernelSpec(argv=argv, display_name=language, language=language)

    def _describe(self, tier: Tier, directory: Path, uid: int) -> None:
        """Write down the sandbox for the process that enters it."""
        sandbox = self._isolation.sandbox(tier, directory, self._limits, uid=uid, ipc=True)
        own = [str(directory / ".connection.json")]
        text = json.dumps({"sandbox": asdict(sandbox), "own": own})
        path = directory / _DESCRIPTION
        path.unlink(missing_ok=True)  # An earlier kernel may have left a link in its place.
        with open(path, "x", encoding="utf-8") as file:
            file.write(text)


class ReadyKernels:
    """Keeps a few kernels of another source ready, so that a session starts at once.

    Args:
        source: Starts them.
        count: How many wait.
    """

    def __init__(self, source: KernelSource, count: int) -> None:
        self.source = source
        self._count = count
        self._ready: deque[Kernel] = deque()
        self._filler: asyncio.Task[None] | None = None
        self._wanted = asyncio.Event()
        self._full = asyncio.Event()

    def open(self) -> None:
        """Begin to fill; needs a running event loop."""
        if self._count and self._filler is None:
            self._filler = asyncio.create_task(self._fill())

    async def start(self, directory: Path | None = None) -> Kernel:
        """A ready kernel where there is one; see `KernelSource.start`."""
        while directory is None and self._ready:
            kernel = self._ready.popleft()
            self._full.clear()
            self._wanted.set()
            if kernel.alive:
                return kernel
            await _discard(kernel)
        return await self.source.start(directory)

    async def warm(self) -> None:
        """Wait until the source is warm and as many kernels as wanted are ready."""
        await self.source.warm()
        if self._filler is not None:
            await self._full.wait()

    async def close(self) -> None:
        """End the ready kernels and the source."""
        if self._filler is not None:
            self._filler.cancel()
            await asyncio.gather(self._filler, return_exceptions=True)
            self._filler = None
        while self._ready:
            await _discard(self._ready.popleft())
        await self.source.close()

    async def _fill(self) -> None:
        try:
            await self.source.warm()
            while True:
                while len(self._ready) < self._count:
                    self._ready.append(await self.source.start())
                self._full.set()
                self._wanted.clear()
                await self._wanted.wait()
        except KernelError as error:
            # Whoever asks for a kernel next sees the same, and is told.
            _log.warning("No kernels are kept ready: %s", error)
        finally:
            self._full.set()


class Uids:
    """A user for each session, where the server may hand them out: it must be root."""

    def __init__(self) -> None:
        self._first = 0
        if hasattr(os, "getuid") and os.getuid() == 0:
            # Far from real users; where a container maps few, inside of those.
            high = 0x60000000
            self._first = high if _maps(high + 0xFFFFFF) else 60_000 if _maps(64_999) else 0
            self._size = 0xFFFFFF if self._first == high else 5_000

    def next(self) -> int:
        """A user number; 0 where there are none to hand out."""
        return self._first + secrets.randbelow(self._size) if self._first else 0


def owner_of(directory: Path) -> int:
    """The user of a session, by its directory; 0 where sessions have none of their own."""
    return directory.stat().st_uid if hasattr(os, "getuid") and os.getuid() == 0 else 0


def _maps(uid: int) -> bool:
    """Whether this process may become that user."""
    try:
        lines = Path("/proc/self/uid_map").read_text("ascii").splitlines()
    except OSError:
        return False
    ranges = [list(map(int, line.split())) for line in lines]
    return any(first <= uid < first + count for first, _, count in ranges)


async def _discard(kernel: Kernel) -> None:
    await kernel.close()
    if kernel.info.directory is not None:
        await asyncio.to_thread(shutil.rmtree, kernel.info.directory, ignore_errors=True)

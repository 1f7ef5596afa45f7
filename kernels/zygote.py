"""The server's handle on its zygote: the warm process that kernels are forked from."""

import asyncio
import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from codesteer.errors import KernelStartFailed
from codesteer.kernels import inside
from codesteer.kernels.directory import make_directory
from codesteer.kernels.inside.output import Caps
from codesteer.kernels.inside.sandbox import Grants, Sandbox, Tier
from codesteer.kernels.isolation import kernel_environment
from codesteer.kernels.limits import Limits
from codesteer.kernels.transports.socketpair import Ends

__all__ = ["ENTRY", "PRELOADED", "Zygote", "caps_of"]

PRELOADED = (
    "numpy", "sympy", "networkx", "matplotlib.pyplot", "pandas", "scipy.optimize", "z3",
    "constraint", "ortools.sat.python.cp_model",
)  # fmt: skip
"""Imported before the first session, one by one while nobody waits, as far as installed."""

ENTRY = str(Path(inside.__file__).resolve().parent)
"""What Python is given to run a part of `inside`."""
_END_S = 2.0


class Zygote:
    """A zygote process. It starts with the first `fork`, or with `start`, and again if it dies.

    Args:
        grants: What sessions may read.
        limits: Caps on output, and how long a start may take.
        tiers: Tiers to try, the strongest first.
        preload: Modules to import before they are asked for.
        environ: Environment from which harmless variables are taken; the server's by default.
        kind: What its forks become: "shell", ours over the socket pair, or "ipykernel".
        python: The interpreter; this one by default.
    """

    def __init__(
        self,
        grants: Grants,
        limits: Limits,
        *,
        tiers: Sequence[Tier] = ("A", "B", "C"),
        preload: Sequence[str] = PRELOADED,
        environ: Mapping[str, str] | None = None,
        kind: str = "shell",
        python: str = "",
    ) -> None:
        self._grants = grants
        self._limits = limits
        self._tiers = tuple(tiers)
        self._preload = tuple(preload)
        self._environ = environ
        self._kind = kind
        self._python = python
        self._process: subprocess.Popen[bytes] | None = None
        self._requests: socket.socket | None = None
        self._directory: Path | None = None
        self._starting = asyncio.Lock()
        self._warm = asyncio.Event()
        self._listener: asyncio.Task[None] | None = None
        self.tier: Tier = ""
        """The strongest tier that works here; empty before the start."""
        self.refused: dict[str, str] = {}
        """Why stronger tiers do not work here."""
        self.threads = 0
        """Threads of the warm zygote; a fork is safe with one. 0 before it is warm."""

    @property
    def pid(self) -> int:
        """Its process id; 0 when it does not run."""
        running = self._process is not None and self._process.poll() is None
        return self._process.pid if running and self._process is not None else 0

    async def start(self) -> None:
        """Start it unless it runs, and wait until it can fork.

        Raises:
            KernelStartFailed: It ended or stayed silent.
        """
        async with self._starting:
            if self.pid:
                return
            await self._end()
            self._spawn()
            try:
                async with asyncio.timeout(self._limits.start_s):
                    told = await self._next()
            except TimeoutError:
                told = {}
            if not told.get("ready"):
                await self._end()
                self.refused = told.get("refused", {})
                refused = "; ".join(f"{tier}: {why}" for tier, why in self.refused.items())
                raise KernelStartFailed(
                    "No sandbox of the demanded strength works here"
                    f" ({refused}). Allow a weaker one with CODESTEER_SANDBOX_AT_LEAST."
                    if refused
                    else "The process that kernels are forked from did not start. Check that "
                    "`python -m IPython --version` works in the server's environment, or serve "
                    "with --no-zygote."
                )
            self.tier, self.refused = told["ready"], told["refused"]
            self._listener = asyncio.create_task(self._listen())

    async def warm(self) -> None:
        """Wait until it has imported every module; at once when it has ended."""
        await self.start()
        await self._warm.wait()

    async def fork(
        self,
        sandbox: Sandbox,
        environment: Mapping[str, str],
        *,
        wishes: Mapping[str, Any] | None = None,
        given: Sequence[socket.socket] = (),
    ) -> Ends:
        """Ask for a kernel; its warden and the kernel itself tell how that went.

        Args:
            sandbox: What it is confined to; without grants of its own, the zygote's hold.
            environment: Its variables.
            wishes: What its kind wants to know.
            given: Sockets that it gets a copy of.

        Raises:
            KernelStartFailed: The zygote cannot be started.
        """
        await self.start()
        assert self._requests is not None  # noqa: S101 - it has started
        ours, theirs = socket.socketpair()
        control, its_control = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        data = asdict(sandbox)
        if sandbox.grants == Grants():
            del data["grants"]  # It has them.
        request = json.dumps(
            {"sandbox": data, "environment": dict(environment), **(wishes or {})}
        ).encode()
        passed = [theirs, its_control, *given]
        with theirs, its_control:
            try:
                socket.send_fds(self._requests, [request], [each.fileno() for each in passed])
            except OSError:
                ours.close()
                control.close()
                raise KernelStartFailed(
                    "The process that kernels are forked from has ended. Try again."
                ) from None
        return Ends(ours, control)

    async def close(self) -> None:
        """End it. Kernels that it has forked live on until their own sockets close."""
        async with self._starting:
            await self._end()

    def end_now(self) -> None:
        """End it where no event loop runs any more."""
        if self._requests is not None:
            self._requests.close()
            self._requests = None
        if self._process is not None:
            process, self._process = self._process, None
            try:
                process.wait(_END_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        if self._directory is not None:
            directory, self._directory = self._directory, None
            shutil.rmtree(directory, ignore_errors=True)

    def _spawn(self) -> None:
        self._directory = make_directory()
        self._requests, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._requests.setblocking(False)
        settings = {
            "grants": asdict(self._grants),
            "caps": asdict(caps_of(self._limits)),
            "preload": self._preload,
            "tiers": self._tiers,
            "kind": self._kind,
        }
        path = self._directory / "settings.json"
        path.write_text(json.dumps(settings), "utf-8")
        environ = os.environ if self._environ is None else self._environ
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and file
                [
                    *(self._python or sys.executable, "-I", ENTRY, "zygote"),
                    *(str(theirs.fileno()), str(path)),
                ],
                pass_fds=[theirs.fileno()],
                env=kernel_environment(self._directory, environ),
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                start_new_session=True,
            )

    async def _next(self) -> dict[str, Any]:
        assert self._requests is not None  # noqa: S101 - it has been spawned
        data = await asyncio.get_running_loop().sock_recv(self._requests, 1 << 16)
        return json.loads(data) if data else {}

    async def _listen(self) -> None:
        told = await self._next()
        self.threads = int(told.get("preloaded", 0))
        self._warm.set()

    async def _end(self) -> None:
        if self._listener is not None:
            self._listener.cancel()
            self._listener = None
        await asyncio.to_thread(self.end_now)
        self._warm = asyncio.Event()


def caps_of(limits: Limits) -> Caps:
    """The limits that hold inside a kernel."""
    return Caps(
        head_chars=limits.head_chars,
        tail_chars=limits.tail_chars,
        images=limits.images,
        image_bytes=limits.image_bytes,
    )

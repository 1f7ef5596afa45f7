"""Kernels from a zygote for every client of Jupyter: warm, confined, started in milliseconds.

`jupyter_client` finds the class here by its entry point when a kernelspec's metadata names
"codesteer-zygote". docs/provisioner.md says what to write, and what such a kernel is not.
"""

import asyncio
import functools
import os
import shutil
import signal
import socket
import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from jupyter_client.provisioning.provisioner_base import KernelProvisionerBase
from jupyter_core.paths import jupyter_runtime_dir
from traitlets import Bool, Enum, Int, List, Unicode

from codesteer.errors import KernelStartFailed
from codesteer.kernels.directory import make_directory
from codesteer.kernels.forked import ForkedProcess
from codesteer.kernels.inside.sandbox import Grants, Sandbox, Tier
from codesteer.kernels.isolation import TIERS, Isolation, kernel_environment, own_paths
from codesteer.kernels.limits import Limits
from codesteer.kernels.shared_zygotes import (
    Environment,
    SharedZygote,
    environment_paths,
    shared_zygote,
)
from codesteer.kernels.sources import Uids, can_fork, owner_of
from codesteer.kernels.zygote import PRELOADED
from codesteer.settings import Settings

__all__ = ["ZygoteProvisioner"]

_LAUNCHERS = ("ipykernel_launcher", "ipykernel")
_CHANNELS = ("shell", "iopub", "stdin", "control", "hb")
_ARGUMENTS = ("--HistoryManager.enabled=False", "--IPKernelApp.log_level=ERROR")
_COMPACT_ARGUMENTS = ("--InteractiveShell.colors=nocolor", "--InteractiveShell.cache_size=0")
_INLINE = "module://matplotlib_inline.backend_inline"
_DEFAULTS = Limits()
_IDENTITY = ("kernel_id", "kernel_spec", "parent")
_uids = Uids()


class ZygoteProvisioner(KernelProvisionerBase):
    """Forks a client's kernels from the zygote of their environment.

    What is tagged as configuration can be set in the kernelspec, beside the provisioner's name, or
    as `c.ZygoteProvisioner` in the client's own configuration. Clients cannot loosen it by what
    they ask for.
    """

    at_most = Enum(TIERS, "A", help="The strongest tier of sandbox to use.").tag(config=True)
    at_least = Enum(TIERS, "C", help="The weakest tier that will do.").tag(config=True)
    preload = List(
        Unicode(), list(PRELOADED), help="Modules that kernels find imported, as far as installed."
    ).tag(config=True)
    network = Bool(False, help="Whether kernels may use the network.").tag(config=True)
    transport = Enum(
        ("", "ipc"), "", help="Empty speaks as the client wishes; ipc overrules it."
    ).tag(config=True)
    readable = List(Unicode(), help="Further files and directories to read.").tag(config=True)
    cwd = Enum(
        ("own", "read", "write"),
        "own",
        help="Kernels start in a new directory of their own, or where the client asks for, which "
        "they may then read, or write.",
    ).tag(config=True)
    environment = List(
        Unicode(), help="Variables of the client's environment that kernels get, by name."
    ).tag(config=True)
    compact = Bool(
        True,
        help="Output as a model reads it: text and PNG, short errors, capped in the kernel, no "
        "input(). Without, all that ipykernel shows.",
    ).tag(config=True)
    memory_bytes = Int(_DEFAULTS.memory_bytes, help="Memory of each process.").tag(config=True)
    processes = Int(_DEFAULTS.processes, help="Processes and threads.").tag(config=True)
    cpu_s = Int(_DEFAULTS.cpu_s, help="CPU seconds of each process.").tag(config=True)
    file_bytes = Int(_DEFAULTS.file_bytes, help="Size of each file.").tag(config=True)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        # Ports and the connection file are as any local kernel's.
        self._local = LocalProvisioner(**{name: kwargs.get(name) for name in _IDENTITY})
        self._process: ForkedProcess | None = None
        self._directory: Path | None = None
        self._sockets: Path | None = None
        self._tier: Tier = ""
        self._last: int | None = None

    @property
    def has_process(self) -> bool:
        """Whether there is a kernel, or one whose end nobody has waited for."""
        return self._process is not None

    @property
    def pid(self) -> int:
        """Process id of the kernel's first process; 0 while there is none."""
        return 0 if self._process is None else self._process.pid

    async def poll(self) -> int | None:
        """None while the kernel runs, else its exit code, negative for a signal."""
        if self._process is None:
            return 0 if self._last is None else self._last
        return self._told(self._process)

    async def wait(self) -> int | None:
        """Wait until the kernel and all that it has started are gone; returns the exit code."""
        process = self._process
        if process is not None:
            await process.wait()
            self._last = self._told(process)
            process.close()
            self._process = None
        return await self.poll()

    async def send_signal(self, signum: int) -> None:
        """Signal the kernel and the programs it runs, in whatever namespace they are."""
        if self._process is not None:
            self._process.send_signal(signum)

    async def kill(self, restart: bool = False) -> None:
        """Kill the kernel; its warden then ends all that it has started."""
        await self.send_signal(signal.SIGKILL)

    async def terminate(self, restart: bool = False) -> None:
        """Ask the kernel to end."""
        await self.send_signal(signal.SIGTERM)

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Choose addresses, and write the connection file that clients read."""
        if not can_fork():
            raise KernelStartFailed(
                "Kernels are forked on Linux only. Remove kernel_provisioner from the kernelspec's "
                "metadata, and it starts as other kernels do."
            )
        manager: Any = self.parent
        if self.transport == "ipc" and manager.transport != "ipc":
            self._sockets = make_directory()
            manager.transport, manager.ip = "ipc", str(self._sockets / "k")
        launch: dict[str, Any] = await self._local.pre_launch(**kwargs)
        self.connection_info = self._local.connection_info
        return launch

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Fork a kernel. Clients may connect at once, and are heard when it is ready.

        Args:
            cmd: As in the kernelspec; its interpreter says which zygote, its arguments are
                ipykernel's.
            kwargs: "env" and "cwd" are looked at.

        Returns:
            The connection information.

        Raises:
            KernelStartFailed: It could not be started; the message says what to change.
        """
        python, arguments = _split(cmd)
        asked = None if self.cwd == "own" else _absolute(kwargs.get("cwd") or ".")
        isolation = await asyncio.to_thread(self._isolation, python)
        zygote = shared_zygote(Environment(python, isolation, preload=tuple(self.preload)))
        self._tier = await self._start(zygote)
        self._check_transport()
        writes = asked if self.cwd == "write" else None
        if writes is not None:
            _check_writable(writes, isolation.hidden)
        made = self._directory is None
        if self._directory is None:
            self._directory = make_directory(_user(self._tier, writes))
        try:
            self._process = await self._fork(zygote, asked, arguments, kwargs["env"])
        except BaseException:
            if made:
                self._remove_directory()
            raise
        self.log.info("Kernel %s runs in sandbox tier %s", self.kernel_id, self._tier)
        return self.connection_info

    async def cleanup(self, restart: bool = False) -> None:
        """Let go of the kernel, and unless another follows, of its directory and ports."""
        if self._process is not None:
            self._process.close()
            self._process = None
        await self._local.cleanup(restart=restart)
        if not restart:
            self._remove_directory()
            if self._sockets is not None:
                shutil.rmtree(self._sockets, ignore_errors=True)
                self._sockets = None

    async def get_provisioner_info(self) -> dict[str, Any]:
        """What is known of the kernel, for a record: it ends with this process."""
        info: dict[str, Any] = await super().get_provisioner_info()
        directory = None if self._directory is None else str(self._directory)
        return info | {"pid": self.pid, "tier": self._tier, "directory": directory}

    async def load_provisioner_info(self, provisioner_info: dict[str, Any]) -> None:
        """Take a record over. Its kernel has ended with the process that wrote it."""
        await super().load_provisioner_info(provisioner_info)
        self._tier = provisioner_info["tier"]

    def _told(self, process: ForkedProcess) -> int | None:
        """A process's exit code; why it had not started is logged, for its clients only wait."""
        code = process.poll()
        if code is not None and process.why:
            self.log.error("Kernel %s did not start: %s", self.kernel_id, process.why)
            process.why = ""
        return code

    def _isolation(self, python: str) -> Isolation:
        """What kernels of that interpreter may touch."""
        paths = environment_paths(python)
        readable = map(_absolute, self.readable)
        home = str(Settings().home)
        copies = [copy for path in paths for copy in sorted(path.glob("*codesteer*"))]
        return Isolation(
            hidden=(*own_paths(), *copies, _absolute(jupyter_runtime_dir()), _absolute(home)),
            readable=(*readable, *paths),
            network=self.network,
            at_least=self.at_least,
            at_most=self.at_most,
        )

    async def _start(self, zygote: SharedZygote) -> Tier:
        if not zygote.environment.isolation.tiers:
            raise KernelStartFailed(
                f"No tier is both at_most {self.at_most} and at_least {self.at_least}; A is the "
                "strongest. Change the kernelspec's kernel_provisioner.config."
            )
        try:
            await zygote.start()
        except KernelStartFailed:
            refused = "; ".join(f"{tier}: {why}" for tier, why in zygote.zygote.refused.items())
            raise KernelStartFailed(
                f"No sandbox of tier {self.at_least} or better works here ({refused}). Allow a "
                "weaker one: at_least, in the kernelspec's kernel_provisioner.config."
                if refused
                else "The process that kernels are forked from did not start. Check that "
                f"`{zygote.environment.python} -m ipykernel --version` works, and that it is "
                "Python 3.11 or later."
            ) from None
        return zygote.zygote.tier

    def _check_transport(self) -> None:
        if self.connection_info["transport"] == "tcp" and not self.network and self._tier != "C":
            raise KernelStartFailed(
                "The client wants to speak TCP, and this kernel is kept off the network. Add "
                '"transport": "ipc" to the kernelspec\'s kernel_provisioner.config, or start the '
                "client with --KernelManager.transport=ipc; or let kernels use the network with "
                '"network": true.'
            )

    async def _fork(
        self,
        zygote: SharedZygote,
        asked: Path | None,
        arguments: Sequence[str],
        environ: Mapping[str, str],
    ) -> ForkedProcess:
        assert self._directory is not None  # noqa: S101 - it has been made
        manager: Any = self.parent
        wishes = {
            "connection": {
                name: value.decode() if isinstance(value, bytes) else value
                for name, value in self.connection_info.items()
            },
            "name": os.path.basename(manager.connection_file),
            "arguments": [*_ARGUMENTS, *(_COMPACT_ARGUMENTS if self.compact else ()), *arguments],
            "compact": self.compact,
        }
        with ExitStack() as sockets:
            given = [sockets.enter_context(each) for each in _listen(self.connection_info)]
            isolation = zygote.environment.isolation
            ends = await zygote.fork(
                await asyncio.to_thread(self._sandbox, isolation, self._directory, asked),
                self._variables(self._directory, environ),
                wishes=wishes,
                given=given,
            )
        process = ForkedProcess(ends)
        try:
            async with asyncio.timeout(_DEFAULTS.start_s):
                await process.started()
        except TimeoutError:
            process.close()
            raise KernelStartFailed("The kernel did not start in time. Try again.") from None
        except BaseException:
            process.close()
            raise
        return process

    def _sandbox(self, isolation: Isolation, directory: Path, asked: Path | None) -> Sandbox:
        limits = replace(
            _DEFAULTS,
            memory_bytes=self.memory_bytes,
            processes=self.processes,
            cpu_s=self.cpu_s,
            file_bytes=self.file_bytes,
        )
        sandbox = isolation.sandbox(self._tier, directory, limits, uid=owner_of(directory))
        if asked is None:
            return sandbox
        if self.cwd == "write":
            return replace(sandbox, start_in=str(asked), writable=(str(asked),))
        grants = _grants(replace(isolation, readable=(*isolation.readable, asked)))
        return replace(sandbox, start_in=str(asked), grants=grants)

    def _variables(self, directory: Path, environ: Mapping[str, str]) -> dict[str, str]:
        named = (*(self.kernel_spec.env or {}), *self.environment)
        own = {"JUPYTER_RUNTIME_DIR": str(directory / ".jupyter")}
        if not self.compact:
            own["MPLBACKEND"] = _INLINE
        kept = {name: environ[name] for name in named if name in environ}
        return kernel_environment(directory, environ) | own | kept

    def _remove_directory(self) -> None:
        if self._directory is not None:
            shutil.rmtree(self._directory, ignore_errors=True)
            self._directory = None


def _split(command: Sequence[str]) -> tuple[str, list[str]]:
    """The interpreter that a kernelspec's command runs, and the arguments it gives ipykernel."""
    python = shutil.which(command[0]) if command else None
    at = command.index("-m") if "-m" in command else len(command)
    if python is None or " ".join(command[at + 1 : at + 2]) not in _LAUNCHERS:
        raise KernelStartFailed(
            "Only IPython's kernel can be forked. The kernelspec's argv must be "
            '["python", "-m", "ipykernel_launcher", "-f", "{connection_file}"], with any Python '
            "that has ipykernel, and is now: " + " ".join(command)
        )
    arguments = list(command[at + 2 :])
    if "-f" in arguments:  # The kernel has a connection file of its own.
        file = arguments.index("-f")
        del arguments[file : file + 2]
    return os.path.abspath(python), arguments


def _absolute(path: str) -> Path:
    return Path(path).expanduser().resolve()


@functools.lru_cache(maxsize=64)
def _grants(isolation: Isolation) -> Grants:
    """Looked up once, as a zygote does: it takes as long as the start of a kernel."""
    return isolation.grants()


def _user(tier: Tier, writes: Path | None) -> int:
    """The user of a new session: the owner of what it may write, or one of its own."""
    if writes is not None:
        return owner_of(writes)
    return _uids.next() if tier != "C" else 0


def _check_writable(directory: Path, hidden: Sequence[Path]) -> None:
    for path in (path.resolve() for path in hidden):
        if path == directory or path in directory.parents or directory in path.parents:
            raise KernelStartFailed(
                f"{directory} cannot be granted for writing: no kernel may touch {path}. "
                "Start the kernel elsewhere."
            )


def _listen(connection: Mapping[str, Any]) -> Iterator[socket.socket]:
    """A listening socket for each channel, so that whoever connects has not to wait for a kernel.

    Raises:
        KernelStartFailed: An address cannot be had.
    """
    ip = connection["ip"]
    for name in _CHANNELS:
        port = connection[f"{name}_port"]
        try:
            if connection["transport"] == "ipc":
                yield _listen_at(f"{ip}-{port}")
            else:
                yield socket.create_server(("" if ip == "*" else ip, port))
        except OSError as error:
            raise KernelStartFailed(
                f"The kernel's {name} channel cannot have the address {ip} {port}: {error}"
            ) from None


def _listen_at(path: str) -> socket.socket:
    with suppress(FileNotFoundError):
        if stat.S_ISSOCK(os.lstat(path).st_mode):
            os.unlink(path)  # An earlier kernel's.
    listener = socket.socket(socket.AF_UNIX)
    try:
        os.fchmod(listener.fileno(), 0o600)  # The file gets it with bind.
        listener.bind(path)
        listener.listen()
    except BaseException:
        listener.close()
        raise
    return listener

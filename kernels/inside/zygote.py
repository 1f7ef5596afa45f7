"""The warm parent of kernels: it has imported what they need, and forks one a request.

It runs no code of a model, holds no secret, and has a single thread, since a fork copies only
the thread that forks.
"""

import array
import gc
import importlib
import importlib.util
import json
import os
import select
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from . import landlock, seccomp, shell
from .channel import Channel
from .hugepages import use_large_pages
from .libc import prctl
from .output import Caps
from .sandbox import Grants, Sandbox
from .seeds import reseed
from .warden import fork_session

__all__ = ["main"]

_Become: TypeAlias = Callable[[socket.socket, Mapping[str, Any], Sequence[socket.socket]], None]
"""Makes a kernel of a fork, given its channel, its request, and further sockets. Never returns."""

_PR_SET_CHILD_SUBREAPER = 36
_MOST_SOCKETS = 16
_IDLE_S = 0.05
"""Seconds without a request before the next module is imported."""


def main(arguments: Sequence[str]) -> None:
    """Serve the socket whose file descriptor is the first argument; the second names a file.

    The file holds settings, and is removed.

    Tells {"ready": ...} first, then {"preloaded": ...} once every module is imported. Each request
    carries a sandbox and two sockets: the kernel's channel and its warden's control. What follows
    them is for the kind of kernel that the settings name.
    """
    requests = socket.socket(fileno=int(arguments[0]))
    with open(arguments[1], encoding="utf-8") as file:
        settings = json.load(file)
    os.remove(arguments[1])
    sys.argv = [""]
    prctl(_PR_SET_CHILD_SUBREAPER, 1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # Sessions tell their own end.
    grants = Grants.parse(settings["grants"])
    become = _prepare(settings["kind"], Caps(**settings["caps"]))
    waiting: list[str] = list(settings["preload"])
    tier, refused = _probe(grants, settings["tiers"])
    _tell(requests, {"ready": tier, "refused": refused})
    _settle_memory()
    if not waiting:
        _tell_preloaded(requests)
    while True:
        readable, _, _ = select.select([requests], [], [], _IDLE_S if waiting else None)
        if readable:
            _serve(requests, become, grants)
        elif waiting:
            _preload(waiting.pop(0))
            if not waiting:
                _settle_memory()
                _tell_preloaded(requests)


def _settle_memory() -> None:
    """Make what is held now cheap to share: never looked at by the collector, in large pages."""
    gc.collect()
    gc.freeze()
    use_large_pages()


def _tell_preloaded(requests: socket.socket) -> None:
    _tell(requests, {"preloaded": len(os.listdir("/proc/self/task"))})


def _prepare(kind: str, caps: Caps) -> _Become:
    """Import what one kind of kernel needs; IPython's shells are singletons, so there is one."""
    if kind == "ipykernel":
        from . import ipykernel_fork

        ipykernel_fork.rehearse(caps)
        return lambda channel, request, given: ipykernel_fork.serve(channel, request, given, caps)
    ready_shell = shell.make_shell(caps)
    shell.rehearse(ready_shell)
    return lambda channel, request, _: shell.serve(
        ready_shell, Channel(channel), request["private"]
    )


def _serve(requests: socket.socket, become: _Become, grants: Grants) -> None:
    request, passed = _receive(requests)
    if request is None:
        os._exit(0)  # The server is gone.
    connection, control, *given = (socket.socket(fileno=fd) for fd in passed)
    # Whatever is done before the fork is shared with the child, and not its own memory.
    sandbox = Sandbox.parse(request["sandbox"], None if "grants" in request["sandbox"] else grants)
    environment = {os.fsencode(k): os.fsencode(v) for k, v in request["environment"].items()}

    def first() -> None:
        requests.close()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)

    def kernel() -> None:
        reseed()
        tempfile.tempdir = None  # It was found for the zygote.
        for name, value in environment.items():  # `update` writes to more memory.
            os.environb[name] = value
        become(connection, {**request, "private": sandbox.private}, given)

    fork_session(sandbox, control, kernel, first)
    for passed_on in (connection, control, *given):
        passed_on.close()


def _probe(grants: Grants, tiers: Sequence[str]) -> tuple[str, dict[str, str]]:
    """The strongest of the tiers that works here, and why the ones before it do not."""
    refused: dict[str, str] = {}
    for tier in tiers:
        why = _try(tier, grants)
        if not why:
            return tier, refused
        refused[tier] = why
    return "", refused


def _try(tier: str, grants: Grants) -> str:
    """Start an empty session in the tier; why it failed, or nothing."""
    if tier != "C" and (landlock.abi() == 0 or not seccomp.supported()):
        return "this system has no Landlock, or its processor is unknown here"
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with tempfile.TemporaryDirectory(prefix="codesteer-probe-") as directory:

        def first() -> None:
            ours.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            null = os.open(os.devnull, os.O_RDWR)
            os.dup2(null, 2)

        sandbox = Sandbox(tier=tier, directory=directory, grants=grants)
        fork_session(sandbox, theirs, lambda: None, first)
        theirs.close()
        told: list[dict[str, Any]] = []
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline and not (told and {"failed", "exit"} & told[-1].keys()):
            if not select.select([ours], [], [], 10)[0]:
                break
            data = ours.recv(65536)
            if not data:
                break
            told.append(json.loads(data))
        ours.close()
    for message in told:
        if "failed" in message:
            return str(message["failed"])
    return "" if told and told[-1].get("exit") == 0 else "the trial session died"


def _preload(name: str) -> None:
    """Import a module, if it is installed."""
    if importlib.util.find_spec(name.partition(".")[0]) is None:
        return
    try:
        importlib.import_module(name)
    except Exception as error:  # A broken package must not end the zygote.
        print(f"codesteer: cannot preload {name}: {error}", file=sys.stderr)  # noqa: T201


def _receive(requests: socket.socket) -> tuple[Any, list[int]]:
    fds = array.array("i")
    try:
        room = socket.CMSG_LEN(_MOST_SOCKETS * fds.itemsize)
        data, ancillary, _, _ = requests.recvmsg(1 << 20, room)
    except OSError:
        return None, []
    if not data:
        return None, []
    for level, kind, payload in ancillary:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            fds.frombytes(payload[: len(payload) - len(payload) % fds.itemsize])
    for fd in fds:
        os.set_inheritable(fd, False)
    return json.loads(data), list(fds)


def _tell(requests: socket.socket, message: dict[str, object]) -> None:
    try:
        requests.send(json.dumps(message).encode())
    except OSError:
        os._exit(0)

"""The first process of a session: starts the kernel in it, and leaves nothing behind.

In tier A it is process 1 of the session's namespace, elsewhere the one that orphans fall back to.
It runs no code of a model. It ends with its session: when the kernel has ended, when it is told
to, and when the server at the other end of the control socket is gone.
"""

import contextlib
import json
import os
import select
import signal
import socket
from collections.abc import Callable

from .libc import plain_fork, prctl
from .sandbox import Sandbox

__all__ = ["begin_session"]

_PR_SET_PDEATHSIG, _PR_SET_CHILD_SUBREAPER, _PR_SET_NAME = 1, 36, 15


def begin_session(sandbox: Sandbox, control: socket.socket, kernel: Callable[[], None]) -> None:
    """Set the sandbox up, run `kernel` in it, and watch over it. Never returns.

    Args:
        sandbox: What the kernel is confined to.
        control: Takes {"signal": number}, with "group": true for the kernel's whole process group,
            and ends the session when closed; tells {"started": pid}, {"failed": why} and
            {"exit": code}.
        kernel: Runs in the confined process.
    """
    try:
        sandbox.prepare()
        if sandbox.tier == "A" and plain_fork():
            os._exit(0)  # The child is process 1; the zygote adopts it.
        os.setsid()
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        seen_as = int(os.readlink("/proc/self"))
        sandbox.settle()
        prctl(_PR_SET_CHILD_SUBREAPER, 1)
        wake, woken = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(woken, warn_on_full_buffer=False)
        pid = os.fork()
    except OSError as error:
        _tell(control, {"failed": str(error)})
        os._exit(1)
    if pid == 0:
        _become_kernel(sandbox, control, kernel)
    _tell(control, {"started": seen_as})
    _watch(pid, control, wake)
    os._exit(0)


def _become_kernel(sandbox: Sandbox, control: socket.socket, kernel: Callable[[], None]) -> None:
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.setsid()
        sandbox.confine()
        # Without its warden nobody would end it. Set last: a change of user takes it away.
        prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    except OSError as error:
        _tell(control, {"failed": str(error)})
        os._exit(1)
    control.close()
    try:
        kernel()
    finally:
        os._exit(0)


def _watch(kernel: int, control: socket.socket, wake: int) -> None:
    while True:
        ready, _, _ = select.select([control.fileno(), wake], [], [])
        if wake in ready:
            os.read(wake, 512)
        code = _reap(kernel)
        if code is not None:
            _end_all()
            _tell(control, {"exit": code})
            return
        if control.fileno() in ready:
            try:
                message = control.recv(4096)
            except OSError:
                message = b""
            if not message:
                _end_all()
                return
            _pass_on(kernel, json.loads(message))


def _pass_on(kernel: int, message: dict[str, int]) -> None:
    if message.get("group"):
        with contextlib.suppress(ProcessLookupError):  # It is about to become a group.
            os.killpg(kernel, message["signal"])
            return
    os.kill(kernel, message["signal"])


def _reap(kernel: int) -> int | None:
    """Collect what has ended; the kernel's exit code when it is among it, negative for a signal."""
    found = None
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return found
        if pid == 0:
            return found
        if pid == kernel:
            found = os.waitstatus_to_exitcode(status)


def _end_all() -> None:
    """Kill every descendant; whoever loses its parent becomes a child of this process."""
    if os.getpid() == 1:
        try:
            os.kill(-1, signal.SIGKILL)
        except ProcessLookupError:
            return
    while True:
        for pid in _descendants(os.getpid()):
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return


def _descendants(pid: int) -> list[int]:
    found: list[int] = []
    waiting = [pid]
    while waiting:
        parent = waiting.pop()
        with contextlib.suppress(OSError):
            for task in os.listdir(f"/proc/{parent}/task"):
                with open(f"/proc/{parent}/task/{task}/children", "rb") as file:
                    waiting += map(int, file.read().split())
        if parent != pid:
            found.append(parent)
    return found


def _tell(control: socket.socket, message: dict[str, object]) -> None:
    with contextlib.suppress(OSError):  # The server is gone, and nobody is left to be told.
        control.send(json.dumps(message).encode())

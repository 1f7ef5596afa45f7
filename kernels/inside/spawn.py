"""Runs a command in a session of its own, for kernels that are programs and not forks.

    python -I kernels/inside spawn SETTINGS COMMAND...

This process stands for the kernel towards whoever started it: signals are passed on, its end and
exit code are the kernel's, and when it is killed the session ends.
"""

import json
import os
import signal
import socket
import sys
from collections.abc import Sequence

from .libc import prctl
from .sandbox import Sandbox
from .warden import fork_session

__all__ = ["main"]

_PR_SET_PDEATHSIG, _PR_SET_CHILD_SUBREAPER = 1, 36


def main(arguments: Sequence[str]) -> None:
    """Run the command in the sandbox that a file describes.

    Args:
        arguments: The file's path, which is removed, and the command. The file's "own" lists files
            that the session's user must own.
    """
    path, *command = arguments
    with open(path, encoding="utf-8") as file:
        settings = json.load(file)
    os.remove(path)
    sandbox = Sandbox.parse(settings["sandbox"])
    if sandbox.uid:
        for owned in settings["own"]:
            os.chown(owned, sandbox.uid, sandbox.uid, follow_symlinks=False)
    control, its_control = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    prctl(_PR_SET_CHILD_SUBREAPER, 1)
    fork_session(sandbox, its_control, lambda: _become(command), first=control.close)
    its_control.close()
    signal.signal(signal.SIGINT, lambda number, _: _pass_on(control, number))
    signal.signal(signal.SIGTERM, lambda number, _: _pass_on(control, signal.SIGKILL))
    while data := control.recv(1 << 16):
        told = json.loads(data)
        if "failed" in told:
            sys.exit(f"codesteer: the sandbox cannot be entered: {told['failed']}")
        if "exit" in told:
            _end_like(int(told["exit"]))
    os._exit(1)


def _become(command: Sequence[str]) -> None:
    # The kernel watches this number, which means something else in its own namespace.
    os.environ.pop("JPY_PARENT_PID", None)
    os.execv(command[0], list(command))  # noqa: S606 - the command is the server's, no shell


def _pass_on(control: socket.socket, number: int) -> None:
    try:
        control.send(json.dumps({"signal": int(number)}).encode())
    except OSError:
        return  # The session has ended, and says so next.


def _end_like(code: int) -> None:
    if code < 0:
        signal.signal(-code, signal.SIG_DFL) if -code != signal.SIGKILL else None
        os.kill(os.getpid(), -code)
    os._exit(code if code >= 0 else 1)

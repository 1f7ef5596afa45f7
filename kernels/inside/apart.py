"""Cells that run apart: in a fork of the kernel, which is as it was before when they have ended."""

import json
import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from .libc import prctl
from .signals import FLUSH_SIGNAL, INTERRUPT_SIGNAL

__all__ = ["run_apart"]

_PR_SET_CHILD_SUBREAPER = 36
_END_S = 2.0
"""Seconds for programs that start others as fast as they are ended."""
_MESSAGE_BYTES = 1 << 16


def run_apart(cell: Callable[[], Any], places: Sequence[str] = ()) -> tuple[Any, bool]:
    """Run something in a fork of this process and wait, until all that it started has ended too.

    A fork that does not come to the end of `cell` takes this process with it, so that whoever
    watches sees the end that it came to.

    Args:
        cell: Its answer must fit into JSON, and into a pipe.
        places: Directories from which is removed what was put there meanwhile.

    Returns:
        The answer, and whether all that was left behind could be cleared away.
    """
    children, entries = _children(), _entries(places)
    # Whoever loses its parent comes to this process, also from a session or group of its own.
    prctl(_PR_SET_CHILD_SUBREAPER, 1)
    told, tell = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    pid = os.fork()
    if pid == 0:
        try:
            os.setpgid(0, 0)
            os.write(tell, json.dumps(cell()).encode())
        finally:
            os._exit(0)
    with _passed_on(pid):
        # Its number stays its own until all those that are signalled by it have been.
        os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    cleared = _end_orphans(children) and _remove(_entries(places) - entries)
    prctl(_PR_SET_CHILD_SUBREAPER, 0)
    try:
        answer = json.loads(os.read(told, _MESSAGE_BYTES))
    except (BlockingIOError, ValueError):
        _end_like(os.waitstatus_to_exitcode(status))
    os.close(told)
    os.close(tell)
    return answer, cleared


@contextmanager
def _passed_on(pid: int) -> Iterator[None]:
    """Hand the fork the signals that are meant for the cell."""

    def pass_on(number: int, _: object) -> None:
        with suppress(ProcessLookupError):
            os.kill(pid, number)

    before = {number: signal.signal(number, pass_on) for number in (INTERRUPT_SIGNAL, FLUSH_SIGNAL)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _end_orphans(but: set[int]) -> bool:
    """End every child but some, and whoever becomes a child by that; whether none is left."""
    deadline = time.monotonic() + _END_S
    while left := _children() - but:
        if time.monotonic() > deadline:
            return False
        try:
            for pid in left:
                os.kill(pid, signal.SIGKILL)
        except PermissionError:  # It has become another user.
            return False
        for pid in left:
            os.waitpid(pid, 0)
    return True


def _children() -> set[int]:
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return set()
    found: set[int] = set()
    for task in os.listdir("/proc/self/task"):
        with suppress(OSError), open(f"/proc/self/task/{task}/children", "rb") as file:
            found.update(map(int, file.read().split()))
    return found


def _entries(places: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for place in places:
        with suppress(OSError):
            found.update(os.path.join(place, name) for name in os.listdir(place))
    return found


def _remove(paths: set[str]) -> bool:
    try:
        for path in paths:
            if os.path.isdir(path) and not os.path.islink(path):
                shutil.rmtree(path)
            else:
                os.unlink(path)
    except (OSError, RecursionError):
        return False
    return True


def _end_like(code: int) -> None:
    if code < 0:
        if -code not in (signal.SIGKILL, signal.SIGSTOP):
            signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    os._exit(max(code, 0))

"""Cells that run apart: in a fork of the kernel, which is as it was before when they have ended."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from .signals import FLUSH_SIGNAL, INTERRUPT_SIGNAL

__all__ = ["run_apart"]


def run_apart(cell: Callable[[], None]) -> None:
    """Run something in a fork of this process and wait; programs that it leaves behind are ended.

    A fork that does not come to the end of `cell` takes this process with it, so that whoever
    watches sees the end that it came to.
    """
    told, tell = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    pid = os.fork()
    if pid == 0:
        try:
            os.setpgid(0, 0)
            cell()
            os.write(tell, b".")
        finally:
            os._exit(0)
    with _passed_on(pid):
        _, status = os.waitpid(pid, 0)
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
    try:
        ended = bool(os.read(told, 1))
    except BlockingIOError:
        ended = False
    os.close(told)
    os.close(tell)
    if not ended:
        _end_like(os.waitstatus_to_exitcode(status))


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


def _end_like(code: int) -> None:
    if code < 0:
        if -code not in (signal.SIGKILL, signal.SIGSTOP):
            signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    os._exit(max(code, 0))

"""System calls that Python does not offer, with errors as OSError."""

import ctypes
import functools
import os
import platform
import signal

__all__ = ["call", "fork_into", "plain_fork", "prctl", "syscall"]

_CLONE = {"x86_64": 56, "aarch64": 220}
"""The number of clone(2), by processor."""


@functools.cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def call(name: str, *args: object) -> int:
    """Call a function of the C library.

    Raises:
        OSError: It returned a negative number.
    """
    return _checked(name, int(getattr(_libc(), name)(*args)))


def plain_fork() -> int:
    """Fork as `os.fork` does, without what Python and modules do around it.

    For a process of one thread whose fork runs a few lines and holds no lock: what is not run there
    is not written to, and memory that is not written to is shared.

    Raises:
        OSError: No process could be made.
    """
    return call("fork")


def fork_into(namespaces: int) -> int:
    """Fork as `plain_fork` does, the child being the first process of new namespaces.

    The C library does not know that the child is another thread than its parent, so the child must
    start no thread and fork before it runs any other's code.

    Args:
        namespaces: Flags, CLONE_NEW* of clone(2).

    Raises:
        OSError: No process could be made, or none there.
    """
    flags = ctypes.c_ulong(namespaces | signal.SIGCHLD)
    zeros = [ctypes.c_void_p()] * 4
    return syscall("clone", _CLONE[platform.machine()], flags, *zeros)


def syscall(name: str, number: int, *args: object) -> int:
    """Make a system call by number; `name` is for the error's text.

    Raises:
        OSError: It failed.
    """
    return _checked(name, int(_libc().syscall(ctypes.c_long(number), *args)))


def prctl(option: int, *args: int) -> int:
    """Change something about this process; the manual page of that name lists what.

    Raises:
        OSError: It was refused.
    """
    padded = [ctypes.c_ulong(value) for value in (*args, 0, 0, 0, 0)[:4]]
    return _checked(f"prctl {option}", int(_libc().prctl(option, *padded)))


def _checked(what: str, result: int) -> int:
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{what}: {os.strerror(code)}")
    return result

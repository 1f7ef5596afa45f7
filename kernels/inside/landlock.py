"""Landlock: a process gives up file access for itself and its children, for ever.

Source: Linux Documentation/userspace-api/landlock.rst, ABI 1 to 7.
"""

import ctypes
import functools
import os
import stat
import struct
import sys
from collections.abc import Iterable

from .libc import prctl, syscall

__all__ = ["abi", "allow", "make_ruleset", "restrict"]

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_CREATE_VERSION = 1
_RULE_PATH_BENEATH = 1
_PR_SET_NO_NEW_PRIVS = 38

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_TRUNCATE, _IOCTL_DEV = 1 << 14, 1 << 15
_ON_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL_DEV
_READ = _EXECUTE | _READ_FILE | _READ_DIR
_NET_BIND_TCP, _NET_CONNECT_TCP = 1, 2
_SCOPE_ABSTRACT_UNIX_SOCKET, _SCOPE_SIGNAL = 1, 2


@functools.cache
def abi() -> int:
    """Version of Landlock this machine has; 0 where it has none."""
    if sys.platform != "linux":
        return 0
    try:
        return syscall("landlock", _CREATE_RULESET, None, ctypes.c_size_t(0), _CREATE_VERSION)
    except OSError:
        return 0


def make_ruleset(*, network: bool) -> int:
    """A ruleset that allows nothing yet; returns its file descriptor.

    Args:
        network: Whether TCP stays allowed; to deny it needs ABI 4.
    """
    version = abi()
    net = 0 if network or version < 4 else _NET_BIND_TCP | _NET_CONNECT_TCP
    scoped = _SCOPE_ABSTRACT_UNIX_SOCKET | _SCOPE_SIGNAL if version >= 6 else 0
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    attr = struct.pack("=QQQ", _handled(), net, scoped)[:size]
    return syscall(
        "landlock_create_ruleset",
        _CREATE_RULESET,
        ctypes.create_string_buffer(attr, size),
        ctypes.c_size_t(size),
        0,
    )


def allow(
    ruleset: int,
    *,
    read: Iterable[str],
    listed: Iterable[str] = (),
    write: Iterable[str] = (),
) -> None:
    """Add what stays allowed. Paths that do not exist grant nothing.

    Args:
        ruleset: From `make_ruleset`.
        read: Files and trees that may be read and executed.
        listed: Trees of which only the names of entries may be listed.
        write: Files and trees that may also be changed.
    """
    for paths, access in ((read, _READ), (listed, _READ_DIR), (write, _handled())):
        for path in paths:
            _allow(ruleset, path, access & _handled())


def restrict(ruleset: int) -> None:
    """Give up everything that the ruleset does not allow."""
    prctl(_PR_SET_NO_NEW_PRIVS, 1)
    syscall("landlock_restrict_self", _RESTRICT_SELF, ruleset, 0)


def _handled() -> int:
    version = abi()
    bits = 16 if version >= 5 else 15 if version >= 3 else 14 if version >= 2 else 13
    return (1 << bits) - 1


def _allow(ruleset: int, path: str, access: int) -> None:
    try:
        fd = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        if not stat.S_ISDIR(os.fstat(fd).st_mode):
            access &= _ON_FILES
        rule = ctypes.create_string_buffer(struct.pack("=Qi", access, fd), 12)
        syscall("landlock_add_rule", _ADD_RULE, ruleset, _RULE_PATH_BENEATH, rule, 0)
    finally:
        os.close(fd)

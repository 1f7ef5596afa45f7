"""Confines its own process with Landlock, then becomes the command it was given.

Run as a script, by path, before anything of the session exists:

    python -I -S confine.py '{"read": [...], "list": [...], "write": [...]}' command...

It imports nothing but the standard library, so that the confined process holds no trace of
CodeSteer. Outside Linux, or where Landlock is missing, it only becomes the command.

Source: Linux Documentation/userspace-api/landlock.rst, ABI 1 to 7.
"""

import ctypes
import functools
import json
import os
import stat
import sys

__all__ = ["confine", "landlock_abi"]

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_CREATE_VERSION = 1
_RULE_PATH_BENEATH = 1
_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS = 1, 38
_SIGKILL = 9

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_ALL_V1 = (1 << 13) - 1
_REFER, _TRUNCATE, _IOCTL_DEV = 1 << 13, 1 << 14, 1 << 15
_ON_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL_DEV
_SCOPE_ABSTRACT_UNIX_SOCKET, _SCOPE_SIGNAL = 1, 2


class _RulesetAttr(ctypes.Structure):
    _fields_ = (
        ("handled_access_fs", ctypes.c_uint64),
        ("handled_access_net", ctypes.c_uint64),
        ("scoped", ctypes.c_uint64),
    )


class _PathBeneathAttr(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed_access", ctypes.c_uint64), ("parent_fd", ctypes.c_int32))


@functools.cache
def landlock_abi() -> int:
    """Version of Landlock this machine has; 0 where it has none."""
    if sys.platform != "linux":
        return 0
    version: int = _libc().syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), _CREATE_VERSION)
    return max(0, version)


def confine(read: list[str], listed: list[str], write: list[str]) -> None:
    """Let this process and its children touch only the given files, for ever.

    Args:
        read: Files and trees that may be read and executed.
        listed: Trees of which only the names of entries may be listed.
        write: Files and trees that may also be changed.

    Raises:
        OSError: The operating system refused.
    """
    abi = landlock_abi()
    if abi == 0:
        return
    handled = _ALL_V1 | (_REFER if abi >= 2 else 0)
    handled |= (_TRUNCATE if abi >= 3 else 0) | (_IOCTL_DEV if abi >= 5 else 0)
    scoped = _SCOPE_ABSTRACT_UNIX_SOCKET | _SCOPE_SIGNAL if abi >= 6 else 0
    attr = _RulesetAttr(handled, 0, scoped)
    size = ctypes.sizeof(attr) if abi >= 6 else 8
    ruleset = _call(_CREATE_RULESET, ctypes.byref(attr), ctypes.c_size_t(size), 0)
    try:
        for paths, access in (
            (read, _EXECUTE | _READ_FILE | _READ_DIR),
            (listed, _READ_DIR),
            ([*write, f"/proc/{os.getpid()}"], handled),
        ):
            for path in paths:
                _allow(ruleset, path, access & handled)
        if _libc().prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
            raise OSError(ctypes.get_errno(), "no_new_privs refused")
        _call(_RESTRICT_SELF, ruleset, 0)
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: str, access: int) -> None:
    try:
        fd = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return  # Gone since it was listed, so there is nothing to grant.
    try:
        if not stat.S_ISDIR(os.fstat(fd).st_mode):
            access &= _ON_FILES
        rule = _PathBeneathAttr(access, fd)
        _call(_ADD_RULE, ruleset, _RULE_PATH_BENEATH, ctypes.byref(rule), 0)
    finally:
        os.close(fd)


def _call(number: int, *args: object) -> int:
    result: int = _libc().syscall(number, *args)
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, f"Landlock call {number}: {os.strerror(code)}")
    return result


@functools.cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _main() -> None:
    grants, command = json.loads(sys.argv[1]), sys.argv[2:]
    if sys.platform == "linux":
        # The kernel must not outlive a server that was killed.
        _libc().prctl(_PR_SET_PDEATHSIG, _SIGKILL, 0, 0, 0)
    confine(grants["read"], grants["list"], grants["write"])
    os.execv(command[0], command)  # noqa: S606 - the command is ours, no shell


if __name__ == "__main__":
    _main()

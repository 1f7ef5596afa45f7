"""Namespaces: a session sees its own processes, network, mounts and host name.

Source: Linux namespaces(7), user_namespaces(7), mount_setattr(2).
"""

import ctypes
import os
import socket
import struct
from collections.abc import Sequence

from .libc import call, fork_into, syscall

__all__ = ["SHARED_TREES", "fork", "settle"]

SHARED_TREES = ("/tmp", "/var/tmp", "/dev/shm")  # noqa: S108 - to be replaced, not used
"""Trees of which a session has its own, empty at first."""
HIDDEN_TREES = (*SHARED_TREES, "/home", "/root", "/run", "/mnt", "/media", "/srv")
"""Replaced by empty places of the session's own; what is granted below them is put back."""

_NEWNS, _NEWCGROUP, _NEWUTS, _NEWIPC = 0x20000, 0x2000000, 0x4000000, 0x8000000
_NEWUSER, _NEWPID, _NEWNET = 0x10000000, 0x20000000, 0x40000000
_BIND, _REC, _PRIVATE, _NOSUID, _NODEV = 4096, 16384, 1 << 18, 2, 4
_ATTR_RDONLY, _AT_RECURSIVE, _AT_FDCWD = 1, 0x8000, -100
_MOUNT_SETATTR = 442
_SIOCSIFFLAGS, _IFF_UP, _IFF_RUNNING = 0x8914, 0x1, 0x40
_PRIVATE_BYTES = 256 << 20


def fork(*, network: bool) -> int:
    """Fork a process that is process 1 of its own namespaces; returns as `os.fork` does.

    Without privileges a user namespace comes first, in which the user keeps its number.

    Args:
        network: Whether the machine's network stays visible.

    Raises:
        OSError: The operating system refused; in either process.
    """
    uid, gid = os.geteuid(), os.getegid()
    flags = _NEWNS | _NEWIPC | _NEWUTS | _NEWPID | _NEWCGROUP | (0 if network else _NEWNET)
    pid = fork_into(flags | (_NEWUSER if uid else 0))
    if pid == 0:
        _name_it(uid, gid)
    return pid


def _name_it(uid: int, gid: int) -> None:
    if uid:
        _write("/proc/self/setgroups", "deny")
        _write("/proc/self/uid_map", f"{uid} {uid} 1")
        _write("/proc/self/gid_map", f"{gid} {gid} 1")
    call("sethostname", b"session", 7)


def settle(*, read: Sequence[str], write: Sequence[str], network: bool) -> None:
    """In the new process 1: all of the machine read-only, its private places gone, an own /proc.

    Args:
        read: Files and trees put back, read-only, where they lie below a hidden tree.
        write: Directories that stay writable.
        network: Whether the machine's network is still there.

    Raises:
        OSError: The operating system refused.
    """
    _mount(None, "/", None, _REC | _PRIVATE)
    kept = [path for path in read if _is_hidden(path)]
    opened = [(path, os.open(path, os.O_PATH | os.O_CLOEXEC)) for path in (*kept, *write)]
    _set_read_only("/", read_only=True)
    for tree in HIDDEN_TREES:
        if os.path.isdir(tree) and not os.path.islink(tree):
            mode = "1777" if tree in SHARED_TREES else "755"
            options = f"size={_PRIVATE_BYTES},mode={mode}"
            _mount("tmpfs", tree, "tmpfs", _NOSUID | _NODEV, options)
    for number, (path, fd) in enumerate(opened):
        source = f"/proc/self/fd/{fd}"
        _make_place(source, path)
        _mount(source, path, None, _BIND | _REC)
        _set_read_only(path, read_only=number < len(kept))
        os.close(fd)
    _mount("proc", "/proc", "proc", _NOSUID | _NODEV)
    if not network:
        import fcntl  # not there on Windows, where this module is read as well

        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as lo:
            request = struct.pack("16sh14x", b"lo", _IFF_UP | _IFF_RUNNING)
            fcntl.ioctl(lo, _SIOCSIFFLAGS, request)


def _is_hidden(path: str) -> bool:
    return any(path == tree or path.startswith(tree + "/") for tree in HIDDEN_TREES)


def _make_place(source: str, path: str) -> None:
    if os.path.exists(path):
        return
    parent = path if os.path.isdir(source) else os.path.dirname(path)
    os.makedirs(parent, mode=0o755, exist_ok=True)
    if parent != path:
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o644))


def _set_read_only(path: str, *, read_only: bool) -> None:
    attributes = (_ATTR_RDONLY, 0) if read_only else (0, _ATTR_RDONLY)
    packed = ctypes.create_string_buffer(struct.pack("QQQQ", *attributes, 0, 0), 32)
    syscall(
        f"mount_setattr {path}",
        _MOUNT_SETATTR,
        ctypes.c_int(_AT_FDCWD),
        os.fsencode(path),
        _AT_RECURSIVE,
        packed,
        ctypes.c_size_t(32),
    )


def _mount(
    source: str | None, target: str, kind: str | None, flags: int, options: str | None = None
) -> None:
    encoded = [None if text is None else os.fsencode(text) for text in (source, target, kind)]
    data = None if options is None else options.encode()
    try:
        call("mount", *encoded, ctypes.c_ulong(flags), data)
    except OSError as error:
        raise OSError(error.errno, f"mount {target}: {error.strerror}") from None


def _write(path: str, text: str) -> None:
    with open(path, "w", encoding="ascii") as file:
        file.write(text)

"""seccomp: a process gives up system calls for itself and its children, for ever.

Source: Linux Documentation/userspace-api/seccomp_filter.rst; numbers from the kernel's tables.
"""

import ctypes
import platform
import struct
from collections.abc import Collection

from .libc import prctl

__all__ = ["deny", "supported"]

_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _FILTER = 38, 22, 2
_ALLOW, _EPERM, _ENOSYS, _KILL = 0x7FFF0000, 0x00050001, 0x00050026, 0x80000000
_LOAD, _JUMP_EQUAL, _JUMP_GREATER_EQUAL, _JUMP_SET, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NR, _ARCH, _ARG0 = 0, 4, 16
_X32 = 0x40000000
_NEW_NAMESPACES = 0x7E020000  # CLONE_NEW*

# Architecture constant, then socket, clone, prlimit64, and what no program in a kernel needs.
_TABLES = {
    "x86_64": (0xC000003E, 41, 56, 302, (
        29, 30, 31, 64, 65, 66, 67, 68, 69, 70, 71, 101, 155, 161, 163, 165, 166, 167, 168, 169,
        175, 176, 220, 246, 248, 249, 250, 272, 298, 303, 304, 308, 310, 311, 312, 313, 320, 321,
        323,
    )),
    "aarch64": (0xC00000B7, 198, 220, 261, (
        39, 40, 41, 51, 89, 97, 104, 105, 106, 117, 142, 186, 187, 188, 189, 190, 191, 192, 193,
        194, 195, 196, 197, 217, 218, 219, 224, 225, 241, 264, 265, 268, 270, 271, 272, 273, 280,
        282, 294,
    )),
}  # fmt: skip
"""System V's shared memory, semaphores and queues, ptrace, pivot_root, chroot, acct, mount and its
kin, swap, reboot, modules, kexec, keys, unshare, setns, perf_event_open, file handles,
process_vm_*, kcmp, bpf, userfaultfd; numbers differ."""
# The same everywhere: io_uring, the new mount calls, pidfd_getfd, mount_setattr, memfd_secret.
_COMMON = (425, 426, 427, 428, 429, 430, 431, 432, 433, 438, 442, 447)
_CLONE3 = 435


def supported() -> bool:
    """Whether this machine's system calls are known here."""
    return platform.machine() in _TABLES


def deny(families: Collection[int]) -> None:
    """Give up dangerous system calls, new namespaces, and sockets but of the given families.

    Args:
        families: Socket families that stay allowed; socket pairs always are.

    Raises:
        OSError: The operating system refused.
    """
    arch, socket, clone, prlimit, numbers = _TABLES[platform.machine()]
    program = [_step(_LOAD, _ARCH), _step(_JUMP_EQUAL, arch, 1, 0), _step(_RETURN, _KILL)]
    program.append(_step(_LOAD, _NR))
    if platform.machine() == "x86_64":
        program += [_step(_JUMP_GREATER_EQUAL, _X32, 0, 1), _step(_RETURN, _EPERM)]
    for number in (*numbers, *_COMMON):
        program += [_step(_JUMP_EQUAL, number, 0, 1), _step(_RETURN, _EPERM)]
    # The C library falls back to clone, whose flags can be looked at.
    program += [_step(_JUMP_EQUAL, _CLONE3, 0, 1), _step(_RETURN, _ENOSYS)]
    program += [_step(_JUMP_EQUAL, clone, 0, 4), _step(_LOAD, _ARG0)]
    program += [_step(_JUMP_SET, _NEW_NAMESPACES, 0, 1), _step(_RETURN, _EPERM)]
    program += [_step(_RETURN, _ALLOW)]
    # Its own limits a process may see and lower, those of others are not its business.
    program += [_step(_JUMP_EQUAL, prlimit, 0, 4), _step(_LOAD, _ARG0)]
    program += [_step(_JUMP_EQUAL, 0, 1, 0), _step(_RETURN, _EPERM), _step(_RETURN, _ALLOW)]
    program += [_step(_JUMP_EQUAL, socket, 1, 0), _step(_RETURN, _ALLOW), _step(_LOAD, _ARG0)]
    for family in sorted(families):
        program += [_step(_JUMP_EQUAL, family, 0, 1), _step(_RETURN, _ALLOW)]
    program.append(_step(_RETURN, _EPERM))

    code = ctypes.create_string_buffer(b"".join(program))
    header = struct.pack("HxxxxxxP", len(program), ctypes.addressof(code))
    pointer = ctypes.create_string_buffer(header, len(header))
    prctl(_PR_SET_NO_NEW_PRIVS, 1)
    prctl(_PR_SET_SECCOMP, _FILTER, ctypes.addressof(pointer))


def _step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("HBBI", code, if_true, if_false, value)

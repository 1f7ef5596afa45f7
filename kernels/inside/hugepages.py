"""Keeps what a process holds in large pages, so that forking it and ending its forks is cheap.

A fork copies the table of its parent's pages, entry by entry; one entry of a large page stands for
512. A page that a fork writes to is still copied alone.

Source: Linux madvise(2), MADV_COLLAPSE (Linux 6.1).
"""

import contextlib
import ctypes

from .libc import call

__all__ = ["use_large_pages"]

_COLLAPSE = 25
_SIZE_FILE = "/sys/kernel/mm/transparent_hugepage/hpage_pmd_size"


def use_large_pages() -> None:
    """Move this process's private memory to large pages, as far as the system has them."""
    try:
        with open(_SIZE_FILE, encoding="ascii") as file:
            size = int(file.read())
        with open("/proc/self/maps", encoding="utf-8", errors="replace") as file:
            maps = file.read().splitlines()
    except (OSError, ValueError):
        return
    for line in maps:
        span, access, _, _, _, *name = line.split(maxsplit=5)
        if access != "rw-p" or (name and name[0] != "[heap]"):
            continue
        first, end = (int(text, 16) for text in span.split("-"))
        first, end = -(-first // size) * size, end // size * size
        for start in range(first, end, size):
            # Refused where a page of it is pinned or shared; the others are still worth it.
            with contextlib.suppress(OSError):
                call("madvise", ctypes.c_void_p(start), ctypes.c_size_t(size), _COLLAPSE)

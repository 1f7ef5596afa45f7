"""Finding processes, and waiting for them to end without polling."""

import os
import select
from contextlib import suppress


def ended_within(pid: int, seconds: float) -> bool:
    """Whether a process has ended, or ends within so many seconds."""
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([descriptor], [], [], seconds)[0])
    finally:
        os.close(descriptor)


def descendants(pid: int) -> list[int]:
    """A process and all that it has started, as far as they are still related."""
    found: list[int] = []
    waiting = [pid]
    while waiting:
        parent = waiting.pop()
        found.append(parent)
        with suppress(FileNotFoundError, ProcessLookupError):  # It has just ended.
            for task in os.listdir(f"/proc/{parent}/task"):
                with open(f"/proc/{parent}/task/{task}/children", encoding="ascii") as file:
                    waiting += map(int, file.read().split())
    return found

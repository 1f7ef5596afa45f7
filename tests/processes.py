"""Waiting for processes to end, without polling."""

import os
import select


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

"""Keeps the work that long texts make from holding up every other session."""

from collections.abc import Callable
from typing import TypeVar

import anyio.to_thread

__all__ = ["aside"]

_T = TypeVar("_T")
_LONG = 20_000


async def aside(work: Callable[[], _T], *, chars: int) -> _T:
    """Do pure work in a thread where it is much, else at once.

    Args:
        work: Touches nothing that another task could touch meanwhile.
        chars: How much text it goes through.
    """
    return work() if chars <= _LONG else await anyio.to_thread.run_sync(work)

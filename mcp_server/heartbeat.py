"""Progress while a call takes long, so that clients do not give it up."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from itertools import count
from typing import Any

from mcp.server.mcpserver import Context

__all__ = ["HEARTBEAT_S", "heartbeat"]

HEARTBEAT_S = 3.0


@asynccontextmanager
async def heartbeat(ctx: Context[Any], doing: str) -> AsyncIterator[None]:
    """Report progress every few seconds while the block runs; silent where nobody listens.

    Args:
        ctx: The call's context.
        doing: What is going on, for people.
    """

    async def beat() -> None:
        for beats in count(1):
            with suppress(Exception):  # A client that has gone must not end the work.
                await ctx.report_progress(beats, message=f"{doing} ({beats * HEARTBEAT_S:.0f} s)")
            await asyncio.sleep(HEARTBEAT_S)

    beating: list[asyncio.Task[None]] = []
    loop = asyncio.get_running_loop()
    # Most calls end before the first beat, and need no task.
    timer = loop.call_later(HEARTBEAT_S, lambda: beating.append(loop.create_task(beat())))
    try:
        yield
    finally:
        timer.cancel()
        for task in beating:
            task.cancel()

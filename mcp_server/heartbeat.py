"""Progress while a call takes long, so that clients do not give it up."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import anyio
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
        beats = 0
        while True:
            await anyio.sleep(HEARTBEAT_S)
            beats += 1
            with suppress(Exception):  # A client that has gone must not end the work.
                await ctx.report_progress(beats, message=f"{doing} ({beats * HEARTBEAT_S:.0f} s)")

    failure: Exception | None = None
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(beat)
        try:
            yield
        except Exception as error:  # Raised below, outside the group that would wrap it.
            failure = error
        finally:
            tasks.cancel_scope.cancel()
    if failure is not None:
        raise failure

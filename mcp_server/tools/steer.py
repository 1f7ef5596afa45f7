"""`steer`: open an episode, send an answer, or read where an episode stands."""

from typing import Annotated

from mcp.server.mcpserver import Context
from mcp.types import CallToolResult, ToolAnnotations
from pydantic import Field

from codesteer.errors import InvalidRequest
from codesteer.mcp_server.app import App
from codesteer.mcp_server.heartbeat import heartbeat
from codesteer.mcp_server.strict_tool import StrictTool
from codesteer.mcp_server.wire import (
    SessionId,
    SteerOut,
    client_name,
    result,
    steer_out,
    steer_text,
)

__all__ = ["tool"]


async def steer(
    ctx: Context[App],
    question: Annotated[
        str,
        Field(
            max_length=100_000,
            description="The whole task, with all its data and the demanded form of the answer. "
            "Opens an episode.",
        ),
    ] = "",
    session_id: SessionId = "",
    answer: Annotated[
        str,
        Field(
            max_length=200_000,
            description="Your complete answer to the last guidance. A ```python block in it is run "
            "in the session's kernel.",
        ),
    ] = "",
) -> Annotated[CallToolResult, SteerOut]:
    """Get told, turn by turn, whether to solve a task by code or by reasoning, and how.

    Use it for tasks with something to compute, search, simulate or check. First call: `question`
    alone; it opens an episode and returns a session_id with guidance. Then follow the guidance and
    send your complete answer with the session_id; the program in it is run and judged, and you get
    the next guidance, until action is "answer" or "stop". A session_id alone returns the current
    guidance and changes nothing. Sessions outlive a restart of the server; a kernel's variables do
    not, and a notice says so. They are also gone after 30 idle minutes.
    """
    steerer = ctx.request_context.lifespan_context.steerer
    async with heartbeat(ctx, "steering"):
        if answer and not session_id:
            raise InvalidRequest(
                "An `answer` needs the `session_id` of its episode. To open one, send `question` "
                "alone."
            )
        if session_id and answer:
            if question:
                await steerer.open(question, session_id=session_id)
            steered = await steerer.answer(session_id, answer)
        elif session_id and not question:
            steered = await steerer.current(session_id)
        else:
            steered = await steerer.open(question, session_id=session_id, client=client_name(ctx))
    out = steer_out(steered)
    return result(out, steer_text(out))


def tool() -> StrictTool:
    """The tool, ready to be served."""
    return StrictTool.from_function(
        steer,
        title="Steer",
        annotations=ToolAnnotations(
            read_only_hint=False,
            destructive_hint=False,
            idempotent_hint=False,
            open_world_hint=True,
        ),
    )

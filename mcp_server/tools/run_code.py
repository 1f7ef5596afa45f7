"""`run_code`: run Python in the session's kernel."""

from typing import Annotated, Literal

from mcp.server.mcpserver import Context, Image
from mcp.types import CallToolResult, TextContent, ToolAnnotations
from pydantic import Field

from codesteer.errors import InvalidRequest
from codesteer.mcp_server.app import App
from codesteer.mcp_server.heartbeat import heartbeat
from codesteer.mcp_server.strict_tool import StrictTool
from codesteer.mcp_server.wire import SessionId, client_name, execution_out, execution_text

__all__ = ["tool"]


async def run_code(
    ctx: Context[App],
    code: Annotated[
        str,
        Field(max_length=200_000, description="Python source. The last expression is shown."),
    ] = "",
    session_id: SessionId = "",
    timeout_s: Annotated[
        float,
        Field(gt=0, le=40, description="Seconds after which the code is interrupted."),
    ] = 30,
    action: Annotated[
        Literal["run", "reset"],
        Field(
            description="run: run the code. reset: end the kernel, with code that still runs in "
            "it; the next code starts afresh."
        ),
    ] = "run",
) -> CallToolResult:
    """Run Python in a persistent kernel and see its output, values, errors and figures.

    Variables and imports survive from call to call in one session_id; without a session_id a new
    session is opened and its id returned. numpy, sympy, networkx and ortools are installed. There
    is no input(), no access to the user's files, and long output is cut in the middle. Code that
    takes too long is interrupted and keeps its variables; if the kernel itself is lost, the result
    says so.
    """
    steerer = ctx.request_context.lifespan_context.steerer
    if action == "reset":
        if not session_id:
            raise InvalidRequest("action reset needs the `session_id` whose kernel is to end.")
        async with heartbeat(ctx, "ending the kernel"):
            had = await steerer.reset(session_id)
        text = (
            "The kernel was ended; the next code starts in an empty one."
            if had
            else "There was no kernel to end; the next code starts in an empty one."
        )
        return _result(session_id, "reset", f"session_id: {session_id}\n{text}")
    async with heartbeat(ctx, "running code"):
        ran = await steerer.run_code(
            code, session_id=session_id, timeout_s=timeout_s, client=client_name(ctx)
        )
    lines = [f"session_id: {ran.session_id}", *(f"notice: {text}" for text in ran.notices)]
    lines.append(execution_text(execution_out(ran.execution)))
    return _result(ran.session_id, ran.execution.status, "\n".join(lines), ran.images)


def _result(
    session_id: str, status: str, text: str, images: tuple[bytes, ...] = ()
) -> CallToolResult:
    # No structured content: some clients show the model that alone and drop text and pictures.
    pictures = [Image(data=png, format="png").to_image_content() for png in images]
    return CallToolResult(
        content=[TextContent(type="text", text=text), *pictures],
        _meta={"codesteer/run": {"session_id": session_id, "status": status}},
    )


def tool() -> StrictTool:
    """The tool, ready to be served."""
    return StrictTool.from_function(
        run_code,
        title="Run code",
        annotations=ToolAnnotations(
            read_only_hint=False,
            destructive_hint=True,
            idempotent_hint=False,
            open_world_hint=True,
        ),
        meta={"anthropic/maxResultSizeChars": 100_000},
    )

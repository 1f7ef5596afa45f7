"""`check_answer`: test an answer with a program, record the verdict, get the next guidance."""

from typing import Annotated

from mcp.server.mcpserver import Context
from mcp.types import CallToolResult, ToolAnnotations
from pydantic import Field

from codesteer.errors import InvalidRequest
from codesteer.mcp_server.app import App
from codesteer.mcp_server.heartbeat import heartbeat
from codesteer.mcp_server.strict_tool import StrictTool
from codesteer.mcp_server.wire import SteerOut, result, steer_out, steer_text
from codesteer.steering.trajectory import VerdictKind

__all__ = ["CheckOut", "tool"]


class CheckOut(SteerOut):
    """A verdict, and where the episode stands."""

    verdict: VerdictKind = Field(
        description="unknown: the checking program failed or does not listen to `answer`."
    )
    verdict_reason: str


async def check_answer(
    ctx: Context[App],
    session_id: Annotated[
        str, Field(max_length=200, description="The episode, from steer. Starts with cs_.")
    ] = "",
    answer: Annotated[
        str,
        Field(
            max_length=200_000,
            description="The answer to test. Empty takes the one the episode has.",
        ),
    ] = "",
    program: Annotated[
        str,
        Field(
            max_length=200_000,
            description="Python that reads the predefined string `answer`, tests it against the "
            "question's rules, and prints Correct or Wrong: reason as its last line.",
        ),
    ] = "",
) -> Annotated[CallToolResult, CheckOut]:
    """Test an answer against its question with a program of yours, and get the next guidance.

    The program runs in a fresh kernel with the string variable `answer` set (without <<< >>>). It
    must hold the question's data, not the answer, and must not solve the question again. It is run
    on changed answers too: one that says the same of all of them proves nothing, and the verdict is
    unknown. This is a check, not the grader.
    """
    if not session_id:
        raise InvalidRequest(
            "`session_id` is missing: check_answer belongs to an episode. Call steer with the "
            "question first."
        )
    steerer = ctx.request_context.lifespan_context.steerer
    async with heartbeat(ctx, "checking the answer"):
        checked = await steerer.check(session_id, answer=answer, program=program)
    out = CheckOut(
        **steer_out(checked.steered).model_dump(),
        verdict=checked.check.verdict,
        verdict_reason=checked.check.reason,
    )
    text = f"verdict: {out.verdict} ({out.verdict_reason})\n{steer_text(out)}"
    return result(out, text)


def tool() -> StrictTool:
    """The tool, ready to be served."""
    return StrictTool.from_function(
        check_answer,
        title="Check answer",
        annotations=ToolAnnotations(
            read_only_hint=False,
            destructive_hint=False,
            idempotent_hint=False,
            open_world_hint=False,
        ),
    )

"""Shapes of what tools return, and the same as text: each says everything."""

import re
from typing import Annotated, Any, Literal

from mcp.server.mcpserver import Context
from mcp.types import CallToolResult, TextContent
from pydantic import BaseModel, Field

from codesteer.steering.executor import Execution, ExecutionStatus
from codesteer.steering.steerer import Steered
from codesteer.steering.trajectory import Action

__all__ = [
    "ExecutionOut",
    "SessionId",
    "SteerOut",
    "client_name",
    "execution_text",
    "result",
    "steer_out",
    "steer_text",
]

_SHOWN_BY_STEER = 6_000
# Where the kernel has cut output already; see `codesteer.kernels.render`.
_CUT_BEFORE = re.compile(r"\n?^\[\.\.\. .* cut .*\.\.\.\]$\n?", re.MULTILINE)

SessionId = Annotated[
    str,
    Field(
        max_length=200,
        description="Handle from an earlier call, starting with cs_. Empty opens a new session.",
    ),
]


class ExecutionOut(BaseModel):
    """What running a program gave."""

    status: ExecutionStatus
    output: str = Field(description="What it showed; the middle of long output is cut.")
    error: str = Field(description="The traceback, with status error.")
    note: str = Field(description="What happened to the kernel; empty when nothing did.")
    duration_s: float


class SteerOut(BaseModel):
    """Where an episode stands."""

    session_id: str = Field(description="Pass it to every later call of this episode.")
    action: Action = Field(
        description="code: answer with a program. text: answer in words. verify: send a checking "
        "program to check_answer. answer: final_answer is final. stop: no answer was found."
    )
    guidance: str = Field(description="What to do now.")
    reason: str
    turn: int
    turns_left: int
    to_check: str = Field(description="With verify: the answer under test.")
    final_answer: str = Field(description="With answer: give this to the user as it stands.")
    next: str = Field(description="The call to make now.")
    execution: ExecutionOut | None = Field(
        default=None, description="The run of the program in the answer just sent."
    )
    notices: list[str] = Field(description="Anything else you must know, such as a lost kernel.")


def steer_out(steered: Steered) -> SteerOut:
    """The wire shape of a step."""
    directive = steered.directive
    return SteerOut(
        session_id=steered.session_id,
        action=directive.action,
        guidance=directive.guidance,
        reason=directive.reason,
        turn=directive.turn,
        turns_left=directive.turns_left,
        to_check=directive.to_check,
        final_answer=directive.final_answer,
        next=_next_call(directive.action),
        execution=None if steered.run is None else _view(steered.run.execution),
        notices=list(steered.notices),
    )


def execution_out(execution: Execution) -> ExecutionOut:
    """The wire shape of an execution, with all the output that the kernel has kept."""
    return ExecutionOut(
        status=execution.status,
        output=execution.output,
        error=execution.error,
        note=execution.note,
        duration_s=execution.duration_s,
    )


def steer_text(out: SteerOut) -> str:
    """A step as text that says all that the structure says."""
    lines = [f"session_id: {out.session_id}"]
    lines += [f"notice: {notice}" for notice in out.notices]
    if out.execution is not None:
        lines += ["your program:", _indented(execution_text(out.execution))]
    lines.append(f"action: {out.action} (turn {out.turn}, {out.turns_left} left)")
    lines += ["guidance:", _indented(out.guidance), f"reason: {out.reason}"]
    if out.to_check:
        lines += ["answer under test:", _indented(out.to_check)]
    if out.final_answer:
        lines += ["final answer:", _indented(out.final_answer)]
    lines.append(f"next: {out.next}")
    return "\n".join(lines)


def execution_text(execution: ExecutionOut) -> str:
    """An execution as text."""
    lines = [f"status: {execution.status} ({execution.duration_s:.2f} s)"]
    if execution.note:
        lines.append(f"note: {execution.note}")
    if execution.output:
        lines.append(f"output:\n{execution.output}")
    elif execution.status == "ok":
        lines.append("output: none. Print what you want to see.")
    if execution.error:
        lines.append(f"error:\n{execution.error}")
    return "\n".join(lines)


def result(out: BaseModel, text: str) -> CallToolResult:
    """A result whose text and structure each stand alone: clients pass on one or the other."""
    return CallToolResult(
        content=[TextContent(type="text", text=text)],
        structured_content=out.model_dump(mode="json"),
    )


def client_name(ctx: Context[Any]) -> str:
    """Name and version of the calling client; empty where it does not say."""
    params = ctx.request_context.session.client_params
    if params is None:
        return ""
    return f"{params.client_info.name} {params.client_info.version}"[:120]


def _next_call(action: Action) -> str:
    calls: dict[Literal["code", "text", "verify", "answer", "stop"], str] = {
        "code": "steer with this session_id and your complete answer as `answer`; a ```python "
        "block in it is run for you. Try things out with run_code first if you like.",
        "text": "steer with this session_id and your complete answer as `answer`.",
        "verify": "check_answer with this session_id and the checking program as `program`.",
        "answer": "none. Give final_answer to the user.",
        "stop": "none. Tell the user that no reliable answer was found.",
    }
    return calls[action]


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.splitlines())


def _view(execution: Execution) -> ExecutionOut:
    """An execution beside the guidance: the beginning and the end of long output."""
    out = execution_out(execution)
    return out.model_copy(update={"output": _shortened(out.output), "error": _shortened(out.error)})


def _shortened(text: str) -> str:
    """The first and last characters, and between them notes that count all that is missing."""
    if len(text) <= _SHOWN_BY_STEER:
        return text
    start, end = _SHOWN_BY_STEER // 2, len(text) - _SHOWN_BY_STEER // 2
    notes = [
        note for note in _CUT_BEFORE.finditer(text) if note.start() < end and note.end() > start
    ]
    if notes:
        start, end = min(start, notes[0].start()), max(end, notes[-1].end())
    left_out = end - start - sum(len(note.group()) for note in notes)
    counts = (
        f"[... {left_out:,} characters left out here; run_code shows them ...]",
        *(note.group().strip() for note in notes),
    )
    return "\n".join((text[:start], *counts, text[end:]))

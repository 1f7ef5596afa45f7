"""`run_code`: run Python in the session's kernel."""

import base64
import inspect
import mimetypes
from functools import partial
from importlib.util import find_spec
from typing import Annotated, Literal
from urllib.parse import quote

import anyio
from mcp.server.mcpserver import Context, Image
from mcp.types import (
    BlobResourceContents,
    CallToolResult,
    ContentBlock,
    EmbeddedResource,
    TextContent,
    ToolAnnotations,
)
from pydantic import Field

from codesteer.errors import InvalidRequest
from codesteer.kernels.directory import list_files, read_file
from codesteer.mcp_server.app import App
from codesteer.mcp_server.heartbeat import heartbeat
from codesteer.mcp_server.shelf import SHELF
from codesteer.mcp_server.strict_tool import StrictTool
from codesteer.mcp_server.wire import SessionId, client_name, execution_out, execution_text
from codesteer.steering.program import unfenced
from codesteer.steering.steerer import Ran

__all__ = ["tool"]

_FETCHED_BYTES = 500_000


async def run_code(
    ctx: Context[App],
    code: Annotated[
        str,
        Field(max_length=200_000, description="Python source. The last expression is shown."),
    ] = "",
    session_id: SessionId = "",
    timeout_s: Annotated[
        float,
        Field(
            gt=0,
            le=600,
            description="Seconds after which the code is interrupted. A call lasts 40 at most; "
            "longer code goes on, and action poll waits for it.",
        ),
    ] = 30,
    action: Annotated[
        Literal["run", "poll", "cancel", "reset", "files"],
        Field(
            description="run: run the code. poll: wait for code that still runs. cancel: stop it "
            "and keep the variables. reset: end the kernel, with code that still runs in it; the "
            "next code starts afresh. files: list the files the session has written, or fetch one."
        ),
    ] = "run",
    run_id: Annotated[
        str,
        Field(max_length=100, description="With poll and cancel: the run; empty for the latest."),
    ] = "",
    path: Annotated[
        str,
        Field(max_length=1_000, description="With files: the file to fetch; empty lists them."),
    ] = "",
) -> CallToolResult:
    """Run Python in a persistent kernel and see its output, values, errors and figures.

    Variables and imports survive from call to call in one session_id; without a session_id a new
    session is opened and its id returned. {shelf} are installed. There is no input(), no network
    and no access to the user's files; write files to the current directory. Figures are shown
    without show(), and long output is cut in the middle. Code that takes too long is interrupted
    and keeps its variables; if the kernel itself is lost, the result says so.
    """
    app = ctx.request_context.lifespan_context
    if action != "run" and not session_id:
        raise InvalidRequest(f"action {action} needs the `session_id` that it is about.")
    if action == "files":
        return await _files(app, session_id, path)
    async with heartbeat(ctx, _DOING[action]):
        if action == "reset":
            had = await app.steerer.reset(session_id)
            text = _RESET if had else _NOTHING_TO_RESET
            return _result(session_id, "reset", f"session_id: {session_id}\n{text}")
        if action == "poll":
            ran = await app.steerer.poll(session_id, run_id=run_id)
        elif action == "cancel":
            ran = await app.steerer.stop(session_id, run_id=run_id)
        else:
            ran = await app.steerer.run_code(
                unfenced(code),
                session_id=session_id,
                timeout_s=timeout_s,
                client=client_name(ctx),
            )
    lines = [f"session_id: {ran.session_id}", *(f"notice: {text}" for text in ran.notices)]
    lines.append(execution_text(execution_out(ran.execution)))
    if ran.run_id:
        lines.append(
            f"run_id: {ran.run_id}\nnext: run_code with this session_id and action poll to wait "
            "for it, or action cancel to stop it."
        )
    return _result(ran.session_id, ran.execution.status, "\n".join(lines), ran)


_DOING = {
    "run": "running code",
    "poll": "waiting for code",
    "cancel": "stopping code",
    "reset": "ending the kernel",
}
_RESET = "The kernel was ended; the next code starts in an empty one."
_NOTHING_TO_RESET = "There was no kernel to end; the next code starts in an empty one."


async def _files(app: App, session_id: str, path: str) -> CallToolResult:
    directory = app.directory(session_id)
    if directory is None:
        raise InvalidRequest(
            "This session has no files here: no code has run in it since the server's start, or "
            "its kernel is on another machine. Read files with code."
        )
    head = f"session_id: {session_id}"
    if not path:
        files = await anyio.to_thread.run_sync(list_files, directory)
        listed = "\n".join(f"{file.path} ({file.size:,} bytes)" for file in files)
        return _result(session_id, "files", f"{head}\nfiles:\n{listed or 'none'}")
    data = await anyio.to_thread.run_sync(
        partial(read_file, directory, path, max_bytes=_FETCHED_BYTES)
    )
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    text = TextContent(type="text", text=f"{head}\nfile: {path} ({len(data):,} bytes)")
    content: list[ContentBlock] = [text]
    if kind in ("image/png", "image/jpeg"):
        content.append(Image(data=data, format=kind.removeprefix("image/")).to_image_content())
    elif (decoded := _decoded(data)) is not None:
        text.text += f"\n{decoded}"
    else:
        blob = BlobResourceContents(
            uri=f"codesteer://{session_id}/{quote(path)}",
            mime_type=kind,
            blob=base64.b64encode(data).decode("ascii"),
        )
        content.append(EmbeddedResource(type="resource", resource=blob))
    return CallToolResult(content=content)


def _decoded(data: bytes) -> str | None:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def _result(session_id: str, status: str, text: str, ran: Ran | None = None) -> CallToolResult:
    # No structured content: some clients show the model that alone and drop text and pictures.
    pictures = [
        Image(data=picture.data, format=picture.kind.removeprefix("image/")).to_image_content()
        for picture in (() if ran is None else ran.images)
    ]
    meta = {"session_id": session_id, "status": status}
    if ran is not None:
        meta |= {"run_id": ran.run_id, "sandbox": ran.sandbox}
    return CallToolResult(
        content=[TextContent(type="text", text=text), *pictures], _meta={"codesteer/run": meta}
    )


def _shelf() -> str:
    """The libraries a model finds in its kernel, as far as they are installed here."""
    names = [name for module, name in SHELF.items() if find_spec(module) is not None]
    return f"{', '.join(names[:-1])} and {names[-1]}"


def tool() -> StrictTool:
    """The tool, ready to be served."""
    return StrictTool.from_function(
        run_code,
        description=inspect.cleandoc(run_code.__doc__ or "").format(shelf=_shelf()),
        title="Run code",
        annotations=ToolAnnotations(
            read_only_hint=False,
            destructive_hint=True,
            idempotent_hint=False,
            open_world_hint=True,
        ),
        meta={"anthropic/maxResultSizeChars": 100_000},
    )

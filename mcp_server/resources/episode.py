"""`codesteer://episodes/{session_id}`: the record of an episode, as its file has it.

Whoever knows the id of a session may read its record; ids hold 128 random bits.
"""

import anyio.to_thread
from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ResourceError, ResourceNotFoundError

from codesteer.errors import UnknownSession
from codesteer.mcp_server.app import App
from codesteer.steering.store import FileEpisodeStore

__all__ = ["URI", "add_to"]

URI = "codesteer://episodes/{session_id}"


async def episode(session_id: str, ctx: Context[App]) -> str:
    """Everything that happened in an episode: JSON Lines, one event a line."""
    kept = ctx.request_context.lifespan_context.episodes
    if kept is None:
        raise ResourceError("This server keeps no records of episodes that could be read.")
    try:
        return await anyio.to_thread.run_sync(_lines, kept, session_id)
    except UnknownSession as error:
        raise ResourceNotFoundError(str(error)) from error
    except OSError as error:
        raise ResourceError(f"The record cannot be read: {error.strerror}.") from error


def add_to(server: MCPServer[App]) -> None:
    """Let a server give out records."""
    server.resource(
        URI,
        name="episode",
        title="Record of an episode",
        mime_type="application/jsonl",
    )(episode)


def _lines(kept: FileEpisodeStore, session_id: str) -> str:
    """The finished lines of an episode's file."""
    try:
        data = kept.path(session_id).read_bytes()
    except FileNotFoundError:
        raise UnknownSession(
            f"There is no session {session_id[:80]!r}: it was mistyped or has been deleted."
        ) from None
    return data[: data.rfind(b"\n") + 1].decode("utf-8", "replace")

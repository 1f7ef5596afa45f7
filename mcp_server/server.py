"""Puts the four tools, and the record of an episode, into an MCP server."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from mcp.server.caching import CacheHint
from mcp.server.mcpserver import MCPServer

import codesteer
from codesteer.mcp_server.app import App, AppFactory
from codesteer.mcp_server.resources import episode
from codesteer.mcp_server.tools import check_answer, run_code, steer, symbench_task

__all__ = ["INSTRUCTIONS", "make_server"]

INSTRUCTIONS = """\
CodeSteer helps you decide between reasoning and computing, and runs and checks what you compute.
For a task with something to calculate, search, simulate or verify:
1. steer(question=...) with the whole task text. Keep the session_id it returns.
2. Follow the guidance: write the program or the reasoning it asks for, and send your complete
   answer with steer(session_id=..., answer=...). run_code tries things out in the same kernel.
3. When action is verify, send a checking program with check_answer.
4. Repeat until action is answer (give final_answer to the user) or stop (say that none was found).
symbench_task serves graded puzzles; use it only when asked to."""


def make_server(app: AppFactory) -> MCPServer[App]:
    """The server, not yet connected to any transport.

    Args:
        app: Opens what the tools work with, once a process.
    """

    @asynccontextmanager
    async def lifespan(_: MCPServer[App]) -> AsyncIterator[App]:
        async with app() as opened:
            yield opened

    server: MCPServer[App] = MCPServer(
        "codesteer",
        title="CodeSteer",
        version=codesteer.__version__,
        instructions=INSTRUCTIONS,
        tools=[module.tool() for module in (steer, run_code, check_answer, symbench_task)],
        lifespan=lifespan,
        log_level="WARNING",
        cache_hints={"tools/list": CacheHint(ttl_ms=300_000, scope="public")},
    )
    episode.add_to(server)
    return server

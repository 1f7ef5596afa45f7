"""Serves over standard input and output, to clients of both protocol eras.

Some clients send `server/discover` and then `initialize` on the same pipe. The SDK lets the first
message decide the era and refuses the second; here a probe is answered without deciding anything.

Source: Model Context Protocol 2025-06-18, 2025-11-25 and 2026-07-28, stdio transport.
"""

import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, Literal, TypeAlias

import anyio
from mcp.server._streamable_http_modern import _SingleExchangeDispatchContext
from mcp.server.connection import Connection
from mcp.server.mcpserver import MCPServer
from mcp.server.runner import serve_dual_era_loop, serve_loop, serve_one
from mcp.server.stdio import stdio_server
from mcp.shared.exceptions import MCPError
from mcp.shared.inbound import InboundModernRoute, classify_inbound_request
from mcp.shared.message import SessionMessage
from mcp.shared.transport_context import TransportContext
from mcp.types import ErrorData, JSONRPCError, JSONRPCRequest, JSONRPCResponse

from codesteer.mcp_server.app import App, ended_by_signals, open_app
from codesteer.mcp_server.server import make_server
from codesteer.settings import Settings

__all__ = ["Protocol", "run_stdio", "serve_stdio"]

Protocol: TypeAlias = Literal["auto", "legacy"]
_PARSE_ERROR = -32700


async def run_stdio(settings: Settings, protocol: Protocol = "auto", zygote: bool = True) -> None:
    """Run a whole server on standard input and output, until that ends or a signal comes.

    Args:
        settings: Where episodes are kept, and what kernels may do.
        protocol: See `serve_stdio`.
        zygote: Whether kernels are forked where that is safe.
    """
    # Standard output is the protocol's; whatever is logged goes to standard error.
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")

    @asynccontextmanager
    async def app() -> AsyncIterator[App]:
        async with open_app(settings, zygote=zygote) as opened, ended_by_signals(opened):
            yield opened

    await serve_stdio(make_server(app), protocol)


async def serve_stdio(server: MCPServer[App], protocol: Protocol = "auto") -> None:
    """Serve until standard input ends.

    Args:
        server: The server.
        protocol: "auto" speaks whichever era the client opens with; "legacy" knows only the
            `initialize` handshake, for clients that mistake an answered probe.
    """
    lowlevel = server._lowlevel_server
    async with stdio_server() as (read, write), lowlevel.lifespan(lowlevel) as state:
        send, receive = anyio.create_memory_object_stream[SessionMessage | Exception](0)

        async def pump() -> None:
            undecided = protocol == "auto"
            async with send:
                async for item in read:
                    message = item.message if isinstance(item, SessionMessage) else None
                    if message is None:
                        await write.send(SessionMessage(_not_json()))
                    elif undecided and isinstance(message, JSONRPCRequest):
                        if _is_probe(message):
                            await write.send(
                                SessionMessage(await _answer(lowlevel, message, state))
                            )
                        else:
                            undecided = False
                            await send.send(item)
                    else:
                        await send.send(item)

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(pump)
            if protocol == "legacy":
                await serve_loop(lowlevel, receive, write, lifespan_state=state)
            else:
                await serve_dual_era_loop(lowlevel, receive, write, lifespan_state=state)
            tasks.cancel_scope.cancel()


def _is_probe(request: JSONRPCRequest) -> bool:
    meta = (request.params or {}).get("_meta")
    return request.method == "server/discover" and isinstance(meta, Mapping)


async def _answer(lowlevel: Any, request: JSONRPCRequest, state: App) -> Any:
    """Answer a probe as a connection of its own would."""
    try:
        route = classify_inbound_request({"method": request.method, "params": request.params})
        if not isinstance(route, InboundModernRoute):
            raise MCPError(code=route.code, message=route.message, data=route.data)
        context = _SingleExchangeDispatchContext(
            transport=TransportContext(kind="stdio", can_send_request=False),
            request_id=request.id,
            message_metadata=None,
        )
        connection = Connection.from_envelope(
            route.protocol_version, route.client_info, route.client_capabilities
        )
        answer = await serve_one(
            lowlevel,
            context,
            request.method,
            request.params,
            connection=connection,
            lifespan_state=state,
        )
    except MCPError as error:
        return JSONRPCError(jsonrpc="2.0", id=request.id, error=error.error)
    return JSONRPCResponse(jsonrpc="2.0", id=request.id, result=answer)


def _not_json() -> JSONRPCError:
    message = "This line is no JSON-RPC message. Send one JSON object a line, UTF-8."
    error = ErrorData(code=_PARSE_ERROR, message=message)
    return JSONRPCError(jsonrpc="2.0", id=None, error=error)

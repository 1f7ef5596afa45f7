"""Serves over standard input and output, to clients of both protocol eras.

Some clients send `server/discover` and then `initialize` on the same pipe. The SDK lets the first
message decide the era and refuses the second; here a probe is answered without deciding anything.

Source: Model Context Protocol 2025-06-18, 2025-11-25 and 2026-07-28, stdio transport.
"""

import json
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
from mcp.types import (
    INVALID_PARAMS,
    ErrorData,
    JSONRPCError,
    JSONRPCRequest,
    JSONRPCResponse,
    RequestId,
)
from pydantic import ValidationError

from codesteer.mcp_server.app import App, ended_by_signals, open_app
from codesteer.mcp_server.server import make_server
from codesteer.settings import Settings

__all__ = ["Protocol", "run_stdio", "serve_stdio"]

Protocol: TypeAlias = Literal["auto", "legacy"]
_PARSE_ERROR = -32700
_HALF = (
    "The request holds half of a surrogate pair (an escape from \\ud800 to \\udfff alone), which "
    "is no character. Leave it out or complete the pair, and send the request again."
)
_NO_OBJECT = (
    'The `arguments` of a call must be a JSON object, such as {"question": "..."}. Send the call '
    "again with an object."
)


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

    try:
        await serve_stdio(make_server(app), protocol)
    except* BrokenPipeError:
        pass  # The client has gone; there is nobody left to tell.


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
                    refused = _refused(item)
                    if refused is not None:
                        await write.send(SessionMessage(refused))
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


def _refused(item: SessionMessage | Exception) -> JSONRPCError | None:
    """The answer to what cannot be served; None for what can. Mends arguments sent as JSON text."""
    if not isinstance(item, SessionMessage):
        identity = _id_beside_half_a_character(item)
        return _NOT_JSON if identity is None else _error(identity, _PARSE_ERROR, _HALF)
    message = item.message
    if not isinstance(message, JSONRPCRequest) or message.method != "tools/call":
        return None
    arguments = (message.params or {}).get("arguments")
    if arguments is None or isinstance(arguments, dict):
        return None
    meant = _json(arguments) if isinstance(arguments, str) else None
    if message.params is None or not isinstance(meant, dict):
        return _error(message.id, INVALID_PARAMS, _NO_OBJECT)
    message.params["arguments"] = meant
    return None


def _id_beside_half_a_character(error: Exception) -> RequestId | None:
    """The id of a request that was unreadable only for half a surrogate pair in it."""
    if not isinstance(error, ValidationError):
        return None
    line = error.errors(include_url=False)[0]["input"]
    # Unlike the parser of messages, this one lets halves pass.
    message = _json(line) if isinstance(line, str | bytes) else None
    identity = message.get("id") if isinstance(message, dict) and "method" in message else None
    if isinstance(identity, bool) or not isinstance(identity, str | int):
        return None
    text = json.dumps(message, ensure_ascii=False)
    return identity if any("\ud800" <= sign <= "\udfff" for sign in text) else None


def _json(text: str | bytes) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _error(identity: RequestId | None, code: int, message: str) -> JSONRPCError:
    return JSONRPCError(jsonrpc="2.0", id=identity, error=ErrorData(code=code, message=message))


_NOT_JSON = _error(
    None, _PARSE_ERROR, "This line is no JSON-RPC message. Send one JSON object a line, UTF-8."
)

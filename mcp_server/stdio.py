"""Serves over standard input and output, to clients of both protocol eras.

Some clients send `server/discover` and then `initialize` on the same pipe. The SDK lets the first
message decide the era and refuses the second; here a probe is answered without deciding anything.

Source: Model Context Protocol 2025-06-18, 2025-11-25 and 2026-07-28, stdio transport.
"""

import json
import logging
from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any, Literal, Self, TypeAlias

import anyio
from anyio.streams.memory import MemoryObjectReceiveStream, MemoryObjectSendStream
from mcp.server._streamable_http_modern import _SingleExchangeDispatchContext
from mcp.server.connection import Connection
from mcp.server.mcpserver import MCPServer
from mcp.server.runner import serve_dual_era_loop, serve_loop, serve_one
from mcp.shared.exceptions import MCPError
from mcp.shared.inbound import InboundModernRoute, classify_inbound_request
from mcp.shared.message import SessionMessage
from mcp.shared.transport_context import TransportContext
from mcp.types import (
    INVALID_PARAMS,
    ErrorData,
    JSONRPCError,
    JSONRPCMessage,
    JSONRPCRequest,
    JSONRPCResponse,
    RequestId,
    jsonrpc_message_adapter,
)

from codesteer.mcp_server.app import App, ended_by_signals, open_app
from codesteer.mcp_server.server import make_server
from codesteer.mcp_server.standard_streams import TextWriter, claimed_streams
from codesteer.settings import Settings

__all__ = ["Protocol", "run_stdio", "serve_stdio"]

Protocol: TypeAlias = Literal["auto", "legacy"]
_log = logging.getLogger("codesteer")
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
    with claimed_streams() as (lines, out):
        async with lowlevel.lifespan(lowlevel) as state, anyio.create_task_group() as tasks:
            write, written = anyio.create_memory_object_stream[SessionMessage](0)
            tasks.start_soon(_write_all, written, out)
            if protocol == "legacy":
                await serve_loop(lowlevel, _Incoming(lines, write), write, lifespan_state=state)
                return

            async def answer(probe: JSONRPCRequest) -> Any:
                return await _answer(lowlevel, probe, state)

            read = _Incoming(lines, write, answer)
            await serve_dual_era_loop(lowlevel, read, write, lifespan_state=state)


class _Incoming:
    """The messages that come: a `ReadStream` of the SDK that answers some of them itself.

    Args:
        lines: Where they come from.
        out: Where those answers go.
        answer: Answers probes, until the first request that is none; None leaves them to the SDK.
    """

    def __init__(
        self,
        lines: AsyncIterable[str],
        out: MemoryObjectSendStream[SessionMessage],
        answer: Callable[[JSONRPCRequest], Awaitable[Any]] | None = None,
    ) -> None:
        self._lines = aiter(lines)
        self._out = out
        self._answer = answer

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> SessionMessage | Exception:
        while True:
            line = await anext(self._lines)
            try:
                message = jsonrpc_message_adapter.validate_json(line, by_name=False)
            except ValueError as error:
                _log.debug("refused a line: %s", error)
                await self._out.send(SessionMessage(_unread(line)))
                continue
            refused = _refused(message)
            if refused is not None:
                await self._out.send(SessionMessage(refused))
            elif self._answer is not None and isinstance(message, JSONRPCRequest):
                if not _is_probe(message):
                    self._answer = None
                    return SessionMessage(message)
                await self._out.send(SessionMessage(await self._answer(message)))
            else:
                return SessionMessage(message)

    async def receive(self) -> SessionMessage | Exception:
        """The next message.

        Raises:
            anyio.EndOfStream: There is none.
        """
        try:
            return await anext(self)
        except StopAsyncIteration:
            raise anyio.EndOfStream from None

    async def aclose(self) -> None:
        """Read no more."""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()


async def _write_all(messages: MemoryObjectReceiveStream[SessionMessage], out: TextWriter) -> None:
    """Write messages, in a task of its own: a cancelled call must not leave half a line."""
    async with messages:
        async for item in messages:
            line = item.message.model_dump_json(by_alias=True, exclude_unset=True)
            await out.write(f"{line}\n")


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


def _refused(message: JSONRPCMessage) -> JSONRPCError | None:
    """The answer to what cannot be served; None for what can. Mends arguments sent as JSON text."""
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


def _unread(line: str) -> JSONRPCError:
    """The answer to a line that is no message."""
    identity = _id_beside_half_a_character(line)
    return _NOT_JSON if identity is None else _error(identity, _PARSE_ERROR, _HALF)


def _id_beside_half_a_character(line: str) -> RequestId | None:
    """The id of a request that was unreadable only for half a surrogate pair in it."""
    # Unlike the parser of messages, this one lets halves pass.
    message = _json(line)
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

"""Jupyter messages as WebSocket frames: the binary subprotocol, and the JSON of older servers.

Source: jupyter_server, "WebSocket kernel wire protocols".
"""

import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

__all__ = ["SUBPROTOCOL", "Frame", "decode", "encode"]

SUBPROTOCOL = "v1.kernel.websocket.jupyter.org"
_VERSION = "5.4"


@dataclass(frozen=True, slots=True)
class Frame:
    """A message from a server.

    Attributes:
        channel: "shell", "iopub", "control" or "stdin".
        header: Its header.
        parent: Id of the request it belongs to; empty when it belongs to none.
        content: Its content.
    """

    channel: str
    header: Mapping[str, Any]
    parent: str
    content: Mapping[str, Any]

    @property
    def kind(self) -> str:
        """Its Jupyter message type."""
        return str(self.header.get("msg_type", ""))

    @property
    def session(self) -> str:
        """What names the process that wrote it; empty when nothing does."""
        return str(self.header.get("session") or "")


def encode(
    channel: str,
    kind: str,
    content: Mapping[str, Any],
    *,
    message_id: str,
    session: str,
    parent: Mapping[str, Any] | None = None,
    binary: bool,
) -> bytes | str:
    """A message to a kernel.

    Args:
        channel: Where it goes.
        kind: Its Jupyter message type.
        content: Its content.
        message_id: Its id.
        session: Names this client.
        parent: Header of the message it answers.
        binary: In the binary subprotocol; otherwise JSON.
    """
    header = {
        "msg_id": message_id,
        "msg_type": kind,
        "session": session,
        "username": "",
        "date": datetime.now(UTC).isoformat(),
        "version": _VERSION,
    }
    if not binary:
        message = {"header": header, "parent_header": parent or {}, "metadata": {}}
        return json.dumps({"channel": channel, **message, "content": content, "buffers": []})
    bodies = [json.dumps(part).encode() for part in (header, parent or {}, {}, content)]
    parts = [channel.encode(), *bodies]
    offsets = [8 * (len(parts) + 2)]
    for part in parts:
        offsets.append(offsets[-1] + len(part))
    return struct.pack(f"<{len(offsets) + 1}Q", len(offsets), *offsets) + b"".join(parts)


def decode(data: bytes | str, *, binary: bool) -> Frame:
    """The message in what a server has sent.

    Raises:
        ValueError: There is none.
    """
    try:
        if binary:
            channel, header, parent, content = _binary(data)
        else:
            # A message with buffers behind it comes as bytes.
            message = json.loads(_first_part(data) if isinstance(data, bytes) else data)
            channel = message.get("channel", "")
            header, parent, content = (
                message.get(part) for part in ("header", "parent_header", "content")
            )
    except (AttributeError, IndexError, RecursionError, TypeError, struct.error) as error:
        raise ValueError("not a Jupyter message") from error
    if not isinstance(header, dict) or not isinstance(content, dict):
        raise ValueError("a Jupyter message without header or content")
    answered = parent.get("msg_id") if isinstance(parent, dict) else None
    return Frame(str(channel), header, str(answered or ""), content)


def _binary(data: bytes | str) -> tuple[str, Any, Any, Any]:
    """Channel, header, parent header and content."""
    if isinstance(data, str):
        raise TypeError("text where bytes were agreed")
    (count,) = struct.unpack_from("<Q", data)
    if not 6 <= count <= len(data) // 8:
        raise ValueError("a frame with a wrong number of parts")
    # Metadata and buffers are nothing we show.
    offsets = struct.unpack_from("<6Q", data, 8)
    channel, header, parent, _, content = (data[start:end] for start, end in pairwise(offsets))
    return channel.decode(), json.loads(header), json.loads(parent), json.loads(content)


def _first_part(data: bytes) -> bytes:
    """The JSON of a message that has buffers behind it."""
    (count,) = struct.unpack_from("!I", data)
    (start,) = struct.unpack_from("!I", data, 4)
    end = struct.unpack_from("!I", data, 8)[0] if count > 1 else len(data)
    return data[start:end]

"""Jupyter messages over one stream socket: in order, each a length and JSON.

Source: Jupyter messaging protocol 5.4, whose messages these are; only the framing is ours.
"""

import json
import socket
import struct
from collections.abc import Mapping
from typing import Any

__all__ = ["MAX_MESSAGE_BYTES", "Channel", "decode", "encode"]

MAX_MESSAGE_BYTES = 64 << 20
LENGTH = struct.Struct("<I")


def encode(
    kind: str, content: Mapping[str, Any], *, message_id: str = "", parent: str = ""
) -> bytes:
    """One framed message."""
    message = {
        "header": {"msg_type": kind, "msg_id": message_id},
        "parent_header": {"msg_id": parent},
        "content": content,
    }
    body = json.dumps(message, separators=(",", ":")).encode()
    return LENGTH.pack(len(body)) + body


def decode(body: bytes) -> dict[str, Any]:
    """The message of a frame's body.

    Raises:
        ValueError: It is none.
    """
    message = json.loads(body)
    if not isinstance(message, dict) or not isinstance(message.get("content"), dict):
        raise ValueError("not a Jupyter message")
    for header in ("header", "parent_header"):
        if not isinstance(message.get(header), dict):
            raise ValueError(f"a message without {header}")
    return message


class Channel:
    """The kernel's end: blocking, for one thread at a time."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._reader = connection.makefile("rb")
        self._held = b""

    def send(
        self, kind: str, content: Mapping[str, Any], *, parent: str, hold: bool = False
    ) -> None:
        """Send one message.

        Args:
            kind: Its type.
            content: Its content.
            parent: Id of the request it belongs to.
            hold: Whether another follows at once, with which it may be sent.

        Raises:
            OSError: The other end is gone.
        """
        frame = encode(kind, content, parent=parent)
        if self._held:
            frame, self._held = self._held + frame, b""
        if hold:
            self._held = frame
        else:
            self._connection.sendall(frame)

    def release(self) -> None:
        """Send what is held.

        Raises:
            OSError: The other end is gone.
        """
        frame, self._held = self._held, b""
        self._connection.sendall(frame)

    def receive(self) -> dict[str, Any] | None:
        """Wait for the next message; None when the other end is gone."""
        head = self._reader.read(LENGTH.size)
        if len(head) < LENGTH.size:
            return None
        return decode(self._reader.read(*LENGTH.unpack(head)))

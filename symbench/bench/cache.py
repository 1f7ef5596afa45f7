"""Keeps replies of models by the whole request, so that the same is not paid for twice.

Only replies are kept, never errors. A request is the endpoint, the model, the messages and every
option; where replies are sampled, also which repeat it is for and how often that was asked before.
"""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any

from codesteer.errors import InvalidRequest
from codesteer.steering.chat import Message, Reply, ReplyOptions, ToolCall

__all__ = ["ReplyCache", "request_digest"]

_VERSION = 1


def request_digest(
    endpoint: str,
    model: str,
    messages: Sequence[Message],
    options: ReplyOptions,
    *,
    repeat: int = 0,
    time: int = 0,
) -> str:
    """By what a reply is kept: the SHA-256 of the whole request as canonical JSON.

    Args:
        endpoint: The address, without secrets.
        model: The model's name.
        messages: The conversation.
        options: How it is answered, nothing left to a default.
        repeat: Which repeat of the sample asks; it counts above temperature 0.
        time: How often the sample has asked just this before; it counts above temperature 0.
    """
    asked: dict[str, Any] = {
        "version": _VERSION,
        "endpoint": endpoint,
        "model": model,
        "messages": [asdict(message) for message in messages],
        "options": {**asdict(options), "schema": options.schema and dict(options.schema)},
    }
    if options.temperature:
        asked["sampled"] = [repeat, time]
    text = json.dumps(asked, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return sha256(text.encode()).hexdigest()


class ReplyCache:
    """Replies in an SQLite file that several processes may share. Close it.

    Args:
        path: The file, made where there is none; None keeps replies in memory.

    Raises:
        InvalidRequest: It cannot be opened, or is another kind of file.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        try:
            if path is not None:
                path.parent.mkdir(parents=True, exist_ok=True)
            self._base = sqlite3.connect(path or ":memory:", timeout=30.0, isolation_level=None)
            self._base.execute("PRAGMA journal_mode=WAL")
            self._base.execute("PRAGMA synchronous=NORMAL")
            self._base.execute(
                "CREATE TABLE IF NOT EXISTS replies (digest TEXT PRIMARY KEY, reply TEXT NOT NULL)"
            )
        except (OSError, sqlite3.Error) as error:
            raise InvalidRequest(
                f"The cache {path} cannot be opened: {error}. Name another file, or run without."
            ) from None

    def get(self, digest: str) -> Reply | None:
        """The reply that was kept; None where there is none, or none that can be read."""
        try:
            found = self._base.execute(
                "SELECT reply FROM replies WHERE digest = ?", (digest,)
            ).fetchone()
        except sqlite3.Error:
            return None
        return None if found is None else _reply(found[0])

    def put(self, digest: str, reply: Reply) -> None:
        """Keep a reply; what was kept first stays.

        Raises:
            InvalidRequest: It cannot be written.
        """
        text = json.dumps(asdict(reply), ensure_ascii=True)
        try:
            self._base.execute("INSERT OR IGNORE INTO replies VALUES (?, ?)", (digest, text))
        except sqlite3.Error as error:
            raise InvalidRequest(
                f"The cache {self._path} cannot be written: {error}. Make room, or run without."
            ) from error

    def close(self) -> None:
        """Close the file."""
        self._base.close()


def _reply(text: str) -> Reply | None:
    try:
        fields = json.loads(text)
        calls = tuple(ToolCall(**call) for call in fields.pop("tool_calls"))
        return Reply(**fields, tool_calls=calls)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None

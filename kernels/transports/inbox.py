"""Messages that a kernel has sent and nobody has taken yet, in bounded memory."""

import asyncio
from collections import deque
from contextlib import suppress

from codesteer.kernels.inside.channel import MAX_MESSAGE_BYTES
from codesteer.kernels.transport import Message

__all__ = ["Inbox", "on_stderr"]

_MANY = 256


class Inbox:
    """Takes messages from a reader, and hands them out to whoever asks, the oldest first."""

    def __init__(self) -> None:
        self._messages: deque[tuple[int, Message]] = deque()
        self._held = 0
        self._dropped = 0
        self._news = asyncio.Event()
        self._room = asyncio.Event()

    @property
    def full(self) -> bool:
        """Whether no more should be read."""
        return len(self._messages) > _MANY or self._held > MAX_MESSAGE_BYTES

    def put(self, message: Message, size: int = 0) -> None:
        """Keep a message of so many bytes."""
        self._messages.append((size, message))
        self._held += size
        self._news.set()

    def take(self) -> Message | None:
        """The oldest message; None when there is none."""
        if self._dropped:
            text = f"[{self._dropped:,} messages that came between two cells were dropped.]\n"
            self._dropped = 0
            return on_stderr(text, parent="")
        if not self._messages:
            return None
        size, message = self._messages.popleft()
        self._held -= size
        self._room.set()
        return message

    def drop(self) -> None:
        """Give up the oldest message; that one was is told."""
        size, _ = self._messages.popleft()
        self._held -= size
        self._dropped += 1

    def wake(self) -> None:
        """Let everybody look again."""
        self._news.set()
        self._room.set()

    async def news(self, timeout_s: float) -> None:
        """Wait for a message, or until the time is up."""
        self._news.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(timeout_s):
                await self._news.wait()

    async def room(self) -> None:
        """Wait until a message was taken."""
        self._room.clear()
        await self._room.wait()


def on_stderr(text: str, *, parent: str) -> Message:
    """A message of ours among the kernel's output."""
    return Message("stream", parent, {"name": "stderr", "text": text})

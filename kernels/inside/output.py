"""What a session shows: in order, and capped in the kernel itself, head and tail kept.

A flood is counted where it arises, so it costs neither the channel nor the server.
"""

import threading
from collections import deque
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import TypeAlias

__all__ = ["OMISSION", "Caps", "CellOutput"]

OMISSION = "application/vnd.codesteer.omission+json"
"""MIME type of the place where output was cut out: {"chars", "lines", "images"}."""

Send: TypeAlias = Callable[[str], None]
"""Sends one item, with the text that is left of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caps:
    """How much of one cell's output is kept.

    Attributes:
        head_chars: Characters from its start.
        tail_chars: Characters from its end.
        images: Pictures.
        image_bytes: Size of one picture.
        image_pixels: Longer side of one picture.
    """

    head_chars: int = 12_000
    tail_chars: int = 6_000
    images: int = 4
    image_bytes: int = 700_000
    image_pixels: int = 1_500


@dataclass(slots=True)
class _Item:
    text: str
    send: Send


@dataclass(slots=True)
class _Counts:
    """One cell's account."""

    head_left: int
    tail: deque[_Item] = field(default_factory=deque)
    tail_size: int = 0
    cut_chars: int = 0
    cut_lines: int = 0
    images: int = 0
    cut_images: int = 0


class CellOutput:
    """Passes on a cell's first output, keeps its last, counts what lies between.

    Args:
        caps: How much is kept.
        send_stream: Sends text of a stream, by its name.
        send_omission: Sends the counts of what was cut.
        shielded: Context in which no interrupt is raised.
    """

    def __init__(
        self,
        caps: Caps,
        *,
        send_stream: Callable[[str, str], None],
        send_omission: Callable[[dict[str, int]], None],
        shielded: Callable[[], AbstractContextManager[None]],
    ) -> None:
        self.caps = caps
        self._send_stream = send_stream
        self._send_omission = send_omission
        self._shielded = shielded
        self._lock = threading.RLock()
        self._counts = _Counts(caps.head_chars)
        # The state of a line that a carriage return will start again, by stream.
        self._volatile: dict[str, str] = {}
        # Whether what was passed on of a stream ends within a line.
        self._mid_line: dict[str, bool] = {}

    def stream(self, name: str, text: str) -> None:
        """Take text written to stdout or stderr."""
        with self._lock, self._shielded():
            for other in [other for other in self._volatile if other != name]:
                self._settle(other)
            pending = self._volatile.pop(name, "")
            if pending or "\r" in text:
                text = self._without_overwritten(name, pending, text)
            self._pass_on(name, text)

    def item(self, text: str, send: Send) -> None:
        """Take a value or a displayed object, by its text."""
        with self._lock, self._shielded():
            self._settle_all()
            self._take(text, send)

    def image(self, size: int, send: Callable[[], None]) -> None:
        """Take a picture.

        Args:
            size: Its bytes.
            send: Sends it.
        """
        with self._lock, self._shielded():
            self._settle_all()
            counts = self._counts
            if counts.images >= self.caps.images or size > self.caps.image_bytes:
                counts.cut_images += 1
                return
            counts.images += 1
            if counts.tail:
                self._keep(_Item("", lambda _: send()))
            else:
                send()

    def show_pending(self) -> None:
        """Send what is held back only because it may be overwritten."""
        with self._lock, self._shielded():
            for name in list(self._volatile):
                self._settle(name)
                self._volatile[name] = "\r"

    def clear(self) -> None:
        """Forget what the cell has shown; it was cleared on purpose."""
        with self._lock:
            self._counts = _Counts(self.caps.head_chars)
            self._volatile.clear()

    def end_cell(self) -> None:
        """Send what was kept of the end, after a note of what was cut, and start a new account."""
        with self._lock, self._shielded():
            self._settle_all()
            counts, self._counts = self._counts, _Counts(self.caps.head_chars)
            if counts.cut_chars or counts.cut_images:
                self._send_omission(
                    {
                        "chars": counts.cut_chars,
                        "lines": counts.cut_lines,
                        "images": counts.cut_images,
                    }
                )
            for item in counts.tail:
                item.send(item.text)

    def _take(self, text: str, send: Send) -> None:
        counts = self._counts
        if counts.head_left > 0 and not counts.tail:
            head = text[: counts.head_left]
            if head:
                counts.head_left -= len(head)
                send(head)
            text = text[len(head) :]
        if not text:
            return
        excess = len(text) - self.caps.tail_chars
        if excess > 0:
            self._drop(text[:excess])
            text = text[excess:]
        self._keep(_Item(text, send))

    def _keep(self, item: _Item) -> None:
        counts = self._counts
        counts.tail.append(item)
        counts.tail_size += len(item.text)
        while counts.tail_size > self.caps.tail_chars:
            first = counts.tail.popleft()
            excess = counts.tail_size - self.caps.tail_chars
            if not first.text:
                counts.cut_images += 1
                continue
            self._drop(first.text[:excess])
            counts.tail_size -= min(excess, len(first.text))
            if excess < len(first.text):
                counts.tail.appendleft(_Item(first.text[excess:], first.send))

    def _drop(self, text: str) -> None:
        self._counts.cut_chars += len(text)
        self._counts.cut_lines += text.count("\n")

    def _without_overwritten(self, name: str, pending: str, text: str) -> str:
        """The text without what a carriage return has overwritten; its last line may be held."""
        text = (pending + text).replace("\r\n", "\n")
        self._restart_line(name, text)
        lines, newline, last = text.rpartition("\n")
        if "\r" in last or (pending and not newline and len(last) < self.caps.tail_chars):
            kept = last.rstrip("\r")
            self._volatile[name] = kept.rsplit("\r", 1)[-1] + last[len(kept) :][:1]
            last = ""
        done = "\n".join(line.rstrip("\r").rsplit("\r", 1)[-1] for line in lines.split("\n"))
        return done + newline + last

    def _restart_line(self, name: str, text: str) -> None:
        """Tell whoever joins the text that a line begun before is overwritten."""
        first = text.partition("\n")[0]
        if self._mid_line.get(name) and "\r" in first:
            self._mid_line[name] = False
            self._take("\r", lambda part: self._send_stream(name, part))

    def _pass_on(self, name: str, text: str) -> None:
        if text:
            self._mid_line[name] = not text.endswith("\n")
            self._take(text, lambda part: self._send_stream(name, part))

    def _settle(self, name: str) -> None:
        self._pass_on(name, self._volatile.pop(name, "").rstrip("\r"))

    def _settle_all(self) -> None:
        for name in list(self._volatile):
            self._settle(name)

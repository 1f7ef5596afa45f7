"""Lines over standard input and output, without a thread: calls are answered sooner."""

import codecs
import os
import select
import sys
from collections.abc import AsyncIterable, AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Protocol

import anyio
import anyio.lowlevel

__all__ = ["LineReader", "LineWriter", "TextWriter", "claimed_streams"]

_READ_BYTES = 1 << 18
_CERTAIN_BYTES: int = getattr(select, "PIPE_BUF", 512)
"""What a pipe takes without blocking once it says that it takes something."""


class TextWriter(Protocol):
    """Takes text."""

    async def write(self, text: str) -> None:
        """Write all of a text.

        Raises:
            BrokenPipeError: The reader is gone.
        """
        ...


class LineReader:
    """Lines of UTF-8 text from a file descriptor, as an async iterator.

    Args:
        fd: The descriptor; it stays in blocking mode, which others may share with it.
    """

    def __init__(self, fd: int) -> None:
        self._fd = fd

    async def __aiter__(self) -> AsyncIterator[str]:
        decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        parts: list[str] = []
        while data := await self._read():
            first, *rest = decode(data).split("\n")
            parts.append(first)
            for line in rest:
                yield "".join(parts)
                parts = [line]
        parts.append(decode(b"", final=True))
        if last := "".join(parts):
            yield last

    async def _read(self) -> bytes:
        try:
            await anyio.wait_readable(self._fd)
        except PermissionError:
            await anyio.lowlevel.checkpoint()  # An ordinary file is always ready.
        try:
            return os.read(self._fd, _READ_BYTES)
        except ConnectionResetError:
            return b""  # It was a socket, and its other end is gone.


class LineWriter:
    """Text to a file descriptor, never blocking the event loop for a slow reader.

    Args:
        fd: The descriptor; it stays in blocking mode.
    """

    def __init__(self, fd: int) -> None:
        self._fd = fd
        self._ready = select.poll()
        self._ready.register(fd, select.POLLOUT)

    async def write(self, text: str) -> None:
        """Write all of a text, waiting while its reader is slow.

        Raises:
            BrokenPipeError: The reader is gone.
        """
        data = memoryview(text.encode("utf-8", "replace"))
        while data:
            if not self._ready.poll(0):
                await anyio.wait_writable(self._fd)
            data = data[os.write(self._fd, data[:_CERTAIN_BYTES]) :]


class _Flushed:
    """Text to a file, in a thread, for platforms that cannot wait for a file descriptor."""

    def __init__(self, file: anyio.AsyncFile[str]) -> None:
        self._file = file

    async def write(self, text: str) -> None:
        await self._file.write(text)
        await self._file.flush()


@contextmanager
def claimed_streams() -> Iterator[tuple[AsyncIterable[str], TextWriter]]:
    """This process's standard streams, for the protocol alone.

    Meanwhile what reads standard input finds it empty, and what is printed goes to standard error.
    """
    sys.stdout.flush()
    ours = [os.dup(0), os.dup(1)]
    empty = os.open(os.devnull, os.O_RDONLY)
    os.dup2(empty, 0)
    os.close(empty)
    os.dup2(2, 1)
    try:
        if sys.platform == "win32":
            with (
                open(ours[0], encoding="utf-8", errors="replace", closefd=False) as lines,
                open(ours[1], "w", encoding="utf-8", newline="\n", closefd=False) as out,
            ):
                yield anyio.wrap_file(lines), _Flushed(anyio.wrap_file(out))
        else:
            yield LineReader(ours[0]), LineWriter(ours[1])
    finally:
        for number, fd in enumerate(ours):
            os.dup2(fd, number)
            os.close(fd)

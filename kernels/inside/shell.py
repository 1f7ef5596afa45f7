"""An IPython shell that speaks Jupyter messages over one channel, in one thread.

Source: Jupyter messaging protocol 5.4; what ipykernel does over five sockets and eleven threads.
"""

import asyncio
import builtins
import fcntl
import io
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

from . import display
from .apart import run_apart
from .channel import Channel
from .output import OMISSION, Caps, CellOutput
from .rehearsal import gather_code, import_what_it_imports
from .seeds import reseed
from .signals import FLUSH_SIGNAL

__all__ = ["Shell", "make_shell", "rehearse", "serve"]

_PIECE_BYTES = 1 << 16
_TRUNCATE_BYTES = 1 << 20
_NAME_CHARS = 200


_TYPICAL_CELLS = (
    "1 + 1",
    "print([n for n in range(3)]); {'a': (1, 2.5)}",
    "1 / 0",
    "1 +",
    "no_such_name",
    "!true",
    "%time 1",
    "import asyncio; await asyncio.sleep(0)",
    "import collections, fractions, functools, heapq, itertools, json, math, random, re, time",
    "raise KeyboardInterrupt",
)


class _Hook(DisplayHook):
    """Shows the value of a cell's last expression."""

    def __call__(self, result: object = None) -> None:
        self.check_for_underscore()
        if result is None or self.quiet():
            return
        data, _ = self.compute_format_data(result)
        self.update_user_ns(result)
        self.fill_exec_result(result)
        if data:
            _link_of(self.shell).show("execute_result", data)


class _Publisher(DisplayPublisher):
    """Shows what a cell displays."""

    def publish(
        self,
        data: dict[str, Any],
        metadata: dict[str, Any] | None = None,
        *_: object,
        transient: dict[str, Any] | None = None,
        update: bool = False,
        **__: object,
    ) -> None:
        kind = "update_display_data" if update else "display_data"
        _link_of(self.shell).show(kind, data, transient)

    def clear_output(self, wait: bool = False) -> None:
        _link_of(self.shell).clear(wait=wait)


class Shell(InteractiveShell):
    """IPython's shell, its output going through a `_Link`."""

    displayhook_class = Type(_Hook)
    display_pub_class = Type(_Publisher)
    link: "_Link"
    caps: Caps

    def _showtraceback(self, etype: type, evalue: BaseException, stb: list[str]) -> None:
        self.link.error(etype, evalue, "\n".join(stb))


def make_shell(caps: Caps) -> Shell:
    """A shell that every kernel will be a copy of.

    Args:
        caps: How much of a cell's output is kept.
    """
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    config.InteractiveShell.cache_size = 0
    config.InteractiveShell.autocall = 0
    shell = Shell.instance(config=config)
    shell.caps = caps
    display.install(shell, caps, descriptors_in_order=True)
    sys.modules["codesteer"] = None  # type: ignore[assignment]  # stays out of reach
    return shell


def _link_of(shell: Any) -> "_Link":
    link: _Link = shell.link
    return link


class _Interrupts:
    """Raises KeyboardInterrupt in a running cell, but never in the middle of a message."""

    def __init__(self) -> None:
        self.running = False
        self._shields = 0

    def install(self) -> None:
        signal.signal(signal.SIGINT, self._handle)

    @contextmanager
    def shielded(self) -> Iterator[None]:
        self._shields += 1
        try:
            yield
        finally:
            self._shields -= 1

    @property
    def is_shielded(self) -> bool:
        return self._shields > 0

    def _handle(self, *_: object) -> None:
        if not self.running:
            return
        if not self._shields:
            raise KeyboardInterrupt
        # A moment later the message will be out.
        timer = threading.Timer(0.002, os.kill, (os.getpid(), signal.SIGINT))
        timer.daemon = True
        try:
            timer.start()
        except RuntimeError:
            return  # No thread is left; whoever interrupts does so again.


class _Raw(io.RawIOBase):
    """The bottom of sys.stdout and sys.stderr."""

    def __init__(self, name: str, fd: int, take: Callable[[str, str], None]) -> None:
        self._name = name
        self._fd = fd
        self._take = take

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._fd

    def write(self, data: Any) -> int:
        self._take(self._name, bytes(data).decode("utf-8", "replace"))
        return len(data)


class _Stderr(io.TextIOWrapper):
    """Unbuffered, and written after what stdout holds, so that the order is that of the code."""

    def write(self, text: str) -> int:
        sys.stdout.flush()
        written = super().write(text)
        self.flush()
        return written


class _Captured:
    """What programs and C code write to file descriptor 1 or 2, in a file in memory."""

    def __init__(self, name: str, fd: int) -> None:
        self.name = name
        self._file = os.memfd_create(name, os.MFD_CLOEXEC)
        fcntl.fcntl(self._file, fcntl.F_SETFL, os.O_APPEND)
        os.dup2(self._file, fd)
        self._read = 0

    def pieces(self) -> Iterator[str]:
        while data := os.pread(self._file, _PIECE_BYTES, self._read):
            if len(data) == _PIECE_BYTES:
                data = data[: _end_of_characters(data)]
            self._read += len(data)
            yield data.decode("utf-8", "replace")

    def forget(self) -> None:
        """Free the memory once there is much of it."""
        if self._read > _TRUNCATE_BYTES:
            os.ftruncate(self._file, 0)
            self._read = 0


def _end_of_characters(data: bytes) -> int:
    """Where the last whole character of UTF-8 ends."""
    for length in range(1, 4):
        lead = data[-length]
        if lead >= 0xC0:
            return len(data) - (length if lead >= (0, 0xC0, 0xE0, 0xF0)[length] else 0)
    return len(data)


class _Link:
    """Everything the session says, on its way to the server."""

    def __init__(self, channel: Channel, caps: Caps, interrupts: _Interrupts) -> None:
        self._channel = channel
        self._interrupts = interrupts
        self._parent = ""
        self._owner = os.getpid()
        self._captured = [_Captured("stdout", 1), _Captured("stderr", 2)]
        self._output = CellOutput(
            caps,
            send_stream=lambda name, text: self._send("stream", {"name": name, "text": text}),
            send_omission=lambda counts: self._send("display_data", {"data": {OMISSION: counts}}),
            shielded=interrupts.shielded,
        )

    def install(self) -> None:
        """Take over the standard streams."""
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115 - for the process's life
        raw = _Raw("stdout", 1, self._written)
        sys.stdout = io.TextIOWrapper(
            io.BufferedWriter(raw, 1 << 16), encoding="utf-8", errors="backslashreplace"
        )
        error = _Raw("stderr", 2, self._written)
        sys.stderr = _Stderr(
            io.BufferedWriter(error, 1 << 13), encoding="utf-8", errors="backslashreplace"
        )
        sys.__stdout__, sys.__stderr__ = sys.stdout, sys.stderr  # type: ignore[misc]
        os.register_at_fork(before=self.flush)
        start = subprocess.Popen.__init__

        def flushed_start(popen: Any, *args: Any, **kwargs: Any) -> None:
            self.flush()
            start(popen, *args, **kwargs)

        subprocess.Popen.__init__ = flushed_start  # type: ignore[method-assign, assignment]
        system = os.system

        def flushed_system(command: Any) -> int:
            self.flush()
            return system(command)

        os.system = flushed_system
        signal.signal(FLUSH_SIGNAL, lambda *_: self._flush_when_asked())

    def take_over(self) -> None:
        """In a fork that is to speak in the place of its parent."""
        self._owner = os.getpid()
        self._captured = [_Captured("stdout", 1), _Captured("stderr", 2)]

    def begin(self, parent: str) -> None:
        """A cell starts; what threads have written since the last belongs to that one."""
        self.flush()
        self._output.end_cell()
        self._parent = parent

    def end(self) -> None:
        """The cell has ended: send everything it has shown."""
        self.flush()
        self._output.end_cell()
        for captured in self._captured:
            captured.forget()

    def flush(self) -> None:
        """Pass on what is buffered, in the order in which it was written."""
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except (ValueError, AttributeError):
                continue  # The model closed or replaced it.
        self._drain()

    def show(
        self, kind: str, data: dict[str, Any], transient: dict[str, Any] | None = None
    ) -> None:
        """Show an object in the form that a model can read."""
        self.flush()
        part = display.shown_part(data)
        extra = {"transient": transient} if transient else {}
        if not part:
            return
        ((mime, text),) = part.items()

        def send(left: str) -> None:
            self._send(kind, {"data": {mime: left}, **extra})

        if mime.startswith("image/"):
            self._output.image(len(text) * 3 // 4, lambda: send(text))
        else:
            self._output.item(text, send)

    def clear(self, *, wait: bool) -> None:
        """Clear what the cell has shown."""
        self.flush()
        self._output.clear()
        self._send("clear_output", {"wait": wait})

    def error(self, kind: type, value: BaseException, text: str) -> None:
        """Show the exception that ended the cell."""
        self.flush()
        try:
            message = str(value)
        except Exception:
            message = "<its text cannot be had>"
        content = {"ename": kind.__name__, "evalue": message[:2_000], "traceback": [text]}
        self._send("error", content)

    def release(self) -> None:
        """Send what waits for the reply, where another process gives that."""
        with self._interrupts.shielded():
            self._channel.release()

    def reply(self, kind: str, content: dict[str, Any], parent: str) -> None:
        """Answer a request."""
        with self._interrupts.shielded():
            self._channel.send(kind, content, parent=parent)

    def _send(self, kind: str, content: dict[str, Any]) -> None:
        if os.getpid() != self._owner:
            return  # A fork of the session must not speak in its place.
        with self._interrupts.shielded():
            # The value of the last expression comes just before the reply.
            held = kind == "execute_result"
            self._channel.send(kind, content, parent=self._parent, hold=held)

    def _written(self, name: str, text: str) -> None:
        if os.getpid() != self._owner:
            os.write(2 if name == "stderr" else 1, text.encode("utf-8", "replace"))
            return
        self._drain()
        self._output.stream(name, text)

    def _drain(self) -> None:
        if os.getpid() == self._owner:
            for captured in self._captured:
                for piece in captured.pieces():
                    self._output.stream(captured.name, piece)

    def _flush_when_asked(self) -> None:
        if self._interrupts.running and not self._interrupts.is_shielded:
            try:
                self.flush()
                self._output.show_pending()
            except RuntimeError:
                return  # It came in the middle of a write, which goes on now.


def serve(shell: Shell, channel: Channel, private: Sequence[str] = ()) -> None:
    """Run cells until the other end is gone. Never returns.

    Args:
        shell: Runs them.
        channel: Brings them.
        private: Directories of the session's own in which cells that run apart leave nothing.
    """
    interrupts = _Interrupts()
    interrupts.install()
    link = shell.link = _Link(channel, shell.caps, interrupts)
    link.install()

    def run(code: str, parent: str) -> dict[str, Any]:
        owner = os.getpid()
        content = _run(shell, link, interrupts, code, parent)
        if os.getpid() != owner:
            os._exit(0)  # A fork that came back from the cell.
        return content

    def run_in_fork(code: str, parent: str) -> dict[str, Any]:
        link.take_over()
        reseed()
        content = run(code, parent)
        link.release()
        return content

    builtins.input = display.no_input
    asyncio.set_event_loop(None)
    link.reply("status", {"execution_state": "starting"}, "")
    while True:
        message = channel.receive()
        if message is None:
            os._exit(0)
        parent = str(message["header"].get("msg_id", ""))
        code = str(message["content"].get("code", ""))
        if message["content"].get("apart"):
            content, cleared = run_apart(partial(run_in_fork, code, parent), private)
        else:
            content, cleared = run(code, parent), True
        # Who asked may count on it from now on that nothing of a cell apart still runs.
        link.reply("execute_reply", content, parent)
        if not cleared:
            os._exit(0)


class _Mute:
    """A link that says nothing."""

    def show(self, *_: object) -> None:
        """Drop it."""

    error = show


def rehearse(shell: Shell) -> None:
    """Do what every kernel would do first: import what cells import, get to know what they run."""

    def play() -> None:
        ours, theirs = socket.socketpair()
        threading.Thread(target=_swallow, args=(ours,), daemon=True).start()
        interrupts = _Interrupts()
        link = shell.link = _Link(Channel(theirs), shell.caps, interrupts)
        link.install()
        for cell in _TYPICAL_CELLS:
            _run(shell, link, interrupts, cell, "")

    def run_cells() -> None:
        shell.run_cell("1 + 1", store_history=True)
        shell.run_cell("1 / 0", store_history=True)

    import_what_it_imports(play)
    shell.link = _Mute()  # type: ignore[assignment]  # only for a moment
    gather_code(run_cells)
    # What the interpreter learns of the code it runs often is shared by every fork from now on.
    for _ in range(20):
        run_cells()
    shell.reset(new_session=True)
    shell.user_ns["exit"] = shell.user_ns["quit"] = sys.exit


def _swallow(connection: socket.socket) -> None:
    while connection.recv(1 << 16):
        pass


def _run(
    shell: Shell, link: _Link, interrupts: _Interrupts, code: str, parent: str
) -> dict[str, Any]:
    failed: BaseException | None = None
    link.begin(parent)
    try:
        interrupts.running = True
        result = shell.run_cell(code, store_history=True)
        failed = result.error_before_exec or result.error_in_exec
    except KeyboardInterrupt as error:
        # It came while IPython was at work around the cell.
        interrupts.running = False
        failed = error
        link.error(KeyboardInterrupt, error, "KeyboardInterrupt")
    finally:
        interrupts.running = False
    interrupts.install()  # The cell may have set its own handler.
    link.end()
    if failed is None:
        return {"status": "ok"}
    return {"status": "error", "ename": type(failed).__name__[:_NAME_CHARS]}

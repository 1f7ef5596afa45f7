"""Makes a running ipykernel show things the way our own shell does, and cap them at the source."""

import contextlib
import io
import os
import sys
from typing import Any

from . import display
from .output import OMISSION, Caps, CellOutput

__all__ = ["attach", "hide_codesteer"]


class _Stream(io.TextIOBase):
    """Stands for sys.stdout or sys.stderr before ipykernel's own stream."""

    encoding = "utf-8"
    errors = "backslashreplace"

    def __init__(self, name: str, beneath: Any, output: CellOutput) -> None:
        self.name = name
        self.beneath = beneath
        self._output = output

    def __getattr__(self, name: str) -> Any:
        return getattr(self.beneath, name)  # ipykernel tells its stream whose output comes next.

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return int(self.beneath.fileno())

    def write(self, text: str) -> int:
        self._output.stream(self.name, text)
        return len(text)

    def flush(self) -> None:
        self.beneath.flush()


def attach(shell: Any, caps: Caps) -> None:
    """Take over what the kernel shows.

    Args:
        shell: Its shell.
        caps: How much of a cell's output is kept.
    """
    attached = _Attached(shell, caps)
    shell.display_pub.register_hook(lambda message: attached.cap(message, shell.display_pub))
    shell.displayhook.register_hook(lambda message: attached.cap(message, shell.displayhook))
    shell.display_pub.clear_output = attached.clear
    for name, beneath in attached.streams.items():
        setattr(sys, name, _Stream(name, beneath, attached.output))
    shell._showtraceback = attached.show_error
    shell.events.register("post_run_cell", attached.end_cell)
    display.install(shell, caps, descriptors_in_order=False)
    shell.kernel.raw_input = shell.kernel.getpass = display.no_input
    hide_codesteer()


def hide_codesteer() -> None:
    """Make `import codesteer` fail at once; the sandbox keeps its files out of reach."""
    sys.modules["codesteer"] = None  # type: ignore[assignment]


class _Attached:
    """What stands between a shell and its sockets."""

    def __init__(self, shell: Any, caps: Caps) -> None:
        self.streams = {"stdout": sys.stdout, "stderr": sys.stderr}
        self.output = CellOutput(
            caps,
            send_stream=self._send_stream,
            send_omission=self._send_omission,
            shielded=contextlib.nullcontext,
        )
        self._publisher = shell.display_pub
        self._clear = shell.display_pub.clear_output
        self._show_error = shell._showtraceback
        self._owner = os.getpid()

    def cap(self, message: dict[str, Any], sender: Any) -> dict[str, Any] | None:
        """Take a message before it is sent; what is returned is sent at once."""
        if "data" not in message["content"]:
            return message  # It clears what was shown.
        part = display.shown_part(message["content"]["data"])
        if not part:
            return None
        ((mime, text),) = part.items()

        def send(left: str) -> None:
            message["content"]["data"] = {mime: left}
            self._send(message, sender)

        if mime.startswith("image/"):
            self.output.image(len(text) * 3 // 4, lambda: send(text))
        else:
            self.output.item(text, send)
        return None

    def clear(self, wait: bool = False) -> None:
        """Clear what the cell has shown."""
        self.output.clear()
        self._clear(wait)

    def show_error(self, kind: type, value: BaseException, lines: list[str]) -> None:
        """Show the exception that ended the cell."""
        if os.getpid() != self._owner:
            os._exit(1)  # A fork must not speak in the session's place.
        self._show_error(kind, value, lines)

    def end_cell(self, _: object) -> None:
        """Send what was held back."""
        if os.getpid() != self._owner:
            os._exit(0)  # A fork that came back from the cell.
        self.output.end_cell()

    def _send(self, message: dict[str, Any], sender: Any) -> None:
        for stream in self.streams.values():
            stream.flush()
        sender.session.send(sender.pub_socket, message, ident=sender.topic)

    def _send_stream(self, name: str, text: str) -> None:
        self.streams[name].write(text)

    def _send_omission(self, counts: dict[str, int]) -> None:
        to = self._publisher
        content = {"data": {OMISSION: counts}, "metadata": {}}
        self._send(to.session.msg("display_data", content, parent=to.parent_header), to)

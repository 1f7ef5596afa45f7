"""An ipykernel in a fork of the zygote, for whoever speaks Jupyter over ZeroMQ.

Neither ZeroMQ's sockets nor threads survive a fork. So the zygote only imports, and sockets and
threads are made in the fork. What clients connect to, they have made: the kernel gets sockets that
listen already, and needs no right to make any.
"""

import atexit
import contextlib
import json
import os
import signal
import socket
import sys
import tempfile
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

# ipykernel's debugger speaks to the kernel by its own shell channel, whose address is out of reach
# in a sandbox. Without debugpy it says that it has none, starts sooner and is smaller.
sys.modules["debugpy"] = None  # type: ignore[assignment]

import ipykernel.debugger  # noqa: E402, F401
import zmq  # noqa: E402
from ipykernel.kernelapp import IPKernelApp  # noqa: E402
from tornado.ioloop import IOLoop  # noqa: E402

del sys.modules["debugpy"]  # Programs may have it.

from . import under_ipykernel  # noqa: E402
from .output import Caps  # noqa: E402
from .rehearsal import import_what_it_imports  # noqa: E402

__all__ = ["rehearse", "serve"]

_CHANNELS = ("shell", "iopub", "stdin", "control", "hb")
_ANSWER_S = 1.0
_TYPICAL_CELLS = (
    "1 + 1",
    "print([n for n in range(3)]); {'a': (1, 2.5)}",
    "1 / 0",
    "1 +",
    "!true",
    "%time 1",
    "len?",
    "import asyncio; await asyncio.sleep(0)",
    "from IPython.display import display, HTML; display(HTML(''))",
)


def serve(
    channel: socket.socket, wishes: Mapping[str, Any], given: Sequence[socket.socket], caps: Caps
) -> NoReturn:
    """Become a kernel, and end as it does.

    Args:
        channel: Is told what goes wrong at the start.
        wishes: "connection", what a connection file holds; "name", the file's name; "arguments",
            ipykernel's; "compact", whether output is shown as to a model.
        given: A listening socket for each of shell, iopub, stdin, control and hb.
        caps: How much of a cell's output is kept, when it is compact.
    """
    try:
        app = _make(wishes, given, caps)
    except BaseException as error:  # IPKernelApp exits when it does not like its arguments.
        why = "".join(traceback.format_exception_only(error)).strip()
        channel.sendall(f"{why}; its arguments were {wishes['arguments']}".encode())
        os._exit(1)
    channel.close()
    _wake_for_signals()
    app.start()
    # This thread answers the request to end, and hangs when what it needs for that is gone.
    app.control_thread.join(_ANSWER_S)
    # Nothing of the zygote's must run again, so what an interpreter does at its end is done here.
    atexit._run_exitfuncs()
    os._exit(0)


def _make(wishes: Mapping[str, Any], given: Sequence[socket.socket], caps: Caps) -> Any:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Until a cell runs.
    null = os.open(os.devnull, os.O_RDWR)
    for fd in (0, 1, 2):
        os.dup2(null, fd)
    os.close(null)
    connection = wishes["connection"]
    separator = "-" if connection["transport"] == "ipc" else ":"
    address = f"{connection['transport']}://{connection['ip']}{separator}"
    _bind_to(
        {
            f"{address}{connection[f'{name}_port']}": listener.detach()
            for name, listener in zip(_CHANNELS, given, strict=True)
        }
    )
    runtime = Path(os.environ["JUPYTER_RUNTIME_DIR"])
    runtime.mkdir(mode=0o700, exist_ok=True)
    file = runtime / wishes["name"]
    file.write_text(json.dumps(connection), "utf-8")
    if "matplotlib" in sys.modules:  # It has read the zygote's environment.
        sys.modules["matplotlib"].rcParams["backend"] = os.environ["MPLBACKEND"]

    sys.argv = ["ipykernel_launcher", "-f", str(file)]
    app: Any = IPKernelApp.instance()
    app.initialize(["-f", str(file), *wishes["arguments"]])
    # The debugger's socket would try to connect for ever.
    with contextlib.suppress(zmq.ZMQError):
        app.debug_shell_socket.disconnect(app.shell_socket.last_endpoint)
    if wishes["compact"]:
        under_ipykernel.attach(app.shell, caps)
    under_ipykernel.hide_codesteer()
    return app


def _wake_for_signals() -> None:
    """Let an interrupt reach a cell that awaits; ipykernel notes it, and waits on for messages."""
    read, write = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    signal.set_wakeup_fd(write, warn_on_full_buffer=False)
    loop = IOLoop.current()

    def woken(fd: int, _: int) -> None:
        os.read(fd, 512)

    loop.add_handler(read, woken, loop.READ)


def _bind_to(listeners: dict[str, int]) -> None:
    """Have ZeroMQ's sockets take over what listens at their address already."""
    bind = zmq.Socket.bind

    def bind_or_take(self: Any, address: str) -> Any:
        fd = listeners.pop(address, None)
        if fd is not None:
            self.use_fd = fd
        elif address.startswith("tcp:"):
            # libzmq aborts the process when it may not ask for the network's interfaces.
            try:
                socket.socket().close()
            except OSError as error:
                raise zmq.ZMQError(error.errno) from None
        return bind(self, address)

    zmq.Socket.bind = bind_or_take  # type: ignore[method-assign, assignment]


def rehearse(caps: Caps) -> None:
    """Run a kernel with typical cells in a throw-away fork; import here what it has imported."""

    def play() -> None:
        with tempfile.TemporaryDirectory() as directory:
            _play(Path(directory), caps)

    import_what_it_imports(play)


def _play(directory: Path, caps: Caps) -> None:
    os.environ["JUPYTER_RUNTIME_DIR"] = str(directory)
    connection = {"transport": "ipc", "ip": str(directory / "k"), "key": "rehearsal"}
    listeners = []
    for number, name in enumerate(_CHANNELS, 1):
        connection[f"{name}_port"] = number  # type: ignore[assignment]  # JSON takes both
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(f"{connection['ip']}-{number}")
        listener.listen()
        listeners.append(listener)
    arguments = ["--HistoryManager.enabled=False", "--IPKernelApp.log_level=CRITICAL"]
    wishes = {
        "connection": connection,
        "name": "rehearsal.json",
        "arguments": arguments,
        "compact": True,
    }
    app = _make(wishes, listeners, caps)
    for cell in _TYPICAL_CELLS:
        app.shell.run_cell(cell, store_history=True)

"""Real Jupyter servers on loopback, a line to them that can be cut, and a fake one."""

import asyncio
import json
import os
import socket
import subprocess
import sys
import threading
import urllib.request
from contextlib import suppress
from pathlib import Path

import tornado.httpserver
import tornado.netutil
import tornado.web
import tornado.websocket

from codesteer.kernels.transports.frames import SUBPROTOCOL, decode, encode

TOKEN = "secret-of-the-test-5f3a"

_COMMANDS = {
    "kernel_gateway": (
        *("-m", "kernel_gateway"),
        *("--KernelGatewayApp.ip=127.0.0.1", "--KernelGatewayApp.port_retries=0"),
        *(f"--KernelGatewayApp.auth_token={TOKEN}", "--JupyterWebsocketPersonality.list_kernels=1"),
        *("--KernelGatewayApp.max_kernels=3", "--KernelGatewayApp.port={port}"),
    ),
    "jupyter_server": (
        *("-m", "jupyter_server", "--no-browser", "--allow-root"),
        *("--ServerApp.ip=127.0.0.1", "--ServerApp.port_retries=0"),
        *(f"--IdentityProvider.token={TOKEN}", "--ServerApp.port={port}"),
    ),
}
# The same ipykernel, under a language for which there is nothing to set up.
_OTHER = {
    "argv": [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
    "display_name": "Other",
    "language": "other",
}


class JupyterServer:
    """A server in a process of its own, with a home of its own.

    Args:
        kind: "kernel_gateway" or "jupyter_server".
        home: Its empty home.
        options: Further options.
    """

    def __init__(self, kind: str, home: Path, *options: str) -> None:
        self.kind = kind
        self.known: set[str] = set()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        spec = home / "data" / "kernels" / "other" / "kernel.json"
        spec.parent.mkdir(parents=True)
        spec.write_text(json.dumps(_OTHER), "utf-8")
        command = [part.format(port=self.port) for part in _COMMANDS[kind]]
        # Otherwise three seconds pass between looks at a process, and five before it is killed.
        quick = ("--KernelRestarter.time_to_dead=0.2", "--KernelManager.shutdown_wait_time=0.5")
        self._process = subprocess.Popen(
            [sys.executable, "-P", *command, *quick, *options],
            cwd=home,
            env={
                "PATH": os.environ["PATH"],
                "HOME": str(home),
                "IPYTHONDIR": str(home / "ipython"),
                **{
                    f"JUPYTER_{name.upper()}_DIR": str(home / name)
                    for name in ("config", "data", "runtime")
                },
            },
            stderr=subprocess.PIPE,
            text=True,
        )
        log = []
        for line in self._process.stderr:
            log.append(line)
            if " is available at " in line or " is running at" in line:
                break
        else:
            raise RuntimeError("".join(log))
        threading.Thread(target=self._drain, daemon=True).start()
        self._wait_until_it_listens()

    def _wait_until_it_listens(self) -> None:
        """Jupyter Server says that it runs a moment before it listens."""
        for _ in range(500):
            with suppress(ConnectionRefusedError):
                socket.create_connection(("127.0.0.1", self.port)).close()
                return
            threading.Event().wait(0.01)
        raise RuntimeError(f"{self.kind} does not listen")

    def ask(self, method: str, path: str):
        """What anybody else with the token can ask of the server."""
        headers = {"Authorization": f"token {TOKEN}"}
        request = urllib.request.Request(self.url + path, method=method, headers=headers)
        with urllib.request.urlopen(request) as answer:
            return json.loads(answer.read() or "null")

    def kernels(self) -> list[str]:
        """Ids of its kernels, without those that are known."""
        found = [kernel["id"] for kernel in self.ask("GET", "/api/kernels")]
        return [kernel_id for kernel_id in found if kernel_id not in self.known]

    def kill(self) -> None:
        """End it without letting it end anything itself."""
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        """End it and its kernels."""
        self._process.terminate()
        try:
            self._process.wait(2)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _drain(self) -> None:
        with self._process.stderr as log:
            log.read()


class Line:
    """A line to a server that can be cut.

    Args:
        port: The server's.
    """

    def __init__(self, port: int) -> None:
        self._port = port
        self._carriers: dict[asyncio.Task, asyncio.StreamWriter] = {}
        self._requests: dict[asyncio.Task, asyncio.StreamWriter] = {}
        self.down = False

    async def __aenter__(self) -> "Line":
        self._server = await asyncio.start_server(self._carry, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for wire in (*self._carriers.values(), *self._requests.values()):
            wire.transport.abort()
        await asyncio.gather(*self._carriers, *self._requests, return_exceptions=True)

    async def cut(self) -> None:
        """Break everything off, and wait until the near ends of WebSockets have seen it."""
        for wire in self._requests.values():
            wire.transport.abort()
        cut = list(self._carriers)
        for carrier in cut:
            with suppress(OSError):
                self._carriers[carrier].write_eof()
        await asyncio.gather(*cut, return_exceptions=True)

    async def _carry(self, near_in: asyncio.StreamReader, near_out: asyncio.StreamWriter) -> None:
        if self.down:
            near_out.transport.abort()
            return
        first = await near_in.read(1 << 16)
        far_in, far_out = await asyncio.open_connection("127.0.0.1", self._port)
        far_out.write(first)
        carriers = self._carriers if b"/channels" in first else self._requests
        carriers[asyncio.current_task()] = near_out
        await asyncio.gather(_pipe(near_in, far_out), _pipe(far_in, near_out))


async def _pipe(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    try:
        while data := await source.read(1 << 16):
            target.write(data)
            await target.drain()
    except OSError:
        pass
    finally:
        target.transport.abort()


class FakeServer:
    """A FAKE of a Jupyter server, for what real ones do rarely: it does what a test tells it to.

    Its kernel is the test's: `on_message(fake, frame)` is called with every message to it, and
    answers with `say`.

    Args:
        on_message: The kernel.
        pages: What paths are answered with, instead of as a Jupyter server would: status,
            headers, and body.
        text: Whether it speaks JSON only, as old servers do.
    """

    def __init__(self, on_message=None, *, pages=None, text=False) -> None:
        self.on_message = on_message or answer_all
        self.pages = pages or {}
        self.text = text
        self.asked: list[tuple[str, str, str]] = []
        self.kernels: set[str] = set()
        self.open: list[tornado.websocket.WebSocketHandler] = []
        self.connections = 0
        self.name = "process-1"

    async def __aenter__(self) -> "FakeServer":
        rest = {"fake": self}
        application = tornado.web.Application(
            [(r"/api/kernels/k/channels", _Channels, rest), (r".*", _Rest, rest)]
        )
        (listening,) = tornado.netutil.bind_sockets(0, "127.0.0.1")
        self.url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        self._server = tornado.httpserver.HTTPServer(application)
        self._server.add_sockets([listening])
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.stop()
        await self._server.close_all_connections()

    def say(self, channel, kind, content, frame=None, **header) -> None:
        """Send a message of the kernel, in answer to a frame."""
        session = header.pop("session", self.name)
        parent = dict(frame.header) if frame is not None else {}
        data = encode(
            channel,
            kind,
            content,
            message_id="m",
            session=session,
            parent=parent,
            binary=not self.text,
        )
        self.send(data)

    def send(self, data: bytes | str) -> None:
        """Send a frame, whatever is in it."""
        sent = self.open[-1].write_message(data, isinstance(data, bytes))
        sent.add_done_callback(asyncio.Future.exception)  # The other end may have had enough.

    def break_off(self) -> None:
        """Break the WebSocket off."""
        self.open[-1].stream.close()


def answer_all(fake: FakeServer, frame) -> None:
    """A kernel that answers every request, and runs nothing."""
    if frame.kind == "kernel_info_request":
        fake.say("shell", "kernel_info_reply", {"status": "ok"}, frame)
        fake.say("iopub", "status", {"execution_state": "idle"}, frame)
    elif frame.kind == "execute_request":
        fake.say("iopub", "stream", {"name": "stdout", "text": frame.content["code"]}, frame)
        fake.say("shell", "execute_reply", {"status": "ok"}, frame)
        fake.say("iopub", "status", {"execution_state": "idle"}, frame)


class _Rest(tornado.web.RequestHandler):
    def initialize(self, fake: FakeServer) -> None:
        self.fake = fake

    def prepare(self) -> None:
        path, method = self.request.path, self.request.method
        self.fake.asked.append((method, path, self.request.headers.get("Authorization", "")))
        if path in self.fake.pages:
            status, headers, body = self.fake.pages[path]
        elif path == "/api/kernelspecs":
            specs = {"fake": {"spec": {"language": "fake"}}}
            status, headers, body = 200, {}, json.dumps({"default": "fake", "kernelspecs": specs})
        elif (method, path) == ("POST", "/api/kernels"):
            self.fake.kernels.add("k")
            status, headers, body = 201, {}, '{"id": "k"}'
        elif path.startswith("/api/kernels/k"):
            status, headers, body = (200 if method == "GET" else 204), {}, ""
            if method == "DELETE":
                self.fake.kernels.discard("k")
            elif method == "GET":
                body = '{"id": "k", "execution_state": "busy"}'
        else:
            status, headers, body = 404, {}, "{}"
        self.set_status(status)
        for name, value in headers.items():
            self.set_header(name, value)
        self.finish(body if status != 204 else None)


class _Channels(tornado.websocket.WebSocketHandler):
    def initialize(self, fake: FakeServer) -> None:
        self.fake = fake

    def select_subprotocol(self, subprotocols):
        return SUBPROTOCOL if SUBPROTOCOL in subprotocols and not self.fake.text else None

    def open(self, *_: object) -> None:
        self.stream = self.ws_connection.stream
        self.fake.open.append(self)
        self.fake.connections += 1

    def on_message(self, data: bytes | str) -> None:
        self.fake.on_message(self.fake, decode(data, binary=not self.fake.text))

"""A client that knows nothing of any SDK: JSON lines over the pipes of a server process."""

import contextlib
import itertools
import json
import os
import select
import subprocess
import sys

MODERN = "2026-07-28"
META = "io.modelcontextprotocol/"


class RawClient:
    """Starts `codesteer serve` and speaks JSON-RPC to it.

    Args:
        home: Where the server keeps its episodes.
        era: The protocol version to speak.
        arguments: Further arguments of `serve`.
    """

    def __init__(self, home, era="2025-06-18", arguments=(), environ=None):
        self.era = era
        self.patience_s = 60
        self._ids = itertools.count(1)
        self._buffer = b""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "codesteer", "serve", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "CODESTEER_HOME": str(home), **(environ or {})},
        )

    def __enter__(self):
        if self.era != MODERN:
            self.initialize()
        return self

    def __exit__(self, *exc):
        self.close()

    def initialize(self):
        params = {
            "protocolVersion": self.era,
            "capabilities": {},
            "clientInfo": {"name": "raw", "version": "1"},
        }
        answer = self.request("initialize", params, meta=False)
        self.send({"jsonrpc": "2.0", "method": "notifications/initialized"})
        return answer

    def close(self, timeout=10):
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.close()
        code = self.process.wait(timeout)
        self.process.stdout.close()
        self.process.stderr.close()
        return code

    def send(self, message):
        self.send_bytes(json.dumps(message).encode() + b"\n")

    def send_bytes(self, data):
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def receive(self):
        """The next message, or None when the server has ended; waits `patience_s` at most."""
        while b"\n" not in self._buffer:
            readable, _, _ = select.select([self.process.stdout], [], [], self.patience_s)
            assert readable, "the server did not answer in time"
            data = os.read(self.process.stdout.fileno(), 1 << 20)
            if not data:
                return None
            self._buffer += data
        line, _, self._buffer = self._buffer.partition(b"\n")
        return json.loads(line)

    def request(self, method, params=None, meta=True):
        """Send a request and return its reply; notifications on the way are skipped."""
        number = next(self._ids)
        params = dict(params or {})
        if self.era == MODERN and meta:
            params["_meta"] = {
                f"{META}protocolVersion": MODERN,
                f"{META}clientInfo": {"name": "raw", "version": "1"},
                f"{META}clientCapabilities": {},
            }
        self.send({"jsonrpc": "2.0", "id": number, "method": method, "params": params})
        while True:
            message = self.receive()
            assert message is not None, "the server ended"
            if message.get("id") == number:
                return message

    def call(self, tool, **arguments):
        """Call a tool; returns its result."""
        return self.request("tools/call", {"name": tool, "arguments": arguments})["result"]

    def text(self, tool, **arguments):
        """Call a tool that must succeed; returns its text."""
        result = self.call(tool, **arguments)
        text = "".join(block.get("text", "") for block in result["content"])
        assert not result.get("isError"), text
        return text

    def refusal(self, tool, **arguments):
        """Call a tool that must refuse; returns its text."""
        result = self.call(tool, **arguments)
        assert result.get("isError"), result
        return result["content"][0]["text"]

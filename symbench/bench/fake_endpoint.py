"""A fake OpenAI-compatible endpoint that answers at once: no model, only something to measure with.

It answers every request for code with a small program, by a hash of the request, so that the same
is always answered the same. Run as a process, it prints its address and ends with its input.
"""

import asyncio
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from subprocess import PIPE, Popen
from typing import Any

__all__ = ["FAKE_MODEL", "answer", "fake_endpoint"]

FAKE_MODEL = "fake-no-model"
_CHECK = "```python\nprint('Correct' if len(answer) % 2 else 'Wrong: of even length')\n```"


def answer(request: dict[str, Any]) -> str:
    """What the fake says: a program, or a checking program where one is asked for."""
    messages = request.get("messages", ())
    if messages and "`answer`" in str(messages[-1].get("content", "")):
        return _CHECK
    number = int(sha256(json.dumps(messages, sort_keys=True).encode()).hexdigest(), 16)
    if number % 10 < 2:
        return f"I am a fake and guess: <<<{number % 1000}>>>"
    rounds = 10 + number % 90
    return (
        f"```python\ntotal = 0\nfor step in range({rounds}):\n"
        f"    total += step * {number % 97}\nprint(f'<<<{{total}}>>>')\n```"
    )


@contextmanager
def fake_endpoint() -> Iterator[str]:
    """Run the fake as a process of its own while the block runs; yields its address."""
    command = [sys.executable, "-m", __name__]
    with Popen(command, stdin=PIPE, stdout=PIPE, text=True) as process:  # noqa: S603 - ourselves
        assert process.stdout is not None  # noqa: S101 - it is piped
        assert process.stdin is not None  # noqa: S101 - it is piped
        try:
            yield process.stdout.readline().strip()
        finally:
            process.stdin.close()


async def _serve() -> None:
    server = await asyncio.start_server(_talk, "127.0.0.1", 0)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1", flush=True)  # noqa: T201
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


async def _talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while True:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
            length = 0
            for line in head.split("\r\n"):
                if line.startswith("content-length:"):
                    length = int(line.partition(":")[2])
            body = await reader.readexactly(length) if length else b""
            data = json.dumps(_reply(body)).encode()
            writer.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                b"Content-Length: %d\r\n\r\n" % len(data) + data
            )
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError, ValueError):
        pass  # The client has left, or speaks something else.
    finally:
        writer.close()


def _reply(body: bytes) -> dict[str, Any]:
    if not body:
        return {"object": "list", "data": [{"id": FAKE_MODEL, "object": "model"}]}
    request = json.loads(body)
    text = answer(request)
    read = sum(len(str(message.get("content", "")).split()) for message in request["messages"])
    message = {"role": "assistant", "content": text}
    return {
        "object": "chat.completion",
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": read, "completion_tokens": len(text.split())},
    }


if __name__ == "__main__":
    asyncio.run(_serve())

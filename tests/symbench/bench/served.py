"""A CodeSteer server over HTTP, as a process: prints its address, ends with its input."""

import json
import os
import sys
import threading
from contextlib import asynccontextmanager

import uvicorn

from codesteer.mcp_server.app import open_app
from codesteer.mcp_server.server import make_server
from codesteer.settings import read_settings


class Telling(uvicorn.Server):
    async def startup(self, sockets=None):
        await super().startup(sockets)
        port = self.servers[0].sockets[0].getsockname()[1]
        print(f"http://127.0.0.1:{port}/mcp", flush=True)


def main():
    @asynccontextmanager
    async def app():
        async with open_app(read_settings()) as opened:
            yield opened

    seen = os.environ.get("SEEN")

    def note(line):
        with open(seen, "a", encoding="utf-8") as file:
            file.write(f"{line}\n")

    async def noting(ctx, call_next):
        """Write down every call of a tool, in the order they come."""
        if seen and ctx.method == "tools/call":
            note(json.dumps(dict(ctx.params)))
        return await call_next(ctx)

    made = make_server(app)
    made.middleware.append(noting)
    served = made.streamable_http_app()
    server = Telling(uvicorn.Config(served, port=0, log_level="error"))

    def until_input_ends():
        sys.stdin.read()
        server.should_exit = True

    threading.Thread(target=until_input_ends, daemon=True).start()
    server.run()


if __name__ == "__main__":
    main()

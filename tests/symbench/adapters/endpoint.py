"""A model server for tests: it answers a question it knows with a response it was given."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

UNKNOWN = "I do not know."


@contextmanager
def answering(responses: Mapping[str, str]) -> Iterator[str]:
    """The address of an OpenAI-compatible endpoint; a prompt is known wherever it is read."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            asked = request["messages"][-1]["content"]
            asked = asked if isinstance(asked, str) else asked[0]["text"]
            known = (text for prompt, text in responses.items() if prompt in asked)
            message = {"role": "assistant", "content": next(known, UNKNOWN)}
            reply = {
                "id": "1",
                "object": "chat.completion",
                "created": 0,
                "model": request["model"],
                "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
                "usage": {"prompt_tokens": 7, "completion_tokens": 3, "total_tokens": 10},
            }
            body = json.dumps(reply).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()
        server.server_close()

"""An OpenAI-compatible endpoint that is a pure function of what it is asked: no model at all.

It knows the questions it was made with. By a hash of the request it answers rightly, in words or
by a program, or wrongly.
"""

import json
import threading
from collections import Counter
from contextlib import contextmanager
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from codesteer.symbench.registry import find_task, instance


def fenced(program):
    return f"```python\n{program}\n```"


class Scholar:
    """Answers questions whose answers it has, some wrongly."""

    def __init__(self, instances):
        self.known = {}
        for each in instances:
            puzzle = instance(each)
            self.known[puzzle.prompt] = find_task(puzzle.id.task).solve(puzzle.payload)

    def __call__(self, request):
        text = "\n".join(str(message["content"]) for message in request["messages"])
        right = next((self.known[known] for known in self.known if known in text), None)
        chance = int(sha256(json.dumps(request, sort_keys=True).encode()).hexdigest(), 16) % 10
        if right is None:
            return "I do not know."
        if "`answer`" in text.replace(right, ""):
            return fenced(f"print('Correct' if answer.strip() in {right!r} else 'Wrong: no')")
        if chance < 2:
            return "It cannot be known. <<<nothing>>>"
        if chance < 4:
            return fenced("print(unknown_name)")
        return fenced(f"print({right!r})") if chance < 8 else right


class Endpoint:
    """What a test sees of the endpoint.

    Attributes:
        url: Its address.
        asked: The bodies of the requests for replies, in the order they came.
        before: Takes the number of a request (from 1) and its body; what it returns that is not
            None is sent instead of a reply: a status, headers and a text.
        peak: The most requests that were being answered at a time.
    """

    def __init__(self, reply):
        self.reply = reply
        self.asked = []
        self.headers = []
        self.before = lambda number, request: None
        self.peak = 0
        self.active = 0
        self.lock = threading.Lock()
        self.url = ""

    def counts(self):
        """How often each request came."""
        return Counter(json.dumps(request, sort_keys=True) for request in self.asked)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def do_GET(self):
        self._send(200, {"object": "list", "data": [{"id": "scholar", "object": "model"}]})

    def do_POST(self):
        seen = self.server.endpoint
        body = self.rfile.read(int(self.headers["Content-Length"]))
        request = json.loads(body)
        with seen.lock:
            seen.asked.append(request)
            seen.headers.append(dict(self.headers))
            number = len(seen.asked)
            seen.active += 1
            seen.peak = max(seen.peak, seen.active)
        try:
            instead = seen.before(number, request)
            if instead is not None:
                status, headers, text = instead
                self._send(status, {"error": {"message": text}}, headers)
                return
            said = seen.reply(request)
            words = sum(len(str(message["content"]).split()) for message in request["messages"])
            message = {"role": "assistant", "content": said}
            choice = {"index": 0, "message": message, "finish_reason": "stop"}
            usage = {"prompt_tokens": words, "completion_tokens": len(said.split())}
            self._send(200, {"object": "chat.completion", "choices": [choice], "usage": usage})
        finally:
            with seen.lock:
                seen.active -= 1

    def _send(self, status, body, headers=()):
        data = json.dumps(body).encode()
        try:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            for name, value in dict(headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)
        except ConnectionError:
            self.close_connection = True

    def log_message(self, *args):
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request, client_address):
        pass  # A client that was killed has left.


@contextmanager
def endpoint(reply):
    """Serve replies on the loopback while the block runs."""
    seen = Endpoint(reply)
    with _Server(("127.0.0.1", 0), _Handler) as server:
        server.endpoint = seen
        seen.url = f"http://127.0.0.1:{server.server_port}/v1"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield seen
        finally:
            server.shutdown()
            thread.join()

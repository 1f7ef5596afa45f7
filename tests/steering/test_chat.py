"""Talking to model endpoints: real HTTP servers on loopback, good ones and broken ones."""

import json
import threading
from base64 import b64decode
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import anyio
import pytest

from codesteer.errors import ModelError
from codesteer.steering.chat import Message, ReplyOptions, ScriptedChat, ToolCall, ToolOffer
from codesteer.steering.openai_chat import OpenAIChat

pytestmark = pytest.mark.anyio
ASK = (Message("user", "2+2?"),)
GOOD = {
    "id": "1", "object": "chat.completion", "created": 0, "model": "m",
    "choices": [{"index": 0, "finish_reason": "stop",
                 "message": {"role": "assistant", "content": "4"}}],
    "usage": {"prompt_tokens": 7, "completion_tokens": 1, "total_tokens": 8},
}  # fmt: skip


class Endpoint:
    """An endpoint that answers every request with the same bytes and remembers the requests."""

    def __init__(self, body, status=200, content_type="application/json"):
        self.requests = []
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                length = int(self.headers.get("content-length", 0))
                endpoint.requests.append((dict(self.headers), self.rfile.read(length), self.path))
                self.send_response(status)
                self.send_header("content-type", content_type)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST  # noqa: N815

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/v1"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *exc):
        self.server.shutdown()
        self.server.server_close()


async def ask(url, **settings):
    model = OpenAIChat(url, **({"model": "m"} | settings))
    try:
        return await model.reply(ASK)
    finally:
        await model.close()


async def test_an_answer_comes_with_its_token_counts():
    with Endpoint(json.dumps(GOOD).encode()) as endpoint:
        reply = await ask(endpoint.url)
    assert (reply.text, reply.prompt_tokens, reply.completion_tokens) == ("4", 7, 1)
    sent = json.loads(endpoint.requests[0][1])
    assert sent["messages"] == [{"role": "user", "content": "2+2?"}]
    assert sent["temperature"] == 0


async def test_tools_and_their_results_reach_the_endpoint_and_calls_come_back():
    call = {"id": "c1", "type": "function", "function": {"name": "run", "arguments": "{}"}}
    message = {"role": "assistant", "content": None, "tool_calls": [call]}
    body = GOOD | {"choices": [{"index": 0, "finish_reason": "tool_calls", "message": message}]}
    offer = ToolOffer(name="run", description="Runs code.", parameters={"type": "object"})
    earlier = ToolCall(id="c0", name="run", arguments='{"code": "1"}')
    messages = (
        *ASK,
        Message("assistant", "", tool_calls=(earlier,)),
        Message("tool", "1", tool_call_id="c0"),
    )
    with Endpoint(json.dumps(body).encode()) as endpoint:
        model = OpenAIChat(endpoint.url, model="m")
        reply = await model.reply(messages, ReplyOptions(tools=(offer,)))
        await model.close()
    assert (reply.text, reply.tool_calls) == ("", (ToolCall(id="c1", name="run", arguments="{}"),))
    sent = json.loads(endpoint.requests[0][1])
    assert sent["tools"][0]["function"]["name"] == "run"
    assert sent["messages"][1]["tool_calls"][0]["function"]["arguments"] == '{"code": "1"}'
    assert sent["messages"][2] == {"role": "tool", "content": "1", "tool_call_id": "c0"}


async def test_one_answer_may_be_sampled_otherwise_and_held_to_a_schema():
    wanted = ReplyOptions(temperature=0.5, max_tokens=9, schema={"type": "object"})
    with Endpoint(json.dumps(GOOD).encode()) as endpoint:
        model = OpenAIChat(endpoint.url, model="m")
        await model.reply(ASK, wanted)
        await model.close()
    sent = json.loads(endpoint.requests[0][1])
    assert (sent["temperature"], sent["max_tokens"]) == (0.5, 9)
    assert sent["response_format"]["json_schema"]["schema"] == {"type": "object"}


async def test_without_a_name_the_endpoints_first_model_is_taken():
    models = {"object": "list", "data": [{"id": "first", "object": "model", "created": 0,
                                          "owned_by": "x"}]}  # fmt: skip
    with Endpoint(json.dumps(models | GOOD | {"object": "list"}).encode()) as endpoint:
        await ask(endpoint.url, model="")
    assert json.loads(endpoint.requests[-1][1])["model"] == "first"


async def test_nothing_of_the_environment_reaches_the_endpoint(monkeypatch):
    for name in ("API_KEY", "ADMIN_KEY", "ORG_ID", "PROJECT_ID", "BASE_URL"):
        monkeypatch.setenv(f"OPENAI_{name}", "http://ambient.invalid/secret")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "X-Secret: secret")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    with Endpoint(json.dumps(GOOD).encode()) as endpoint:
        await ask(endpoint.url)
    assert "secret" not in repr(endpoint.requests).lower()


async def test_the_given_key_is_sent_and_never_shown():
    with Endpoint(b"no", 401) as endpoint, pytest.raises(ModelError) as refused:
        await ask(endpoint.url, api_key="sk-visible")
    headers = {name.lower(): value for name, value in endpoint.requests[0][0].items()}
    assert headers["authorization"] == "Bearer sk-visible"
    assert "sk-visible" not in str(refused.value)
    assert "CODESTEER_MODEL_API_KEY" in str(refused.value)


async def test_a_password_and_a_query_in_the_address_are_sent_and_never_shown(caplog):
    caplog.set_level("DEBUG")
    with Endpoint(json.dumps(GOOD).encode()) as endpoint:
        host = endpoint.url.removeprefix("http://")
        await ask(f"http://me:hunter2@{host}?key=hunter3")
    headers, _, path = endpoint.requests[0]
    headers = {name.lower(): value for name, value in headers.items()}
    assert b64decode(headers["authorization"].removeprefix("Basic ")) == b"me:hunter2"
    assert path == "/v1/chat/completions?key=hunter3"
    assert "hunter" not in caplog.text
    assert OpenAIChat(f"http://me:hunter2@{host}?key=hunter3").url == endpoint.url


@pytest.mark.parametrize("status", [200, 401, 404])
@pytest.mark.parametrize("model", ["m", ""])
async def test_no_message_shows_a_password_or_a_key_of_the_address(status, model):
    with Endpoint(b"{}", status) as endpoint:
        host = endpoint.url.removeprefix("http://")
        with pytest.raises(ModelError) as refused:
            await ask(f"http://me:hunter2@{host}?key=hunter3#hunter4", model=model)
    assert "hunter" not in str(refused.value)
    assert "me:" not in str(refused.value)
    assert endpoint.url in str(refused.value)


async def test_no_message_shows_a_password_when_the_endpoint_is_down():
    with pytest.raises(ModelError, match=r"http://127\.0\.0\.1:1/v1 cannot be") as refused:
        await ask("http://me:hunter2@127.0.0.1:1/v1")
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize(
    "url",
    ["me:hunter2@localhost:8000/v1", "ftp://me:hunter2@localhost/v1",
     "localhost:8000/v1?key=hunter2", "http://me:hunter2/x@localhost/v1", "http://me:hunter2?x@localhost/v1",
     "http://[::1/hunter2@x", "//me:hunter2@localhost"],
)  # fmt: skip
def test_what_is_no_address_is_refused_without_its_password(url):
    with pytest.raises(ModelError, match="Give one like http") as refused:
        OpenAIChat(url)
    assert "hunter2" not in str(refused.value)


async def test_an_address_whose_password_has_no_clear_end_is_not_shown():
    with pytest.raises(ModelError, match="The given address") as refused:
        await ask("http://127.0.0.1:1/hunter2@localhost/v1")
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"", "application/json"),
        (b"not json", "application/json"),
        (b"<html>hello</html>", "text/html"),
        (b"{}", "application/json"),
        (b"[]", "application/json"),
        (b'{"choices": []}', "application/json"),
        (b'{"choices": [{"message": {}}]}', "application/json"),
        (b'{"choices": [{"message": {"content": null}}]}', "application/json"),
        (b'{"choices": [{"message": {"content": 4}}]}', "application/json"),
        (b'{"choices": "x"}', "application/json"),
        (b'{"choices": {"0": {"message": {"content": "4"}}}}', "application/json"),
        (b"\xff\xfe\x00", "application/json"),
    ],
)
async def test_garbage_is_one_clear_error(body, content_type):
    refused = pytest.raises(ModelError, match="chat completion")
    with Endpoint(body, content_type=content_type) as endpoint, refused:
        await ask(endpoint.url)


@pytest.mark.parametrize("body", [b"<html>hello</html>", b"[]", b"{}", b'{"data": 5}', b"4"])
@pytest.mark.parametrize("content_type", ["application/json", "text/html"])
async def test_garbage_instead_of_a_list_of_models_is_one_clear_error(body, content_type):
    with Endpoint(body, content_type=content_type) as endpoint, pytest.raises(ModelError):
        await ask(endpoint.url, model="")


@pytest.mark.parametrize("usage", [{"prompt_tokens": "7", "completion_tokens": -1}, [7], "7", None])
async def test_token_counts_that_are_no_numbers_count_as_none(usage):
    with Endpoint(json.dumps(GOOD | {"usage": usage}).encode()) as endpoint:
        reply = await ask(endpoint.url)
    assert (reply.text, reply.prompt_tokens, reply.completion_tokens) == ("4", 0, 0)


async def test_a_model_that_thought_until_it_was_cut_off_has_said_nothing():
    message = {"role": "assistant", "content": None, "reasoning_content": "Hm"}
    body = GOOD | {"choices": [{"index": 0, "finish_reason": "length", "message": message}]}
    with Endpoint(json.dumps(body).encode()) as endpoint:
        reply = await ask(endpoint.url)
    assert (reply.text, reply.tool_calls, reply.completion_tokens) == ("", (), 1)


async def test_arguments_that_come_as_an_object_are_json_again():
    call = {"id": "c", "type": "function", "function": {"name": "f", "arguments": {"code": "1"}}}
    message = {"role": "assistant", "content": None, "tool_calls": [call]}
    with Endpoint(json.dumps(GOOD | {"choices": [{"message": message}]}).encode()) as endpoint:
        reply = await ask(endpoint.url)
    assert json.loads(reply.tool_calls[0].arguments) == {"code": "1"}


async def test_half_a_surrogate_pair_in_an_answer_is_replaced():
    body = json.dumps({"choices": [{"message": {"role": "assistant", "content": "a\ud800b"}}]})
    with Endpoint(body.encode()) as endpoint:
        assert (await ask(endpoint.url)).text == "a?b"


@pytest.mark.parametrize(
    ("status", "advice"), [(404, "/v1"), (403, "API_KEY"), (418, "log"), (400, "log")]
)
async def test_a_refusal_says_what_to_check(status, advice):
    refused = pytest.raises(ModelError, match=f"status {status}.*{advice}")
    with Endpoint(b"{}", status) as endpoint, refused:
        await ask(endpoint.url)


async def test_an_endpoint_that_is_down_is_one_clear_error():
    with pytest.raises(ModelError, match="cannot be reached"):
        await ask("http://127.0.0.1:1/v1")


async def test_an_endpoint_that_never_answers_is_given_up():
    started = threading.Event()
    finish = threading.Event()

    class Silent(BaseHTTPRequestHandler):
        def do_POST(self):
            started.set()
            finish.wait(20)

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Silent)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        with pytest.raises(ModelError, match="did not answer in time"):
            await ask(f"http://127.0.0.1:{server.server_port}/v1", timeout_s=0.2)
        assert started.is_set()
    finally:
        finish.set()
        server.shutdown()
        server.server_close()


async def test_an_endpoint_that_answers_drop_by_drop_is_given_up_in_time():
    finish = threading.Event()

    class Dripping(BaseHTTPRequestHandler):
        def do_POST(self):
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.end_headers()
            while not finish.wait(0.02):
                self.wfile.write(b" ")

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Dripping)
    server.handle_error = lambda *args: None  # It writes until nobody listens.
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        with anyio.fail_after(20), pytest.raises(ModelError, match="did not answer in time"):
            await ask(f"http://127.0.0.1:{server.server_port}/v1", timeout_s=0.2)
    finally:
        finish.set()
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("url", ["", "localhost:8000", "ftp://x/v1", "http://", "/v1"])
def test_what_is_no_address_is_refused_before_anything_is_sent(url):
    with pytest.raises(ModelError, match="Give one like http"):
        OpenAIChat(url)


async def test_a_scripted_model_says_its_lines_and_then_refuses():
    model = ScriptedChat(["a"])
    assert (await model.reply(ASK)).text == "a"
    with pytest.raises(ModelError):
        await model.reply(ASK)
    assert model.asked == [ASK, ASK]

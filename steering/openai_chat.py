"""A model behind an OpenAI-compatible endpoint."""

import json
import logging
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

import anyio

from codesteer.errors import ModelError, ModelRefused
from codesteer.steering.chat import AS_USUAL, Message, Reply, ReplyOptions, ToolCall

if TYPE_CHECKING:
    from openai import AsyncOpenAI

__all__ = ["OpenAIChat"]

_COUNTED_WITHIN_S = 2.0
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class OpenAIChat:
    """A model behind an OpenAI-compatible endpoint. Close it after use.

    Only what is passed here reaches the endpoint: variables of the environment that the openai
    package would read by itself (keys, organisations, headers, addresses) are kept from it.

    Args:
        url: The endpoint's address, up to and with `/v1` where it has that. A user, a password and
            a query in it are sent, and never shown: the attribute `url` is without them.
        model: Name of the model; empty asks the endpoint for its first.
        api_key: Sent as bearer token; empty for endpoints that want none.
        max_tokens: Longest answer, in tokens.
        temperature: Sampling temperature.
        timeout_s: Wall-clock seconds one answer may take, with everything that is tried for it.
        retries: How often a request is sent again that was refused with 408, 409, 429 or 5xx, or
            that found no connection. It waits between tries, longer each time, or as long as the
            endpoint says in Retry-After where that is two minutes at most.
        try_s: Wall-clock seconds one try may take; None for `timeout_s`.
        settings: How the variables begin that hold its name and key, for what errors advise.
    """

    def __init__(
        self,
        url: str,
        *,
        model: str = "",
        api_key: str = "",
        max_tokens: int = 1024,
        temperature: float = 0.0,
        timeout_s: float = 300.0,
        retries: int = 2,
        try_s: float | None = None,
        settings: str = "CODESTEER_MODEL",
    ) -> None:
        if not _is_address(url):
            raise ModelError(
                f"{_shown(url)} is no endpoint address. Give one like http://127.0.0.1:8000/v1."
            )
        self.name = model
        self.url = _shown(url)
        self._max_tokens = max_tokens
        self._temperature = temperature
        self._settings = settings
        self._counts = True
        self._timeout_s = timeout_s
        self._client = _client(url, api_key, timeout_s if try_s is None else try_s, retries)

    async def reply(self, messages: Sequence[Message], options: ReplyOptions = AS_USUAL) -> Reply:
        """Answer a conversation; see `ChatModel.reply`."""
        if not self.name:
            self.name = (await self.models())[0]
        completion = await self._asked(
            self._client.chat.completions.create(**self._request(messages, options))
        )
        try:
            message = completion.choices[0].message  # type: ignore[attr-defined]
            calls = _tool_calls(message)
            text = "" if _is_silence(message, calls) else message.content
            usage = completion.usage  # type: ignore[attr-defined]
        except (AttributeError, LookupError, TypeError):
            text, calls, usage = None, (), None
        if not isinstance(text, str):
            raise ModelError(
                f"{self.url} answered, but not with a chat completion. Check that the address ends "
                "where the OpenAI-compatible API begins, usually in /v1."
            )
        return Reply(
            text=_whole(text),
            tool_calls=calls,
            prompt_tokens=_counted(usage, "prompt_tokens"),
            completion_tokens=_counted(usage, "completion_tokens"),
        )

    async def models(self) -> list[str]:
        """Names of the models that the endpoint lists, one or more.

        Raises:
            ModelError: It is out of reach, or lists none.
        """
        page = await self._asked(self._client.models.list())
        try:
            names = [str(model.id) for model in page.data]  # type: ignore[attr-defined]
        except (AttributeError, TypeError):
            names = []
        if not names:
            raise ModelError(
                f"{self.url} does not list its models. Name one in {self._settings}_NAME."
            )
        return names

    async def count_tokens(self, text: str) -> int | None:
        """How many tokens a text is to the model; None where the endpoint does not count.

        vLLM, SGLang and llama.cpp count under `/tokenize`, beside the API. An endpoint that does
        not is not asked again.
        """
        if not self._counts:
            return None
        base = self._client.base_url
        path = base.path.rstrip("/").removesuffix("/v1")
        request = {"model": self.name, "prompt": text, "content": text, "add_special_tokens": False}
        try:
            counted = await self._asked(
                self._client.post(
                    str(base.copy_with(path=f"{path}/tokenize")),
                    body=request,
                    cast_to=object,
                    options={"max_retries": 0, "timeout": _COUNTED_WITHIN_S},
                )
            )
        except ModelError:
            counted = None
        number = _number_of_tokens(counted)
        self._counts = number is not None
        return number

    async def close(self) -> None:
        """Close its connections."""
        await self._client.close()

    def _request(self, messages: Sequence[Message], options: ReplyOptions) -> dict[str, Any]:
        temperature, max_tokens = options.temperature, options.max_tokens
        request: dict[str, Any] = {
            "model": self.name,
            "messages": [_on_the_wire(message) for message in messages],
            "temperature": self._temperature if temperature is None else temperature,
            "max_tokens": self._max_tokens if max_tokens is None else max_tokens,
        }
        if options.tools:
            request["tools"] = [
                {
                    "type": "function",
                    "function": {
                        "name": tool.name,
                        "description": tool.description,
                        "parameters": dict(tool.parameters),
                    },
                }
                for tool in options.tools
            ]
        if options.schema is not None:
            request["response_format"] = {
                "type": "json_schema",
                "json_schema": {"name": "reply", "strict": True, "schema": dict(options.schema)},
            }
        return request

    async def _asked(self, request: object) -> object:
        """Await a request; any failure becomes a `ModelError` that says what to do."""
        import openai

        try:
            # The client's own limit is for each piece of an answer, and anew for each try.
            with anyio.fail_after(self._timeout_s):
                return await request  # type: ignore[misc]
        except (openai.APITimeoutError, TimeoutError):
            raise ModelError(f"{self.url} did not answer in time. Try again later.") from None
        except openai.APIConnectionError:
            raise ModelError(
                f"{self.url} cannot be reached. Check that the model server runs and that the "
                "address is right."
            ) from None
        except openai.APIStatusError as error:
            status = error.status_code
            raise ModelRefused(
                f"{self.url} refused with status {status}. {_advice(status, self._settings)}",
                status,
            ) from None
        except (openai.OpenAIError, ValueError, AttributeError, TypeError) as error:
            # The client stumbles over JSON of another shape and over pages that are no JSON.
            raise ModelError(
                f"{self.url} answered something that is no chat completion "
                f"({type(error).__name__}). Check that it is an OpenAI-compatible endpoint."
            ) from None


def _on_the_wire(message: Message) -> dict[str, Any]:
    """A message as the API wants it."""
    sent: dict[str, Any] = {"role": message.role, "content": message.content}
    if message.tool_calls:
        sent["tool_calls"] = [
            {
                "id": call.id,
                "type": "function",
                "function": {"name": call.name, "arguments": call.arguments},
            }
            for call in message.tool_calls
        ]
    if message.role == "tool":
        sent["tool_call_id"] = message.tool_call_id
    return sent


def _tool_calls(message: Any) -> tuple[ToolCall, ...]:
    """The calls in a message; one that names no function is none."""
    calls = getattr(message, "tool_calls", None) or ()
    functions = [(call, getattr(call, "function", None)) for call in calls]
    return tuple(
        ToolCall(
            id=_whole(str(call.id or "")),
            name=_whole(str(function.name or "")),
            arguments=_arguments(function.arguments),
        )
        for call, function in functions
        if function is not None
    )


def _arguments(given: object) -> str:
    """Arguments as JSON text: some endpoints hand over the object itself."""
    text = json.dumps(given) if isinstance(given, dict) else str(given or "")
    return _whole(text)


def _is_silence(message: Any, calls: tuple[ToolCall, ...]) -> bool:
    """Whether a message says nothing on purpose: it only calls, or thought until it was cut off."""
    return message.content is None and (bool(calls) or message.role == "assistant")


def _counted(usage: object, what: str) -> int:
    """A number of tokens; 0 for what is none."""
    number = getattr(usage, what, 0)
    return number if type(number) is int and number > 0 else 0


def _whole(text: str) -> str:
    """A text that can be shown and sent on: half a surrogate pair cannot."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _shown(url: str) -> str:
    """An address without what may be secret in it: user, password, query."""
    if not _is_address(url):
        return "The given address" if any(sign in url for sign in "@?#") else repr(url)
    parts = urlsplit(url)
    if "@" in parts.path + parts.query + parts.fragment:
        return "The given address"  # A password may hold / and ?: nobody can tell where it ends.
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def _number_of_tokens(counted: object) -> int | None:
    """What an endpoint says of a text's tokens: how many they are, or which."""
    if not isinstance(counted, dict):
        return None
    tokens, count = counted.get("tokens"), counted.get("count")
    number = len(tokens) if isinstance(tokens, list) else count
    return number if isinstance(number, int) and number > 0 else None


def _advice(status: int, settings: str) -> str:
    if status in (401, 403):
        return f"Check {settings}_API_KEY."
    if status == 404:
        return f"Check {settings}_NAME, and that the address ends in /v1 where it should."
    if status == 429:
        return "It is overloaded or your quota is used up: wait, then try again."
    return "Its log should say why."


def _client(url: str, api_key: str, timeout_s: float, retries: int) -> "AsyncOpenAI":
    import httpx2
    import openai

    logging.getLogger("httpx2").setLevel(logging.WARNING)  # Below that it logs whole addresses.
    parts = urlsplit(url)
    # A proxy of the environment must not carry what is meant for this machine.
    proxied = (parts.hostname or "") not in _LOOPBACK
    with _ambient_settings_hidden():
        return openai.AsyncOpenAI(
            base_url=parts._replace(query="", fragment="").geturl(),
            default_query=dict(parse_qsl(parts.query)),
            api_key=api_key or "none",
            timeout=timeout_s,
            max_retries=retries,
            http_client=httpx2.AsyncClient(trust_env=proxied, timeout=timeout_s),
        )


@contextmanager
def _ambient_settings_hidden() -> Iterator[None]:
    """Keep OPENAI_* variables out of sight while a client reads its environment."""
    hidden = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("OPENAI_")}
    try:
        yield
    finally:
        os.environ.update(hidden)

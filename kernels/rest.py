"""The REST half of a Jupyter server: which kernels it has, and starting and ending them."""

import asyncio
import json
import logging
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

from codesteer.errors import InvalidRequest

try:
    import httpx2
except ImportError as error:  # pragma: no cover - nothing of the base is without it today
    raise ImportError(
        "Kernels on another machine need more packages: pip install 'codesteer[remote]'"
    ) from error

__all__ = ["JupyterServer", "ServerRefused", "Specs"]

_log = logging.getLogger("codesteer")

_ANSWER_S = 8.0
_PAUSES_S = (0.1, 0.2, 0.4, 0.8, 1.6)
_SAID_CHARS = 200
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class ServerRefused(Exception):
    """The server has not done what it was asked; the text says what to check.

    Attributes:
        status: Its HTTP status; 0 when it gave no answer.
    """

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status


@dataclass(frozen=True, slots=True)
class Specs:
    """The kernels that a server can start.

    Attributes:
        default: Name of the one it starts when none is named.
        languages: Language of each, by name.
    """

    default: str
    languages: Mapping[str, str]


class JupyterServer:
    """A Jupyter Server, Kernel Gateway or Enterprise Gateway, and the right to use it.

    The token goes to this server only: no redirect is followed, and only an encrypted connection
    goes through a proxy of the environment.

    Args:
        url: Its address, as far as where "/api" begins.
        token: Its token; empty for a server that wants none.

    Raises:
        InvalidRequest: The address cannot be used.
    """

    def __init__(self, url: str, token: str = "") -> None:
        self.url = _checked(url)
        self._token = token.strip()
        if not self._token.isascii() or not self._token.isprintable():
            raise InvalidRequest("The token of a Jupyter server is plain text on one line.")
        host = urlsplit(self.url).hostname
        secure = self.url.startswith("https:")
        self.proxied = secure and host not in _LOOPBACK
        self.tls = _tls() if secure else None
        self._http = httpx2.AsyncClient(
            headers=self.headers,
            timeout=_ANSWER_S,
            trust_env=self.proxied,
            verify=self.tls or False,  # Without encryption there is nothing to verify.
        )

    @property
    def headers(self) -> dict[str, str]:
        """What proves the right to use it. Kernel Gateway knows "token", and not "Bearer"."""
        return {"Authorization": f"token {self._token}"} if self._token else {}

    def channels(self, kernel_id: str, session: str) -> str:
        """Address of a kernel's WebSocket."""
        path = f"/api/kernels/{quote(kernel_id, safe='')}/channels?session_id={session}"
        return self.url.replace("http", "ws", 1) + path

    def without_token(self, text: object) -> str:
        """A text in which the token cannot be, whoever wrote it."""
        said = str(text)
        return said.replace(self._token, "[token]") if self._token else said

    async def specs(self) -> Specs:
        """Which kernels it can start.

        Raises:
            ServerRefused: It does not tell.
        """
        answer = await self._ask("GET", "/api/kernelspecs")
        try:
            languages = {
                str(name): str(spec["spec"]["language"]).lower()
                for name, spec in answer["kernelspecs"].items()
            }
            return Specs(str(answer.get("default", "")), languages)
        except (AttributeError, KeyError, TypeError):
            raise ServerRefused(200, self._no_server()) from None

    async def start_kernel(self, name: str) -> str:
        """Start a kernel; returns its id. Takes as long as the server does.

        Raises:
            ServerRefused: It has started none.
        """
        answer = await self._ask("POST", "/api/kernels", {"name": name}, patient=True)
        kernel_id = answer.get("id")
        if not isinstance(kernel_id, str) or not kernel_id:
            raise ServerRefused(200, self._no_server())
        return kernel_id

    async def has_kernel(self, kernel_id: str) -> bool:
        """Whether it has this kernel, as far as it says: no answer counts as yes."""
        try:
            answer = await self._ask("GET", _path(kernel_id))
        except ServerRefused as refused:
            return refused.status != 404
        return bool(answer.get("execution_state") != "dead")

    async def interrupt(self, kernel_id: str) -> None:
        """Interrupt a kernel.

        Raises:
            ServerRefused: It has not.
        """
        await self._ask("POST", f"{_path(kernel_id)}/interrupt")

    async def restart(self, kernel_id: str) -> None:
        """Put a new process in the place of a kernel's. Takes as long as the server does.

        Raises:
            ServerRefused: It has not.
        """
        await self._ask("POST", f"{_path(kernel_id)}/restart", patient=True)

    async def delete(self, kernel_id: str) -> None:
        """End a kernel, if it is still there."""
        for pause_s in (*_PAUSES_S, None):
            try:
                await self._ask("DELETE", _path(kernel_id))
            except ServerRefused as refused:
                if refused.status == 404:
                    return
                if refused.status < 500 or pause_s is None:
                    _log.warning("A kernel may be left behind. %s", refused)
                    return
                # A server that is just restarting a kernel cannot end it.
                await asyncio.sleep(pause_s)
            else:
                return

    async def close(self) -> None:
        """Let go of connections."""
        await self._http.aclose()

    async def _ask(
        self, method: str, path: str, body: object = None, *, patient: bool = False
    ) -> dict[str, Any]:
        timeout = httpx2.Timeout(_ANSWER_S, read=None) if patient else httpx2.Timeout(_ANSWER_S)
        try:
            answer = await self._http.request(method, self.url + path, json=body, timeout=timeout)
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            why = self.without_token(str(error) or type(error).__name__)
            raise ServerRefused(
                0,
                f"The Jupyter server at {self.url} does not answer ({why}). "
                "Check that it runs, and that CODESTEER_KERNEL_URL is its address.",
            ) from None
        told = _told(answer)
        if answer.is_success:
            if told is None and answer.status_code != 204:
                raise ServerRefused(answer.status_code, self._no_server())
            return told or {}
        raise ServerRefused(answer.status_code, self._explained(answer.status_code, told))

    def _explained(self, status: int, told: Mapping[str, Any] | None) -> str:
        """What an HTTP status means, and what to do. A page's text is never shown."""
        message = (told or {}).get("message") or (told or {}).get("reason") or ""
        said = self.without_token(message)[:_SAID_CHARS]
        at = f"The Jupyter server at {self.url}"
        if "limit" in said.lower() or "maximum" in said.lower() or status == 429:
            return (
                f"{at} starts no more kernels ({said or status}). "
                "End some there, raise its limit, or lower CODESTEER_MAX_KERNELS."
            )
        if status in (401, 403):
            does = "refuses the token" if self._token else "wants a token"
            return f"{at} {does} ({said or status}). Check CODESTEER_KERNEL_TOKEN."
        if 300 <= status < 400:
            return (
                f"{at} answers with a redirect, perhaps to a login page. "
                "Check CODESTEER_KERNEL_URL, and that CODESTEER_KERNEL_TOKEN is set."
            )
        if status == 404:
            return self._no_server()
        return f"{at} failed ({said or 'no reason given'}, HTTP {status}). Its log should say why."

    def _no_server(self) -> str:
        return (
            f"There is no Jupyter server at {self.url}. CODESTEER_KERNEL_URL is the address "
            "below which /api/kernels lies: without /lab or /tree, on a hub with /user/NAME."
        )


@cache
def _tls() -> ssl.SSLContext:
    return httpx2.create_ssl_context()


def _path(kernel_id: str) -> str:
    return f"/api/kernels/{quote(kernel_id, safe='')}"


def _told(answer: httpx2.Response) -> dict[str, Any] | None:
    """The JSON of an answer; None when it is something else."""
    try:
        told = json.loads(answer.content)
    except (ValueError, RecursionError):
        return None
    return told if isinstance(told, dict) else None


def _checked(url: str) -> str:
    """An address without what follows its path; what is refused is not repeated."""
    try:
        parts = urlsplit(url.strip())
        usable = parts.scheme in ("http", "https") and bool(parts.hostname)
        usable = usable and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise InvalidRequest(
            "The address of a Jupyter server begins with http:// or https://, and a host follows: "
            "check CODESTEER_KERNEL_URL."
        )
    if parts.username or parts.password or parts.query or parts.fragment:
        raise InvalidRequest(
            "The address of a Jupyter server ends with its path, and no name or password stands "
            "in it: take '?token=...' off CODESTEER_KERNEL_URL, and set CODESTEER_KERNEL_TOKEN."
        )
    return urlunsplit((parts.scheme, parts.netloc, parts.path.rstrip("/"), "", ""))

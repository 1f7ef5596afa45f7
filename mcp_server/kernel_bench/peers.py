"""Other servers that run Python, in environments of their own, measured beside ours.

They are installed from their published packages when they are first measured; what does not install
or does not answer is named with the reason.
"""

import asyncio
import os
import statistics
import subprocess
import venv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO, cast

import anyio
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client

from codesteer.mcp_server.kernel_bench.measure import (
    STACK,
    Figures,
    median_ms,
    open_session,
    served,
)

__all__ = ["PEERS", "Peer", "measure_peers"]

_CALLS = 100


@dataclass(frozen=True, slots=True)
class Peer:
    """One other server.

    Attributes:
        name: Its package.
        requirements: What pip installs.
        command: Its program.
        tool: The tool that runs code.
        session_tool: The tool that opens a session; empty where there is one session only.
    """

    name: str
    requirements: tuple[str, ...]
    command: str
    tool: str
    session_tool: str = ""


PEERS = (
    Peer("clikernel", ("clikernel==0.1.7", "mcp<2", "numpy", "sympy"), "clikernel-mcp", "execute"),
    Peer("ipinb", ("ipinb", "uv", "numpy", "sympy"), "ipinb", "ipython", "create_kernel"),
)
"""clikernel 0.1.7 is the newest that installs everywhere; it needs mcp below 2."""


async def measure_peers(figures: Figures, folder: Path, tell: Callable[[str], None]) -> None:
    """Measure each peer that can be had.

    Args:
        figures: Takes what was measured.
        folder: Where their environments are kept.
        tell: Takes a line about what is being done.
    """
    ours = {figure.name: figure.value for figure in figures.taken}
    for peer in PEERS:
        tell(peer.name)
        try:
            home = await asyncio.to_thread(_installed, peer, folder)
            async with asyncio.timeout(180):
                await _measure(figures, peer, home, ours)
        except Exception as error:
            figures.add(f"{peer.name}: not measured", 0, "", _reason(error)[:200])


def _reason(error: BaseException) -> str:
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return f"{type(error).__name__}: {error}"


def _installed(peer: Peer, folder: Path) -> Path:
    home = folder / peer.name
    if not (home / "bin" / peer.command).exists():
        venv.create(home, with_pip=True, clear=True)
        subprocess.run(  # noqa: S603 - a fixed list of packages
            [
                *(home / "bin" / "python", "-m", "pip", "install", "--quiet"),
                *("--disable-pip-version-check", *peer.requirements),
            ],
            check=True,
            capture_output=True,
        )
    return home


async def _measure(figures: Figures, peer: Peer, home: Path, ours: dict[str, float]) -> None:
    server = StdioServerParameters(
        command=str(home / "bin" / peer.command), args=[], env=_environ(home)
    )
    async with (
        await anyio.open_file(os.devnull, "w") as unread,
        Client(
            stdio_client(server, errlog=cast("TextIO", unread.wrapped)),
            read_timeout_seconds=120,
            mode="legacy",
        ) as client,
    ):
        await _measure_calls(figures, peer, client, home, ours)


def _environ(home: Path) -> dict[str, str]:
    """What a peer is told: where its programs are, and how this machine reaches packages."""
    network = {
        name: value
        for name, value in os.environ.items()
        if name.startswith(("SSL_CERT", "UV_")) or name.lower().endswith("_proxy")
    }
    path = f"{home / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    return {**network, "PATH": path, "HOME": str(home)}


async def _measure_calls(
    figures: Figures, peer: Peer, client: Client, home: Path, ours: dict[str, float]
) -> None:
    arguments: dict[str, Any] = {}

    async def create() -> None:
        created = await client.call_tool(peer.session_tool, {"cwd": str(home), "venv": str(home)})
        if created.is_error:
            raise RuntimeError(str(created.content))
        arguments["kernel_id"] = (created.structured_content or {})["kernel_id"]
        arguments["yield_time_ms"] = 30_000

    async def run(code: str) -> None:
        result = await client.call_tool(peer.tool, {**arguments, "code": code})
        state = (result.structured_content or {}).get("state", "succeeded")
        if result.is_error or state != "succeeded":
            raise RuntimeError(f"{state} {result.content}")

    async def new_session() -> None:
        await create()
        await run(STACK)

    if peer.session_tool:
        new = await median_ms(new_session, 3)
        figures.add(f"{peer.name}: a new session, same imports", new, "ms", "of 3")
        fresh = ours["a new sandboxed session to its first result"]
        figures.add(f"{peer.name}: times slower", new / fresh, "x")
    else:
        await run(STACK)
    theirs, own = [], []
    async with served() as us:
        call = {"code": "1+1", "session_id": await open_session(us, STACK)}
        for _ in range(_CALLS):  # In turns, so that both see the same load.
            theirs.append(await median_ms(lambda: run("1+1"), 1))
            own.append(await median_ms(lambda: us.call_tool("run_code", call), 1))
    warm, our_warm = statistics.median(theirs), statistics.median(own)
    note = f"in turns with ours, which took {our_warm:.2f}, of {_CALLS}"
    figures.add(f"{peer.name}: warm 1+1", warm, "ms", note)
    figures.add(f"{peer.name}: times slower, warm", warm / our_warm, "x")

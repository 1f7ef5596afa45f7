"""The measurements: each gives medians from one run on this machine."""

import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import anyio
from jupyter_client.manager import start_new_async_kernel
from mcp import Client, StdioServerParameters

__all__ = ["Figure", "Figures", "children_of", "measure", "median_ms", "open_session", "served"]

STACK = "import numpy, sympy\n1 + 1"
_ECHO = (
    "from mcp.server.mcpserver import MCPServer\n"
    "server = MCPServer('echo')\n"
    "@server.tool()\n"
    "def echo(text: str) -> str:\n    return text\n"
    "server.run('stdio')\n"
)
_FLOOD = "for _ in range(100): print(('y' * 99 + '\\n') * 10_000, end='')"
_SESSIONS = 20
_MANY_SESSIONS = 100
_CALLS = 200
_COLD = 3


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure.

    Attributes:
        name: What was measured.
        value: The median, or the one value there is.
        unit: Its unit.
        note: How it was had.
    """

    name: str
    value: float
    unit: str
    note: str = ""


@dataclass(slots=True)
class Figures:
    """All figures of a run, in order."""

    machine: str = field(
        default_factory=lambda: (
            f"{platform.system()} {platform.release()}, {os.cpu_count()} cores, "
            f"Python {platform.python_version()}"
        )
    )
    taken: list[Figure] = field(default_factory=list)

    def add(self, name: str, value: float, unit: str, note: str = "") -> float:
        """Take a figure; returns its value."""
        self.taken.append(Figure(name, round(value, 3), unit, note))
        return value


async def measure(tell: Callable[[str], None]) -> Figures:
    """Measure everything that needs nothing but this installation.

    Args:
        tell: Takes a line about what is being measured.
    """
    figures = Figures()
    async with served() as client, _echoing() as echo:
        tell("warm calls")
        session = await open_session(client, STACK)
        await _warm(figures, client, echo, session)
        tell("new sessions")
        fresh = await _new_sessions(figures, client)
        tell("interrupts and floods")
        await _interrupts(figures, client, session)
        await _floods(figures, client, session)
    tell("memory")
    each = await _memory(figures)
    tell("cold ipykernels")
    cold_ms, cold_mb = await _cold_kernels()
    figures.add("a cold jupyter_client kernel, same imports", cold_ms, "ms", f"of {_COLD}")
    figures.add("times faster than that", cold_ms / fresh, "x")
    figures.add("memory of a cold ipykernel, same imports", cold_mb, "MB", "PSS")
    figures.add("times less than that", cold_mb / each, "x")
    tell(f"{_MANY_SESSIONS} sessions opened, used and closed")
    await _leftovers(figures)
    return figures


async def median_ms(call: Callable[[], Awaitable[object]], count: int) -> float:
    """Milliseconds of a call, the median of so many."""
    took = []
    for _ in range(count):
        started = time.perf_counter()
        await call()
        took.append((time.perf_counter() - started) * 1e3)
    return statistics.median(took)


def children_of(pid: int) -> list[int]:
    """A process and everything it has started."""
    found: list[int] = []
    waiting = [pid]
    while waiting:
        parent = waiting.pop()
        found.append(parent)
        for file in Path(f"/proc/{parent}/task").glob("*/children"):
            waiting += map(int, file.read_text("ascii").split())
    return found


@asynccontextmanager
async def served(**settings: str) -> AsyncIterator[Client]:
    """A client of a server of our own, whose kernels are ready."""
    with tempfile.TemporaryDirectory() as home:
        environ = {"CODESTEER_HOME": home, "CODESTEER_MAX_KERNELS": "200", **settings}
        command = [sys.executable, "-m", "codesteer", "serve"]
        async with _client(command, environ) as client:
            await client.call_tool("run_code", {"code": "1"})
            await anyio.sleep(6)  # Until the scientific stack is imported and kernels wait.
            yield client


@asynccontextmanager
async def _echoing() -> AsyncIterator[Client]:
    async with _client([sys.executable, "-c", _ECHO], {}) as client:
        yield client


@asynccontextmanager
async def _client(command: list[str], environ: dict[str, str]) -> AsyncIterator[Client]:
    server = StdioServerParameters(
        command=command[0],
        args=command[1:],
        env={"PATH": os.environ.get("PATH", ""), **environ},
    )
    async with Client(server, read_timeout_seconds=120) as client:
        yield client


async def open_session(client: Client, code: str) -> str:
    """Run code in a new session; returns its handle."""
    text = _text(await client.call_tool("run_code", {"code": code}))
    found = re.search(r"session_id: (\S+)", text)
    assert found is not None and "status: ok" in text, text  # noqa: S101, PT018 - else no figures
    return found.group(1)


def _text(result: Any) -> str:
    return str(result.content[0].text)


async def _warm(figures: Figures, client: Client, echo: Client, session: str) -> None:
    call = {"code": "1+1", "session_id": session}
    ours, theirs = [], []
    for _ in range(_CALLS):  # In turns, so that both see the same load.
        theirs.append(await median_ms(lambda: echo.call_tool("echo", {"text": "1+1"}), 1))
        ours.append(await median_ms(lambda: client.call_tool("run_code", call), 1))
    warm, floor = statistics.median(ours), statistics.median(theirs)
    note = f"through MCP over stdio, of {_CALLS}"
    figures.add("warm 1+1", warm, "ms", note)
    figures.add("an echo tool on the same SDK", floor, "ms", note)
    figures.add("difference", warm - floor, "ms")


async def _new_sessions(figures: Figures, client: Client) -> float:
    took = []
    for _ in range(_SESSIONS):
        took.append(await median_ms(lambda: open_session(client, STACK), 1))
        await anyio.sleep(0.2)  # A model's pace; meanwhile the next kernel is made ready.
    burst = await median_ms(lambda: open_session(client, STACK), _SESSIONS)
    fresh = statistics.median(took)
    figures.add("a new sandboxed session to its first result", fresh, "ms", "numpy, sympy imported")
    figures.add("the same, one right after the other", burst, "ms", f"of {_SESSIONS}")
    return fresh


async def _interrupts(figures: Figures, client: Client, session: str) -> None:
    await client.call_tool("run_code", {"code": "kept = 5", "session_id": session})
    late = []
    for _ in range(9):
        call = {"code": "while True: pass", "session_id": session, "timeout_s": 0.3}
        late.append(await median_ms(lambda call=call: client.call_tool("run_code", call), 1) - 300)  # type: ignore[misc]
    kept = _text(await client.call_tool("run_code", {"code": "kept", "session_id": session}))
    note = "variables kept" if kept.endswith("5") else "VARIABLES LOST"
    figures.add("interrupt of a busy loop", statistics.median(late), "ms", note)


async def _floods(figures: Figures, client: Client, session: str) -> None:
    call = {"code": _FLOOD, "session_id": session}
    took = await median_ms(lambda: client.call_tool("run_code", call), 5)
    text = _text(await client.call_tool("run_code", call))
    cut = re.search(r"([\d,]+) characters", text)
    figures.add("100 MB printed", took, "ms", f"{cut.group(0) if cut else 'nothing'} cut, counted")


async def _memory(figures: Figures) -> float:
    """PSS of each further session, whatever the kernels that wait take."""
    async with served(CODESTEER_READY_KERNELS="0") as client:
        await open_session(client, STACK)
        server = _servers()[-1]
        before = _pss_mb(children_of(server))
        for _ in range(_SESSIONS):
            await open_session(client, STACK)
        each = (_pss_mb(children_of(server)) - before) / _SESSIONS
    figures.add("memory of each further session", each, "MB", "PSS, numpy and sympy imported")
    return each


def _servers() -> list[int]:
    """Process ids of the servers this process has started."""
    found = []
    for pid in children_of(os.getpid())[1:]:
        try:
            command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if b"serve" in command:
            found.append(pid)
    return found


def _pss_mb(pids: list[int]) -> float:
    total = 0
    for pid in pids:
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


async def _cold_kernels() -> tuple[float, float]:
    took, sizes = [], []
    for _ in range(_COLD):
        started = time.perf_counter()
        manager, client = await start_new_async_kernel(
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            await client.execute_interactive(STACK, output_hook=lambda message: None, timeout=120)
            took.append((time.perf_counter() - started) * 1e3)
            sizes.append(_pss_mb(children_of(os.getpid())[-1:]))
        finally:
            client.stop_channels()
            await manager.shutdown_kernel(now=True)
    return statistics.median(took), statistics.median(sizes)


async def _leftovers(figures: Figures) -> None:
    """What is left of many sessions once they are closed."""
    from codesteer.kernels.isolation import Isolation, own_paths
    from codesteer.kernels.limits import Limits
    from codesteer.kernels.pool import open_pool
    from codesteer.kernels.sources import ForkedKernels

    def state() -> tuple[int, int, int]:
        directories = list(Path(tempfile.gettempdir()).glob(f"codesteer-{os.getpid()}-*"))
        descriptors = os.listdir("/proc/self/fd")
        return len(children_of(os.getpid())), len(descriptors), len(directories)

    before = state()
    source = ForkedKernels(isolation=Isolation(hidden=own_paths()), limits=Limits(), preload=())
    async with open_pool(source, max_kernels=_MANY_SESSIONS) as pool:
        for number in range(_MANY_SESSIONS):
            result = await pool.run(f"s{number}", "open('f', 'w').write('x')", timeout_s=30)
            assert result.status == "ok", result  # noqa: S101 - else there is nothing to count
        most = len(children_of(os.getpid()))
    left = [after - first for after, first in zip(state(), before, strict=True)]
    note = f"processes {left[0]}, descriptors {left[1]}, directories {left[2]}; at most {most} ran"
    figures.add(f"left of {_MANY_SESSIONS} sessions", sum(map(abs, left)), "things", note)

"""`codesteer doctor`: tries what the server needs, and says how to mend what does not work."""

import asyncio
import json
import os
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from typing import Literal

import anyio
from rich.console import Console
from rich.text import Text

import codesteer
from codesteer.errors import BadSetting, CodeSteerError
from codesteer.kernels.kernel import Kernel
from codesteer.kernels.render import render_output
from codesteer.kernels.sources import ForkedKernels, KernelSource, ReadyKernels
from codesteer.kernels.zygote import PRELOADED
from codesteer.mcp_server.app import make_kernels
from codesteer.mcp_server.shelf import SHELF
from codesteer.settings import Settings, read_settings
from codesteer.steering.openai_chat import OpenAIChat

__all__ = ["Finding", "examine", "run_doctor"]

_PATIENCE_S = 120.0
_ENDPOINT_S = 10.0
_SCARCE_BYTES = 1 << 30
_COLOURS = {"ok": "green", "note": "yellow", "problem": "bold red"}
_OPEN = {
    "B": "code can learn that a file is there and use shared memory of its user; where the server "
    "is no root, also change attributes of its user's files and limits of its user's processes",
    "C": "code can read, write and connect to whatever you may",
}
_STRONGER = (
    "Stronger needs Linux: A with namespaces, which many containers forbid; B with Landlock, since "
    "5.13. CODESTEER_SANDBOX_AT_LEAST refuses to run code in anything weaker."
)
_LIBRARIES = (
    "import json\nfrom importlib.util import find_spec\n"
    "print(json.dumps([name for name in {names!r} if find_spec(name) is not None]))"
)


@dataclass(frozen=True, slots=True)
class Finding:
    """What one look has found.

    Attributes:
        about: What was looked at.
        state: "ok"; "note" where it works with less than it could; "problem" where it does not.
        text: What was found.
        mend: What to do about it.
    """

    about: str
    state: Literal["ok", "note", "problem"]
    text: str
    mend: str = ""


def run_doctor(*, as_json: bool = False) -> int:
    """Examine this process's settings and print what was found, on standard output.

    Args:
        as_json: Print one JSON object instead of lines.

    Returns:
        The exit status: 0 when nothing is a problem, else 1.
    """
    console = Console(highlight=False, soft_wrap=True)
    found: list[Finding] = []

    async def look() -> None:
        async for finding in examine():
            found.append(finding)
            if not as_json:
                _show(console, finding)

    anyio.run(look)
    healthy = all(finding.state != "problem" for finding in found)
    if as_json:
        findings = [asdict(finding) for finding in found]
        sys.stdout.write(json.dumps({"healthy": healthy, "findings": findings}, indent=2) + "\n")
    return 0 if healthy else 1


async def examine() -> AsyncIterator[Finding]:
    """Look at everything, with the settings of this process."""
    yield _python()
    try:
        settings = read_settings()
    except BadSetting as error:
        yield Finding(
            "settings", "problem", "A setting cannot be used; nothing starts.", str(error)
        )
        return
    for path in settings.readable:
        if not path.exists():
            mend = "Correct CODESTEER_READABLE."
            yield Finding("settings", "note", f"CODESTEER_READABLE names {path}: not there.", mend)
    for finding in await _kernels(settings):
        yield finding
    yield _store(settings)
    if settings.model_url:
        yield await _endpoint(settings)


def _python() -> Finding:
    text = (
        f"{platform.python_version()} on {platform.system()} {platform.machine()}, "
        f"codesteer {codesteer.__version__}, {sys.executable}"
    )
    return Finding("Python", "ok", text)


async def _kernels(settings: Settings) -> list[Finding]:
    """Start a kernel as the server would, and run code in it."""
    found: list[Finding] = []
    try:
        settings = settings.model_copy(update=_unlike_the_server(settings))
        kernels = make_kernels(settings)
        with anyio.fail_after(_PATIENCE_S):
            async with _started(kernels, warm=bool(settings.preload)) as (kernel, times):
                found.append(await _cells(kernel, times))
                found.extend(_sandbox(kernel, kernels.source))
                found.append(await _libraries(kernel))
    except (CodeSteerError, ImportError) as error:
        found.append(Finding("kernels", "problem", "No code can be run.", str(error)))
    except TimeoutError:
        text = f"No kernel worked within {_PATIENCE_S:.0f} s."
        mend = "The machine may be overloaded. Try again, or serve with --no-zygote."
        found.append(Finding("kernels", "problem", text, mend))
    return found


def _unlike_the_server(settings: Settings) -> dict[str, object]:
    """Keep no kernels ready, and do not warn of libraries that are told of anyway."""
    preload = settings.preload
    if preload is None:
        preload = tuple(name for name in PRELOADED if find_spec(name.partition(".")[0]))
    return {"ready_kernels": 0, "preload": preload}


@asynccontextmanager
async def _started(kernels: ReadyKernels, *, warm: bool) -> AsyncIterator[tuple[Kernel, list[str]]]:
    """A kernel, and how long it took; both are cleared away."""
    kernel: Kernel | None = None
    began = time.perf_counter()
    times: list[str] = []
    try:
        if warm:  # A source that imports nothing ahead does not tell when it is.
            await kernels.warm()
            times = [f"their source is ready after {_ms(began)}"]
        began = time.perf_counter()
        kernel = await kernels.start()
        yield kernel, [*times, f"a kernel starts in {_ms(began)}"]
    finally:
        with anyio.CancelScope(shield=True):
            if kernel is not None:
                await kernel.close()
                if kernel.info.directory is not None:
                    await asyncio.to_thread(
                        shutil.rmtree, kernel.info.directory, ignore_errors=True
                    )
            await kernels.close()


async def _cells(kernel: Kernel, times: list[str]) -> Finding:
    await kernel.run("1 + 1", timeout_s=30)
    began = time.perf_counter()
    result = await kernel.run("1 + 1", timeout_s=30)
    text = f"over {kernel.info.transport}: {', '.join([*times, f'a cell runs in {_ms(began)}'])}"
    if result.status != "ok" or render_output(result) != "2":
        mend = "Check the installation: `pip install --force-reinstall codesteer`."
        if not kernel.info.tier:
            mend = "Name a kernel for Python in CODESTEER_KERNEL_NAME."
        return Finding("kernels", "problem", f"{text}, but 1 + 1 gave no 2", mend)
    return Finding("kernels", "ok", text)


def _sandbox(kernel: Kernel, source: KernelSource) -> list[Finding]:
    tier = kernel.info.tier
    if not tier:
        text = "none of ours: kernels run on another machine, with the rights they have there"
        return [
            Finding("sandbox", "note", text, "Confine the server that CODESTEER_KERNEL_URL names.")
        ]
    if tier == "A":
        return [Finding("sandbox", "ok", "tier A, the strongest")]
    refused = source.zygote.refused if isinstance(source, ForkedKernels) else {}
    why = "; ".join(f"{stronger} is refused: {reason}" for stronger, reason in refused.items())
    return [
        Finding("sandbox", "note", f"tier {tier}" + (f"; {why}" if why else ""), _STRONGER),
        Finding("not held", "note", _OPEN[tier]),
    ]


async def _libraries(kernel: Kernel) -> Finding:
    result = await kernel.run(_LIBRARIES.format(names=list(SHELF)), timeout_s=60)
    try:
        installed = set(json.loads(render_output(result)))
    except (ValueError, TypeError):
        return Finding("libraries", "note", "the kernel does not say which it has")
    missing = [name for name in SHELF if name not in installed]
    text = ", ".join(name for name in SHELF if name in installed) or "none"
    if not missing:
        return Finding("libraries", "ok", text)
    mend = "pip install 'codesteer[shelf]'"
    if not kernel.info.tier:
        mend = f"On that machine: pip install {' '.join(SHELF[n].split()[0] for n in missing)}"
    return Finding("libraries", "note", f"{text}; missing: {', '.join(missing)}", mend)


def _store(settings: Settings) -> Finding:
    directory = settings.episodes
    nearest = next(place for place in (directory, *directory.parents) if place.exists())
    try:
        with tempfile.TemporaryFile(dir=nearest) as file:
            file.write(b"x" * 4096)
        episodes = sum(1 for _ in directory.glob("*.jsonl")) if directory.is_dir() else 0
        free = shutil.disk_usage(nearest).free
    except OSError as error:
        text = f"{directory} cannot be written to: {os.strerror(error.errno or 0)}"
        mend = "Name a directory of yours in CODESTEER_HOME, or free some space."
        return Finding("episodes", "problem", text, mend)
    text = f"{episodes} in {directory}, {free / (1 << 30):.1f} GiB free"
    if free < _SCARCE_BYTES:
        return Finding("episodes", "note", text, "Free some space, or set CODESTEER_HOME.")
    return Finding("episodes", "ok", text)


async def _endpoint(settings: Settings) -> Finding:
    """Ask the task model's endpoint for its models; the key is sent and never shown."""
    key = settings.model_api_key.get_secret_value()
    try:
        model = OpenAIChat(settings.model_url, api_key=key, timeout_s=_ENDPOINT_S)
        try:
            names = await model.models()
        finally:
            await model.close()
    except CodeSteerError as error:
        text = "The endpoint in CODESTEER_MODEL_URL does not list its models."
        return Finding("task model", "problem", text, str(error))
    wanted = settings.model_name
    if wanted and wanted not in names:
        text = f"{model.url} answers, but does not list {wanted!r}"
        mend = f"Set CODESTEER_MODEL_NAME to one that it has: {', '.join(names[:10])}."
        return Finding("task model", "note", text, mend)
    return Finding("task model", "ok", f"{model.url} answers; the model is {wanted or names[0]}")


def _ms(began: float) -> str:
    taken = 1000 * (time.perf_counter() - began)
    return f"{taken:,.0f} ms" if taken >= 10 else f"{taken:.1f} ms"


def _show(console: Console, finding: Finding) -> None:
    line = Text(f"{finding.state:<8}", style=_COLOURS[finding.state])
    line.append(f" {finding.about}: {finding.text}", style="default")
    console.print(line)
    if finding.mend:
        console.print(Text(f"{'':<8} -> {finding.mend}"))

"""Zygotes that a whole process shares: one for each environment, whatever thread or loop asks.

A `Zygote` belongs to one event loop, while Jupyter's clients start kernels from many, some of which
end soon. So the shared ones live in a loop and a thread of their own, until the process ends.
"""

import asyncio
import atexit
import functools
import json
import os
import subprocess
import sys
import threading
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from codesteer.errors import KernelStartFailed
from codesteer.kernels.directory import remove_leftovers
from codesteer.kernels.isolation import Isolation
from codesteer.kernels.limits import Limits
from codesteer.kernels.transports.socketpair import Ends
from codesteer.kernels.zygote import Zygote

__all__ = ["Environment", "SharedZygote", "environment_paths", "shared_zygote"]

T = TypeVar("T")

_PATHS = (
    "import json, sys, sysconfig; p = sysconfig.get_paths(); "
    "print(json.dumps([sys.prefix, sys.base_prefix, "
    "*(p[k] for k in ('stdlib', 'platstdlib', 'purelib', 'platlib'))]))"
)


@dataclass(frozen=True, slots=True)
class Environment:
    """What kernels of one zygote have in common.

    Attributes:
        python: Their interpreter.
        isolation: What they may touch.
        preload: Modules the zygote imports.
    """

    python: str
    isolation: Isolation
    preload: tuple[str, ...]


class SharedZygote:
    """A zygote of ipykernels that lives in the shared loop; its methods may be awaited in any."""

    def __init__(self, environment: Environment, house: "_House") -> None:
        self.environment = environment
        self._house = house
        self.zygote = Zygote(
            environment.isolation.grants(),
            Limits(),
            tiers=environment.isolation.tiers,
            preload=environment.preload,
            kind="ipykernel",
            python=environment.python,
        )

    async def start(self) -> None:
        """See `Zygote.start`."""
        await self._house.run(self.zygote.start())

    async def fork(self, *args: Any, **kwargs: Any) -> Ends:
        """See `Zygote.fork`."""
        return await self._house.run(self.zygote.fork(*args, **kwargs))


class _House:
    """A loop in a thread, and the zygotes that live there."""

    def __init__(self) -> None:
        self.zygotes: dict[Environment, SharedZygote] = {}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(
            target=self._loop.run_forever, name="codesteer-zygotes", daemon=True
        )
        self._thread.start()
        remove_leftovers()

    async def run(self, what: Coroutine[Any, Any, T]) -> T:
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(what, self._loop))

    def close(self) -> None:
        """End everything, at the end of the interpreter."""
        self._loop.call_soon_threadsafe(self._stop)
        self._thread.join()
        for shared in self.zygotes.values():
            shared.zygote.end_now()
        self._loop.close()

    def _stop(self) -> None:
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.call_soon(self._loop.stop)


_lock = threading.Lock()
_house: _House | None = None


def shared_zygote(environment: Environment) -> SharedZygote:
    """The process's zygote for an environment; it starts when it is first needed."""
    global _house
    with _lock:
        if _house is None:
            _house = _House()
            atexit.register(_leave)
        if environment not in _house.zygotes:
            _house.zygotes[environment] = SharedZygote(environment, _house)
        return _house.zygotes[environment]


def _leave() -> None:
    global _house
    with _lock:
        house, _house = _house, None
    if house is not None:
        house.close()


def _forget() -> None:
    """In a fork of this process: its parent's thread is not here, and its zygotes are not its."""
    global _house, _lock
    _house, _lock = None, threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)


@functools.cache
def environment_paths(python: str) -> tuple[Path, ...]:
    """Where another interpreter has its files; nothing for this one, whose paths are known.

    Raises:
        KernelStartFailed: It cannot be run, or is no Python.
    """
    with suppress(OSError):
        folders = os.path.dirname(python), os.path.dirname(sys.executable)
        if os.path.samefile(python, sys.executable) and os.path.samefile(*folders):
            return ()
    done = subprocess.run(  # noqa: S603 - the kernelspec's interpreter, which is run anyway
        [python, "-I", "-c", _PATHS], capture_output=True, check=False, timeout=30
    )
    try:
        paths = json.loads(done.stdout)
    except ValueError:
        why = done.stderr.decode(errors="replace").strip()
        raise KernelStartFailed(f"{python} does not run as Python does. {why}") from None
    return tuple(dict.fromkeys(map(Path, paths)))

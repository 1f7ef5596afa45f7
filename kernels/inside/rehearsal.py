"""Lets the zygote do once what every kernel would do on its first cells."""

import contextlib
import gc
import importlib
import os
import sys
from collections.abc import Callable
from types import CodeType, FrameType, FunctionType

__all__ = ["gather_code", "import_what_it_imports"]


def import_what_it_imports(play: Callable[[], None]) -> None:
    """Run something in a throw-away fork, and import here what was imported there.

    Args:
        play: Runs in the fork, whose end leaves no other trace; it may fail.
    """
    read, write = os.pipe()
    if os.fork() == 0:
        known = set(sys.modules)
        names: list[str] = []
        try:
            play()
            names = [name for name in sys.modules if name not in known and sys.modules[name]]
        finally:
            os.write(write, "\n".join(names).encode())
            os._exit(0)
    os.close(write)
    with os.fdopen(read, encoding="utf-8") as file:
        for name in file.read().split("\n"):
            with contextlib.suppress(Exception):
                importlib.import_module(name)


def gather_code(play: Callable[[], None]) -> None:
    """Copy the code that something runs, and that of this package, to where it lies side by side.

    An interpreter writes to the code it runs: counts of references, caches in the instructions.
    In a fork, each page that is written to becomes the fork's own, so code that is spread over all
    that was ever imported makes every fork larger than the same code on few pages.

    Args:
        play: Runs once, in this process.
    """
    ran: dict[int, CodeType] = {}

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            ran[id(frame.f_code)] = frame.f_code

    sys.setprofile(note)
    try:
        play()
    finally:
        sys.setprofile(None)
    here = f"{__package__}."
    for function in [known for known in gc.get_objects() if type(known) is FunctionType]:
        if id(function.__code__) in ran or str(function.__module__).startswith(here):
            function.__code__ = function.__code__.replace()

"""Figures in a kernel: drawn to memory, and shown as pictures that a client can take."""

import importlib
import importlib.abc
import importlib.machinery
import io
import sys
from collections.abc import Sequence
from types import ModuleType
from typing import Any

from .output import Caps

__all__ = ["flush_figures", "install"]

BACKEND = "codesteer_figures"
"""The name by which matplotlib is told to find its backend: MPLBACKEND=module://..."""


def install(shell: Any, caps: Caps) -> None:
    """Show a shell's figures after each cell, and whenever a program says show().

    Args:
        shell: The shell.
        caps: Limits on pictures.
    """
    png = shell.display_formatter.formatters["image/png"]
    png.for_type_by_name("matplotlib.figure", "Figure", lambda figure: _png(figure, caps))
    sys.meta_path.append(_Finder(shell))
    shell.events.register("post_execute", lambda: flush_figures(shell))


def flush_figures(shell: Any) -> None:
    """Show and close every open figure."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is None or not pyplot.get_fignums():
        return
    for number in pyplot.get_fignums():
        data, metadata = shell.display_formatter.format(pyplot.figure(number))
        shell.display_pub.publish(data, metadata)
    pyplot.close("all")


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Makes the backend when matplotlib asks for it; until then nothing of it is imported."""

    def __init__(self, shell: Any) -> None:
        self._shell = shell

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname != BACKEND:
            return None
        return importlib.machinery.ModuleSpec(fullname, self)

    def exec_module(self, module: ModuleType) -> None:
        agg = importlib.import_module("matplotlib.backends.backend_agg")
        names = vars(module)
        names["FigureCanvas"] = agg.FigureCanvasAgg
        names["FigureManager"] = importlib.import_module(
            "matplotlib.backend_bases"
        ).FigureManagerBase
        names["show"] = lambda *_, **__: flush_figures(self._shell)


def _png(figure: Any, caps: Caps) -> bytes | None:
    """A figure's picture, drawn again with fewer dots when it would be too large."""
    if not figure.axes and not figure.lines and not figure.texts and not figure.images:
        return None
    width, height = figure.get_size_inches()
    dots = min(figure.dpi, caps.image_pixels / max(width, height))
    picture = b""
    for _ in range(5):
        buffer = io.BytesIO()
        figure.savefig(buffer, format="png", dpi=dots, bbox_inches="tight")
        picture = buffer.getvalue()
        if len(picture) <= caps.image_bytes:
            break
        dots *= 0.6
    return picture

"""How objects, errors and figures are shown to a model: short, plain, nothing of the machinery.

The same in every Python kernel, whatever carries its messages.
"""

import base64
import builtins
import contextlib
import linecache
import os
import reprlib
import subprocess
import sys
import traceback
import warnings
from types import TracebackType
from typing import Any

from . import figures
from .output import Caps

__all__ = ["SHOWN_TYPES", "format_error", "install", "no_input", "shown_part"]

SHOWN_TYPES = ("image/png", "image/jpeg", "text/markdown", "text/plain", "application/json")
"""What a model can read, the best first; SymPy's and pandas' plain forms beat their markup."""

_PLAIN = ("text/plain",)
_PLAIN_TYPES = frozenset((bool, complex, dict, float, frozenset, int, list, set, str, tuple))
_MESSAGE_CHARS = 2_000
_FRAMES = 20


class _Compact(reprlib.Repr):
    """Representations on one line, long collections cut with a count of what is left out."""

    def __init__(self) -> None:
        super().__init__()
        self.maxlevel = 8
        for kind in ("tuple", "list", "dict", "set", "frozenset", "deque", "array"):
            setattr(self, f"max{kind}", 200)
        self.maxstring = self.maxother = self.maxlong = 4_000

    def repr1(self, x: object, level: int) -> str:
        text = super().repr1(x, level)
        limit = getattr(self, f"max{type(x).__name__}", None)
        if limit == 200 and text.endswith(("...]", "...)", "...}")):
            left = len(x) - limit  # type: ignore[arg-type]  # the types above have a length
            text = f"{text[:-1]} {left:,} more{text[-1]}"
        return text


_COMPACT = _Compact()


def install(shell: Any, caps: Caps, *, descriptors_in_order: bool) -> None:
    """Make an IPython shell show things this way.

    Args:
        shell: The shell.
        caps: Limits on pictures.
        descriptors_in_order: Whether what programs write to the file descriptors 1 and 2 comes in
            its place among what Python prints.
    """
    shell.colors = "nocolor"
    formatter = shell.display_formatter
    formatter.active_types = list(SHOWN_TYPES)
    plain = formatter.formatters["text/plain"]
    for kind in (list, tuple, dict, set, frozenset):
        plain.for_type(kind, _pretty)
    in_all_forms = formatter.format

    def in_shown_forms(obj: object, include: Any = None, exclude: Any = None) -> Any:
        shown = _PLAIN if type(obj) in _PLAIN_TYPES else SHOWN_TYPES
        return in_all_forms(obj, include=include or shown, exclude=exclude)

    formatter.format = in_shown_forms

    def show_error(exc_tuple: Any = None, *_: Any, **__: Any) -> None:
        kind, value, frames = shell._get_exc_info(exc_tuple)
        shell._showtraceback(kind, value, [format_error(shell, kind, value, frames)])

    shell.showtraceback = show_error
    shell.showsyntaxerror = lambda *_, **__: show_error()
    shell.show_usage_error = lambda error: show_error((type(error), error, None))
    shell.compile.get_code_name = lambda raw, transformed, number: f"<cell {number}>"
    for name in ("_", "__", "___"):
        shell.user_ns.pop(name, None)
    shell.displayhook.update_user_ns = lambda value: setattr(builtins, "_", value)
    # IPython keeps a second copy of all output for its history, without a limit.
    shell._tee = lambda channel: contextlib.nullcontext()
    shell._format_exception_for_storage = lambda *_, **__: {}
    shell.enable_gui = lambda gui=None: None
    shell.system = lambda command: _system(shell, command, capture=not descriptors_in_order)
    warnings.filterwarnings("ignore", message="To exit: use")
    shell.user_ns["exit"] = shell.user_ns["quit"] = sys.exit
    shell.set_hook("show_in_pager", _print_page, 0)
    figures.install(shell, caps)


def shown_part(data: dict[str, Any]) -> dict[str, str]:
    """The one form of an object that a model is shown; bytes become base64."""
    for kind in (*SHOWN_TYPES, *data):
        value = data.get(kind)
        if isinstance(value, bytes):
            return {kind: base64.b64encode(value).decode("ascii")}
        if isinstance(value, str):
            return {kind: value}
    return {}


def no_input(prompt: object = "", *_: object, **__: object) -> str:
    """Stands for input()."""
    raise EOFError("there is nobody to answer input() here; put the data into the program")


def format_error(
    shell: Any, kind: type[BaseException], value: BaseException, frames: TracebackType | None
) -> str:
    """An exception and its causes, with the frames of cells and of the session's own files."""
    parts: list[str] = []
    seen: set[int] = set()
    error: BaseException | None = value
    tail = frames
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        parts.append(_one_error(shell, error, tail))
        cause, context = error.__cause__, error.__context__
        if cause is not None:
            parts.append("\nThe above was the direct cause of:\n")
            error = cause
        elif context is not None and not error.__suppress_context__:
            parts.append("\nWhile handling the above, another error arose:\n")
            error = context
        else:
            error = None
        tail = None if error is None else error.__traceback__
    return "\n".join(reversed(parts))


def _one_error(shell: Any, error: BaseException, frames: TracebackType | None) -> str:
    lines = _frame_lines(shell, frames)
    if lines:
        lines.insert(0, "Traceback (most recent call last):")
    lines += _last_lines(shell, error)
    for group_member in getattr(error, "exceptions", ())[:5]:
        if isinstance(group_member, BaseException):
            inner = _one_error(shell, group_member, group_member.__traceback__)
            lines += ["  | " + line for line in inner.split("\n")]
    return "\n".join(lines)


def _last_lines(shell: Any, error: BaseException) -> list[str]:
    try:
        text = "".join(traceback.format_exception_only(type(error), error))
    except Exception:
        text = f"{type(error).__name__}: <its text cannot be had>\n"
    if len(text) > _MESSAGE_CHARS:
        text = f"{text[:_MESSAGE_CHARS]}... ({len(text) - _MESSAGE_CHARS:,} characters cut)\n"
    lines = text.rstrip("\n").split("\n")
    return [_cell_names(shell, line) for line in lines]


def _cell_names(shell: Any, line: str) -> str:
    if line.startswith('  File "'):
        path, _, rest = line[8:].partition('"')
        return f"  {_place(shell, path)}{rest}"
    return line


def _frame_lines(shell: Any, frames: TracebackType | None) -> list[str]:
    lines: list[str] = []
    hidden: dict[str, int] = {}
    shown: list[str] = []

    def note_hidden() -> None:
        for package, count in hidden.items():
            frames_ = "frame" if count == 1 else "frames"
            lines.append(f"  ({count} {frames_} in {package} hidden)")
        hidden.clear()

    for frame, number in traceback.walk_tb(frames):
        path = frame.f_code.co_filename
        if not _is_own(shell, path):
            package = _package(path)
            if package:
                hidden[package] = hidden.get(package, 0) + 1
            continue
        note_hidden()
        place = f"  {_place(shell, path)}, line {number}"
        if frame.f_code.co_name != "<module>":
            place += f", in {frame.f_code.co_name}"
        source = linecache.getline(path, number, frame.f_globals).strip()
        lines.append(f"{place}\n    {source}" if source else place)
        shown.append(place)
    note_hidden()
    if len(lines) > _FRAMES:
        cut = len(lines) - _FRAMES
        half = _FRAMES // 2
        lines[half:-half] = [f"  ({cut} frames cut)"]
    return lines


def _is_own(shell: Any, path: str) -> bool:
    return (
        shell.compile.format_code_name(path) is not None
        or path.startswith("<")
        or os.path.abspath(path).startswith(os.getcwd() + os.sep)
    )


def _place(shell: Any, path: str) -> str:
    named = shell.compile.format_code_name(path)
    return f"{named[0]} {named[1]}" if named else f'File "{os.path.basename(path) or path}"'


def _package(path: str) -> str:
    """The library a frame belongs to; nothing for the machinery that runs cells."""
    if __package__ and os.path.dirname(path) == os.path.dirname(__file__):
        return ""
    parts = path.split(os.sep)
    name = parts[-1]
    if "site-packages" in parts:
        name = parts[parts.index("site-packages") + 1]
    elif len(parts) > 1 and parts[-2].startswith(("lib", "python")):
        name = parts[-1]
    elif len(parts) > 1:
        name = parts[-2]
    name = name.removesuffix(".py")
    return "" if name in ("IPython", "ipykernel", "traitlets", "tornado") else name


def _pretty(value: object, printer: Any, cycle: bool) -> None:
    if cycle or type(value).__repr__ not in (
        list.__repr__, tuple.__repr__, dict.__repr__, set.__repr__, frozenset.__repr__,
    ):  # fmt: skip
        printer.text(repr(value) if not cycle else "...")
    else:
        printer.text(_COMPACT.repr(value))


def _print_page(_: Any, page: Any, *__: Any, **___: Any) -> None:
    """Print what IPython would show in a pager, such as the help of `len?`."""
    print(page.get("text/plain", "") if isinstance(page, dict) else page)  # noqa: T201


def _system(shell: Any, command: str, *, capture: bool) -> None:
    """Run a `!command`, its output among the cell's."""
    done = subprocess.run(  # noqa: S602 - the model asks for a shell, in its own sandbox
        shell.var_expand(command, depth=1),
        shell=True,
        stdin=subprocess.DEVNULL,
        capture_output=capture,
        text=True,
        errors="replace",
        check=False,
    )
    for stream, text in ((sys.stdout, done.stdout), (sys.stderr, done.stderr)):
        if text:
            stream.write(text)
    shell.user_ns["_exit_code"] = done.returncode

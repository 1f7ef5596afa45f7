"""Texts of models and programs, made fit to be looked at."""

import json
import re
from typing import Any

__all__ = ["clipped", "counted", "fenced", "first_words", "json_text", "printable"]

_HARMFUL = re.compile(
    # Control characters but tab and line feed, marks that turn the direction of writing, other
    # ends of lines, and halves of characters.
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
_CLIPPED_CHARS = 300


def printable(text: str) -> str:
    r"""A text that cannot steer a terminal: what would is written out, as in `\x1b`."""
    return _HARMFUL.sub(_written_out, text.replace("\r\n", "\n"))


def clipped(text: str, lines: int | None) -> str:
    """A text made printable, its long lines and the lines past the first ones left out.

    Args:
        text: Any text.
        lines: How many lines are kept; None keeps everything.
    """
    rows = printable(text).strip("\n").split("\n")
    if lines is None:
        return "\n".join(rows)
    hidden = len(rows) - lines
    kept = [_clipped_line(row) for row in (rows[:lines] if hidden > 2 else rows)]
    if hidden > 2:
        kept.append(f"... {counted(hidden, 'more line')} (--full)")
    return "\n".join(kept)


def first_words(text: str, width: int) -> str:
    """The beginning of a text, printable, on one line.

    Args:
        text: Any text.
        width: How many characters there is room for.
    """
    # What is cut off need not be read: four times the width leaves room for spaces.
    line = " ".join(printable(text[: 4 * width + 400]).split())
    return line if len(line) <= width else f"{line[: max(width - 4, 1)].rstrip()} ..."


def fenced(text: str, kind: str = "text") -> str:
    """A text as a block of Markdown, behind a fence that is longer than any inside it.

    Args:
        text: Any text.
        kind: What it is, as the block's info string.
    """
    text = printable(text).strip("\n")
    longest = max(map(len, re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{kind}\n{text}\n{fence}"


def json_text(value: Any, *, indent: int | None = None) -> str:
    """A value as JSON in printable ASCII.

    Args:
        value: What JSON can hold.
        indent: Spaces a level; None puts everything on one line.
    """
    return json.dumps(value, indent=indent).replace("\x7f", "\\u007f")


def counted(number: int, thing: str) -> str:
    """A number and a thing, in the plural where it must be."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def _written_out(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def _clipped_line(line: str) -> str:
    hidden = len(line) - _CLIPPED_CHARS
    if hidden <= 40:
        return line
    return f"{line[:_CLIPPED_CHARS]} ... {counted(hidden, 'more character')} (--full)"

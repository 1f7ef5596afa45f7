"""Writes a report: the page, tables as CSV, pictures as PNG."""

import os
from collections.abc import Iterable
from pathlib import Path

from codesteer.errors import InvalidRequest

__all__ = ["write_text"]


def write_text(path: Path, pieces: Iterable[str]) -> int:
    """Write a file whole, or leave what is there.

    Args:
        path: The file; its folder is made.
        pieces: Of its text.

    Returns:
        Its size in bytes.

    Raises:
        InvalidRequest: It cannot be written.
    """
    aside = path.with_name(f"{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(aside, "w", encoding="utf-8", newline="\n") as file:
            file.writelines(pieces)
        os.replace(aside, path)
        return path.stat().st_size
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise InvalidRequest(f"{path} cannot be written: {error.strerror}.") from None

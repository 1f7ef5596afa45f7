"""Writes what is exported: to standard output, or to a file that is never replaced unasked."""

import os
import secrets
from collections.abc import Iterable
from pathlib import Path

import typer

from codesteer.errors import InvalidRequest

__all__ = ["write_out"]


def write_out(pieces: Iterable[str], path: Path | None, *, force: bool) -> None:
    """Write texts one after another.

    Args:
        pieces: The texts, with their ends of lines.
        path: The file; None for standard output. It is there whole or, on any failure, as before.
        force: Whether a file that is there may be replaced.

    Raises:
        InvalidRequest: The file is there already, or cannot be written.
    """
    if path is None:
        for piece in pieces:
            typer.echo(piece, nl=False)
        return
    if path.exists() and not force:
        raise InvalidRequest(
            f"{path} is there already. Name another file, or say --force to replace it."
        )
    try:
        if path.exists() and not path.is_file():  # A pipe, a device: nothing to put in its place.
            with open(path, "w", encoding="utf-8") as file:
                file.writelines(pieces)
        else:
            _write_whole(pieces, path.resolve(), force=force)
    except FileExistsError:
        raise InvalidRequest(f"{path} was made by somebody else meanwhile. Try again.") from None
    except OSError as error:
        raise InvalidRequest(f"{path} cannot be written: {error.strerror}.") from None


def _write_whole(pieces: Iterable[str], path: Path, *, force: bool) -> None:
    if not force:
        with open(path, "x", encoding="utf-8") as file:
            try:
                file.writelines(pieces)
                file.flush()
            except BaseException:
                path.unlink(missing_ok=True)
                raise
        return
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with open(part, "x", encoding="utf-8") as file:
            file.writelines(pieces)
        os.replace(part, path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
